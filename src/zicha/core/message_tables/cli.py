"""Sentences of the command line: what it says, what went wrong, and every line of its help."""

from zicha.core.text import LocalText

_STATES: dict[str, LocalText] = {
    "cli.state.overdue": LocalText("逾期", "overdue"),
    "cli.state.insufficient": LocalText("缺材料", "insufficient"),
    "cli.state.grace": LocalText("宽限", "grace"),
    "cli.state.at_risk": LocalText("临期", "at risk"),
    "cli.state.open": LocalText("进行中", "open"),
    "cli.state.upcoming": LocalText("未开始", "upcoming"),
    "cli.state.met": LocalText("已完成", "met"),
    "cli.state.met_late": LocalText("逾期完成", "met late"),
    "cli.state.waived": LocalText("经批准免除", "waived"),
    "cli.state.no_data": LocalText("不适用", "no data"),
}

_HEADS: dict[str, LocalText] = {
    "cli.head.scheme": LocalText("方案", "scheme"),
    "cli.head.version": LocalText("版本", "version"),
    "cli.head.title": LocalText("名称", "title"),
    "cli.head.effective": LocalText("生效日期", "effective"),
    "cli.head.duty": LocalText("责任事项", "duty"),
    "cli.head.clause": LocalText("条款", "clause"),
    "cli.head.cadence": LocalText("频次", "cadence"),
    "cli.head.kind": LocalText("活动类型", "kind"),
    "cli.head.measure": LocalText("指标", "measure"),
    "cli.head.counted_in": LocalText("计量单位", "counted in"),
    "cli.head.unit": LocalText("单位", "unit"),
    "cli.head.level": LocalText("层级", "level"),
    "cli.head.people": LocalText("人数", "people"),
    "cli.head.since": LocalText("起", "since"),
    "cli.head.window": LocalText("应完成时段", "window"),
    "cli.head.done": LocalText("完成", "done"),
    "cli.head.state": LocalText("状态", "state"),
    "cli.head.records": LocalText("记录", "records"),
    "cli.head.answers": LocalText("责任人", "who answers"),
    "cli.head.sheet": LocalText("工作表", "sheet"),
    "cli.head.row": LocalText("行", "row"),
    "cli.head.column": LocalText("列", "column"),
    "cli.head.value": LocalText("值", "value"),
    "cli.head.reason": LocalText("原因", "reason"),
    "cli.head.seq": LocalText("序号", "seq"),
    "cli.head.happened_on": LocalText("发生日期", "happened on"),
    "cli.head.recorded_at": LocalText("记录时间", "recorded at"),
    "cli.head.user": LocalText("用户名", "user name"),
    "cli.head.role": LocalText("身份", "role"),
    "cli.head.name": LocalText("姓名", "name"),
    "cli.head.check": LocalText("检查项", "check"),
    "cli.head.result": LocalText("结果", "result"),
}

_HELP: dict[str, LocalText] = {
    "cli.help.usage": LocalText("用法：", "Usage:"),
    "cli.help.commands": LocalText("命令", "Commands"),
    "cli.help.options": LocalText("选项", "Options"),
    "cli.help.global_options": LocalText(
        "通用选项（写在命令前后都可以）", "Global options (before or after the command)"
    ),
    "cli.help.options_place": LocalText("[选项]", "[OPTIONS]"),
    "cli.help.command_place": LocalText("命令 …", "COMMAND …"),
    "cli.help.zicha": LocalText(
        "自查：该做什么、做了什么，从记录得出每一个数字和自查报告。\n第一次用请运行 zicha demo；zicha 命令 --help 看用法。",
        "What is owed, what was done, and every number and report computed from the record.\nNew here? Run zicha demo. zicha COMMAND --help explains a command.",
    ),
    "cli.help.demo": LocalText(
        "建一个完整的演示单位，写好它的报告，并打开网页。",
        "Make a complete demo organisation, write its reports and open the web app.",
    ),
    "cli.help.init": LocalText("建立数据文件夹和数据库。", "Set up the data folder and the database."),
    "cli.help.serve": LocalText("启动网页服务。", "Start the web app."),
    "cli.help.user": LocalText("管理登录账号。", "Manage sign-ins."),
    "cli.help.user_add": LocalText(
        "添加一个登录账号；不给 --password 时询问，或从标准输入读一行。",
        "Add a sign-in. Without --password it is asked for, or read as one line from standard input.",
    ),
    "cli.help.doctor": LocalText(
        "检查安装：程序、数据库、字体、数据文件夹。", "Check the installation: programs, database, fonts, data folder."
    ),
    "cli.help.org": LocalText("单位和人员。", "Units and people."),
    "cli.help.org_import": LocalText(
        "从 xlsx 或 csv 导入单位、人员和岗位；同一文件再导入一次不会重复。",
        "Import units, people and posts from xlsx or csv; importing the same file again adds nothing.",
    ),
    "cli.help.org_show": LocalText(
        "显示某一天的单位树和人数。", "Show the tree of units and their head counts on a day."
    ),
    "cli.help.scheme": LocalText("责任制方案：检查、显示、载入、比较。", "Schemes: check, show, load, compare."),
    "cli.help.scheme_check": LocalText(
        "检查一份方案文件；有错误时退出码为 1。", "Check a scheme file; the exit code is 1 if it has errors."
    ),
    "cli.help.scheme_schema": LocalText("输出方案文件的 JSON Schema。", "Print the JSON Schema of a scheme file."),
    "cli.help.scheme_show": LocalText(
        "不带参数：列出已载入和随附的方案；带文件名或编号：列出它的责任事项和指标。",
        "Without an argument: list what is loaded and what comes with zicha; with a file or id: its duties and measures.",
    ),
    "cli.help.scheme_load": LocalText(
        "载入一份方案（文件，或随附方案的编号）；同一版本再载入一次没有影响。",
        "Load a scheme (a file, or the id of a shipped one); loading the same version again changes nothing.",
    ),
    "cli.help.scheme_diff": LocalText(
        "用句子说明两份方案有哪些不同。", "Say in sentences what differs between two schemes."
    ),
    "cli.help.import": LocalText(
        "从 xlsx、xls、csv 或 ndjson 导入记录（文件写 - 时从标准输入读 ndjson）。有一格不合格就整个不导入，除非加 --accept-valid；每个不合格的格子都会列出。同一文件再导入一次不会重复。",
        "Import records from xlsx, xls, csv or ndjson (FILE - reads ndjson from standard input). All or nothing unless --accept-valid is given; every refused cell is listed. Importing the same file again adds nothing.",
    ),
    "cli.help.export": LocalText("导出记录。", "Take records out again."),
    "cli.help.export_entries": LocalText(
        "导出全部记录，每行一个 JSON（ndjson），可以再导入。",
        "All entries, one JSON object a line (ndjson); they can be imported again.",
    ),
    "cli.help.export_hledger": LocalText(
        "导出为 hledger 账本，可用它核对次数。", "A journal for hledger, to check the counts independently."
    ),
    "cli.help.duties": LocalText("列出一个单位应完成的责任事项。", "List what a unit owes."),
    "cli.help.board": LocalText(
        "各责任事项的完成情况；加 --strict 时，有逾期或缺材料则退出码为 1。",
        "How the duties stand; with --strict the exit code is 1 if anything is overdue or insufficient.",
    ),
    "cli.help.measure": LocalText(
        "计算一个指标，并列出它依据的记录。", "Compute one measure, with the records behind it."
    ),
    "cli.help.check": LocalText(
        "核对一份文稿（.docx、.odt、.txt、.md）：占位、重字、括号、序号、期间、与台账和上期是否相符。",
        "Check a document (.docx, .odt, .txt, .md): gaps, doubled words, brackets, numbering, dates, ledger, last report.",
    ),
    "cli.option.previous": LocalText(
        "上期报告，用来找照抄的段落。", "The last report, to find paragraphs copied from it."
    ),
    "cli.check_fine": LocalText("没有发现问题。", "Nothing found."),
    "cli.check_count": LocalText("共 {count} 处。", "{count} findings."),
    "cli.check_place": LocalText("第{paragraph}段", "paragraph {paragraph}"),
    "cli.check_whole": LocalText("全文", "whole text"),
    "cli.check_cure": LocalText("　改为“{suggestion}”", "  → “{suggestion}”"),
    "cli.help.log": LocalText(
        "签署台账日志的当前状态，或证明某条记录在其中。", "Sign the ledger's log as it stands, or prove a record."
    ),
    "cli.help.log_checkpoint": LocalText(
        "签署当前状态并保存到数据文件夹；请把它也交给上级或他人保管。",
        "Sign the current state and keep it in the data folder; give a copy to somebody else too.",
    ),
    "cli.help.log_prove": LocalText(
        "给出第 SEQ 条记录在日志中的证明。", "Give the proof that record SEQ is in the log."
    ),
    "cli.help.verify": LocalText(
        "从头核验整个台账：有改动就指出第一处，退出码为 1。",
        "Check the whole ledger anew; name the first thing altered and exit with 1.",
    ),
    "cli.help.key": LocalText(
        "签署检查点的公钥（名称+编号+公钥）；不写则用数据文件夹中的 log-key.pub",
        "public key of the checkpoints (name+id+key); log-key.pub of the data folder if left out",
    ),
    "cli.help.rebuild": LocalText(
        "从台账重新算出所有派生的表；台账本身不动。",
        "Derive all derived tables anew from the ledger; the ledger itself stays.",
    ),
    "cli.rebuilding": LocalText("已处理 {done}/{total}", "{done} of {total} done"),
    "cli.rebuilt": LocalText("已从 {count} 条记录重新算出。", "Derived anew from {count} revisions."),
    "cli.help.report": LocalText(
        "写出自查报告；格式由文件扩展名决定：.docx、.pdf、.html 或 .json。",
        "Write the report; the file's ending decides the format: .docx, .pdf, .html or .json.",
    ),
    "cli.help.explain": LocalText(
        "说明一个数字从何而来：规则、条款和依据的记录。给出报告文件和其中的数字编号，或用 - 代替文件。",
        "Say where a number comes from: the rule, the clause and the records. Name a report file and a figure in it, or - instead of a file.",
    ),
    "cli.option.help": LocalText("显示本页。", "Show this page."),
    "cli.option.home": LocalText(
        "数据文件夹（默认 ./zicha-data，或环境变量 ZICHA_HOME）。数据库另用环境变量 DATABASE_URL 指定。",
        "Data folder (default ./zicha-data, or the variable ZICHA_HOME). The variable DATABASE_URL names another database.",
    ),
    "cli.option.lang": LocalText(
        "语言（默认 zh，或环境变量 ZICHA_LANG）。", "Language (default zh, or the variable ZICHA_LANG)."
    ),
    "cli.option.on": LocalText("把这一天当作今天，写作 2026-05-31。", "Take this day as today, written 2026-05-31."),
    "cli.option.as_known_at": LocalText(
        "只看到这一时刻为止已记录的内容；只写日期表示单位所在时区当天结束时。",
        "Only what had been recorded by this instant; a bare date means the end of that day in the organisation's time zone.",
    ),
    "cli.option.format": LocalText(
        "输出格式：给人看的 text，或给程序用的 json。", "Output: text for people or json for programs."
    ),
    "cli.option.no_serve": LocalText("只建立演示数据，不启动网页。", "Only make the demo, do not start the web app."),
    "cli.option.port": LocalText("网页端口（默认 8000）。", "Port of the web app (default 8000)."),
    "cli.option.host": LocalText(
        "监听地址（默认 127.0.0.1，仅本机）。", "Address to listen on (default 127.0.0.1, this machine only)."
    ),
    "cli.option.workers": LocalText("工作进程数（默认 1）。", "Worker processes (default 1)."),
    "cli.option.password": LocalText(
        "密码；写在命令里会留在命令历史中。", "Password; on the command line it stays in the shell's history."
    ),
    "cli.option.person": LocalText("账号属于谁：人员编号或姓名。", "Whose sign-in it is: a person's id or name."),
    "cli.option.admin": LocalText(
        "管理安装；不因此能看内容。", "Runs the installation; this gives no right over content."
    ),
    "cli.option.unit": LocalText("单位的编号或名称。", "Code or name of the unit."),
    "cli.option.kind": LocalText(
        "活动类型的编号或名称；不写则由文件判断。", "Id or title of the kind; without it the file decides."
    ),
    "cli.option.mapping": LocalText(
        "用保存过的列对应关系（YAML 文件）。", "Use a saved mapping of columns (a YAML file)."
    ),
    "cli.option.save_mapping": LocalText("把这次的列对应关系存到文件。", "Save the mapping of columns that was used."),
    "cli.option.import_period": LocalText(
        "日期没写年份时，按这个期间取年。", "The period that gives the year to dates without one."
    ),
    "cli.option.marked": LocalText(
        "有不合格的行时，把标出这些行的副本写到这个文件。",
        "Where rows are refused, write a copy with those rows marked to this file.",
    ),
    "cli.option.dry_run": LocalText("只试读，不写入。", "Read only, write nothing."),
    "cli.option.accept_valid": LocalText("导入合格的行，列出不合格的。", "Take the good rows, list the refused ones."),
    "cli.option.export_unit": LocalText("单位的编号或名称（默认全部）。", "Code or name of the unit (default: all)."),
    "cli.option.export_period": LocalText(
        "期间：2026、2026H1、2026Q3 或 2026-05（默认全部）。", "Period: 2026, 2026H1, 2026Q3 or 2026-05 (default: all)."
    ),
    "cli.option.period": LocalText(
        "期间：2026、2026H1、2026Q3 或 2026-05（默认当前半年）。",
        "Period: 2026, 2026H1, 2026Q3 or 2026-05 (default: the present half-year).",
    ),
    "cli.option.subtree": LocalText("包括下级单位。", "Units below included."),
    "cli.option.strict": LocalText(
        "有逾期或缺材料时退出码为 1。", "Exit code 1 if anything is overdue or insufficient."
    ),
    "cli.option.out": LocalText(
        "写到这个文件（不写则输出到屏幕）。", "Write to this file (without it: to the terminal)."
    ),
    "cli.option.report_out": LocalText(
        "报告文件：.docx、.pdf、.html 或 .json。", "The report's file: .docx, .pdf, .html or .json."
    ),
    "cli.option.report_scheme": LocalText(
        "依据哪份方案（只载入一份时可不写）。", "By which scheme (not needed if one is loaded)."
    ),
}

_SAID: dict[str, LocalText] = {
    "cli.severity.error": LocalText("错误", "error"),
    "cli.severity.warning": LocalText("提醒", "warning"),
    "cli.severity.note": LocalText("说明", "note"),
    "cli.severity.info": LocalText("参考", "for information"),
    "cli.scheme_fine": LocalText(
        "{file}：可以使用。{title}，版本 {version}：责任事项 {duties} 项，活动类型 {kinds} 种，指标 {measures} 个。",
        "{file} can be used. {title}, version {version}: {duties} duties, {kinds} kinds, {measures} measures.",
    ),
    "cli.scheme_wrong": LocalText(
        "{file}：有 {count} 处错误，不能载入。", "{file} has {count} errors and cannot be loaded."
    ),
    "cli.schemes_shipped": LocalText("随附：{names}", "Shipped: {names}"),
    "cli.scheme_loaded": LocalText("已载入 {scheme} 版本 {version}。", "Loaded {scheme} version {version}."),
    "cli.initialised": LocalText(
        "已建好：{home}。接着：zicha scheme load theory-study，zicha org import 花名册.xlsx，zicha user add 名字 --admin，zicha serve。",
        "Set up: {home}. Next: zicha scheme load theory-study, zicha org import roster.xlsx, zicha user add NAME --admin, zicha serve.",
    ),
    "cli.demo_made": LocalText(
        "演示单位已建好：{units} 个单位、{people} 人、{records} 条记录，在 {home}。",
        "The demo is ready: {units} units, {people} people, {records} records, in {home}.",
    ),
    "cli.demo_there": LocalText(
        "使用已有的演示单位：{units} 个单位、{people} 人、{records} 条记录，在 {home}。",
        "Using the demo that is there: {units} units, {people} people, {records} records, in {home}.",
    ),
    "cli.demo_reports": LocalText("报告 {count} 份文件，在 {folder}。", "{count} report files in {folder}."),
    "cli.demo_password": LocalText(
        "登录密码都是 {password}（仅供演示）。", "The password of all of them is {password} (for the demo only)."
    ),
    "cli.user_added": LocalText("已添加登录账号 {username}。", "Added the sign-in {username}."),
    "cli.password_prompt": LocalText("密码", "Password"),
    "cli.org_head": LocalText("{on}：{units} 个单位，{people} 人", "{on}: {units} units, {people} people"),
    "cli.org_imported": LocalText(
        "新增单位 {units_added}、人员 {people_added}、岗位 {holdings_added}；原有未变 {unchanged}。",
        "Added {units_added} units, {people_added} people, {holdings_added} posts; {unchanged} were there already.",
    ),
    "cli.org_refused": LocalText(
        "有 {refused} 格不合格，什么都没有导入；请改好后再试。",
        "{refused} cells were refused and nothing was imported; mend them and try again.",
    ),
    "cli.import_done": LocalText(
        "新增 {added} 条，原已有 {already} 条，不合格 {refused} 格。",
        "{added} added, {already} were there already, {refused} cells refused.",
    ),
    "cli.import_tried": LocalText(
        "试读：可导入 {ready} 条，不合格 {refused} 格；没有写入。",
        "Tried: {ready} can be imported, {refused} cells refused; nothing was written.",
    ),
    "cli.import_refused": LocalText(
        "有 {refused} 格不合格，什么都没有导入；改好后再试，或加 --accept-valid 先导入合格的 {ready} 条。",
        "{refused} cells were refused and nothing was imported; mend them, or add --accept-valid to take the {ready} good rows.",
    ),
    "cli.skipped": LocalText("未读 {sheet} 第 {row} 行：", "Left out {sheet} row {row}: "),
    "cli.duties_head": LocalText("{unit}：{on} 应完成 {count} 项", "{unit}: {count} duties on {on}"),
    "cli.board_head": LocalText("{unit}　{period}　截至 {on}", "{unit}  {period}  as of {on}"),
    "cli.board_reported": LocalText("有记录的单位 {reported}/{units}", "units with records {reported} of {units}"),
    "cli.subject": LocalText("（{subject}）", " ({subject})"),
    "cli.subject_record": LocalText("（记录 {seq}）", " (record {seq})"),
    "cli.measure": LocalText("{unit} {period} {title}：{text}", "{unit} {period} {title}: {text}"),
    "cli.as_known": LocalText("截至 {on}，按 {instant} 所知", "as of {on}, as known at {instant}"),
    "cli.rule": LocalText("规则（{scheme} 版本 {version}）：{rule}", "rule ({scheme} version {version}): {rule}"),
    "cli.withheld": LocalText(
        "另有 {count} 条仅当事人可见的记录，只计数。",
        "{count} more records are visible to those who took part only; they are counted.",
    ),
    "cli.records": LocalText("依据 {count} 条记录：{seqs}", "from {count} records: {seqs}"),
    "cli.report_written": LocalText("已写好 {file}：{title}", "Wrote {file}: {title}"),
    "cli.serving": LocalText(
        "请在浏览器打开 {address}（按 Ctrl+C 停止）", "Open {address} in a browser (Ctrl+C stops it)"
    ),
    "cli.scheme_same": LocalText("两份方案没有不同。", "The two schemes do not differ."),
}

_DOCTOR: dict[str, LocalText] = {
    "doctor.python": LocalText("Python {version}，{system}", "Python {version}, {system}"),
    "doctor.folder": LocalText("数据文件夹 {home} 可以读写", "The data folder {home} can be written"),
    "doctor.folder_not_writable": LocalText(
        "数据文件夹 {home} 不能写；请修改它的权限。",
        "The data folder {home} cannot be written; change its permissions.",
    ),
    "doctor.room": LocalText("磁盘剩余 {free} MB", "{free} MB of disk are free"),
    "doctor.little_room": LocalText(
        "磁盘只剩 {free} MB；请尽快腾出空间。", "Only {free} MB of disk are free; make room soon."
    ),
    "doctor.font": LocalText("有中文字体（{font}）", "There is a Chinese font ({font})"),
    "doctor.no_font": LocalText(
        "没有找到中文字体；报告照样能写，但本机打开时可能显示为方框，请安装一种中文字体。",
        "No Chinese font was found; reports are written all the same but may show boxes here; install a Chinese font.",
    ),
    "doctor.calendar": LocalText("有 {year} 年的节假日安排", "The holidays of {year} are known"),
    "doctor.no_calendar": LocalText(
        "还没有 {year} 年的节假日安排，工作日只按周末计算；请更新 zicha。",
        "The holidays of {year} are not known, working days count weekends only; update zicha.",
    ),
    "doctor.engine": LocalText("数据库 {engine}", "Database {engine}"),
    "doctor.damaged": LocalText(
        "数据库已损坏（{fault}）；请不要改动它，先另存一份，再用备份恢复。",
        "The database is damaged ({fault}); leave it as it is, keep a copy, and restore from a backup.",
    ),
    "doctor.tables_missing": LocalText(
        "数据库还缺 {count} 步建表；请运行 zicha init。",
        "The database lacks {count} steps of its tables; run zicha init.",
    ),
    "doctor.schemes": LocalText("已载入方案：{names}", "Schemes loaded: {names}"),
    "doctor.no_schemes": LocalText(
        "还没有载入方案；请运行 zicha scheme load theory-study。",
        "No scheme is loaded yet; run zicha scheme load theory-study.",
    ),
    "doctor.organisation": LocalText("单位 {units} 个，人员 {people} 人", "{units} units, {people} people"),
    "doctor.no_organisation": LocalText(
        "还没有单位和人员；请运行 zicha org import 文件。",
        "There are no units and people yet; run zicha org import FILE.",
    ),
}

_WRONG: dict[str, LocalText] = {
    "cli.language": LocalText(
        "没有“{value}”这种语言；请写 --lang zh 或 --lang en。",
        "There is no language “{value}”; write --lang zh or --lang en.",
    ),
    "cli.format": LocalText(
        "没有“{value}”这种输出格式；请写 --format text 或 --format json。",
        "There is no format “{value}”; write --format text or --format json.",
    ),
    "cli.date": LocalText(
        "“{value}”不是日期；请写成 2026-05-31 这样。", "“{value}” is not a date; write it like 2026-05-31."
    ),
    "cli.instant": LocalText(
        "“{value}”不是日期或时刻；请写成 2026-05-31 或 2026-05-31T18:00+08:00 这样。",
        "“{value}” is neither a date nor an instant; write it like 2026-05-31 or 2026-05-31T18:00+08:00.",
    ),
    "cli.period": LocalText(
        "“{value}”不是期间；请写成 2026、2026H1、2026Q3 或 2026-05 这样。",
        "“{value}” is not a period; write it like 2026, 2026H1, 2026Q3 or 2026-05.",
    ),
    "cli.port": LocalText(
        "“{value}”不是端口；请写 1 到 65535 之间的数。", "“{value}” is not a port; write a number from 1 to 65535."
    ),
    "cli.workers": LocalText(
        "“{value}”不是进程数；请写 1 到 {most} 之间的数。", "“{value}” is no number of workers; write 1 to {most}."
    ),
    "cli.port_in_use": LocalText(
        "端口 {port} 已被占用；请停掉占用它的程序，或用 --port 换一个。",
        "Port {port} is in use; stop the program that uses it, or name another with --port.",
    ),
    "cli.port_forbidden": LocalText(
        "没有权限使用端口 {port}；请用 --port 换一个大于 1023 的。",
        "No permission for port {port}; name one above 1023 with --port.",
    ),
    "cli.host_unknown": LocalText(
        "本机没有地址 {host}；请用 --host 127.0.0.1（仅本机）或 --host 0.0.0.0（所有网卡）。",
        "This machine has no address {host}; use --host 127.0.0.1 (this machine only) or --host 0.0.0.0 (everywhere).",
    ),
    "cli.no_units": LocalText(
        "还没有单位；请先用 zicha org import 导入单位和人员。",
        "There are no units yet; import units and people with zicha org import.",
    ),
    "cli.no_schemes": LocalText(
        "还没有载入方案；请先运行 zicha scheme load 文件（或随附方案的编号，如 theory-study）。",
        "No scheme is loaded yet; run zicha scheme load FILE (or the id of a shipped one, such as theory-study).",
    ),
    "cli.unit_unknown": LocalText(
        "没有单位“{value}”；相近的有：{near}。zicha org show 列出全部。",
        "There is no unit “{value}”; near: {near}. zicha org show lists them all.",
    ),
    "cli.unit_unclear": LocalText(
        "叫“{value}”的单位不止一个：{units}；请写编号。", "Several units are called “{value}”: {units}; write the code."
    ),
    "cli.person_unknown": LocalText(
        "没有人员“{value}”{people}；请写花名册里的编号或姓名。",
        "There is no person “{value}”{people}; write an id or a name from the roster.",
    ),
    "cli.person_unclear": LocalText(
        "叫“{value}”的不止一人：{people}；请写编号。", "Several people are called “{value}”: {people}; write the id."
    ),
    "cli.kind_unknown": LocalText(
        "没有活动类型“{value}”；相近的有：{near}。", "There is no kind “{value}”; near: {near}."
    ),
    "cli.measure_unknown": LocalText(
        "没有指标“{value}”；相近的有：{near}。zicha scheme show 方案 列出全部。",
        "There is no measure “{value}”; near: {near}. zicha scheme show SCHEME lists them all.",
    ),
    "cli.scheme_unknown": LocalText(
        "没有载入方案“{value}”；已载入：{schemes}。", "No scheme “{value}” is loaded; loaded: {schemes}."
    ),
    "cli.which_scheme": LocalText(
        "载入了几份方案（{schemes}）；请用 --scheme 写明依据哪一份。",
        "Several schemes are loaded ({schemes}); name one with --scheme.",
    ),
    "cli.report_form": LocalText(
        "不能写 {ending} 格式的报告；请用 .docx、.pdf、.html 或 .json 作文件扩展名。",
        "A report cannot be written as {ending}; end the file's name with .docx, .pdf, .html or .json.",
    ),
    "cli.no_password": LocalText(
        "没有给密码；请在标准输入写一行，或用 --password。",
        "No password was given; write one line on standard input, or use --password.",
    ),
    "cli.no_such_command": LocalText(
        "没有命令“{name}”{near}；运行 {command} --help 看有哪些命令。",
        "There is no command “{name}”{near}; run {command} --help for the commands there are.",
    ),
    "cli.no_such_option": LocalText(
        "{command} 没有选项 {name}{near}；运行 {command} --help 看有哪些选项。",
        "{command} has no option {name}{near}; run {command} --help for the options there are.",
    ),
    "cli.did_you_mean": LocalText("（是不是 {names}）", " (did you mean {names}?)"),
    "cli.missing": LocalText(
        "缺少 {name}；请补上，或运行 {command} --help 看用法。", "{name} is missing; add it, or run {command} --help."
    ),
    "cli.bad_value": LocalText(
        "{name} 的值不能用；运行 {command} --help 看可以写什么。",
        "The value of {name} cannot be used; run {command} --help for what it may be.",
    ),
    "cli.option_without_value": LocalText(
        "{name} 后面的值不对（缺少，或不该有）；运行 {command} --help 看用法。",
        "The value after {name} is missing or should not be there; run {command} --help.",
    ),
    "cli.usage": LocalText(
        "命令写得不完整或多了内容；运行 {command} --help 看用法。",
        "Something is missing or too much; run {command} --help.",
    ),
    "cli.file_missing": LocalText("找不到 {path}；请检查路径。", "There is no {path}; check the path."),
    "cli.not_allowed": LocalText(
        "没有权限读写 {path}；请改用别的文件夹，或修改权限。",
        "No permission for {path}; use another folder, or change its permissions.",
    ),
    "cli.not_a_folder": LocalText(
        "{path} 或它的上级是文件，不是文件夹；请检查路径。",
        "{path}, or something above it, is a file and no folder; check the path.",
    ),
    "cli.is_a_folder": LocalText("{path} 是文件夹；请写一个文件名。", "{path} is a folder; name a file."),
    "cli.name_too_long": LocalText(
        "文件名太长：{path}；请改短。", "The file name is too long: {path}; use a shorter one."
    ),
    "cli.no_folder": LocalText(
        "文件夹 {path} 不存在；请先建立它，或改写到别处。",
        "There is no folder {path}; make it first, or write elsewhere.",
    ),
    "cli.file_too_large": LocalText(
        "{path} 超过 {limit} MB；请拆成几个文件。", "{path} is larger than {limit} MB; split it into several files."
    ),
    "cli.disk_full": LocalText(
        "磁盘已满，什么都没有写入；请腾出空间后再试（数据文件夹 {home}）。",
        "The disk is full and nothing was written; make room and try again (data folder {home}).",
    ),
    "cli.database_url": LocalText(
        "DATABASE_URL（{value}）不是数据库地址；请写成 postgresql://用户:密码@主机:5432/库名，或去掉它以使用 SQLite。",
        "DATABASE_URL ({value}) is no database address; write postgresql://user:password@host:5432/name, or unset it to use SQLite.",
    ),
    "cli.tables_missing": LocalText(
        "数据库还没有建好或版本较旧；请先运行 zicha init（原有数据不变）。",
        "The database is not set up, or of an older version; run zicha init first (what is there stays).",
    ),
    "cli.figure_not_in_file": LocalText(
        "{file} 里没有数字 {figure}；请写报告中的数字编号，如 fig-指标-单位-2026H1。",
        "There is no figure {figure} in {file}; write a figure's id from the report, such as fig-MEASURE-UNIT-2026H1.",
    ),
    "reports.file_unreadable": LocalText(
        "{file} 不是 zicha 写的报告；请给出 zicha report 写的 .docx、.html 或 .json 文件。",
        "{file} is not a report zicha wrote; name a .docx, .html or .json file written by zicha report.",
    ),
    "demo.not_a_demo": LocalText(
        "{home} 里已有真实数据，不是演示；请用 --home 另选一个文件夹。",
        "{home} holds real data, not a demo; name another folder with --home.",
    ),
    "cli.database_damaged": LocalText(
        "数据库 {where} 已损坏或不是数据库；请不要改动它，先另存一份，再用备份恢复。",
        "The database {where} is damaged or is no database; leave it as it is, keep a copy, and restore from a backup.",
    ),
    "cli.database_readonly": LocalText(
        "不能写数据库 {where}；请检查数据文件夹的权限。",
        "The database {where} cannot be written; check the permissions of the data folder.",
    ),
    "cli.database_busy": LocalText(
        "数据库 {where} 正被别的程序占用；请稍后再试。",
        "The database {where} is in use by another program; try again in a moment.",
    ),
    "cli.database_empty": LocalText(
        "数据库 {where} 里还没有建表；请先运行 zicha init。",
        "The database {where} has no tables yet; run zicha init first.",
    ),
    "cli.database_unreachable": LocalText(
        "连不上数据库 {where}；请检查 DATABASE_URL，以及数据库是否已启动。",
        "The database {where} cannot be reached; check DATABASE_URL and whether the server is running.",
    ),
    "cli.unforeseen": LocalText(
        "出了没有料到的错误（{kind}），数据没有改动；详情写在 {log}，请连同它一起反馈。",
        "Something unforeseen went wrong ({kind}) and nothing was changed; the details are in {log}, please report it with them.",
    ),
    "cli.home_missing": LocalText(
        "{home} 里还没有数据；请先运行 zicha init，或用 --home 指定数据文件夹，或运行 zicha demo 看演示。",
        "There is no data in {home} yet; run zicha init first, name the data folder with --home, or try zicha demo.",
    ),
    "cli.no_scheme_file": LocalText(
        "找不到方案 {path}；请写文件的路径，或随附方案的编号：{shipped}。",
        "There is no scheme {path}; name a file, or a scheme that comes with zicha: {shipped}.",
    ),
    "cli.scheme_unusable": LocalText(
        "{place}：{message} 运行 zicha scheme check 看全部问题。",
        "{place}: {message} Run zicha scheme check for everything that is wrong.",
    ),
}

_EACH: dict[str, LocalText] = {
    "cli.help.report_each": LocalText(
        "本单位和下级每个单位各写一份报告，中断后会接着写。",
        "Write the reports of a unit and of every unit below it; broken off, it goes on.",
    ),
    "cli.option.unit_each": LocalText("从哪个单位起", "the unit to begin with"),
    "cli.option.reports_into": LocalText("报告放在哪个文件夹里", "the folder the reports are written into"),
    "cli.option.report_form": LocalText("格式", "the form"),
    "cli.option.report_workers": LocalText(
        "同时几个进程，不写则每个核心一个", "how many processes; one a core if left out"
    ),
    "cli.option.subtree_each": LocalText("每份报告都含下级单位", "each report with the units below its own"),
    "cli.writing_reports": LocalText("正在写报告 {done}/{total}", "writing reports {done}/{total}"),
    "cli.reports_written": LocalText(
        "写好 {written} 份，在 {folder}；原来已有 {already} 份。",
        "Written: {written}, in {folder}; there already: {already}.",
    ),
    "cli.other_run": LocalText(
        "{folder} 里是另一次的报告（时段、方案、格式或范围不同）。请换一个文件夹。",
        "{folder} holds the reports of another run (other period, scheme, form or scope). Choose another folder.",
    ),
}

SENTENCES: dict[str, LocalText] = {**_STATES, **_HEADS, **_HELP, **_SAID, **_EACH, **_DOCTOR, **_WRONG}

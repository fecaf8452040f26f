"""Sentences of the command line: what it says, and what went wrong. Its help stands in ``cli_help``."""

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
    "cli.only_with": LocalText(
        "{option} 要和 {other} 一起用。", "{option} means something only together with {other}."
    ),
    "cli.not_with": LocalText("{option} 不能和 {other} 一起用。", "{option} means nothing together with {other}."),
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
    "cli.writing_reports": LocalText("正在写报告 {done}/{total}", "writing reports {done}/{total}"),
    "cli.reports_written": LocalText(
        "写好 {written} 份，在 {folder}；原来已有 {already} 份。",
        "Written: {written}, in {folder}; there already: {already}.",
    ),
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
    "doctor.boards_kept": LocalText("看板从预先算好的行读出", "Boards are read from kept rows"),
    "doctor.boards_folded": LocalText(
        "看板的预算行正在补算（{units} 个单位已完成 {done} 个），补完之前逐条计算：结果一样，只是慢些。zicha serve 会自动补完",
        "Rows of the board are being written ({done} of {units} units); until then boards are counted record by "
        "record, right but slower. zicha serve does the rest by itself",
    ),
    "doctor.sums_folded": LocalText(
        "大范围的汇总数还没有补齐，补齐之前逐条清点：结果一样，只是慢些。zicha serve 会自动补齐",
        "Sums of large subtrees are not all kept; until then they are counted record by record, right but slower. "
        "zicha serve does the rest by itself",
    ),
    "doctor.sums": LocalText(
        "大范围的汇总数与逐条清点一致（抽查 {unit}，{units} 个单位）",
        "Kept sums agree with the records (looked at {unit}, {units} units)",
    ),
    "doctor.sums_wrong": LocalText(
        "{unit}及下级的汇总数与逐条清点不符；请运行 zicha rebuild 重新计算。",
        "Kept sums of {unit} and below do not agree with the records; run zicha rebuild to derive them anew.",
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
    "cli.report_to_folder": LocalText(
        "{path} 不是文件名；请写成 报告.docx 这样。要给每个单位各写一份，请用 zicha report each --into 文件夹。",
        "{path} is no name of a file; write it like report.docx. For a report of each unit, "
        "use zicha report each --into FOLDER.",
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
    "cli.no_note": LocalText(
        "{path} 太大，不是校验点，也不是公钥；请检查路径。",
        "{path} is too large for a checkpoint or a public key; check the path.",
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
    "cli.database_disk": LocalText(
        "磁盘出错，数据库 {where} 读不了或写不了，没有留下一半的内容；请检查磁盘和空间，好了再试。",
        "The disk failed while {where} was read or written; nothing half done was kept. Check the disk and its room, then try again.",
    ),
    "cli.database_busy": LocalText(
        "数据库 {where} 正被别的程序占用，没有写入任何内容；请稍后再试，一直这样，就看看是哪个程序打开着它。",
        "The database {where} is in use by another program, and nothing was written; try again in a moment, and if it goes on, see which program has it open.",
    ),
    "cli.database_held": LocalText(
        "等了 {seconds} 秒，{machine} 上的进程 {number} 还在写数据库 {where}，这次没有写入任何内容。请等它做完再试；它要是卡住了，可以直接结束（kill -9 {number}），做了一半的会自动撤销。",
        "Process {number} on {machine} has been writing to {where} for {seconds} s, and nothing was written. Try again when it is done; if it hangs, end it (kill -9 {number}): what it has half done is undone by itself.",
    ),
    "cli.database_held_by_session": LocalText(
        "等了 {seconds} 秒，数据库 {where} 的会话 {number}（来自 {machine}）还在写，这次没有写入任何内容。请等它做完再试；它要是卡住了，可以在数据库里结束它（SELECT pg_terminate_backend({number})），做了一半的会自动撤销。",
        "Session {number} of {where} (from {machine}) has been writing for {seconds} s, and nothing was written. Try again when it is done; if it hangs, end it in the database (SELECT pg_terminate_backend({number})): what it has half done is undone by itself.",
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
    "cli.unforeseen_damage": LocalText(
        "{fault} 所以这次没有做成，数据没有改动；请不要改动数据库，先另存一份，再用备份恢复。详情写在 {log}。",
        "{fault} That is why this could not be done; nothing was changed. Leave the database as it is, keep a copy, and restore from a backup. The details are in {log}.",
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
    "cli.other_run": LocalText(
        "{folder} 里是另一次的报告（时段、方案、格式或范围不同）。请换一个文件夹。",
        "{folder} holds the reports of another run (other period, scheme, form or scope). Choose another folder.",
    ),
}

SENTENCES: dict[str, LocalText] = {**_STATES, **_HEADS, **_SAID, **_DOCTOR, **_WRONG}

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
    "cli.help.report": LocalText(
        "写出自查报告；格式由文件扩展名决定：.docx、.html 或 .json。",
        "Write the report; the file's ending decides the format: .docx, .html or .json.",
    ),
    "cli.help.explain": LocalText(
        "说明一个数字从何而来：规则、条款和依据的记录。给出报告文件和其中的数字编号，或用 - 代替文件。",
        "Say where a number comes from: the rule, the clause and the records. Name a report file and a figure in it, or - instead of a file.",
    ),
    "cli.help.rebuild": LocalText(
        "从账本重新计算加速用的汇总表；结果不变，只是核对。",
        "Compute the tables that speed up reading anew from the ledger; answers do not change.",
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
    "cli.option.username": LocalText("用户名。", "User name."),
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
        "用保存过的列对应关系（JSON 文件）。", "Use a saved mapping of columns (a JSON file)."
    ),
    "cli.option.save_mapping": LocalText("把这次的列对应关系存到文件。", "Save the mapping of columns that was used."),
    "cli.option.dry_run": LocalText("只试读，不写入。", "Read only, write nothing."),
    "cli.option.accept_valid": LocalText("导入合格的行，列出不合格的。", "Take the good rows, list the refused ones."),
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
        "报告文件：.docx、.html 或 .json。", "The report's file: .docx, .html or .json."
    ),
    "cli.option.report_scheme": LocalText(
        "依据哪份方案（只载入一份时可不写）。", "By which scheme (not needed if one is loaded)."
    ),
}

_SAID: dict[str, LocalText] = {
    "cli.severity.error": LocalText("错误", "error"),
    "cli.severity.warning": LocalText("提醒", "warning"),
    "cli.severity.note": LocalText("说明", "note"),
    "cli.scheme_fine": LocalText(
        "{file}：可以使用。{title}，版本 {version}：责任事项 {duties} 项，活动类型 {kinds} 种，指标 {measures} 个。",
        "{file} can be used. {title}, version {version}: {duties} duties, {kinds} kinds, {measures} measures.",
    ),
    "cli.scheme_wrong": LocalText(
        "{file}：有 {count} 处错误，不能载入。", "{file} has {count} errors and cannot be loaded."
    ),
    "cli.schemes_shipped": LocalText("随附：{names}", "Shipped: {names}"),
    "cli.scheme_loaded": LocalText("已载入 {scheme} 版本 {version}。", "Loaded {scheme} version {version}."),
    "cli.scheme_same": LocalText("两份方案没有不同。", "The two schemes do not differ."),
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
        "{path} 的上级不是文件夹；请检查路径。", "Something above {path} is not a folder; check the path."
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

SENTENCES: dict[str, LocalText] = {**_STATES, **_HEADS, **_HELP, **_SAID, **_WRONG}

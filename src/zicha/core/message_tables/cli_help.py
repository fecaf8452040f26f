"""Sentences about commands and options: what ``--help`` shows and ``docs/cli.md`` is made of."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
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
        "从 xlsx、xls、csv 或 ndjson 导入记录（文件写 - 时从标准输入读 ndjson）。有一格不合格就整个不导入，除非加 --accept-valid；每个不合格的格子都会列出。同一文件再导入一次不会重复。FILE 也可以是文件夹。",
        "Import records from xlsx, xls, csv or ndjson (FILE - reads ndjson from standard input). All or nothing unless --accept-valid is given; every refused cell is listed. Importing the same file again adds nothing. FILE may be a folder.",
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
    "cli.check_place_in": LocalText("第{paragraph}段〔{section}〕", "paragraph {paragraph} ({section})"),
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
    "cli.option.missing": LocalText(
        "只补算缺少的部分；其他人可以照常工作，中断后会接着算",
        "derive only what is missing; others may go on working, and broken off, it is taken up",
    ),
    "cli.caught_up": LocalText("派生的表已齐全。", "Nothing derived is missing."),
    "cli.verifying": LocalText("已核验 {done}/{total} 条", "{done} of {total} records verified"),
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
    "cli.option.period_needed": LocalText(
        "期间：2026、2026H1、2026Q3 或 2026-05。", "Period: 2026, 2026H1, 2026Q3 or 2026-05."
    ),
    "cli.option.subtree": LocalText("包括下级单位。", "Units below included."),
    "cli.option.brief": LocalText(
        "只要数字，不列记录；单位再多也快。", "The number alone, without its records; quick for any number of units."
    ),
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
    "cli.option.verify_workers": LocalText(
        "核验账本时同时几个进程，不写则按核心数和条数来定，最多 4 个",
        "how many processes verify the ledger; if left out, as cores and records call for, 4 at most",
    ),
    "cli.option.subtree_each": LocalText("每份报告都含下级单位", "each report with the units below its own"),
}

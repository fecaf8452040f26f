"""Sentences of the checker's rules that look at title, ledger, last report and page; of its settings and its copy."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "lists.points": LocalText("写的是{text}，后面列了{named}点。", "It says {text}, but {named} points follow."),
    "title_body.period": LocalText(
        "标题写的是“{text}”，报告期是{period}。", "The title says “{text}”; the report is for {period}."
    ),
    "title_body.unit": LocalText("标题里没有本单位“{unit}”。", "The title does not name the unit “{unit}”."),
    "title_body.opening": LocalText(
        "开头写的是“{text}”，标题是{period}。", "The opening says “{text}”; the title is for {period}."
    ),
    "title_body.kind": LocalText(
        "标题是“{kind}”，这里自称“{text}”。", "The title says “{kind}”; here it is called “{text}”."
    ),
    "figures_typed.differs": LocalText(
        "手写的“{text}”与台账不符：{title}为{known}。", "“{text}” was typed; the ledger says {known} ({title})."
    ),
    "figures_traced.changed": LocalText(
        "数字改过：生成时是“{was}”，现在是“{text}”。",
        "The figure was changed by hand: written as “{was}”, now “{text}”.",
    ),
    "figures_traced.missing": LocalText(
        "生成时的数字“{was}”不见了（原在“{quote}”处）。", "The figure “{was}” is gone; it stood at “{quote}”."
    ),
    "figures_previous.was": LocalText("“{quote}”，上期{before}。", "“{quote}”: {before} in the last report."),
    "figures_previous.redefined": LocalText(
        "“{quote}”，上期{before}；算法已改，两数不能直接比较。",
        "“{quote}”: {before} in the last report; the rule has changed, so the two cannot be compared.",
    ),
    "next_steps.unanswered": LocalText(
        "上期{place}的下一步打算没有交代：“{item}”",
        "Nothing is said of a next step of the last report, {place}: “{item}”",
    ),
    "layout.paper": LocalText(
        "纸张为{width}×{height}毫米，应为A4（210×297毫米）。", "The paper is {width} × {height} mm; it should be A4."
    ),
    "layout.margins": LocalText(
        "页边距上{top}、下{bottom}、左{left}、右{right}毫米，应为37、35、28、26毫米。",
        "The margins are {top} (top), {bottom} (bottom), {left} (left) and {right} mm (right); "
        "they should be 37, 35, 28 and 26 mm.",
    ),
    "layout.size": LocalText(
        "正文字号为{points}磅，应为3号（16磅）。", "The body is set in {points} pt; it should be 16 pt."
    ),
    "layout.lines": LocalText("每页排{lines}行，一般应为22行。", "A page holds {lines} lines; 22 are usual."),
    "check_toml.too_long": LocalText(
        "{file}：规则文件超过 {most} kB，没有读。",
        "{file}: the file of rules is longer than {most} kB and was not read.",
    ),
    "check_toml.unreadable": LocalText(
        '{file} 第{line}行：写法不对。每行写“规则 = "off"”，文件用 UTF-8 保存。',
        '{file}, line {line}: cannot be read. Write one `rule = "off"` a line, in UTF-8.',
    ),
    "check_toml.part": LocalText(
        "{file} 第{line}行：没有“{part}”这一部分，规则要写在 [rules] 下面。",
        "{file}, line {line}: there is no part “{part}”; rules stand below [rules].",
    ),
    "check_toml.rule": LocalText(
        "{file} 第{line}行：没有“{rule}”这条规则。可用的有：{rules}。",
        "{file}, line {line}: there is no rule “{rule}”. There are: {rules}.",
    ),
    "check_toml.grade": LocalText(
        "{file} 第{line}行：{rule} 不能设为“{value}”，只能是：{grades}。",
        "{file}, line {line}: {rule} cannot be “{value}”; it can be one of: {grades}.",
    ),
    "document.strict": LocalText(
        "这个 .docx 加不了批注（严格格式或缺少部件）。请用 Word 或 WPS 另存为普通 .docx 后再试。",
        "No comments can be put into this .docx (strict form, or parts missing). Save it as an ordinary .docx and try again.",
    ),
    "cli.help.check_unit": LocalText(
        "报告所属单位：手写的数字与台账比对（须同时给出 --period）。",
        "The report's unit: typed numbers are compared with the ledger (with --period).",
    ),
    "cli.option.check_scheme": LocalText(
        "只与这个方案的指标比对；不写则与各方案的指标都比对。",
        "Compare with the measures of this scheme alone; otherwise with those of all.",
    ),
    "cli.option.check_rules": LocalText(
        "规则文件（TOML）：关闭规则或改变级别；不写则用数据文件夹中的 check.toml（如有）。",
        "A file of rules (TOML) that switches or re-grades them; else check.toml in the data folder, if there is one.",
    ),
    "cli.option.annotated": LocalText(
        "另存一份 .docx，在有问题的地方加批注。", "Write a copy of the .docx with a comment at every finding."
    ),
    "cli.check_unit_alone": LocalText(
        "--unit 须与 --period 同时给出，才能与台账比对。", "--unit needs --period, so that the ledger can be asked."
    ),
    "cli.check_annotated_form": LocalText(
        "带批注的副本只能由 .docx 文件生成，存为 .docx。",
        "A copy with comments is made of a .docx file, as a .docx file.",
    ),
    "cli.check_annotated": LocalText("已存带批注的副本：{file}", "Copy with comments: {file}"),
}

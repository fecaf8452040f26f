"""Sentences of the checker's rules that look at title, ledger, last report and page; of its settings and its copy."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
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
    "figures_previous.was": LocalText("本期{text}，上期{before}。", "Now {text}, in the last report {before}."),
    "figures_previous.redefined": LocalText(
        "本期{text}，上期{before}；算法已改，两数不能直接比较。",
        "Now {text}, in the last report {before}; the rule has changed, so the two cannot be compared.",
    ),
    "next_steps.unanswered": LocalText(
        "上期第{previous}段的下一步打算没有交代：“{item}”",
        "Nothing is said of a next step of the last report (paragraph {previous}): “{item}”",
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
}

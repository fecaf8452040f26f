"""Sentences about figures and prose found again in edited documents."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "tracking.help": LocalText(
        "核对改过的文件里的数字：改没改、缺没缺、台账变没变。",
        "Check the figures of an edited document: changed, copied, missing, moved.",
    ),
    "tracking.state.unchanged": LocalText("未改", "unchanged"),
    "tracking.state.changed": LocalText("手工改动", "changed by hand"),
    "tracking.state.copied": LocalText("复制", "copied"),
    "tracking.state.missing": LocalText("缺失", "missing"),
    "tracking.state.moved": LocalText("台账已变", "ledger has moved"),
    "tracking.state.foreign": LocalText("非本报告", "of another report"),
    "tracking.head.state": LocalText("情况", "state"),
    "tracking.head.paragraph": LocalText("段", "para."),
    "tracking.head.was": LocalText("原为", "was"),
    "tracking.head.found": LocalText("现为", "is"),
    "tracking.head.now": LocalText("台账", "ledger"),
    "tracking.head.quote": LocalText("前后文", "where"),
    "tracking.head.figure": LocalText("数字编号", "figure"),
    "tracking.report": LocalText(
        "{file}：{unit} {period}，数据截至 {instant}。", "{file}: {unit} {period}, as known at {instant}."
    ),
    "tracking.count": LocalText("{state} {count}", "{state}: {count}"),
    "tracking.ledger_not_asked": LocalText(
        "没有连接台账，未核对台账是否有变化；请用 --home 指明数据目录。",
        "The ledger was not asked whether it has moved; name the data folder with --home.",
    ),
    "tracking.none": LocalText(
        "这个文件里没有本系统写入的数字。请交由 zicha report 或报告页面生成、再修改过的 .docx 文件。",
        "This file holds no figures written by zicha. Hand in the .docx that zicha report or the report page made.",
    ),
    "tracking.too_long": LocalText(
        "文件超过 {most} 段，没有读回。请删去不属于这份报告的内容后再试。",
        "The file has more than {most} paragraphs and was not read back. Remove what is not part of the report.",
    ),
    "tracking.other_report": LocalText(
        "这个文件是{unit} {period}的报告（方案 {scheme}），不是正在编辑的这一份。请换成这一份的文件。",
        "This file is the report of {unit} for {period} (scheme {scheme}), not the one you are editing. Hand in its own file.",
    ),
    "tracking.too_many": LocalText(
        "文件里的数字标记超过 {most} 个，没有核对。请从报告页面重新生成文件。",
        "The file holds more than {most} marks of figures and was not read. Make it anew on the report page.",
    ),
}

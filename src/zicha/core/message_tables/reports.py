"""Sentences of measures, figures and reports."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "reports.figure_unreadable": LocalText(
        "“{value}”不是数字编号。编号形如 fig-指标-单位代码-期间，可在报告的数字上看到。",
        "“{value}” is not the id of a figure. An id reads fig-measure-unit-period and stands on every number of a report.",
    ),
    "reports.measure_unknown": LocalText(
        "没有指标“{measure}”。请用 zicha scheme show 查看方案里的指标。",
        "There is no measure “{measure}”. See the scheme's measures with zicha scheme show.",
    ),
    "reports.unit_unknown": LocalText(
        "没有单位“{unit}”。请用 zicha org show 查看单位代码。",
        "There is no unit “{unit}”. See the units' codes with zicha org show.",
    ),
    "reports.duty_unknown": LocalText(
        "{unit} 在 {period} 没有责任事项“{duty}”的这一时段。",
        "In {period} {unit} has no such window of the duty “{duty}”.",
    ),
    "reports.scheme_unknown": LocalText(
        "{period} 没有方案“{scheme}”。请先用 zicha scheme load 载入方案文件。",
        "No scheme “{scheme}” holds in {period}. Load its file with zicha scheme load first.",
    ),
    "reports.not_ours": LocalText(
        "这个文件不是本系统写出的报告，或其中的报告信息已被删除。",
        "This file is not a report written here, or the report's marks were removed from it.",
    ),
    "reports.reference_unknown": LocalText(
        "“{section}”一节引用了没有的指标 {{{name}}}。请改成方案里有的指标，或删去花括号。",
        "The section “{section}” refers to {{{name}}}, which is no measure. Name a measure of the scheme or remove the braces.",
    ),
    "reports.prose_empty": LocalText(
        "“{section}”一节还没有填写。",
        "Nothing has been written in the section “{section}” yet.",
    ),
}

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
    "reports.reference_unknown": LocalText(
        "“{section}”一节引用了没有的指标 {{{name}}}。请改成方案里有的指标，或删去花括号。",
        "The section “{section}” refers to {{{name}}}, which is no measure. Name a measure of the scheme or remove the braces.",
    ),
    "reports.prose_empty": LocalText(
        "“{section}”一节还没有填写。",
        "Nothing has been written in the section “{section}” yet.",
    ),
    "reports.blank": LocalText("（待补充）", "(to be written)"),
    "reports.comma": LocalText("、", ", "),
    "reports.minutes": LocalText("分钟", "min"),
    "reports.backfilled": LocalText("（补录）", " (late)"),
    "reports.head_day": LocalText("日期", "Date"),
    "reports.head_unit": LocalText("单位", "Unit"),
    "reports.head_title": LocalText("名称", "Title"),
    "reports.head_present": LocalText("实到/应到", "Present"),
    "reports.table": LocalText("表{place}　{kind}情况", "Table {place}: {kind}"),
    "reports.list_empty": LocalText("本期没有{kind}记录。", "There is no entry of this kind in the period: {kind}."),
    "reports.gaps_none": LocalText(
        "截至{on}，对照责任清单逐项核对，到期的责任事项均已完成，没有逾期或缺少材料的情况。",
        "Checked duty by duty as of {on}: all that was due is done; nothing is late or short of material.",
    ),
    "reports.gaps_head": LocalText(
        "截至{on}，对照责任清单逐项核对，以下责任事项逾期或缺少材料：",
        "Checked duty by duty as of {on}, the following are late or short of material:",
    ),
    "reports.gap_duty": LocalText("{duty}（{clause}）", "{duty} ({clause})"),
    "reports.gap_item": LocalText("{place}.{head}：{said}。", "{place}. {head}: {said}."),
    "reports.gap_join": LocalText("；", "; "),
    "reports.gap_nothing": LocalText("{windows}逾期未完成", "{windows} not done, overdue"),
    "reports.gap_short": LocalText(
        "{window}应完成{owed}次，实际完成{done}次，已逾期", "{window} {done} of {owed} done, overdue"
    ),
    "reports.gap_near": LocalText("，另{lacks}", "; besides, {lacks}"),
    "reports.gap_late": LocalText("{window}逾期，已于{day}补做完成", "{window} done late, on {day}"),
    "reports.gap_insufficient": LocalText("{window}已开展，但{lacks}", "{window} held, but {lacks}"),
    "reports.lacks": LocalText("{day}的记录{reasons}", "the entry of {day} {reasons}"),
    "reports.lacks_and": LocalText("，且", " and "),
    "reports.lacks_join": LocalText("，", ", "),
    "reports.lacks_evidence": LocalText("缺少{kinds}", "lacks {kinds}"),
    "reports.lacks_people": LocalText("到会人数不足应到人数的{share}", "had less than {share} of those expected"),
    "reports.lacks_gap": LocalText("与上一次间隔不足{days}天", "lies within {days} days of the one before"),
}

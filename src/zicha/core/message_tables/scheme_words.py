"""Words that describe what a scheme says: how often, who, with what; used to show and to compare schemes."""

from zicha.core.text import LocalText

_LENGTHS: dict[str, LocalText] = {
    "words.days": LocalText("{count} 天", "{count} days"),
    "words.working_days": LocalText("{count} 个工作日", "{count} working days"),
    "words.weeks": LocalText("{count} 周", "{count} weeks"),
    "words.months": LocalText("{count} 个月", "{count} months"),
    "words.one_days": LocalText("1 天", "1 day"),
    "words.one_working_days": LocalText("1 个工作日", "1 working day"),
    "words.one_weeks": LocalText("1 周", "1 week"),
    "words.one_months": LocalText("1 个月", "1 month"),
    "words.month": LocalText("每月", "month"),
    "words.quarter": LocalText("每季度", "quarter"),
    "words.half": LocalText("每半年", "half-year"),
    "words.year": LocalText("每年", "year"),
    "words.term": LocalText("每届任期", "term of office"),
}

_CADENCES: dict[str, LocalText] = {
    "words.at_least": LocalText("{per}至少 {count} 次{even}{gap}", "at least {count} per {per}{even}{gap}"),
    "words.even": LocalText("，均匀安排", ", evenly spread"),
    "words.gap": LocalText("，间隔不少于 {gap} 天", ", at least {gap} days apart"),
    "words.every_slot": LocalText("每 {length}一次，按固定时段{anchor}", "once every {length} in fixed slots{anchor}"),
    "words.every_last_done": LocalText(
        "每 {length}一次，自上次完成起算{anchor}", "once every {length} from the last time{anchor}"
    ),
    "words.anchor": LocalText("（首个时段自 {anchor} 起）", " (first slot from {anchor})"),
    "words.within": LocalText("{event}后 {length}内", "within {length} of {event}"),
    "words.joining": LocalText("人员加入", "a person's joining"),
    "words.founding": LocalText("单位成立", "the unit's founding"),
    "words.once_by": LocalText("{opens} 至 {day} 完成一次", "once from {opens} to {day}"),
    "words.standing": LocalText("长期", "standing"),
}

_DUTIES: dict[str, LocalText] = {
    "words.every_unit": LocalText("全部单位", "every unit"),
    "words.levels": LocalText("第 {levels} 级", "level {levels}"),
    "words.units": LocalText("单位 {units}", "units {units}"),
    "words.excluded": LocalText("{bound}，{excluded} 除外", "{bound}, except {excluded}"),
    "words.both": LocalText("{one}中的{other}", "{other} of {one}"),
    "words.where": LocalText("{kinds}（{conditions}）", "{kinds} ({conditions})"),
    "words.is": LocalText("{field}为{values}", "{field}: {values}"),
    "words.backfilled": LocalText("补录的", "recorded late"),
    "words.not_backfilled": LocalText("非补录的", "not recorded late"),
    "words.share_present": LocalText("不少于应到人数的 {share}", "at least {share} of those expected"),
    "words.owed": LocalText("不满一个时段也要完成", "owed even in a part of a window"),
    "words.not_owed": LocalText("不满一个时段不作要求", "not owed in a part of a window"),
    "words.nothing": LocalText("无", "none"),
    "words.yes": LocalText("是", "yes"),
    "words.no": LocalText("否", "no"),
    "words.required": LocalText("必填", "required"),
    "words.attendance_none": LocalText("不计", "none"),
    "words.attendance_optional": LocalText("可计", "optional"),
    "words.attendance_expected": LocalText("必计", "expected"),
}

_TYPES: dict[str, LocalText] = {
    "words.type_text": LocalText("文字", "text"),
    "words.type_choice": LocalText("选项", "choice"),
    "words.type_number": LocalText("数字", "number"),
    "words.type_date": LocalText("日期", "date"),
    "words.type_duration": LocalText("时长", "duration"),
    "words.type_reading_list": LocalText("书目", "reading list"),
    "words.type_person": LocalText("人员", "person"),
    "words.type_link": LocalText("链接", "link"),
}

_RULES: dict[str, LocalText] = {
    "words.count": LocalText("{what}的条数", "number of entries: {what}"),
    "words.sum": LocalText("{what}的{of}之和", "sum of {of} over {what}"),
    "words.distinct": LocalText("{what}的实到人数（每人只计一次）", "different people present at {what}"),
    "words.rate": LocalText("{what}的{above}人次÷{below}人次", "{above} of {below} at {what}"),
    "words.share_count": LocalText("{part}的条数÷{whole}的条数", "entries of {part} of those of {whole}"),
    "words.share_sum": LocalText("{part}的{of}÷{whole}的{of}", "{of} of {part} of that of {whole}"),
    "words.cells": LocalText("{duties}的应完成时段数（{states}）", "windows of {duties} that are {states}"),
    "words.any_state": LocalText("不论状态", "in any state"),
    "words.expected": LocalText("应到", "expected"),
    "words.present": LocalText("实到", "present"),
    "words.excused": LocalText("请假", "excused"),
    "words.absent": LocalText("缺席", "absent"),
    "words.made_up": LocalText("补学补会", "made up"),
}

_STATES: dict[str, LocalText] = {
    "words.state_upcoming": LocalText("未开始", "upcoming"),
    "words.state_open": LocalText("进行中", "open"),
    "words.state_at_risk": LocalText("临期", "at risk"),
    "words.state_grace": LocalText("宽限", "in grace"),
    "words.state_met": LocalText("已完成", "met"),
    "words.state_met_late": LocalText("逾期完成", "met late"),
    "words.state_overdue": LocalText("逾期", "overdue"),
    "words.state_waived": LocalText("经批准免除", "waived"),
    "words.state_no_data": LocalText("不适用", "not applicable"),
    "words.state_insufficient": LocalText("缺材料", "short of material"),
}

_PARTS: dict[str, LocalText] = {
    "words.part_scheme": LocalText("方案", "Scheme"),
    "words.part_post": LocalText("岗位", "Post"),
    "words.part_evidence": LocalText("佐证材料", "Evidence"),
    "words.part_clause": LocalText("条款", "Clause"),
    "words.part_kind": LocalText("活动类型", "Kind"),
    "words.part_duty": LocalText("责任事项", "Duty"),
    "words.part_measure": LocalText("指标", "Measure"),
    "words.part_section": LocalText("报告章节", "Section of the report"),
    "words.title": LocalText("名称", "title"),
    "words.number": LocalText("条号", "number"),
    "words.text": LocalText("条文", "text"),
    "words.clause": LocalText("依据条款", "clause"),
    "words.bound": LocalText("承担单位", "bound"),
    "words.post": LocalText("直接责任岗位", "post that answers directly"),
    "words.lead_post": LocalText("第一责任岗位", "post that answers first"),
    "words.fulfilled_by": LocalText("完成活动", "fulfilled by"),
    "words.cadence": LocalText("频次", "cadence"),
    "words.grace": LocalText("宽限", "grace"),
    "words.remind": LocalText("提前提醒", "reminder"),
    "words.evidence": LocalText("佐证材料", "evidence"),
    "words.threshold": LocalText("出席要求", "threshold"),
    "words.part_window": LocalText("不满一个时段", "part of a window"),
    "words.attendance": LocalText("出席", "attendance"),
    "words.minutes": LocalText("会议记录", "minutes"),
    "words.private": LocalText("仅当事人可见", "private"),
    "words.field": LocalText("字段“{title}”（{id}）", "field “{title}” ({id})"),
    "words.rule": LocalText("算法", "rule"),
    "words.unit": LocalText("单位", "unit word"),
    "words.places": LocalText("小数位数", "decimals"),
    "words.facts": LocalText("事实文字", "facts"),
    "words.prose": LocalText("文字撰写", "prose"),
    "words.gaps": LocalText("列出缺项", "list of gaps"),
    "words.problems": LocalText("列出问题", "list of problems"),
    "words.problems_open": LocalText("未销号的", "open"),
    "words.problems_all": LocalText("全部", "all"),
    "words.next_steps": LocalText("列出下一步打算", "next steps"),
    "words.list": LocalText("列表活动", "listed kinds"),
    "words.place": LocalText("位置", "place"),
    "words.version": LocalText("版本", "version"),
    "words.period": LocalText("报告周期", "period of reports"),
    "words.backfill_days": LocalText("补录天数", "backfill days"),
    "words.effective": LocalText("生效日期", "effective"),
    "words.terms": LocalText("任期", "terms"),
    "words.numbering": LocalText("问题编号", "numbering of problems"),
    "words.extensions": LocalText("可延期次数", "extensions"),
    "words.report_title": LocalText("报告标题", "title of the report"),
    "words.addressee": LocalText("主送", "addressee"),
    "words.seal": LocalText("加盖印章", "seal"),
}

_CHANGES: dict[str, LocalText] = {
    "words.added": LocalText("新增{part}“{title}”（{id}）。", "{part} added: “{title}” ({id})."),
    "words.added_duty": LocalText(
        "新增责任事项“{title}”（{id}）：{bound}，{cadence}。", "Duty added: “{title}” ({id}): {bound}, {cadence}."
    ),
    "words.removed": LocalText("取消{part}“{title}”（{id}）。", "{part} removed: “{title}” ({id})."),
    "words.changed": LocalText(
        "{part}“{title}”（{id}）：{aspect}由“{before}”改为“{after}”。",
        "{part} “{title}” ({id}): {aspect} changed from “{before}” to “{after}”.",
    ),
    "words.translated": LocalText(
        "{part}“{title}”（{id}）：{aspect}的英文改为“{english}”。",
        "{part} “{title}” ({id}): the English {aspect} changed from “{before}” to “{after}”.",
    ),
    "words.changed_inside": LocalText(
        "{part}“{title}”（{id}）：内部标识或先后次序有调整。",
        "{part} “{title}” ({id}): an inner id or the order has changed.",
    ),
    "words.moved": LocalText("{part}的先后次序有调整。", "{part}: the order has changed."),
}

SENTENCES: dict[str, LocalText] = _LENGTHS | _CADENCES | _DUTIES | _TYPES | _RULES | _STATES | _PARTS | _CHANGES

"""The headings people write, and what they mean."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BASE: dict[str, tuple[str, ...]] = {
    "happened_on": _words(
        "日期 活动日期 开展日期 召开日期 会议日期 学习日期 检查日期 培训日期 举办日期 发生日期 "
        "开展时间 活动时间 召开时间 会议时间 学习时间 检查时间 培训时间 举办时间 发生时间 "
        "讲课时间 授课时间 年月日 时间 date happened_on day"
    ),
    "title": _words(
        "主题 活动主题 会议主题 学习主题 培训主题 标题 题目 名称 活动名称 会议名称 内容 活动内容 "
        "会议内容 学习内容 主要内容 检查内容 培训内容 议题 会议议题 事项 工作内容 title topic "
        "subject theme"
    ),
    "unit": _words(
        "单位 单位名称 部门 部门名称 责任单位 填报单位 开展单位 组织单位 所在单位 所属单位 支部 "
        "支部名称 科室 班组 unit department team"
    ),
    "kind": _words("活动类型 活动类别 类型 类别 记录类型 kind type"),
    "key": _words("记录编号 台账编号 外部编号 key record_id"),
    "makes_up": _words("补办所属日期 所补日期 应完成日期 补学所属日期 补会所属日期 makes_up"),
    "expected": _words(
        "应到 应到人数 应到人员 应参加人数 应参加 应参会人数 应出席人数 应出席 应参学人数 应学人数 应会人数 expected"
    ),
    "present": _words(
        "实到 实到人数 实到人员 参加人数 参加人员 参会人数 参会人员 出席 出席人数 出席人员 "
        "实参加人数 实际参加人数 参学人数 参学人员 到会人数 签到人数 受训人数 present attended "
        "attendees"
    ),
    "excused": _words("请假 请假人数 请假人员 excused on_leave"),
    "absent": _words("缺席 缺席人数 缺席人员 缺勤 缺勤人数 缺勤人员 未到 未到人数 未到人员 absent"),
    "made_up": _words("补学 补学人数 补学人员 补会人数 补会人员 补课 补课人数 补课人员 made_up"),
    "evidence": _words("佐证材料 佐证 印证材料 支撑材料 留存资料 附件 材料 evidence"),
    "-": _words("序号 序 行号 编号 no number"),
}
"""What every entry has, and how its columns are headed; the likeliest heading first. ``-`` is left out."""

ALIKE: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "主讲人 主讲 授课人 讲师 讲课人 领学人 宣讲人 speaker lecturer",
        "主持人 主持 召集人 host chair",
        "记录人 记录员 记录 recorder",
        "检查人 检查人员 检查者 巡查人 inspector",
        "负责人 责任人 牵头人 owner",
        "地点 会议地点 活动地点 学习地点 检查地点 开展地点 场所 place location",
        "备注 说明 备考 remark remarks note notes",
        "时长 学时 用时 持续时间 活动时长 duration",
        "问题 发现问题 存在问题 检查发现 problem problems",
        "结果 检查结果 检查情况 结论 outcome result",
        "学习书目 书目 学习材料 学习篇目 篇目 readings reading_list",
        "区域 检查区域 检查部位 部位 检查范围 area",
        "签到表 签到 签到册 sign_in_sheet",
        "照片 图片 影像 影像资料 photo photos",
        "会议记录 记录 会议纪要 纪要 记录本 minutes",
        "通知 会议通知 活动通知 notice",
        """主题 题目 标题 课题 专题 议题 内容 名称 学习主题 学习专题 学习内容 会议主题 会议议题 会议内容
        活动主题 活动内容 检查内容 培训内容 培训主题 主要内容 topic subject theme title""",
    )
)
"""Headings that mean the same as each other; a field titled by one is found under another."""

TOTALS = ("合计", "总计", "小计", "累计", "共计", "总数", "合计数", "total", "sum", "subtotal")
NOTES = ("注", "备注", "说明", "填表说明", "填报说明", "填报人", "制表", "审核", "联系人", "填表人", "note", "notes")
EXAMPLES = ("例", "示例", "填写示例", "样例", "example")

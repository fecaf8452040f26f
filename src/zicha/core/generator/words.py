"""What made-up entries say: titles and texts about the work, never about a person."""

from __future__ import annotations

TITLES: dict[str, tuple[str, ...]] = {
    "thematic_study": ("“{theme}”主题学习", "{month}月份主题学习：{theme}", "围绕{theme}开展学习"),
    "lecture": ("专题讲课：{topic}", "{topic}"),
    "central_group_study": ("中心组第{quarter}季度专题学习：{subject}", "中心组学习：{subject}"),
    "study_plan_review": ("学习计划执行情况检查",),
    "self_study": ("第{quarter}季度个人自学登记",),
    "reading_round": ("{half}半年必读书目通读",),
    "special_meeting": ("学习工作专题会议", "{half}半年学习工作专题会议"),
    "decision_follow_up": ("专题会议议定事项落实情况反馈",),
    "formal_document": ("学习责任写入文件",),
    "branch_committee": ("{month}月份支部委员会",),
    "general_meeting": ("第{quarter}季度支部大会",),
    "routine_inspection": ("第{quarter}季度学习任务例行检查",),
    "correction_notice": ("整改通知：{found_wanting}",),
    "correction": ("整改完成情况",),
    "talk_round": ("年度谈心谈话安排",),
    "study_self_inspection": ("{half}半年学习责任自查",),
    "exit_inspection": ("{month}月份消防通道检查", "消防通道和安全出口检查"),
    "safety_meeting": ("{month}月份安全例会",),
    "drill": ("第{quarter}季度应急演练",),
    "safety_training": ("{subject}培训",),
    "equipment_overhaul": ("消防器材全面检修",),
    "hazard": ("{place}：{hazard}",),
    "hazard_fix": ("隐患整改复查",),
    "licence_check": ("年度证照核对换证",),
    "safety_self_inspection": ("{half}半年安全自查",),
}
"""Titles by kind, with places for the month, the quarter, the half and the entry's own fields."""

_STUDY = (
    "安全生产责任制",
    "服务规范和办事流程",
    "应急预案",
    "档案管理办法",
    "节水节能措施",
    "采购和合同管理制度",
    "消防法规",
    "公共设施养护标准",
    "窗口服务用语",
    "防汛工作要点",
    "财务报销制度",
    "数据安全常识",
    "劳动保护规定",
    "供水水质标准",
    "公共交通服务规范",
    "绿地养护规程",
)
_AGENDA = (
    "上月工作小结、本月工作安排",
    "检查问题整改进度、物资采购",
    "汛期值班安排、设备检修",
    "年度计划执行情况",
    "节日期间值班和巡查安排",
    "培训计划、经费使用情况",
)

TEXTS: dict[str, tuple[str, ...]] = {
    "theme": _STUDY,
    "topic": tuple(f"怎样落实{each}" for each in _STUDY),
    "subject": _STUDY,
    "agenda": _AGENDA,
    "state_of_work": (
        "学习计划按期推进，个别班组记录不够及时",
        "学习任务基本完成，佐证材料归档有延迟",
        "参加率比上期提高，补学安排需要加强",
        "现场教学次数偏少，需要统筹安排",
    ),
    "place": ("二号仓库", "一楼大厅", "配电间", "办公楼东侧楼梯", "机修车间", "食堂后厨", "材料堆场", "泵房"),
    "hazard": (
        "灭火器压力不足",
        "疏散指示灯不亮",
        "通道堆放纸箱",
        "配电箱门未锁",
        "插座面板松动",
        "应急照明电池失效",
        "货架未固定",
        "防火门闭门器损坏",
    ),
    "outcome": ("畅通，标识完好", "个别堆物已当场清理", "通道畅通，应急灯正常", "出口畅通，已复位灭火器"),
    "measure_taken": ("更换配件并张贴检查卡", "清理堆物并划线标识", "维修后复查合格", "调整货架位置并固定"),
    "action_taken": ("补齐签到表和会议记录", "重新制定计划并按月检查", "明确专人归档", "补学并登记"),
    "found_wanting": ("会议记录归档不及时", "签到表缺页", "学习计划未按月分解", "检查表填写不完整"),
}
"""Texts by field id; a field of a stranger's scheme says what it is instead."""

CHAPTERS = ("第三部分“重点工作”第二条", "第二部分“年度目标”第五条", "第四部分“队伍建设”第一条", "第一部分第三条")
BOOKS = (
    "《公共服务规范手册》",
    "《安全生产知识读本》",
    "《应急处置一百问》",
    "《档案工作入门》",
    "《节水技术指南》",
    "《城市绿地养护规程》",
    "《公文写作规范》",
)
LICENCES = ("特种设备使用登记证", "食品经营许可证", "排水许可证", "道路运输经营许可证", "消防设施检测报告")

CORRECTED = ("签到表核对后更正人数", "标题笔误", "补学人员登记", "日期填错，按通知更正")
WITHDRAWN = ("重复录入", "误录到本单位")
WAIVED = ("设备大修停产，经批准顺延", "防汛值守期间经批准免除", "办公场所搬迁，经批准免除")

"""What people of the made-up organisation write into their reports."""

from __future__ import annotations

from zicha.core.scheme import Scheme, Section

GENERAL = "各班组按照年初计划推进，完成情况每月汇总一次。对进度较慢的事项，由直接责任人逐项说明原因，并约定完成时间。"
BY_SECTION: dict[str, str] = {
    "responsibility": (
        "第一责任人定期听取汇报，直接责任人按月对照责任清单检查。"
        "年度计划和目标任务已分解到班组，明确了责任人和完成期限。"
    ),
    "collective-study": (
        "学习前三天发出通知，学习后两个工作日内归档签到表和会议记录，参加率{thematic_study_attendance}。因值班未能参加的人员，在下一次学习前补学。"
    ),
    "lectures": "讲课内容结合本单位业务，讲稿统一归档，供各班组再次学习。",
    "central-group": "学习计划年初制定，按季度调整。临时增加的学习内容事后补入计划台账。",
    "self-study": "自学只登记时长。必读书目放在各班组阅览处，轮流借阅。",
    "branch-life": "会议按期召开，议题提前收集，议定事项当场明确责任人和期限。",
    "inspection": "检查采用统一检查表，发现的工作问题当场记录，三个工作日内发出整改通知，由另一人验收。",
    "inspections": ("通道检查与每日巡查结合，发现堆物当场清理；检修由有资质的单位实施，更换的器材登记编号。"),
    "meetings": "例会先通报上次议定事项的落实情况，再安排本月工作。",
    "found-wanting": (
        "一是个别通道在月底盘点期间临时堆物；二是隐患复查记录有时晚于整改完成；三是轮班人员的培训需要分两次组织。"
    ),
    "put-right": ("堆物点已划线并指定临时堆放区；复查改为整改当日拍照登记；培训按班次安排，缺席人员一周内补训。"),
    "drills": "演练前制定方案并通知到班组，演练后当场讲评，总结在三个工作日内归档。",
    "hazards": "隐患随时登记，一般隐患由班组当日处理，重大隐患由第一责任人督办。",
    "licences": "证照由专人登记到期日，到期前六十日启动换证。",
    "wanting": (
        "一是个别班组归档不及时，佐证材料由月底集中补交；"
        "二是轮班人员较多，集中学习的时间不易统一；"
        "三是检查中发现的问题，整改后的复查记录不够完整。"
    ),
    "corrective": (
        "一是每月二十五日前核对一次佐证材料，缺什么补什么；"
        "二是同一内容分两个班次组织；"
        "三是整改完成后由安全员在五个工作日内复查并登记。"
    ),
    "next": (
        "把下一期的学习和检查安排到月，每月二十五日核对一次进度。\n"
        "新进人员到岗七日内完成教育并登记。\n"
        "对逾期事项逐项销号，下次自查时说明结果。"
    ),
}
"""By section id; other sections get the general text."""

LAST_GENERAL = "这项工作由直接责任人牵头，班组按月报送进度，没有按时完成的在例会上说明。"
LAST: dict[str, str] = {
    "responsibility": "责任清单在年初印发，第一责任人每季度过问一次，直接责任人逐条对照，落实到岗位。",
    "collective-study": "集中学习安排在每月上旬，提前下发学习材料；外出作业的人员由班组长组织补课，补课情况另行登记。",
    "self-study": "各班组设借阅架，个人学习时长由本人填报，班组长每月汇总。",
    "branch-life": "会前征集意见，会后三日内印发议定事项，逐项跟踪。",
    "inspection": "检查组由两人以上组成，查出的问题拍照留存，限期整改，到期回头看。",
    "inspections": "每班巡查一次通道，月底由安全员复查；损坏的器材当月报修。",
    "meetings": "例会集中讨论当月难点，能定的当场定下来，不能定的报上级。",
    "found-wanting": "一是新换岗人员对流程不熟；二是部分台账仍用纸质，汇总慢；三是节假日值班力量不足。",
    "put-right": "对换岗人员集中讲解一次流程；纸质台账当月录入；节假日增加一名带班人员。",
    "drills": "演练选在交接班时段，兼顾两个班次，讲评意见写入下次方案。",
    "hazards": "隐患分级登记，班组能改的当天改，改不了的挂牌并上报。",
    "wanting": "一是部分会议记录过于简略；二是学习材料下发偏晚；三是个别整改超过约定时间。",
    "corrective": "一是统一会议记录格式；二是学习材料提前一周下发；三是整改超期的在例会上说明原因。",
    "next": (
        "统一会议记录格式，九月底前换用新表。\n学习材料提前一周下发到班组。\n超期的整改逐项说明原因，年底前全部办结。"
    ),
}
"""What they wrote the half-year before; what is not here they wrote word for word as they do now."""


def texts(scheme: Scheme, *, last: bool = False) -> tuple[tuple[str, str], ...]:
    """Return a text for each section of the scheme's report that people write, this time or ``last`` time."""
    return tuple((section.id, _text(section.id, last=last)) for section in _all(scheme.report.parts) if section.prose)


def _text(section: str, *, last: bool) -> str:
    now = BY_SECTION.get(section, LAST_GENERAL if last else GENERAL)
    return LAST.get(section, now) if last else now


def _all(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(each for section in sections for each in (section, *_all(section.sections)))

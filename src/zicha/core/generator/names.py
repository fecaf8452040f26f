"""Made-up names of people and units. Any likeness to a real person or body is chance."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "林陈黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐周叶苏庄吕江何罗高潘简朱钟彭游詹胡施沈余卢梁颜柯翁魏孙戴"
    "范方宋邓杜傅侯曹薛丁卓阮马董温唐蓝石蒋古纪姚连冯欧程汤田康姜白汪邹尤巫"
)
GIVEN = "远晨岚禾溪棠舟砚禹澄苒钧霖若言予安青松柏榆桐筠芷荷菱薇朗清宁恬舒然羽鸣声野川屿洲汀泽沐雨虹霁晓昕煦和"

ROOT = "青岚公共服务集团委员会"
BRANCHES = (
    "供水公司",
    "园林公司",
    "公交公司",
    "供热公司",
    "市政养护公司",
    "环卫公司",
    "物业公司",
    "检测公司",
    "停车公司",
    "照明公司",
    "排水公司",
    "管网公司",
)
TEAMS = (
    "运行一班",
    "运行二班",
    "维修班",
    "仓储组",
    "客服组",
    "调度组",
    "化验室",
    "巡查队",
    "养护队",
    "苗圃",
    "车间",
    "食堂组",
    "安保组",
    "档案室",
    "材料组",
)


def people_names(count: int, *, rnd: Random) -> tuple[str, ...]:
    """Return ``count`` names, all different as long as the stock of about 150 000 lasts."""
    names: dict[str, None] = {"林远": None}
    while len(names) < count:
        given = rnd.choice(GIVEN) + (rnd.choice(GIVEN) if rnd.random() < 0.7 else "")
        name = rnd.choice(SURNAMES) + given
        names[name if name not in names or len(names) < 100_000 else f"{name}{len(names)}"] = None
    return tuple(names)[:count]


def branch_name(index: int) -> str:
    """Return the name of the ``index``-th unit of the second level."""
    turn, place = divmod(index, len(BRANCHES))
    return BRANCHES[place] if not turn else f"第{turn + 1}{BRANCHES[place]}"


def team_name(branch: str, index: int) -> str:
    """Return the name of the ``index``-th unit below a branch."""
    turn, place = divmod(index, len(TEAMS))
    return f"{branch}{TEAMS[place]}" if not turn else f"{branch}{TEAMS[place]}（{turn + 1}）"

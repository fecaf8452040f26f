"""Sentences about units, people and posts."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "organisation.past": LocalText(
        "单位{unit}在{day}之后的情况已有记载，不能再从{day}改写。请用更晚的日期。",
        "Unit {unit} is already known after {day} and cannot be rewritten from then on. Use a later day.",
    ),
    "organisation.loop": LocalText(
        "单位{unit}成了自己的上级。请改正“上级”一栏。", "Unit {unit} is above itself. Correct its parent."
    ),
    "organisation.parent_unknown": LocalText(
        "单位{unit}的上级{parent}不存在。请先加上级，或改正编号。",
        "The parent {parent} of unit {unit} does not exist. Add it or correct the code.",
    ),
    "organisation.unit_unknown": LocalText(
        "{person}所在的单位{unit}不存在。", "The unit {unit} of {person} does not exist."
    ),
    "organisation.person_unknown": LocalText(
        "岗位里的{person}不在人员表中。", "{person} holds a post but is not among the people."
    ),
}

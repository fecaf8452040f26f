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
    "organisation.not_standing": LocalText(
        "{day} 这一天没有单位{unit}。请核对编号，或换一个日期。",
        "There is no unit {unit} on {day}. Check the code, or choose another day.",
    ),
    "organisation.later": LocalText(
        "单位{unit}从 {day} 起已另有安排，不能在那之前再改。请用 {day} 或更晚的日期。",
        "Something is already arranged for unit {unit} from {day} on. Use that day or a later one.",
    ),
    "organisation.later_post": LocalText(
        "{person}在{unit}的岗位从 {day} 才开始，不能在那之前结束。请用更晚的日期。",
        "The post of {person} in {unit} begins on {day} and cannot end before. Use a later day.",
    ),
    "organisation.code": LocalText(
        "编号“{unit}”不能用：限1至40个英文字母、数字、“-”或“_”。",
        "The code “{unit}” cannot be used: 1 to 40 letters, digits, “-” or “_”.",
    ),
    "organisation.unit_taken": LocalText(
        "编号{unit}已有单位用过。编号一经使用不再给别的单位，请换一个。",
        "The code {unit} is or was a unit's. Codes are not used twice; choose another.",
    ),
    "organisation.name": LocalText(
        "名称“{name}”不能用：要有1至{longest}个字。", "The name “{name}” cannot be used: 1 to {longest} characters."
    ),
    "organisation.nothing": LocalText(
        "从 {day} 起没有任何变化，没有保存。", "Nothing would change from {day} on; nothing was saved."
    ),
    "organisation.still_below": LocalText(
        "单位{unit}下面还有{below}。请先把它们撤销、调整或并走。",
        "Unit {unit} still has {below} below it. Close, move or merge them first.",
    ),
    "organisation.not_below": LocalText(
        "单位{unit}不是{parent}的直接下级。", "Unit {unit} is not directly below {parent}."
    ),
    "organisation.holds_nothing": LocalText(
        "{person}在 {day} 没有可以结束的岗位。请核对人员、单位和日期。",
        "{person} holds no such post on {day}. Check person, unit and day.",
    ),
    "organisation.holds_already": LocalText(
        "{person}从 {day} 起已在{unit}担任这个岗位。", "{person} holds this post in {unit} already, from {day}."
    ),
    "organisation.until": LocalText(
        "结束日期要晚于开始日期 {day}。", "The last day must not be before the first, {day}."
    ),
    "organisation.person_taken": LocalText(
        "编号{person}是{name}的。请核对，或给新人换一个编号。",
        "The id {person} is {name}'s. Check it, or give the new person another.",
    ),
    "organisation.nobody": LocalText("名册里没有“{name}”。", "There is no “{name}” on the roster."),
    "organisation.namesakes": LocalText(
        "有几个人叫{name}：{found}。请写编号，或写成“{name}@单位”。",
        "Several people are called {name}: {found}. Write the id, or “{name}@unit”.",
    ),
    "organisation.contact": LocalText(
        "联系方式最长{longest}个字，不含换行。", "A contact has {longest} characters at most, on one line."
    ),
    "organisation.post_unknown": LocalText(
        "没有“{post}”这个岗位。可用的有：{posts}。", "There is no post “{post}”. There are: {posts}."
    ),
    "organisation.contact_number": LocalText(
        "这像是身份证号，没有保存。联系方式请填邮箱或内线号码。",
        "This looks like an identity number and was not kept. Give a mail address or an extension.",
    ),
}

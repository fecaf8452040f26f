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
    "organisation.parent_ends": LocalText(
        "单位{unit}从 {day} 起撤销，不能再在它下面设立或改隶单位。请选别的上级。",
        "Unit {unit} closes on {day}; no unit can be put below it any more. Choose another.",
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
    "organisation.nobody": LocalText(
        "没有人员“{name}”；请写花名册里的编号或姓名。",
        "There is no person “{name}”; write an id or a name from the roster.",
    ),
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
    "organisation.line.founded": LocalText(
        "从 {day} 起设立{name}（{unit}），隶属{other}。", "From {day}: {name} ({unit}) is founded below {other}."
    ),
    "organisation.line_top.founded": LocalText(
        "从 {day} 起设立{name}（{unit}），为最上级单位。", "From {day}: {name} ({unit}) is founded at the top."
    ),
    "organisation.line.renamed": LocalText("从 {day} 起{unit}改名为{name}。", "From {day}: {unit} is called {name}."),
    "organisation.line.moved": LocalText(
        "从 {day} 起{unit}连同下级改隶{other}。", "From {day}: {unit}, with all below it, belongs to {other}."
    ),
    "organisation.line_top.moved": LocalText(
        "从 {day} 起{unit}连同下级成为最上级单位。", "From {day}: {unit}, with all below it, stands at the top."
    ),
    "organisation.line.merged": LocalText(
        "从 {day} 起{unit}并入{other}，下级单位和成员一并转入，原任岗位结束。",
        "From {day}: {unit} goes into {other} with its members and the units below; posts held in it end.",
    ),
    "organisation.line.split": LocalText(
        "从 {day} 起由{other}分设{name}（{unit}）。", "From {day}: {name} ({unit}) is split off {other}."
    ),
    "organisation.line.closed": LocalText(
        "从 {day} 起撤销{unit}，在其中的岗位同时结束。", "From {day}: {unit} is closed; posts held in it end."
    ),
    "organisation.line.joined": LocalText(
        "从 {day} 起{person}为{unit}的成员。", "From {day}: {person} is a member of {unit}."
    ),
    "organisation.line.appointed": LocalText(
        "从 {day} 起{person}任{unit}的{post}。", "From {day}: {person} is {post} of {unit}."
    ),
    "organisation.line.relieved": LocalText(
        "从 {day} 起{person}不再任{unit}的{post}。", "From {day}: {person} is no longer {post} of {unit}."
    ),
    "organisation.line_left.one": LocalText(
        "从 {day} 起{person}离开{unit}，在其中的岗位同时结束。", "From {day}: {person} leaves {unit}; posts there end."
    ),
    "organisation.line_left.all": LocalText(
        "从 {day} 起{person}离开本组织，所有岗位同时结束。", "From {day}: {person} leaves; all posts end."
    ),
    "cli.help.org_found": LocalText("从某天起设立一个单位。", "Found a unit from a day on."),
    "cli.help.org_rename": LocalText(
        "从某天起给单位改名；以前仍用旧名。", "Give a unit another name from a day on; before, the old one holds."
    ),
    "cli.help.org_move": LocalText(
        "从某天起把单位连同下级改隶另一个单位。", "Put a unit, with all below it, below another one from a day on."
    ),
    "cli.help.org_merge": LocalText("从某天起把几个单位并入一个单位。", "Let units go into another one from a day on."),
    "cli.help.org_split": LocalText(
        "从某天起由一个单位分设新单位，带走指定的成员和下级单位。",
        "Split a new unit off one from a day on, with the members and units below that are named.",
    ),
    "cli.help.org_close": LocalText("从某天起撤销一个单位。", "Close a unit from a day on."),
    "cli.help.org_join": LocalText(
        "从某天起让一个人加入单位；新人要给 --name。", "Let a person join a unit from a day on; a new one needs --name."
    ),
    "cli.help.org_leave": LocalText(
        "从某天起让一个人离开一个单位（--unit），或离开本组织。", "Let a person leave a unit (--unit), or all of them."
    ),
    "cli.help.org_post": LocalText(
        "让一个人在一段时间里担任某单位的岗位；加 --end 则从某天起不再担任。",
        "Let a person hold a post in a unit for a span of time; with --end, no more from a day on.",
    ),
    "cli.help.org_contact": LocalText(
        "保存一个人接收提醒的联系方式；不给 --to 就是删去。",
        "Keep where a person's reminders are sent; without --to it is forgotten.",
    ),
    "cli.help.org_history": LocalText(
        "列出组织变更：改了什么、从哪天起、谁在什么时候写下的。", "List changes of the organisation, by whom and when."
    ),
    "cli.option.org_from": LocalText("从哪一天起（默认当天）。", "From which day (today by default)."),
    "cli.option.org_until": LocalText("最后一天；不写就是长期。", "The last day; without it, until further notice."),
    "cli.option.org_below": LocalText("上级单位；不写就是最上级。", "The unit above; without it, at the top."),
    "cli.option.org_into": LocalText("并入哪个单位。", "Into which unit."),
    "cli.option.org_people": LocalText(
        "带走的成员，用逗号隔开：编号、姓名或“姓名@单位”。", "Members to take, with commas: ids, names or “name@unit”."
    ),
    "cli.option.org_units": LocalText("带走的下级单位，用逗号隔开。", "Units below to take, with commas."),
    "cli.option.org_name": LocalText("新人的姓名。", "The name of a new person."),
    "cli.option.org_unit": LocalText("哪个单位。", "Which unit."),
    "cli.option.org_end": LocalText("结束这个岗位。", "End the post."),
    "cli.option.org_to": LocalText("邮箱或内线号码。", "A mail address or an extension."),
    "cli.option.org_dry": LocalText("只说会怎样，不保存。", "Say what would happen; save nothing."),
    "cli.org_would": LocalText("（没有保存）{sentence}", "(Not saved) {sentence}"),
    "cli.contact_kept": LocalText("已保存{person}的联系方式。", "The contact of {person} is kept."),
    "cli.contact_forgotten": LocalText("已删去{person}的联系方式。", "The contact of {person} is forgotten."),
    "cli.head.vacant": LocalText("空缺", "vacant"),
    "cli.head.change": LocalText("变更", "change"),
    "cli.head.by": LocalText("经手", "by"),
}

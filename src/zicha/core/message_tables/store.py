"""Sentences of the ledger, its files, its sign-ins and its folder."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "ledger.kind_unknown": LocalText(
        "没有“{kind}”这种活动类型。请看方案里写了哪些。", "There is no kind “{kind}”. The scheme lists those there are."
    ),
    "ledger.unit_absent": LocalText(
        "{day}这天没有单位{unit}。请检查日期和单位。",
        "Unit {unit} did not exist on {day}. Check the date and the unit.",
    ),
    "ledger.future": LocalText(
        "{day}还没到（今天是{today}），不能提前记录。",
        "{day} is still to come (today is {today}); record it once it has happened.",
    ),
    "ledger.too_long": LocalText("“{field}”太长，最多{longest}字。", "“{field}” is too long; {longest} signs at most."),
    "ledger.sum_too_large": LocalText(
        "这些数字加起来太大，汇总数存不下，什么都没有写入。请核对数字，或换用更大的单位（如“万元”）。",
        "These numbers add up to more than a kept sum can hold; nothing was written. Check them, or use a larger unit.",
    ),
    "ledger.field_unknown": LocalText(
        "{kind}没有“{field}”这一项。请去掉它。", "{kind} has no field “{field}”. Leave it out."
    ),
    "ledger.field_missing": LocalText("{kind}要填“{field}”。", "{kind} needs “{field}”."),
    "ledger.field_wrong": LocalText(
        "“{field}”不能是“{value}”。请检查后重填。", "“{field}” cannot be “{value}”. Check and fill it in again."
    ),
    "ledger.unwritable": LocalText(
        "“{field}”里有无法保存的字符。请删掉后重填。",
        "“{field}” holds a character that cannot be kept. Remove it and fill it in again.",
    ),
    "ledger.attendance_missing": LocalText(
        "{kind}要有应到、实到人数。", "{kind} needs the numbers of people expected and present."
    ),
    "ledger.attendance_unasked": LocalText(
        "{kind}不记出席。请去掉出席一栏。", "{kind} keeps no attendance. Leave it out."
    ),
    "ledger.attendance_sum": LocalText(
        "出席人数对不上：应到{expected}，实到{present}，请假{excused}，补学{made_up}。应到应等于实到、请假、缺席之和，补学的是没到的人。",
        "The attendance does not add up: expected {expected}, present {present}, excused {excused}, made up {made_up}. "
        "Expected is present plus excused plus absent; only those who were not present make up.",
    ),
    "ledger.attendance_large": LocalText(
        "应到{expected}人太多，一次活动最多{most}人。请检查是不是写错了。",
        "{expected} people expected are too many; an activity takes {most} at most. Check for a slip.",
    ),
    "ledger.attendance_list": LocalText(
        "名单上有{listed}人，人数写的是{count}。请改成一致。",
        "The list names {listed} people, the number says {count}. Make them agree.",
    ),
    "ledger.attendance_extra": LocalText(
        "{person}不在应到名单里。请先加入应到，或从这里去掉。",
        "{person} is not among those expected. Add or remove the name.",
    ),
    "ledger.attendance_twice": LocalText(
        "{person}既算到了又算请假。请只留一处。", "{person} is both present and excused. Keep one of the two."
    ),
    "ledger.person_unknown": LocalText(
        "名册里没有{person}。请先在名册里加上。", "{person} is not on the roster. Add the person there first."
    ),
    "ledger.makes_up_later": LocalText(
        "补做的应是以前的时段，{day}不在活动日期之前。",
        "What is made up for lies in the past; {day} is not before the activity.",
    ),
    "ledger.stale": LocalText(
        "记录{entry}刚被别人更正过，现在是第{number}版。请对照后再改。",
        "Entry {entry} has been revised by somebody else; revision {number} stands now. Compare, then correct it.",
    ),
    "ledger.reason_missing": LocalText("请写明更正或撤回的理由。", "Say why it is corrected or withdrawn."),
    "ledger.entry_unknown": LocalText("没有编号为{entry}的记录。", "There is no entry {entry}."),
    "ledger.withdrawn": LocalText(
        "记录{entry}已经撤回，不能再改。", "Entry {entry} has been withdrawn and cannot be changed."
    ),
    "ledger.private_title": LocalText(
        "“{kind}”不公开，不写标题，以免写到人。请把标题去掉。",
        "“{kind}” is private and has no title, so that nothing is written about a person. Leave the title out.",
    ),
    "ledger.clock_back": LocalText(
        "这台机器的时钟比上一次记录（{last}）还早。请校准时钟后再试。",
        "This machine's clock is behind the last record ({last}). Set it right and try again.",
    ),
    "evidence.empty": LocalText("“{name}”是空文件。请重新选择。", "“{name}” is empty. Choose another file."),
    "evidence.too_large": LocalText(
        "“{name}”超过{megabytes} MB。请压缩后再传。",
        "“{name}” is larger than {megabytes} MB. Make it smaller and try again.",
    ),
    "waiver.duty_unknown": LocalText("没有“{duty}”这个责任事项。", "There is no duty “{duty}”."),
    "account.name": LocalText(
        "用户名“{username}”不能用：要有1至64个字符，不含空格。",
        "The name “{username}” cannot be used: 1 to 64 characters, no spaces.",
    ),
    "account.password": LocalText("密码至少{shortest}个字符。", "A password has at least {shortest} characters."),
    "account.nobody": LocalText(
        "请写明是谁的账号（--person），或设为管理员（--admin）。",
        "Say whose account it is (--person), or make it an administrator's (--admin).",
    ),
    "account.person": LocalText("名册里没有{person}。", "{person} is not on the roster."),
    "account.taken": LocalText(
        "用户名“{username}”已有人用。请换一个。", "The name “{username}” is taken. Choose another."
    ),
    "prose.stale": LocalText(
        "这一节刚被别人改过，现在是第{number}稿。请对照后再存。",
        "Somebody else has saved this section; state {number} stands now. Compare, then save.",
    ),
    "prose.too_long": LocalText("这一节太长，最多{longest}字。", "This section is too long; {longest} signs at most."),
    "installation.unwritable": LocalText(
        "写不了文件夹 {home}。请检查权限，或用 --home 换一个。",
        "The folder {home} cannot be written. Check its permissions or choose another with --home.",
    ),
    "schemes.wrong": LocalText(
        "方案 {file} 有错，没有载入。{place}：{message}",
        "The scheme {file} has errors and was not loaded. {place}: {message}",
    ),
}

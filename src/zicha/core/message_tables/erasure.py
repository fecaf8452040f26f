"""Sentences about erasing, asking for it, and keeping for a time."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.personal_missing": LocalText(
        "第 {seq} 条记录的“{field}”不见了，却没有删除记录说明它是依规定删去的：有人绕过程序把它删了。",
        "The value {field} of record {seq} is gone and no erasure entry names it: somebody deleted it behind the program.",
    ),
    "log.erased_kept": LocalText(
        "第 {seq} 条记录的“{field}”按删除记录应已删去，却还在：可能是从备份恢复后没有重做删除。请运行 zicha retain。",
        "The value {field} of record {seq} was erased and is there again, perhaps from a backup. Run zicha retain.",
    ),
    "erasure.ground": LocalText(
        "没有“{ground}”这种删除依据。可用：request（本人要求）、retention（保存期满）、correction（更正错误）。",
        "There is no ground {ground}. Use request, retention or correction.",
    ),
    "erasure.nothing": LocalText(
        "第 {seq} 条记录没有可删去的“{field}”：没有这条记录、没有这一项，或者已经删去。",
        "Record {seq} holds no {field} that could be erased: there is no such record or value, or it is gone already.",
    ),
    "erasure.person_unknown": LocalText(
        "没有编号为“{person}”的人员，或者此人的信息已经删去。请用 zicha org people 核对编号。",
        "There is no person {person}, or what was held is erased already. See zicha org people.",
    ),
    "erasure.own_approver": LocalText(
        "不能由本人批准删除自己的信息。请由另一个人批准。",
        "Nobody approves the erasure of their own data. Somebody else must.",
    ),
    "erasure.approver": LocalText(
        "删除要写明批准人；“{person}”不是人员编号。请用 --approver 写明。",
        "An erasure names who approved it; {person} is no person's id. Name one with --approver.",
    ),
    "scheme.retain_short": LocalText(
        "活动类型 {kind} 的保存期限（retain）太短：至少一年，用年、月、周或天写，否则自查期还没过完，记录里的姓名就没了。",
        "Kind {kind} is kept (retain) for too short a time: give at least a year, in years, months, weeks or days, "
        "or names are gone before the period's report is done.",
    ),
    "words.retain": LocalText("保存期限", "kept for"),
    "erasure.wish": LocalText("请选择要更正还是要删去。", "Choose a correction or an erasure."),
    "erasure.not_mine": LocalText(
        "第 {seq} 条记录的这一项没有写到你，请重新选择。", "That value of record {seq} does not name you; choose again."
    ),
    "erasure.what_is_right": LocalText("请写明哪里不对、应该是什么。", "Say what is wrong and what would be right."),
    "erasure.text_long": LocalText("说明太长：最多 {longest} 字。", "That is too long: {longest} characters at most."),
    "erasure.no_reason": LocalText("请写明答复的理由。", "Give a reason for the answer."),
    "erasure.answered": LocalText(
        "这份申请已经答复过，或者不归你答复。", "This request has been answered, or is not yours to answer."
    ),
    "erasure.journal_broken": LocalText(
        "删除日志 {path} 的第 {line} 行读不出来。请从备份恢复这个文件，不要删除它：恢复数据库后要靠它重做删除。",
        "Line {line} of the erasure journal {path} cannot be read. Restore that file; do not delete it: "
        "it is what erases again after a backup is restored.",
    ),
    "erasure.help": LocalText(
        "删去一条记录里的个人信息，或一个人的全部信息。",
        "Erase what a record holds about people, or all that is held about one person.",
    ),
    "erasure.option.person": LocalText(
        "删去此人的全部信息（编号或姓名）", "erase everything about this person (id or name)"
    ),
    "erasure.option.record": LocalText("删去这条记录里的信息（序号）", "erase what this record holds (its number)"),
    "erasure.option.field": LocalText(
        "只删这一项：title、recorded_by、字段名，或 evidence.0 这样的材料",
        "only this value: title, recorded_by, a field, or a file as evidence.0",
    ),
    "erasure.option.ground": LocalText("依据：request、retention 或 correction", "request, retention or correction"),
    "erasure.option.approver": LocalText("批准人（编号或姓名）", "who approved it (id or name)"),
    "erasure.option.yes": LocalText("不再询问", "do not ask"),
    "erasure.option.with_files": LocalText(
        "数据文件夹里还有这些内容的归档包和报告文件一并删去",
        "erase archived bundles and report files in the data folder that hold it too",
    ),
    "erasure.files_left": LocalText(
        "还有 {count} 个归档包或报告文件里有要删的内容（姓名相同的也列出）：",
        "{count} archived bundles or report files hold it as well (somebody else of that name is listed too):",
    ),
    "erasure.files_too": LocalText(
        "下列 {count} 个归档包和报告文件一并删去（姓名相同的也在内）：",
        "{count} archived bundles and report files go as well (somebody else of that name among them):",
    ),
    "erasure.files_how": LocalText("要一并删去，请加 --with-files。", "To erase them too, add --with-files."),
    "erasure.file_bundle": LocalText(
        "  归档包 第 {seq} 条 {unit} {period} {scheme}", "  bundle, record {seq}: {unit} {period} {scheme}"
    ),
    "erasure.file_report": LocalText("  文件 {file}", "  file {file}"),
    "erasure.files_then": LocalText(
        "要删归档包，逐个运行：zicha erase --record 序号 --field evidence.0 --ground {ground} --approver {approver}；文件请直接删去。",
        "To erase a bundle: zicha erase --record NUMBER --field evidence.0 --ground {ground} --approver {approver}; "
        "delete the files by hand.",
    ),
    "erasure.files_gone": LocalText(
        "归档包和报告文件 {count} 个也已删去，归档包记入台账第 {entries} 条。",
        "{count} archived bundles and report files are gone too; the bundles are entered in the ledger as {entries}.",
    ),
    "erasure.nothing_at_all": LocalText(
        "第 {seq} 条记录没有可删去的内容：没有这条记录，或者已经全部删去。",
        "Record {seq} holds nothing that could be erased: there is no such record, or all of it is gone already.",
    ),
    "erasure.which": LocalText(
        "请写明删什么：--person 人员，或者 --record 序号；两者选一。",
        "Name either --person or --record, one of the two.",
    ),
    "erasure.say_yes": LocalText(
        "删去的信息无法找回。确定要删，请加 --yes。", "What is erased cannot be had back. If you are sure, add --yes."
    ),
    "erasure.sure": LocalText(
        "删去后无法找回，包括管理员。要删去吗？", "Nobody, not even an administrator, can get it back. Erase it?"
    ),
    "erasure.going_record": LocalText("将删去 {count} 项：", "{count} values will be gone:"),
    "erasure.going_person": LocalText(
        "将删去 {name} 的姓名、联系方式、登录账号、签到设备和链接、请假理由，并结束任职；"
        "写有此人编号的记录项 {count} 项一并删去。出席人数、次数等数字不变。",
        "Name, contact, sign-in, browsers, passes and reasons for leave of {name} will be gone, posts end, and {count} "
        "values of records that name the person go. Counts stay what they are.",
    ),
    "erasure.mentions": LocalText(
        "另有 {count} 处文字里出现“{name}”，不会自动删去（可能是同名），请逐条核对：",
        "{name} also stands in {count} texts, which stay (it may be another person); look at each:",
    ),
    "erasure.place": LocalText("  第 {seq} 条 {field}", "  record {seq} {field}"),
    "erasure.done": LocalText(
        "已删去 {values} 项，记入台账第 {entries} 条。", "{values} values are gone; entered in the ledger as {entries}."
    ),
    "erasure.not_wiped": LocalText(
        "数据库文件里的残留还没有清掉（有人正在读）。稍后运行 zicha retain 会再清一次。",
        "The database's files still hold traces, as somebody is reading. zicha retain tries again later.",
    ),
    "erasure.option.erasures": LocalText(
        "原来数据文件夹里的 erasures.ndjson，放在别处、自己找不到时指明",
        "erasures.ndjson of the installation as it last was, where it lies elsewhere and is not found by itself",
    ),
    "erasure.help_retain": LocalText(
        "删去到期的个人信息，每次删除都记入台账。",
        "Let go what has been kept long enough; each erasure is a ledger entry",
    ),
    "erasure.option.dry_run": LocalText("只列出到期的，不删", "list what is due and change nothing"),
    "erasure.scheduled": LocalText(
        "每天 {hour} 点以后删去到期的个人信息（zicha retain）；不要它，请设 ZICHA_RETAIN_HOUR=off。",
        "What has been kept long enough is let go every day from {hour}:00 on (zicha retain); ZICHA_RETAIN_HOUR=off "
        "turns it off.",
    ),
    "erasure.head.rule": LocalText("内容", "what"),
    "erasure.head.count": LocalText("到期", "due"),
    "erasure.retained": LocalText(
        "已删去到期信息，记入台账第 {entries} 条。", "What was due is gone; entered in the ledger as {entries}."
    ),
    "erasure.nothing_due": LocalText("没有到期的信息。", "Nothing is due."),
    "erasure.again": LocalText(
        "从备份恢复的信息已重新删去：{count} 次。",
        "What a restored backup had brought back is erased again: {count} times.",
    ),
}

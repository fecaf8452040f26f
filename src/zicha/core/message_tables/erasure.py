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
    "erasure.journal_broken": LocalText(
        "删除日志 {path} 的第 {line} 行读不出来。请从备份恢复这个文件，不要删除它：恢复数据库后要靠它重做删除。",
        "Line {line} of the erasure journal {path} cannot be read. Restore that file; do not delete it: "
        "it is what erases again after a backup is restored.",
    ),
}

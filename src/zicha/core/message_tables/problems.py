"""Sentences about problems and how they are put right."""

from __future__ import annotations

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "problems.unknown": LocalText(
        "没有编号为 {problem} 的问题。请从问题清单里点开，或核对编号。",
        "There is no problem numbered {problem}. Open it from the list of problems, or check the number.",
    ),
    "problems.source_unknown": LocalText(
        "“{source}”不是问题的来源。可用的来源：{known}。",
        "“{source}” is not a source of problems. Sources are: {known}.",
    ),
    "problems.step_unknown": LocalText(
        "“{step}”不是问题的办理步骤。可用的步骤：{known}。",
        "“{step}” is not a step of a problem. Steps are: {known}.",
    ),
    "problems.scheme_unknown": LocalText(
        "没有名为“{scheme}”的责任制方案，问题无法编号。请先载入方案，或核对名称。",
        "There is no scheme “{scheme}”, so the problem cannot be numbered. Load the scheme, or check the name.",
    ),
    "problems.clause_unknown": LocalText(
        "方案“{scheme}”里没有条款“{clause}”。请用 zicha scheme show 查看条款编号。",
        "The scheme “{scheme}” has no clause “{clause}”. Look up the ids with zicha scheme show.",
    ),
    "problems.duty_unknown": LocalText(
        "没有名为“{duty}”的责任事项。请用 zicha duties 查看编号。",
        "There is no duty “{duty}”. Look up the ids with zicha duties.",
    ),
    "problems.due_before": LocalText(
        "整改期限 {due} 早于发现日期 {day}。请改为发现当天或之后。",
        "The deadline {due} is before the day it was found, {day}. Choose that day or a later one.",
    ),
    "problems.acceptor_is_owner": LocalText(
        "验收人不能是整改责任人本人，请另选一位。",
        "The owner cannot accept the own problem; choose another acceptor.",
    ),
    "problems.not_now": LocalText(
        "问题 {number} 现在是“{state}”，不能“{step}”。请刷新页面，看它现在的情况。",
        "Problem {number} is “{state}” now; “{step}” is not open to it. Reload the page to see how it stands.",
    ),
    "problems.own": LocalText(
        "“{step}”要由另一个人来做：问题 {number} 的整改责任人和提请验收的人都不能自己验收、自己撤销。",
        "“{step}” is for another person: nobody who owns problem {number} or handed it in may decide on it.",
    ),
    "problems.reason_missing": LocalText(
        "“{step}”要写明情况或理由。", "“{step}” needs a reason, or a word on how far it is."
    ),
    "problems.evidence_missing": LocalText(
        "提请验收问题 {number} 之前，请至少附上一份整改佐证（照片、回执、文件等）。",
        "Attach at least one file that shows problem {number} is put right (a photo, a receipt, a document) before handing in.",
    ),
    "problems.extend_back": LocalText(
        "延期只能往后：问题 {number} 的新期限必须晚于 {due}。",
        "A deadline moves forward only: that of problem {number} must be later than {due}.",
    ),
    "problems.extend_often": LocalText(
        "问题 {number} 已延期 {times} 次，方案不允许再延。请尽快整改，或撤销后说明理由。",
        "Problem {number} was extended {times} times already, and the scheme allows no more. Put it right, or drop it with a reason.",
    ),
    "problems.reopen_due": LocalText(
        "重新整改要给出新的期限，不能早于今天（{today}）。",
        "Reopening needs a new deadline, today ({today}) or later.",
    ),
    "problems.plan_empty": LocalText(
        "请至少填写一项：原因、措施、整改责任人或验收人。",
        "Fill in at least one of cause, measure, owner and acceptor.",
    ),
    "problems.stale": LocalText(
        "您打开页面之后，问题 {number} 又有了新进展。请先看最新情况，再决定；您填写的内容还在下面。",
        "Problem {number} has moved on since you opened the page. Look at how it stands now; what you wrote is kept below.",
    ),
}

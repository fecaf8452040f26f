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
        "你打开页面之后，问题 {number} 又有了新进展。请先看最新情况，再决定；你填写的内容还在下面。",
        "Problem {number} has moved on since you opened the page. Look at how it stands now; what you wrote is kept below.",
    ),
    "reports.head_number": LocalText("编号", "Number"),
    "reports.head_matter": LocalText("问题", "Matter"),
    "reports.head_measure": LocalText("整改措施", "Corrective action"),
    "reports.head_owner": LocalText("责任人", "Owner"),
    "reports.head_due": LocalText("整改期限", "Deadline"),
    "reports.head_state": LocalText("状态", "State"),
    "reports.table_problems": LocalText("表{place}　问题清单", "Table {place}: Problems"),
    "reports.problems_none": LocalText("本期没有登记问题。", "No problem was recorded for the period."),
    "reports.problems_none_open": LocalText("没有尚未销号的问题。", "No problem is still open."),
    "reports.recurring": LocalText("（重复发生）", " (recurring)"),
    "reports.due_extended": LocalText(
        "{due}（原定{first}，延期{times}次）", "{due} (first {first}, extended {times} ×)"
    ),
    "reports.due_moved": LocalText("{due}（原定{first}）", "{due} (first {first})"),
    "reports.state_overdue": LocalText("{state}，已超期", "{state}, overdue"),
    "reports.promises_none": LocalText("没有需要交代的往期打算。", "There is no earlier next step to account for."),
    "reports.promises": LocalText(
        "往期报告提出的打算共{total}项：已办结{done}项，正在办{working}项，不再办{dropped}项，尚未交代{unanswered}项。",
        "Of {total} next steps of earlier reports {done} are done, {working} are under way, {dropped} were dropped and "
        "{unanswered} are not accounted for.",
    ),
    "reports.promise_owner": LocalText("{matter}（责任人{owner}）", "{matter} (owner: {owner})"),
    "reports.promise_done": LocalText("{matter}：{day}办结，{reason}。", "{matter}: done on {day}; {reason}."),
    "reports.promise_done_bare": LocalText("{matter}：{day}办结，附有佐证。", "{matter}: done on {day}, with proof."),
    "reports.promise_working": LocalText("{matter}：正在办，{reason}。", "{matter}: under way; {reason}."),
    "reports.promise_working_bare": LocalText("{matter}：正在办。", "{matter}: under way."),
    "reports.promise_dropped": LocalText("{matter}：不再办，{reason}。", "{matter}: dropped; {reason}."),
    "reports.promise_dropped_bare": LocalText("{matter}：不再办。", "{matter}: dropped."),
    "reports.promise_silent": LocalText("{matter}：尚未交代。", "{matter}: not accounted for."),
    "reports.promise_unanswered": LocalText(
        "“{section}”：往期打算“{matter}”（编号 {entry}）还没有交代。请在“待办事项”里写明办结、正在办，还是不再办。",
        "“{section}”: the earlier next step “{matter}” (number {entry}) is not accounted for. Say under “Actions” "
        "whether it is done, under way or dropped.",
    ),
}

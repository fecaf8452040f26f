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
    "problems.state_unknown": LocalText(
        "“{state}”不是问题的状态。可用的状态：{known}。", "“{state}” is not a state of a problem. States are: {known}."
    ),
    "problems.none": LocalText("没有问题。", "There is no problem."),
    "problems.told": LocalText("责任人 {owner}，期限 {due}", "Owner {owner}, deadline {due}"),
    "problems.told_extended": LocalText(
        "责任人 {owner}，期限 {due}（原定 {first}，延期 {times} 次）",
        "Owner {owner}, deadline {due} (first {first}, extended {times} ×)",
    ),
    "problems.told_recurring": LocalText("重复发生，以前的是 {numbers}", "Recurring; earlier: {numbers}"),
    "problems.column_number": LocalText("编号", "Number"),
    "problems.column_unit": LocalText("单位", "Unit"),
    "problems.column_found_on": LocalText("发现日期", "Found on"),
    "problems.column_source": LocalText("来源", "Source"),
    "problems.column_matter": LocalText("问题", "Matter"),
    "problems.column_cause": LocalText("原因", "Cause"),
    "problems.column_measure": LocalText("整改措施", "Corrective action"),
    "problems.column_owner": LocalText("整改责任人", "Owner"),
    "problems.column_acceptor": LocalText("验收人", "Acceptor"),
    "problems.column_original_due": LocalText("原定期限", "First deadline"),
    "problems.column_due": LocalText("整改期限", "Deadline"),
    "problems.column_extended": LocalText("延期次数", "Extended"),
    "problems.column_state": LocalText("状态", "State"),
    "problems.column_closed_on": LocalText("销号日期", "Closed on"),
    "problems.column_refused": LocalText("退回次数", "Refused"),
    "problems.column_recurring": LocalText("重复发生", "Recurring"),
    "problems.help": LocalText("问题：登记、整改、验收、清单。", "Problems: open, work on, accept, list."),
    "problems.help_open": LocalText("登记一个问题，编号自动取得。", "Open a problem; it is numbered by itself."),
    "problems.help_list": LocalText("列出问题，最紧迫的在前。", "List problems, the most pressing first."),
    "problems.help_show": LocalText("显示一个问题的全部经过。", "Show all that happened to a problem."),
    "problems.help_step": LocalText(
        "办理一步：plan 明确措施、work 进展、extend 延期、hand_in 提请验收、accept 通过、refuse 不通过、"
        "reopen 重新整改、drop 撤销。",
        "Take a step: plan, work, extend, hand_in, accept, refuse, reopen or drop.",
    ),
    "problems.help_export": LocalText(
        "导出问题清单：默认 CSV；文件名以 .json 结尾或加 --format json 则为 JSON。",
        "Write problems as CSV; as JSON with --format json or if the file's name ends in .json.",
    ),
    "problems.option_matter": LocalText("问题是什么。", "What is wanting."),
    "problems.option_owner": LocalText("整改责任人：人员编号或姓名。", "Who puts it right: a person's id or name."),
    "problems.option_due": LocalText("整改期限，写作 2026-05-31。", "Deadline, written 2026-05-31."),
    "problems.option_source": LocalText(
        "来源：missed_duty、inspection、self_inspection（默认）、meeting、superior、suggestion。",
        "Where it comes from: missed_duty, inspection, self_inspection (default), meeting, superior or suggestion.",
    ),
    "problems.option_acceptor": LocalText("验收人：人员编号或姓名。", "Who accepts it: a person's id or name."),
    "problems.option_cause": LocalText("原因。", "Its cause."),
    "problems.option_measure": LocalText("整改措施。", "What is done about it."),
    "problems.option_scheme": LocalText("方案的标识。", "Id of the scheme."),
    "problems.option_clause": LocalText("依据条款的标识。", "Id of the clause it offends."),
    "problems.option_duty": LocalText("没有完成的责任事项的标识。", "Id of the duty that was missed."),
    "problems.option_window": LocalText("没有完成的时段的第一天。", "First day of the window that was missed."),
    "problems.option_found_on": LocalText("发现日期（默认今天）。", "The day it was found (default: today)."),
    "problems.option_state": LocalText(
        "只列这个状态：open、handed_in、closed、dropped。", "Only this state: open, handed_in, closed or dropped."
    ),
    "problems.option_strict": LocalText("有超期的问题时退出码为 1。", "Exit with 1 if a problem is overdue."),
    "problems.option_by": LocalText("谁办理：人员编号或姓名。", "Who takes the step: a person's id or name."),
    "problems.option_reason": LocalText("进展或理由。", "How far it is, or the reason."),
    "problems.option_new_due": LocalText("延期或重新整改的新期限。", "New deadline, for extend and reopen."),
    "problems.option_evidence": LocalText("佐证文件，可写多次。", "A file that shows it; may be given several times."),
}

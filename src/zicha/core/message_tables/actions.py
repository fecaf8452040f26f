"""Sentences about promises and what became of them."""

from __future__ import annotations

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "actions.unknown": LocalText(
        "没有编号为 {entry} 的待办事项。请从待办事项清单里点开，或核对编号。",
        "There is no action numbered {entry}. Open it from the list of actions, or check the number.",
    ),
    "actions.source_unknown": LocalText(
        "“{source}”不是待办事项的来源。请用 report、meeting 或 superior。",
        "“{source}” is not a source of actions. Use report, meeting or superior.",
    ),
    "actions.not_now": LocalText(
        "事项 {entry} 现在是“{state}”，不能再“{step}”。请刷新页面，看它现在的情况。",
        "Action {entry} is “{state}” now; “{step}” is not open to it. Reload the page to see how it stands.",
    ),
    "actions.evidence_missing": LocalText(
        "事项 {entry} 办结要有佐证：请附上材料，或填写能够说明的记录编号。",
        "Action {entry} can be closed with proof only: attach a file, or give the number of a record that shows it.",
    ),
    "actions.reason_missing": LocalText("“{step}”要写明理由。", "“{step}” needs a reason."),
    "actions.move_back": LocalText(
        "事项 {entry} 的新时限必须晚于 {due}。",
        "The new deadline of action {entry} must be later than {due}.",
    ),
    "actions.owner_same": LocalText(
        "请为事项 {entry} 选择另一位责任人。",
        "Choose another owner for action {entry}.",
    ),
    "actions.record_unknown": LocalText(
        "没有编号为 {record} 的记录，不能作为佐证。请核对编号。",
        "There is no record numbered {record}, so it shows nothing. Check the number.",
    ),
    "actions.stale": LocalText(
        "你打开页面之后，事项 {entry} 又有了新进展。请先看最新情况，再决定；你填写的内容还在下面。",
        "Action {entry} has moved on since you opened the page. Look at how it stands now; what you wrote is kept below.",
    ),
}

"""The table of the access matrix: one line a route, one line a command.

To add a route, add one line to ``ROUTES``:

    Row("name in urls.py", "GET" or "POST", "action of core.access", "/path/{entry}/", {"unit": "{unit}"}, status)

``status`` is the answer to those who may (200 if left out), ``before`` what has happened in the place before, as a
word of ``BEFORE`` in ``test_access_matrix.py``. In path and data stand, for each place in the tree in
turn: ``{unit}``, ``{entry}``, ``{seq}``, ``{sha256}`` and ``{picture}`` of a record of it, ``{problem}`` and ``{action}`` of it,
``{lead}`` a person there, ``{ticket}`` a
file this account sent; ``PLACED`` in ``test_access_matrix.py`` makes them, and may make more.

Who may do what is not said here but in ``tests/core/test_access_table.py``. Some words stand for no action there:
``anyone`` (reached without a sign-in), ``own`` (each person's own page), ``nobody`` (a thing of nobody's), and
``installation see`` or ``installation manage``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One way to ask one route, and which action it is."""

    name: str
    method: str
    action: str
    path: str
    data: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    before: str = ""

    @property
    def id(self) -> str:
        return "-".join(
            [
                self.name,
                self.method,
                *filter(None, [self.data.get("step"), self.data.get("everywhere") and "everywhere"]),
            ]
        )


UNIT = {"unit": "{unit}"}
CELL = {**UNIT, "duty": "exit-inspection", "window": "2026-05-01"}
ENTRY = {**UNIT, "kind": "exit_inspection"}
FOUND = {"code": "NEW", "name": "新队", "above": "{unit}", "day": "2026-12-01", "confirm": "1"}
RETURN = {**UNIT, "step": "return", "comment": "请补充数字"}
ANSWER = {"step": "answer", "text": "已在办"}
PROSE = {**UNIT, "section": "inspections"}

ROUTES = (
    Row("sign_in", "GET", "anyone", "/sign-in/"),
    Row("sign_out", "POST", "anyone", "/sign-out/", status=302),
    Row("preferences", "POST", "anyone", "/preferences/", {"language": "zh"}, 302),
    Row("audit", "GET", "anyone", "/audit/{secret}/", status=302),
    Row("plate", "GET", "see", "/", UNIT),
    Row("board", "GET", "see", "/board/", UNIT),
    Row("board_units", "GET", "see", "/board/units/", UNIT),
    Row("cell", "GET", "see", "/board/cell/", CELL),
    Row("windows", "GET", "see", "/board/windows/", CELL),
    Row("rollup", "GET", "see", "/roll-up/", UNIT),
    Row("record", "GET", "record", "/record/", UNIT),
    Row("record", "POST", "record", "/record/", ENTRY, 422),
    Row("look_ahead", "POST", "record", "/record/look-ahead/", ENTRY),
    Row("entries", "GET", "see", "/entries/", {**UNIT, "subtree": "1"}),
    Row("entry", "GET", "see", "/entries/{entry}/"),
    Row("entry_of", "GET", "see", "/records/{seq}/", status=302),
    Row("correct", "GET", "correct", "/entries/{entry}/correct/"),
    Row("correct", "POST", "correct", "/entries/{entry}/correct/", status=422),
    Row("look_ahead_at", "POST", "correct", "/entries/{entry}/correct/look-ahead/", {"kind": "exit_inspection"}),
    Row("withdraw", "GET", "withdraw", "/entries/{entry}/withdraw/"),
    Row("withdraw", "POST", "withdraw", "/entries/{entry}/withdraw/", {"reason": "重复"}, 302),
    Row("evidence", "GET", "see", "/entries/{entry}/evidence/{sha256}/"),
    Row("small_evidence", "GET", "see", "/entries/{entry}/evidence/{picture}/small/"),
    Row("import", "GET", "import", "/import/", UNIT),
    Row("import_preview", "POST", "import", "/import/preview/", {**ENTRY, "ticket": "{ticket}"}),
    Row("import_run", "POST", "import", "/import/run/", {**ENTRY, "ticket": "{ticket}"}),
    Row("import_marked", "POST", "import", "/import/marked/", {**ENTRY, "ticket": "{ticket}"}),
    Row("report", "GET", "see", "/report/", UNIT),
    Row("report_preview", "POST", "write_report", "/report/preview/", {**PROSE, "text": "{{drills}}"}),
    Row("report_save", "POST", "write_report", "/report/prose/", {**PROSE, "text": "好"}, 302),
    Row("report_beside", "GET", "see", "/report/beside/", UNIT),
    Row("report_history", "GET", "see", "/report/history/", PROSE),
    Row("report_check", "GET", "write_report", "/report/check/", UNIT),
    Row("report_check", "POST", "write_report", "/report/check/", UNIT),
    Row("report_word", "GET", "write_report", "/report/word/", UNIT),
    Row("report_word_take", "POST", "write_report", "/report/word/take/", UNIT, 302),
    Row("report_submit", "GET", "submit_report", "/report/submit/", UNIT),
    Row("report_step", "POST", "submit_report", "/report/step/", {**UNIT, "step": "submit"}, 302),
    Row("report_step", "POST", "decide_report", "/report/step/", RETURN, 302, before="submitted"),
    Row("report_step", "POST", "decide_report", "/report/step/", {**UNIT, "step": "accept"}, 302, before="submitted"),
    Row("report_bundle", "GET", "nobody", "/report/bundle/", UNIT),
    Row("reports_waiting", "GET", "see", "/reports/waiting/", UNIT),
    Row("reports", "GET", "see", "/reports/", UNIT),
    Row("report_download", "GET", "see", "/report/download/json/", UNIT),
    Row("figure", "GET", "see", "/figure/fig-exit_inspections-{unit}-2026H1/"),
    Row("problems", "GET", "see", "/problems/", {**UNIT, "subtree": "1"}),
    Row("problems_mine", "GET", "see", "/problems/mine/", UNIT),
    Row("problem", "GET", "see", "/problems/{problem}/"),
    Row("problem_open", "GET", "open_problem", "/problems/open/", UNIT),
    Row("problem_open", "POST", "open_problem", "/problems/open/", UNIT, 422),
    Row("problem_import", "GET", "open_problem", "/problems/import/", UNIT),
    Row("problem_import", "POST", "open_problem", "/problems/import/", UNIT, 422),
    Row(
        "problem_step",
        "POST",
        "work_problem",
        "/problems/{problem}/step/",
        {"step": "work", "field-reason": "在办"},
        302,
    ),
    Row("problem_step", "POST", "accept_problem", "/problems/{problem}/step/", {"step": "accept"}, 422),
    Row("problem_step", "POST", "open_problem", "/problems/{problem}/step/", {"step": "reopen"}, 422),
    Row("study", "GET", "see", "/study/", UNIT),
    Row("study_add", "POST", "record", "/study/add/", {**UNIT, "month": "2026-05", "topic": "预案"}, 302),
    Row("study_import", "POST", "record", "/study/import/", UNIT, 422),
    Row("study_sheet", "GET", "see", "/study/plan.xlsx", UNIT),
    Row(
        "study_step", "POST", "record", "/study/{study}/step/", {"step": "call_off", "reason": "冲突", "seen": "0"}, 302
    ),
    # This organisation's scheme has no kind of self-study, so there is nothing of one's own to see.
    Row("study_alone", "GET", "nobody", "/study/alone/"),
    Row("study_log", "POST", "nobody", "/study/alone/log/", {"minutes": "5"}),
    Row("study_note", "POST", "nobody", "/study/alone/{entry}/note/", {"note": "x"}),
    Row("actions", "GET", "see", "/actions/", UNIT),
    Row("action_step", "POST", "work_problem", "/actions/{action}/step/", {"step": "work"}, 302),
    Row("plan", "GET", "see", "/plan/", UNIT),
    Row("plan_pressed", "GET", "see", "/plan/pressed/", UNIT),
    Row("plan_press", "POST", "remind", "/plan/press/", {**UNIT, "item": "gone"}, 302),
    Row("plan_subscribe", "POST", "own", "/plan/calendar/", {"whose": "me"}),
    Row("plan_unsubscribe", "POST", "nobody", "/plan/calendar/999/end/"),
    Row("calendar", "GET", "anyone", "/calendar/made-up.ics", status=404),
    Row("meetings", "GET", "see", "/meetings/", UNIT),
    Row("meeting_new", "GET", "hold_meeting", "/meetings/new/", UNIT),
    Row("meeting_new", "POST", "hold_meeting", "/meetings/new/", UNIT, 422),
    Row("meeting_volume", "GET", "see", "/meetings/volume.docx", UNIT),
    Row("meeting", "GET", "see", "/meetings/{meeting}/"),
    Row("meeting_change", "GET", "hold_meeting", "/meetings/{meeting}/change/"),
    Row("meeting_change", "POST", "hold_meeting", "/meetings/{meeting}/change/", status=422),
    Row("meeting_hold", "POST", "hold_meeting", "/meetings/{meeting}/hold/", status=302),
    Row("meeting_approve", "POST", "hold_meeting", "/meetings/{meeting}/approve/", status=302),
    Row("meeting_cancel", "POST", "hold_meeting", "/meetings/{meeting}/cancel/", {"reason": "改期"}, 302),
    Row("meeting_minutes", "GET", "see", "/meetings/{meeting}/minutes.docx"),
    Row("item_add", "POST", "hold_meeting", "/meetings/{meeting}/items/add/", {"topic": "乙"}, 302),
    Row("item", "GET", "hold_meeting", "/meetings/{meeting}/items/{item}/"),
    Row("item", "POST", "hold_meeting", "/meetings/{meeting}/items/{item}/", {"topic": "乙", "seen": "1"}, 302),
    Row("item_move", "POST", "hold_meeting", "/meetings/{meeting}/items/{item}/move/", {"by": "up"}, 302),
    Row("item_drop", "POST", "hold_meeting", "/meetings/{meeting}/items/{item}/drop/", status=302),
    Row("item_decide", "POST", "hold_meeting", "/meetings/{meeting}/items/{item}/decide/", {"matter": "办"}, 302),
    Row("phone", "GET", "anyone", "/s/{sheet}/"),
    Row("pass", "GET", "anyone", "/pass/made-up/", status=404),
    Row("suggest", "GET", "hand_in", "/suggestions/new/", {"to": "{unit}"}),
    Row("suggest", "POST", "hand_in", "/suggestions/new/", {"to": "{unit}"}, 422),
    Row("suggestions", "GET", "answer_suggestion", "/suggestions/", UNIT),
    Row("suggestions_waiting", "GET", "see", "/suggestions/waiting/", UNIT),
    Row("suggestion_poster", "GET", "answer_suggestion", "/suggestions/poster/", UNIT),
    Row("suggestion", "GET", "answer_suggestion", "/suggestions/{suggestion}/"),
    Row("suggestion_of", "GET", "answer_suggestion", "/suggestions/of/{received}/", status=302),
    Row("suggestion_step", "POST", "answer_suggestion", "/suggestions/{suggestion}/step/", ANSWER, 302),
    Row("suggestion_problem", "POST", "answer_suggestion", "/suggestions/{suggestion}/problem/", status=302),
    Row("suggestion_receipt", "GET", "anyone", "/suggestions/receipt/"),
    Row("open_box", "GET", "anyone", "/box/{unit}/", status=302),
    Row("mine", "GET", "own", "/mine/"),
    Row("mine_export", "GET", "own", "/mine/export/"),
    Row("mine_contact", "POST", "own", "/mine/contact/", {"contact": "a@example.org"}, 302),
    Row("mine_ask", "POST", "own", "/mine/ask/", {"wish": "erase"}, 302),
    Row("data_requests", "GET", "installation manage", "/requests/"),
    Row("data_request", "GET", "nobody", "/requests/999/"),
    Row("data_request", "POST", "nobody", "/requests/999/", {"granted": "1", "reason": "好"}),
    Row("devices", "GET", "own", "/devices/"),
    Row("device_revoke", "POST", "nobody", "/devices/999/revoke/"),
    Row("sheets", "GET", "see", "/sheets/", UNIT),
    Row("sheet_open", "GET", "manage_sheet", "/sheets/open/", UNIT),
    Row("sheet_open", "POST", "manage_sheet", "/sheets/open/", UNIT, 422),
    Row("sheet", "GET", "manage_sheet", "/sheets/{sheet}/"),
    Row("sheet_live", "GET", "manage_sheet", "/sheets/{sheet}/live/"),
    Row("wall", "GET", "manage_sheet", "/sheets/{sheet}/screen/"),
    Row("wall_code", "GET", "manage_sheet", "/sheets/{sheet}/screen/code/"),
    Row("wall_count", "GET", "manage_sheet", "/sheets/{sheet}/screen/count/"),
    Row("sheet_add", "POST", "manage_sheet", "/sheets/{sheet}/add/", {"person": "{lead}", "reason": "到会"}, 302),
    Row("sheet_void", "GET", "manage_sheet", "/sheets/{sheet}/void/", {"person": "{lead}"}),
    Row("sheet_void", "POST", "manage_sheet", "/sheets/{sheet}/void/", {"person": "{lead}", "reason": "代签"}, 302),
    Row("sheet_until", "POST", "manage_sheet", "/sheets/{sheet}/until/", {"minutes": "0"}, 302),
    Row("sheet_leave", "POST", "manage_sheet", "/sheets/{sheet}/leave/", {"person": "{lead}"}, 302),
    Row("sheet_ask_leave", "POST", "sign_in", "/sheets/{sheet}/ask-leave/", {"reason": "出差"}, 302),
    Row("sheet_pass", "POST", "manage_sheet", "/sheets/{sheet}/pass/", {"person": "{lead}"}),
    Row("sheet_close", "GET", "manage_sheet", "/sheets/{sheet}/close/"),
    Row("sheet_close", "POST", "manage_sheet", "/sheets/{sheet}/close/", status=422),
    Row("leave", "GET", "see", "/leave/", UNIT),
    Row("leave_ask", "POST", "sign_in", "/leave/ask/", {**UNIT, "first": "2026-06-01", "last": "2026-06-02"}, 302),
    Row("leave_decide", "POST", "manage_sheet", "/leave/{leave}/decide/", {"granted": "1"}, 302),
    Row("organisation", "GET", "installation see", "/organisation/"),
    Row("accounts", "GET", "installation manage", "/accounts/"),
    Row("accounts", "POST", "installation manage", "/accounts/", {"do": "revoke", "username": "member"}, 302),
    Row("audit_links", "GET", "share", "/audit-links/", UNIT),
    Row("audit_links", "POST", "share", "/audit-links/", {**UNIT, "day": "2026-06-01"}),
    Row("audit_link_end", "POST", "share", "/audit-links/{link}/end/", status=302),
    Row("reorganise", "GET", "installation manage", "/organisation/change/close/?about={unit}"),
    Row("reorganise", "POST", "installation manage", "/organisation/change/found/", FOUND, 302),
    Row("units", "GET", "see", "/units/", {**UNIT, "q": "队"}),
    Row("people", "GET", "record", "/people/", {**UNIT, "q": "何"}),
    Row("people", "GET", "installation manage", "/people/", {"everywhere": "1", "q": "何"}),
    Row("schemes", "GET", "installation see", "/schemes/"),
)

COMMANDS_RUN_BY = "the operating-system user who owns the data folder"
"""Said once for every command below: a command asks no account. Whoever may read and write the folder may run all
of them, in every place of the tree; nobody else may read it (``tests/cli/test_users.py`` holds the folder's rights)."""

COMMANDS = {
    "demo": "manage",
    "init": "manage",
    "serve": "manage",
    "user add": "manage",
    "user list": "manage",
    "user revoke": "manage",
    "user restore": "manage",
    "user password": "manage",
    "user audit-link": "manage",
    "doctor": "see",
    "org import": "manage",
    "org show": "see",
    "org found": "manage",
    "org rename": "manage",
    "org move": "manage",
    "org merge": "manage",
    "org split": "manage",
    "org close": "manage",
    "org join": "manage",
    "org leave": "manage",
    "org post": "manage",
    "org contact": "manage",
    "org history": "see",
    "scheme check": "see",
    "scheme diff": "see",
    "scheme load": "manage",
    "scheme schema": "see",
    "scheme show": "see",
    "import": "import",
    "export entries": "see",
    "export hledger": "see",
    "duties": "see",
    "board": "see",
    "measure": "see",
    "meeting list": "see",
    "meeting minutes": "see",
    "meeting show": "see",
    "report each": "see",
    "report submit": "submit_report",
    "report return": "decide_report",
    "report accept": "decide_report",
    "report archive": "decide_report",
    "report history": "see",
    "report bundle": "see",
    "report verify-bundle": "see",
    "check": "see",
    "log checkpoint": "see",
    "log prove": "see",
    "verify": "see",
    "rebuild": "manage",
    "erase": "manage",
    "retain": "manage",
    "explain": "see",
    "backup": "manage",
    "restore": "manage",
    "move": "manage",
    "evidence move": "manage",
    "partition": "manage",
    "export bundle": "see",
    "log close": "manage",
    "log keep": "manage",
    "log rotate-key": "manage",
    "log witness": "manage",
    "template check": "see",
    "template example": "see",
    "problem open": "open_problem",
    "problem import": "open_problem",
    "problem list": "see",
    "problem show": "see",
    "problem step": "work_problem",
    "export problems": "see",
    "suggestion count": "see",
    "plan": "see",
    "remind": "remind",
    "figures": "see",
    "pdf": "see",
}

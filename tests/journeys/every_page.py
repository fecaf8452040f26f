"""Every address of the site, and who looks at it: the table of ``test_accessibility.py``.

A page has a line in ``PAGES``: its name in ``web/urls.py``, who looks at it, what stands behind the question mark.
What is no page of its own stands in ``NO_PAGES``, with what it is; that is tried too, the audit
link last, because who follows it is an auditor from then on. Arguments of an address come
from ``facts`` by their names in ``web/urls.py``, or by ``page.name``, where the two differ.
"""

from __future__ import annotations

from dataclasses import dataclass

UNIT = "unit=U05"
CELL = f"{UNIT}&duty={{duty}}&window={{window}}"
PROSE = f"{UNIT}&scheme=work-safety&section={{section}}"


@dataclass(frozen=True)
class Page:
    """A page as somebody looks at it; nobody is a stranger."""

    name: str
    who: str
    query: str = ""


PAGES = (
    Page("sign_in", "nobody"),
    Page("plate", "lead"),
    Page("plate", "recorder"),
    Page("plate", "member"),
    Page("plate", "admin"),
    Page("board", "lead", "unit=U01"),
    Page("board", "recorder", UNIT),
    Page("board_units", "lead"),
    Page("cell", "recorder", CELL),
    Page("windows", "lead", CELL),
    Page("rollup", "lead"),
    Page("problems", "lead", "unit=U01&subtree=1"),
    Page("problems", "recorder", f"{UNIT}&view=list"),
    Page("problem_open", "recorder", UNIT),
    Page("problem_import", "recorder", UNIT),
    Page("problem", "lead"),
    Page("actions", "recorder", UNIT),
    Page("plan", "recorder", UNIT),
    Page("record", "recorder", UNIT),
    Page("entries", "lead", "unit=U01&subtree=1"),
    Page("entry", "recorder"),
    Page("correct", "recorder"),
    Page("withdraw", "recorder"),
    Page("import", "recorder", UNIT),
    Page("report", "lead", "unit=U02"),
    Page("report", "recorder", UNIT),
    Page("report_beside", "lead", UNIT),
    Page("report_history", "recorder", PROSE),
    Page("report_check", "recorder", UNIT),
    Page("report_word", "recorder", UNIT),
    Page("report_submit", "branch", "unit=U02"),
    Page("reports", "lead", "unit=U01"),
    Page("figure", "member"),
    Page("meetings", "recorder", UNIT),
    Page("meeting_new", "recorder", UNIT),
    Page("meeting", "recorder"),
    Page("meeting_change", "recorder"),
    Page("item", "recorder"),
    Page("phone", "member"),
    Page("pass", "nobody"),
    Page("study", "recorder", UNIT),
    Page("study_alone", "member", UNIT),
    Page("mine", "member"),
    Page("data_requests", "admin"),
    Page("data_request", "admin"),
    Page("devices", "member"),
    Page("sheets", "recorder", UNIT),
    Page("sheet_open", "recorder", UNIT),
    Page("sheet", "recorder"),
    Page("wall", "recorder"),
    Page("sheet_void", "recorder", "person={marked}"),
    Page("sheet_close", "recorder"),
    Page("suggest", "member", UNIT),
    Page("suggestions", "branch", "unit=U02"),
    Page("suggestion", "branch"),
    Page("suggestion_poster", "branch", "unit=U02"),
    Page("suggestion_receipt", "nobody"),
    Page("leave", "recorder", UNIT),
    Page("organisation", "admin"),
    Page("accounts", "admin"),
    Page("audit_links", "lead", UNIT),
    Page("reorganise", "admin", "about=U05"),
    Page("units", "lead", "q=队"),
    Page("people", "recorder", f"{UNIT}&q=王&field=chair"),
    Page("schemes", "lead"),
)

NO_PAGES = {
    "not found without a secret or an archived report": "calendar report_bundle suggestion_of",
    "posted": (
        "sign_out preferences problem_step action_step look_ahead look_ahead_at import_preview import_run import_marked "
        "report_preview report_save report_word_take report_step meeting_hold meeting_approve meeting_cancel item_add "
        "item_move item_drop item_decide study_add study_import study_log study_note study_step mine_contact mine_ask "
        "device_revoke plan_press plan_subscribe plan_unsubscribe sheet_add sheet_until sheet_ask_leave sheet_leave sheet_pass audit_link_end "
        "suggestion_step suggestion_problem leave_ask leave_decide"
    ),
    "file": "evidence small_evidence report_download meeting_volume meeting_minutes study_sheet mine_export",
    "part": "plan_pressed problems_mine reports_waiting suggestions_waiting sheet_live wall_code wall_count",
    "leads on": "entry_of open_box audit",
}

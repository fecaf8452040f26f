"""Every address: who may reach it, who may not, and that it does not change anything when it is only looked at."""

import hashlib
from datetime import date

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection

from tests.web import world
from zicha.formats import samples
from zicha.web.urls import urlpatterns

PICTURE = samples.png(seed=1)

OPEN = {
    "sign_in": "GET",
    "sign_out": "POST",
    "preferences": "POST",
    "phone": "GET",
    "pass": "GET",
    "audit": "GET",
    "calendar": "GET",
    "suggestion_receipt": "GET",
    "open_box": "GET",
}
"""Reached without a sign-in."""

ROUTES = [
    # name, method, path, what it is asked with, recorder of U02, member of U02, outsider (leads U03), admin
    ("plate", "GET", "/", {"unit": "U02"}, 200, 200, 404, 404),
    ("board", "GET", "/board/", {"unit": "U02"}, 200, 200, 404, 404),
    (
        "cell",
        "GET",
        "/board/cell/",
        {"unit": "U02", "duty": "exit-inspection", "window": "2026-05-01"},
        200,
        200,
        404,
        404,
    ),
    ("windows", "GET", "/board/windows/", {"unit": "U02", "duty": "exit-inspection"}, 200, 200, 404, 404),
    ("rollup", "GET", "/roll-up/", {"unit": "U02"}, 200, 200, 404, 404),
    ("board_units", "GET", "/board/units/", {"unit": "U02"}, 200, 200, 404, 404),
    ("record", "GET", "/record/", {"unit": "U02"}, 200, 404, 404, 404),
    ("record", "POST", "/record/", {"unit": "U02", "kind": "exit_inspection"}, 422, 404, 404, 404),
    ("look_ahead", "POST", "/record/look-ahead/", {"unit": "U02", "kind": "exit_inspection"}, 200, 404, 404, 404),
    ("entries", "GET", "/entries/", {"unit": "U02"}, 200, 200, 404, 404),
    ("entry", "GET", "/entries/1/", {}, 200, 200, 404, 404),
    ("entry_of", "GET", "/records/1/", {}, 302, 302, 404, 404),
    ("correct", "GET", "/entries/1/correct/", {}, 200, 404, 404, 404),
    ("correct", "POST", "/entries/1/correct/", {}, 422, 404, 404, 404),
    ("look_ahead_at", "POST", "/entries/1/correct/look-ahead/", {"kind": "exit_inspection"}, 200, 404, 404, 404),
    ("withdraw", "GET", "/entries/1/withdraw/", {}, 200, 404, 404, 404),
    ("withdraw", "POST", "/entries/1/withdraw/", {}, 422, 404, 404, 404),
    ("evidence", "GET", "/entries/1/evidence/{sha256}/", {}, 200, 200, 404, 404),
    (
        "small_evidence",
        "GET",
        f"/entries/1/evidence/{hashlib.sha256(PICTURE).hexdigest()}/small/",
        {},
        200,
        200,
        404,
        404,
    ),
    ("import", "GET", "/import/", {"unit": "U02"}, 200, 404, 404, 404),
    ("import_preview", "POST", "/import/preview/", {"unit": "U02"}, 422, 404, 404, 404),
    ("import_run", "POST", "/import/run/", {"unit": "U02", "ticket": "forged"}, 404, 404, 404, 404),
    ("import_marked", "POST", "/import/marked/", {"unit": "U02", "ticket": "forged"}, 404, 404, 404, 404),
    ("report", "GET", "/report/", {"unit": "U02"}, 200, 200, 404, 404),
    (
        "report_preview",
        "POST",
        "/report/preview/",
        {"unit": "U02", "section": "inspections", "text": "{drills}"},
        200,
        404,
        404,
        404,
    ),
    (
        "report_save",
        "POST",
        "/report/prose/",
        {"unit": "U02", "section": "inspections", "text": "好"},
        302,
        404,
        404,
        404,
    ),
    ("report_beside", "GET", "/report/beside/", {"unit": "U02"}, 200, 200, 404, 404),
    ("report_history", "GET", "/report/history/", {"unit": "U02", "section": "inspections"}, 200, 200, 404, 404),
    ("report_check", "GET", "/report/check/", {"unit": "U02"}, 200, 404, 404, 404),
    ("report_check", "POST", "/report/check/", {"unit": "U02"}, 200, 404, 404, 404),
    ("report_word", "GET", "/report/word/", {"unit": "U02"}, 200, 404, 404, 404),
    ("report_word", "POST", "/report/word/", {"unit": "U02"}, 200, 404, 404, 404),
    ("report_word_take", "POST", "/report/word/take/", {"unit": "U02"}, 302, 404, 404, 404),
    ("report_submit", "GET", "/report/submit/", {"unit": "U02"}, 404, 404, 404, 404),
    ("report_step", "POST", "/report/step/", {"unit": "U02", "step": "submit"}, 404, 404, 404, 404),
    ("report_bundle", "GET", "/report/bundle/", {"unit": "U02"}, 404, 404, 404, 404),
    ("reports_waiting", "GET", "/reports/waiting/", {"unit": "U02"}, 200, 200, 404, 404),
    ("reports", "GET", "/reports/", {"unit": "U02"}, 200, 200, 404, 404),
    ("report_download", "GET", "/report/download/docx/", {"unit": "U02"}, 200, 200, 404, 404),
    ("figure", "GET", "/figure/fig-exit_inspections-U02-2026H1/", {}, 200, 200, 404, 404),
    ("problems", "GET", "/problems/", {"unit": "U02"}, 200, 200, 404, 404),
    ("problems_mine", "GET", "/problems/mine/", {"unit": "U02"}, 200, 200, 404, 404),
    ("problem", "GET", "/problems/2/", {}, 200, 200, 404, 404),
    ("problem_open", "GET", "/problems/open/", {"unit": "U02"}, 200, 404, 404, 404),
    ("problem_open", "POST", "/problems/open/", {"unit": "U02"}, 422, 404, 404, 404),
    ("problem_import", "GET", "/problems/import/", {"unit": "U02"}, 200, 404, 404, 404),
    ("problem_import", "POST", "/problems/import/", {"unit": "U02"}, 422, 404, 404, 404),
    ("problem_step", "POST", "/problems/2/step/", {"step": "work", "field-reason": "在办"}, 302, 404, 404, 404),
    ("study", "GET", "/study/", {"unit": "U02"}, 200, 200, 404, 404),
    ("study_add", "POST", "/study/add/", {"unit": "U02", "month": "2026-05", "topic": "预案"}, 302, 404, 404, 404),
    ("study_import", "POST", "/study/import/", {"unit": "U02"}, 422, 404, 404, 404),
    ("study_sheet", "GET", "/study/plan.xlsx", {"unit": "U02"}, 200, 200, 404, 404),
    ("study_alone", "GET", "/study/alone/", {"unit": "U02"}, 404, 404, 404, 404),
    ("study_log", "POST", "/study/alone/log/", {"unit": "U02"}, 404, 404, 404, 404),
    ("study_note", "POST", "/study/alone/1/note/", {"unit": "U02"}, 404, 404, 404, 404),
    ("study_step", "POST", "/study/999/step/", {"step": "call_off", "seen": "0"}, 404, 404, 404, 404),
    ("actions", "GET", "/actions/", {"unit": "U02"}, 200, 200, 404, 404),
    ("action_step", "POST", "/actions/3/step/", {"step": "work"}, 302, 404, 404, 404),
    ("meetings", "GET", "/meetings/", {"unit": "U02"}, 200, 200, 404, 404),
    ("meeting_new", "GET", "/meetings/new/", {"unit": "U02"}, 200, 404, 404, 404),
    ("meeting_new", "POST", "/meetings/new/", {"unit": "U02"}, 422, 404, 404, 404),
    ("meeting_volume", "GET", "/meetings/volume.docx", {"unit": "U02"}, 200, 200, 404, 404),
    ("meeting", "GET", "/meetings/4/", {}, 200, 200, 404, 404),
    ("meeting_change", "GET", "/meetings/4/change/", {}, 200, 404, 404, 404),
    ("meeting_change", "POST", "/meetings/4/change/", {}, 422, 404, 404, 404),
    ("meeting_hold", "POST", "/meetings/4/hold/", {}, 302, 404, 404, 404),
    ("meeting_approve", "POST", "/meetings/4/approve/", {}, 302, 404, 404, 404),
    ("meeting_cancel", "POST", "/meetings/4/cancel/", {"reason": "改期"}, 302, 404, 404, 404),
    ("meeting_minutes", "GET", "/meetings/4/minutes.docx", {}, 200, 200, 404, 404),
    ("item_add", "POST", "/meetings/4/items/add/", {"topic": "乙"}, 302, 404, 404, 404),
    ("item", "GET", "/meetings/4/items/5/", {}, 200, 404, 404, 404),
    ("item", "POST", "/meetings/4/items/5/", {"topic": "乙", "seen": "1"}, 302, 404, 404, 404),
    ("item_move", "POST", "/meetings/4/items/5/move/", {"by": "up"}, 302, 404, 404, 404),
    ("item_drop", "POST", "/meetings/4/items/5/drop/", {}, 302, 404, 404, 404),
    ("item_decide", "POST", "/meetings/4/items/5/decide/", {"matter": "办"}, 302, 404, 404, 404),
    ("mine", "GET", "/mine/", {}, 200, 200, 200, 404),
    ("mine_export", "GET", "/mine/export/", {}, 200, 200, 200, 404),
    ("mine_contact", "POST", "/mine/contact/", {"contact": "a@example.org"}, 302, 302, 302, 404),
    ("mine_ask", "POST", "/mine/ask/", {"wish": "erase"}, 302, 302, 302, 404),
    ("data_requests", "GET", "/requests/", {}, 404, 404, 404, 200),
    ("data_request", "GET", "/requests/999/", {}, 404, 404, 404, 404),
    ("data_request", "POST", "/requests/999/", {"granted": "1", "reason": "好"}, 404, 404, 404, 404),
    ("plan", "GET", "/plan/", {"unit": "U02"}, 200, 200, 404, 404),
    ("plan_pressed", "GET", "/plan/pressed/", {"unit": "U02"}, 200, 200, 404, 404),
    ("plan_press", "POST", "/plan/press/", {"unit": "U02", "item": "gone"}, 404, 404, 404, 404),
    ("plan_subscribe", "POST", "/plan/calendar/", {"whose": "me"}, 200, 200, 200, 404),
    ("plan_unsubscribe", "POST", "/plan/calendar/999/end/", {}, 404, 404, 404, 404),
    ("devices", "GET", "/devices/", {}, 200, 200, 200, 404),
    ("device_revoke", "POST", "/devices/999/revoke/", {}, 404, 404, 404, 404),
    ("sheets", "GET", "/sheets/", {"unit": "U02"}, 200, 200, 404, 404),
    ("sheet_open", "GET", "/sheets/open/", {"unit": "U02"}, 200, 404, 404, 404),
    ("sheet_open", "POST", "/sheets/open/", {"unit": "U02"}, 422, 404, 404, 404),
    ("sheet", "GET", "/sheets/{sheet}/", {}, 200, 404, 404, 404),
    ("sheet_live", "GET", "/sheets/{sheet}/live/", {}, 200, 404, 404, 404),
    ("wall", "GET", "/sheets/{sheet}/screen/", {}, 200, 404, 404, 404),
    ("wall_code", "GET", "/sheets/{sheet}/screen/code/", {}, 200, 404, 404, 404),
    ("wall_count", "GET", "/sheets/{sheet}/screen/count/", {}, 200, 404, 404, 404),
    ("sheet_add", "POST", "/sheets/{sheet}/add/", {"person": "P04", "reason": "到会"}, 302, 404, 404, 404),
    ("sheet_void", "GET", "/sheets/{sheet}/void/", {"person": "P04"}, 200, 404, 404, 404),
    ("sheet_void", "POST", "/sheets/{sheet}/void/", {"person": "P04", "reason": "代签"}, 302, 404, 404, 404),
    ("sheet_until", "POST", "/sheets/{sheet}/until/", {"minutes": "0"}, 302, 404, 404, 404),
    ("sheet_leave", "POST", "/sheets/{sheet}/leave/", {"person": "P04"}, 302, 404, 404, 404),
    ("sheet_ask_leave", "POST", "/sheets/{sheet}/ask-leave/", {"reason": "出差"}, 302, 302, 404, 404),
    ("sheet_pass", "POST", "/sheets/{sheet}/pass/", {"person": "P04"}, 200, 404, 404, 404),
    ("sheet_close", "GET", "/sheets/{sheet}/close/", {}, 200, 404, 404, 404),
    ("sheet_close", "POST", "/sheets/{sheet}/close/", {}, 422, 404, 404, 404),
    ("suggest", "GET", "/suggestions/new/", {"unit": "U02"}, 200, 200, 404, 404),
    ("suggest", "POST", "/suggestions/new/", {"unit": "U02"}, 422, 422, 404, 404),
    ("suggestions", "GET", "/suggestions/", {"unit": "U02"}, 404, 404, 404, 404),
    ("suggestions_waiting", "GET", "/suggestions/waiting/", {"unit": "U02"}, 200, 200, 404, 404),
    ("suggestion_poster", "GET", "/suggestions/poster/", {"unit": "U02"}, 404, 404, 404, 404),
    ("suggestion_of", "GET", "/suggestions/of/999/", {}, 404, 404, 404, 404),
    ("suggestion", "GET", "/suggestions/999/", {}, 404, 404, 404, 404),
    ("suggestion_step", "POST", "/suggestions/999/step/", {}, 404, 404, 404, 404),
    ("suggestion_problem", "POST", "/suggestions/999/problem/", {}, 404, 404, 404, 404),
    ("leave", "GET", "/leave/", {"unit": "U02"}, 200, 200, 404, 404),
    ("leave_ask", "POST", "/leave/ask/", {"unit": "U02"}, 422, 422, 404, 404),
    ("leave_decide", "POST", "/leave/999/decide/", {}, 404, 404, 404, 404),
    ("organisation", "GET", "/organisation/", {}, 200, 200, 200, 200),
    ("accounts", "GET", "/accounts/", {}, 404, 404, 404, 200),
    ("accounts", "POST", "/accounts/", {"do": "revoke", "username": "nobody"}, 404, 404, 404, 422),
    ("audit_links", "GET", "/audit-links/", {"unit": "U02"}, 404, 404, 404, 404),
    ("audit_link_end", "POST", "/audit-links/1/end/", {}, 404, 404, 404, 404),
    ("reorganise", "GET", "/organisation/change/found/", {}, 404, 404, 404, 200),
    ("reorganise", "POST", "/organisation/change/found/", {}, 404, 404, 404, 422),
    ("units", "GET", "/units/", {"unit": "U02", "q": "队"}, 200, 200, 404, 404),
    ("people", "GET", "/people/", {"unit": "U02", "q": "何"}, 200, 404, 404, 404),
    ("schemes", "GET", "/schemes/", {}, 200, 200, 200, 200),
]
IDS = [f"{name}-{method}" for name, method, *_ in ROUTES]


@pytest.fixture
def entry(made_once, db, settings):
    """The digest of a file of evidence, in an organisation with one of everything."""
    settings.ZICHA_CLOCK = "tests.web.world.read"
    return made_once


@pytest.fixture(scope="module")
def made_once(undone_after_module):
    from zicha.core.ledger import Draft
    from zicha.services import actions, attendance, ledger, meetings, problems

    world.found()
    kept = ledger.keep_evidence(content=b"checked", name="检查表.txt", kind="checklist")
    photo = ledger.keep_evidence(content=PICTURE, name="照片.png", kind="photo")
    draft = Draft("U02", "exit_inspection", date(2026, 5, 20), fields=(("inspector", "P02"),), evidence=(kept, photo))
    ledger.record(draft=draft, recorded_at=world.NOW, recorded_by="P03")
    asked = {"title": "例会", "starts": world.NOW, "opened_at": world.NOW, "opened_by": "P03"}
    attendance.open_sheet(unit="U02", kind="safety_meeting", **asked)
    known = {"recorded_at": world.NOW, "recorded_by": "P03"}
    problems.open_problem(found=problems.Finding("U02", "inspection", "堵塞", "P02", date(2026, 6, 9)), **known)
    actions.open_action(unit="U02", source="report", matter="更换灭火器", **known)
    plan = meetings.Plan("U02", "safety_meeting", "例会", "2026-05-28T16:00")
    meetings.add_item(meeting=meetings.convene(plan=plan, **known).entry, topic=meetings.Topic("甲"), **known)
    return kept.sha256


def address(path, entry):
    """Return where a page stands; a sheet has whatever number the database gave it."""
    from zicha.store import models

    return path.format(sha256=entry, sheet=models.Sheet.objects.values_list("pk", flat=True).get())


def ask(client, route, entry):
    _name, method, path, data, *_ = route
    response = client.generic_ask(method, address(path, entry), data)
    if response.streaming:
        list(response.streaming_content)
    return response


@pytest.fixture
def asking(client):
    def generic_ask(method, path, data):
        return client.get(path, data) if method == "GET" else client.post(path, data)

    client.generic_ask = generic_ask
    return client


def test_every_route_has_a_row():
    named = {pattern.name for pattern in urlpatterns}
    assert named - OPEN.keys() - {route[0] for route in ROUTES} == set()


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_stranger_is_sent_to_the_door(route, asking, entry):
    response = ask(asking, route, entry)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
@pytest.mark.parametrize(("username", "place"), [("recorder", 4), ("member", 5), ("outsider", 6), ("admin", 7)])
def test_each_person_reaches_what_the_posts_allow(username, place, route, asking, entry):
    asking.login(username=username, password=world.PASSWORD)
    assert ask(asking, route, entry).status_code == route[place]


@pytest.mark.parametrize("route", [route for route in ROUTES if route[1] == "GET"], ids=[i for i in IDS if "GET" in i])
def test_looking_changes_no_row(route, asking, entry):
    asking.login(username="recorder", password=world.PASSWORD)
    asking.get("/")
    with connection.execute_wrapper(refuse_writing):
        ask(asking, route, entry)


def test_head_of_a_page_is_answered_as_the_page_is_and_empty(asking, entry):
    asking.login(username="recorder", password=world.PASSWORD)
    looked_at = [
        (address(path, entry), data, status) for _, method, path, data, status, *_ in ROUTES if method == "GET"
    ]
    told = [(path, asking.head(path, data)) for path, data, _status in looked_at]
    assert [(path, response.status_code) for path, response in told] == [
        (path, status) for path, _data, status in looked_at
    ]
    assert [path for path, response in told if not response.streaming and response.content] == []
    put_away(response for _path, response in told)
    assert (asking.head("/sign-in/").status_code, asking.head("/sign-in/").content) == (200, b"")


def put_away(responses):
    """Close files that nobody read, and leave the database open, as the client does by itself for what it reads."""
    request_finished.disconnect(close_old_connections)
    for response in responses:
        response.close()
    request_finished.connect(close_old_connections)


def refuse_writing(execute, sql, params, many, context):
    assert sql.lstrip().split(" ", 1)[0].upper() not in {"INSERT", "UPDATE", "DELETE", "REPLACE"}, sql
    return execute(sql, params, many, context)


@pytest.mark.parametrize("day", ["0001-01-01", "1000-01-01", "2999-12-31", "9999-12-31"])
@pytest.mark.parametrize("username", ["recorder", "leader"])
def test_page_of_a_day_at_the_end_of_the_calendar_is_answered(username, day, asking, entry):
    asking.login(username=username, password=world.PASSWORD)
    looked_at = [route for route in ROUTES if route[1] == "GET"]
    days = {"on": day, "known": day, "until": day, "since": day, "from": day, "to": day, "day": day}
    asking.raise_request_exception = False
    told = {
        name: ask(asking, (name, method, path, {**days, **data}), entry) for name, method, path, data, *_ in looked_at
    }
    assert [name for name, response in told.items() if response.status_code >= 500] == []


LOOKED_AT_TOO = {route[0] for route in ROUTES if route[1] == "GET"}


def test_post_only_routes_refuse_get(asking, entry):
    asking.login(username="recorder", password=world.PASSWORD)
    posting = [route for route in ROUTES if route[1] == "POST" and route[0] not in LOOKED_AT_TOO]
    assert {route[0]: asking.get(address(route[2], entry)).status_code for route in posting} == {
        route[0]: 405 for route in posting
    }


def test_file_is_handed_out_as_an_attachment_that_runs_nothing(asking, entry):
    asking.login(username="member", password=world.PASSWORD)
    response = asking.get(f"/entries/1/evidence/{entry}/")
    assert b"".join(response.streaming_content) == b"checked"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_file_of_another_entry_is_not_found(asking, entry):
    asking.login(username="member", password=world.PASSWORD)
    assert asking.get(f"/entries/1/evidence/{'0' * 64}/").status_code == 404

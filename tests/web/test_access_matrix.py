"""The access matrix: every role, every route and command, every place in the tree, against the oracle table.

The table of routes and commands is ``tests/web/matrix.py``; who may do what, and the tree, stand in
``tests/core/test_access_table.py``. A route or a command without a line fails here, and is named.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

import click
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests.core.test_access_table import INSTALLATION, ORACLE, PLACES, UNITS
from tests.web import matrix, world
from tests.web.matrix import ROUTES, Row
from zicha.core import periods
from zicha.core.access import Actor
from zicha.core.ledger import Draft
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster
from zicha.formats import samples

SINCE_2025 = Span(date(2025, 1, 1), date.max)
POSTS = {
    "member": ("U02", "member"),
    "recorder": ("U02", "recorder"),
    "lead": ("U02", "lead"),
    "direct": ("U02", "direct"),
    "supervising": ("U01", "lead"),
    "auditor": ("U02", "auditor"),
}
ROLES = (*POSTS, "audit link", "admin")
ALL = "own child grandchild parent sibling other moved"
FILE = "发生日期,标题,检查人,检查区域,检查情况\n2026-05-21,{mark},甲{unit},仓库,{mark}\n"


def named_routes(patterns=None):
    """Return the name of every address of the site, or its pattern where it has none."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += named_routes(pattern.url_patterns)
        else:
            found.append(pattern.name or f"(no name) {pattern.pattern}")
    return found


def named_commands(group=None, prefix=""):
    """Return every command with what stands before it, groups left out."""
    from zicha.cli.root import root

    group = root if group is None else group
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        words = f"{prefix} {name}".strip()
        found += named_commands(command, words) if isinstance(command, click.Group) else [words]
    return found


def test_every_route_has_a_line():
    missing = sorted(set(named_routes()) - {row.name for row in ROUTES})
    lines = [f'    Row("{name}", "GET", "see", "/…/", UNIT),' for name in missing]
    assert not missing, "add to ROUTES in tests/web/matrix.py:\n" + "\n".join(lines)


def test_every_line_is_of_a_route():
    assert {row.name for row in ROUTES} - set(named_routes()) == set()


def test_every_command_has_a_line():
    missing = sorted(set(named_commands()) - matrix.COMMANDS.keys())
    lines = [f'    "{name}": "see",' for name in missing]
    assert not missing, "add to COMMANDS in tests/web/matrix.py:\n" + "\n".join(lines)


def test_every_line_is_of_a_command_and_names_an_action():
    assert matrix.COMMANDS.keys() - set(named_commands()) == set()
    assert set(matrix.COMMANDS.values()) - ORACLE.keys() == set()


def mark(unit):
    """A word that stands in every record of a unit and nowhere else."""
    return f"记号{unit}号"


@pytest.fixture
def placed(made_once, db, settings):
    """What stands in each place of the tree, by unit."""
    settings.ZICHA_CLOCK = "tests.web.world.read"
    return made_once


@pytest.fixture(scope="module")
def made_once(undone_after_module):
    """Make the world once for all tests of this file."""
    return make()


def make():
    """Make the tree of the oracle, a record of every sort in each place, and a sign-in for each role."""
    from zicha.services import (
        accounts,
        actions,
        attendance,
        audits,
        leave,
        ledger,
        meetings,
        organisation,
        problems,
        schemes,
        study,
        suggestions,
    )

    people = [Person(f"P-{role}", role) for role in POSTS] + [Person(f"L-{unit}", f"甲{unit}") for unit in units()]
    holdings = [Holding(f"P-{role}", unit, post, SINCE_2025) for role, (unit, post) in POSTS.items()]
    holdings += [Holding(f"L-{unit}", unit, "member", SINCE_2025) for unit in units()]
    organisation.apply(roster=Roster(UNITS, tuple(people), tuple(holdings)), recorded_at=world.BEFORE)
    scheme = "\n".join(line for line in world.SCHEME.read_text("utf-8").splitlines() if "bound: {level" not in line)
    schemes.load(data=scheme.encode(), name="scheme.yaml", recorded_at=world.BEFORE, recorded_by="admin")
    for role in (*POSTS, "admin"):
        person = f"P-{role}" if role in POSTS else ""
        accounts.add(username=role, password=world.PASSWORD, person=person, is_admin=role == "admin")
    found = {}
    for unit in units():
        kept = ledger.keep_evidence(content=mark(unit).encode(), name="检查表.txt", kind="checklist")
        photo = ledger.keep_evidence(content=samples.png(seed=1), name="照片.png", kind="photo")
        fields = (("inspector", f"L-{unit}"), ("area", "warehouse"), ("outcome", mark(unit)))
        draft = Draft(unit, "exit_inspection", date(2026, 5, 20), mark(unit), fields, evidence=(kept, photo))
        written = ledger.record(draft=draft, recorded_at=world.NOW - timedelta(days=1), recorded_by=f"L-{unit}")
        sheet = attendance.open_sheet(
            unit=unit,
            kind="safety_meeting",
            title=mark(unit),
            starts=world.NOW,
            opened_at=world.NOW,
            opened_by=f"L-{unit}",
        )
        by = {"recorded_at": world.NOW - timedelta(days=1), "recorded_by": f"L-{unit}"}
        plan = meetings.Plan(unit, "safety_meeting", mark(unit), "2026-05-28T16:00")
        meeting = meetings.convene(plan=plan, **by).entry
        item = meetings.add_item(meeting=meeting, topic=meetings.Topic(mark(unit)), **by)
        asked = {"recorded_at": world.NOW - timedelta(days=1), "recorded_by": f"L-{unit}"}
        finding = problems.Finding(unit, "inspection", mark(unit), f"L-{unit}", date(2026, 6, 9))
        handed = suggestions.Handed(unit, "service", mark(unit))
        kept_in_box = suggestions.hand_in(handed=handed, nonce=f"{unit:x>16}", day=world.NOW.date()).suggestion.id
        free = date(2026, 6, 8)
        asked_leave = leave.ask_days(person=f"L-{unit}", unit=unit, first=free, last=free, asked_at=world.NOW)
        facts = {
            "suggestion": kept_in_box,
            "leave": asked_leave[0].id,
            "received": suggestions.entry_of(number=kept_in_box, at=asked["recorded_at"]),
            "problem": problems.open_problem(found=finding, **asked).entry,
            "action": actions.open_action(unit=unit, source="report", matter=mark(unit), **asked).entry,
            "unit": unit,
            "sheet": sheet.id,
            "meeting": meeting,
            "item": item,
            "entry": written.entry,
            "seq": written.seq,
            "sha256": kept.sha256,
            "picture": photo.sha256,
            "study": study.add(unit=unit, planned=study.Planned(date(2026, 5, 1), mark(unit)), **asked).entry,
            "lead": f"L-{unit}",
        }
        found[unit] = facts
    days = {"start": date(2026, 5, 1), "last_day": date(2026, 5, 31)}
    links = {unit: audits.grant(unit=unit, granted_by="admin", recorded_at=world.NOW, **days) for unit in units()}
    secret = links["U02"].secret
    return {unit: {**facts, "secret": secret, "link": links[unit].id} for unit, facts in found.items()}


def units():
    return tuple(PLACES.values())


@pytest.fixture
def clients(placed):
    """A browser for each role, signed in."""
    from zicha.store.models import Account

    found = {role: Client() for role in ROLES}
    for role in (*POSTS, "admin"):
        found[role].force_login(Account.objects.get(username=role))
    assert found["audit link"].get(f"/audit/{placed['U02']['secret']}/").status_code == 302
    return found


def submitted(facts):
    """Submit a unit's report."""
    from zicha.services import report_life

    lead = Actor(facts["lead"], holdings=(Holding(facts["lead"], facts["unit"], "lead", SINCE_2025),))
    which = report_life.Which("work-safety", facts["unit"], periods.parse("2026H1"))
    by = report_life.By(lead, world.NOW - timedelta(hours=1), 0)
    report_life.submit(which=which, by=by, language="zh", subtree=False)


BEFORE = {"": lambda _facts: None, "submitted": submitted}
"""What has happened in the place before a route is asked."""


def ask(client, row: Row, facts, query=""):
    """Ask a route about one place; whatever it writes is undone."""
    path = row.path.format(**facts) + query
    data = {key: value.format(**facts) for key, value in row.data.items()}
    with transaction.atomic():
        BEFORE[row.before](facts)
        response = client.get(path, data) if row.method == "GET" else client.post(path, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, body.decode(errors="replace")


def expected(row: Row):
    """Return for each role the places in which the route answers."""
    if row.action == "anyone":
        return dict.fromkeys(ROLES, ALL)
    if row.action in ("own", "nobody"):
        return dict.fromkeys(POSTS if row.action == "own" else (), ALL)
    if row.action.startswith("installation "):
        return dict.fromkeys(INSTALLATION[row.action.partition(" ")[2]] - {"nobody"}, ALL)
    return ORACLE[row.action]


def ticket(client, unit):
    """Send a file as a role and return what names it, without asking the page that is being tried."""
    from zicha.web import incoming

    account = int(client.session.get("_auth_user_id", 0))
    file = SimpleUploadedFile("台账.csv", FILE.format(mark=mark(unit), unit=unit).encode())
    return incoming.keep(file=file, account=account, now=world.NOW).ticket


@pytest.mark.parametrize("row", ROUTES, ids=lambda row: row.id)
def test_each_role_reaches_exactly_the_places_of_the_oracle(row, placed, clients):
    got, refused, leaked = {}, set(), []
    for role, client in clients.items():
        seen = {PLACES[place] for place in PLACES if place.split()[0] in ORACLE["see"].get(role, "").split()}
        for place, unit in PLACES.items():
            facts = {**placed[unit], "ticket": ticket(client, unit) if "ticket" in str(row.data) else ""}
            response, body = ask(client, row, facts)
            if response.status_code == row.status:
                got.setdefault(role, []).append(place.split()[0])
            else:
                refused.add(response.status_code)
            leaked += [(role, place, other) for other in set(units()) - seen if mark(other) in body]
    assert {role: " ".join(places) for role, places in got.items()} == expected(row)
    assert refused <= {404}
    assert [leak for leak in leaked if row.action != "anyone"] == []


@pytest.mark.parametrize("row", [row for row in ROUTES if row.action != "anyone"], ids=lambda row: row.id)
def test_stranger_is_sent_to_the_door_in_every_place(row, placed):
    stranger = Client()
    answers = set()
    for unit in units():
        response, _ = ask(stranger, row, {**placed[unit], "ticket": ""})
        answers.add((response.status_code, response.headers.get("Location", "").split("?")[0]))
    assert answers == {(302, "/sign-in/")}


@pytest.mark.parametrize("row", [row for row in ROUTES if row.method == "GET"], ids=lambda row: row.id)
def test_audit_link_posts_nothing_even_to_pages_that_are_looked_at(row, placed, clients):
    if row.action == "anyone":
        pytest.skip("reached without a sign-in")
    response, _ = ask(clients["audit link"], replace(row, method="POST"), placed["U02"])
    assert response.status_code == 404


def test_file_records_for_no_unit_that_moved_away_since(placed, clients):
    from zicha.web import incoming

    content = "发生日期,单位,标题,检查人,检查区域,检查情况\n2026-05-21,U06,查,甲U06,仓库,查\n".encode()
    answers = {}
    for role, unit in (("lead", "U02"), ("supervising", "U01")):
        account = int(clients[role].session["_auth_user_id"])
        kept = incoming.keep(file=SimpleUploadedFile("台账.csv", content), account=account, now=world.NOW)
        data = {"unit": unit, "ticket": kept.ticket, "kind": "exit_inspection", "accept_valid": "1"}
        answer, _ = ask(clients[role], Row("import_run", "POST", "import", "/import/run/", data), placed[unit])
        answers[role] = re.search(r"<h1>(.*?)</h1>", answer.content.decode())[1]
    assert answers == {"lead": "没有记进任何一条", "supervising": "记进 1 条"}


REACHING = [row for row in ROUTES if row.action in ORACLE and row.action != "hand_in"]
"""Whoever holds a post anywhere hands in everywhere, so that a move changes nothing for it."""


@pytest.mark.parametrize("row", REACHING, ids=lambda row: row.id)
def test_unit_that_moved_yesterday_is_not_reached_by_asking_for_the_day_before(row, placed, clients):
    facts = {**placed["U06"], "ticket": ticket(clients["lead"], "U06")}
    dated = replace(row, data={**row.data, "on": "2026-05-26"}) if row.method == "GET" else row
    assert ask(clients["lead"], dated, facts, "" if row.method == "GET" else "?on=2026-05-26")[0].status_code == 404

"""The demo organisation as the services see it: recorded in order, with every gap real life has."""

import io
import json
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from tests import evidence_files

UNTIL = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def made_once(undone_after_module, tmp_path_factory):
    """The demo in a folder and in the database, for all tests of this file."""
    from zicha.services import demo

    home = tmp_path_factory.mktemp("demo")
    with override_settings(ZICHA_HOME=home):
        yield home, demo.build(home=home, until=UNTIL, now=NOW, language="zh")


@pytest.fixture
def demo(made_once, db):
    """What was said when it was made; what a test does to the database is undone."""
    return made_once[1]


def test_the_demo_is_whole_and_every_gap_is_in_it(demo):
    from zicha.core import periods
    from zicha.core.periods import ALWAYS
    from zicha.services import boards
    from zicha.store.queries import ledger as queries
    from zicha.store.queries import units

    spans = units.spans()
    codes = sorted({span.unit for span in spans})
    assert (demo.units, demo.people) == (len(codes), len(units.people())) == (14, 240)
    everything = queries.all_revisions(first=1, last=queries.size())
    assert [each.seq for each in everything] == list(range(1, len(everything) + 1))
    instants = [each.recorded_at for each in everything]
    assert instants == sorted(instants)
    assert demo.records == sum(each.number == 1 and each.draft.unit != "" for each in everything)
    assert all(each.reason for each in everything if each.number > 1)
    assert any(each.withdrawn for each in everything)
    assert any(each.draft.makes_up for each in everything)
    assert sum(each.backfilled for each in everything) >= 20
    known = queries.revisions(units=codes, span=ALWAYS, as_known_at=NOW)
    assert len(known) == demo.records - sum(each.withdrawn for each in everything)
    states = Counter()
    for period in ("2025H1", "2025H2", "2026H1", "2026H2"):
        shown = boards.show(unit="U01", period=periods.parse(period), on=UNTIL, as_known_at=NOW, subtree=True)
        states.update(dict(shown.totals))
    assert set(states) >= {"overdue", "insufficient", "met", "met_late", "waived", "open", "upcoming"}
    # Most of what was owed was done: a demo of an organisation, not of a disaster.
    assert states["met"] > 0.7 * sum(states.values())
    kept = [item for each in everything for item in each.draft.evidence if item.sha256]
    assert len(kept) >= 40
    assert all(evidence_files.place(item.sha256).stat().st_size == item.size for item in kept)
    assert {Path(item.name).suffix for item in kept} == {".png", ".pdf", ".txt", ".zip"}


def test_the_demo_has_problems_in_every_state_and_promises_of_every_kind(demo):
    from zicha.services import actions, problems
    from zicha.store.queries import units

    asked = {"units": sorted({span.unit for span in units.spans()}), "on": UNTIL, "as_known_at": NOW}
    rows = problems.listed(**asked)
    assert {row.problem.state for row in rows} == {"open", "handed_in", "closed", "dropped"}
    assert {row.due_state for row in rows} == {"", "soon", "overdue"}
    assert all(not row.problem.idle for row in rows)
    assert len({row.problem.number for row in rows}) == len(rows) > 30
    told = [sum(map(of, rows)) for of in (recurs, refused, extended, reopened)]
    assert min(told) > 0, told
    assert {action.state for action in actions.listed(**asked)} == {"open", "working", "done", "dropped"}


def recurs(row):
    return bool(row.before)


def refused(row):
    return bool(row.problem.refusals)


def extended(row):
    return row.problem.extended > 0


def reopened(row):
    return row.problem.reopened > 0


def test_the_demo_s_people_may_sign_in(demo, client):
    from django.contrib.auth import authenticate

    for each in demo.sign_ins:
        assert authenticate(username=each.username, password=demo.password) is not None
    assert demo.sign_ins[0].name == "林远"


def test_a_second_build_returns_the_first(demo, made_once):
    from dataclasses import replace

    from zicha.services import demo as service

    again = service.build(
        home=made_once[0], until=UNTIL + timedelta(days=1), now=NOW + timedelta(days=1), language="zh"
    )
    assert again == replace(demo, made_now=False)


def test_the_demo_has_a_study_plan_with_something_moved_called_off_missed_and_unplanned(demo):
    from zicha.core.study import Numbers
    from zicha.services import study

    found = study.plan(unit="U05", year=2026, on=UNTIL, as_known_at=NOW)
    assert found.numbers == Numbers(planned=12, done=7, late=0, missed=3, moved=1, called_off=1, crowded=0, unplanned=4)
    assert {line.state for line in found.lines} == {"done", "missed", "called_off", "upcoming"}


def test_every_report_of_the_demo_ends_with_a_signed_head(made_once, db):
    """Those in its folder, and those in the archived bundles."""
    from zicha.services import checkpoints, log, report_bundle, report_life
    from zicha.store.queries import units

    home, demo = made_once
    verified = log.verify(home=home)
    kept = [path.read_text().split("\n")[:3] for path in checkpoints.listed(home)]
    assert (verified.fault, verified.checkpoints) == (None, len(kept))
    assert kept[-1][1] == str(verified.size)
    pages = [path.read_text() for path in demo.reports if path.suffix == ".html"]
    with override_settings(ZICHA_HOME=home):
        lives = report_life.lives(units={span.unit for span in units.spans()})
        bundles = [
            report_bundle.content(life, unit=unit, period=period)
            for (_scheme, unit, period), life in lives.items()
            if life.bundle
        ]
        checks = [report_bundle.verify(content=content, name="b.zip").checks for content in bundles]
    assert {dict(each)["signed"] for each in checks} == {True}
    for content in bundles:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pages.append(archive.read("report.html").decode())
    signed = [f"账链 {size} 条，根 {root}。" for _origin, size, root in kept]
    assert len(pages) > len(bundles) > 3
    assert [page for page in pages if not any(each in page for each in signed)] == []


def test_documents_of_the_demo_carry_the_code(made_once):
    _home, demo = made_once
    documents = [path for path in demo.reports if path.suffix == ".docx"]
    assert documents
    for path in documents:
        with zipfile.ZipFile(path) as archive:
            assert "word/media/proof.png" in archive.namelist(), path.name


def test_written_report_says_what_the_page_says(made_once, db):
    """It is written when everything else is there, or its study plan would be empty and the page's not."""
    from zicha.core import periods
    from zicha.services import reports

    _home, made = made_once
    paths = {path.name: path for path in made.reports}
    kept = json.loads(paths["U02-2026H2-theory-study.json"].read_text("utf-8"))
    now = reports.compose(
        unit="U02",
        period=periods.parse("2026H2"),
        scheme="theory-study",
        on=UNTIL,
        as_known_at=NOW,
        language="zh",
        subtree=True,
    )
    shown = json.loads(reports.render(report=now, form="json"))
    assert kept["figures"] == shown["figures"]
    planned = [each["value"] for each in kept["figures"] if each["measure"] == "study_plan_items"]
    assert planned == [12]

"""What was erased since a report was submitted keeps nobody from archiving it, and hides nothing else."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection

from tests import factories
from tests.services.filing import ABOVE, BELOW, JULY, by, which
from zicha.core.findings import Refusal
from zicha.core.units import Person, Roster

pytestmark = pytest.mark.django_db


def open_problem(owner, matter, unit="U01"):
    from zicha.services import problems

    found = problems.Finding(
        unit=unit, source="self_inspection", matter=matter, owner=owner, due=date(2026, 8, 1), on=date(2026, 6, 1)
    )
    return problems.open_problem(found=found, recorded_at=factories.NOW, recorded_by="P002").seq


def submitted(unit="U01", actor=BELOW):
    """A report that names P003 and P004 as owners of its two problems, submitted."""
    from zicha.services import prose, report_life

    factories.organisation()
    seqs = open_problem("P003", "出口堆物", unit), open_problem("P004", "灭火器过期", unit)
    prose.save(
        scheme="work-safety", unit=unit, period="2026H1", section="next", text="每月检查。",
        recorded_at=JULY - timedelta(hours=1), recorded_by="P002", seen_number=0,
    )  # fmt: skip
    report_life.submit(which=which(unit), by=by(actor, 0), language="zh", subtree=False)
    return seqs


def erase(home, *, hours=1, **what):
    from zicha.services import erasure

    order = erasure.Order("request", JULY + timedelta(hours=hours), "P001", home, "P001")
    verb = erasure.erase_person if "person" in what else erasure.erase_record
    (entry,) = verb(**what, order=order).entries
    return entry


def archive(unit="U01", seen=1, hours=2):
    from zicha.services import report_life

    if unit == "U01":
        report_life.accept(which=which(), by=by(ABOVE, seen, hours))
        seen += 1
    return report_life.archive(which=which(unit), by=by(ABOVE, seen, hours + 1)).life


def verified(content):
    from zicha.services import report_bundle

    return report_bundle.verify(content=content, name="b.zip")


def bundle(unit="U01"):
    from zicha.services import report_bundle, report_life

    return report_bundle.content(report_life.life(which=which(unit)), unit=unit, period="2026H1")


@pytest.mark.parametrize(("unit", "actor"), [("U01", BELOW), ("U00", ABOVE)])
def test_report_from_which_somebody_was_erased_is_archived_with_both_hashes(tmp_path, unit, actor):
    first, _second = submitted(unit, actor)
    entry = erase(tmp_path, person="P003")
    found = archive(unit)
    submission, last = found.submission, found.steps[-1]
    assert (found.state, last.erasures) == ("archived", (entry,))
    assert last.frozen.version != submission.frozen.version
    assert (last.frozen.bare, last.frozen.rows) == (submission.frozen.bare, submission.frozen.rows)
    content = bundle(unit)
    with zipfile.ZipFile(BytesIO(content)) as files:
        about, text = json.loads(files.read("bundle.json")), files.read("report.json").decode()
    assert (about["content"], about["submitted"]) == (last.frozen.version, submission.frozen.version)
    assert about["erased"] == {"entries": [entry], "records": [first]}
    assert ("沈一宁" in text, "方可" in text) == (False, True)
    again = verified(content)
    assert (again.is_good, again.erasures, dict(again.checks)["again"]) == (True, (), True)


def test_value_erased_from_a_record_keeps_nobody_from_archiving(tmp_path):
    _first, second = submitted()
    entry = erase(tmp_path, seq=second, field="matter")
    assert archive().steps[-1].erasures == (entry,)


def put_in(seq, field, text):
    """Another text in the place of a value, behind the program, with the salt it had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT salt FROM store_personalvalue WHERE seq = %s AND field = %s", [seq, field])
        salt = bytes(cursor.fetchone()[0])
        cursor.execute("DELETE FROM store_personalvalue WHERE seq = %s AND field = %s", [seq, field])
        statement = "INSERT INTO store_personalvalue (seq, field, salt, value) VALUES (%s, %s, %s, %s)"
        cursor.execute(statement, [seq, field, salt, text])


def take_away(seq, field):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_personalvalue WHERE seq = %s AND field = %s", [seq, field])


@pytest.mark.parametrize("alter", [lambda seq, field: put_in(seq, field, "换了"), take_away])
def test_erasure_hides_nothing_that_was_altered(tmp_path, alter):
    from zicha.services import report_life

    _first, second = submitted()
    erase(tmp_path, person="P003")
    alter(second, "fields.matter")
    with pytest.raises(Refusal) as refusal:
        archive()
    assert refusal.value.code == "report_life.changed"
    assert report_life.is_changed(report_life.life(which=which()), which())


def test_erasure_hides_no_new_name_of_somebody_else(tmp_path):
    from zicha.services import organisation

    submitted()
    erase(tmp_path, person="P003")
    organisation.apply(roster=Roster((), (Person("P004", "方大可"),), ()), recorded_at=JULY + timedelta(hours=1))
    with pytest.raises(Refusal) as refusal:
        archive()
    assert refusal.value.code == "report_life.changed"


@pytest.mark.parametrize(("unit", "actor", "seen"), [("U01", BELOW, 2), ("U00", ABOVE, 1)])
def test_report_that_changed_is_given_back_and_submitted_again(unit, actor, seen):
    from zicha.services import organisation, report_life

    submitted(unit, actor)
    organisation.apply(roster=Roster((), (Person("P004", "方大可"),), ()), recorded_at=JULY + timedelta(hours=1))
    with pytest.raises(Refusal) as refusal:
        archive(unit)
    assert refusal.value.code == "report_life.changed"
    returned = report_life.return_with_comments(which=which(unit), by=by(ABOVE, seen, 4), comment="改了名").life
    assert returned.state == "returned"
    report_life.submit(which=which(unit), by=by(actor, seen + 1, 5), language="zh", subtree=False)
    assert archive(unit, seen=seen + 2, hours=6).state == "archived"


def test_report_that_is_as_it_was_submitted_is_not_given_back_once_accepted():
    from zicha.services import report_life

    submitted()
    report_life.accept(which=which(), by=by(ABOVE, 1, 1))
    with pytest.raises(Refusal) as refusal:
        report_life.return_with_comments(which=which(), by=by(ABOVE, 2, 2), comment="改")
    assert refusal.value.code == "report_life.return_out_of_turn"


def test_bundle_archived_before_an_erasure_is_good_and_says_what_it_still_holds(tmp_path):
    first, _second = submitted()
    archive()
    entry = erase(tmp_path, hours=5, person="P003")
    found = verified(bundle())
    assert (found.is_good, found.erasures, found.records) == (True, (entry,), (first,))
    assert [name for name, fits in found.checks if not fits] == ["again"]


def test_bundle_is_not_good_where_more_than_an_erasure_differs(tmp_path):
    _first, second = submitted()
    archive()
    erase(tmp_path, hours=5, person="P003")
    put_in(second, "fields.matter", "换了")
    found = verified(bundle())
    assert (found.is_good, found.erasures, dict(found.checks)["again"]) == (False, (), False)


def test_bundle_that_was_never_submitted_is_not_made_good_by_an_erasure(tmp_path):
    from zicha.core import report_life
    from zicha.formats import report_bundle

    submitted()
    archive()
    erase(tmp_path, hours=5, person="P003")
    about, files = report_bundle.read(bundle(), name="b.zip")
    files["report.json"] = files["report.json"].replace("沈一宁".encode(), "林远远".encode())
    about["content"] = report_life.content_hash(json.loads(files["report.json"]))
    found = verified(report_bundle.write(about=about, files=files))
    assert (found.is_good, found.erasures) == (False, ())
    assert [name for name, fits in found.checks if not fits] == ["again"]


def test_bundle_that_was_erased_is_told_from_one_that_is_missing(tmp_path):
    submitted()
    found = archive()
    entry = erase(tmp_path, hours=5, seq=found.steps[-1].seq, field="evidence.0")
    with pytest.raises(Refusal) as refusal:
        bundle()
    assert (refusal.value.code, refusal.value.facts) == (
        "report_life.bundle_erased",
        {"unit": "U01", "period": "2026H1", "entry": entry, "day": date(2026, 7, 5), "by": "林远"},
    )


def test_what_is_erased_while_the_bundle_is_made_is_not_archived(tmp_path, monkeypatch):
    from zicha.services import report_bundle, report_life

    submitted()
    report_life.accept(which=which(), by=by(ABOVE, 1, 1))
    make = report_bundle.make

    def made_slowly(**what):
        content = make(**what)
        erase(tmp_path, hours=2, person="P003")
        return content

    monkeypatch.setattr(report_bundle, "make", made_slowly)
    with pytest.raises(Refusal) as refusal:
        report_life.archive(which=which(), by=by(ABOVE, 2, 3))
    assert refusal.value.code == "report_life.stale"
    monkeypatch.undo()
    assert report_life.archive(which=which(), by=by(ABOVE, 2, 4)).life.state == "archived"

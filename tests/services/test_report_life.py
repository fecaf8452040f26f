"""A report goes its way, stands as it was submitted, and its bundle can be made again from the ledger."""

import base64
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest

from tests import factories
from tests.services.filing import ABOVE, ALWAYS, BELOW, JULY, by, which
from zicha.core import periods
from zicha.core.access import Actor
from zicha.core.findings import Refusal
from zicha.core.units import Holding

pytestmark = pytest.mark.django_db


def write(text, *, hours=-1, seen=0, unit="U01"):
    from zicha.services import prose

    return prose.save(
        scheme="work-safety", unit=unit, period="2026H1", section="next", text=text,
        recorded_at=JULY + timedelta(hours=hours), recorded_by="P002", seen_number=seen,
    )  # fmt: skip


def filled():
    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    write("每月检查{exit_inspections}次。")


def submit(*, seen=0, hours=0, actor=BELOW, unit="U01"):
    from zicha.services import report_life

    return report_life.submit(which=which(unit), by=by(actor, seen, hours), language="zh", subtree=False).life


def archived():
    from zicha.services import report_life

    filled()
    submit()
    report_life.accept(which=which(), by=by(ABOVE, 1, 1))
    return report_life.archive(which=which(), by=by(ABOVE, 2, 2)).life


def bundle():
    from zicha.services import report_bundle, report_life

    return report_bundle.content(report_life.life(which=which()), unit="U01", period="2026H1")


def text_of(report):
    return json.dumps([section.blocks for section in report.sections], default=str, ensure_ascii=False)


def test_report_goes_from_draft_to_archive():
    from zicha.services import report_life

    filled()
    assert report_life.life(which=which()).state == "draft"
    assert submit().state == "submitted"
    returned = report_life.return_with_comments(which=which(), by=by(ABOVE, 1, 1), comment="请写原因").life
    assert (returned.state, returned.comment) == ("returned", "请写原因")
    write("每月检查{exit_inspections}次，查明原因。", hours=2, seen=1)
    assert submit(seen=2, hours=3).state == "submitted"
    assert report_life.accept(which=which(), by=by(ABOVE, 3, 4)).life.state == "accepted"
    found = report_life.archive(which=which(), by=by(ABOVE, 4, 5)).life
    assert [each.step for each in found.steps] == ["submit", "return", "resubmit", "accept", "archive"]
    assert [each.by for each in found.steps] == ["P002", "P001", "P002", "P001", "P001"]
    assert found == report_life.life(which=which())


def test_submitted_report_stands_whatever_is_recorded_after():
    from zicha.services import report_life

    filled()
    found = submit()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY + timedelta(hours=1))
    again = report_life.frozen(which=which(), what=found.frozen)
    assert report_life.standing(which=which(), taken=found.submission, report=again).is_the_same
    assert {each.plain for each in again.figures if each.measure == "exit_inspections"} == {1}


def test_record_of_the_same_instant_does_not_change_a_submitted_report():
    from zicha.services import report_life

    filled()
    found = submit()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY)
    again = report_life.frozen(which=which(), what=found.frozen)
    assert report_life.standing(which=which(), taken=found.submission, report=again).is_the_same


def test_prose_of_a_submitted_report_is_refused_until_it_is_returned():
    from zicha.services import report_life

    filled()
    submit()
    with pytest.raises(Refusal) as refusal:
        write("再改一句", hours=-0.5, seen=1)
    assert refusal.value.code == "report_life.frozen"
    report_life.return_with_comments(which=which(), by=by(ABOVE, 1, 1), comment="请改")
    assert write("再改一句", hours=2, seen=1) == 2


@pytest.mark.parametrize(
    ("verb", "actor", "more"),
    [
        ("submit", ABOVE, {"language": "zh", "subtree": False}),
        ("submit", Actor("P003"), {"language": "zh", "subtree": False}),
        ("accept", BELOW, {}),
        ("return_with_comments", BELOW, {"comment": "改"}),
        ("archive", BELOW, {}),
    ],
)
def test_step_of_somebody_who_may_not_is_refused(verb, actor, more):
    from zicha.services import report_life

    filled()
    with pytest.raises(Refusal) as refusal:
        getattr(report_life, verb)(which=which(), by=by(actor, 0), **more)
    assert refusal.value.code == "report_life.not_allowed"


def test_next_steps_of_a_submitted_report_become_promises_once():
    from zicha.services import promises, report_life

    filled()
    submit()
    report_life.return_with_comments(which=which(), by=by(ABOVE, 1, 1), comment="请改")
    submit(seen=2, hours=2)
    later = JULY + timedelta(days=200)
    owed = promises.due(
        unit="U01", scheme="work-safety", period=periods.parse("2026H2"), on=later.date(), as_known_at=later
    )
    assert [each.matter for each in owed] == ["每月检查1次"]


def test_report_of_a_period_that_has_not_begun_is_refused():
    from zicha.services import report_life

    filled()
    early = replace(which(), period=periods.parse("2027H1"))
    with pytest.raises(Refusal) as refusal:
        report_life.submit(which=early, by=by(BELOW, 0), language="zh", subtree=False)
    assert refusal.value.code == "report_life.too_early"


def test_decision_on_a_stale_page_is_refused():
    from zicha.services import report_life

    filled()
    submit()
    report_life.return_with_comments(which=which(), by=by(ABOVE, 1, 1), comment="请改")
    with pytest.raises(Refusal) as refusal:
        report_life.accept(which=which(), by=by(ABOVE, 1, 2))
    assert refusal.value.code == "report_life.stale"


def test_nobody_accepts_what_they_submitted():
    from zicha.services import report_life

    filled()
    both = replace(BELOW, holdings=(*BELOW.holdings, Holding("P002", "U00", "lead", ALWAYS)))
    submit(actor=both)
    with pytest.raises(Refusal) as refusal:
        report_life.accept(which=which(), by=by(both, 1, 1))
    assert refusal.value.code == "report_life.own_report"


def test_report_of_the_root_is_archived_once_it_is_submitted():
    from zicha.services import report_life

    filled()
    assert submit(actor=ABOVE, unit="U00").state == "submitted"
    found = report_life.archive(which=which("U00"), by=by(ABOVE, 1, 1)).life
    assert (found.state, found.bundle.kind) == ("archived", "report")


def test_steps_keep_the_whole_log_verifiable(home):
    from zicha.services import log

    archived()
    assert log.verify(home=home).fault is None


def kinds():
    from zicha.store.queries import ledger

    return [each.draft.kind for each in ledger.all_revisions(first=1, last=ledger.size())]


def closes():
    """The period of every close entry, and how far units had come then."""
    from zicha.core import closing
    from zicha.store.queries import ledger

    found = [each.draft for each in ledger.all_revisions(first=1, last=ledger.size()) if each.draft.kind == "close"]
    return [(each.value("period"), each.value("tree")) for each in found], closing.ends


def test_books_are_closed_right_before_a_submission_and_the_head_is_signed_after_every_step(home):
    from zicha.services import checkpoints, report_life

    filled()
    submit()
    assert kinds() == ["exit_inspection", "close", "report_step", "action"]
    found, tree = closes()
    assert found == [("2026H1", tree({"U00": 0, "U01": 1, "U02": 0, "U03": 0}).root.hex())]
    report_life.return_with_comments(which=which(), by=by(ABOVE, 1, 1), comment="请改")
    submit(seen=2, hours=2)
    assert kinds()[4:] == ["report_step", "close", "report_step"]
    report_life.accept(which=which(), by=by(ABOVE, 3, 3))
    report_life.archive(which=which(), by=by(ABOVE, 4, 4))
    assert [path.name for path in checkpoints.listed(home)] == ["4.txt", "5.txt", "7.txt", "8.txt", "9.txt"]


def test_report_submitted_before_its_period_ends_closes_the_books_and_they_are_closed_again_at_the_end():
    from zicha.services import closing, report_life
    from zicha.services.report_life import By

    factories.organisation()
    factories.record(factories.inspection(date(2026, 4, 2)))
    early = JULY - timedelta(days=20)
    report_life.submit(which=which(), by=By(BELOW, early, 0), language="zh", subtree=False)
    assert [period for period, _tree in closes()[0]] == ["2026H1"]
    closing.close_due(recorded_at=JULY, recorded_by="cli")
    closing.close_due(recorded_at=JULY, recorded_by="cli")
    assert [period for period, _tree in closes()[0]] == ["2026H1", "2026H1"]


def test_submission_after_the_period_has_ended_is_its_close():
    from zicha.services import closing

    filled()
    submit()
    assert closing.close_due(recorded_at=JULY + timedelta(hours=1), recorded_by="cli") == ()


def test_submission_holds_what_others_recorded_while_it_waited_for_its_turn():
    filled()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY + timedelta(seconds=1))
    found = submit()
    from zicha.services import report_life

    report = report_life.frozen(which=which(), what=found.frozen)
    assert found.frozen.known_at == JULY + timedelta(seconds=1)
    assert {each.plain for each in report.figures if each.measure == "exit_inspections"} == {2}


def test_submission_by_a_clock_that_was_set_back_is_refused_and_nothing_is_kept(home):
    filled()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY + timedelta(days=1))
    with pytest.raises(Refusal) as refusal:
        submit()
    assert refusal.value.code == "ledger.clock_back"
    assert kinds() == ["exit_inspection", "exit_inspection"]
    assert not (home / "checkpoints").exists()


def test_step_whose_head_cannot_be_signed_stands_and_says_why(home):
    from zicha.services import checkpoints, report_life

    filled()
    submit()
    (home / "log-key").unlink()
    found = report_life.accept(which=which(), by=by(ABOVE, 1, 1))
    assert (found.life.state, found.gap.code) == ("accepted", "log.key_lost")
    assert report_life.life(which=which()) == found.life
    assert [path.name for path in checkpoints.listed(home)] == ["4.txt"]


def test_report_is_not_archived_without_a_signed_head_and_nothing_is_kept(home):
    from zicha.services import report_life

    filled()
    submit()
    report_life.accept(which=which(), by=by(ABOVE, 1, 1))
    shutil.rmtree(home / "checkpoints")
    (home / "log-key").unlink()
    kept = sorted((home / "evidence").rglob("*"))
    with pytest.raises(Refusal) as refusal:
        report_life.archive(which=which(), by=by(ABOVE, 2, 2))
    assert refusal.value.code == "log.key_lost"
    assert kinds() == ["exit_inspection", "close", "report_step", "action", "report_step"]
    assert sorted((home / "evidence").rglob("*")) == kept


def test_archived_report_ends_with_the_head_that_was_signed_with_its_submission(home):
    from zicha.services import signing

    archived()
    head = (home / "checkpoints" / "4.txt").read_text()
    lines = signing.note(head, home=home).lines("zh")
    with zipfile.ZipFile(BytesIO(bundle())) as archive:
        assert archive.read("checkpoint.txt").decode() == head
        page = archive.read("report.html").decode()
        with zipfile.ZipFile(BytesIO(archive.read("report.docx"))) as word:
            written, members = word.read("word/document.xml").decode(), word.namelist()
    assert [each for each in lines if each not in page or each not in written] == []
    assert "word/media/proof.png" in members


def test_bundle_with_another_checkpoint_is_noticed(home):
    from zicha.formats import report_bundle as bundles
    from zicha.services import report_bundle

    archived()
    about, files = bundles.read(bundle(), name="b.zip")
    about.pop("files")
    first, size, *rest = files["checkpoint.txt"].decode().split("\n")
    altered = "\n".join([first, str(int(size) + 1), *rest]).encode()
    content = bundles.write(about=about, files=files | {"checkpoint.txt": altered})
    checks = dict(report_bundle.verify(content=content, name="b.zip").checks)
    assert [name for name, fits in checks.items() if not fits] == ["signed"]


def test_bundle_holds_every_form_the_scheme_and_the_head_of_the_log():
    from zicha.services import report_life
    from zicha.store.queries import log

    archived()
    with zipfile.ZipFile(BytesIO(bundle())) as archive:
        assert archive.namelist() == [
            "bundle.json", "checkpoint.txt", "report.docx", "report.html", "report.json", "report.pdf", "scheme.yaml"
        ]  # fmt: skip
        about = json.loads(archive.read("bundle.json"))
        assert archive.read("scheme.yaml") == factories.shipped("work-safety")
        assert archive.read("report.pdf").startswith(b"%PDF-")
    submission = report_life.life(which=which()).submission
    assert about["content"] == submission.frozen.version
    assert about["log"]["size"] == submission.seq == 3
    assert about["log"]["root"] == base64.b64encode(log.root(size=3)).decode()
    assert {name: about[name] for name in ("unit", "period", "on", "as_known_at", "language", "subtree")} == {
        "unit": "U01",
        "period": "2026H1",
        "on": "2026-07-05",
        "as_known_at": "2026-07-05T08:00:00Z",
        "language": "zh",
        "subtree": False,
    }


def test_bundle_made_again_has_the_same_bytes(home):
    from zicha.services import report_bundle, report_life

    life = archived()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY + timedelta(days=1))
    report = report_life.frozen(which=which(), what=life.submission.frozen)
    before = replace(life, steps=life.steps[:2])
    standing = report_life.standing(which=which(), taken=life.submission, report=report)
    checkpoint = (home / "checkpoints" / "4.txt").read_text()
    assert (
        report_bundle.make(report=report, life=before, standing=standing, checkpoint=checkpoint, home=home) == bundle()
    )


def test_bundle_is_verified_against_the_ledger():
    from zicha.services import report_bundle

    archived()
    factories.record(factories.inspection(date(2026, 5, 2)), recorded_at=JULY + timedelta(days=1))
    found = report_bundle.verify(content=bundle(), name="b.zip")
    assert found.checks == (
        ("files", True),
        ("content", True),
        ("scheme", True),
        ("log", True),
        ("again", True),
        ("signed", True),
    )
    offline = report_bundle.verify(content=bundle(), name="b.zip", with_ledger=False)
    assert offline.checks == (("files", True), ("content", True), ("scheme", True))


@pytest.mark.parametrize(
    ("file", "change", "wrong"),
    [
        ("report.docx", lambda data: data + b"x", {"files"}),
        ("report.json", lambda data: data.replace("每月检查".encode(), "每季检查".encode()), {"files", "content"}),
        ("scheme.yaml", lambda data: data + b"# x\n", {"files", "scheme"}),
        ("bundle.json", lambda data: data.replace(b'"size": 3', b'"size": 1', 1), {"log"}),
        ("bundle.json", lambda data: data.replace(b'"2026-07-05T08:00', b'"2026-03-05T08:00', 1), {"again"}),
    ],
)
def test_altered_bundle_is_noticed(file, change, wrong):
    from zicha.services import report_bundle

    archived()
    with zipfile.ZipFile(BytesIO(bundle())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    altered = change(files[file])
    assert altered != files[file]
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (files | {file: altered}).items():
            archive.writestr(name, data)
    found = report_bundle.verify(content=out.getvalue(), name="b.zip")
    assert {name for name, fits in found.checks if not fits} == wrong


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_file_that_is_no_bundle_is_refused(content):
    from zicha.services import report_bundle

    with pytest.raises(Refusal) as refusal:
        report_bundle.verify(content=content, name="b.zip")
    assert refusal.value.code == "report_life.bundle_unreadable"


def test_steps_come_in_by_no_file(tmp_path):
    from zicha.services import imports

    factories.organisation()
    line = {
        "key": "k1",
        "unit": "U01",
        "kind": "report_step",
        "happened_on": "2026-06-01",
        "fields": {"step": "accept"},
    }
    file = tmp_path / "steps.ndjson"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    found = imports.preview(file=file, unit="U01")
    assert (len(found.drafts), len(found.refused)) == (0, 1)

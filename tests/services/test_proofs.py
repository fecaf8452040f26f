"""A proof shows its figures to somebody who has the file and the key; whoever changes a byte of it is found out."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.services import proof_ledgers
from zicha.core import periods
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=30)
H1 = periods.parse("2026H1")
SCRIPT = Path(__file__).parents[2] / "tools" / "verify_bundle.py"


def fill():
    from zicha.services import ledger

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    gone = factories.record(factories.inspection(date(2026, 5, 21)))
    factories.record(factories.meeting(date(2026, 5, 22)))
    factories.record(factories.inspection(date(2026, 5, 25), unit="U02"))
    ledger.withdraw(entry=gone.entry, reason="重复", recorded_at=factories.NOW, recorded_by="P002")


def bundle(home, *, unit="U01", subtree=False, recorded_at=LATER):
    from zicha.services import proofs

    content = proofs.bundle(
        unit=unit, period=H1, scheme="work-safety", on=date(2026, 7, 10), recorded_at=recorded_at, recorded_by="P001",
        home=home, subtree=subtree,
    )  # fmt: skip
    return content, (home / "log-key.pub").read_text()


def verify(content, key):
    from zicha.services import proofs

    return proofs.verify_file(content=content, key=key)


def run_script(folder, content, key):
    file = folder / "proof.json"
    file.write_bytes(content)
    words = [sys.executable, "-I", str(SCRIPT), str(file), key.strip()]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def standings(verdict):
    return {each.figure: (each.standing, each.stated, each.found) for each in verdict.figures}


def left_of(verdict):
    return {(each.figure, each.standing, each.reason) for each in verdict.figures if each.standing != "recounted"}


def test_bundle_recounts_its_figures_from_its_own_records(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    found = verify(content, key)
    assert (found.size, found.verdict.units, found.verdict.records, found.verdict.withheld) == (6, ("U01",), 3, 0)
    said = standings(found.verdict)
    assert said["fig-exit_inspections-U01-2026H1"] == ("recounted", "1", "1")
    assert said["fig-blocked_exits-U01-2026H1"] == ("recounted", "2", "2")
    assert said["window-exit-inspection"] == ("recounted", "overdue=5 met=1", "overdue=5 met=1")
    assert left_of(found.verdict) == {("window-newcomer-training", "not_recounted", "joining")}


def test_bundle_of_a_subtree_holds_every_unit_below(tmp_path):
    fill()
    content, key = bundle(tmp_path, unit="U00", subtree=True)
    found = verify(content, key)
    assert (found.verdict.units, found.verdict.records) == (("U00", "U01", "U02", "U03"), 5)
    code, said = run_script(tmp_path, content, key)
    assert code == 0
    assert said.splitlines() == [
        "PROVEN: 5 records, 0 by hash alone; none left out.",
        f"Figures recounted and equal: {len(found.verdict.figures) - 1}; not recounted: 1.",
        "  window-newcomer-training: its windows begin when somebody joins, and who holds which post is not shown",
    ]


def test_every_figure_of_work_safety_is_recounted(tmp_path):
    """Of what stands beside the figures, windows that begin when somebody joins are not: posts are not shown."""
    proof_ledgers.work_safety()
    content, key = proof_ledgers.prove(tmp_path)
    found = verify(content, key).verdict
    said = standings(found)
    assert left_of(found) == {("window-newcomer-training", "not_recounted", "joining")}
    assert said["fig-trained_people-U00-2026H1-all"] == ("recounted", "3", "3")
    assert said["fig-safety_gaps-U00-2026H1-all"] == ("recounted", "27", "27")
    assert said["fig-safety_problems_recurring-U00-2026H1-all"] == ("recounted", "1", "1")
    told = "unit=U01 state=closed due=2026-07-20 first_due=2026-07-01 extended=1"
    assert said["problem-w-0"] == ("recounted", told, told)


def test_every_figure_of_theory_study_is_recounted_but_those_of_private_kinds(tmp_path):
    proof_ledgers.theory_study()
    content, key = proof_ledgers.prove(tmp_path, scheme="theory-study", unit="U01")
    found = verify(content, key).verdict
    private = ("self_study_time", "self_study_share", "talks")
    partly = ("study_windows_met", "study_gaps")
    assert left_of(found) == {
        *((f"fig-{measure}-U01-2026H1-all", "withheld", "private") for measure in private),
        *((f"fig-{measure}-U01-2026H1-all", "withheld", "partly") for measure in partly),
        ("window-self-study", "withheld", "private"),
    }
    told = "total=4 done=1 working=1 dropped=1 unanswered=1"
    assert standings(found)["promises"] == ("recounted", told, told)
    assert found.withheld == 3


@pytest.mark.parametrize("measure", ["study_windows_met", "study_gaps"])
def test_count_of_windows_with_a_private_duty_is_held_to_those_stated(measure, tmp_path):
    proof_ledgers.theory_study()
    content, key = proof_ledgers.prove(tmp_path, scheme="theory-study", unit="U01")
    said = json.loads(content)
    [figure] = [each for each in said["figures"] if each["measure"] == measure]
    honest = figure["value"]
    figure["value"] = figure["text"] = str(int(honest) + 1)
    [found] = verify(json.dumps(said).encode(), key).verdict.differing
    assert (found.figure, found.stated, found.found) == (
        f"fig-{measure}-U01-2026H1-all", str(int(honest) + 1), honest
    )  # fmt: skip
    code, words = run_script(tmp_path, json.dumps(said).encode(), key)
    assert (code, words.startswith(f"NOT PROVEN: {measure}: stated")) == (1, True)


def test_every_figure_of_theory_study_is_recounted_where_nothing_is_private(tmp_path):
    factories.organisation(schemes=("theory-study",))
    proof_ledgers.study("2026-05-20", ("P002",), "reading")
    content, key = proof_ledgers.prove(tmp_path, scheme="theory-study", unit="U01")
    assert left_of(verify(content, key).verdict) == set()


def test_private_records_of_another_scheme_are_withheld_too(tmp_path):
    proof_ledgers.theory_study()
    content, key = proof_ledgers.prove(tmp_path, scheme="work-safety", unit="U01")
    kinds = {json.loads(record["body"])["kind"] for record in json.loads(content)["records"] if "body" in record}
    assert not kinds & {"talk", "self_study"}
    assert verify(content, key).verdict.withheld == 3


def test_proof_without_people_opens_no_sheet_and_says_what_it_cannot_count(tmp_path):
    proof_ledgers.work_safety()
    content, key = proof_ledgers.prove(tmp_path, people=False)
    said = json.loads(content)
    assert said["sheets"] == []
    assert {each["said"].get("person") for each in said["opened"]} == {None}
    assert ("fig-trained_people-U00-2026H1-all", "not_recounted", "people") in left_of(verify(content, key).verdict)
    code, told = run_script(tmp_path, content, key)
    assert code == 0
    assert "  trained_people: it counts different people, and their sheets were left shut\n" in told


def test_proof_of_one_unit_shows_seats_and_no_ids(tmp_path):
    proof_ledgers.work_safety()
    content, key = proof_ledgers.prove(tmp_path, unit="U03", subtree=False)
    assert standings(verify(content, key).verdict)["fig-trained_people-U03-2026H1"] == ("recounted", "2", "2")
    assert not any(person in content.decode() for person in ("P001", "P002", "P003", "P004"))


def test_no_name_is_in_a_proof(tmp_path):
    proof_ledgers.work_safety()
    content, _key = proof_ledgers.prove(tmp_path)
    assert not any(person.name in content.decode() for person in factories.ROSTER.people)


def test_entry_that_was_moved_to_another_unit_counts_there_alone(tmp_path):
    proof_ledgers.work_safety()
    proof_ledgers.happen_more(tmp_path, "work-safety")
    for unit, trainings in (("U01", "1"), ("U02", "1")):
        content, key = proof_ledgers.prove(tmp_path, unit=unit, subtree=False)
        found = standings(verify(content, key).verdict)[f"fig-trainings-{unit}-2026H1"]
        assert found == ("recounted", trainings, trainings)


def test_proof_under_a_former_key_leads_to_the_present_one(tmp_path):
    proof_ledgers.work_safety()
    former = proof_ledgers.happen_more(tmp_path, "work-safety")
    content, key = proof_ledgers.prove(tmp_path)
    assert key.startswith(former.strip()) is False
    assert verify(content, former).verdict == verify(content, key).verdict
    assert run_script(tmp_path, content, former) == run_script(tmp_path, content, key)
    broken = json.loads(content)
    broken["keys"][0]["body"] = broken["keys"][0]["body"].replace("routine", "Routine")
    with pytest.raises(Refusal, match="unsigned"):
        verify(json.dumps(broken).encode(), former)
    assert run_script(tmp_path, json.dumps(broken).encode(), former)[0] == 1


def test_records_that_come_after_the_close_are_not_in_the_bundle(tmp_path):
    from zicha.services import closing

    fill()
    closed = closing.close(period=H1, recorded_at=factories.NOW, recorded_by="P001")
    assert closed.entry.recorded_at == factories.NOW + timedelta(microseconds=1)
    assert closed.ends.units[1].last == 3
    factories.record(factories.inspection(date(2026, 5, 26)), recorded_at=factories.NOW)
    content, key = bundle(tmp_path)
    assert verify(content, key).verdict.records == 4


def left_out(said):
    del said["records"][1]


def left_out_and_renumbered(said):
    del said["records"][-1]
    said["units"][0]["last"] -= 1


def added(said):
    said["records"].append(said["records"][-1])


def other_body(said):
    body = json.loads(said["records"][0]["body"])
    body["fields"]["blocked"] = "9"
    said["records"][0]["body"] = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def other_close(said):
    said["close"] = {name: said["records"][0][name] for name in ("seq", "body", "path")}


def unsigned(said):
    said["checkpoint"] = said["checkpoint"].replace("\n6\n", "\n7\n", 1)


FORGED = {
    left_out: ("proofs.gap", {"unit": "U01", "expected": 2}),
    left_out_and_renumbered: ("proofs.unit_unknown", {"unit": "U01"}),
    added: ("proofs.gap", {"unit": "U01", "expected": 4}),
    other_body: ("proofs.not_in_log", {"seq": 1}),
    other_close: ("proofs.no_close", {}),
}


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_forged_bundle_is_refused_and_says_where(forge, tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    forge(said)
    forged = json.dumps(said).encode()
    with pytest.raises(Refusal) as refused:
        verify(forged, key)
    assert (refused.value.code, refused.value.facts) == FORGED[forge]
    assert run_script(tmp_path, forged, key)[0] == 1


def test_record_shown_by_its_hash_alone_is_counted_as_withheld_and_its_figure_differs(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    record = said["records"][0]
    del record["body"]
    record["leaf"] = said["records"][1]["path"][0]
    found = verify(json.dumps(said).encode(), key).verdict
    differing = [(each.figure, each.stated, each.found) for each in found.differing]
    assert found.withheld == 1
    assert ("fig-exit_inspections-U01-2026H1", "1", "0") in differing


def test_stated_figure_that_the_records_do_not_give_differs(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    figure = next(each for each in said["figures"] if each["measure"] == "exit_inspections")
    figure["value"] = "12"
    differing = verify(json.dumps(said).encode(), key).verdict.differing
    assert [(each.figure, each.stated, each.found) for each in differing] == [
        ("fig-exit_inspections-U01-2026H1", "12 (1)", "1")
    ]
    code, told = run_script(tmp_path, json.dumps(said).encode(), key)
    assert (code, told.startswith("NOT PROVEN: exit_inspections: stated ")) == (1, True)


def test_bundle_under_another_key_is_refused(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    (tmp_path / "other").mkdir()
    _other, foreign = bundle(tmp_path / "other")
    with pytest.raises(Refusal, match="unsigned"):
        verify(content, foreign)
    forged = json.loads(content)
    unsigned(forged)
    with pytest.raises(Refusal, match="unsigned"):
        verify(json.dumps(forged).encode(), key)
    assert run_script(tmp_path, json.dumps(forged).encode(), key)[0] == 1


def test_bundle_with_a_changed_byte_never_shows_other_figures(tmp_path):
    """Text that is only for people may change; what is proven may not."""
    fill()
    content, key = bundle(tmp_path)
    honest = verify(content, key).verdict
    chance = random.Random(7)
    for _ in range(300):
        place = chance.randrange(len(content))
        changed = content[:place] + bytes([content[place] ^ 1 << chance.randrange(7)]) + content[place + 1 :]
        try:
            found = verify(changed, key).verdict
        except Refusal:
            continue
        for one, other in zip(found.figures, honest.figures, strict=False):
            assert one.standing != "recounted" or one.found in {each.found for each in honest.figures}, (place, other)


def test_what_is_no_bundle_is_refused(tmp_path):
    _content, key = bundle_of_nothing(tmp_path)
    for content in (b"", b"{}", b"[]", b"\xff"):
        with pytest.raises(Refusal, match="no_bundle"):
            verify(content, key)


def bundle_of_nothing(folder):
    fill()
    return bundle(folder)


def scheme_text(said):
    said["scheme"]["parsed"] = said["scheme"]["parsed"].replace("exit_inspection", "safety_meeting")


def scheme_name(said):
    said["scheme"]["id"] = "other"


def opened(said, sort):
    columns = {"scheme": "parsed", "unit": "parent"}
    return next(each for each in said["opened"] if columns[sort] in each["said"])


def scheme_said(said):
    opened(said, "scheme")["said"]["effective"] = "2026-01-01"


def unit_said(said):
    opened(said, "unit")["said"]["level"] = 9


def unit_held_back(said):
    said["opened"].remove(opened(said, "unit"))


def row_left_out(said):
    del said["rows"][-1]


def unit_left_out(said):
    said["units"].pop()
    said["records"] = [each for each in said["records"] if each["unit"] != "U03"]


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (scheme_text, "proofs.scheme_unbound"),
        (scheme_name, "proofs.scheme_unbound"),
        (scheme_said, "proofs.row_other"),
        (unit_said, "proofs.row_other"),
        (unit_held_back, "proofs.row_missing"),
        (row_left_out, "proofs.rows_other"),
        (unit_left_out, "proofs.units_other"),
    ],
)
def test_other_scheme_or_units_than_were_bound_are_refused(forge, code, tmp_path):
    fill()
    content, key = bundle(tmp_path, unit="U00", subtree=True)
    said = json.loads(content)
    forge(said)
    forged = json.dumps(said).encode()
    with pytest.raises(Refusal) as refused:
        verify(forged, key)
    assert refused.value.code == code
    assert run_script(tmp_path, forged, key)[0] == 1


def test_version_that_holds_is_shown_whatever_else_was_loaded(tmp_path):
    """An issuer cannot pick another version of the scheme: all are bound, and which one holds follows from them."""
    from zicha.services import schemes

    fill()
    text = factories.shipped("work-safety").decode()
    later = text.replace('version: "1"', 'version: "2"\neffective: 2026-07-01', 1)
    schemes.load(data=later.encode(), name="later", recorded_at=factories.NOW, recorded_by="P001")
    content, key = bundle(tmp_path)
    assert verify(content, key).verdict.differing == ()
    assert run_script(tmp_path, content, key)[0] == 0
    said = json.loads(content)
    assert {each["said"]["version"] for each in said["opened"] if "parsed" in each["said"]} == {"1", "2"}
    from zicha.store.queries import binding

    said["scheme"]["parsed"] = binding.parsed(scheme="work-safety", version="2")
    with pytest.raises(Refusal, match="scheme_unbound"):
        verify(json.dumps(said).encode(), key)
    assert run_script(tmp_path, json.dumps(said).encode(), key)[0] == 1


def test_scripts_are_short_and_use_nothing_but_the_standard_library():
    for file in SCRIPT.parent.glob("verify_bundle*.py"):
        lines = file.read_text("utf-8").splitlines()
        imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
        assert len(lines) < 200, file.name
        assert imported <= sys.stdlib_module_names, file.name

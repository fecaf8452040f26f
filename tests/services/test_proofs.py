"""A proof shows its figures to somebody who has the file and the key; whoever changes a byte of it is found out."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import factories
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


def bundle(home, *, unit="U01", subtree=False):
    from zicha.services import proofs

    content = proofs.bundle(
        unit=unit, period=H1, scheme="work-safety", on=date(2026, 7, 10), recorded_at=LATER, recorded_by="P001",
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


def test_bundle_recounts_its_figures_from_its_own_records(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    found = verify(content, key)
    assert (found.size, found.verdict.units, found.verdict.records, found.verdict.withheld) == (6, ("U01",), 3, 0)
    standings = {each.figure: (each.standing, each.stated, each.found) for each in found.verdict.figures}
    assert standings["fig-exit_inspections-U01-2026H1"] == ("recounted", "1", "1")
    assert standings["fig-blocked_exits-U01-2026H1"] == ("recounted", "2", "2")
    assert {standing for standing, *_ in standings.values()} == {"recounted", "not_recounted"}


def test_bundle_of_a_subtree_holds_every_unit_below(tmp_path):
    fill()
    content, key = bundle(tmp_path, unit="U00", subtree=True)
    found = verify(content, key)
    assert (found.verdict.units, found.verdict.records) == (("U00", "U01", "U02", "U03"), 5)
    assert {each.standing for each in found.verdict.figures} == {"recounted", "not_recounted"}
    code, said = run_script(tmp_path, content, key)
    figures = json.loads(content)["figures"]
    recounted = sum(each["rule"]["~"] in ("Count", "Sum", "Rate", "Share") for each in figures)
    assert code == 0
    assert said.splitlines() == [
        "PROVEN: 5 records, 0 by hash alone; none left out.",
        f"Figures recounted and equal: {recounted}; not recounted (others): {len(figures) - recounted}.",
    ]


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
    differing = [(each.figure, each.stated, each.found) for each in found.figures if each.standing == "differs"]
    assert found.withheld == 1
    assert ("fig-exit_inspections-U01-2026H1", "1", "0") in differing


def test_records_of_a_private_kind_are_withheld(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    assert json.loads(content)["private_kinds"] == []
    said = json.loads(content) | {"private_kinds": ["exit_inspection"]}
    record = said["records"][0]
    del record["body"]
    record["leaf"] = said["records"][1]["path"][0]
    found = verify(json.dumps(said).encode(), key).verdict
    standing = {each.figure: each.standing for each in found.figures}
    assert standing["fig-exit_inspections-U01-2026H1"] == "withheld"


def test_stated_figure_that_the_records_do_not_give_differs(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    figure = next(each for each in said["figures"] if each["measure"] == "exit_inspections")
    figure["value"] = "12"
    found = verify(json.dumps(said).encode(), key)
    differing = [(each.figure, each.stated, each.found) for each in found.verdict.figures if each.standing == "differs"]
    assert differing == [("fig-exit_inspections-U01-2026H1", "12", "1")]
    assert run_script(tmp_path, json.dumps(said).encode(), key) == (
        1,
        "NOT PROVEN: fig-exit_inspections-U01-2026H1: stated 12, recounted 1\n",
    )


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
    for content in (b"", b"{}", b"[]", b"PK\x03\x04rest", b"\xff"):
        with pytest.raises(Refusal, match="no_bundle"):
            verify(content, key)


def bundle_of_nothing(folder):
    fill()
    return bundle(folder)


def test_rules_are_shown_to_be_those_of_the_loaded_scheme(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    assert verify(content, key).scheme is True
    assert "P001" not in json.dumps(json.loads(content)["scheme"]["said"])


def scheme_text(said):
    said["scheme"]["parsed"] = said["scheme"]["parsed"].replace("exit_inspection", "safety_meeting")


def scheme_row(said):
    said["scheme"]["row"] += 1


def scheme_said(said):
    said["scheme"]["said"]["effective"] = "2026-01-01"


def scheme_name(said):
    said["scheme"]["version"] = "9"


def figure_rule(said):
    said["figures"][0]["rule"] = said["figures"][1]["rule"]


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (scheme_text, "proofs.scheme_unbound"),
        (scheme_row, "proofs.scheme_unbound"),
        (scheme_said, "proofs.scheme_unbound"),
        (scheme_name, "proofs.scheme_unbound"),
        (figure_rule, "proofs.rule_other"),
    ],
)
def test_other_scheme_or_rule_is_refused(forge, code, tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    forge(said)
    with pytest.raises(Refusal) as refused:
        verify(json.dumps(said).encode(), key)
    assert refused.value.code == code


def test_bundle_that_shows_no_scheme_says_so(tmp_path):
    fill()
    content, key = bundle(tmp_path)
    said = json.loads(content)
    said["scheme"] = {name: said["scheme"][name] for name in ("id", "version")}
    assert verify(json.dumps(said).encode(), key).scheme is False

"""Erasing, and letting go what is due, on the command line."""

import io
import sqlite3
import zipfile


def titles(home):
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        return dict(
            database.execute("SELECT seq, value FROM store_personalvalue WHERE field = 'title' ORDER BY seq LIMIT 2")
        )


def someone(home):
    """The first two people of the demo organisation: id and name."""
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        return database.execute("SELECT id, name FROM store_person ORDER BY id LIMIT 2").fetchall()


def test_erase_says_what_will_be_gone_and_does_nothing_without_yes(copy):
    before = titles(copy.home)
    seq = next(iter(before))
    approver = someone(copy.home)[0][0]
    words = (
        "erase",
        "--record",
        str(seq),
        "--field",
        "title",
        "--ground",
        "request",
        "--approver",
        approver,
        "--lang",
        "en",
    )
    asked = copy(*words)
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.splitlines() == [
        "1 values will be gone:",
        f"  record {seq} title",
        "What is erased cannot be had back. If you are sure, add --yes.",
    ]
    assert titles(copy.home) == before
    done = copy(*words, "--yes", "--format", "json")
    assert (done.code, done.json["values"], done.json["wiped"]) == (0, 1, True)
    assert seq not in titles(copy.home)
    assert copy("verify").code == 0
    assert copy(*words, "--yes").code == 2


def test_person_is_erased_by_name_and_every_number_stays(copy):
    (whom, name), (approver, _) = someone(copy.home)
    question = ("board", "--period", "2026H1", "--subtree", "--format", "json")
    before = copy(*question)
    assert before.code == 0
    done = copy("erase", "--person", name, "--ground", "request", "--approver", approver, "--yes", "--format", "json")
    assert (done.code, done.json["wiped"]) == (0, True)
    assert copy("verify").code == 0
    assert {**copy(*question).json, "as_known_at": ""} == {**before.json, "as_known_at": ""}
    places = ("zicha.sqlite3", "zicha.sqlite3-wal", "erasures.ndjson")
    held = [
        place
        for place in places
        if (copy.home / place).exists() and f'"{whom}"'.encode() in (copy.home / place).read_bytes()
    ]
    assert held == []


def test_erase_needs_one_of_person_and_record(copy):
    said = copy("erase", "--ground", "request", "--lang", "en")
    assert (said.code, said.err) == (2, "Name either --person or --record, one of the two.\n")


def test_retain_lists_and_then_lets_go(copy):
    listed = copy("retain", "--dry-run", "--format", "json")
    assert (listed.code, listed.json["dry_run"]) == (0, True)
    done = copy("retain", "--format", "json")
    assert (done.code, done.json["due"], done.json["wiped"]) == (0, listed.json["due"], True)
    assert copy("retain", "--lang", "en").out == "Nothing is due.\n"
    assert copy("verify").code == 0


def test_what_was_erased_after_the_backup_is_erased_again_when_it_is_restored(copy, tmp_path):
    (whom, name), (approver, _) = someone(copy.home)
    made = copy("backup", "--into", tmp_path / "backups", "--format", "json").json
    copy("erase", "--person", whom, "--ground", "request", "--approver", approver, "--yes")
    home, journal = tmp_path / "back", copy.home / "erasures.ndjson"
    words = ("--home", home, "restore", made["folder"], "--erasures", journal, "--format", "json")
    back = copy(*words)
    assert (back.code, back.json["erased_again"], back.json["verified"]) == (0, 1, True)
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        found = database.execute("SELECT count(*) FROM store_person WHERE id = ? OR name = ?", [whom, name]).fetchone()
    assert found == (0,)


def test_report_can_be_proven_after_an_erasure_as_before(copy, tmp_path):
    approver = someone(copy.home)[0][0]
    proof, key = tmp_path / "proof.json", copy.home / "log-key.pub"
    question = ("--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--subtree")
    with sqlite3.connect(copy.home / "zicha.sqlite3") as database:
        seqs = [seq for (seq,) in database.execute("SELECT seq FROM store_revision WHERE unit = 'U02' LIMIT 2")]
    assert copy("export", "bundle", *question, "--out", proof).code == 0
    for seq in seqs:
        assert copy("erase", "--record", seq, "--ground", "request", "--approver", approver, "--yes").code == 0
    later = tmp_path / "later.json"
    assert copy("export", "bundle", *question, "--out", later).code == 0
    found = [copy("verify", each, "--key", key, "--format", "json").json for each in (proof, later)]
    assert [each["fault"] for each in found] == [None, None]
    assert [found[0][part] for part in ("records", "figures")] == [found[1][part] for part in ("records", "figures")]


def owner(home):
    """Somebody whom two archived bundles and the demo's written reports name."""
    with zipfile.ZipFile(io.BytesIO(bundles(home)[0][1])) as archive:
        said = archive.read("report.json").decode()
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        found = database.execute("SELECT id, name FROM store_person ORDER BY id DESC").fetchall()
    return next((person, name) for person, name in found if f'"{name}"' in said)


def bundles(home):
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        rows = database.execute(
            "SELECT seq, value FROM store_personalvalue JOIN store_revision USING (seq) "
            "WHERE field = 'evidence.0.sha256' AND kind = 'report_step' AND unit = 'U01' ORDER BY seq"
        ).fetchall()
    found = [(seq, home / "evidence" / digest[:2] / digest[2:]) for seq, digest in rows]
    return [(seq, path.read_bytes()) for seq, path in found if path.exists()]


def holding(home, name):
    """The files of the installation in which a name stands, bundles by what is in them."""
    from zicha.formats import text_held

    paths = (path for path in home.rglob("*") if path.is_file())
    return {
        str(path.relative_to(home))
        for path in paths
        if text_held.holds(path.read_bytes(), name=path.name if path.suffix else "b.zip", texts=[name])
    }


def test_files_that_still_hold_an_erased_name_are_named_before_and_after(copy):
    person, name = owner(copy.home)
    words = ("erase", "--person", person, "--ground", "request", "--approver", "P001", "--lang", "en")
    before = copy(*words)
    assert (before.code, before.out, "add --with-files" in before.err) == (2, "", True)
    done = copy(*words, "--yes", "--format", "json").json
    left = holding(copy.home, name)
    assert sorted(file for file in left if file.startswith("reports/")) == done["files"]
    assert done["files"] != []
    assert len([file for file in left if file.startswith("evidence/")]) == len(done["bundles"]) > 0
    assert done["files_erased"] is None
    lines = before.err.splitlines()
    assert all(any(f"record {each['seq']}:" in line for line in lines) for each in done["bundles"])
    assert left - {*done["files"]} == {file for file in left if file.startswith("evidence/")}


def test_person_erased_with_files_is_nowhere_in_the_folder(copy):
    person, name = owner(copy.home)
    words = ("erase", "--person", person, "--ground", "request", "--approver", "P001", "--yes", "--with-files")
    done = copy(*words, "--format", "json").json
    assert (len(done["files_erased"]), done["wiped"]) == (1, True)
    assert holding(copy.home, name) == set()
    assert copy("verify").code == 0
    bundle = done["bundles"][0]
    asked = ("--unit", bundle["unit"], "--period", bundle["period"], "--scheme", bundle["scheme"])
    gone = copy("report", "bundle", *asked, "--out", "b.zip", "--lang", "en")
    assert (gone.code, f"(ledger entry {done['files_erased'][0]})" in gone.err) == (2, True)


def test_record_that_is_not_there_is_said_to_hold_nothing(copy):
    refused = copy("erase", "--record", "0", "--ground", "request", "--approver", "P001", "--yes", "--lang", "en")
    said = "Record 0 holds nothing that could be erased: there is no such record, or all of it is gone already."
    assert (refused.code, refused.err) == (2, f"{said}\n")


def test_what_will_be_due_is_asked_of_a_day_and_goes_only_on_its_own(copy):
    now = copy("retain", "--dry-run", "--format", "json").json
    later = copy("--on", "2040-01-01", "retain", "--dry-run", "--format", "json").json
    assert (now["due"]["records"] < 1000 < later["due"]["records"], later["dry_run"]) == (True, True)
    assert copy("retain", "--dry-run", "--format", "json").json == now
    refused = copy("--on", "2040-01-01", "retain", "--lang", "en")
    assert (refused.code, "--on" in refused.err, "--dry-run" in refused.err) == (2, True, True)

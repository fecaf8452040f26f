"""A backup is whole or not there; it is brought back only where nothing is."""

import hashlib
import json
import shutil
import sqlite3

import pytest

from zicha.store import folders


def backup(copy, tmp_path, *words):
    made = copy("backup", "--into", str(tmp_path / "backups"), "--format", "json", *words)
    assert (made.code, made.err) == (0, "")
    return made.json


def test_backup_is_restored_and_verified(copy, tmp_path):
    made = backup(copy, tmp_path)
    folder = tmp_path / "backups" / made["folder"].rsplit("/", 1)[-1]
    assert str(folder) == made["folder"]
    assert folder.stat().st_mode & 0o777 == 0o700
    before = copy("verify", "--format", "json").json
    back = copy("--home", str(tmp_path / "back"), "restore", str(folder), "--format", "json")
    assert (back.code, back.json) == (
        0,
        {
            "home": str(tmp_path / "back"),
            "size": made["size"],
            "checkpoints": len([*(copy.home / "checkpoints").iterdir()]),
            "erased_again": 0,
            "journals": [],
            "journals_passed_over": [],
            "replaced": str(copy.home.resolve()),
            "erasures_known": True,
            "erasures_known_until": None,
            "verified": True,
            "fault": None,
        },
    )
    assert copy("--home", str(tmp_path / "back"), "verify", "--format", "json").json == before
    files = {path.relative_to(copy.home) for path in (copy.home / "evidence").rglob("*") if path.is_file()}
    assert {
        path.relative_to(tmp_path / "back") for path in (tmp_path / "back" / "evidence").rglob("*") if path.is_file()
    } == files
    assert (tmp_path / "back" / "log-key").stat().st_mode & 0o777 == 0o600


def test_restore_overwrites_nothing(copy, tmp_path):
    made = backup(copy, tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    refused = copy("--home", str(tmp_path / "full"), "restore", made["folder"], "--lang", "en")
    assert (refused.code, "is not empty and is not overwritten" in refused.err) == (2, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_second_process_that_restores_into_the_same_place_is_refused(copy, tmp_path):
    made = backup(copy, tmp_path)
    with folders.whole(tmp_path / "back") as draft:
        (draft / "half").write_text("x")
        refused = copy("--home", str(tmp_path / "back"), "restore", made["folder"], "--lang", "en")
        assert (draft / "half").read_text() == "x"
    assert (refused.code, "another process" in refused.err) == (2, True)
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["half"]


def test_drafts_of_killed_processes_do_not_stand_in_the_way(copy, tmp_path):
    for draft in (tmp_path / ".back.part", tmp_path / "backups" / ".zicha-20260101T000000Z.part"):
        (draft / "evidence").mkdir(parents=True)
        (draft / "half").write_text("x")
    made = backup(copy, tmp_path)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [made["folder"].rsplit("/", 1)[-1]]
    back = copy("--home", str(tmp_path / "back"), "restore", made["folder"])
    assert (back.code, back.err, (tmp_path / "back" / "half").exists()) == (0, "", False)


@pytest.mark.parametrize("name", ["log-key", "log-key.pub", "secret-key", "checkpoints"])
@pytest.mark.parametrize("harm", ["removed", "one byte changed"])
def test_backup_that_is_not_whole_is_refused_and_nothing_is_restored(copy, tmp_path, name, harm):
    made = backup(copy, tmp_path)
    place = tmp_path / "backups" / made["folder"].rsplit("/", 1)[-1] / name
    file = next(place.rglob("*.txt")) if name == "checkpoints" else place
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(b"*" + file.read_bytes()[1:])
    refused = copy("--home", str(tmp_path / "back"), "restore", made["folder"], "--lang", "en")
    assert (refused.code, "Nothing was restored" in refused.err, (tmp_path / "back").exists()) == (2, True, False)


def test_backup_that_lacks_a_file_of_evidence_is_refused(copy, tmp_path):
    (copy.home / "evidence" / "ab").mkdir(parents=True, exist_ok=True)
    (copy.home / "evidence" / "ab" / "c").write_text("x")
    made = backup(copy, tmp_path)
    (tmp_path / "backups" / made["folder"].rsplit("/", 1)[-1] / "evidence" / "ab" / "c").unlink()
    refused = copy("--home", str(tmp_path / "back"), "restore", made["folder"], "--lang", "en")
    assert (refused.code, "1 files are missing" in refused.err, (tmp_path / "back").exists()) == (2, True, False)


def test_altered_backup_is_refused_and_nothing_is_restored(copy, tmp_path):
    made = backup(copy, tmp_path)
    database = tmp_path / "backups" / made["folder"].rsplit("/", 1)[-1] / "zicha.sqlite3"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    refused = copy("--home", str(tmp_path / "back"), "restore", made["folder"], "--lang", "en")
    assert (refused.code, "is not what was backed up" in refused.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir() if "back" in path.name] == ["backups"]


def test_backup_with_a_rolled_back_log_is_restored_and_found_out(copy, tmp_path):
    """Somebody puts an older database into the backup and mends its card: the checkpoint knows better."""
    made = backup(copy, tmp_path)
    folder = tmp_path / "backups" / made["folder"].rsplit("/", 1)[-1]
    with sqlite3.connect(folder / "zicha.sqlite3") as database:
        database.execute("UPDATE store_ledgerhead SET size = size - 1")
    card = json.loads((folder / "backup.json").read_text())
    card["sha256"] = hashlib.sha256((folder / "zicha.sqlite3").read_bytes()).hexdigest()
    (folder / "backup.json").write_text(json.dumps(card))
    back = copy("--home", str(tmp_path / "back"), "restore", str(folder), "--lang", "en")
    assert (back.code, "verification failed" in back.out) == (1, True)


def test_folder_without_a_backup_is_refused(copy, tmp_path):
    refused = copy("--home", str(tmp_path / "back"), "restore", str(tmp_path), "--lang", "en")
    assert (refused.code, "There is no whole backup" in refused.err, (tmp_path / "back").exists()) == (2, True, False)


def test_older_backups_are_removed_only_beyond_the_number_kept(copy, tmp_path):
    note = copy("log", "checkpoint").out
    cards = {
        "zicha-20260101T000000Z": json.dumps({"checkpoint": note}),
        "zicha-20260102T000000Z": json.dumps({"checkpoint": note}),
        "zicha-20260103T000000Z": json.dumps({"checkpoint": "zicha/another\n"}),
        "zicha-20260104T000000Z": "torn",
        "zicha-other": json.dumps({"checkpoint": note}),
    }
    for name, card in cards.items():
        (tmp_path / "backups" / name).mkdir(parents=True)
        (tmp_path / "backups" / name / "backup.json").write_text(card)
    made = backup(copy, tmp_path, "--keep", "2")
    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == sorted(
        [*list(cards)[1:], made["folder"].rsplit("/", 1)[-1]]
    )


def test_backup_onto_a_folder_that_cannot_be_written_leaves_nothing(copy, tmp_path):
    (tmp_path / "file").write_text("x")
    refused = copy("backup", "--into", str(tmp_path / "file"), "--lang", "en")
    assert (refused.code, "cannot be written" in refused.err) == (2, True)


def test_database_of_a_newer_version_is_left_alone(copy):
    with sqlite3.connect(copy.home / "zicha.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_later', '2030-01-01')"
        )
    refused = copy("verify", "--lang", "en")
    assert (refused.code, "made by a newer version (store.9999_later)" in refused.err) == (2, True)


def test_backup_into_the_data_folder_is_refused(copy, tmp_path):
    into = copy.home / "evidence"
    before = sorted(into.rglob("*"))
    refused = copy("backup", "--into", str(into), "--lang", "en")
    said = f"{into} lies in the data folder {copy.home}: the backup would be lost with it, and copy itself."
    assert (refused.code, refused.err) == (2, f"{said} Choose another folder.\n")
    assert sorted(into.rglob("*")) == before


def erase(copy, person):
    words = ("erase", "--person", person, "--ground", "request", "--approver", "P001", "--yes")
    assert copy(*words).code == 0


def people(home, *ids):
    """Which of some people a restored database names."""
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        return {row[0] for row in database.execute("SELECT id FROM store_person")} & {*ids}


def away(copy, tmp_path, made):
    """The backup, taken to a place where nothing else of the installation is."""
    folder = tmp_path / "away" / "backups"
    folder.mkdir(parents=True)
    shutil.move(made["folder"], folder)
    card = next(folder.iterdir()) / "backup.json"
    said = json.loads(card.read_text())
    card.write_text(json.dumps(said | {"home": str(tmp_path / "gone")}))
    return card.parent


def test_restored_backup_erases_again_by_the_journal_of_the_installation_it_replaces(copy, tmp_path):
    made = backup(copy, tmp_path)
    erase(copy, "P005")
    back = copy("--home", tmp_path / "back", "restore", made["folder"], "--format", "json")
    journal = str(copy.home.resolve() / "erasures.ndjson")
    assert (back.code, back.json["journals"]) == (0, [{"file": journal, "erasures": 1}])
    assert (back.json["erased_again"], back.json["erasures_known"], back.json["verified"]) == (1, True, True)
    assert people(tmp_path / "back", "P005", "P006") == {"P006"}


def test_restored_backup_erases_again_by_the_journal_of_a_later_backup(copy, tmp_path):
    made = backup(copy, tmp_path)
    folder = away(copy, tmp_path, made)
    erase(copy, "P005")
    later = backup(copy, tmp_path)
    shutil.move(later["folder"], folder.parent)
    erase(copy, "P006")
    home = tmp_path / "elsewhere" / "back"
    home.parent.mkdir()
    back = copy("--home", home, "restore", folder, "--lang", "en")
    assert (back.code, people(home, "P005", "P006")) == (0, {"P006"})
    name = later["folder"].rsplit("/", 1)[-1]
    first, second, *_rest = back.out.splitlines()
    assert first == (
        f"The erasure journal {folder.parent.resolve() / name / 'erasures.ndjson'} tells of 1 erasures since the "
        "backup; they are taken over."
    )
    assert second.startswith("The installation this replaces was not found: what was erased after ")


def test_backup_restored_where_nothing_else_is_says_what_it_does_not_know(copy, tmp_path):
    folder = away(copy, tmp_path, backup(copy, tmp_path))
    erase(copy, "P005")
    home = tmp_path / "elsewhere" / "back"
    home.parent.mkdir()
    back = copy("--home", home, "restore", folder, "--format", "json")
    assert (back.json["erasures_known"], back.json["replaced"], back.json["journals"]) == (False, None, [])
    assert back.json["erasures_known_until"] == json.loads((folder / "backup.json").read_text())["made_at"]
    assert people(home, "P005") == {"P005"}
    shutil.copy(copy.home / "erasures.ndjson", home)
    assert copy("--home", home, "retain").code == 0
    assert people(home, "P005") == set()


def test_journal_of_another_installation_erases_nobody(copy, tmp_path):
    folder = away(copy, tmp_path, backup(copy, tmp_path))
    erase(copy, "P005")
    other = folder.parent / "other"
    other.mkdir()
    shutil.copy(copy.home / "erasures.ndjson", other)
    key = (copy.home / "log-key.pub").read_text()
    (other / "log-key.pub").write_text(key.replace("zicha/", "zicha/0", 1))
    shutil.copy(copy.home / "erasures.ndjson", folder.parent)
    home = tmp_path / "elsewhere" / "back"
    home.parent.mkdir()
    back = copy("--home", home, "restore", folder, "--format", "json")
    assert (back.json["erased_again"], people(home, "P005")) == (0, {"P005"})
    assert back.json["journals_passed_over"] == [str(folder.parent / "erasures.ndjson")]


def test_journal_that_lies_beside_the_backups_is_taken_if_it_shares_an_erasure(copy, tmp_path):
    erase(copy, "P006")
    folder = away(copy, tmp_path, backup(copy, tmp_path))
    erase(copy, "P005")
    shutil.copy(copy.home / "erasures.ndjson", folder.parent)
    home = tmp_path / "elsewhere" / "back"
    home.parent.mkdir()
    back = copy("--home", home, "restore", folder, "--format", "json")
    assert (back.json["erased_again"], people(home, "P005", "P006")) == (1, set())

"""The log on the command line."""

import shutil
import sqlite3


def test_log_is_signed_proven_and_verified(copy):
    shutil.rmtree(copy.home / "checkpoints")
    signed = copy("log", "checkpoint")
    assert (signed.code, signed.out.startswith("zicha/")) == (0, True)
    proof = copy("log", "prove", "1", "--format", "json")
    assert (proof.code, proof.json["seq"]) == (0, 1)
    found = copy("verify", "--format", "json")
    assert (found.code, found.json["verified"], found.json["checkpoints"]) == (0, True, 1)
    assert copy("log", "prove", "0").code == 2


def test_verify_exits_1_and_names_the_altered_record(copy):
    with sqlite3.connect(copy.home / "zicha.sqlite3") as database:
        database.execute("DROP TRIGGER store_revision_no_update")
        database.execute("UPDATE store_revision SET day = '2026-01-02' WHERE seq = 12")
    found = copy("verify", "--lang", "en")
    assert (found.code, found.out) == (
        1,
        "Column happened_on of record 12 has been altered: it does not fit the body.\n",
    )


def test_several_processes_verify_as_one_does(copy):
    alone, together = (copy("verify", "--workers", workers, "--format", "json") for workers in ("1", "2"))
    assert (together.code, together.json["verified"], together.json["size"] > 2_048) == (0, True, True)
    assert together.json == alone.json
    with sqlite3.connect(copy.home / "zicha.sqlite3") as database:
        database.execute("DROP TRIGGER store_personalvalue_no_update")
        database.execute("UPDATE store_personalvalue SET value = 'x' WHERE seq = 2000")
    alone, together = (copy("verify", "--workers", workers, "--format", "json") for workers in ("1", "2"))
    assert (together.code, together.json["fault"]["facts"]["seq"]) == (1, 2000)
    assert together.json == alone.json


def test_report_is_proven_to_whoever_has_the_file_and_the_key(copy, tmp_path):
    proof, key = tmp_path / "proof.json", str(copy.home / "log-key.pub")
    made = copy(
        "export", "bundle", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety", "--subtree",
        "--out", str(proof),
    )  # fmt: skip
    assert (made.code, made.out) == (0, "")
    found = copy("verify", str(proof), "--key", key, "--format", "json")
    assert (found.code, found.json["verified"], found.json["fault"]) == (0, True, None)
    assert {each["standing"] for each in found.json["figures"]} <= {"recounted", "not_recounted", "withheld"}
    proof.write_bytes(proof.read_bytes().replace(b'\\"blocked\\":\\"', b'\\"blocked\\":\\"1', 1))
    forged = copy("verify", str(proof), "--key", key, "--lang", "en")
    assert (forged.code, "is not in the signed log, or was altered." in forged.out) == (1, True)


def test_verify_says_that_a_file_is_no_proof_and_that_a_key_is_needed(copy, tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04")
    (copy.home / "log-key.pub").rename(tmp_path / "key")
    found = copy("verify", str(tmp_path / "letter.txt"), "--lang", "en")
    assert (found.code, found.err.startswith("Checking a file needs the issuer's public key")) == (2, True)
    (tmp_path / "key").rename(copy.home / "log-key.pub")
    found = copy("verify", str(tmp_path / "letter.txt"), "--lang", "en")
    assert (found.code, found.err.startswith("The file is no proof")) == (2, True)
    found = copy("verify", str(tmp_path / "letter.docx"), "--lang", "en")
    assert (found.code, found.err.startswith("This is an archive or a Word file and holds no proof.")) == (2, True)
    assert copy("verify", str(tmp_path / "absent")).code == 2


def test_books_are_closed_and_the_head_that_holds_it_is_signed(copy):
    closed = copy("log", "close", "--period", "2026H1", "--format", "json")
    assert (closed.code, closed.json["units"]) == (0, 14)
    assert closed.json["checkpoint"].split("\n")[1] == str(closed.json["seq"])


def test_witness_cosigns_by_files_alone(copy, tmp_path):
    request, key, folder = tmp_path / "request.txt", str(copy.home / "log-key.pub"), str(tmp_path / "witness")
    request.write_text(copy("log", "checkpoint", "--for-witness", "0").out)
    note = tmp_path / "note.txt"
    signed = copy("log", "witness", str(request), "--folder", folder, "--key", key, "--out", str(note))
    assert (signed.code, signed.out) == (0, note.read_text())
    kept = copy("log", "keep", str(note), "--format", "json")
    assert (kept.code, kept.json["size"]) == (0, int(note.read_text().split("\n")[1]))
    again = copy("log", "witness", str(request), "--folder", folder, "--lang", "en")
    assert (again.code, again.err.startswith("The last head witnessed had")) == (2, True)


def test_rows_for_a_witness_nobody_asked_for_are_refused(copy):
    found = copy("log", "checkpoint", "--rows", "3", "--lang", "en")
    assert (found.code, found.out, found.err) == (2, "", "--rows means something only together with --for-witness.\n")


def test_key_is_changed_and_what_was_signed_before_still_verifies(copy):
    copy("log", "checkpoint")
    former = (copy.home / "log-key.pub").read_text().strip()
    found = copy("log", "rotate-key", "--format", "json")
    assert (found.code, found.json["lost"], found.json["until"]) == (0, False, found.json["seq"])
    assert (copy.home / "log-key.pub").read_text() == f"{found.json['key']}\n{former} {found.json['until']}\n"
    assert copy("verify").code == 0


def test_lost_key_is_said_and_replaced_only_by_an_explicit_word(copy):
    copy("log", "checkpoint")
    (copy.home / "log-key").unlink()
    found = copy("log", "checkpoint", "--lang", "en")
    assert (found.code, found.err.startswith("The signing key")) == (2, True)
    found = copy("log", "rotate-key", "--lost", "--lang", "en")
    assert (found.code, "tell them by another way you trust" in found.out) == (0, True)
    assert copy("verify").code == 0


def test_file_that_is_no_note_or_not_there_is_said_to_be_that(copy, tmp_path):
    large = tmp_path / "p.json"
    large.write_bytes(b"x" * 100_001)
    told = [copy("log", "keep", str(path)).err for path in (large, tmp_path, tmp_path / "absent")] + [
        copy("verify", str(large), "--key", str(tmp_path / "absent.pub")).err
    ]
    assert told == [
        f"{large} 太大，不是校验点，也不是公钥；请检查路径。\n",
        f"{tmp_path} 是文件夹；请写一个文件名。\n",
        f"找不到 {tmp_path / 'absent'}；请检查路径。\n",
        f"找不到 {tmp_path / 'absent.pub'}；请检查路径。\n",
    ]

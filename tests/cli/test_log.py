"""The log on the command line."""

import sqlite3


def test_log_is_signed_proven_and_verified(copy):
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

"""Signed notes against the published examples of golang.org/x/mod/sumdb/note; see ``tests/vectors/README.md``."""

import base64
import json
from pathlib import Path

import pytest

from zicha.formats import signed_note

GO = json.loads((Path(__file__).parents[1] / "vectors" / "notes.json").read_text("utf-8"))["go"]
TEXT, KEY = GO["text"], GO["key"]
NOTE = f"{TEXT}\n{GO['signature']}"
SEED = base64.b64decode(GO["private_key"].split("+", 4)[4])[1:]
SIGNER = signed_note.Signer("PeterNeumann", SEED)


def test_published_note_is_signed_byte_for_byte_and_opens():
    assert signed_note.sign(TEXT, signer=SIGNER) == NOTE
    assert signed_note.open_note(NOTE, verifier=signed_note.parse_verifier(KEY)) == TEXT
    assert str(SIGNER.verifier) == KEY


def test_published_note_of_two_signers_opens_with_either_key():
    both = NOTE + GO["other_signature"]
    assert [
        signed_note.open_note(both, verifier=signed_note.parse_verifier(GO[key])) for key in ("key", "other_key")
    ] == [
        TEXT,
        TEXT,
    ]


@pytest.mark.parametrize("key", GO["bad_keys"])
def test_published_key_of_wrong_length_or_sort_is_refused(key):
    with pytest.raises(signed_note.NoteError):
        signed_note.parse_verifier(key)


def test_verifier_key_every_part_of_it_is_refused():
    parts = {KEY[start:end] for start in range(len(KEY)) for end in range(start + 1, len(KEY) + 1)} - {KEY}
    accepted = []
    for part in parts:
        try:
            accepted.append(signed_note.parse_verifier(part))
        except signed_note.NoteError:
            continue
    assert accepted == []


def test_verifier_key_every_changed_character_is_refused():
    accepted = []
    for place, sign in enumerate(KEY):
        for other in "A+a0 /":
            if other != sign:
                try:
                    accepted.append(signed_note.parse_verifier(KEY[:place] + other + KEY[place + 1 :]))
                except signed_note.NoteError:
                    continue
    assert accepted == []


def test_note_every_changed_byte_of_the_text_is_refused():
    verifier = signed_note.parse_verifier(KEY)
    for place in range(len(TEXT)):
        changed = NOTE[:place] + chr(ord(NOTE[place]) ^ 1) + NOTE[place + 1 :]
        with pytest.raises(signed_note.NoteError):
            signed_note.open_note(changed, verifier=verifier)


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        TEXT + "\n",
        NOTE[:-1],
        NOTE.replace("— ", "- "),
        NOTE.replace("PeterNeumann x08", "PeterNeumann x09"),
        NOTE.replace("\n\n", "\n"),
        "\x01" + NOTE,
        *(NOTE + line for line in GO["bad_signatures"]),
        f"{TEXT}\n{GO['bad_signatures'][0]}",
        f"{TEXT}\n{GO['signature'][:60]}ABCD{GO['signature'][60:]}",
        "x" * 200_000 + NOTE,
    ],
)
def test_note_malformed_is_refused(note):
    with pytest.raises(signed_note.NoteError):
        signed_note.open_note(note, verifier=signed_note.parse_verifier(KEY))


def test_cosigned_note_opens_with_both_keys():
    witness = signed_note.Signer("witness", bytes(32))
    note = signed_note.cosign(NOTE, signer=witness)
    assert [signed_note.open_note(note, verifier=verifier) for verifier in (SIGNER.verifier, witness.verifier)] == [
        TEXT,
        TEXT,
    ]


def test_checkpoint_is_read_as_it_was_written():
    checkpoint = signed_note.Checkpoint("zicha.example/log", 15368405, bytes(range(32)))
    assert signed_note.parse_checkpoint(str(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "text", ["", "origin\n1\n", "origin\n01\nAAAA\n", "origin\n-1\nAAAA\n", "o\n1\nAAAA\n", "\n1\n\n"]
)
def test_checkpoint_malformed_is_refused(text):
    with pytest.raises(signed_note.NoteError):
        signed_note.parse_checkpoint(text)

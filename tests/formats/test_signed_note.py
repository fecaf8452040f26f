"""Signed notes against the published example of golang.org/x/mod/sumdb/note (BSD-3-Clause)."""

import base64

import pytest

from zicha.formats import signed_note

TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
SIGNER = signed_note.Signer("PeterNeumann", SEED)


def test_published_note_is_signed_byte_for_byte_and_opens():
    assert signed_note.sign(TEXT, signer=SIGNER) == NOTE
    assert signed_note.open_note(NOTE, verifier=signed_note.parse_verifier(KEY)) == TEXT
    assert str(SIGNER.verifier) == KEY


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

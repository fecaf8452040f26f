"""Cosignatures as in C2SP's tlog-cosignature."""

import base64

import pytest

from zicha.formats import cosignature, signed_note
from zicha.formats.cosignature import Cosigner, Request
from zicha.formats.signed_note import NoteError

LOG = signed_note.Signer("example.com/log", bytes(range(32)))
WITNESS = Cosigner("witness.example/w1", bytes(range(1, 33)))
NOTE = signed_note.sign("example.com/log\n3\n" + base64.b64encode(bytes(32)).decode() + "\n", signer=LOG)


def test_cosigned_note_opens_for_log_and_witness():
    cosigned = cosignature.cosign(NOTE, cosigner=WITNESS, seconds=1_679_315_147)
    assert cosignature.cosigned_at(cosigned, verifier_key=WITNESS.verifier_key) == 1_679_315_147
    assert signed_note.open_note(cosigned, verifier=LOG.verifier) == signed_note.text_of(NOTE)
    assert cosignature.cosigned_at(NOTE, verifier_key=WITNESS.verifier_key) is None


def test_signature_line_has_key_id_time_and_signature():
    line = cosignature.cosign(NOTE, cosigner=WITNESS, seconds=1).splitlines()[-1]
    raw = base64.b64decode(line.split(" ")[2])
    assert (len(raw), raw[4:12]) == (4 + 8 + 64, (1).to_bytes(8, "big"))
    assert repr(WITNESS) == "Cosigner(name='witness.example/w1')"


def test_cosignature_every_changed_bit_of_time_and_signature_is_refused():
    cosigned = cosignature.cosign(NOTE, cosigner=WITNESS, seconds=1_679_315_147)
    head, _, code = cosigned.rstrip("\n").rpartition(" ")
    raw = base64.b64decode(code)
    for place in range(4, len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(NoteError):
            cosignature.cosigned_at(f"{head} {base64.b64encode(changed).decode()}\n", verifier_key=WITNESS.verifier_key)


def test_request_is_read_back_as_written():
    proof = (bytes(32), bytes(range(32)))
    for asked in (
        Request(2, proof, NOTE),
        Request(0, (), NOTE),
        Request(0, (), NOTE, 0),
        Request(2, proof, NOTE, 9, proof),
        Request(2, (), NOTE, 9, proof),
    ):
        assert cosignature.parse_request(str(asked)) == asked


@pytest.mark.parametrize(
    "text", ["", "old 2", "old -1\n\nx", "old 1\n?\n\nx", "old 1\n" + "AAAA\n" * 64 + "\nx", "old 1\nrows\n\nx"]
)
def test_request_malformed_is_refused(text):
    with pytest.raises(NoteError):
        cosignature.parse_request(text)


@pytest.mark.parametrize("key", ["", "a+b+c", str(LOG.verifier), WITNESS.verifier_key[:-4]])
def test_key_of_no_witness_is_refused(key):
    with pytest.raises(NoteError):
        cosignature.cosigned_at(NOTE, verifier_key=key)

"""From a key somebody trusts to the one that took its place, by what the former key signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zicha.core import merkle, proofs
from zicha.core.log_keys import LOG_KEY
from zicha.core.merkle import ProofError
from zicha.core.proof_errors import BundleError
from zicha.formats import signed_note
from zicha.formats.key_chain import KeyChain
from zicha.formats.signed_note import Checkpoint, NoteError
from zicha.services import log_key
from zicha.store.queries import log as queries


def rotations(*, home: Path) -> list[dict[str, Any]]:
    """Return, for every change of the signing key, the entry that names the new key under the former one's head.

    A change whose former key signed nothing of the kind, because it was lost, is left out.
    """
    found = (_rotation(seq, said, home) for seq, said in queries.key_changes() if said.get("ground") == "routine")
    return [each for each in found if each is not None]


def followed(keys: KeyChain, shown: Sequence[Mapping[str, Any]]) -> KeyChain:
    """Return the keys to trust, given those that are trusted and what a bundle shows of changes, in order.

    A change that does not follow from a trusted key is passed over: it leads nowhere.
    """
    for each in shown:
        try:
            new, until = _shown(keys, each)
        except (BundleError, NoteError, ProofError, KeyError, TypeError, ValueError):
            continue
        if not keys.knows(str(new)):
            keys = keys.followed_by(new, until=until)
    return keys


def _rotation(seq: int, said: Mapping[str, Any], home: Path) -> dict[str, Any] | None:
    former = log_key.parse(said["former"])
    for path in (home / "checkpoints").glob("*.txt"):
        note = path.read_text("utf-8")
        head = _opened(former, note)
        if head is not None and head.size >= seq:
            way = merkle.prove_record(index=seq - 1, size=head.size, read=queries.read)
            body = queries.row(seq=seq).body.decode()
            return {"checkpoint": note, "seq": seq, "body": body, "path": [proofs.hashed(each) for each in way]}
    return None


def _opened(keys: KeyChain, note: str) -> Checkpoint | None:
    try:
        return signed_note.parse_checkpoint(keys.open(note))
    except NoteError:
        return None


def _shown(keys: KeyChain, each: Mapping[str, Any]) -> tuple[signed_note.Verifier, int]:
    """Return the new key that a head signed by a trusted one holds."""
    text = keys.open(each["checkpoint"])
    head = signed_note.parse_checkpoint(text)
    path = [proofs.unwritten(one) for one in each["path"]]
    leaf = merkle.hash_leaf(each["body"].encode())
    merkle.check_record(index=each["seq"] - 1, size=head.size, leaf=leaf, proof=path, expected=head.root)
    body = json.loads(each["body"])
    if body["kind"] != LOG_KEY or body["unit"] or not keys.knows(body["fields"]["former"]):
        raise BundleError("proofs.malformed")
    return signed_note.parse_verifier(body["fields"]["key"]), head.size

"""Published proofs hold, and what upstream changes about them is refused; see ``tests/vectors/README.md``.

Upstream publishes each accepted proof with up to twenty changed ones. They follow from it by rule; the rules stand
here under upstream's names, which are kept as data, and those published changes that are kept whole are held against
what the rules make. Cases that follow from no proof are kept whole.
"""

import base64
import json
from pathlib import Path

import pytest
import rfc8785

from zicha.core import bodies, merkle
from zicha.core.merkle import ProofError
from zicha.formats import signed_note
from zicha.formats.signed_note import Checkpoint

VECTORS = Path(__file__).parents[1] / "vectors"
MERKLE = json.loads((VECTORS / "merkle.json").read_text())
JCS = json.loads((VECTORS / "jcs.json").read_text())["cases"]
TESSERA = json.loads((VECTORS / "tessera.json").read_text("utf-8"))
NOTES = json.loads((VECTORS / "notes.json").read_text("utf-8"))
WRONG = base64.b64encode(b"WrongRoot").decode()
SOME_HASH = "q6yroAAAAAAAAAAAAAAAAAAAAAAAAAAAAGAGHgASNFY="
WORD = 1 << 64


def raw(text):
    return base64.b64decode(text)


def flipped(text, bit):
    value = bytearray(raw(text))
    value[0] ^= 1 << bit
    return base64.b64encode(bytes(value)).decode()


def check_inclusion(case):
    path = [raw(each) for each in case["proof"] or ()]
    merkle.check_record(
        index=case["leafIdx"], size=case["treeSize"], leaf=raw(case["leafHash"]), proof=path, expected=raw(case["root"])
    )


def check_consistency(case):
    path = [raw(each) for each in case["proof"] or ()]
    merkle.check_tree(
        old=case["size1"], new=case["size2"], proof=path, old_root=raw(case["root1"]), new_root=raw(case["root2"])
    )


def shared(case, roots):
    proof = case["proof"] or []
    yield "preceding garbage", {"proof": ["", *proof]}
    yield "trailing garbage", {"proof": [*proof, ""]}
    for name in roots:
        yield f"preceding {name}", {"proof": [case[name], *proof]}
        yield f"trailing {name}", {"proof": [*proof, case[name]]}


def changed_inclusion(case):
    index, size, proof = case["leafIdx"], case["treeSize"], case["proof"] or []
    yield "leafIdx - 1", {"leafIdx": (index - 1) % WORD}
    yield "leafIdx + 1", {"leafIdx": index + 1}
    yield "leafIdx ^ 2", {"leafIdx": index ^ 2}
    yield "treeSize * 2", {"treeSize": size * 2}
    yield "treeSize / 2", {"treeSize": size // 2}
    yield "wrong leaf", {"leafHash": WRONG}
    yield "empty root", {"root": base64.b64encode(merkle.EMPTY_ROOT).decode()}
    yield "random root", {"root": SOME_HASH}
    if len(proof) > 1:
        yield "inserted component", {"proof": [*proof[:1], SOME_HASH, *proof[1:]]}
    if proof:
        yield "removed component", {"proof": proof[:-1]}
    yield from shared(case, ["root"])
    yield from ((f"modified proof[{place}] bit 3", modified(proof, place, 3)) for place in range(len(proof)))


def changed_consistency(case):
    old, new, proof = case["size1"], case["size2"], case["proof"]
    if old == new:
        return
    yield "size1 - 1", {"size1": old - 1}
    yield "size2 * 2", {"size2": new * 2}
    yield "size2 / 2", {"size2": new // 2}
    yield "wrong root1", {"root1": WRONG}
    yield "wrong root2", {"root2": WRONG}
    yield from shared(case, ["root1", "root2"])
    yield "preceding proof @0", {"proof": [proof[0], *proof]}
    yield "size1 + 1", {"size1": old + 1}
    yield "size1 ^ 2", {"size1": old ^ 2}
    yield "swapped roots", {"root1": case["root2"], "root2": case["root1"]}
    yield "empty proof", {"proof": []}
    yield "truncated proof", {"proof": proof[:-1]}
    yield from ((f"modified proof@{place} bit @4", modified(proof, place, 4)) for place in range(len(proof)))


def modified(proof, place, bit):
    return {"proof": [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]}


SORTS = {"inclusion": (check_inclusion, changed_inclusion), "consistency": (check_consistency, changed_consistency)}


def happy(sort):
    return [case for case in MERKLE[sort] if case["desc"] == "happy path"]


def changed(sort):
    """The changes of each published proof, all to be refused, in the order of the proofs."""
    return [
        [case | change | {"desc": name, "wantErr": True} for name, change in SORTS[sort][1](case)]
        for case in happy(sort)
    ]


def holds(sort, case):
    try:
        SORTS[sort][0](case)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("sort", SORTS)
def test_published_proof_holds_and_every_published_change_of_it_is_refused(sort):
    assert [sorted(case["desc"] for case in made) for made in changed(sort)] == MERKLE["changes"][sort]
    assert [case for case in happy(sort) if not holds(sort, case)] == []
    assert [case for made in changed(sort) for case in made if holds(sort, case)] == []


@pytest.mark.parametrize("sort", SORTS)
def test_published_changes_that_are_kept_whole_are_those_the_rules_make(sort):
    made = [case for some in changed(sort) for case in some]
    kept = [case for case in MERKLE[sort] if case["wantErr"] and case["desc"] in MERKLE["changes"][sort][1]]
    whole = [case for case in kept if case["proof"] != []]
    assert [case for case in whole if case not in made] == []
    assert len(whole) == {"inclusion": 5, "consistency": 8}[sort]


@pytest.mark.parametrize("sort", SORTS)
def test_published_case_that_follows_from_no_proof_ends_as_published(sort):
    """Upstream lets an empty tree continue another; here it is refused, since it proves nothing (RFC 9162, 2.1.4)."""
    stricter = [case["desc"] for case in MERKLE[sort] if case["wantErr"] == holds(sort, case)]
    assert stricter == {"inclusion": [], "consistency": ["sizes are equal (zero) and proof is empty"]}[sort]


def test_published_proofs_and_changes_are_all_there():
    counts = {sort: len(happy(sort)) + sum(map(len, MERKLE["changes"][sort])) for sort in SORTS}
    assert counts == {"inclusion": 82, "consistency": 84}


@pytest.mark.parametrize("case", JCS, ids=lambda case: case["name"])
def test_canonical_json_is_as_published(case):
    assert rfc8785.dumps(json.loads(case["input"])).decode() == case["output"]


@pytest.mark.parametrize("name", ["arrays", "french", "unicode"])
def test_bodies_are_written_as_published_where_they_may_hold_such_values(name):
    """Bodies hold no fractions, and no keys beyond the basic plane; the other three cases do."""
    [case] = [each for each in JCS if each["name"] == name]
    assert bodies.canonical(json.loads(case["input"])).decode() == case["output"]


@pytest.mark.parametrize("size", range(len(TESSERA["checkpoints"])))
def test_published_log_has_the_published_checkpoints(size):
    """Root and note of each size of Tessera's log, made from its entries; a note is opened with its published key."""
    leaves = [merkle.hash_leaf(entry.encode()) for entry in TESSERA["entries"]]
    nodes = {(node.level, node.place): node.hash for node in merkle.extend(size=0, leaves=leaves[:size], read=list)}
    root = merkle.root(size=size, read=lambda wanted: [nodes[place] for place in wanted])
    text = signed_note.open_note(TESSERA["checkpoints"][size], verifier=signed_note.parse_verifier(TESSERA["key"]))
    assert [leaf.hex() for leaf in leaves] == TESSERA["leaves"]
    assert signed_note.parse_checkpoint(text) == Checkpoint("example.com/log/testdata", size, root)
    assert str(signed_note.parse_checkpoint(text)) == text


def test_published_checkpoints_prove_that_each_continues_those_before():
    leaves = [merkle.hash_leaf(entry.encode()) for entry in TESSERA["entries"]]
    nodes = {(node.level, node.place): node.hash for node in merkle.extend(size=0, leaves=leaves, read=list)}
    heads = [signed_note.parse_checkpoint(signed_note.text_of(note)) for note in TESSERA["checkpoints"]]
    for new in heads[1:]:
        for old in heads[1 : new.size + 1]:
            proof = merkle.prove_tree(
                old=old.size, new=new.size, read=lambda wanted: [nodes[place] for place in wanted]
            )
            merkle.check_tree(old=old.size, new=new.size, proof=proof, old_root=old.root, new_root=new.root)


@pytest.mark.parametrize("case", NOTES["examples"], ids=lambda case: case["name"])
def test_published_example_of_a_note_is_read_as_it_says(case):
    """C2SP publishes no keys with its examples, so that only their form can be held."""
    assert signed_note.text_of(case["note"]) == case["text"]
    found = [(name, raw[:4].hex(), len(raw)) for name, raw in signed_note.signatures_of(case["note"])]
    assert found == [tuple(each) for each in case["signatures"]]
    if "checkpoint" in case:
        origin, size, root = case["checkpoint"]
        assert signed_note.parse_checkpoint(case["text"]) == Checkpoint(origin, size, base64.b64decode(root))

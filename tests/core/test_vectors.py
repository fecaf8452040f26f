"""Published proofs hold, and what upstream changes about them is refused; see ``tests/vectors/README.md``.

Upstream publishes each accepted proof with some twenty changed ones. They follow from it by rule; the rules stand
here under upstream's names, and those published changes that are kept as data are held against what the rules make.
"""

import base64
import json
from pathlib import Path

import pytest
import rfc8785

from zicha.core import bodies, merkle
from zicha.core.merkle import ProofError

VECTORS = Path(__file__).parents[1] / "vectors"
MERKLE = json.loads((VECTORS / "merkle.json").read_text())
JCS = json.loads((VECTORS / "jcs.json").read_text())["cases"]
WRONG = base64.b64encode(b"WrongRoot").decode()


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
    index, size, proof = case["leafIdx"], case["treeSize"], case["proof"]
    yield "leafIdx - 1", {"leafIdx": index - 1}
    yield "leafIdx + 1", {"leafIdx": index + 1}
    yield "leafIdx ^ 2", {"leafIdx": index ^ 2}
    yield "treeSize * 2", {"treeSize": size * 2}
    yield "treeSize / 2", {"treeSize": size // 2}
    yield "wrong leaf", {"leafHash": WRONG}
    yield "empty root", {"root": base64.b64encode(merkle.EMPTY_ROOT).decode()}
    yield "random root", {"root": flipped(case["root"], 7)}
    yield "inserted component", {"proof": [*proof[:1], case["root"], *proof[1:]]}
    yield "removed component", {"proof": proof[:-1]}
    yield from shared(case, ["root"])
    yield from ((f"modified proof[{place}] bit 3", modified(proof, place, 3)) for place in range(len(proof)))


def changed_consistency(case):
    old, new, proof = case["size1"], case["size2"], case["proof"] or []
    yield "size1 - 1", {"size1": old - 1}
    yield "size2 * 2", {"size2": new * 2}
    yield "size2 / 2", {"size2": new // 2}
    yield "wrong root1", {"root1": WRONG}
    yield "wrong root2", {"root2": WRONG}
    yield from shared(case, ["root1", "root2"])
    if old != new:
        yield "size1 + 1", {"size1": old + 1}
        yield "size1 ^ 2", {"size1": old ^ 2}
        yield "swapped roots", {"root1": case["root2"], "root2": case["root1"]}
        yield "empty proof", {"proof": []}
        yield "truncated proof", {"proof": proof[:-1]}
        yield from ((f"modified proof@{place} bit @4", modified(proof, place, 4)) for place in range(len(proof)))


def modified(proof, place, bit):
    return {"proof": [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]}


SORTS = {"inclusion": (check_inclusion, changed_inclusion), "consistency": (check_consistency, changed_consistency)}


def cases(sort):
    """The published proofs, and those that follow from them by rule, all to be refused."""
    happy = [case for case in MERKLE[sort] if not case["wantErr"]]
    changed = [
        case | change | {"desc": name, "wantErr": True} for case in happy for name, change in SORTS[sort][1](case)
    ]
    return happy, [each for each in changed if is_defect(each, happy)]


def is_defect(case, happy):
    """A rule may lead back to an accepted proof, or to one for a larger old tree that happens to hold."""
    bare = [{name: value for name, value in each.items() if name not in ("desc", "wantErr")} for each in happy]
    return {name: value for name, value in case.items() if name not in ("desc", "wantErr")} not in bare


@pytest.mark.parametrize("sort", SORTS)
def test_published_proof_holds_and_every_change_of_it_is_refused(sort):
    check = SORTS[sort][0]
    happy, changed = cases(sort)
    for case in happy:
        check(case)
    accepted = []
    for case in changed:
        try:
            check(case)
        except ProofError:
            continue
        accepted.append(case)
    assert accepted == []
    assert (len(happy), len(changed)) == {"inclusion": (4, 66), "consistency": (5, 86)}[sort]


@pytest.mark.parametrize("sort", SORTS)
def test_published_changes_are_those_the_rules_make_and_are_refused(sort):
    check = SORTS[sort][0]
    _happy, changed = cases(sort)
    for case in MERKLE[sort]:
        if case["wantErr"]:
            assert case in changed
            with pytest.raises(ProofError):
                check(case)


@pytest.mark.parametrize("case", JCS, ids=lambda case: case["name"])
def test_canonical_json_is_as_published(case):
    assert rfc8785.dumps(case["input"]).decode() == case["output"]


@pytest.mark.parametrize("name", ["french", "unicode"])
def test_bodies_are_written_as_published_where_they_may_hold_such_values(name):
    """Bodies hold no fractions, and no keys beyond the basic plane; the other two cases do."""
    [case] = [each for each in JCS if each["name"] == name]
    assert bodies.canonical(case["input"]).decode() == case["output"]

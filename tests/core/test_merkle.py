"""The log's arithmetic against RFC 6962's own recursive definitions and its published roots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import merkle

# Leaves and roots of the Certificate Transparency reference implementation's Merkle tree test (Apache-2.0).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def build(leaves):
    nodes = {}

    def read(wanted):
        return [nodes[node] for node in wanted]

    for size, body in enumerate(leaves):
        for node in merkle.append(size=size, leaf=merkle.hash_leaf(body), read=read):
            nodes[node.level, node.place] = node.hash
    return read


def tree_hash(leaves):
    """MTH of RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return merkle.hash_leaf(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.hash_children(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


def numbered(count):
    return [str(number).encode() for number in range(count)]


def test_root_published_vectors():
    read = build(LEAVES)
    assert [merkle.root(size=size, read=read).hex() for size in range(1, 9)] == ROOTS


def test_root_every_size_equals_the_recursive_definition():
    leaves = numbered(70)
    read = build(leaves)
    assert [merkle.root(size=n, read=read) for n in range(71)] == [tree_hash(leaves[:n]) for n in range(71)]


def test_record_proof_every_leaf_of_every_size():
    leaves = numbered(40)
    read = build(leaves)
    for size in range(1, 41):
        for index in range(size):
            proof = merkle.prove_record(index=index, size=size, read=read)
            merkle.check_record(
                index=index,
                size=size,
                leaf=merkle.hash_leaf(leaves[index]),
                proof=proof,
                expected=tree_hash(leaves[:size]),
            )


def test_tree_proof_every_pair_of_sizes():
    leaves = numbered(40)
    read = build(leaves)
    for new in range(1, 41):
        for old in range(1, new + 1):
            merkle.check_tree(
                old=old,
                new=new,
                proof=merkle.prove_tree(old=old, new=new, read=read),
                old_root=tree_hash(leaves[:old]),
                new_root=tree_hash(leaves[:new]),
            )


@given(st.data(), st.integers(2, 60))
def test_record_proof_any_change_is_refused(data, size):
    leaves = numbered(size)
    read = build(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = list(merkle.prove_record(index=index, size=size, read=read))
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], bytes([proof[place][0] ^ 1]) + proof[place][1:], *proof[place + 1 :]]
    honest = {
        "index": index, "size": size, "leaf": merkle.hash_leaf(leaves[index]), "expected": tree_hash(leaves),
    }  # fmt: skip
    for claim in (
        {**honest, "proof": changed},
        {**honest, "proof": proof[:-1]},
        {**honest, "proof": [*proof, proof[0]]},
        {**honest, "proof": proof, "leaf": merkle.hash_leaf(b"other")},
        {**honest, "proof": proof, "index": size},
        {**honest, "proof": proof, "index": -1},
    ):
        with pytest.raises(merkle.ProofError):
            merkle.check_record(**claim)


@given(st.data(), st.integers(2, 60))
def test_tree_proof_any_change_is_refused(data, new):
    leaves = numbered(new)
    read = build(leaves)
    old = data.draw(st.integers(1, new - 1))
    proof = list(merkle.prove_tree(old=old, new=new, read=read))
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], bytes([proof[place][0] ^ 1]) + proof[place][1:], *proof[place + 1 :]]
    old_root, new_root = tree_hash(leaves[:old]), tree_hash(leaves)
    for claim in (
        {"proof": changed, "old_root": old_root, "new_root": new_root},
        {"proof": proof[:-1], "old_root": old_root, "new_root": new_root},
        {"proof": [*proof, proof[0]], "old_root": old_root, "new_root": new_root},
        {"proof": proof, "old_root": new_root, "new_root": new_root},
        {"proof": proof, "old_root": old_root, "new_root": old_root},
    ):
        with pytest.raises(merkle.ProofError):
            merkle.check_tree(old=old, new=new, **claim)


def test_proofs_of_what_is_not_in_the_log_are_refused():
    read = build(numbered(3))
    root = merkle.root(size=3, read=read)
    for claim in (
        lambda: merkle.prove_record(index=3, size=3, read=read),
        lambda: merkle.prove_tree(old=0, new=3, read=read),
        lambda: merkle.prove_tree(old=4, new=3, read=read),
        lambda: merkle.check_tree(old=0, new=3, proof=[], old_root=merkle.EMPTY_ROOT, new_root=root),
        lambda: merkle.check_tree(old=3, new=3, proof=[root], old_root=root, new_root=root),
        lambda: merkle.check_tree(old=3, new=5, proof=[], old_root=root, new_root=root),
    ):
        with pytest.raises(merkle.ProofError):
            claim()

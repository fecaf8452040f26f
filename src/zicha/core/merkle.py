"""The Merkle log of RFC 6962 section 2.1: hashes, proofs and their verification.

Leaves are numbered from 0. Only finished nodes are ever stored: node ``(level, index)`` covers the leaves
``[index << level, (index + 1) << level)`` and never changes once its last leaf is there. Everything else
is computed from them. A verifier needs no storage at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Read = Callable[[Sequence[tuple[int, int]]], Sequence[bytes]]
"""Returns the hashes of finished nodes ``(level, index)`` in the order asked for, or raises ``LookupError``."""

EMPTY_ROOT = hashlib.sha256().digest()
"""The root of a log without leaves (RFC 6962 section 2.1)."""


class ProofError(ValueError):
    """A proof does not show what it claims."""


class Node(NamedTuple):
    """A finished node; a tuple, since an import makes two a row.

    Attributes:
        level: 0 for a leaf.
        place: its number among the nodes of its level.
        hash: 32 bytes.
    """

    level: int
    place: int
    hash: bytes


def hash_leaf(body: bytes) -> bytes:
    """Return SHA-256(0x00 || body)."""
    return hashlib.sha256(b"\x00" + body).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(*, size: int, leaf: bytes, read: Read) -> tuple[Node, ...]:
    """Return the nodes that are finished when ``leaf`` becomes leaf number ``size``, the leaf first."""
    node = Node(0, size, leaf)
    finished = [node]
    siblings = [(level, (size >> level) - 1) for level in range(_trailing_ones(size))]
    for left in read(siblings):
        node = Node(node.level + 1, node.place >> 1, hash_children(left, node.hash))
        finished.append(node)
    return tuple(finished)


def extend(*, size: int, leaves: Sequence[bytes], read: Read) -> tuple[Node, ...]:
    """Return the nodes that are finished when ``leaves`` follow a log of ``size``; ``read`` is asked once at most."""
    end = size + len(leaves)
    levels = [level for level in range(size.bit_length()) if size >> level & 1 and (size >> level) + 1 << level <= end]
    peaks = [(level, (size >> level) - 1) for level in levels]
    waiting = {level: found for (level, _index), found in zip(peaks, read(peaks), strict=True)} if peaks else {}
    made: list[Node] = []
    for place, leaf in enumerate(leaves, size):
        level, index, found = 0, place, leaf
        made.append(Node(0, place, leaf))
        while index & 1:
            found = hash_children(waiting.pop(level), found)
            level, index = level + 1, index >> 1
            made.append(Node(level, index, found))
        waiting[level] = found
    return tuple(made)


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the hashes of all nodes that are finished within a stretch of leaves, by level.

    The stretch begins at a multiple of the smallest power of two that holds it.
    """
    found = [list(leaves)]
    while len(found[-1]) > 1:
        below = found[-1]
        found.append([hash_children(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
    return found


def count_nodes(size: int) -> int:
    """Return how many finished nodes a log of ``size`` leaves has."""
    return 2 * size - size.bit_count()


def root(*, size: int, read: Read) -> bytes:
    """Return the root of the log's first ``size`` leaves."""
    return _hash_range(0, size, read) if size else EMPTY_ROOT


def prove_record(*, index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 6962 section 2.1.1)."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a log of {size}")
    return tuple(_hash_range(start, end, read) for start, end in reversed(list(_siblings(index, size))))


def prove_tree(*, old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``new`` leaves extends that of ``old`` (RFC 6962 section 2.1.2)."""
    if not 0 < old <= new:
        raise ProofError(f"a log of {new} cannot extend a log of {old}")
    return tuple(_hash_range(start, end, read) for start, end in _consistency(old, new))


def check_record(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> None:
    """Raise :class:`ProofError` unless ``proof`` shows ``leaf`` at ``index`` under the root ``expected``.

    The order of steps is RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a log of {size}")
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            found = hash_children(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hash_children(found, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    _compare(found, expected)


def check_tree(*, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise :class:`ProofError` unless the tree of ``new`` leaves is shown to extend that of ``old``.

    The order of steps is RFC 9162 section 2.1.4.2; an empty old tree is refused, since it proves nothing.
    """
    if not 0 < old <= new:
        raise ProofError(f"a log of {new} cannot extend a log of {old}")
    if old == new:
        if proof:
            raise ProofError("the proof is too long")
        _compare(old_root, new_root)
        return
    _walk_consistency(old, new, proof, old_root, new_root)


def _walk_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise ProofError("the proof is too short")
    shift = _trailing_ones(old - 1)
    node, last = (old - 1) >> shift, (new - 1) >> shift
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            before, after = hash_children(sibling, before), hash_children(sibling, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = hash_children(after, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    _compare(before, old_root)
    _compare(after, new_root)


def _compare(found: bytes, expected: bytes) -> None:
    if found != expected:
        raise ProofError("the proof leads to another root")


def _trailing_ones(number: int) -> int:
    return ((number + 1) & ~number).bit_length() - 1


def _split(count: int) -> int:
    """The largest power of two smaller than ``count`` (RFC 6962 calls it k)."""
    return 1 << (count - 1).bit_length() - 1


def _hash_range(start: int, end: int, read: Read) -> bytes:
    """Hash the leaves ``[start, end)``, whose start is a multiple of the smallest power of two that holds them."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    *lefts, found = read(nodes)
    for left in reversed(lefts):
        found = hash_children(left, found)
    return found


def _siblings(index: int, size: int) -> Iterator[tuple[int, int]]:
    """The ranges beside the path from the root down to leaf ``index``."""
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            yield middle, end
            end = middle
        else:
            yield start, middle
            start = middle


def _consistency(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges of PROOF(old, D[new]), lowest first."""
    start, end, ranges = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return ranges[::-1]

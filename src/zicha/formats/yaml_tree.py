"""YAML text to a tree that knows where every node stands.

Only what a data file needs is accepted: one document of mappings, lists and scalars in UTF-8. Tags, keys
written twice and aliases that would swell the file are refused, so that no file can run code or exhaust
the machine. Every scalar stays the text that was typed; what it means is decided by the reader above.

The stream of events comes from libyaml where it is installed (some fifteen times faster) and from the pure
parser otherwise; both give the same tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 50_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_COLON = re.compile(r"[\s-]*[A-Za-z_]\w*：")

Value = str | list["Node"] | dict[str, "Entry"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the file; line and column count characters from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A scalar (``str``), a list or a mapping.

    Attributes:
        empty: a plain scalar that says nothing: ``key:``, ``~`` or ``null``.
        size: how many nodes it stands for, aliases expanded.
        height: how many levels it has below its own, aliases expanded.
    """

    value: Value
    mark: Mark
    empty: bool = False
    size: int = 1
    height: int = 0

    def hold(self, child: Node, *, extra: int = 0) -> None:
        """Count ``child``, which has just become a part of this node."""
        self.size += child.size + extra
        self.height = max(self.height, child.height + 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: Mark
    node: Node


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the file may not hold: a code of the scheme's sentences, the place and the facts."""

    code: str
    mark: Mark
    facts: dict[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """The text cannot be read as a tree at all."""

    def __init__(self, code: str, mark: Mark, **facts: Any) -> None:
        super().__init__(code)
        self.fault = Fault(code, mark, facts)


def read(data: bytes, *, pure: bool = False) -> tuple[Node | None, tuple[Fault, ...]]:
    """Return the tree in ``data`` and everything that is wrong with it.

    Takes the file's bytes; ``pure`` leaves libyaml aside. The tree is ``None`` if the text cannot be read at
    all; a key written twice is a fault, and the tree keeps the first.
    """
    try:
        text = _text(data)
        try:
            builder = _build(text, pure=pure)
        except MarkedYAMLError:
            # libyaml refuses some forms that the pure parser takes; the pure one speaks for both.
            builder = _build(text, pure=True)
    except MarkedYAMLError as error:
        return None, (_syntax(error, text).fault,)
    except Unreadable as unreadable:
        return None, (unreadable.fault,)
    if builder.root is None or builder.root.empty:
        return None, (Fault("scheme.file_empty", Mark(1, 1)),)
    return builder.root, tuple(builder.faults)


def plain(node: Node) -> Any:
    """Return the tree as plain strings, lists and dictionaries; an empty scalar is ``None``."""
    if isinstance(node.value, dict):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return None if node.empty else node.value


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Mark, Node]:
    """Return where ``path`` stands and its node, or the nearest thing above it that exists.

    The mark of a mapping's or list's member is that of the value; of a mapping, that of its key.
    """
    mark = node.mark
    for part in path:
        if isinstance(node.value, dict) and part in node.value:
            entry = node.value[str(part)]
            node = entry.node
            mark = node.mark if isinstance(node.value, str) and not node.empty else entry.key
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.mark
        else:
            break
    return mark, node


def key_mark(node: Node, path: tuple[str | int, ...]) -> Mark:
    """Return where the last key of ``path`` stands, or the nearest thing above it."""
    _, parent = find(node, path[:-1])
    entry = parent.value.get(str(path[-1])) if isinstance(parent.value, dict) and path else None
    return entry.key if entry else find(node, path)[0]


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Unreadable("scheme.file_too_large", Mark(1, 1), found=len(data) // 1024, expected=MAX_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("scheme.file_not_utf8", _mark_at(data[: error.start].decode("utf-8", "replace"))) from None
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        found = f"U+{ord(unprintable.group()):04X}"
        raise Unreadable("scheme.yaml_control", _mark_at(text[: unprintable.start()]), found=found)
    return text


def _mark_at(before: str) -> Mark:
    lines = before.split("\n")
    return Mark(len(lines), len(lines[-1]) + 1)


def _build(text: str, *, pure: bool) -> _Builder:
    builder = _Builder()
    for event in YAML(typ="safe", pure=pure).parse(text):
        builder.take(event)
    return builder


def _syntax(error: MarkedYAMLError, text: str) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
    problem = str(error.problem or error.context or "")
    wide = _wide_colon(text, place.line)
    if wide:
        return Unreadable("scheme.yaml_wide_colon", wide)
    if "'\\t'" in problem:
        return Unreadable("scheme.yaml_tab", place)
    if "mapping values are not allowed" in problem:
        return Unreadable("scheme.yaml_colon", place)
    line = text.splitlines()[place.line - 1 : place.line]
    return Unreadable("scheme.yaml_syntax", place, found=line[0].strip() if line else "", problem=problem)


def _wide_colon(text: str, line: int) -> Mark | None:
    """Return where a key is followed by a full-width colon, at most two lines above the place of an error."""
    for above in range(max(0, line - 3), line):
        found = _WIDE_COLON.match("".join(text.splitlines()[above : above + 1]))
        if found:
            return Mark(above + 1, found.end())
    return None


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come; ``key`` waits for its value."""

    node: Node
    anchor: str | None
    key: tuple[str, Mark] | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the tree from events, without recursion."""

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, Node] = field(default_factory=dict)
    _nodes: int = 0
    _documents: int = 0

    def take(self, event: Any) -> None:
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, ScalarEvent):
            self._scalar(event, mark)
        elif isinstance(event, MappingStartEvent):
            self._open(Node({}, mark), event, mark)
        elif isinstance(event, SequenceStartEvent):
            self._open(Node([], mark), event, mark)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close()
        elif isinstance(event, AliasEvent):
            self._alias(str(event.anchor), mark)
        elif isinstance(event, DocumentStartEvent):
            self._document(mark)

    def _document(self, mark: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Unreadable("scheme.yaml_documents", mark)

    def _scalar(self, event: Any, mark: Mark) -> None:
        self._refuse_tag(event, mark)
        is_plain = event.style in (None, "")
        node = Node(event.value, mark, empty=is_plain and event.value in ("", "~", "null", "Null", "NULL"))
        self._count(1, mark)
        self._remember(event.anchor, node)
        self._place(node, mark)

    def _open(self, node: Node, event: Any, mark: Mark) -> None:
        self._refuse_tag(event, mark)
        if self._stack and isinstance(self._stack[-1].node.value, dict) and self._stack[-1].key is None:
            raise Unreadable("scheme.yaml_key_complex", mark)
        self._count(1, mark)
        self._stack.append(_Open(node, event.anchor))
        self._measure_depth(0, mark)

    def _close(self) -> None:
        closed = self._stack.pop()
        # An anchor is known only when its node is whole: a node that contains itself cannot be written.
        self._remember(closed.anchor, closed.node)
        self._place(closed.node, closed.node.mark)

    def _alias(self, anchor: str, mark: Mark) -> None:
        node = self._anchors.get(anchor)
        if node is None:
            raise Unreadable("scheme.yaml_alias", mark, found=anchor)
        self._count(node.size, mark)
        self._measure_depth(node.height, mark)
        self._place(node, mark)

    def _measure_depth(self, below: int, mark: Mark) -> None:
        if len(self._stack) + below > MAX_DEPTH:
            raise Unreadable("scheme.yaml_too_deep", mark, expected=MAX_DEPTH)

    def _refuse_tag(self, event: Any, mark: Mark) -> None:
        if event.tag not in (None, "!"):
            raise Unreadable("scheme.yaml_tag", mark, found=str(event.tag))

    def _count(self, nodes: int, mark: Mark) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise Unreadable("scheme.yaml_too_many", mark, expected=MAX_NODES)

    def _remember(self, anchor: str | None, node: Node) -> None:
        if anchor is not None:
            self._anchors[str(anchor)] = node

    def _place(self, node: Node, mark: Mark) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
            parent.node.hold(node)
        elif parent.key is not None:
            self._value(parent, parent.key, node)
        elif isinstance(node.value, str):
            parent.key = (node.value, mark)
        else:
            raise Unreadable("scheme.yaml_key_complex", mark)

    def _value(self, parent: _Open, key: tuple[str, Mark], node: Node) -> None:
        parent.key = None
        name, mark = key
        members = parent.node.value
        if not isinstance(members, dict):
            raise TypeError("only a mapping waits for the value of a key")
        if name in members:
            self.faults.append(Fault("scheme.key_twice", mark, {"found": name, "first": members[name].key.line}))
            return
        members[name] = Entry(mark, node)
        parent.node.hold(node, extra=1)

"""What changed between two versions of a scheme, in sentences a person understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zicha.core import scheme_words
from zicha.core.scheme import Duty, Scheme, Section
from zicha.core.scheme_words import Lines, say
from zicha.core.text import LocalText

Part = Literal["scheme", "post", "evidence", "clause", "kind", "duty", "measure", "section"]
Action = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        part, id: what differs; ``id`` is empty for an order that changed.
        aspect: what about it differs, such as 频次; empty for what was added, removed or moved.
        text: the sentence, in both languages.
    """

    action: Action
    part: Part
    id: str
    aspect: LocalText
    text: LocalText


NO_ASPECT = LocalText("")


def diff(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Return the changes from ``old`` to ``new``: the scheme itself, then duties, measures and the rest.

    A thing keeps its identity by its id: one that is renamed is removed and added. Equal schemes give no
    change, and schemes that differ give at least one.
    """
    return (
        *_aspects("scheme", new.id, _head(old), _head(new)),
        *_part("duty", _duties(old), _duties(new), _added_duties(new)),
        *_part("measure", _measures(old), _measures(new)),
        *_part("kind", _kinds(old), _kinds(new)),
        *_part("clause", _clauses(old), _clauses(new)),
        *_part("section", _sections(old), _sections(new)),
        *_part("post", _titles(old.posts), _titles(new.posts)),
        *_part("evidence", _titles(old.evidence), _titles(new.evidence)),
    )


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something with an id: what it is called, what is said about it, and itself."""

    title: LocalText
    lines: Lines
    value: object


_Things = Mapping[str, _Thing]


def _head(scheme: Scheme) -> _Thing:
    return _Thing(scheme.title, scheme_words.head(scheme), None)


def _duties(scheme: Scheme) -> _Things:
    return {duty.id: _Thing(duty.title, scheme_words.duty(duty, scheme=scheme), duty) for duty in scheme.duties}


def _measures(scheme: Scheme) -> _Things:
    return {each.id: _Thing(each.title, scheme_words.measure(each, scheme=scheme), each) for each in scheme.measures}


def _kinds(scheme: Scheme) -> _Things:
    return {kind.id: _Thing(kind.title, scheme_words.kind(kind, scheme=scheme), kind) for kind in scheme.kinds}


def _clauses(scheme: Scheme) -> _Things:
    return {each.id: _Thing(LocalText(each.number), scheme_words.clause(each), each) for each in scheme.clauses}


def _titles(titles: Sequence[tuple[str, LocalText]]) -> _Things:
    return {name: _Thing(title, {say("words.title"): title}, title) for name, title in titles}


def _sections(scheme: Scheme) -> _Things:
    return {
        section.id: _Thing(
            section.title,
            scheme_words.section(section, place=place, scheme=scheme),
            replace(section, sections=()),
        )
        for place, section in (*_placed(scheme.report.sections, ""), *_placed(scheme.report.attachments, "A"))
    }


def _placed(sections: Sequence[Section], above: str) -> Iterator[tuple[str, Section]]:
    for number, section in enumerate(sections, start=1):
        yield f"{above}{number}", section
        yield from _placed(section.sections, f"{above}{number}.")


def _added_duties(new: Scheme) -> dict[str, LocalText]:
    return {duty.id: _added_duty(duty, new) for duty in new.duties}


def _added_duty(duty: Duty, new: Scheme) -> LocalText:
    bound, cadence = scheme_words.bound(duty.bound), scheme_words.cadence(duty.cadence, scheme=new)
    return say("words.added_duty", title=duty.title, id=duty.id, bound=bound, cadence=cadence)


def _part(part: Part, old: _Things, new: _Things, added: Mapping[str, LocalText] | None = None) -> Iterator[Change]:
    called = say(f"words.part_{part}")
    for name, thing in old.items():
        if name not in new:
            text = say("words.removed", part=called, title=thing.title, id=name)
            yield Change("removed", part, name, NO_ASPECT, text)
    for name, thing in new.items():
        if name in old:
            yield from _aspects(part, name, old[name], thing)
        else:
            text = (added or {}).get(name) or say("words.added", part=called, title=thing.title, id=name)
            yield Change("added", part, name, NO_ASPECT, text)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Change("moved", part, "", NO_ASPECT, say("words.moved", part=called))


def _aspects(part: Part, name: str, old: _Thing, new: _Thing) -> Iterator[Change]:
    facts = {"part": say(f"words.part_{part}"), "title": new.title, "id": name}
    is_said = False
    for aspect in [*old.lines, *(aspect for aspect in new.lines if aspect not in old.lines)]:
        before, after = (lines.get(aspect, scheme_words.NOTHING) for lines in (old.lines, new.lines))
        if before != after:
            is_said = True
            code = "words.translated" if before.zh == after.zh else "words.changed"
            text = say(code, **facts, aspect=aspect, before=before, after=after, english=after.in_language("en"))
            yield Change("changed", part, name, aspect, text)
    if old.value != new.value and not is_said:
        # An order or an inner id: nothing a person reads, and still not the same definition.
        yield Change("changed", part, name, NO_ASPECT, say("words.changed_inside", **facts))

"""Says an entry's contents in words: the same lines for reading, for history and for comparing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zicha.core import built_in
from zicha.core.ledger import Attendance, Draft, FieldValue, Revision
from zicha.core.scheme import BUILT_IN_EVIDENCE, Field, Kind, Scheme
from zicha.web import words
from zicha.web.language import local


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry.

    Attributes:
        name: what it is.
        text: what it says; may be empty.
        changed: whether it differs from the state before.
    """

    name: str
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of an entry mean: its kinds, evidence and people by id, and which kinds are private."""

    kinds: Mapping[str, Kind]
    evidence: Mapping[str, str]
    people: Mapping[str, str]
    private: frozenset[str]

    def declared(self, kind_id: str) -> Kind | None:
        """Return a kind as a loaded scheme or zicha itself declares it."""
        return self.kinds.get(kind_id) or built_in.KINDS.get(kind_id)

    def kind(self, kind_id: str) -> str:
        """Return a kind's title, or its id if nobody declares it."""
        kind = self.declared(kind_id)
        return local(kind.title) if kind else kind_id

    def person(self, person_id: str) -> str:
        """Return a person's name, or the id if it is not known."""
        return self.people.get(person_id, person_id)


def vocabulary(*, schemes: Sequence[Scheme], people: Mapping[str, str], private: frozenset[str]) -> Vocabulary:
    """Return the words of the loaded schemes in the present language."""
    titles = dict(BUILT_IN_EVIDENCE)
    for scheme in schemes:
        titles.update(scheme.evidence)
    kinds = {kind.id: kind for scheme in schemes for kind in scheme.kinds}
    return Vocabulary(kinds, {key: local(title) for key, title in titles.items()}, people, private)


def lines(draft: Draft, *, known: Vocabulary) -> tuple[Line, ...]:
    """Return an entry's contents, one line a thing that was filled in or could have been."""
    kind = known.declared(draft.kind)
    declared = kind.fields if kind else tuple(Field(key, local(key), "text") for key, _value in draft.fields)  # type: ignore[arg-type] # an unknown kind's field is called by its id
    return (
        Line(_("日期"), words.full_day(draft.happened_on)),
        Line(_("标题"), draft.title),
        *(Line(local(one.title), value(one, draft.value(one.id), known=known)) for one in declared),
        *_attendance(draft.attendance, known),
        *((Line(_("佐证材料"), _evidence(draft, known)),) if draft.evidence or (kind and kind.evidence) else ()),
        *((Line(_("为哪一天的时段补做"), words.full_day(draft.makes_up)),) if draft.makes_up else ()),
    )


def compared(revisions: Sequence[Revision], *, known: Vocabulary) -> tuple[tuple[Revision, tuple[Line, ...]], ...]:
    """Return each revision with its lines, those marked that differ from the revision before."""
    shown = []
    before: dict[str, str] | None = None
    for revision in revisions:
        now = lines(revision.draft, known=known)
        shown.append((revision, mark_changes(now, before=before)))
        before = {line.name: line.text for line in now}
    return tuple(shown)


def mark_changes(now: Sequence[Line], *, before: Mapping[str, str] | None) -> tuple[Line, ...]:
    """Return lines with those marked that say something else than ``before``."""
    if before is None:
        return tuple(now)
    return tuple(Line(line.name, line.text, changed=before.get(line.name, "") != line.text) for line in now)


def value(one: Field, found: FieldValue | None, *, known: Vocabulary) -> str:
    """Return a field's value as a person reads it."""
    if found is None or found == "":
        return ""
    if isinstance(found, tuple):
        return words.listed(f"《{title.strip('《》')}》" for title in found)
    if one.type == "duration":
        return duration(int(found))
    if one.type == "choice":
        return local(dict(one.choices).get(str(found), str(found)))
    if one.type == "person":
        return known.person(str(found))
    if one.type == "date":
        return words.full_day(date.fromisoformat(str(found)))
    return f"{found} {one.unit}".strip() if one.type == "number" else str(found)


def duration(minutes: int) -> str:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [words.counted("%(n)d 小时", hours)] if hours else []
    return " ".join([*parts, words.counted("%(n)d 分钟", rest)] if rest or not hours else parts)


def attendance(value: Attendance | None) -> str:
    """Return ``28/30`` – present of expected – or nothing."""
    return f"{value.present}/{value.expected}" if value else ""


def title(draft: Draft, *, known: Vocabulary) -> str:
    """Return what an entry is called: its title, or what it is about, or its kind's title."""
    return draft.title or _subject(draft, known) or known.kind(draft.kind)


def _subject(draft: Draft, known: Vocabulary) -> str:
    kind = built_in.KINDS.get(draft.kind)
    fields = kind.fields if kind else ()
    about = next((one for one in fields if one.id == built_in.SUBJECTS.get(draft.kind)), None)
    return value(about, draft.value(about.id), known=known) if about else ""


def _attendance(found: Attendance | None, known: Vocabulary) -> tuple[Line, ...]:
    if found is None:
        return ()
    counts = _("应到 %(expected)d，实到 %(present)d，请假 %(excused)d，缺席 %(absent)d") % {
        "expected": found.expected,
        "present": found.present,
        "excused": found.excused,
        "absent": found.absent,
    }
    named = ((_("实到"), found.present_people), (_("请假"), found.excused_people), (_("补学"), found.made_up_people))
    people = tuple(Line(name, words.listed(map(known.person, ids))) for name, ids in named if ids)
    return (Line(_("出席"), counts), *people)


def _evidence(draft: Draft, known: Vocabulary) -> str:
    return words.listed(
        f"{known.evidence.get(one.kind, one.kind)}（{one.name or _('纸质件')}）" for one in draft.evidence
    )


def lack(evidence: tuple[str, ...], scheme: Scheme, *, below: bool, near: bool) -> str:
    """Return what keeps an entry from counting, in words."""
    titles = {**BUILT_IN_EVIDENCE, **dict(scheme.evidence)}
    parts = []
    if evidence:
        named = words.listed(local(titles.get(one, one)) for one in evidence)
        parts.append(_("缺%(evidence)s") % {"evidence": named})
    if below:
        parts.append(_("到场人数不够"))
    if near:
        parts.append(_("离上一次太近"))
    return _("，").join(parts)

"""Entries as lines, with what each asker may read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zicha.core import study
from zicha.core.ledger import Revision
from zicha.core.values import text
from zicha.store.queries import ledger as ledger_queries
from zicha.web import showing, words
from zicha.web.asking import Question, may_see
from zicha.web.showing import Vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; ``closed`` if only those who took part may read it."""

    seq: int
    entry: int
    number: int
    happened_on: date
    kind: str
    title: str
    unit: str
    attendance: str
    evidence: str
    backfilled: bool
    closed: bool


def rows_of(question: Question, known: Vocabulary, revisions: Iterable[Revision]) -> list[Row]:
    """Return revisions as lines; of an entry only those who took part may read, nothing but day, unit and kind."""
    shown = tuple(revisions)
    private = [revision.seq for revision in shown if _is_private(revision, known)]
    whole = {revision.seq: revision for revision in ledger_queries.by_seq(seqs=private)} if private else {}
    named = _named(shown)
    return [_row(question, known, whole.get(revision.seq, revision), named) for revision in shown]


def readable(rows: Iterable[Row]) -> list[Row]:
    """Return the lines the asker may read: one of a private kind tells a unit and a day of somebody."""
    return [row for row in rows if not row.closed]


def _is_private(revision: Revision, known: Vocabulary) -> bool:
    return revision.draft.kind in known.private


def may_read(question: Question, known: Vocabulary, revision: Revision) -> bool:
    """Whether the asker may read a revision: its unit is in view and, if it is private, the asker took part.

    A step that links a private record to an item of the study plan tells as much as that record.
    """
    return _may_read(question, known, revision, _named((revision,)))


def _may_read(question: Question, known: Vocabulary, revision: Revision, named: Mapping[int, Revision]) -> bool:
    told = named.get(_link(revision), revision)
    private = _is_private(told, known)
    return may_see(question, unit=revision.draft.unit, private=private, people=took_part(told, known))


def _named(revisions: Iterable[Revision]) -> dict[int, Revision]:
    """Return the records that steps among some revisions link to items of the study plan, whole, by number."""
    numbers = {_link(revision) for revision in revisions} - {0}
    seqs = [each.seq for each in ledger_queries.latest(entries=numbers)] if numbers else []
    return {each.entry: each for each in ledger_queries.by_seq(seqs=seqs)} if seqs else {}


def _link(revision: Revision) -> int:
    """The number of the record that a step of a study plan names, or 0."""
    return int(text(revision.draft, "record") or 0) if revision.draft.kind == study.STEP else 0


def took_part(revision: Revision, known: Vocabulary) -> frozenset[str]:
    """Return the people an entry names as present or in a role."""
    kind = known.kinds.get(revision.draft.kind)
    roles = [one.id for one in kind.fields if one.type == "person"] if kind else []
    attendance = revision.draft.attendance
    present = (*attendance.present_people, *attendance.made_up_people) if attendance else ()
    return frozenset([*present, *(str(revision.draft.value(role)) for role in roles if revision.draft.value(role))])


def _row(question: Question, known: Vocabulary, revision: Revision, named: Mapping[int, Revision]) -> Row:
    draft = revision.draft
    kinds: Iterable[str] = dict.fromkeys(one.kind for one in draft.evidence)
    return Row(
        seq=revision.seq,
        entry=revision.entry,
        number=revision.number,
        happened_on=draft.happened_on,
        kind=known.kind(draft.kind),
        title=showing.title(draft, known=known),
        unit=question.name(draft.unit),
        attendance=showing.attendance(draft.attendance),
        evidence=words.listed(known.evidence.get(kind, kind) for kind in kinds),
        backfilled=revision.backfilled,
        closed=not _may_read(question, known, revision, named),
    )

"""Entries as lines, with what each asker may read of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zicha.core.ledger import Revision
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
    return [_row(question, known, whole.get(revision.seq, revision)) for revision in shown]


def readable(rows: Iterable[Row]) -> list[Row]:
    """Return the lines the asker may read: one of a private kind tells a unit and a day of somebody."""
    return [row for row in rows if not row.closed]


def _is_private(revision: Revision, known: Vocabulary) -> bool:
    kind = known.kinds.get(revision.draft.kind)
    return kind is not None and kind.private


def may_read(question: Question, known: Vocabulary, revision: Revision) -> bool:
    """Whether the asker may read a revision: its unit is in view and, if it is private, the asker took part."""
    private = _is_private(revision, known)
    return may_see(question, unit=revision.draft.unit, private=private, people=took_part(revision, known))


def took_part(revision: Revision, known: Vocabulary) -> frozenset[str]:
    """Return the people an entry names as present or in a role."""
    kind = known.kinds.get(revision.draft.kind)
    roles = [one.id for one in kind.fields if one.type == "person"] if kind else []
    attendance = revision.draft.attendance
    present = (*attendance.present_people, *attendance.made_up_people) if attendance else ()
    return frozenset([*present, *(str(revision.draft.value(role)) for role in roles if revision.draft.value(role))])


def _row(question: Question, known: Vocabulary, revision: Revision) -> Row:
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
        closed=not may_read(question, known, revision),
    )

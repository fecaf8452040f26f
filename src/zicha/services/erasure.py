"""Erasing: values of one record, or everything about one person; and erasing again what a backup brings back.

Everything happens in one transaction: the values go, the erasure's entry comes, and a line in
``<home>/erasures.ndjson`` is synced before either is final. Whether the database's own files are free of the
values is said by ``wiped``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zicha.core import erasure, erasure_journal
from zicha.core.erasure import Ground, Scope, Target
from zicha.core.erasure_journal import Line, Named, Whom
from zicha.core.findings import Refusal
from zicha.core.kinds import KindOf
from zicha.services import ledger
from zicha.services.days import day_of
from zicha.store.queries import accounts, attendance, schemes, suggestions, units
from zicha.store.queries import erasure as queries
from zicha.store.queries.erasure import Held
from zicha.store.writes import erasure as writes
from zicha.store.writes import files, shelves
from zicha.store.writes import ledger as ledger_writes
from zicha.store.writes import suggestions as suggestion_writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing

JOURNAL = "erasures.ndjson"


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants what erased for which reason.

    Attributes:
        approver: id of the person who approved it, or the name of a sign-in that is nobody's; empty only where
            retention or a replay asks for it.
        mark: of the erasure that is repeated, or empty for a new one.
    """

    ground: Ground
    recorded_at: datetime
    recorded_by: str
    home: Path
    approver: str = ""
    mark: str = ""

    def marked(self, mark: str) -> Order:
        """Return the order with a mark."""
        return replace(self, mark=mark)


@dataclass(frozen=True, slots=True)
class Going:
    """What an erasure will take away.

    Attributes:
        values: beside the ledger.
        sheets: on which the person stands as a guest: revision and guests.
        mentions: longer texts in which the person's name stands; they stay until each is erased by itself.
    """

    values: tuple[Held, ...]
    sheets: tuple[tuple[int, dict[str, list[str]]], ...] = ()
    mentions: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did.

    Attributes:
        entries: numbers of the erasure's entries.
        values: how many values are gone.
        stands: the id that stands in the place of an erased person, or empty.
        wiped: whether the database's own files are free of them already; if not, ``zicha retain`` tries again.
    """

    entries: tuple[int, ...]
    values: int
    stands: str = ""
    wiped: bool = False


def of_record(*, seq: int, field: str = "") -> Going:
    """Return what erasing a field of a record, or all of them, will take away, in every state of its entry.

    Only values equal to the record's go with it: a corrected one stays. Raises ``Refusal`` if nothing is held.
    """
    held = queries.of_entry(seq=seq)
    mine = {each.field: each.value for each in held if each.seq == seq}
    names = erasure.expand(field, held=mine)
    if not names and field:
        raise Refusal("erasure.nothing", seq=seq, field=field)
    if not names:
        raise Refusal("erasure.nothing_at_all", seq=seq)
    return Going(tuple(each for each in held if each.field in names and each.value == mine[each.field]))


def of_person(*, person: str) -> Going:
    """Return what erasing a person will take away; raise ``Refusal`` ``erasure.person_unknown``."""
    name = attendance.names(people=[person]).get(person)
    if name is None or person.startswith(erasure.ERASED_PREFIX):
        raise Refusal("erasure.person_unknown", person=person)
    values = naming(ids=(person, *queries.usernames_of(person=person)))
    places = {(each.seq, each.field) for each in values}
    mentions = tuple(each for each in queries.mentions(name=name) if (each.seq, each.field) not in places)
    return Going(values, queries.guest_sheets(person=person), mentions)


def naming(*, ids: Iterable[str]) -> tuple[Held, ...]:
    """Return the values of records that name somebody by one of some ids: who recorded, and people's fields."""
    kind_of = schemes.kinds_over_time()
    return tuple(each for each in queries.naming(ids=set(ids)) if _names_someone(each, kind_of))


def erase_record(*, seq: int, field: str = "", order: Order) -> Erased:
    """Erase a field of a record, or all of them, as :func:`of_record` says; files go when no other record names them.

    Raises ``Refusal`` if nothing is held there, and without a known approver.
    """
    _check_approver(order)
    with writing():
        found = _erase_values(of_record(seq=seq, field=field).values, order, "value")
    return replace(found, wiped=writes.wipe())


def erase_held(*, held: Sequence[Held], order: Order, scope: Scope) -> Erased:
    """Erase values that are known to be held, in the caller's transaction or one of its own."""
    with writing():
        return _erase_values(held, order, scope)


def erase_person(*, person: str, order: Order, stands: str = "") -> Erased:
    """Erase everything about a person, as :func:`of_person` says, with name, contact, sign-in, browsers and passes.

    Posts end. Another id, ``stands``, keeps the seats, so that counts stay what they were.

    Raises ``Refusal`` for an unknown person, for the last administrator, without a known approver, and if the
    person is the approver.
    """
    _check_approver(order)
    if order.approver == person:
        raise Refusal("erasure.own_approver")
    with writing():
        going = of_person(person=person)
        _check_last_admin(person)
        stand = stands or f"{erasure.ERASED_PREFIX}{secrets.token_hex(6)}"
        targets = _targets(going.values, _cut_guests(going, person, stand))
        _seal(queries.sheets_of(person=person))
        usernames = queries.usernames_of(person=person)
        on = day_of(order.recorded_at)
        writes.cut_person(person=person, usernames=usernames, stands=stand, on=on)
        salt = secrets.token_hex(16)
        whom = Whom(salt, erasure_journal.person_digest(person, salt=salt), stand)
        found = _finish(targets, order, "person", going.values, whom)
    return replace(found, stands=stand, wiped=writes.wipe())


def replay(*, home: Path, recorded_at: datetime, recorded_by: str = "restore") -> tuple[Erased, ...]:
    """Erase again what a restored database brought back, by the journal in ``home``; return what was done.

    A line whose mark stands in the ledger has been done; a record whose leaf differs is another one that got the
    number since. A second run does nothing. Raises ``Refusal`` ``erasure.journal_broken`` with the line.
    """
    done = {said.get("mark") for _seq, said in queries.entries()}
    lines = [line for line in read_journal(home=home) if line.mark not in done]
    return tuple(
        found
        for line in lines
        for found in _again(line, Order(line.ground, recorded_at, recorded_by, home, mark=line.mark))
    )


def read_journal(*, home: Path) -> tuple[Line, ...]:
    """Return the journal's lines; raise ``Refusal`` ``erasure.journal_broken``."""
    path = home / JOURNAL
    return _read_lines(path) if path.exists() else ()


def _read_lines(path: Path) -> tuple[Line, ...]:
    try:
        return erasure_journal.read(path.read_bytes())
    except OSError as error:
        raise Refusal("erasure.journal_broken", path=path, line=1) from error
    except ValueError as error:
        raise Refusal("erasure.journal_broken", path=path, line=error.args[0]) from error


def take_journal(*, home: Path, file: Path) -> int:
    """Add the lines of another journal, that of the installation as it last was, and return how many were new.

    Raises ``Refusal`` ``erasure.journal_broken`` for a file that cannot be read.
    """
    known = {line.mark for line in read_journal(home=home)}
    new = [line for line in _read_lines(file) if line.mark not in known]
    for line in new:
        files.add_line(home / JOURNAL, erasure_journal.write(line))
    return len(new)


def note_suggestion(*, number: int, home: Path) -> None:
    """Put into the journal, synced, that a suggestion is erased; to be called in the erasure's own transaction."""
    line = Line(secrets.token_hex(8), "request", suggestions=(number,))
    files.add_line(home / JOURNAL, erasure_journal.write(line))


def _again(line: Line, order: Order) -> Iterable[Erased]:
    if line.suggestions:
        yield from _empty_again(line.suggestions, order)
        return
    if line.whom is not None:
        yield from (
            erase_person(person=person.id, order=order, stands=line.whom.stands)
            for person in units.people()
            if line.whom.is_person(person.id)
        )
        return
    leaves = queries.leaves(seqs=[each.target.seq for each in line.named])
    same = [each.target for each in line.named if leaves.get(each.target.seq) == each.leaf]
    held = queries.by_place(places=[(target.seq, name) for target in same for name in target.fields])
    if held:
        yield replace(erase_held(held=held, order=order, scope="value"), wiped=writes.wipe())


def _empty_again(numbers: Sequence[int], order: Order) -> Iterable[Erased]:
    with writing():
        back = suggestions.unerased(numbers=numbers)
        suggestion_writes.erase(numbers=back, on=day_of(order.recorded_at), told=False)
    if back:
        yield Erased((), len(back), wiped=writes.wipe())


def _erase_values(held: Sequence[Held], order: Order, scope: Scope) -> Erased:
    return _finish(_targets(held, {}), order, scope, held, None)


def _finish(targets: Sequence[Target], order: Order, scope: Scope, held: Sequence[Held], whom: Whom | None) -> Erased:
    """Delete the values, append the entries, and sync the journal's line, in this order."""
    mark = order.mark or secrets.token_hex(8)
    leaves = queries.leaves(seqs=[target.seq for target in targets])
    _seal([target.seq for target in targets])
    deleted = writes.delete_values(targets)
    entries = append(lines=[str(target) for target in targets] or ["0"], order=order.marked(mark), scope=scope)
    _unlink(held, order.home)
    named = tuple(Named(target, leaves[target.seq]) for target in targets if whom is None)
    line = Line(mark, order.ground, named, whom)
    files.add_line(order.home / JOURNAL, erasure_journal.write(line))
    return Erased(entries, deleted)


def append(*, lines: Sequence[str], order: Order, scope: Scope) -> tuple[int, ...]:
    """Append the entries that say what is gone, and return their numbers; the caller holds the transaction."""
    drafts = erasure.drafts(
        on=day_of(order.recorded_at),
        scope=scope,
        ground=order.ground,
        targets=lines,
        mark=order.mark,
        approver=order.approver,
    )
    entering = [Entering(draft, order.recorded_at, order.recorded_by) for draft in drafts]
    made = ledger_writes.append(entering, kind_of=schemes.kinds_over_time())
    return tuple(revision.seq for revision in made)


def _targets(held: Iterable[Held], sheets: Mapping[int, str]) -> tuple[Target, ...]:
    fields: dict[int, list[str]] = {seq: [] for seq in sheets}
    for each in held:
        fields.setdefault(each.seq, []).append(each.field)
    return tuple(Target(seq, tuple(sorted(fields[seq])), sheets.get(seq, "")) for seq in sorted(fields))


def _cut_guests(going: Going, person: str, stands: str) -> dict[int, str]:
    return {
        seq: writes.replace_guests(seq=seq, guests=erasure.replaced(guests, person=person, by=stands))
        for seq, guests in going.sheets
    }


def _seal(seqs: Iterable[int]) -> None:
    """Nobody shall find out what is gone by trying candidates against the mark of an imported record."""
    marks = queries.guessable_marks(seqs=seqs)
    writes.seal({seq: ledger.sealed_mark(mark) for seq, mark in marks.items()})


def _unlink(held: Iterable[Held], home: Path) -> None:
    digests = {each.value for each in held if each.field.startswith("evidence.") and each.field.endswith(".sha256")}
    lost = digests - queries.evidence_still_named(digests=digests) if digests else ()
    shelves.drop_after(sorted(lost), home=home)


def _names_someone(held: Held, kind_of: KindOf) -> bool:
    """A text that happens to read like an id is not one."""
    if held.field == "recorded_by":
        return True
    kind = kind_of(held.kind, held.day, held.recorded_at)
    types = {f"fields.{field.id}": field.type for field in kind.fields} if kind else {}
    return types.get(held.field, "person") == "person"


def _check_approver(order: Order) -> None:
    if order.ground == "retention" or order.mark:
        return
    is_known = units.known_people(among=[order.approver]) or accounts.exists(username=order.approver)
    if not order.approver or not is_known:
        raise Refusal("erasure.approver", person=order.approver)


def _check_last_admin(person: str) -> None:
    admins = {each.username: each.person for each in accounts.listed() if each.is_admin and each.active}
    if admins and set(admins.values()) == {person}:
        raise Refusal("access.last_admin", username=next(iter(admins)))

"""``zicha erase`` and ``zicha retain``: what is held about people goes, and the ledger says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import RECORDED_BY, Session
from zicha.core import retention
from zicha.core.erasure import require_ground
from zicha.core.findings import Refusal
from zicha.core.retention import RuleId
from zicha.core.units import Person

if TYPE_CHECKING:
    from zicha.services.erasure import Erased, Going
    from zicha.services.retention import Due
    from zicha.store.queries.erasure import Held


@command("erase", "erasure.help")
@option("--person", metavar="PERSON", default="", help="erasure.option.person")
@option("--record", "seq", metavar="SEQ", type=int, help="erasure.option.record")
@option("--field", metavar="FIELD", default="", help="erasure.option.field")
@option("--ground", metavar="GROUND", required=True, help="erasure.option.ground")
@option("--approver", metavar="PERSON", default="", help="erasure.option.approver")
@option("--yes", is_flag=True, help="erasure.option.yes")
def erase(session: Session, person: str, seq: int | None, field: str, ground: str, approver: str, *, yes: bool) -> None:
    """Say what will be gone, ask, erase it, and say where the ledger holds that."""
    if bool(person) == (seq is not None):
        raise Refusal("erasure.which")
    values.require_with("--record", given=seq is not None, field=field)
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import erasure as service

    people = installation.names(session).people
    whom = questions.person(person, people=people) if person else ""
    approved = questions.person(approver, people=people) if approver else ""
    order = service.Order(require_ground(ground), session.now, RECORDED_BY, session.home, approved)
    going = service.of_person(person=whom) if seq is None else service.of_record(seq=seq, field=field)
    if not yes:
        _ask(session, going, people.get(whom))
    if seq is None:
        done = service.erase_person(person=whom, order=order)
    else:
        done = service.erase_record(seq=seq, field=field, order=order)
    show.answer(session, _shape(done, going), lambda: _tell(session, done))


def _ask(session: Session, going: Going, whom: Person | None) -> None:
    """Say what will be gone on standard error, so that standard output is the answer alone; ask who sits there."""
    count = len(going.values)
    if whom is None:
        _say(session, "erasure.going_record", count=count)
        _places(session, going.values)
    else:
        _say(session, "erasure.going_person", name=whom.name, count=count)
        if going.mentions:
            _say(session, "erasure.mentions", name=whom.name, count=len(going.mentions))
            _places(session, going.mentions)
    if not sys.stdin.isatty():
        raise Refusal("erasure.say_yes")
    click.confirm(session.say("erasure.sure"), abort=True, err=True)


def _places(session: Session, held: Iterable[Held]) -> None:
    for each in held:
        _say(session, "erasure.place", seq=each.seq, field=each.field)


def _say(session: Session, code: str, **facts: object) -> None:
    click.echo(session.say(code, **facts), err=True)


def _shape(done: Erased, going: Going) -> dict[str, Any]:
    return {
        "entries": list(done.entries),
        "values": done.values,
        "stands": done.stands or None,
        "wiped": done.wiped,
        "mentions": [{"seq": each.seq, "field": each.field} for each in going.mentions],
    }


def _tell(session: Session, done: Erased) -> None:
    show.line(session.say("erasure.done", values=done.values, entries=_numbers(done.entries)))
    if not done.wiped:
        show.line(session.say("erasure.not_wiped"))


@command("retain", "erasure.help_retain")
@option("--dry-run", is_flag=True, help="erasure.option.dry_run")
def retain(session: Session, *, dry_run: bool) -> None:
    """List what is due, or let it go."""
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import retention as service

    if dry_run:
        found = service.due(home=session.home, now=session.now)
        data = {"due": found.counts(), "places": _due_places(found), "dry_run": True}
        show.answer(session, data, lambda: _tell_counts(session, found.counts()))
        return
    done = service.retain(home=session.home, now=session.now, recorded_by=RECORDED_BY)
    data = {"due": done.counts, "entries": list(done.entries), "again": len(done.again), "wiped": done.wiped}

    def tell() -> None:
        _tell_counts(session, done.counts)
        if done.again:
            show.line(session.say("erasure.again", count=len(done.again)))
        if done.entries:
            show.line(session.say("erasure.retained", entries=_numbers(done.entries)))
        if not done.wiped:
            show.line(session.say("erasure.not_wiped"))

    show.answer(session, data | {"dry_run": False}, tell)


def _due_places(found: Due) -> list[dict[str, object]]:
    return [{"seq": each.seq, "field": each.field} for each in found.held]


def _tell_counts(session: Session, counts: Mapping[RuleId, int]) -> None:
    rows = [[session.title(rule.title), str(counts[rule.id])] for rule in retention.RULES if counts[rule.id]]
    if not rows:
        show.line(session.say("erasure.nothing_due"))
        return
    heads = [session.say("erasure.head.rule"), session.say("erasure.head.count")]
    show.table(heads=heads, rows=rows, numbers=frozenset({1}))


def _numbers(entries: Iterable[int]) -> str:
    return "、".join(map(str, entries)) or "—"

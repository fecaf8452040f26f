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
    from zicha.services.erased_files import Left
    from zicha.services.erasure import Erased, Going, Order
    from zicha.services.retention import Due
    from zicha.store.queries.erasure import Held


@command("erase", "erasure.help")
@option("--person", metavar="PERSON", default="", help="erasure.option.person")
@option("--record", "seq", metavar="SEQ", type=int, help="erasure.option.record")
@option("--field", metavar="FIELD", default="", help="erasure.option.field")
@option("--ground", metavar="GROUND", required=True, help="erasure.option.ground")
@option("--approver", metavar="PERSON", default="", help="erasure.option.approver")
@option("--with-files", is_flag=True, help="erasure.option.with_files")
@option("--yes", is_flag=True, help="erasure.option.yes")
def erase(
    session: Session,
    person: str,
    seq: int | None,
    field: str,
    ground: str,
    approver: str,
    *,
    with_files: bool,
    yes: bool,
) -> None:
    """Say what will be gone and which files hold it, ask, erase it, and say where the ledger holds that."""
    if bool(person) == (seq is not None):
        raise Refusal("erasure.which")
    values.require_with("--record", given=seq is not None, field=field)
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import erased_files
    from zicha.services import erasure as service

    people = installation.names(session).people
    whom = questions.person(person, people=people) if person else ""
    approved = questions.person(approver, people=people) if approver else ""
    order = service.Order(require_ground(ground), session.now, RECORDED_BY, session.home, approved)
    going = service.of_person(person=whom) if seq is None else service.of_record(seq=seq, field=field)
    left = erased_files.holding(going=going, person=whom, home=session.home)
    if not yes:
        _ask(session, going, people.get(whom), left, with_files=with_files)
    if seq is None:
        done = service.erase_person(person=whom, order=order)
    else:
        done = service.erase_record(seq=seq, field=field, order=order)
    gone = erased_files.erase(left=left, order=order) if with_files and left else None
    show.answer(session, _shape(done, going, left, gone), lambda: _tell(session, done, left, gone, order))


def _ask(session: Session, going: Going, whom: Person | None, left: Left, *, with_files: bool) -> None:
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
    if left:
        _say(session, "erasure.files_too" if with_files else "erasure.files_left", count=_count(left))
        for line in _left_lines(session, left):
            click.echo(line, err=True)
        if not with_files:
            _say(session, "erasure.files_how")
    if not sys.stdin.isatty():
        raise Refusal("erasure.say_yes")
    click.confirm(session.say("erasure.sure"), abort=True, err=True)


def _places(session: Session, held: Iterable[Held]) -> None:
    for each in held:
        _say(session, "erasure.place", seq=each.seq, field=each.field)


def _say(session: Session, code: str, **facts: object) -> None:
    click.echo(session.say(code, **facts), err=True)


def _count(left: Left) -> int:
    return len(left.bundles) + len(left.files)


def _left_lines(session: Session, left: Left) -> list[str]:
    names = installation.names(session)
    bundles = [
        session.say(
            "erasure.file_bundle",
            seq=each.entry,
            unit=names.unit(each.unit),
            period=each.period,
            scheme=each.scheme,
        )
        for each in left.bundles
    ]
    return bundles + [session.say("erasure.file_report", file=session.home / name) for name in left.files]


def _shape(done: Erased, going: Going, left: Left, gone: Erased | None) -> dict[str, Any]:
    return {
        "entries": list(done.entries),
        "values": done.values,
        "stands": done.stands or None,
        "wiped": done.wiped,
        "mentions": [{"seq": each.seq, "field": each.field} for each in going.mentions],
        "bundles": [
            {"seq": each.entry, "unit": each.unit, "period": each.period, "scheme": each.scheme}
            for each in left.bundles
        ],
        "files": list(left.files),
        "files_erased": list(gone.entries) if gone else None,
    }


def _tell(session: Session, done: Erased, left: Left, gone: Erased | None, order: Order) -> None:
    show.line(session.say("erasure.done", values=done.values, entries=_numbers(done.entries)))
    if left:
        _tell_files(session, left, gone, order)
    if not (gone or done).wiped:
        show.line(session.say("erasure.not_wiped"))


def _tell_files(session: Session, left: Left, gone: Erased | None, order: Order) -> None:
    if gone is not None:
        show.line(session.say("erasure.files_gone", count=_count(left), entries=_numbers(gone.entries)))
        return
    show.line(session.say("erasure.files_left", count=_count(left)))
    for line in _left_lines(session, left):
        show.line(line)
    show.line(session.say("erasure.files_then", ground=order.ground, approver=order.approver))


@command("retain", "erasure.help_retain")
@option("--dry-run", is_flag=True, help="erasure.option.dry_run")
def retain(session: Session, *, dry_run: bool) -> None:
    """List what is due today or on ``--on``, or let go what is due today."""
    values.require_with("--dry-run", given=dry_run, on=session.day)
    installation.open_home(session)
    installation.require_tables()
    from zicha.services import retention as service

    if dry_run:
        found = service.due(home=session.home, now=session.asked)
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

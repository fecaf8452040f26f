"""``zicha user``: sign-ins, and links for auditors."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from zicha.cli import installation, questions, shapes, show
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import RECORDED_BY, Session, read_day
from zicha.core import reorganising
from zicha.core.findings import Refusal

if TYPE_CHECKING:
    from zicha.store.queries.audits import AuditLink

user = Group("user", help="cli.help.user")


@command("add", "cli.help.user_add")
@click.argument("username", metavar="NAME")
@option("--password", metavar="TEXT", help="cli.option.password")
@option("--person", metavar="PERSON", default="", help="cli.option.person")
@option("--admin", is_flag=True, help="cli.option.admin")
def add(session: Session, username: str, password: str | None, person: str, *, admin: bool) -> None:
    """Add a sign-in, linked to a person or for running the installation."""
    installation.open_home(session)
    from zicha.services import accounts, organisation

    owner = reorganising.choose(person, known=organisation.known(), on=session.on) if person else ""
    accounts.add(username=username, password=_password(session, password), person=owner, is_admin=admin)
    data = {"username": username, "person": owner or None, "is_admin": admin}
    show.answer(session, data, lambda: show.line(session.say("cli.user_added", username=username)))


def _password(session: Session, given: str | None) -> str:
    if given is not None:
        return given
    if sys.stdin.isatty():
        return str(click.prompt(session.say("cli.password_prompt"), hide_input=True, confirmation_prompt=False))
    typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise Refusal("cli.no_password")
    return typed


@command("list", "cli.help.user_list")
def list_(session: Session) -> None:
    """List sign-ins, and every link that was given, with whether each works."""
    installation.open_home(session)
    from zicha.store.queries import accounts as queries
    from zicha.store.queries import audits

    accounts = queries.listed()
    people = [
        {"username": each.username, "person": each.person or None, "is_admin": each.is_admin, "active": each.active}
        for each in accounts
    ]
    links = [_link_shape(each, session.on) for each in audits.links()]

    def tell() -> None:
        names = installation.names(session)
        heads = [session.say(f"cli.head.{name}") for name in ("user", "person", "role", "state")]
        rows = [
            [
                each.username,
                names.person(each.person),
                session.say("cli.role.admin" if each.is_admin else "cli.role.person"),
                session.say("cli.works" if each.active else "cli.ended"),
            ]
            for each in accounts
        ]
        show.table(heads=heads, rows=rows)
        if links:
            _tell_links(session, links, names)

    show.answer(session, {"accounts": people, "links": links}, tell)


def _tell_links(session: Session, links: list[dict[str, object]], names: installation.Names) -> None:
    heads = [session.say(f"cli.head.{name}") for name in ("link", "unit", "since", "until", "state")]
    cells = [
        [
            str(each["link"]),
            names.unit(str(each["unit"])),
            str(each["from"]),
            str(each["last_day"]),
            session.say(f"cli.{each['state']}"),
        ]
        for each in links
    ]
    show.table(heads=heads, rows=cells, numbers=frozenset({0}))


def _link_shape(link: AuditLink, on: date) -> dict[str, object]:
    working = "works" if on < link.span.end else "expired"
    return {
        "link": link.id,
        "unit": link.unit,
        "from": shapes.day(link.span.start),
        "last_day": shapes.day(link.span.last_day),
        "state": "ended" if link.revoked_at else working,
        "granted_by": link.granted_by,
        "granted_at": shapes.instant(link.granted_at),
        "revoked_at": shapes.instant(link.revoked_at) if link.revoked_at else None,
    }


@command("revoke", "cli.help.user_revoke")
@click.argument("username", metavar="[NAME]", default="")
@option("--link", metavar="N", type=int, help="cli.option.revoke_link")
def revoke(session: Session, username: str, link: int | None) -> None:
    """End a sign-in or a link, at the next request of whoever uses it."""
    installation.open_home(session)
    if bool(username) == (link is not None):
        raise Refusal("cli.user_or_link")
    from zicha.services import accounts, audits

    if link is not None:
        ended = audits.revoke(link=link, recorded_at=session.now)
        show.answer(
            session,
            _link_shape(ended, session.on),
            lambda: show.line(session.say("cli.link_revoked", link=ended.id)),
        )
        return
    accounts.revoke(username=username)
    data = {"username": username, "active": False}
    show.answer(session, data, lambda: show.line(session.say("cli.user_revoked", username=username)))


@command("restore", "cli.help.user_restore")
@click.argument("username", metavar="NAME")
def restore(session: Session, username: str) -> None:
    """Let a revoked sign-in work again."""
    installation.open_home(session)
    from zicha.services import accounts

    accounts.restore(username=username)
    data = {"username": username, "active": True}
    show.answer(session, data, lambda: show.line(session.say("cli.user_restored", username=username)))


@command("password", "cli.help.user_password")
@click.argument("username", metavar="NAME")
@option("--password", metavar="TEXT", help="cli.option.password")
def password(session: Session, username: str, password: str | None) -> None:
    """Give a sign-in another password."""
    installation.open_home(session)
    from zicha.services import accounts

    accounts.set_password(username=username, password=_password(session, password))
    data = {"username": username}
    show.answer(session, data, lambda: show.line(session.say("cli.user_password_set", username=username)))


@command("audit-link", "cli.help.user_audit_link")
@option("--unit", metavar="UNIT", required=True, help="cli.option.audit_unit")
@option("--until", metavar="DATE", required=True, help="cli.option.audit_until")
@option("--from", "start", metavar="DATE", help="cli.option.audit_from")
@option("--address", metavar="URL", default="", help="cli.option.audit_address")
def audit_link(session: Session, unit: str, until: str, start: str | None, address: str) -> None:
    """Give a read-only link and say it once."""
    installation.open_home(session)
    from zicha.services import audits
    from zicha.store.queries import units

    granted = audits.grant(
        unit=questions.unit(unit, spans=units.spans()),
        start=read_day(start) if start else session.on,
        last_day=read_day(until),
        granted_by=RECORDED_BY,
        recorded_at=session.now,
    )
    facts = {"start": granted.span.start, "last": granted.span.last_day, "link": granted.id, "unit": granted.unit}
    path = f"{address.rstrip('/')}/audit/{granted.secret}/"
    data = {
        "link": granted.id,
        "unit": granted.unit,
        "from": shapes.day(granted.span.start),
        "last_day": shapes.day(granted.span.last_day),
        "address": path,
    }
    show.answer(session, data, lambda: show.line(session.say("cli.link_granted", address=path, **facts)))


for each in (add, list_, revoke, restore, password, audit_link):
    user.add_command(each)

"""The installation a command works in: its folder, its database, Django set up for both, and its names."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import click

from zicha.cli.session import RECORDED_BY, Session, without_password
from zicha.core.findings import Refusal
from zicha.core.report_proof import ProofNote
from zicha.core.scheme import Duty, Scheme
from zicha.core.units import Person, UnitSpan

DATABASE = "zicha.sqlite3"
REPLICA_PATIENCE = 2.0
"""Seconds a command waits for a replica to catch up."""


def open_home(session: Session) -> None:
    """Set Django up for the session's home and database; raise ``Refusal`` if there is no installation there.

    An engine that could lose what it acknowledges is refused as well.
    """
    if not is_there(session):
        raise Refusal("cli.home_missing", home=session.home)
    _start(session)
    require_sound(session)


def open_to_read(session: Session) -> None:
    """Open the installation for a question that changes nothing: on its replica, where it has one that answers.

    The replica is given two seconds to catch up with what was recorded before; how far it is behind then is told.
    """
    open_home(session)
    from zicha.services import replica

    session.lag = replica.choose(patience=REPLICA_PATIENCE)
    if session.lag is not None:
        replica.stay()


def open_as_it_is(session: Session) -> None:
    """Set Django up as :func:`open_home` does, for a command that only looks: on an engine that is not sound too."""
    if not is_there(session):
        raise Refusal("cli.home_missing", home=session.home)
    _start(session)


def is_there(session: Session) -> bool:
    """Return whether there is an installation to open: a database that is named, or the file in the data folder."""
    return bool(session.database_url) or (session.home / DATABASE).exists()


def settings_alone(session: Session) -> None:
    """Set Django up for what asks no database; there need be no installation."""
    _start(session)


def prepare(session: Session) -> None:
    """Make the folder, its owner's alone, and the tables, if they are not there, and set Django up."""
    session.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _start(session)
    require_sound(session)
    from zicha.services import installation

    installation.initialise(home=session.home)


def catch_up(session: Session) -> int:
    """Derive what an upgrade, a new scheme or a large reorganisation left to be derived; return the pieces of work.

    Others may go on working; broken off, the next call takes it up.
    """
    from zicha.services import upkeep

    return upkeep.catch_up(progress=progress(session))


def progress(session: Session) -> Callable[[int, int], None]:
    """Return what tells a terminal how many of how many are done."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + session.say("cli.rebuilding", done=done, total=total))

    return tell


def require_sound(session: Session) -> None:
    """Raise ``Refusal`` if the database engine could lose what it acknowledges; Django must be set up."""
    from zicha.services import engine

    engine.require_sound(home=session.home)


def require_tables() -> None:
    """Raise ``Refusal`` if the database's tables are not those of this version; Django must be set up."""
    from zicha.store.queries import health

    newer = health.newer_tables()
    if newer:
        raise Refusal("cli.tables_newer", name=newer[-1])
    if health.missing_tables():
        raise Refusal("cli.tables_missing")


def _start(session: Session) -> None:
    from zicha.conf import start

    try:
        start.django(home=session.home, database_url=session.database_url)
    except ValueError as error:
        address = str(error)
        is_replica = bool(address) and address == session.environ.get("DATABASE_REPLICA_URL", "").strip()
        code = "engine.replica_address" if is_replica else "cli.database_url"
        raise Refusal(code, value=without_password(address)) from error


@dataclass(frozen=True)
class Names:
    """What units, people and duties are called on the day of the question."""

    spans: tuple[UnitSpan, ...]
    schemes: dict[str, Scheme]
    units: dict[str, str]

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everyone by id, read when first asked for: a large organisation has hundreds of thousands."""
        from zicha.store.queries import units

        return {each.id: each for each in units.people()}

    def unit(self, code: str) -> str:
        """Return a unit's code and name."""
        return f"{code} {self.units.get(code, '')}".strip()

    def person(self, person: str) -> str:
        """Return a person's name, or the id if there is none."""
        return self.people[person].name if person in self.people else person

    def duty(self, scheme: str, duty: str, session: Session) -> str:
        """Return a duty's title, or its id if its scheme is not known any more."""
        found = self._duty(scheme, duty)
        return session.title(found.title) if found else duty

    def subject(self, subject: str, session: Session) -> str:
        """Return whom or what an event's window is about: a person, an entry by its number, or the unit itself."""
        if subject in self.people:
            return session.say("cli.subject", subject=self.person(subject))
        return session.say("cli.subject_record", seq=subject) if subject.isdecimal() else ""

    def _duty(self, scheme: str, duty: str) -> Duty | None:
        duties = self.schemes[scheme].duties if scheme in self.schemes else ()
        return next((each for each in duties if each.id == duty), None)


def names(session: Session) -> Names:
    """Return the names that hold on the session's day."""
    from zicha.store.queries import schemes, units

    spans = units.spans()
    called = {each.unit: each.name for each in spans}
    called |= {each.unit: each.name for each in spans if session.on in each.span}
    known = schemes.in_force(on=session.on, as_known_at=session.as_known_at)
    return Names(spans, {each.id: each for each in known}, called)


def proof_note(session: Session, *, as_known_at: datetime) -> ProofNote | None:
    """Return what stands at the end of a report as known at an instant; why it does not stand there is said."""
    from zicha.services import signing

    found = signing.of_draft(home=session.home, as_known_at=as_known_at, recorded_at=session.now)
    if found.gap:
        click.echo(session.say(found.gap.code, **found.gap.facts), err=True)
    return found.note


def close_due(session: Session) -> None:
    """Close the books of a period that has ended, sign, and sum up; for commands once they have recorded something.

    What was recorded stays, whether or not the head can be signed; then it is said.
    """
    from zicha.services import closing, months, signing

    try:
        if closing.close_due(recorded_at=session.now, recorded_by=RECORDED_BY):
            signing.sign(home=session.home, recorded_at=session.now)
    except Refusal as refusal:
        click.echo(session.say(refusal.code, **refusal.facts), err=True)
    months.renew()

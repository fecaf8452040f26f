"""``zicha report submit`` and what follows: a report's way to the archive, and its bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, questions, shapes, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core import erasure
from zicha.core.access import Actor
from zicha.core.periods import Period
from zicha.formats import report_bundle as bundles
from zicha.formats.report_bundle import Verified

if TYPE_CHECKING:
    from zicha.core.report_check import Placed
    from zicha.core.report_life import Life
    from zicha.services.report_life import By, Filed, Which

FINE, WRONG = 0, 1


def _which(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which report is meant."""
    for added in (
        option("--scheme", metavar="ID", help="cli.option.report_scheme"),
        option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period_needed"),
        option("--unit", metavar="UNIT", required=True, help="cli.option.unit"),
    ):
        function = added(function)
    return function


def _by(function: Callable[..., Any]) -> Callable[..., Any]:
    return option("--by", metavar="PERSON", required=True, help="cli.option.by")(function)


@command("submit", "cli.help.report_submit")
@_which
@_by
@option("--subtree", is_flag=True, help="cli.option.subtree")
def submit(session: Session, unit: str, period: Period, scheme: str | None, by: str, *, subtree: bool) -> None:
    """Submit a report, or a returned one again; what the checker finds is said, and keeps nothing back."""
    which, who = _asked(session, unit, period, scheme, by)
    from zicha.services import report_life

    filed = report_life.submit(which=which, by=who, language=session.language, subtree=subtree)
    found = _findings(session, which, filed.life)
    show.answer(
        session,
        _shape_filed(session, which, filed) | {"findings": [_finding(session, each) for each in found]},
        lambda: _tell_submitted(session, which, filed, found),
    )


@command("return", "cli.help.report_return")
@_which
@_by
@option("--comment", metavar="TEXT", required=True, help="cli.option.comment")
def return_(session: Session, unit: str, period: Period, scheme: str | None, by: str, comment: str) -> None:
    """Return a submitted report with a comment."""
    which, who = _asked(session, unit, period, scheme, by)
    from zicha.services import report_life

    _answer_filed(session, which, report_life.return_with_comments(which=which, by=who, comment=comment))


@command("accept", "cli.help.report_accept")
@_which
@_by
@option("--comment", metavar="TEXT", default="", help="cli.option.comment")
def accept(session: Session, unit: str, period: Period, scheme: str | None, by: str, comment: str) -> None:
    """Accept a submitted report."""
    which, who = _asked(session, unit, period, scheme, by)
    from zicha.services import report_life

    _answer_filed(session, which, report_life.accept(which=which, by=who, comment=comment))


@command("archive", "cli.help.report_archive")
@_which
@_by
def archive(session: Session, unit: str, period: Period, scheme: str | None, by: str) -> None:
    """Keep an accepted report as a bundle."""
    which, who = _asked(session, unit, period, scheme, by)
    from zicha.services import report_life

    _answer_filed(session, which, report_life.archive(which=which, by=who))


@command("history", "cli.help.report_history")
@_which
def history(session: Session, unit: str, period: Period, scheme: str | None) -> None:
    """Show where a report stands and how it got there."""
    which, life = _life(session, unit, period, scheme)
    _answer(session, which, life)


@command("bundle", "cli.help.report_bundle")
@_which
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="cli.option.bundle_out")
def bundle(session: Session, unit: str, period: Period, scheme: str | None, out: Path) -> None:
    """Write the archived bundle of a report."""
    values.require_writable(out)
    which, life = _life(session, unit, period, scheme)
    from zicha.services import report_bundle

    values.write_file(out, report_bundle.content(life, unit=which.unit, period=str(which.period)))
    show.answer(
        session,
        _shape(which, life) | {"file": str(out)},
        lambda: show.line(session.say("cli.bundle_written", file=out)),
    )


@command("verify-bundle", "cli.help.report_verify_bundle")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--offline", is_flag=True, help="cli.option.offline")
def verify_bundle(session: Session, file: Path, *, offline: bool) -> int:
    """Check a bundle by itself and against the ledger: composed again as known then, it says the same."""
    content = values.read_file(file)
    found = bundles.verify(content, name=file.name) if offline else _held_against_ledger(session, content, file.name)
    show.answer(session, _verified(file, found), lambda: _tell_verified(session, found))
    return FINE if found.is_good else WRONG


def _held_against_ledger(session: Session, content: bytes, name: str) -> Verified:
    installation.open_home(session)
    from zicha.services import report_bundle

    return report_bundle.verify(content=content, name=name)


def _asked(session: Session, unit: str, period: Period, scheme: str | None, by: str) -> tuple[Which, By]:
    which, life = _life(session, unit, period, scheme)
    from zicha.services.report_life import By
    from zicha.store.queries import units

    person = questions.person(by, people=installation.names(session).people)
    return which, By(Actor(person, holdings=units.holdings_of(person=person)), session.now, len(life.steps))


def _life(session: Session, unit: str, period: Period, scheme: str | None) -> tuple[Which, Life]:
    installation.open_home(session)
    from zicha.services import report_life
    from zicha.services.report_life import Which

    names = installation.names(session)
    code = questions.unit(unit, spans=names.spans)
    which = Which(questions.scheme(scheme, schemes=names.schemes), code, period)
    return which, report_life.life(which=which)


def _findings(session: Session, which: Which, life: Life) -> tuple[Placed, ...]:
    from zicha.services import report_draft, report_life

    submission = life.submission
    assert submission is not None  # noqa: S101 -- it has just been submitted
    what = submission.frozen
    report = report_life.frozen(which=which, what=what)
    asked = report_draft.Asked(which, what.on, session.language, what.subtree, what.known_at)
    return report_draft.findings(report=report, previous=report_draft.previous(asked))


def _finding(session: Session, placed: Placed) -> dict[str, Any]:
    from zicha.services import checks

    return {
        "code": placed.code,
        "severity": placed.severity,
        "section": placed.section,
        "text": placed.text,
        "message": checks.sentence(placed, language=session.language),
        "suggestion": placed.suggestion,
    }


def _shape(which: Which, life: Life) -> dict[str, Any]:
    submission, archived = life.submission, life.steps[-1] if life.bundle else None
    return {
        "scheme": which.scheme,
        "unit": which.unit,
        "period": str(which.period),
        "state": life.state,
        "content": submission.frozen.version if submission else None,
        "as_known_at": shapes.instant(submission.frozen.known_at) if submission else None,
        "bundle": (life.bundle.sha256 or None) if life.bundle else None,
        "archived_content": archived.frozen.version if archived else None,
        "erasures": list(archived.erasures) if archived else [],
        "steps": [
            {"step": each.step, "seq": each.seq, "at": shapes.instant(each.at), "by": each.by, "comment": each.comment}
            for each in life.steps
        ],
    }


def _shape_filed(session: Session, which: Which, filed: Filed) -> dict[str, Any]:
    return _shape(which, filed.life) | {"unsigned": _gap(session, filed)}


def _gap(session: Session, filed: Filed) -> str | None:
    return session.say(filed.gap.code, **filed.gap.facts) if filed.gap else None


def _verified(file: Path, found: Verified) -> dict[str, Any]:
    about = {name: found.about.get(name) for name in ("report", "unit", "period", "as_known_at", "content")}
    erased = {"entries": list(found.erasures), "records": list(found.records)} if found.erasures else None
    return {"file": str(file), **about, "good": found.is_good, "checks": dict(found.checks), "erased": erased}


def _answer(session: Session, which: Which, life: Life) -> None:
    show.answer(session, _shape(which, life), lambda: _tell(session, which, life))


def _answer_filed(session: Session, which: Which, filed: Filed) -> None:
    show.answer(session, _shape_filed(session, which, filed), lambda: _tell_filed(session, which, filed))


def _tell_submitted(session: Session, which: Which, filed: Filed, found: tuple[Placed, ...]) -> None:
    for each in found:
        said = _finding(session, each)
        show.line(f"{session.say(f'cli.severity.{each.severity}')} {said['message']}")
    _tell_filed(session, which, filed)


def _tell_filed(session: Session, which: Which, filed: Filed) -> None:
    _tell(session, which, filed.life)
    if filed.gap:
        click.echo(_gap(session, filed), err=True)


def _tell(session: Session, which: Which, life: Life) -> None:
    names = installation.names(session)
    state = session.say(f"report_life.state.{life.state}")
    show.line(session.say("cli.report_state", unit=names.unit(which.unit), period=which.period, state=state))
    for each in life.steps:
        when = f"{each.at.astimezone(session.zone):%Y-%m-%d %H:%M}"
        step = session.say(f"report_life.step.{each.step}")
        show.line(f"  {when}  {step}  {names.person(each.by)}  {each.comment}".rstrip())
    if life.bundle and life.steps[-1].erasures:
        show.line(_archived(session, life))


def _archived(session: Session, life: Life) -> str:
    """What to say of a report from which something was erased before it was archived."""
    archived, submission = life.steps[-1], life.submission
    assert submission is not None  # noqa: S101 -- only a submitted report is archived
    entries = erasure.few(archived.erasures, language=session.language)
    hashes = {"submitted": submission.frozen.version, "archived": archived.frozen.version}
    return session.say("report_life.archived_erased", entries=entries, **hashes)


def _tell_verified(session: Session, found: Verified) -> None:
    for name, fits in found.checks:
        if name == "again" and found.erasures:
            show.line(f"○ {_lacking(session, found)}")
        else:
            show.line(f"{'✓' if fits else '✗'} {session.say(f'report_life.check.{name}')}")
    good = "cli.bundle_erased" if found.erasures else "cli.bundle_good"
    show.line(session.say(good if found.is_good else "cli.bundle_bad"))


def _lacking(session: Session, found: Verified) -> str:
    entries = erasure.few(found.erasures, language=session.language)
    records = erasure.few(found.records, language=session.language)
    return session.say("report_life.check.again_erased", entries=entries, records=records)


COMMANDS = (submit, return_, accept, archive, history, bundle, verify_bundle)

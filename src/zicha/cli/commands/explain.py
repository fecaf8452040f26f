"""``zicha explain``: from a number back to its rule, its clause and its records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zicha.cli import installation, shapes, show, values
from zicha.cli.grammar import command
from zicha.cli.session import Session
from zicha.core import figures, scheme_words, small_counts
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.formats import report_source

if TYPE_CHECKING:
    from zicha.services.figures import Explanation


@command("explain", "cli.help.explain")
@click.argument("file", metavar="FILE|-")
@click.argument("figure", metavar="FIGURE")
def explain(session: Session, file: str, figure: str) -> None:
    """Explain a figure of a report, as it was known when the report was written."""
    if file != "-":
        _take_instant(session, figure, values.read_file(Path(file)), file)
    installation.open_to_read(session)
    from zicha.services import figures as service

    found = service.explain(figure_id=figure, on=session.on, as_known_at=session.as_known_at)
    show.answer(session, _shape(found, session), lambda: _tell(found, session))


def _take_instant(session: Session, figure: str, content: bytes, file: str) -> None:
    """Ask as the report asked, unless the options say otherwise; raise ``Refusal`` if the figure is not in it."""
    found = report_source.asked(content, name=file, figure=figure)
    if found is None:
        raise Refusal("cli.figure_not_in_file", file=file, figure=figure)
    session.day = session.day or found.on
    session.instant = session.instant or found.as_known_at


def _shape(found: Explanation, session: Session) -> dict[str, Any]:
    return figures.as_json(found.figure) | {
        "scheme": found.scheme.id,
        "version": found.scheme.version,
        "rule": session.title(scheme_words.rule(found.measure.rule, scheme=found.scheme)),
        "clauses": [{"number": each.number, "text": session.title(each.text)} for each in found.clauses],
        "duties": [each.id for each in found.duties],
        "entries": [_entry(each) for each in found.records],
        "withheld": _withheld(found),
    }


def _withheld(found: Explanation) -> int | None:
    """How many private records are behind the number; nothing of a few, nor where the number is not told."""
    said, is_told = found.figure.withheld, not small_counts.is_unsaid(found.figure.text)
    return int(said) if said.isdecimal() else None if said or not is_told else 0


def _entry(revision: Revision) -> dict[str, Any]:
    return {
        "seq": revision.seq,
        "unit": revision.draft.unit,
        "kind": revision.draft.kind,
        "happened_on": revision.draft.happened_on.isoformat(),
        "title": revision.draft.title,
        "recorded_at": shapes.instant(revision.recorded_at),
        "recorded_by": revision.recorded_by,
        "backfilled": revision.backfilled,
    }


def _tell(found: Explanation, session: Session) -> None:
    names = installation.names(session)
    figure = found.figure
    facts = {"title": session.title(found.measure.title), "unit": names.unit(figure.unit), "period": figure.period}
    show.line(session.say("cli.measure", text=figure.text + figure.unit_word.replace("%", ""), **facts))
    show.line(session.say("cli.as_known", on=figure.on, instant=shapes.instant(figure.as_known_at)))
    rule = session.title(scheme_words.rule(found.measure.rule, scheme=found.scheme))
    show.line(
        session.say("cli.rule", rule=rule, scheme=session.title(found.scheme.title), version=found.scheme.version)
    )
    for each in found.clauses:
        show.line(f"{each.number}　{session.title(each.text)}")
    show.line()
    heads = [session.say(f"cli.head.{name}") for name in ("seq", "happened_on", "unit", "title", "recorded_at")]
    rows = [
        [
            str(each.seq),
            each.draft.happened_on.isoformat(),
            names.unit(each.draft.unit),
            each.draft.title,
            f"{each.recorded_at.astimezone(session.zone):%Y-%m-%d %H:%M}",
        ]
        for each in found.records
    ]
    show.table(heads=heads, rows=rows, numbers=frozenset({0}))
    if found.figure.withheld:
        show.line(session.say("cli.withheld", count=found.figure.withheld))

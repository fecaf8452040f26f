"""``zicha report``: the self-inspection report of a unit and a period."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session
from zicha.core.findings import Refusal
from zicha.core.periods import Period

Form = Literal["docx", "pdf", "html", "json"]
LIBREOFFICE = "libreoffice"
FORMS: dict[str, Form] = {".docx": "docx", ".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json"}


@command("report", "cli.help.report")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
@option("--period", metavar="PERIOD", type=values.PERIOD, required=True, help="cli.option.period")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="cli.option.report_out")
@option("--scheme", metavar="ID", help="cli.option.report_scheme")
@option("--via", metavar="libreoffice", help="cli.option.via")
@option("--subtree", is_flag=True, help="cli.option.subtree")
def report(
    session: Session, unit: str, period: Period, out: Path, scheme: str | None, via: str | None, *, subtree: bool
) -> None:
    """Compose the report and write it whole or not at all."""
    form = _form(out)
    _require_via(via, form)
    values.require_writable(out)
    installation.open_home(session)
    from zicha.services import reports

    names = installation.names(session)
    composed = reports.compose(
        unit=questions.unit(unit, spans=names.spans),
        period=period,
        scheme=questions.scheme(scheme, schemes=names.schemes),
        on=session.on,
        as_known_at=session.as_known_at,
        language=session.language,
        subtree=subtree,
    )
    if via:
        content = reports.page_true(docx=reports.render(report=composed, form="docx"))
    else:
        content = reports.render(report=composed, form=form)
    values.write_file(out, content)
    data = {"file": str(out), "title": composed.title, "unit": composed.unit, "period": str(period)}
    show.answer(session, data, lambda: show.line(session.say("cli.report_written", file=out, title=composed.title)))


def _form(path: Path) -> Form:
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refusal("cli.report_form", ending=path.suffix or path.name)
    return form


def _require_via(via: str | None, form: Form) -> None:
    if via is not None and via != LIBREOFFICE:
        raise Refusal("cli.via", value=via)
    if via and form != "pdf":
        raise Refusal("cli.via_pdf", form=form)

"""``zicha report``: the self-inspection report of a unit and a period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zicha.cli import installation, questions, show, values
from zicha.cli.commands import report_each, report_steps
from zicha.cli.commands.report_each import Form
from zicha.cli.grammar import acting, needed, option
from zicha.cli.session import Session
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.report_proof import ProofNote
from zicha.core.template_tags import Fault

Made = tuple[Report, bytes, tuple[Fault, ...]]
LIBREOFFICE = "libreoffice"
FORMS: dict[str, Form] = {".docx": "docx", ".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json"}


@acting("report", "cli.help.report")
@needed("--unit", metavar="UNIT", help="cli.option.unit")
@needed("--period", metavar="PERIOD", type=values.PERIOD, help="cli.option.period")
@needed("--out", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.report_out")
@option("--scheme", metavar="ID", help="cli.option.report_scheme")
@option("--via", metavar="libreoffice", help="cli.option.via")
@option("--template", metavar="FILE", type=click.Path(path_type=Path), help="cli.option.template")
@option("--subtree", is_flag=True, help="cli.option.subtree")
def report(
    session: Session,
    unit: str,
    period: Period,
    out: Path,
    scheme: str | None,
    via: str | None,
    template: Path | None,
    *,
    subtree: bool,
) -> None:
    """Compose the report and write it whole or not at all."""
    form = _form(out)
    _require_via(via, form)
    own = _template(template, form, via)
    values.require_writable(out)
    installation.open_to_read(session)
    names = installation.names(session)
    asked: dict[str, Any] = {
        "unit": questions.unit(unit, spans=names.spans),
        "period": period,
        "scheme": questions.scheme(scheme, schemes=names.schemes),
        "on": session.on,
        "as_known_at": session.as_known_at,
        "language": session.language,
        "subtree": subtree,
    }
    note = installation.proof_note(session, as_known_at=session.as_known_at)
    composed, content, warnings = _made(asked, form=form, via=via, own=own, note=note)
    values.write_file(out, content)
    data: dict[str, Any] = {"file": str(out), "title": composed.title, "unit": composed.unit, "period": str(period)}
    data |= {"warnings": _said(session, warnings)} if template else {}
    show.answer(session, data, lambda: _tell(session, out, composed, warnings))


def _made(asked: dict[str, Any], *, form: Form, via: str | None, own: bytes | None, note: ProofNote | None) -> Made:
    from zicha.services import filling, reports

    if own is None:
        composed = reports.compose(**asked)
        content = reports.render(report=composed, form="docx" if via else form, proof=note)
        warnings: tuple[Fault, ...] = ()
    else:
        filled = filling.fill(content=own, proof=note, **asked)
        composed, content, warnings = filled.report, filled.content, filled.warnings
    return composed, reports.page_true(docx=content) if via else content, warnings


def _tell(session: Session, out: Path, composed: Report, warnings: tuple[Fault, ...]) -> None:
    for said in _said(session, warnings):
        show.line(f"{session.say('cli.severity.warning')} {said}")
    show.line(session.say("cli.report_written", file=out, title=composed.title))


def _said(session: Session, warnings: tuple[Fault, ...]) -> list[str]:
    from zicha.services import templates

    colon = "：" if session.language == "zh" else ": "
    return [colon.join(templates.spoken(fault, language=session.language)) for fault in warnings]


def _template(path: Path | None, form: Form, via: str | None) -> bytes | None:
    if path is not None and form != "docx" and not via:
        raise Refusal("templates.only_docx", form=form)
    return values.read_file(path) if path else None


def _form(path: Path) -> Form:
    if path.is_dir() or not path.suffix:
        raise Refusal("cli.report_to_folder", path=path)
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refusal("cli.report_form", ending=path.suffix or path.name)
    return form


def _require_via(via: str | None, form: Form) -> None:
    if via is not None and via != LIBREOFFICE:
        raise Refusal("cli.via", value=via)
    if via and form != "pdf":
        raise Refusal("cli.via_pdf", form=form)


for each in (*report_steps.COMMANDS, report_each.each):
    report.add_command(each)

"""``zicha template``: check an organisation's own Word template, or write one to start from."""

from __future__ import annotations

from pathlib import Path

import click

from zicha import schemes
from zicha.cli import installation, questions, show, values
from zicha.cli.grammar import Group, command, option
from zicha.cli.session import Session
from zicha.core.findings import Refusal
from zicha.core.scheme import Scheme
from zicha.core.template_tags import Checked, Slot

template = Group("template", help="cli.help.template")


@command("check", "cli.help.template_check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--scheme", metavar="FILE|ID", required=True, help="cli.option.template_scheme")
def check(session: Session, file: Path, scheme: str) -> int:
    """Say which slots a template uses and lacks, and what is wrong in it where."""
    from zicha.services import templates

    chosen = _scheme(scheme, session)
    checked = templates.check(content=values.read_file(file), scheme=chosen, language=session.language)
    data = {"file": str(file)} | templates.as_json(checked, scheme=chosen, language=session.language)
    slots = templates.slots(scheme=chosen, language=session.language)
    show.answer(session, data, lambda: _tell(session, checked, slots))
    return 1 if any(fault.code == "templates.section_missing" for fault in checked.faults) or checked.errors else 0


def _tell(session: Session, checked: Checked, slots: tuple[Slot, ...]) -> None:
    from zicha.services import templates

    heads = [session.say(f"templates.table_{name}") for name in ("slot", "title", "used")]
    rows = [[f"{{{{ {slot.name} }}}}", slot.title, "✓" if slot.name in checked.used else ""] for slot in slots]
    show.table(heads=heads, rows=rows)
    for fault in checked.faults:
        place, said = templates.spoken(fault, language=session.language)
        show.line(f"{place} {session.say(f'cli.severity.{fault.severity}')} {said}")
    counts = {"count": len(checked.faults), "errors": len(checked.errors)}
    fine = session.say("templates.fine", count=len(checked.used))
    show.line(session.say("templates.wrong", **counts) if checked.faults else fine)


@command("example", "cli.help.template_example")
@option("--scheme", metavar="FILE|ID", required=True, help="cli.option.template_scheme")
@option("--out", metavar="FILE", type=click.Path(path_type=Path), required=True, help="cli.option.template_out")
def example(session: Session, scheme: str, out: Path) -> None:
    """Write a working template for a scheme."""
    from zicha.services import templates

    if out.suffix.lower() != ".docx":
        raise Refusal("templates.only_docx", form=out.suffix or out.name)
    values.require_writable(out)
    chosen = _scheme(scheme, session)
    values.write_file(out, templates.example(scheme=chosen, language=session.language))
    data = {"file": str(out), "scheme": chosen.id, "version": chosen.version}
    show.answer(session, data, lambda: show.line(session.say("templates.written", file=out)))


def _scheme(name: str, session: Session) -> Scheme:
    """Return a scheme by its file, as it is loaded, or as it comes with zicha, looked for in this order."""
    from zicha.formats import scheme_yaml

    path = Path(name)
    if not path.is_file() and not path.suffix:
        loaded = _loaded(session)
        if name in loaded or name not in schemes.shipped():
            return loaded[questions.scheme(name, schemes=loaded)]
    elif not path.is_file():
        raise Refusal("cli.no_scheme_file", path=path, shipped=" ".join(schemes.shipped()))
    content = values.read_file(path) if path.is_file() else schemes.content(name)
    read = scheme_yaml.read(content, name=name, language=session.language)
    if read.scheme is None:
        first = next(each for each in read.findings if each.severity == "error")
        raise Refusal("cli.scheme_unusable", place=first.place, message=first.message)
    return read.scheme


def _loaded(session: Session) -> dict[str, Scheme]:
    """Nothing is loaded where there is no installation; a shipped scheme's template can be made all the same."""
    try:
        installation.open_home(session)
    except Refusal:
        return {}
    return installation.names(session).schemes


for each in (check, example):
    template.add_command(each)

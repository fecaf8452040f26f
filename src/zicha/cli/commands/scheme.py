"""``zicha scheme``: check, print, load and compare schemes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zicha import schemes
from zicha.cli import installation, show, values
from zicha.cli.grammar import Group, command
from zicha.cli.session import RECORDED_BY, Session
from zicha.cli.trouble import WRONG
from zicha.core import instants
from zicha.core.findings import Finding, Refusal
from zicha.core.scheme import Scheme

if TYPE_CHECKING:
    from zicha.store.queries.schemes import SchemeVersion

scheme = Group("scheme", help="cli.help.scheme")


@command("check", "cli.help.scheme_check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def check(session: Session, file: Path) -> int:
    """Say everything that is wrong with a scheme file."""
    from zicha.formats import scheme_yaml

    read = scheme_yaml.read(_content(file), name=str(file), language=session.language)
    data = {"file": str(file), "scheme": _named(read.scheme), "findings": [_finding(each) for each in read.findings]}
    show.answer(session, data, lambda: _tell_check(session, file, read.scheme, read.findings))
    return 0 if read.scheme else WRONG


def _tell_check(session: Session, file: Path, found: Scheme | None, findings: tuple[Finding, ...]) -> None:
    for each in findings:
        show.line(f"{each.place} {session.say(f'cli.severity.{each.severity}')} {each.message}")
    if found:
        facts = {"title": session.title(found.title), "version": found.version, "file": file}
        counts = {"duties": len(found.duties), "kinds": len(found.kinds), "measures": len(found.measures)}
        show.line(session.say("cli.scheme_fine", **facts, **counts))
    else:
        count = sum(each.severity == "error" for each in findings)
        show.line(session.say("cli.scheme_wrong", file=file, count=count))


@command("schema", "cli.help.scheme_schema")
def schema(_session: Session) -> None:
    """Print the JSON Schema of a scheme file."""
    import json

    from zicha.formats import scheme_yaml

    click.echo(json.dumps(scheme_yaml.json_schema(), ensure_ascii=False, indent=2))


@command("show", "cli.help.scheme_show")
@click.argument("name", metavar="[FILE|ID]", required=False)
def show_(session: Session, name: str | None) -> None:
    """List what is loaded and shipped, or print the duties and measures of one scheme."""
    if name is None:
        _show_all(session)
    else:
        _show_one(session, _read(name, session))


def _show_all(session: Session) -> None:
    versions = _loaded(session)
    data = {
        "loaded": [
            {
                "scheme": each.scheme.id,
                "version": each.scheme.version,
                "title": session.title(each.scheme.title),
                "effective": each.scheme.effective.isoformat() if each.scheme.effective else None,
                "recorded_at": instants.written(each.recorded_at),
            }
            for each in versions
        ],
        "shipped": list(schemes.shipped()),
    }

    def tell() -> None:
        if data["loaded"]:
            heads = [session.say(f"cli.head.{each}") for each in ("scheme", "version", "title", "effective")]
            rows = [
                [str(each[key] or "") for key in ("scheme", "version", "title", "effective")] for each in _dicts(data)
            ]
            show.table(heads=heads, rows=rows)
        show.line(session.say("cli.schemes_shipped", names="  ".join(schemes.shipped())))

    show.answer(session, data, tell)


def _loaded(session: Session) -> tuple[SchemeVersion, ...]:
    """Nothing is loaded where there is no installation yet; the shipped schemes can be listed all the same."""
    try:
        installation.open_home(session)
    except Refusal:
        return ()
    from zicha.store.queries import schemes as queries

    return queries.versions()


def _dicts(data: dict[str, object]) -> list[dict[str, object]]:
    loaded = data["loaded"]
    return loaded if isinstance(loaded, list) else []


def _show_one(session: Session, found: Scheme) -> None:
    from zicha.core import scheme_words

    duties = [
        {
            "duty": duty.id,
            "title": session.title(duty.title),
            "clause": found.clause(duty.clause).number,
            "cadence": session.title(scheme_words.cadence(duty.cadence, scheme=found)),
            "fulfilled_by": list(duty.fulfilled_by.kinds),
        }
        for duty in found.duties
    ]
    measures = [
        {"measure": each.id, "title": session.title(each.title), "counted_in": each.unit} for each in found.measures
    ]
    kinds = [{"kind": each.id, "title": session.title(each.title)} for each in found.kinds]
    data = _named(found) | {"duties": duties, "measures": measures, "kinds": kinds}

    def tell() -> None:
        show.line(f"{session.title(found.title)}  {found.id} {found.version}")
        for rows in (duties, kinds, measures):
            keys = [key for key in (rows[0] if rows else {}) if key != "fulfilled_by"]
            show.line()
            show.table(
                heads=[session.say(f"cli.head.{key}") for key in keys],
                rows=[[str(row[key]) for key in keys] for row in rows],
            )

    show.answer(session, data, tell)


@command("load", "cli.help.scheme_load")
@click.argument("file", metavar="FILE|ID", type=str)
def load(session: Session, file: str) -> None:
    """Load a version of a scheme into the installation."""
    installation.open_home(session)
    from zicha.services import schemes as service

    content = schemes.content(file) if file in schemes.shipped() else _content(Path(file))
    made = service.load(
        data=content, name=file, recorded_at=session.now, recorded_by=RECORDED_BY, language=session.language
    )
    data = _named(made.scheme)
    show.answer(session, data, lambda: show.line(session.say("cli.scheme_loaded", **data)))


@command("diff", "cli.help.scheme_diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(session: Session, old: str, new: str) -> None:
    """Say what changed between two schemes, each a file or a shipped one's id."""
    from zicha.core import scheme_diff

    before, after = _read(old, session), _read(new, session)
    changes = scheme_diff.diff(before, after)
    data = {
        "old": _named(before),
        "new": _named(after),
        "changes": [
            {"action": each.action, "part": each.part, "id": each.id, "text": session.title(each.text)}
            for each in changes
        ],
    }

    def tell() -> None:
        for each in changes:
            show.line(f"- {session.title(each.text)}")
        if not changes:
            show.line(session.say("cli.scheme_same"))

    show.answer(session, data, tell)


def _read(name: str, session: Session) -> Scheme:
    from zicha.formats import scheme_yaml

    content = schemes.content(name) if name in schemes.shipped() else _content(Path(name))
    read = scheme_yaml.read(content, name=name, language=session.language)
    if read.scheme is None:
        first = next(each for each in read.findings if each.severity == "error")
        raise Refusal("cli.scheme_unusable", place=first.place, message=first.message)
    return read.scheme


def _content(path: Path) -> bytes:
    if not path.exists():
        raise Refusal("cli.no_scheme_file", path=path, shipped=" ".join(schemes.shipped()))
    return values.read_file(path)


def _named(found: Scheme | None) -> dict[str, object]:
    return {"scheme": found.id, "version": found.version, "title": found.title.zh} if found else {}


def _finding(found: Finding) -> dict[str, object]:
    return {"code": found.code, "severity": found.severity, "place": found.place, "message": found.message}


for each in (check, schema, show_, load, diff):
    scheme.add_command(each)

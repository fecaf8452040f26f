"""``zicha org``: units and people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zicha.cli import installation, shapes, show, values
from zicha.cli.commands import org_changes
from zicha.cli.grammar import Group, command
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG
from zicha.core import answering, units
from zicha.core.answering import Vacancy
from zicha.core.units import Holding, Tree

org = Group("org", help="cli.help.org")


@command("import", "cli.help.org_import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def import_(session: Session, file: Path) -> int:
    """Take units, people and posts from a workbook or a table, all or nothing; list every refused cell."""
    values.read_file(file)
    installation.open_home(session)
    from zicha.services import imports

    refused = imports.read_roster(file=file).refused
    done = None if refused else imports.roster(file=file, recorded_at=session.now)
    data = {
        "file": str(file),
        "units_added": done.units_added if done else 0,
        "people_added": done.people_added if done else 0,
        "holdings_added": done.holdings_added if done else 0,
        "unchanged": done.unchanged if done else 0,
        "refused": show.refused_shape(session, refused),
    }

    def tell() -> None:
        show.refused(session, refused)
        code = "cli.org_refused" if refused else "cli.org_imported"
        show.line(session.say(code, **data | {"refused": len(refused)}))

    show.answer(session, data, tell)
    return WRONG if refused else FINE


@command("show", "cli.help.org_show")
def show_(session: Session) -> None:
    """Draw the tree of units as it stood on the session's day."""
    installation.open_home(session)
    from zicha.store.queries import units as queries

    spans, holdings = queries.spans(), queries.holdings()
    tree = units.tree_at(spans, on=session.on)
    names = installation.names(session)
    found = answering.vacancies(names.schemes.values(), spans=spans, holdings=holdings, on=session.on)
    rows = [_row(tree, code, holdings, found, session) for root in tree.roots for code in tree.subtree(root)]
    data = {"on": shapes.day(session.on), "units": rows}

    def tell() -> None:
        posts = org_changes.posts_of(names)
        heads = [session.say(f"cli.head.{name}") for name in ("unit", "people", "answers", "vacant")]
        cells = [
            [
                "  " * (int(row["level"]) - 1) + f"{row['unit']} {row['name']}",
                str(row["people"]),
                "、".join(dict.fromkeys(names.person(each) for each in row["answers"].values())),
                "、".join(session.title(posts[each]) if each in posts else each for each in row["vacant"]),
            ]
            for row in rows
        ]
        show.line(
            session.say("cli.org_head", on=session.on, units=len(rows), people=sum(row["people"] for row in rows))
        )
        show.table(heads=heads, rows=cells, numbers=frozenset({1}))

    show.answer(session, data, tell)


def _row(
    tree: Tree, code: str, holdings: tuple[Holding, ...], found: tuple[Vacancy, ...], session: Session
) -> dict[str, Any]:
    ancestors = tree.ancestors(code)
    held = [each for each in holdings if each.unit == code and session.on in each.span]
    return {
        "unit": code,
        "name": tree.name(code),
        "parent": ancestors[-1] if ancestors else None,
        "level": tree.level(code),
        "people": len(units.roster(holdings, unit=code, on=session.on)),
        "answers": {each.post: each.person for each in held if each.post in ("lead", "direct", "recorder")},
        "vacant": list(dict.fromkeys(each.post for each in found if each.unit == code)),
    }


for each in (import_, show_, *org_changes.COMMANDS):
    org.add_command(each)

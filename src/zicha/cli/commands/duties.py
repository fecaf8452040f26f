"""``zicha duties``: what a unit owes."""

from __future__ import annotations

from collections.abc import Mapping

from zicha.cli import installation, questions, show
from zicha.cli.grammar import command, option
from zicha.cli.session import Session


@command("duties", "cli.help.duties")
@option("--unit", metavar="UNIT", required=True, help="cli.option.unit")
def duties(session: Session, unit: str) -> None:
    """List each duty with its clause, how often it is owed and who answers for it."""
    installation.open_to_read(session)
    from zicha.services import boards

    names = installation.names(session)
    code = questions.unit(unit, spans=names.spans)
    owed = boards.owed(unit=code, on=session.on, as_known_at=session.as_known_at)
    rows = [
        {
            "scheme": each.scheme,
            "duty": each.duty.id,
            "title": session.title(each.duty.title),
            "clause": each.clause.number,
            "text": session.title(each.clause.text),
            "cadence": session.title(each.how_often),
            "why": session.title(each.why),
            "answers": list(each.answers),
            "lead": list(each.lead),
            "vacant": list(each.vacant),
            "evidence": list(each.duty.evidence),
            "threshold": str(each.duty.threshold) if each.duty.threshold is not None else None,
        }
        for each in owed
    ]

    def tell() -> None:
        show.line(session.say("cli.duties_head", unit=names.unit(code), on=session.on, count=len(rows)))
        heads = [session.say(f"cli.head.{name}") for name in ("duty", "clause", "cadence", "answers")]
        cells = [
            [str(row["title"]), str(row["clause"]), str(row["cadence"]), "、".join(map(names.person, _people(row)))]
            for row in rows
        ]
        show.table(heads=heads, rows=cells)

    show.answer(session, {"unit": code, "on": session.on.isoformat(), "duties": rows}, tell)


def _people(row: Mapping[str, object]) -> list[str]:
    people = row["answers"]
    return people if isinstance(people, list) else []

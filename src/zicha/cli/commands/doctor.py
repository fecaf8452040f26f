"""``zicha doctor``: is everything there that zicha needs?"""

from __future__ import annotations

from rich.text import Text

from zicha.cli import installation, show
from zicha.cli.grammar import command
from zicha.cli.session import Session
from zicha.cli.trouble import FINE, WRONG

MARKS = {"fine": ("✓", "green"), "note": ("◬", "yellow"), "wrong": ("✗", "bold red")}


@command("doctor", "cli.help.doctor")
def doctor(session: Session) -> int:
    """Look the installation over; exit 1 if it cannot work so."""
    installation.open_as_it_is(session)
    from zicha.services import doctor as service

    found = service.examine(home=session.home, on=session.on, as_known_at=session.as_known_at)
    data = {
        "home": str(session.home.resolve()),
        "checks": [
            {"code": each.code, "grade": each.grade, "message": session.say(each.code, **each.facts)} for each in found
        ],
    }

    def tell() -> None:
        for each in found:
            mark, colour = MARKS[each.grade]
            show.line(Text(mark, style=colour) + " " + session.say(each.code, **each.facts))

    show.answer(session, data, tell)
    return WRONG if any(each.grade == "wrong" for each in found) else FINE

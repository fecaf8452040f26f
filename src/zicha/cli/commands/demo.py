"""``zicha demo``: a whole organisation to look at, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zicha.cli import installation, server, show, values
from zicha.cli.grammar import command, option
from zicha.cli.session import Session

if TYPE_CHECKING:
    from zicha.services.demo import Demo

FOLDER = Path("zicha-demo")


@command("demo", "cli.help.demo")
@option("--no-serve", is_flag=True, help="cli.option.no_serve")
@option("--port", metavar="PORT", type=values.PORT, default=8000, help="cli.option.port")
def demo(session: Session, port: int, *, no_serve: bool) -> int:
    """Make the demo, or use the one that is there, and serve it on this machine only."""
    if not session.home_named:
        session.home = FOLDER
    if not no_serve:
        server.require_free("127.0.0.1", port)
    session.environ = {name: value for name, value in session.environ.items() if name != "DATABASE_URL"}
    installation.prepare(session)
    from zicha.services import demo as service

    made = service.build(home=session.home, until=session.on, now=session.now, language=session.language)
    shown = _shape(made, session, port)
    show.answer(session, shown, lambda: _tell(session, made, shown))
    return 0 if no_serve else server.run(session, host="127.0.0.1", port=port)


def _shape(made: Demo, session: Session, port: int) -> dict[str, Any]:
    return {
        "home": str(session.home.resolve()),
        "address": server.address("127.0.0.1", port),
        "made_now": made.made_now,
        "units": made.units,
        "people": made.people,
        "records": made.records,
        "reports": [str(path) for path in made.reports],
        "sign_ins": [
            {"username": each.username, "password": made.password, "role": session.title(each.role), "name": each.name}
            for each in made.sign_ins
        ],
    }


def _tell(session: Session, made: Demo, shown: dict[str, Any]) -> None:
    facts = {"units": made.units, "people": made.people, "records": made.records, "home": shown["home"]}
    show.line(session.say("cli.demo_made" if made.made_now else "cli.demo_there", **facts))
    show.line(session.say("cli.demo_reports", count=len(made.reports), folder=session.home.resolve() / "reports"))
    show.line()
    heads = [session.say(f"cli.head.{name}") for name in ("user", "role", "name")]
    rows = [[each["username"], each["role"], each["name"]] for each in shown["sign_ins"]]
    show.table(heads=heads, rows=rows)
    show.line()
    show.line(session.say("cli.demo_password", password=made.password))

"""A complete made-up organisation in a folder of its own, to look at before using zicha for real."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from zicha import schemes as shipped
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.generator import problems as made_problems
from zicha.core.generator import prose as made_prose
from zicha.core.generator import world
from zicha.core.generator.world import World
from zicha.core.ledger import Draft, Evidence
from zicha.core.periods import Period
from zicha.core.report_proof import ProofNote
from zicha.core.scheme import Scheme
from zicha.core.text import Language, LocalText
from zicha.core.units import Roster
from zicha.formats import samples
from zicha.services import (
    accounts,
    demo_meetings,
    demo_promises,
    demo_reports,
    demo_study,
    demo_suggestions,
    ledger,
    organisation,
    prose,
    reports,
    schemes,
    signing,
)
from zicha.store.queries import accounts as account_queries
from zicha.store.queries import ledger as ledger_queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.writes import ledger as ledger_writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing

SEED = "zicha"
UNITS, PEOPLE, YEARS = 14, 240, 2.5
CARD = "demo.json"
FORMS: tuple[reports.Form, ...] = ("docx", "html", "json")
WITH_FILES = 40
"""How many of the latest entries carry files; the others' evidence is on paper."""

WRITTEN_BEFORE, SENT_BEFORE = timedelta(minutes=2), timedelta(minutes=1)
"""How long before the demo is shown its reports were written, and went their way."""

_ROLES: tuple[tuple[str, str, str, LocalText], ...] = (
    ("lead", "U01", "lead", LocalText("集团第一责任人：看到全部单位", "First person responsible: sees every unit")),
    (
        "branch",
        "U02",
        "lead",
        LocalText("公司第一责任人：看到本公司和下属班组", "Leads a company: sees it and its teams"),
    ),
    ("recorder", "U05", "recorder", LocalText("班组记录员：记录活动", "Records what a team does")),
    ("member", "U05", "member", LocalText("班组成员：看到本班组", "A member of a team")),
)
_ADMIN = LocalText("管理安装，不看内容", "Runs the installation, sees no content")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whom a person who looks around may be."""

    username: str
    role: LocalText
    name: str


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo as it stands.

    Attributes:
        made_now: whether this call made it; else it was there.
        records: entries in the ledger, later revisions not counted.
        reports: the files that were written.
        password: of all sign-ins; drawn anew for each demo.
    """

    made_now: bool
    units: int
    people: int
    records: int
    reports: tuple[Path, ...]
    sign_ins: tuple[SignIn, ...]
    password: str


def build(*, home: Path, until: date, now: datetime, language: Language) -> Demo:
    """Make the demo in a prepared, empty installation, or return the one that is there.

    Takes the day the records end before, and the instant the reports are written at. Everything is recorded in
    one transaction. Raises ``Refusal`` for a folder that holds a real installation.
    """
    card = home / CARD
    if unit_queries.spans():
        if not card.exists():
            raise Refusal("demo.not_a_demo", home=home)
        return _read(card)
    password = f"{secrets.randbelow(9000) + 1000}-{secrets.randbelow(9000) + 1000}-zicha"
    asked = _periods(until)
    with writing():
        loaded = _load(recorded_at=now - timedelta(days=366 * YEARS))
        made = _with_problems(
            world.generate(seed=SEED, units=UNITS, people=PEOPLE, years=YEARS, until=until, schemes=loaded),
            loaded,
            until,
        )
        organisation.apply(roster=Roster(made.units, made.people, made.holdings), recorded_at=now)
        _record(made, loaded)
        _write_prose(loaded, asked, now=now - WRITTEN_BEFORE)
        sign_ins = tuple(_sign_ins(made, password))
    steps = demo_reports.send(
        schemes=loaded,
        units_of=_reporting(),
        last=asked[0],
        present=asked[1],
        now=max(now - SENT_BEFORE, *(act.recorded_at for act in made.acts)),
        on=until,
        language=language,
    )
    told = demo_promises.account(units=_reporting(), at=now)
    with writing():
        met = demo_meetings.hold(unit=_ROLES[2][1], schemes=loaded, until=until, at=now)
        met += demo_study.plan(
            units=tuple(dict.fromkeys(unit for _name, unit, _post, _role in _ROLES)), until=until, at=now
        )
        demo_suggestions.fill(unit=_ROLES[2][1], until=until, at=now)
    note = signing.note(signing.sign(home=home, recorded_at=now), home=home)
    written = tuple(_write_reports(home / "reports", loaded, asked, until=until, now=now, language=language, note=note))
    records = sum(act.verb == "record" for act in made.acts) + steps + told + met
    demo = Demo(
        made_now=True,
        units=UNITS,
        people=PEOPLE,
        records=records,
        reports=written,
        sign_ins=sign_ins,
        password=password,
    )
    card.write_text(json.dumps(_plain(demo), ensure_ascii=False, indent=2), encoding="utf-8")
    return demo


def _load(*, recorded_at: datetime) -> tuple[Scheme, ...]:
    names = shipped.shipped()
    loaded = [
        schemes.load(data=shipped.content(name), name=name, recorded_at=recorded_at, recorded_by="demo")
        for name in names
    ]
    return tuple(version.scheme for version in loaded)


def _with_problems(made: World, loaded: tuple[Scheme, ...], until: date) -> World:
    told = made_problems.acts(made, schemes=loaded, until=until)
    return replace(made, acts=made_problems.merged(made.acts, made_problems.numbered(told, schemes=loaded)))


def _record(made: World, loaded: tuple[Scheme, ...]) -> None:
    """Append every act at the instant the made-up people recorded it; the newest entries get real files."""
    files = _files(made, dict(title for scheme in loaded for title in scheme.evidence))
    first: dict[str, int] = {}
    revisions: dict[str, int] = {}
    entering = []
    for place, act in enumerate(made.acts, start=ledger_queries.size() + 1):
        revisions[act.key] = revisions.get(act.key, 0) + 1
        draft = made_problems.settled(act.draft, first)
        draft = replace(draft, evidence=files.get(act.key, act.draft.evidence))
        entering.append(
            Entering(
                draft=draft,
                recorded_at=act.recorded_at,
                recorded_by=act.recorded_by,
                entry=first.get(act.key, 0),
                number=revisions[act.key],
                reason=act.reason,
                withdrawn=act.verb == "withdraw",
                backfilled=act.backfilled,
                nonce=ledger.nonce_of(draft) if act.verb == "record" else "",
            )
        )
        first.setdefault(act.key, place)
    ledger_writes.append(entering, kind_of=scheme_queries.kinds_over_time())


def _files(made: World, titles: Mapping[str, LocalText]) -> dict[str, tuple[Evidence, ...]]:
    newest = [act.draft for act in reversed(made.acts) if act.verb == "record" and act.draft.evidence][:WITH_FILES]
    return {draft.key: tuple(_kept(each.kind, titles, draft) for each in draft.evidence) for draft in newest}


def _kept(kind: str, titles: Mapping[str, LocalText], draft: Draft) -> Evidence:
    if kind == "photo":
        content, ending = samples.png(seed=draft.happened_on.day), "png"
    elif kind in ("sign_in_sheet", "checklist", "certificate"):
        content, ending = samples.pdf((kind.replace("_", " "), draft.unit, str(draft.happened_on))), "pdf"
    else:
        content, ending = f"{draft.title}\n{draft.unit} {draft.happened_on}\n".encode(), "txt"
    name = f"{titles[kind].zh}-{draft.happened_on:%Y%m%d}.{ending}"
    return ledger.keep_evidence(content=content, name=name, kind=kind)


def _periods(until: date) -> tuple[Period, Period]:
    """The last complete half-year and the present one."""
    present = periods.containing(day=until, per="half")
    return periods.previous(present), present


def _reporting() -> tuple[str, ...]:
    """The committee and its companies write reports, each of itself and the units below it."""
    return tuple(dict.fromkeys(each.unit for each in unit_queries.spans() if each.level <= 2))


def _write_prose(loaded: tuple[Scheme, ...], asked: tuple[Period, ...], *, now: datetime) -> None:
    for scheme in loaded:
        for period in asked:
            for section, text in made_prose.texts(scheme, last=period == asked[0]):
                for unit in _reporting():
                    prose.save(
                        scheme=scheme.id,
                        unit=unit,
                        period=str(period),
                        section=section,
                        text=text,
                        recorded_at=now,
                        recorded_by="demo",
                        seen_number=0,
                    )


def _write_reports(
    folder: Path,
    loaded: tuple[Scheme, ...],
    asked: tuple[Period, ...],
    *,
    until: date,
    now: datetime,
    language: Language,
    note: ProofNote,
) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    for scheme in loaded:
        for period in asked:
            for unit in _reporting():
                report = reports.compose(
                    unit=unit,
                    period=period,
                    scheme=scheme.id,
                    on=until,
                    as_known_at=now,
                    language=language,
                    subtree=True,
                )
                for form in FORMS:
                    path = folder / f"{unit}-{period}-{scheme.id}.{form}"
                    path.write_bytes(reports.render(report=report, form=form, proof=note))
                    yield path


def _sign_ins(made: World, password: str) -> Iterator[SignIn]:
    names = {person.id: person.name for person in made.people}
    used: set[str] = set()
    for username, unit, post, role in _ROLES:
        person = next(
            each.person
            for each in made.holdings
            if each.unit == unit and each.post == post and each.span.end == date.max and each.person not in used
        )
        used.add(person)
        accounts.add(username=username, password=password, person=person)
        yield SignIn(username, role, names[person])
    accounts.add(username="admin", password=password, is_admin=True)
    yield SignIn("admin", _ADMIN, "")


def _plain(demo: Demo) -> dict[str, Any]:
    return {
        "units": demo.units,
        "people": demo.people,
        "records": demo.records,
        "password": demo.password,
        "sign_ins": [[each.username, each.role.zh, each.role.en] for each in demo.sign_ins],
        "reports": [path.name for path in demo.reports],
    }


def _names() -> dict[str, str]:
    """The names of those who sign in; the card holds none, so that an erased one is not left there."""
    persons = {each.username: each.person for each in account_queries.listed()}
    people = {person.id: person.name for person in unit_queries.people(among=persons.values())}
    return {username: people.get(person, "") for username, person in persons.items()}


def _read(card: Path) -> Demo:
    plain = json.loads(card.read_text(encoding="utf-8"))
    reports_folder = card.parent / "reports"
    names = _names()
    sign_ins = tuple(
        SignIn(username, LocalText(zh, en), names.get(username, "")) for username, zh, en, *_name in plain["sign_ins"]
    )
    written = tuple(reports_folder / name for name in plain["reports"])
    return Demo(
        made_now=False,
        units=plain["units"],
        people=plain["people"],
        records=plain["records"],
        reports=written,
        sign_ins=sign_ins,
        password=plain["password"],
    )

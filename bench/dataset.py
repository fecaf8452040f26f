"""Generated organisations of three sizes, for the benchmarks of what grows.

``prepare("M")`` returns a data folder; it is made once, under ``bench/data/`` or where ``ZICHA_BENCH_DATA`` says, and
used again. Everything is drawn from streams that depend on names alone, so that it is the same on every machine.

    S: 100 units, 2 years   M: 2,000 units, 3 years   L: 10,000 units, 5 years   (in short, S and M of a few units)

A unit has 12 kinds of activity, 204 entries a year, 5 in 100 of them corrected, and 30 members. The scheme is a file
read by the program, the tables are made by its migrations, and what it derives from facts by its own rebuild. The
rest is written straight into the tables: the facts, and revisions without bodies or personal values. **There is
nothing to verify here**: of the log only the nodes stand that the next record is hashed with, so that the program can
write into such an organisation, and their hashes are nought.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal, NamedTuple

from filelock import FileLock

from bench import lengths

Scale = Literal["S", "M", "L"]

DATA = Path(os.environ.get("ZICHA_BENCH_DATA") or Path(__file__).with_name("data") / lengths.of(short="short", full=""))
START = date(2021, 1, 1)
SIZES: dict[Scale, tuple[int, int]] = lengths.of(
    short={"S": (16, 2), "M": (32, 2)}, full={"S": (100, 2), "M": (2_000, 3), "L": (10_000, 5)}
)
MEMBERS = 30
BACKFILL_DAYS = 14
FOREVER = 253_402_300_799_000_000
_FORM = "5"
"""Changes with what is written here, so that folders of before are made again."""

_DAY = 86_400_000_000
_CORRECTED, _WITHDRAWN, _LATE = 0.05, 0.1, 0.08


class Kind(NamedTuple):
    """A kind of activity: how often a unit does it in a year, its minutes, and the share that usually comes."""

    id: str
    title: str
    a_year: int
    minutes: int
    turnout: float


class Duty(NamedTuple):
    """A quota; ``threshold`` is the share of those expected that must be present, in per cent."""

    kind: str
    per: str
    at_least: int
    threshold: int = 0


KINDS = (
    Kind("team_meeting", "班组例会", 48, 60, 0.78),
    Kind("study", "集体学习", 24, 90, 0.74),
    Kind("toolbox_talk", "班前教育", 24, 20, 0.8),
    Kind("training", "业务培训", 16, 90, 0.72),
    Kind("drill", "应急演练", 8, 30, 0.82),
    Kind("equipment_check", "设备检查", 24, 40, 0.9),
    Kind("inspection", "现场检查", 12, 60, 0.9),
    Kind("first_aid", "急救培训", 4, 180, 0.65),
    Kind("volunteering", "志愿服务", 8, 240, 0.5),
    Kind("open_day", "开放接待", 12, 60, 0.7),
    Kind("review", "工作复盘", 12, 30, 0.85),
    Kind("visit", "走访", 12, 120, 0.75),
)
DUTIES = (
    Duty("team_meeting", "month", 2), Duty("team_meeting", "quarter", 6, 60), Duty("study", "month", 1),
    Duty("study", "quarter", 4, 60), Duty("study", "half", 8), Duty("toolbox_talk", "month", 1),
    Duty("toolbox_talk", "quarter", 4), Duty("training", "month", 1), Duty("training", "half", 6, 60),
    Duty("drill", "quarter", 1), Duty("drill", "half", 3, 70), Duty("equipment_check", "month", 1),
    Duty("equipment_check", "quarter", 4), Duty("inspection", "month", 1), Duty("inspection", "half", 4),
    Duty("first_aid", "year", 2, 50), Duty("volunteering", "half", 2), Duty("open_day", "month", 1),
    Duty("review", "quarter", 2), Duty("visit", "year", 4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the tree; ``parent`` is empty for the topmost."""

    code: str
    parent: str
    level: int


class State(NamedTuple):
    """A state of an entry before it has a number: drawn per unit, sorted by when it was recorded."""

    recorded: int
    unit: int
    entry: int
    number: int
    day: int
    kind: int
    minutes: int
    present: int
    withdrawn: bool


def prepare(scale: Scale) -> Path:
    """Return the data folder of a scale; make it first, in a process of its own, if it is not there."""
    home = DATA / scale
    DATA.mkdir(parents=True, exist_ok=True)
    with FileLock(DATA / f"{scale}.lock"):
        if not _is_whole(home):
            subprocess.run([sys.executable, "-m", "bench.dataset", scale], check=True, cwd=Path(__file__).parent.parent)
    return home


def make(*, home: Path, units: int, years: int, recording: int | None = None) -> None:
    """Make an organisation in a folder, which is emptied first; only the first ``recording`` units record anything."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    begun = time.perf_counter()
    from zicha.conf import start

    start.django(home=home, database_url="")
    tree = _tree(units)
    _found(home, tree)
    _fill(home, tree, years, units if recording is None else recording)
    _say("rows", begun)
    _summarise()
    _say("summaries", begun)
    (home / "dataset.json").write_text(json.dumps({"form": form(), "units": units, "years": years}), encoding="utf-8")


def scheme() -> str:
    """Return the scheme's file: every quota is a duty, every kind has a count and a rate, some have more."""
    kinds = "".join(
        f"  {kind.id}:\n    title: {kind.title}\n    attendance: expected\n"
        "    fields: {minutes: {title: 分钟, type: duration}}\n"
        for kind in KINDS
    )
    duties = "".join(_duty(place, duty) for place, duty in enumerate(DUTIES, 1))
    return (
        "id: generated\nversion: '1'\ntitle: 生成的责任制\nperiod: half\nbackfill_days: "
        f"{BACKFILL_DAYS}\n"
        "posts: {lead: 负责人}\nclauses:\n  c1: {number: 第一条, text: 按期完成各项工作。}\n"
        f"kinds:\n{kinds}duties:\n{duties}measures:\n{_measures()}"
        "report:\n  title: '{unit}{period}自查报告'\n  sections: [{title: 情况, facts: '例会{team_meetings}次。'}]\n"
    )


def _duty(place: int, duty: Duty) -> str:
    threshold = f", threshold: {duty.threshold}%" if duty.threshold else ""
    return (
        f"  d{place:02}: {{title: {duty.kind}-{duty.per}, clause: c1, bound: {{level: [1, 2, 3, 4]}},"
        f" post: lead, fulfilled_by: {{kind: {duty.kind}}},"
        f" cadence: {{at_least: {duty.at_least}, per: {duty.per}}}{threshold}}}\n"
    )


def _measures() -> str:
    lines = [f"  {kind.id}s: {{title: {kind.title}次数, unit: 次, count: {{kind: {kind.id}}}}}\n" for kind in KINDS[:5]]
    lines += [
        f"  {kind.id}_rate: {{title: {kind.title}出席率, unit: '%', rate: {{present: of_expected, kind: {kind.id}}}}}\n"
        for kind in KINDS[:3]
    ]
    lines += [
        "  minutes: {title: 学习时长, unit: 分钟, sum: {of: minutes, kinds: [study, training, toolbox_talk]}}\n",
        (
            "  late_share: {title: 补录占比, unit: '%',"
            " share: {part: {kind: inspection, backfilled: true}, whole: {kind: inspection}}}\n"
        ),
        "  people: {title: 参加人数, unit: 人, distinct: {people: present, kind: team_meeting}}\n",
    ]
    return "".join(lines)


def _is_whole(home: Path) -> bool:
    card = home / "dataset.json"
    return card.exists() and json.loads(card.read_text(encoding="utf-8"))["form"] == form()


def form() -> str:
    """What the folder was made with: the rows of here, and the tables of now."""
    from zicha.store import migrations

    return f"{_FORM} {max(path.stem for path in Path(migrations.__path__[0]).glob('0*.py'))}"


def _tree(units: int) -> list[Unit]:
    """Four levels with an even fan-out, the topmost first."""
    fan = max(2, round(units ** (1 / 3)))
    tree = [Unit("U00001", "", 1)]
    row = tree[:]
    for level in (2, 3, 4):
        want = units - len(tree) if level == 4 else min(units - len(tree), len(row) * fan)
        row = [Unit(f"U{len(tree) + place + 1:05}", row[place % len(row)].code, level) for place in range(want)]
        tree += row
    return tree


def _found(home: Path, tree: list[Unit]) -> None:
    from zicha.core.periods import Span
    from zicha.core.units import Roster, UnitSpan
    from zicha.services import installation, organisation, schemes

    installation.initialise(home=home)
    always = Span(START, date.max)
    at = datetime(START.year, 1, 1, tzinfo=UTC)
    spans = tuple(UnitSpan(unit.code, f"第{int(unit.code[1:])}组", unit.parent, unit.level, always) for unit in tree)
    organisation.apply(roster=Roster(spans, (), ()), recorded_at=at)
    schemes.load(data=scheme().encode(), name="generated", recorded_at=at, recorded_by="dataset")


def _fill(home: Path, tree: list[Unit], years: int, recording: int) -> None:
    from django.db import connection

    connection.close()
    database = _driver().connect(home / "zicha.sqlite3")
    database.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000;")
    triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    with database:
        for name, _sql in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        _members(database, tree)
        size = _ledger(database, tree, years, recording)
        database.execute("UPDATE store_ledgerhead SET size = ? WHERE id = 1", (size,))
        database.execute("INSERT OR IGNORE INTO store_ledgerhead (id, size) VALUES (1, ?)", (size,))
        peaks = [(level, (size >> level) - 1, bytes(32)) for level in range(size.bit_length()) if size >> level & 1]
        database.executemany("INSERT INTO store_ledgernode (level, idx, hash) VALUES (?, ?, ?)", peaks)
        for _name, sql in triggers:
            database.execute(sql)
    database.execute("ANALYZE")
    database.close()


def _driver() -> Any:
    import sqlite3  # the engine that zicha put in its place

    return sqlite3


def _members(database: Any, tree: list[Unit]) -> None:
    people = [(unit.code, seat, f"{unit.code}-{seat:02}") for unit in tree for seat in range(MEMBERS)]
    database.executemany(
        "INSERT INTO store_person (id, name, contact) VALUES (?, ?, '')", ((p, p) for _u, _s, p in people)
    )
    database.executemany("INSERT INTO store_slot (unit, slot, person) VALUES (?, ?, ?)", people)
    at = int(datetime(START.year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
    database.executemany(
        "INSERT INTO store_holding (unit, person_id, post, start, end, rec_at) VALUES (?, ?, 'member', ?, ?, ?)",
        ((unit, person, START.isoformat(), date.max.isoformat(), at) for unit, _seat, person in people),
    )


def _ledger(database: Any, tree: list[Unit], years: int, recording: int) -> int:
    states = sorted(state for place in range(recording) for state in _unit(place, years))
    ends = {(one.unit, one.entry, one.number - 1): one.recorded for one in states if one.number > 1}
    database.executemany(
        "INSERT INTO store_fact (seq, entry, number, unit, day, kind, rec_at, rec_to, withdrawn, backfilled, expected,"
        " present, excused, made_up, evidence, fields) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,0,0,'',?)",
        _facts(states, ends, tree),
    )
    database.execute(
        "INSERT INTO store_factnumber (seq, field, millionths)"
        " SELECT seq, 'minutes', json_extract(fields, '$.minutes') * 1000000 FROM store_fact ORDER BY seq"
    )
    database.execute(
        "INSERT INTO store_revision (seq, entry, number, unit, unit_seq, kind, day, rec_at, withdrawn, backfilled,"
        " expected, present, excused, made_up, nonce, body, leaf) SELECT seq, entry, number, unit, seq, kind, day,"
        " rec_at, withdrawn, backfilled, expected, present, 0, 0, 'd:' || seq, x'', x'' FROM store_fact ORDER BY seq"
    )
    database.executemany(
        "INSERT INTO store_attendancesheet (seq, salt, expected, present, excused, made_up, guests)"
        " VALUES (?, x'', ?, ?, x'', x'', '')",
        _sheets(states),
    )
    return len(states)


def _unit(place: int, years: int) -> Iterator[State]:
    """Everything a unit recorded, state after state of each entry."""
    rnd = Random(f"zicha:{place}")
    days = (date(START.year + years, 1, 1) - START).days
    chosen = [kind for kind, one in enumerate(KINDS) for _ in range(one.a_year * years)]
    for entry, kind in enumerate(chosen):
        yield from _entry(rnd, place, entry, kind, rnd.randrange(days))


def _entry(rnd: Random, unit: int, entry: int, kind: int, day: int) -> Iterator[State]:
    lag = rnd.randrange(14, 120) if rnd.random() < _LATE else int(rnd.expovariate(0.4))
    recorded = _instant(day + lag, rnd)
    yield State(recorded, unit, entry, 1, day, kind, *_held(rnd, kind), withdrawn=False)
    number = 1
    while rnd.random() < _CORRECTED:
        number += 1
        recorded += rnd.randrange(600, 40 * 86_400) * 1_000_000
        moved = max(0, day - rnd.randrange(20))
        gone = rnd.random() < _WITHDRAWN
        yield State(recorded, unit, entry, number, moved, kind, *_held(rnd, kind), withdrawn=gone)
        if gone:
            return


def _held(rnd: Random, kind: int) -> tuple[int, int]:
    """Minutes, and how many came."""
    one = KINDS[kind]
    came = round(MEMBERS * min(1.0, max(0.0, rnd.gauss(one.turnout, 0.1))))
    return one.minutes + 5 * rnd.randrange(-2, 4), came


def _instant(day: int, rnd: Random) -> int:
    base = int(datetime(START.year, 1, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
    return base + day * _DAY + rnd.randrange(9 * 3_600_000_000)


def _facts(states: list[State], ends: dict[tuple[int, int, int], int], tree: list[Unit]) -> Iterator[tuple[Any, ...]]:
    first: dict[tuple[int, int], int] = {}
    days = [(START + timedelta(days=day)).isoformat() for day in range(366 * 6)]
    midnight = int(datetime(START.year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
    for seq, one in enumerate(states, 1):
        entry = first.setdefault((one.unit, one.entry), seq)
        late = (one.recorded - midnight) // _DAY - one.day > BACKFILL_DAYS
        yield (
            seq, entry, one.number, tree[one.unit].code, days[one.day], KINDS[one.kind].id, one.recorded,
            ends.get((one.unit, one.entry, one.number), FOREVER), one.withdrawn, late, MEMBERS, one.present,
            f'{{"minutes": {one.minutes}}}',
        )  # fmt: skip


def _sheets(states: Iterable[State]) -> Iterator[tuple[int, bytes, bytes]]:
    """Whoever comes, comes in a turn that starts with the entry, so that all have been there in the end."""
    everyone = (1 << MEMBERS) - 1
    full = everyone.to_bytes(4, "little")
    for seq, one in enumerate(states, 1):
        turned = ((1 << one.present) - 1) << (one.entry % MEMBERS)
        yield seq, full, ((turned | turned >> MEMBERS) & everyone).to_bytes(4, "little")


def _summarise() -> None:
    from zicha.store.writes import summaries
    from zicha.store.writes.transaction import writing

    with writing():
        summaries.rebuild(progress=lambda _done, _of: None)


def _say(what: str, begun: float) -> None:
    print(f"  {what} after {time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    asked: Scale = sys.argv[1]  # type: ignore[assignment]  # one of the three, or a KeyError
    make(home=DATA / asked, units=SIZES[asked][0], years=SIZES[asked][1])

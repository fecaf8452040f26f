"""Looking the installation over: what it stands on, and what it still needs."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from zicha.core import workdays_cn
from zicha.core.findings import Refusal
from zicha.services import engine, upkeep
from zicha.store.queries import cubes, health, schemes, units
from zicha.store.writes import shelves

LEAST_FREE_BYTES = 200_000_000
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
CHINESE_FONTS = ("cjk", "fang", "song", "simsun", "simhei", "han", "wqy", "pingfang", "ming", "kai", "msyh", "hei")
"""Parts of the file names that Chinese faces go by."""

Grade = Literal["fine", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        code: of the sentence that says what was found and, if it is not fine, what to do.
        grade: ``wrong`` if zicha cannot work so, ``note`` if something may be missed.
        facts: for the places in the sentence.
    """

    code: str
    grade: Grade
    facts: dict[str, Any] = field(default_factory=dict)


def examine(*, home: Path, on: date, as_known_at: datetime) -> tuple[Check, ...]:
    """Return what stands well and what does not; nothing is changed.

    A database whose tables are missing or whose file is broken is not read further. Raises what the database
    engine raises if it cannot be reached at all.
    """
    first = (_python(), _folder(home), _room(home), *_bucket(home), _fonts(), *_calendar(on))
    database = tuple(_database(home))
    if any(each.grade == "wrong" for each in database):
        return (*first, *database)
    return (*first, *database, *_content(on, as_known_at))


def _python() -> Check:
    return Check(
        "doctor.python", "fine", {"version": platform.python_version(), "system": platform.platform(terse=True)}
    )


def _folder(home: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=home):
            return Check("doctor.folder", "fine", {"home": home})
    except OSError:
        return Check("doctor.folder_not_writable", "wrong", {"home": home})


def _room(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    grade: Grade = "fine" if free >= LEAST_FREE_BYTES else "note"
    return Check("doctor.room" if grade == "fine" else "doctor.little_room", grade, {"free": free // 1_000_000})


def _bucket(home: Path) -> Iterator[Check]:
    """Whether the bucket answers, where the files are kept in one."""
    try:
        bucket = shelves.bucket(home)
        if bucket is not None:
            bucket.objects.check()
            left = sum(1 for _file in bucket.folder.listed())
            facts = {"place": bucket.objects.bucket, "count": left}
            yield Check("evidence.bucket_and_folder" if left else "evidence.bucket", "note" if left else "fine", facts)
    except Refusal as refusal:
        yield Check(refusal.code, "wrong", refusal.facts)


def _fonts() -> Check:
    for folder in FONT_FOLDERS:
        for path in _font_files(Path(folder).expanduser()):
            if any(part in path.name.lower() for part in CHINESE_FONTS):
                return Check("doctor.font", "fine", {"font": path.name})
    return Check("doctor.no_font", "note")


def _font_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for ending in ("*.ttf", "*.ttc", "*.otf"):
            yield from folder.rglob(ending)


def _calendar(on: date) -> Iterator[Check]:
    known = workdays_cn.CALENDAR.is_known(on.year)
    yield Check("doctor.calendar" if known else "doctor.no_calendar", "fine" if known else "note", {"year": on.year})


def _database(home: Path) -> Iterator[Check]:
    yield from (Check(each.code, each.grade, each.facts) for each in engine.concerns(home=home))
    yield Check("doctor.engine", "fine", {"engine": health.engine()})
    faults = health.faults()
    if faults:
        yield Check("doctor.damaged", "wrong", {"fault": faults[0]})
        return
    missing = health.missing_tables()
    if missing:
        yield Check("doctor.tables_missing", "wrong", {"count": len(missing)})


def _content(on: date, as_known_at: datetime) -> Iterator[Check]:
    loaded = schemes.in_force(on=on, as_known_at=as_known_at)
    names = "、".join(f"{each.title.zh} {each.version}" for each in loaded)
    yield Check("doctor.schemes", "fine", {"names": names}) if loaded else Check("doctor.no_schemes", "note")
    spans = units.spans()
    counts = {"units": len({each.unit for each in spans}), "people": len(units.people())}
    yield Check("doctor.organisation", "fine", counts) if spans else Check("doctor.no_organisation", "note")
    yield from _kept()
    yield from _sums()


def _kept() -> Iterator[Check]:
    """What is read from kept rows and sums, and what is counted record by record until it is caught up with."""
    found = upkeep.standing()
    facts = {"done": found.done, "units": found.units}
    yield Check("doctor.boards_kept", "fine") if found.boards else Check("doctor.boards_folded", "note", facts)
    if not found.sums:
        yield Check("doctor.sums_folded", "note")
    if not found.threads:
        yield Check("doctor.threads_folded", "note")


def _sums() -> Iterator[Check]:
    """Look at a sample: the smallest of the large subtrees is counted in a few milliseconds."""
    found = cubes.sample()
    if found is not None:
        unit, size, wrong = found
        yield Check(
            "doctor.sums_wrong" if wrong else "doctor.sums", "wrong" if wrong else "fine", {"unit": unit, "units": size}
        )

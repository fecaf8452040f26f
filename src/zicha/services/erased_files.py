"""Files in the data folder that still hold what is erased: archived bundles, and reports that were written there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zicha.formats import report_bundle, text_held
from zicha.services import erasure, ledger
from zicha.services.erasure import Erased, Going, Order
from zicha.services.restoring import CARD, FOLDERS
from zicha.store.queries import attendance
from zicha.store.queries import erasure as queries
from zicha.store.queries import ledger as ledger_queries
from zicha.store.writes import erasure as writes

_DEMO = "demo.json"
_SHORTEST = 2
"""Signs; what is shorter stands in every file."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An archived report that still holds something: the number of the step that archived it, and which it is."""

    entry: int
    unit: str
    period: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Left:
    """What still holds something that is to be erased, or was.

    Attributes:
        files: paths under the data folder.
    """

    bundles: tuple[Bundle, ...] = ()
    files: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.bundles or self.files)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: texts, in reports that show one of some records, or in all if none are given."""

    texts: tuple[str, ...]
    records: frozenset[int]

    def is_in(self, content: bytes, *, name: str, report: bytes | None) -> bool:
        """Return whether a file holds it; takes the same report as JSON, if there is one."""
        if self.records and report is not None and not text_held.shows(report, records=self.records):
            return False
        return text_held.holds(content, name=name, texts=self.texts)


def holding(*, going: Going, person: str = "", home: Path) -> Left:
    """Return what in the data folder holds the words of what an erasure will take away; nothing is changed.

    Takes the person everything about whom is to go, or nobody. Names are looked for as they are written: another
    person of the same name is found too. Words of a record are looked for where a report shows that record.
    """
    texts = _texts(going, person)
    wanted = Wanted(texts, frozenset() if person else frozenset(each.seq for each in going.values))
    return Left(tuple(_bundles(wanted)), tuple(_files(home, wanted))) if texts else Left()


def erase(*, left: Left, order: Order) -> Erased:
    """Erase the bundles, which the ledger says, and remove the files; raise ``Refusal`` as an erasure does."""
    values = [held for each in left.bundles for held in _of_bundle(each)]
    done = erasure.erase_held(held=values, order=order, scope="value") if values else Erased((), 0)
    for name in left.files:
        (order.home / name).unlink(missing_ok=True)
    return Erased(done.entries, done.values, wiped=writes.wipe())


def _of_bundle(bundle: Bundle) -> Sequence[queries.Held]:
    return erasure.of_record(seq=bundle.entry, field="evidence.0").values


def _texts(going: Going, person: str) -> tuple[str, ...]:
    """The words that may stand in a file: the person's name, or a record's texts and the names of people in it."""
    if person:
        return tuple(attendance.names(people=[person]).values())
    values = {each.value for each in going.values if not each.field.endswith(".sha256")}
    names = attendance.names(people=values)
    found = {names.get(value, value) for value in values}
    return tuple(sorted(text for text in found if len(text) >= _SHORTEST))


def _bundles(wanted: Wanted) -> Iterator[Bundle]:
    seqs = [seq for seq, digest in queries.bundles() if _is_in_bundle(digest, wanted)]
    for step in ledger_queries.by_seq(seqs=seqs):
        said = dict(step.draft.fields)
        yield Bundle(step.seq, step.draft.unit, str(said["period"]), str(said["scheme"]))


def _is_in_bundle(digest: str, wanted: Wanted) -> bool:
    kept = ledger.open_evidence(sha256=digest)
    if kept is None:
        return False
    with kept:
        content = kept.read()
    report = report_bundle.report(content)
    if report is None:
        return wanted.is_in(content, name="bundle.zip", report=None)
    return wanted.is_in(report, name=report_bundle.REPORT_FILE, report=report)


def _files(home: Path, wanted: Wanted) -> Iterator[str]:
    """Files that people had written into the folder; a PDF goes with the same report in another form."""
    paths = list(_paths(home))
    held = {path for path in paths if path.suffix in text_held.SEARCHED and _is_in(path, wanted)}
    stems = {path.with_suffix("") for path in held}
    drawn = {path for path in paths if path.suffix == ".pdf" and path.with_suffix("") in stems}
    yield from (str(path.relative_to(home)) for path in sorted(held | drawn))


def _is_in(path: Path, wanted: Wanted) -> bool:
    beside = path.with_suffix(".json")
    try:
        return wanted.is_in(path.read_bytes(), name=path.name, report=beside.read_bytes() if beside.is_file() else None)
    except OSError:
        return False


def _paths(home: Path) -> Iterable[Path]:
    """Every file but the installation's own and those of backups, which are beyond reach until they are thrown away."""
    for place, folders, names in os.walk(home):
        folder = Path(place)
        if CARD in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if folder != home or name not in FOLDERS)
        own = {erasure.JOURNAL, _DEMO} if folder == home else set()
        yield from (folder / name for name in sorted(names) if name not in own)

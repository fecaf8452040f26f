"""Minutes by unit and month, as whole commands: zicha over its own database, hledger and beancount over files.

The ledger is the generated organisation S, forty thousand entries, or, with ``ZICHA_SCALE=L``, M with more than a
million. All contenders have the same entries of all kinds, report the minutes of three of them, and must give the same
for every unit and month. The peers begin from their own journals, as their users do; zicha from its database, which
holds the journal's entries and their corrections. hledger and beancount are measured if they are installed.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import dataset, harness

ROOT = "U00001"
OURS = "zicha measure --by month"
KINDS = ("study", "training", "toolbox_talk")
Entry = tuple[str, str, str, int]
"""Unit, day, kind, minutes."""
Sums = dict[tuple[str, str], int]
"""Minutes by unit and month, written ``2021-03``; none where there are none."""

_BEANCOUNT = """
import collections, sys
from beancount import loader
from beancount.core import data
entries, errors, _options = loader.load_file(sys.argv[1])
assert not errors, errors[:3]
sums = collections.Counter()
for entry in entries:
    if isinstance(entry, data.Transaction) and entry.date.year == 2021:
        for one in entry.postings:
            parts = one.account.split(":")
            if parts[-1] in ("Study", "Training", "Toolbox-talk"):
                sums[parts[1], str(entry.date)[:7]] += int(one.units.number)
for (unit, month), minutes in sums.items():
    print(unit, month, minutes)
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, how long it took, and the most memory it held, in bytes."""

    out: str
    seconds: float
    peak: int


def main() -> None:
    """Write the journals, check that all agree, time them in turn, print ratios of time and memory.

    A million entries take the peers minutes and gigabytes, so there every contender runs once.
    """
    large = os.environ.get("ZICHA_SCALE") == "L"
    home = dataset.prepare("M" if large else "S")
    with tempfile.TemporaryDirectory() as folder:
        entries = _entries(home)
        _compare(home, Path(folder), entries, rounds=0 if large else 3)


def _compare(home: Path, folder: Path, entries: list[Entry], *, rounds: int) -> None:
    journal, ledger = folder / "year.journal", folder / "year.beancount"
    journal.write_text("".join(_journal(entries)), "utf-8")
    ledger.write_text("".join(_ledger(entries)), "utf-8")
    zicha = [sys.executable, "-m", "zicha.cli", "measure", "minutes", "--unit", ROOT, "--subtree", "--by", "month"]
    zicha += ["--period", "2021", "--format", "json"]
    commands: dict[str, tuple[list[str], Callable[[str], Sums]]] = {OURS: (zicha, _ours)}
    if shutil.which("hledger"):
        words = ["hledger", "-f", str(journal), "balance", "--monthly", "-p", "2021", "--depth", "1", "-O", "csv", "-N"]
        words += [f":{kind}$" for kind in KINDS]
        commands["hledger balance --monthly"] = (words, _hledgers)
    if _has_beancount():
        commands["beancount, summed in Python"] = ([sys.executable, "-c", _BEANCOUNT, str(ledger)], _beancounts)
    first = _check(home, commands, entries)
    peaks = {name: ran.peak for name, ran in first.items()}
    if rounds:
        contenders = {name: partial(_timed, home, name, words, peaks) for name, (words, _read) in commands.items()}
        timings = harness.interleave(contenders, rounds=rounds)
    else:
        ours = first[OURS].seconds
        timings = tuple(
            harness.Timing(name, ran.seconds, ran.seconds, ran.seconds, ran.seconds / ours)
            for name, ran in first.items()
        )
    harness.report(f"month report over {len(entries):,} entries, whole command", timings)
    for name, peak in peaks.items():
        print(f"  {peak / peaks[OURS]:>8.2f} x  {peak / 2**20:>9.0f} MiB at most  {name}")


def _check(
    home: Path, commands: Mapping[str, tuple[list[str], Callable[[str], Sums]]], entries: Iterable[Entry]
) -> dict[str, Ran]:
    wanted: Sums = {}
    for unit, day, kind, minutes in entries:
        if kind in KINDS and day < "2022-01-01":
            wanted[unit, day[:7]] = wanted.get((unit, day[:7]), 0) + minutes
    runs = {}
    for name, (words, read) in commands.items():
        runs[name] = _run(home, words)
        assert {place: minutes for place, minutes in read(runs[name].out).items() if minutes} == wanted, name
    return runs


def _timed(home: Path, name: str, words: list[str], peaks: dict[str, int]) -> None:
    peaks[name] = max(peaks.get(name, 0), _run(home, words).peak)


def _run(home: Path, words: Sequence[str]) -> Ran:
    """Run a command in a child that tells how much memory its own child held at most."""
    watched = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": "src"}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watched, *words], env=environ, capture_output=True, text=True, check=True
    )
    return Ran(done.stdout, time.perf_counter() - begun, int(done.stderr.split()[-1]) * 1024)


def _entries(home: Path) -> list[Entry]:
    """The entries that stand now, in the order they happened."""
    database = sqlite3.connect(f"file:{home / 'zicha.sqlite3'}?mode=ro", uri=True)
    found = database.execute(
        "SELECT f.unit, f.day, f.kind, n.millionths / 1000000 FROM store_fact f"
        " JOIN store_factnumber n ON n.seq = f.seq AND n.field = 'minutes'"
        " WHERE f.rec_to = ? AND NOT f.withdrawn ORDER BY f.day, f.seq",
        (dataset.FOREVER,),
    ).fetchall()
    database.close()
    return found


def _journal(entries: Iterable[Entry]) -> Iterator[str]:
    for unit, day, kind, minutes in entries:
        yield f"{day} {kind}\n    {unit}:{kind}  {minutes} min\n    equity\n\n"


def _ledger(entries: list[Entry]) -> Iterator[str]:
    yield "1970-01-01 open Equity:All\n"
    for unit, kind in sorted({(unit, kind) for unit, _day, kind, _minutes in entries}):
        yield f"1970-01-01 open Assets:{unit}:{_account(kind)}\n"
    for unit, day, kind, minutes in entries:
        yield f'{day} * "{kind}"\n  Assets:{unit}:{_account(kind)}  {minutes} MIN\n  Equity:All  -{minutes} MIN\n'


def _account(kind: str) -> str:
    return kind.capitalize().replace("_", "-")


def _ours(out: str) -> Sums:
    told = json.loads(out)
    return {
        (row["unit"], month): int(value)
        for row in told["rows"]
        for month, value in zip(told["months"], row["values"], strict=True)
    }


def _hledgers(out: str) -> Sums:
    head, *lines = csv.reader(io.StringIO(out))
    return {
        (line[0], month): int(cell.split()[0]) for line in lines for month, cell in zip(head[1:], line[1:], strict=True)
    }


def _beancounts(out: str) -> Sums:
    return {(unit, month): int(minutes) for unit, month, minutes in map(str.split, out.splitlines())}


def _has_beancount() -> bool:
    return importlib.util.find_spec("beancount") is not None


if __name__ == "__main__":
    main()

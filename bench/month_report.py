"""Minutes by unit and month, as whole commands: zicha over its own database, hledger and beancount over files.

The ledger is the generated organisation S, forty thousand entries, or, with ``ZICHA_SCALE=L``, M with more than a
million. All contenders have the same entries of all kinds, report the minutes of three of them, and must give the same
for every unit and month. What is compared is processor time, which another load on the machine stretches less than the
clock's. The peers begin from their own journals, as their users do; zicha from its database, which
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
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import dataset, harness, lengths

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
    """What a command printed, its processor time and the clock's, and the most memory it held, in bytes."""

    out: str
    seconds: float
    clock: float
    peak: int


def main() -> None:
    """Write the journals, check that all agree, time them in turn, print ratios of time and memory.

    A million entries take the peers minutes and gigabytes, so there each of them runs once.
    """
    large = os.environ.get("ZICHA_SCALE") == "L"
    home = dataset.prepare("M" if large else "S")
    with tempfile.TemporaryDirectory() as folder:
        entries = _entries(home)
        _compare(home, Path(folder), entries, rounds=(5, 0) if large else lengths.of(short=(0, 0), full=(3, 3)))


def _compare(home: Path, folder: Path, entries: list[Entry], *, rounds: tuple[int, int]) -> None:
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
    runs = {name: [ran] for name, ran in _check(home, commands, entries).items()}
    ours, theirs = rounds
    for turn in range(max(rounds)):
        for name, (words, _read) in commands.items():
            if turn < (ours if name == OURS else theirs):
                runs[name].append(_run(home, words))
    _report(f"month report over {len(entries):,} entries, whole command, processor time", runs)


def _report(title: str, runs: Mapping[str, Sequence[Ran]]) -> None:
    """Print ratios; a first run that others follow is left out, since it may find cold files."""
    measured = {name: ran[1:] or ran for name, ran in runs.items()}
    baseline = statistics.median(ran.seconds for ran in measured[OURS])
    timings = []
    for name, some in measured.items():
        taken = [ran.seconds for ran in some]
        median = statistics.median(taken)
        timings.append(harness.Timing(name, median, min(taken), max(taken), median / baseline))
    harness.report(title, tuple(timings))
    peaks = {name: max(ran.peak for ran in some) for name, some in runs.items()}
    for name, some in measured.items():
        clock = statistics.median(ran.clock for ran in some)
        said = f"{peaks[name] / 2**20:>9.0f} MiB at most; {clock:.2f} s by the clock"
        print(f"  {peaks[name] / peaks[OURS]:>8.2f} x  {said}  {name}")


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


def _run(home: Path, words: Sequence[str]) -> Ran:
    """Run a command in a child that tells what its own child took; modules are compiled, as where it is installed."""
    watched = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"ZICHA_HOME": str(home), "PYTHONPATH": "src"}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watched, *words], env=environ, capture_output=True, text=True, check=True
    )
    *_said, seconds, peak = done.stderr.split()
    return Ran(done.stdout, float(seconds), time.perf_counter() - begun, int(peak) * 1024)


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

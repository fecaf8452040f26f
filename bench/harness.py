"""Times contenders side by side, interleaved, and prints ratios.

A machine slows down and speeds up while it measures. So the contenders take turns within each round, the
median over the rounds is compared, and what is reported is a ratio within one run, never seconds from two.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench import lengths


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one contender took.

    Attributes:
        name: the contender.
        median: seconds, the median over the rounds.
        best, worst: seconds, the extremes.
        ratio: its median divided by the first contender's.
    """

    name: str
    median: float
    best: float
    worst: float
    ratio: float


def interleave(contenders: Mapping[str, Callable[[], object]], *, rounds: int = 5) -> tuple[Timing, ...]:
    """Run every contender once a round, in turn, after one unmeasured round; the first is the baseline.

    In short each runs once, measured as it is.

    Takes callables without arguments. Returns one :class:`Timing` a contender, in the order given.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    unmeasured, rounds = lengths.of(short=(0, 1), full=(1, rounds))
    for _round in range(unmeasured + rounds):
        for name, run in contenders.items():
            seconds[name].append(_timed(run))
    measured = {name: taken[unmeasured:] for name, taken in seconds.items()}
    baseline = statistics.median(next(iter(measured.values())))
    return tuple(
        Timing(name, statistics.median(taken), min(taken), max(taken), statistics.median(taken) / baseline)
        for name, taken in measured.items()
    )


def report(title: str, timings: tuple[Timing, ...], *, items: int = 0, unit: str = "item") -> None:
    """Print one line a contender: ratio to the first, median, spread, and items a second if ``items`` is given."""
    print(f"\n{title}")
    for timing in timings:
        rate = f"  {items / timing.median:>12,.0f} {unit}/s" if items else ""
        spread = f"{timing.best:.4f}..{timing.worst:.4f}"
        print(f"  {timing.ratio:>8.2f} x  {timing.median:>9.4f} s  ({spread})  {timing.name}{rate}")


def report_processor(contenders: Mapping[str, Callable[[], object]], *, items: int, unit: str) -> None:
    """Run every contender once more and print the processor time it takes, child processes included, and the ratio.

    It does not tell how long anybody waits; but a busy machine or a slow disk hardly changes it.
    """
    spent = {name: _spent(run) for name, run in contenders.items()}
    baseline = next(iter(spent.values()))
    for name, seconds in spent.items():
        print(f"  {seconds / baseline:>8.2f} x  {seconds / items * 1e3:>9.4f} ms of processor a {unit}: {name}")


def _spent(run: Callable[[], object]) -> float:
    before = _processor()
    run()
    return _processor() - before


def _processor() -> float:
    """Processor seconds of this process, to the microsecond, and of those it started and that have ended."""
    return time.process_time() + sum(os.times()[2:4])


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

"""Whether a report composed again says what was submitted, less what was erased since, or something else."""

from __future__ import annotations

from collections.abc import Callable, Collection

from zicha.core import audit, erasure, report_bare, report_life, report_outline
from zicha.core.report import Report
from zicha.core.report_life import Frozen, Standing, Taken
from zicha.core.report_outline import Material
from zicha.formats import report_json
from zicha.store.queries import binding, log
from zicha.store.queries import erasure as erasures


def version(report: Report) -> str:
    """Return the hash of a report's content."""
    return report_life.content_hash(report_json.as_json(report))


def bare_version(material: Material) -> str:
    """Return the hash of a report's content without any value that can be erased."""
    return version(report_outline.compose(report_bare.bare(material)))


def standing(*, report: Report, taken: Taken, again: Callable[[], Material]) -> Standing:
    """Return how a report, composed again, stands to what a step speaks of.

    Takes the report, and how to get what it is composed of, which is read only where the two differ. The difference
    is an erasure's alone if the report without erasable values is the same, no person it names was renamed, every
    value of its records that is there is what was recorded, and each that is gone is named by an erasure entry.
    """
    now = version(report)
    if now == taken.frozen.version:
        return Standing(now)
    material = again()
    records = report_bare.records(material)
    since = _since(taken.seq, records)
    if not since or _differs(material, records, taken.frozen):
        return Standing(now, is_changed=True)
    gone = {seq for touched in since.values() for seq in touched}
    return Standing(now, tuple(sorted(since)), tuple(sorted(gone)))


def _since(seq: int, records: Collection[int]) -> dict[int, set[int]]:
    """The erasure entries after ``seq``, each with those of some records that it took values from."""
    found: dict[int, set[int]] = {}
    for number, said in erasures.entries():
        if number > seq:
            targets = filter(None, map(erasure.read_target, said.get("targets", ())))
            touched = {target.seq for target in targets if target.seq in records}
            found.update({number: touched} if touched else {})
    return found


def _differs(material: Material, records: Collection[int], what: Frozen) -> bool:
    if not what.bare or bare_version(material) != what.bare:
        return True
    if binding.is_bound_since(sort="person", keys=report_bare.people(material), size=what.rows):
        return True
    gone = erasure.told(erasures.entries(), within=range(min(records), max(records) + 1))
    return any(audit.check_beside(row, gone=gone) for row in log.kept_of(seqs=records))

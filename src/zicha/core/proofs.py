"""A report's proof: the records behind its figures, shown to be in the log and to be all there are.

A bundle is a JSON value that carries a signed checkpoint, the ``close`` entry, and for every unit in question its
records from 1 to the last. :func:`check` needs nothing else: no database, no network. Records of private kinds
are withheld, only their hashes stand in the bundle, and every figure that could speak of them says so. Names are
never in a bundle; people are therefore not counted anew, and neither are windows, whose owing depends on the
roster, and problems, which are a fold over their steps.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

from zicha.core import bodies, closing, measures, merkle, scheme_plain
from zicha.core.closing import UnitEnd
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.merkle import ProofError
from zicha.core.periods import Span
from zicha.core.scheme import Count, Rate, Rule, Share, Sum

FORMAT = "zicha-bundle/1"

Standing = Literal["recounted", "differs", "withheld", "not_recounted"]


class BundleError(ValueError):
    """A bundle does not show what it claims.

    Attributes:
        code: of the sentence for a person.
        facts: for the places in the sentence.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Recounted:
    """One figure, as stated and as found.

    Attributes:
        standing: ``recounted`` and equal; ``differs``; ``withheld`` where records of a private kind are among what
            it counts; ``not_recounted`` for people, windows and problems.
        stated, found: as fractions, ``—`` for nothing to divide by; ``found`` is empty where it was not counted.
    """

    figure: str
    standing: Standing
    stated: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle shows.

    Attributes:
        records: how many records were shown to be in the log.
        withheld: how many of them by their hash alone.
    """

    units: tuple[str, ...]
    records: int
    withheld: int
    figures: tuple[Recounted, ...]


def check(bundle: Mapping[str, Any], *, size: int, root: bytes) -> Verdict:
    """Return what a bundle shows under a checkpoint whose signature the caller has verified.

    Raises :class:`BundleError` naming the first thing that does not hold: a record that is not in the log, a gap
    in a unit's numbers, a unit that the close entry does not know that way.
    """
    try:
        closed = _closed(bundle["close"], size, root)
        revisions, withheld = _records(bundle, closed, size, root)
        figures = tuple(_recount(each, bundle, revisions, withheld) for each in bundle["figures"])
    except (KeyError, TypeError, ValueError, AttributeError, LookupError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("proofs.malformed") from error
    units = tuple(each["unit"] for each in bundle["units"])
    return Verdict(units, len(bundle["records"]), sum(withheld.values()), figures)


@dataclass(frozen=True, slots=True)
class _Closed:
    seq: int
    tree: bytes
    units: int


def _closed(said: Mapping[str, Any], size: int, root: bytes) -> _Closed:
    body = _shown(said, size, root)
    if body["kind"] != closing.CLOSE or body["unit"]:
        raise BundleError("proofs.no_close")
    return _Closed(said["seq"], bytes.fromhex(body["fields"]["tree"]), int(body["fields"]["units"]))


def _shown(said: Mapping[str, Any], size: int, root: bytes) -> dict[str, Any]:
    """Return a record's body after its leaf was shown to be in the log at the record's number."""
    raw = said["body"].encode()
    _prove(said, merkle.hash_leaf(raw), size, root)
    body: dict[str, Any] = json.loads(raw)
    if body["seq"] != said["seq"]:
        raise BundleError("proofs.not_in_log", seq=said["seq"])
    return body


def _prove(said: Mapping[str, Any], leaf: bytes, size: int, root: bytes) -> None:
    path = [unwritten(each) for each in said["path"]]
    try:
        merkle.check_record(index=said["seq"] - 1, size=size, leaf=leaf, proof=path, expected=root)
    except ProofError as error:
        raise BundleError("proofs.not_in_log", seq=said["seq"]) from error


def _records(
    bundle: Mapping[str, Any], closed: _Closed, size: int, root: bytes
) -> tuple[tuple[Revision, ...], dict[str, int]]:
    """Return the disclosed revisions and, by unit, how many are withheld."""
    ends = {each["unit"]: _end(each, closed) for each in bundle["units"]}
    found: list[Revision] = []
    withheld = dict.fromkeys(ends, 0)
    reached = dict.fromkeys(ends, (0, 0))
    for said in bundle["records"]:
        unit, number = said["unit"], said["unit_seq"]
        before, seq = reached[unit]
        if number != before + 1 or not seq < said["seq"] < closed.seq:
            raise BundleError("proofs.gap", unit=unit, expected=before + 1)
        reached[unit] = number, said["seq"]
        if "body" in said:
            found.append(_disclosed(said, size, root))
        else:
            _prove(said, unwritten(said["leaf"]), size, root)
            withheld[unit] += 1
    for unit, last in ends.items():
        if reached[unit][0] != last:
            raise BundleError("proofs.gap", unit=unit, expected=reached[unit][0] + 1)
    return tuple(found), withheld


def _end(said: Mapping[str, Any], closed: _Closed) -> int:
    """Return a unit's last number after the close entry was shown to say it."""
    last: int = said["last"]
    path = [unwritten(each) for each in said["path"]]
    leaf = UnitEnd(said["unit"], last).leaf
    try:
        merkle.check_record(index=said["index"], size=closed.units, leaf=leaf, proof=path, expected=closed.tree)
    except ProofError as error:
        raise BundleError("proofs.unit_unknown", unit=said["unit"]) from error
    return last


def _disclosed(said: Mapping[str, Any], size: int, root: bytes) -> Revision:
    body = _shown(said, size, root)
    if (body["unit"], body["unit_seq"]) != (said["unit"], said["unit_seq"]):
        raise BundleError("proofs.not_in_log", seq=said["seq"])
    return revision(body)


def revision(body: Mapping[str, Any]) -> Revision:
    """Return the revision that a body of the log stands for, without what is personal."""
    counts = body["attendance"]
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in body["fields"].items()}
    draft = Draft(
        unit=body["unit"],
        kind=body["kind"],
        happened_on=date.fromisoformat(body["happened_on"]),
        fields=tuple(sorted(fields.items())),
        attendance=Attendance(**counts) if counts else None,
        evidence=tuple(Evidence(item["kind"], "", "", item["size"]) for item in body["evidence"]),
        makes_up=date.fromisoformat(body["makes_up"]) if body["makes_up"] else None,
    )
    return Revision(
        seq=body["seq"],
        entry=body["entry"],
        number=body["number"],
        draft=draft,
        recorded_at=bodies.EPOCH + timedelta(seconds=body["recorded_at"]),
        withdrawn=body["withdrawn"],
        backfilled=body["backfilled"],
    )


def _recount(
    stated: Mapping[str, Any], bundle: Mapping[str, Any], revisions: Sequence[Revision], withheld: Mapping[str, int]
) -> Recounted:
    rule: Rule = scheme_plain.from_plain(stated["rule"])
    if not isinstance(rule, Count | Sum | Rate | Share):
        return Recounted(stated["figure"], "not_recounted", stated["value"])
    start, end = (date.fromisoformat(each) for each in bundle["period"])
    asked = measures.in_question(
        _standing(revisions), units=withheld, span=Span(start, end), on=date.fromisoformat(bundle["on"])
    )
    measured = measures.evaluate(rule, revisions=asked)
    found = written(measured.value)
    if any(withheld.values()) and set(bundle["private_kinds"]) & set(_kinds(stated["rule"])):
        return Recounted(stated["figure"], "withheld", stated["value"], found)
    same = found == stated["value"] and list(measured.records) == stated["records"]
    return Recounted(stated["figure"], "recounted" if same else "differs", stated["value"], found)


def _kinds(rule: Any) -> Iterator[str]:
    if isinstance(rule, dict):
        yield from rule.get("kinds", ())
        for part in rule.values():
            yield from _kinds(part)


def _standing(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The latest state of each entry; the log's own order says which is the latest."""
    latest = {each.entry: each for each in sorted(revisions, key=lambda each: each.seq)}
    return tuple(each for each in latest.values() if not each.withdrawn)


def written(value: int | Fraction | None) -> str:
    """Return an exact value as it stands in a bundle: ``12``, ``47/50``, ``—``."""
    return measures.DASH if value is None else str(Fraction(value))


def hashed(value: bytes) -> str:
    """Return a hash as it stands in a bundle."""
    return base64.b64encode(value).decode()


def unwritten(text: str) -> bytes:
    """Return what :func:`hashed` was given."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BundleError("proofs.malformed") from error

"""What a proof opens beside the records: bound rows, and the sheets on which different people are counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from zicha.core import erasure, measures, row_proofs, sheet_proofs, slots
from zicha.core.binding import Bound, RowHead
from zicha.core.report_outline import Material
from zicha.core.scheme import Scheme
from zicha.core.sheet_proofs import Opened
from zicha.store.queries import binding as queries
from zicha.store.queries import erasure as erased
from zicha.store.queries import ledger
from zicha.store.queries import sheets as sheet_queries
from zicha.store.queries.sheets import KeptSheet


def sheets(found: Material, *, codes: Sequence[str]) -> dict[int, KeptSheet]:
    """Return the sheets on which some measure of the scheme counts different people."""
    private = {kind.id for kind in found.scheme.kinds if kind.private}
    revisions = ledger.revisions(units=codes, span=found.period.span, as_known_at=found.as_known_at)
    asked = measures.in_question(revisions, units=codes, span=found.period.span, on=found.on)
    public = [each for each in asked if each.draft.kind not in private]
    return sheet_queries.kept(seqs=sheet_proofs.asked(found.scheme.measures, public))


def opened_sheet(seq: int, sheet: KeptSheet) -> dict[str, Any]:
    """Return what opens a sheet's commitment."""
    return {
        "seq": seq,
        "salt": sheet.salt.hex(),
        "bitmaps": [each.hex() for each in sheet.bitmaps],
        "guests": sheet.guests,
    }


def erasures(sheets: Mapping[int, KeptSheet]) -> list[int]:
    """Return the numbers of the erasure entries that say what some of the sheets commit to now."""
    return [seq for seq, said in erased.entries() if erasure.told([(seq, said)]).sheets.keys() & sheets.keys()]


def shown(scheme: Scheme, sheets: Mapping[int, KeptSheet], *, head: RowHead) -> dict[str, Any]:
    """Return the row log as a bundle shows it: its leaves, and the rows that are opened."""
    bound = [each for each in queries.all_bound() if each.seq <= head.size]
    last = {(each.sort, each.key): each for each in bound if each.key}
    seats = sheet_proofs.seats([_opened(each) for each in sheets.values()])
    opened = [*_opened_rows("scheme", last), *_opened_rows("unit", last)]
    if seats:
        opened += _opened_rows(row_proofs.SEAT, last, keys=sheet_queries.seat_keys(seats=seats))
    return {
        "scheme": {"id": scheme.id, "parsed": queries.parsed(scheme=scheme.id, version=scheme.version)},
        "rows": row_proofs.written(bound),
        "opened": opened,
    }


def _opened_rows(
    sort: str, last: Mapping[tuple[str, str], Bound], *, keys: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    said = queries.rows(sort, keys=keys)
    return [row_proofs.opened(last[sort, key], content) for key, content in said.items()]


def _opened(sheet: KeptSheet) -> Opened:
    present = slots.LISTS.index("present")
    guests = json.loads(sheet.guests) if sheet.guests else {}
    return Opened(sheet.unit, slots.unpack(sheet.bitmaps[present]), tuple(guests.get("present", ())))

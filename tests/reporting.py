"""A report of the random ledgers' scheme, composed in memory."""

import random
from datetime import UTC, date, datetime

from tests import ledgers
from zicha.core import board, figures, measures, periods, report_outline
from zicha.core.board import Ledger
from zicha.core.ledger import known
from zicha.core.report_outline import Material
from zicha.core.workdays_cn import CALENDAR

KNOWN = datetime(2026, 7, 10, 8, tzinfo=UTC)
ON = date(2026, 7, 10)
H1 = periods.parse("2026H1")
PROSE = {
    "work": "本期带头学习{studies}次。\n<b>&\x01第二段{nosuch}",
    "next": "按月公布计划。\n2.两周内补学。",
}


def material(
    *, language="zh", prose=PROSE, seed=5, count=40, entries=None, scheme=ledgers.SCHEME, unit_name="城东支队一中队"
):
    standing = known(ledgers.revisions(random.Random(seed), count), as_known_at=KNOWN) if entries is None else entries
    ledger = Ledger((scheme,), ledgers.UNIT_SPANS, (), standing, CALENDAR)
    shown = board.build(ledger=ledger, unit="U1", period=H1, on=ON, as_known_at=KNOWN)
    asked = measures.in_question(standing, units=("U1",), span=H1.span, on=ON)
    return Material(
        scheme=scheme, unit="U1", unit_name=unit_name, period=H1, on=ON, as_known_at=KNOWN, language=language,
        figures={measure.id: figure(measure, asked, shown.cells) for measure in scheme.measures},
        cells=shown.cells, entries=asked, happened={each.seq: each.draft.happened_on for each in standing}, prose=prose,
    )  # fmt: skip


def figure(measure, asked, cells):
    name = figures.Name(measure.id, "U1", H1)
    measured = measures.evaluate(measure.rule, revisions=asked, cells=cells)
    return figures.make(measured, measure=measure, name=name, on=ON, as_known_at=KNOWN)


def compose(**asked):
    return report_outline.compose(material(**asked))

"""Says in words what an entry would count for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zicha.core.foretelling import Foretold
from zicha.core.ledger import Draft, Revision
from zicha.core.scheme import Duty, Scheme, State
from zicha.services import foretelling
from zicha.web import showing, states, words
from zicha.web.asking import Question
from zicha.web.language import local


@dataclass(frozen=True, slots=True)
class Told:
    """One line: the state the window would have, and why."""

    state: State
    text: str


def foretell(
    question: Question, draft: Draft, *, schemes: tuple[Scheme, ...], replaced: Revision | None = None
) -> tuple[Told, ...]:
    """Return what a draft would count for, one line a window, those it counts for first."""
    found = foretelling.foretell(
        draft=draft,
        schemes=schemes,
        on=question.moment.today,
        as_known_at=question.moment.now,
        replaces=replaced.entry if replaced else 0,
    )
    duties = {duty.id: (scheme, duty) for scheme in schemes for duty in scheme.duties}
    ordered = sorted(found, key=lambda each: (not each.counts, each.lacks is None))
    return tuple(_told(each, *duties[each.cell.duty]) for each in ordered)


def _told(each: Foretold, scheme: Scheme, duty: Duty) -> Told:
    facts = {
        "window": words.window(each.cell.window),
        "duty": local(duty.title),
        "done": each.cell.done,
        "owed": each.cell.owed,
        "state": states.word(each.cell.state),
        "day": words.full_day(each.cell.window.last_day),
    }
    if each.lacks:
        return Told(
            "insufficient", _("%(window)s · %(duty)s：还不算，%(lack)s") % {**facts, "lack": _lack(each, scheme)}
        )
    if each.counts and each.cell.state == "met_late":
        return Told("met_late", _("%(window)s · %(duty)s：算，但记为“逾期完成”") % facts)
    if each.counts and each.cell.owed:
        return Told(each.cell.state, _("%(window)s · %(duty)s：算，%(done)d/%(owed)d，%(state)s") % facts)
    if each.counts:
        return Told(each.cell.state, _("%(window)s · %(duty)s：算") % facts)
    if each.before is None:
        return Told(each.cell.state, _("会带来一件新的事：%(duty)s，%(day)s前完成") % facts)
    return Told(each.cell.state, _("%(window)s · %(duty)s：变为%(state)s") % facts)


def _lack(each: Foretold, scheme: Scheme) -> str:
    assert each.lacks is not None  # noqa: S101 # asked for only where something lacks
    return showing.lack(each.lacks.lacks_evidence, scheme, below=each.lacks.below_threshold, near=each.lacks.too_near)

"""The report a request is about: which one, where it stands, and what its asker may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext as _

from zicha.core import access, report_life, scheme_figures
from zicha.core.access import Place
from zicha.core.findings import Refusal
from zicha.core.prose import Prose
from zicha.core.report import Report
from zicha.core.report_life import Frozen, Life, Step
from zicha.core.report_outline import Material
from zicha.core.scheme import Scheme
from zicha.services import report_draft
from zicha.services import report_life as lives
from zicha.services.report_draft import Asked as Draft
from zicha.services.report_life import Which
from zicha.store.queries import prose as prose_queries
from zicha.web.asking import Asked, Question, require
from zicha.web.language import current
from zicha.web.lookups import in_force


@dataclass(frozen=True, slots=True)
class Desk:
    """A report and what its asker may do.

    Attributes:
        schemes: all that hold in the period.
        below: ``1`` if the units below are in it, else empty.
        steps: the steps the asker may take now.
        may_write: whether the asker may change its words now.
    """

    question: Question
    scheme: Scheme
    schemes: tuple[Scheme, ...]
    which: Which
    life: Life
    below: str
    has_below: bool
    steps: tuple[Step, ...]
    may_write: bool

    @property
    def draft(self) -> Draft:
        """How its numbers are asked for."""
        question = self.question
        return Draft(self.which, question.on, current(), bool(self.below), question.as_known_at)

    @property
    def frozen(self) -> Frozen | None:
        """What was submitted and stands, if the asker may see all the units that are in it."""
        what = self.life.frozen
        sees_all = all(self.question.sees(unit) for unit in self.question.below())
        return what if what is not None and (sees_all or not what.subtree) else None

    @property
    def as_submitted(self) -> dict[str, str]:
        """What a number's link asks, so that it shows the number as it was submitted; nothing while people write."""
        what = self.frozen
        if what is None:
            return {}
        known = what.known_at.astimezone(self.question.moment.zone).replace(tzinfo=None)
        return {"on": what.on.isoformat(), "known": known.isoformat()}

    @property
    def link(self) -> str:
        """The page of this report."""
        return self.question.link("report", scheme=self.scheme.id, below=self.scope)

    @property
    def scope(self) -> str:
        """What a link says about the units below; left out where it goes without saying."""
        return self.below or ("0" if self.life.submission else "")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where people write.

    Attributes:
        text: what stands in the field.
        seen: the number of the saved state the person began from.
        saved: the latest saved state, or ``None``.
    """

    section: str
    text: str = ""
    seen: int = 0
    saved: Prose | None = None


def sit(request: Asked) -> Desk | None:
    """Return the desk, or ``None`` where no scheme asks for a report; "not found" for what is out of view."""
    question = request.question
    require(allowed=bool(question.unit))
    schemes = in_force(question)
    wanted = request.POST.get("scheme") or request.GET.get("scheme") or ""
    require(allowed=not wanted or wanted in schemes)
    scheme = schemes[wanted] if wanted else next(iter(schemes.values()), None)
    if scheme is None:
        return None
    which = Which(scheme.id, question.unit, question.period)
    life = lives.life(which=which, as_known_at=question.as_known_at if question.is_past else None)
    return Desk(
        question=question,
        scheme=scheme,
        schemes=tuple(schemes.values()),
        which=which,
        life=life,
        below=_below(request, life),
        has_below=_has_below(question),
        steps=() if question.is_past else _steps(question, life),
        may_write=may(question, "write_report") and life.is_open and not question.is_past,
    )


def must_sit(request: Asked) -> Desk:
    """Return the desk; "not found" where there is none."""
    desk = sit(request)
    if desk is None:
        raise Http404
    return desk


def may(question: Question, action: access.Action) -> bool:
    """Whether the asker may do something to the asked unit's report today."""
    if question.unit not in question.tree:
        return False
    return access.may(question.actor, action, Place(question.tree.path(question.unit)), question.moment.today)


def compose(desk: Desk, *, drafted: Mapping[str, str] | None = None) -> Report:
    """Return the report as it stands, or as it was submitted; "not found" where it cannot be composed."""
    frozen = desk.frozen
    try:
        if frozen is not None:
            return report_draft.submitted(which=desk.which, what=frozen, as_known_at=desk.question.as_known_at)
        written = report_draft.texts(which=desk.which, as_known_at=desk.question.as_known_at)
        return report_draft.compose(material=report_draft.material(desk.draft), prose=written | dict(drafted or {}))
    except Refusal as error:
        raise Http404 from error


def material(desk: Desk) -> Material:
    """Return every number of the report, as it stands or as it was submitted."""
    frozen = desk.frozen
    asked = desk.draft
    if frozen is not None:
        asked = Draft(desk.which, frozen.on, frozen.language, frozen.subtree, frozen.known_at)
    try:
        return report_draft.material(asked)
    except Refusal as error:
        raise Http404 from error


def slots(desk: Desk) -> dict[str, Slot]:
    """Return the places where people write, by section."""
    which, known = desk.which, desk.question.as_known_at
    saved = prose_queries.texts(scheme=which.scheme, unit=which.unit, period=str(which.period), as_known_at=known)
    return {section: _slot(section, saved.get(section)) for section in writable(desk.scheme)}


def writable(scheme: Scheme) -> tuple[str, ...]:
    """Return the ids of the sections where people write, in order."""
    return tuple(one.id for one in scheme_figures.all_sections(scheme.report.parts) if one.prose)


def step_words(step: Step) -> str:
    """Return what a button says that takes a step."""
    return {
        "submit": _("提交"),
        "resubmit": _("再次提交"),
        "return": _("退回修改"),
        "accept": _("通过"),
        "archive": _("归档"),
    }[step]


def state_words(state: report_life.State) -> str:
    """Return where a report stands, in a word."""
    return {
        "draft": _("草稿"),
        "submitted": _("已提交"),
        "returned": _("已退回"),
        "accepted": _("已通过"),
        "archived": _("已归档"),
    }[state]


def giving_back(desk: Desk) -> Desk:
    """Return the desk of a report that no longer comes out as submitted: what could only be archived is given back."""
    question = desk.question
    return desk if question.is_past else replace(desk, steps=_steps(question, desk.life, is_changed=True))


def _steps(question: Question, life: Life, *, is_changed: bool = False) -> tuple[Step, ...]:
    is_top = question.unit in question.tree and len(question.tree.path(question.unit)) == 1
    open_now = report_life.open_steps(life.state, is_top=is_top, is_changed=is_changed)
    return tuple(step for step in open_now if may(question, report_life.action(step, is_top=is_top)))


def _slot(section: str, saved: Prose | None) -> Slot:
    return Slot(section, saved.text, saved.number, saved) if saved else Slot(section)


def _has_below(question: Question) -> bool:
    """Whether the unit has units below it, all of which the asker may see."""
    units = question.below()
    return len(units) > 1 and all(question.sees(unit) for unit in units)


def _below(request: Asked, life: Life) -> str:
    """Return ``1`` if the units below are in it: as it was submitted, else as asked for, else as last submitted."""
    if not _has_below(request.question):
        return ""
    if life.frozen is not None:
        return "1" if life.frozen.subtree else ""
    asked = request.POST.get("below", request.GET.get("below"))
    if asked is None and life.submission is not None:
        return "1" if life.submission.frozen.subtree else ""
    return "1" if asked == "1" else ""

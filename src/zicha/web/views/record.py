"""Recording an activity and correcting one: a form out of the scheme, and what it will count for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zicha.core import periods, units
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, Revision
from zicha.core.scheme import Kind, Scheme
from zicha.core.text import LocalText
from zicha.core.units import Holding, Person
from zicha.services import evidence, ledger
from zicha.store.queries import units as unit_queries
from zicha.web import showing, words
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.forms import activity
from zicha.web.forms.activity import Filled, Upload
from zicha.web.lookups import in_force
from zicha.web.numbers import whole
from zicha.web.views.entries import read_history
from zicha.web.views.foretelling import Told, foretell


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of evidence on the form, with the files it has already."""

    id: str
    title: LocalText | str
    required: bool
    kept: tuple[tuple[str, Evidence], ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    title: str
    lines: tuple[showing.Line, ...]


@dataclass(frozen=True)
class Form:
    """Everything the form shows.

    Attributes:
        values: what stands in each field, as text.
        faults: sentences by field.
        entry, seen: when correcting, the entry and the number of the revision the person looked at.
        stale: both sides, when somebody else corrected the entry in the meantime.
    """

    unit: str
    kind: Kind | None
    kinds: tuple[Kind, ...]
    today: date
    action: str
    back: str
    foretell: str
    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    refusal: str = ""
    nonce: str = ""
    roster: tuple[Person, ...] = ()
    people: tuple[tuple[str, tuple[Person, ...]], ...] = ()
    evidence: tuple[Wanted, ...] = ()
    papers: frozenset[str] = frozenset()
    by_counts: bool = False
    entry: int = 0
    seen: int = 0
    stale: tuple[Side, ...] = ()

    @property
    def file_names(self) -> str:
        """The names of the file fields, which a look ahead leaves out."""
        return ",".join(f"evidence-{one.id}" for one in self.evidence) or "evidence"

    def ticked(self, value: str) -> int:
        """Return how many people are marked so."""
        return sum(self.values.get(f"person-{person.id}") == value for person in self.roster)


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Asked) -> HttpResponse:
    """Record an activity; a repeated request gives back the same record."""
    question = request.question
    require(allowed=question.may_record)
    schemes = tuple(in_force(question).values())
    kinds = kinds_of(schemes, unit=question.unit)
    kind = _chosen(request, kinds)
    if kind is None or request.method != "POST":
        form = _blank(request, kind, kinds, schemes)
        foretold = _look(question, schemes, _fresh_draft(form))
        return page(request, "record.html", room="record", form=form, foretold=foretold)
    filled = _read(request, kind)
    refusal = ""
    if not filled.faults and filled.draft is not None:
        try:
            revision = ledger.record(
                draft=filled.draft,
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
                nonce=_nonce(request, filled.draft),
            )
        except Refusal as found:
            refusal = say(found)
        else:
            tell(request, "good", _("记好了，编号 %(seq)d。") % {"seq": revision.seq})
            return redirect(question.link_to("entry", revision.entry))
    form = _refilled(request, _blank(request, kind, kinds, schemes), filled, refusal)
    foretold = _look(question, schemes, filled.draft)
    return page(request, "record.html", room="record", status=422, form=form, foretold=foretold)


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Asked, entry_id: int) -> HttpResponse:
    """Correct an entry: a new revision with a reason; nothing typed is lost when somebody else was faster."""
    question = request.question
    history, known = read_history(question, entry_id)
    now = history[-1]
    kind = known.kinds.get(now.draft.kind)
    require(allowed=question.records_for(now.draft.unit) and not now.withdrawn and kind is not None)
    assert kind is not None  # noqa: S101 # required above
    schemes = tuple(in_force(question).values())
    blank = _of_revision(request, kind, schemes, now)
    if request.method != "POST":
        foretold = _look(question, schemes, now.draft, now)
        return page(request, "record.html", room="entries", form=blank, foretold=foretold)
    filled = _read(request, kind, unit=now.draft.unit)
    reason = request.POST.get("reason", "").strip()
    faults = dict(filled.faults) if reason else {**filled.faults, "reason": _("请写一句为什么更正，以后的人要看。")}
    refusal = ""
    stale: tuple[Side, ...] = ()
    if not faults and filled.draft is not None:
        try:
            ledger.correct(
                entry=now.entry,
                draft=replace(filled.draft, key=now.draft.key),
                reason=reason,
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
                seen_number=whole(request.POST.get("seen")) or 0,
                nonce=_nonce(request, filled.draft),
            )
        except Refusal as found:
            if found.code != "ledger.stale":
                refusal = say(found)
            else:
                stale = _both(now, filled.draft, known)
        else:
            tell(request, "good", _("更正好了。原来的内容还在旁边。"))
            return redirect(question.link_to("entry", now.entry))
    form = _refilled(request, blank, Filled(filled.draft, filled.evidence, faults), refusal)
    form = replace(form, stale=stale, seen=now.number)
    return page(
        request,
        "record.html",
        room="entries",
        status=409 if stale else 422,
        form=form,
        foretold=_look(question, schemes, filled.draft, now),
    )


@asks
@require_POST
def look_ahead(request: Asked, entry_id: int = 0) -> HttpResponse:
    """Say what the form, as it stands, would count for."""
    question = request.question
    replaced = None
    if entry_id:
        history, _known = read_history(question, entry_id)
        replaced = history[-1]
    require(allowed=question.may_record)
    schemes = tuple(in_force(question).values())
    kind = _chosen(request, kinds_of(schemes, unit=question.unit))
    draft = _read(request, kind).draft if kind else None
    picked = tuple(Evidence(one, "", "") for one in request.POST.getlist("picked"))
    draft = replace(draft, evidence=(*draft.evidence, *picked)) if draft else None
    return page(request, "parts/foretold.html", room="record", foretold=_look(question, schemes, draft, replaced))


def kinds_of(schemes: Sequence[Scheme], *, unit: str) -> tuple[Kind, ...]:
    """Return the kinds a unit may record by form: those its duties ask for first, a built-in one never."""
    asked = {
        kind: None
        for scheme in schemes
        for duty in scheme.duties
        if unit not in duty.bound.excluded and (not duty.bound.units or unit in duty.bound.units)
        for kind in duty.fulfilled_by.kinds
    }
    by_id = {kind.id: kind for scheme in schemes for kind in scheme.kinds}
    return tuple(by_id[kind] for kind in dict.fromkeys([*asked, *by_id]) if kind in by_id)


def _fresh_draft(form: Form) -> Draft | None:
    """Return the draft a form stands for before anybody has touched it: who is ticked on it has come."""
    if form.kind is None:
        return None
    return Draft(
        form.unit,
        form.kind.id,
        form.today,
        attendance=None if form.kind.attendance == "none" else activity.roll_call(form.values),
        makes_up=_day(form.values["makes_up"]),
    )


def _chosen(request: Asked, kinds: tuple[Kind, ...]) -> Kind | None:
    wanted = request.POST.get("kind") or request.GET.get("kind") or ""
    if not wanted:
        return kinds[0] if kinds else None
    found = {kind.id: kind for kind in kinds}.get(wanted)
    require(allowed=found is not None)
    return found


def _read(request: Asked, kind: Kind, *, unit: str = "") -> Filled:
    return activity.decode(
        kind=kind,
        unit=unit or request.question.unit,
        data=request.POST,
        files=request.FILES,
        today=request.question.moment.today,
        keep=keep,
    )


def keep(upload: Upload) -> Evidence:
    """Keep a file that was sent with a form and return it as evidence."""
    return evidence.take_in(content=upload.file.read(), name=upload.file.name or "", kind=upload.kind, unit=upload.unit)


def _look(
    question: Question, schemes: tuple[Scheme, ...], draft: Draft | None, replaced: Revision | None = None
) -> tuple[Told, ...] | None:
    return None if draft is None else foretell(question, draft, schemes=schemes, replaced=replaced)


def _day(text: str) -> date | None:
    try:
        return periods.read_day(text) if text else None
    except ValueError:
        return None


def _blank(request: Asked, kind: Kind | None, kinds: tuple[Kind, ...], schemes: Sequence[Scheme]) -> Form:
    question = request.question
    today = question.moment.today
    makes_up = _day(request.GET.get("makes_up", ""))
    form = Form(
        unit=question.unit,
        kind=kind,
        kinds=kinds,
        today=today,
        action=question.link("record"),
        back=question.link("plate"),
        foretell=question.link("look_ahead"),
        nonce=secrets.token_urlsafe(12),
        values={"happened_on": today.isoformat(), "makes_up": makes_up.isoformat() if makes_up else ""},
    )
    return furnished(form, question, schemes, draft=None, on=today)


def _of_revision(request: Asked, kind: Kind, schemes: Sequence[Scheme], now: Revision) -> Form:
    question, draft = request.question, now.draft
    form = Form(
        unit=draft.unit,
        kind=kind,
        kinds=(kind,),
        today=question.moment.today,
        action=question.link_to("correct", now.entry),
        back=question.link_to("entry", now.entry),
        foretell=question.link_to("look_ahead_at", now.entry),
        values=values_of(draft, kind),
        entry=now.entry,
        seen=now.number,
    )
    return furnished(form, question, schemes, draft=draft, on=draft.happened_on)


def furnished(form: Form, question: Question, schemes: Sequence[Scheme], *, draft: Draft | None, on: date) -> Form:
    """Return the form with its people and its evidence."""
    if form.kind is None:
        return form
    above = question.tree.path(form.unit) if form.unit in question.tree else (form.unit,)
    held = unit_queries.holdings(units=above)
    roster = set(units.roster(held, unit=form.unit, on=on))
    attendance = draft.attendance if draft else None
    named = (*attendance.expected_people, *attendance.present_people) if attendance else ()
    among = {*named, *(each.person for each in held)}
    names = {person.id: person for person in unit_queries.people(among=among)}
    listed = sorted({*roster, *named})
    values = dict(form.values)
    if draft is None:
        values |= {f"person-{person}": "present" for person in listed}
    return replace(
        form,
        values=values,
        roster=tuple(names[person] for person in listed if person in names),
        by_counts=attendance is not None and not attendance.expected_people,
        people=tuple(_people(question, form.unit, held, names, on)),
        evidence=_evidence(form.kind, form.unit, schemes, draft),
        papers=frozenset(one.kind for one in draft.evidence if not one.sha256) if draft else frozenset(),
    )


def _people(
    question: Question, unit: str, held: Sequence[Holding], names: dict[str, Person], on: date
) -> list[tuple[str, tuple[Person, ...]]]:
    """Return the people who may stand in a role: the unit's own first, then those of the units above it."""
    above = [unit, *reversed(question.tree.ancestors(unit))] if unit in question.tree else [unit]
    groups, known = [], set()
    for code in above:
        people = [h.person for h in held if h.unit == code and on in h.span and h.person not in known]
        known.update(people)
        if people:
            groups.append((question.name(code), tuple(names[one] for one in dict.fromkeys(people) if one in names)))
    return groups


def _evidence(kind: Kind, unit: str, schemes: Sequence[Scheme], draft: Draft | None) -> tuple[Wanted, ...]:
    titles: dict[str, LocalText] = {key: title for scheme in schemes for key, title in scheme.evidence}
    required = {
        one
        for scheme in schemes
        for duty in scheme.duties
        if kind.id in duty.fulfilled_by.kinds and unit not in duty.bound.excluded
        for one in duty.evidence
    }
    had = draft.evidence if draft else ()
    return tuple(
        Wanted(
            one,
            titles.get(one, one),
            one in required,
            tuple((activity.sealed(file), file) for file in had if file.kind == one and file.sha256),
        )
        for one in dict.fromkeys([*kind.evidence, *(file.kind for file in had)])
    )


def values_of(draft: Draft, kind: Kind) -> dict[str, str]:
    """Return a draft as the texts that stand in its form."""
    values = {
        "happened_on": draft.happened_on.isoformat(),
        "makes_up": draft.makes_up.isoformat() if draft.makes_up else "",
        "title": draft.title,
    }
    for one in kind.fields:
        found, name = draft.value(one.id), f"field-{one.id}"
        if found is None:
            continue
        if one.type == "duration":
            values |= {f"{name}-hours": str(int(found) // 60), f"{name}-minutes": str(int(found) % 60)}  # type: ignore[arg-type] # a duration is whole minutes
        else:
            values[name] = "\n".join(found) if isinstance(found, tuple) else str(found)
    if draft.attendance:
        values |= _ticks(draft)
    return values


def _ticks(draft: Draft) -> dict[str, str]:
    found = draft.attendance
    assert found is not None  # noqa: S101 # asked for only where there is one
    values = {f"count-{name}": str(getattr(found, name)) for name in ("expected", "present", "excused", "made_up")}
    values |= {f"person-{person}": "absent" for person in found.expected_people}
    for state, people in (
        ("present", found.present_people),
        ("excused", found.excused_people),
        ("made_up", found.made_up_people),
    ):
        values |= {f"person-{person}": state for person in people}
    return values


def _nonce(request: Asked, draft: Draft) -> str:
    """What makes sending a form again harmless; who goes back in the browser and writes something else is heard."""
    said = hashlib.sha256(ledger.nonce_of(replace(draft, key="")).encode()).hexdigest()[:24]
    return f"{request.POST['nonce']}:{said}" if request.POST.get("nonce") else ""


def _refilled(request: Asked, form: Form, filled: Filled, refusal: str) -> Form:
    """Return the form as the person sent it, with its faults; files that were sent are kept and carried along."""
    sent = [one for one in filled.evidence if one.sha256]
    return replace(
        form,
        values={key: value for key, value in request.POST.items() if isinstance(value, str)},
        faults=filled.faults,
        refusal=refusal,
        nonce=request.POST.get("nonce", form.nonce),
        by_counts=request.POST.get("attendance") == "counts",
        papers=frozenset(request.POST.getlist("paper")),
        evidence=tuple(
            replace(one, kept=tuple((activity.sealed(file), file) for file in sent if file.kind == one.id))
            for one in form.evidence
        ),
    )


def _both(now: Revision, draft: Draft, known: showing.Vocabulary) -> tuple[Side, ...]:
    theirs = showing.lines(now.draft, known=known)
    mine = showing.mark_changes(showing.lines(draft, known=known), before={line.name: line.text for line in theirs})
    when = _("现在的内容（%(who)s，%(when)s）") % {
        "who": known.person(now.recorded_by),
        "when": words.instant(now.recorded_at),
    }
    return Side(when, theirs), Side(_("你填的"), mine)

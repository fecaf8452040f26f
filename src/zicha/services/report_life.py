"""A report's way: submitted, returned with comments, submitted again, accepted, archived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import access, report_life, report_outline, units
from zicha.core.access import Actor, Place
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.core.periods import Period
from zicha.core.report import Report
from zicha.core.report_life import REPORT_STEP, Asking, Frozen, Life, Standing, Step, Taken
from zicha.core.report_outline import Material
from zicha.core.text import Language
from zicha.services import closing, ledger, promises, report_bundle, report_standing, reports, signing
from zicha.store.queries import binding
from zicha.store.queries import erasure as erasures
from zicha.store.queries import ledger as queries
from zicha.store.queries import units as unit_queries
from zicha.store.writes.transaction import writing

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Which:
    """Which report: of what unit, for what period, under what scheme."""

    scheme: str
    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, when, and how many steps the person had seen."""

    actor: Actor
    at: datetime
    seen: int

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@dataclass(frozen=True, slots=True)
class Archived:
    """What is archived.

    Attributes:
        what: what the bundle holds, by which it is composed again.
        erasures: since the submission, whose values it does not hold.
        last_erasure: number of the last erasure entry before the bundle was made; what is erased meanwhile must not
            be archived.
    """

    what: Frozen
    bundle: Evidence
    erasures: tuple[int, ...]
    last_erasure: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A step that was taken.

    Attributes:
        life: where the report stands now.
        gap: why the log's head could not be signed with the step in it; the step stands all the same.
    """

    life: Life
    gap: Refusal | None = None


def life(*, which: Which, as_known_at: datetime | None = None) -> Life:
    """Return the steps of a report as known at an instant, or all of them."""
    found = lives(units=(which.unit,), since=which.period.span.start, as_known_at=as_known_at)
    return found.get((which.scheme, which.unit, str(which.period)), Life())


def lives(
    *, units: Iterable[str], since: date = date.min, as_known_at: datetime | None = None
) -> dict[tuple[str, str, str], Life]:
    """Return the steps of every report of some units, by scheme, unit and period; a draft is not among them.

    Takes the day from which steps are looked for; a report has none before its period begins.
    """
    steps = queries.first_states(units=units, kind=REPORT_STEP, since=since, as_known_at=as_known_at)
    return report_life.lives(steps)


def frozen(*, which: Which, what: Frozen) -> Report:
    """Return a submitted report, composed again as known when it was submitted."""
    return report_outline.compose(material(which=which, what=what))


def material(*, which: Which, what: Frozen) -> Material:
    """Return what a submitted report is composed of, as known when it was submitted."""
    return reports.material(
        unit=which.unit,
        period=which.period,
        scheme=which.scheme,
        on=what.on,
        as_known_at=what.known_at,
        language=what.language,
        subtree=what.subtree,
    )


def standing(*, which: Which, taken: Taken, report: Report) -> Standing:
    """Return how a report composed again stands to what a step speaks of: the same, less what was erased, or other."""
    return report_standing.standing(report=report, taken=taken, again=lambda: material(which=which, what=taken.frozen))


def submit(*, which: Which, by: By, language: Language, subtree: bool) -> Filed:
    """Submit a draft, or a returned report again, as known now; from here on it stands as it is.

    The books are closed on what is known, in the same transaction and right before the submission; then the head is
    signed. The report's next steps become promises, which the next report accounts for.

    Raises ``Refusal`` ``report_life.…`` for whoever may not, for a stale page, out of turn, and before
    the period begins. What a checker
    finds does not keep a report from being submitted: it warns, and people decide.
    """
    if by.today < which.period.span.start:
        raise Refusal("report_life.too_early", period=which.period, day=which.period.span.start)
    with writing():
        now = life(which=which)
        step: Step = "resubmit" if now.state == "returned" else "submit"
        _admit(now, step, which, by, "")
        closed = closing.close(period=which.period, recorded_at=by.at + _MOMENT, recorded_by=by.actor.person).entry
        asked = Frozen("", closed.recorded_at - _MOMENT, by.today, language, subtree)
        found = material(which=which, what=asked)
        report = report_outline.compose(found)
        made = _record(which, by, step, _sealed(asked, report, found), at=closed.recorded_at)
        # Not known at the instant the report is frozen at: it does not speak of the promises it makes itself.
        promises.adopt_report(report=report, recorded_at=closed.recorded_at, recorded_by=by.actor.person)
    return _signed(made, by)


def return_with_comments(*, which: Which, by: By, comment: str) -> Filed:
    """Give a submitted report back to its unit with what has to be changed; people may write in it again.

    One that could only be archived is given back too, by whoever may archive it, if the ledger no longer gives what
    was submitted.
    """
    return _decide(which, by, "return", comment=comment)


def accept(*, which: Which, by: By, comment: str = "") -> Filed:
    """Accept a submitted report."""
    return _decide(which, by, "accept", comment=comment)


def archive(*, which: Which, by: By) -> Filed:
    """Keep an accepted report as a bundle of files, by its hash, and return its life with it.

    A report with no unit above it is archived once it is submitted. What was erased since it was submitted is not in
    the bundle; the step names those erasures and keeps the hash of what is archived, beside that of what was
    submitted. Raises ``Refusal`` ``report_life.changed`` if the ledger no longer gives what was submitted for any
    other reason, and as :func:`zicha.services.signing.sign` where no signed head holds the submission and none can be
    signed: a bundle is never made again, so it is not made without one.
    """
    before = erasures.last_entry()
    now = life(which=which)
    _admit(now, "archive", which, by, "")
    submission = now.submission
    assert submission is not None  # noqa: S101 -- only a submitted report is archived
    report = frozen(which=which, what=submission.frozen)
    found = standing(which=which, taken=submission, report=report)
    if found.is_changed:
        raise Refusal("report_life.changed")
    checkpoint = signing.covering(home=_home(), size=submission.seq, recorded_at=by.at)
    content = report_bundle.make(report=report, life=now, standing=found, checkpoint=checkpoint, home=_home())
    bundle = ledger.keep_evidence(content=content, name=f"{report.id}.zip", kind="report")
    what = replace(submission.frozen, version=found.version)
    return _decide(which, by, "archive", archived=Archived(what, bundle, found.erasures, before))


def step_is_open(*, step: Step, which: Which, actor: Actor, on: date) -> bool:
    """Whether an actor may take a step at all on a day, as posts go."""
    tree = units.tree_at(unit_queries.spans(), on=on)
    if which.unit not in tree:
        return False
    path = tree.path(which.unit)
    return access.may(actor, report_life.action(step, is_top=len(path) == 1), Place(path), on)


def _sealed(asked: Frozen, report: Report, found: Material) -> Frozen:
    """What a submission keeps of the report, so that it can be told later what became of it."""
    return replace(
        asked,
        version=report_standing.version(report),
        bare=report_standing.bare_version(found),
        rows=binding.size(),
    )


def _decide(
    which: Which,
    by: By,
    step: Step,
    *,
    comment: str = "",
    archived: Archived | None = None,
) -> Filed:
    with writing():
        now = life(which=which)
        _admit(now, step, which, by, comment)
        if archived is not None and erasures.last_entry() != archived.last_erasure:
            raise Refusal("report_life.stale")
        assert now.submission is not None  # noqa: S101 -- every step but the first follows a submission
        what = archived.what if archived else now.submission.frozen
        made = _record(which, by, step, what, at=by.at, comment=comment, archived=archived)
    return _signed(made, by)


def _signed(made: Life, by: By) -> Filed:
    """After the transaction: a head that was signed and then taken back would be a false alarm for ever."""
    return Filed(made, signing.gap(home=_home(), recorded_at=by.at))


def _home() -> Path:
    return Path(settings.ZICHA_HOME)


def _admit(now: Life, step: Step, which: Which, by: By, comment: str) -> None:
    if not step_is_open(step=step, which=which, actor=by.actor, on=by.today):
        raise Refusal("report_life.not_allowed", person=by.actor.person or "—", day=by.today, unit=which.unit)
    tree = units.tree_at(unit_queries.spans(), on=by.today)
    is_top = len(tree.path(which.unit)) == 1
    in_question = step == "return" and step not in report_life.open_steps(now.state, is_top=is_top)
    changed = in_question and is_changed(now, which)
    report_life.admit_step(now, Asking(step, by.seen, by.actor.person, comment, is_top, changed))


def is_changed(now: Life, which: Which) -> bool:
    """Whether the ledger no longer gives the report that stands submitted, for another reason than erasures."""
    what, submission = now.frozen, now.submission
    if what is None or submission is None or now.bundle is not None:
        return False
    return standing(which=which, taken=submission, report=frozen(which=which, what=what)).is_changed


def _record(
    which: Which,
    by: By,
    step: Step,
    what: Frozen,
    *,
    at: datetime,
    comment: str = "",
    archived: Archived | None = None,
) -> Life:
    draft = report_life.draft(
        unit=which.unit,
        scheme=which.scheme,
        period=str(which.period),
        step=step,
        frozen=what,
        on=by.today,
        comment=comment,
        bundle=archived.bundle if archived else None,
        erasures=archived.erasures if archived else (),
    )
    ledger.record(draft=draft, recorded_at=at, recorded_by=by.actor.person)
    return life(which=which)

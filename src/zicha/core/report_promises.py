"""What a report says of the next steps earlier reports promised: done, under way, dropped, or nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zicha.core import messages, periods, report_words
from zicha.core.actions import Action, Step
from zicha.core.periods import Period
from zicha.core.report import Paragraph, Text
from zicha.core.text import Language


def origin(*, scheme: str, unit: str, period: Period) -> str:
    """Return the id of the report that made a promise."""
    return f"rep-{scheme}-{unit}-{period}"


def due(actions: Iterable[Action], *, scheme: str, unit: str, period: Period) -> tuple[Action, ...]:
    """Return the promises that a report on ``period`` accounts for, in order of promising.

    Those are the next steps of the unit's reports on earlier periods under the scheme that were still to be
    done when the period began.
    """
    before = origin(scheme=scheme, unit=unit, period=period).removesuffix(str(period))
    return tuple(
        action
        for action in actions
        if action.source == "report"
        and action.origin.startswith(before)
        and _is_earlier(action.origin.removeprefix(before), period)
        and (action.is_open or _last_in(action, period) is not None)
    )


def is_answered(action: Action, *, period: Period) -> bool:
    """Whether something was said of a promise since the period began: done, under way or dropped."""
    return _last_in(action, period) is not None


def unanswered(actions: Iterable[Action], *, period: Period) -> tuple[Action, ...]:
    """Return the promises of which nothing was said since the period began."""
    return tuple(action for action in actions if not is_answered(action, period=period))


def paragraphs(
    actions: Sequence[Action], *, period: Period, names: Mapping[str, str], language: Language
) -> Iterator[Paragraph]:
    """Yield a sentence on how many of the promises were kept, and one for each of them."""
    if not actions:
        yield Paragraph((Text(messages.sentence("reports.promises_none", language=language)),), "none")
        return
    said = {action.entry: _last_in(action, period) for action in actions}
    counts = {
        "total": len(actions),
        "done": sum(action.state == "done" for action in actions),
        "working": sum(action.is_open and said[action.entry] is not None for action in actions),
        "dropped": sum(action.state == "dropped" for action in actions),
        "unanswered": sum(step is None for step in said.values()),
    }
    yield Paragraph((Text(messages.sentence("reports.promises", language=language, **counts)),), "facts")
    for place, action in enumerate(actions, start=1):
        text = f"{place}.{' ' * (language == 'en')}{_account(action, said[action.entry], names, language)}"
        records = (action.seq, *(step.seq for step in action.steps if step.on >= period.span.start))
        yield Paragraph((Text(text),), "gap", tuple(seq for seq in records if seq))


def _account(action: Action, step: Step | None, names: Mapping[str, str], language: Language) -> str:
    matter = action.matter.rstrip("。.；;")
    owner = names.get(action.owner, action.owner)
    if owner:
        matter = messages.sentence("reports.promise_owner", language=language, matter=matter, owner=owner)
    facts = {"matter": matter, "reason": step.reason.rstrip("。.") if step else ""}
    facts["day"] = report_words.day(step.on, language=language) if step else ""
    if step is None:
        return messages.sentence("reports.promise_silent", language=language, **facts)
    outcome = action.state if action.state in ("done", "dropped") else "working"
    said = "" if facts["reason"] else "_bare"
    return messages.sentence(f"reports.promise_{outcome}{said}", language=language, **facts)


def _last_in(action: Action, period: Period) -> Step | None:
    return action.last if action.last and action.last.on >= period.span.start else None


def _is_earlier(written: str, period: Period) -> bool:
    try:
        made = periods.parse(written)
    except periods.PeriodError:
        return False
    return made.span.end <= period.span.start

"""What a report says of the next steps earlier reports promised: done, under way, dropped, or nothing yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zicha.core import messages, periods, report_words
from zicha.core.actions import Action, Step
from zicha.core.periods import Period
from zicha.core.report import Paragraph, Report, Text, walk
from zicha.core.text import Language

_NUMBERED = re.compile(r"^\s*(?:\d+[.．、]|[（(]\d+[）)]|[-•·])\s*")
_TAIL = re.compile(r"[（(]([^（）()]*)[）)]$")
_COMMA = re.compile("[，,、；;]")
_OWNER = re.compile(r"(?:责任人|owner)\s*[:：]?\s*(.+)", re.IGNORECASE)
_DUE = re.compile(
    r"(?:(?:时限|期限|by|due)\s*[:：]?\s*)?(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?\s*前?", re.IGNORECASE
)


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


def counts(actions: Sequence[Action], *, period: Period) -> dict[str, int]:
    """Return how many promises there are, and how many were kept, are under way, dropped, or not spoken of."""
    said = [(action, _last_in(action, period)) for action in actions]
    return {
        "total": len(said),
        "done": sum(action.state == "done" for action in actions),
        "working": sum(action.is_open and step is not None for action, step in said),
        "dropped": sum(action.state == "dropped" for action in actions),
        "unanswered": sum(step is None for _action, step in said),
    }


def paragraphs(
    actions: Sequence[Action], *, period: Period, names: Mapping[str, str], language: Language
) -> Iterator[Paragraph]:
    """Yield a sentence on how many of the promises were kept, and one for each of them."""
    if not actions:
        yield Paragraph((Text(messages.sentence("reports.promises_none", language=language)),), "none")
        return
    said = {action.entry: _last_in(action, period) for action in actions}
    yield Paragraph(
        (Text(messages.sentence("reports.promises", language=language, **counts(actions, period=period))),), "facts"
    )
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


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing a report says will be done.

    Attributes:
        owner: the name as it is written, or empty.
        section: id of the report's section it stands in.
    """

    matter: str
    owner: str = ""
    due: date | None = None
    section: str = ""


def next_steps(report: Report) -> tuple[NextStep, ...]:
    """Return what a report promises: every item of its sections of next steps, each once, in order of reading."""
    found = {
        paragraph.text: next_step(_NUMBERED.sub("", paragraph.text), section=section.id)
        for section in walk(report.parts)
        for paragraph in section.blocks
        if isinstance(paragraph, Paragraph) and paragraph.role == "item"
    }
    return tuple(step for step in found.values() if step.matter)


def next_step(line: str, *, section: str = "") -> NextStep:
    """Return the promise a line makes, with its owner and deadline if they stand in brackets at its end.

    ``更换灭火器（责任人：林远，2026年9月30日前）`` names both, ``(owner: Lin Yuan, by 2026-09-30)`` as well; any other
    brackets belong to the matter.
    """
    text = line.strip().rstrip("。.；;")
    tail = _TAIL.search(text)
    if tail is None:
        return NextStep(text, section=section)
    owner, due = "", None
    for part in _COMMA.split(tail[1]):
        named, dated = _OWNER.fullmatch(part.strip()), _DUE.fullmatch(part.strip())
        if dated and (day := _day(dated)):
            due = day
        elif named:
            owner = named[1].strip()
        else:
            return NextStep(text, section=section)
    return NextStep(text[: tail.start()].strip(), owner, due, section)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None

"""Minutes of a meeting as an official document (纪要, GB/T 9704-2012 10.3), one or many bound together.

What stands in them is what people wrote and what was recorded; nothing is worded for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zicha.core import official_document, report_words
from zicha.core.actions import Action
from zicha.core.ledger import Attendance
from zicha.core.meetings import Item, Meeting
from zicha.core.official_document import Attending, OfficialDocument
from zicha.core.report import Block
from zicha.core.text import Language

_WORDS: dict[str, tuple[str, str]] = {
    "minutes": ("{title}纪要", "Minutes: {title}"),
    "when": ("时间：{day}{time}", "Time: {day}, {time}"),
    "where": ("地点：{place}", "Place: {place}"),
    "chair": ("主持：{name}", "Chair: {name}"),
    "presented": ("{name}汇报。", "Presented by {name}."),
    "decided": ("议定：{matter}", "Decided: {matter}"),
    "owner": ("（责任人：{name}）", " (owner: {name})"),
    "owner_due": ("（责任人：{name}，{day}前完成）", " (owner: {name}, due {day})"),
    "due": ("（{day}前完成）", " (due {day})"),
    "present": ("出席", "Present"),
    "excused": ("请假", "Excused"),
    "absent": ("缺席", "Absent"),
    "guests": ("列席", "Guests"),
    "counts": (
        "应到{expected}人，实到{present}人，请假{excused}人，缺席{absent}人。",
        "Expected {expected}, present {present}, excused {excused}, absent {absent}.",
    ),
    "none": ("没有议题。", "No items."),
    "volume": ("{unit}{period}会议纪要汇编", "Minutes of {unit}, {period}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting with what its minutes say beside it.

    Attributes:
        decisions: what was decided, by the number of the item's entry in ``origin``.
        attendance: who came, as recorded, or ``None``.
        guests: ids of those who were there without being expected.
    """

    meeting: Meeting
    decisions: tuple[Action, ...]
    attendance: Attendance | None
    guests: tuple[str, ...] = ()


def compose(told: Told, *, unit_name: str, names: Mapping[str, str], language: Language = "zh") -> OfficialDocument:
    """Return the minutes of one meeting; takes the names of people by id."""
    meeting = told.meeting
    items = tuple(
        official_document.headed(
            item.topic, _item(item, told.decisions, names, language), place=place, language=language
        )
        for place, item in enumerate(meeting.items, start=1)
    )
    opening = official_document.paragraphs(_opening(told, names, language))
    return OfficialDocument(
        title=_title(meeting, unit_name, language),
        sections=(opening, *items),
        attending=tuple(_attending(told, names, language)),
        phrases=(unit_name, meeting.title),
        author=unit_name,
        language=language,
    )


def bind(
    told: Sequence[Told], *, unit_name: str, period_name: str, names: Mapping[str, str], language: Language = "zh"
) -> OfficialDocument:
    """Return the minutes of several meetings in one document, the earliest first."""
    sections = []
    for place, each in enumerate(sorted(told, key=lambda one: one.meeting.starts), start=1):
        day = report_words.day(each.meeting.starts.date(), language=language)
        blocks = [*_opening(each, names, language), *_present(each, names, language)]
        whole = official_document.headed(
            f"{each.meeting.title}（{day}）" if language == "zh" else f"{each.meeting.title} ({day})",
            blocks,
            place=place,
            language=language,
        )
        sections.append(whole)
        sections += [
            official_document.headed(
                item.topic, _item(item, each.decisions, names, language), place=at, parents=(place,), language=language
            )
            for at, item in enumerate(each.meeting.items, start=1)
        ]
    title = _say("volume", language, unit=unit_name, period=period_name)
    return OfficialDocument(
        title=title,
        sections=tuple(sections),
        phrases=(unit_name, period_name),
        author=unit_name,
        language=language,
    )


def _title(meeting: Meeting, unit_name: str, language: Language) -> str:
    whole = meeting.title if meeting.title.startswith(unit_name) else f"{unit_name}{meeting.title}"
    said = whole if language == "zh" else f"{unit_name}, {meeting.title}"
    return _say("minutes", language, title=said)


def _opening(told: Told, names: Mapping[str, str], language: Language) -> list[Block]:
    meeting = told.meeting
    day = report_words.day(meeting.starts.date(), language=language)
    lines = [_say("when", language, day=day, time=f"{meeting.starts:%H:%M}")]
    if meeting.place:
        lines.append(_say("where", language, place=meeting.place))
    if meeting.chair:
        lines.append(_say("chair", language, name=names.get(meeting.chair, meeting.chair)))
    if told.attendance is not None:
        counted = told.attendance
        counts = {name: getattr(counted, name) for name in ("expected", "present", "excused", "absent")}
        lines.append(_say("counts", language, **counts))
    if not meeting.items:
        lines.append(_say("none", language))
    return [official_document.plain(line) for line in lines]


def _item(item: Item, decisions: Iterable[Action], names: Mapping[str, str], language: Language) -> list[Block]:
    lines = []
    if item.presenter:
        lines.append(_say("presented", language, name=names.get(item.presenter, item.presenter)))
    lines += [line.strip() for line in item.minutes.splitlines() if line.strip()]
    mine = [action for action in decisions if action.origin == str(item.entry)]
    lines += [_say("decided", language, matter=_promise(action, names, language)) for action in mine]
    return [official_document.plain(line) for line in lines]


def _promise(action: Action, names: Mapping[str, str], language: Language) -> str:
    owner = names.get(action.owner, action.owner)
    due = report_words.day(action.original_due, language=language) if action.original_due else ""
    form = {(True, True): "owner_due", (True, False): "owner", (False, True): "due"}.get((bool(owner), bool(due)))
    matter = action.matter.rstrip("。.")
    tail = _say(form, language, name=owner, day=due) if form else ""
    return f"{matter}{tail}" + ("。" if language == "zh" else ".")


def _attending(told: Told, names: Mapping[str, str], language: Language) -> Iterable[Attending]:
    for what, people in _groups(told):
        if people:
            said = ("、" if language == "zh" else ", ").join(names.get(person, person) for person in people)
            yield Attending(_say(what, language), said)


def _present(told: Told, names: Mapping[str, str], language: Language) -> list[Block]:
    colon = "：" if language == "zh" else ": "
    return [official_document.plain(f"{line.label}{colon}{line.names}") for line in _attending(told, names, language)]


def _groups(told: Told) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = told.attendance
    if found is None:
        return (("guests", told.guests),)
    away = {*found.present_people, *found.excused_people}
    absent = tuple(person for person in found.expected_people if person not in away)
    return (
        ("present", found.present_people),
        ("excused", found.excused_people),
        ("absent", absent),
        ("guests", told.guests),
    )


def _say(what: str, language: Language, **facts: object) -> str:
    return _WORDS[what][language == "en"].format(**facts)

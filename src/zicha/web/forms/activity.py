"""Decodes the form of an activity: posted text to a draft, with every fault beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft, Evidence, FieldValue
from zicha.core.scheme import Field, Kind
from zicha.web.asking import say

KEPT = "zicha.evidence"
LARGEST_FILE = 50_000_000
_MOST_DIGITS = 9
"""Bytes; a photo of a telephone is a tenth of it."""

PRESENT, EXCUSED, MADE_UP = "present", "excused", "made_up"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in with the form of a unit, for a kind of evidence."""

    kind: str
    file: UploadedFile[Any]
    unit: str


Keep = Callable[[Upload], Evidence]
"""Stores a file and returns it as evidence; raises ``Refusal`` for one that is not kept."""


@dataclass(slots=True)
class Faults:
    """Sentences by field name, in the order of finding."""

    by_field: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        """Keep the first fault of a field."""
        self.by_field.setdefault(name, sentence)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was posted.

    Attributes:
        draft: the draft as far as it could be read; ``None`` without a day.
        evidence: all evidence handed in, now or before.
        faults: sentences by field name; empty if the draft may be recorded.
    """

    draft: Draft | None
    evidence: tuple[Evidence, ...]
    faults: dict[str, str]


def decode(
    *, kind: Kind, unit: str, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], today: date, keep: Keep
) -> Filled:
    """Return the draft of an activity of ``kind`` that ``data`` and ``files`` hold.

    Files are kept whatever else is wrong, so that nobody has to choose them twice.
    """
    faults = Faults()
    happened_on = _day(data, "happened_on", faults, required=True)
    if happened_on is not None and happened_on > today:
        faults.add("happened_on", _("这一天还没有到。做过以后再记。"))
    evidence = (*_kept(data), *_taken_in(_uploads(kind, unit, files, faults), faults, keep))
    fields = tuple(_fields(kind, data, faults))
    attendance = _attendance(kind, data, faults)
    draft = happened_on and Draft(
        unit=unit,
        kind=kind.id,
        happened_on=happened_on,
        title=_line(data, "title"),
        fields=fields,
        attendance=attendance,
        evidence=evidence,
        makes_up=_day(data, "makes_up", faults, required=False),
    )
    return Filled(draft or None, evidence, faults.by_field)


def sealed(evidence: Evidence) -> str:
    """Return a kept file as a value only this server can have written, to carry through a form."""
    return signing.dumps([evidence.kind, evidence.sha256, evidence.name, evidence.size], salt=KEPT)


def _kept(data: QueryDict) -> Iterable[Evidence]:
    """Yield the evidence the form carries: files kept before and paper originals."""
    for seal in data.getlist("kept"):
        try:
            yield Evidence(*signing.loads(seal, salt=KEPT))
        except signing.BadSignature:
            continue
    for kind in data.getlist("paper"):
        yield Evidence(kind=kind, sha256="", name="")


def _taken_in(uploads: Iterable[Upload], faults: Faults, keep: Keep) -> Iterable[Evidence]:
    for upload in uploads:
        try:
            yield keep(upload)
        except Refusal as refusal:
            faults.add(f"evidence-{upload.kind}", say(refusal))


def _uploads(kind: Kind, unit: str, files: MultiValueDict[str, UploadedFile[Any]], faults: Faults) -> Iterable[Upload]:
    for name in files:
        evidence_kind = name.removeprefix("evidence-")
        for file in files.getlist(name):
            if evidence_kind == name or evidence_kind not in kind.evidence:
                continue
            if (file.size or 0) > LARGEST_FILE:
                faults.add(name, _("“%(name)s”超过 50 MB，请压缩后再传。") % {"name": file.name})
            elif not file.size:
                faults.add(name, _("“%(name)s”是空文件，请重新选。") % {"name": file.name})
            else:
                yield Upload(evidence_kind, file, unit)


def _fields(kind: Kind, data: QueryDict, faults: Faults) -> Iterable[tuple[str, FieldValue]]:
    for one in kind.fields:
        value = _value(one, data, faults)
        if value:
            yield one.id, value
        elif one.required:
            faults.add(f"field-{one.id}", _("这一项必填。"))


def _value(one: Field, data: QueryDict, faults: Faults) -> FieldValue | None:
    name = f"field-{one.id}"
    text = _line(data, name)
    if one.type == "reading_list":
        return tuple(line.strip() for line in data.get(name, "").splitlines() if line.strip())
    if one.type == "duration":
        return _minutes(data, name, faults)
    if one.type == "date":
        day = _day(data, name, faults, required=False)
        return day.isoformat() if day else None
    if one.type == "number" and text and not _is_number(text):
        faults.add(name, _("“%(text)s”不是数字。") % {"text": text})
    if one.type == "choice" and text and text not in dict(one.choices):
        faults.add(name, _("请从列出的选项里选。"))
    if one.type == "link" and text and not re.match(r"https?://", text):
        faults.add(name, _("链接要以 http:// 或 https:// 开头。"))
    return data.get(name, "").strip() or None if one.type == "text" else text or None


def _minutes(data: QueryDict, name: str, faults: Faults) -> int | None:
    hours, minutes = _line(data, f"{name}-hours") or "0", _line(data, f"{name}-minutes") or "0"
    if not (_is_whole(hours) and _is_whole(minutes)):
        faults.add(name, _("时长请写整数的小时和分钟。"))
        return None
    return int(hours) * 60 + int(minutes) or None


def _is_whole(text: str) -> bool:
    """Whether a text is a whole number that anybody could mean; thousands of digits cannot even be read."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _attendance(kind: Kind, data: QueryDict, faults: Faults) -> Attendance | None:
    if kind.attendance == "none":
        return None
    if data.get("attendance") == "counts":
        return _counts(data, faults)
    called = roll_call(data)
    if called is None and kind.attendance == "expected":
        faults.add("attendance", _("请点名，或者填应到和实到人数。"))
    return called


def roll_call(data: Mapping[str, object]) -> Attendance | None:
    """Return who came by the ticks of a form's roster, or ``None`` where nobody is ticked."""
    ticks = {
        name.removeprefix("person-"): str(value)
        for name, value in data.items()
        if name.startswith("person-") and value in (PRESENT, EXCUSED, MADE_UP, "absent")
    }
    if not ticks:
        return None
    people = {
        state: tuple(person for person, tick in ticks.items() if tick == state) for state in (PRESENT, EXCUSED, MADE_UP)
    }
    return Attendance(
        expected=len(ticks),
        present=len(people[PRESENT]),
        excused=len(people[EXCUSED]),
        made_up=len(people[MADE_UP]),
        expected_people=tuple(ticks),
        present_people=people[PRESENT],
        excused_people=people[EXCUSED],
        made_up_people=people[MADE_UP],
    )


def _counts(data: QueryDict, faults: Faults) -> Attendance | None:
    texts = {name: _line(data, f"count-{name}") for name in ("expected", "present", "excused", "made_up")}
    if not any(texts.values()):
        faults.add("attendance", _("请点名，或者填应到和实到人数。"))
        return None
    if not all(_is_whole(text) for text in texts.values() if text):
        faults.add("attendance", _("人数请写整数。"))
        return None
    counts = {name: int(text or 0) for name, text in texts.items()}
    if counts["present"] + counts["excused"] > counts["expected"]:
        faults.add("attendance", _("实到加请假不能多于应到。"))
        return None
    return Attendance(counts["expected"], counts["present"], counts["excused"], counts["made_up"])


def _day(data: QueryDict, name: str, faults: Faults, *, required: bool) -> date | None:
    text = _line(data, name)
    if not text:
        if required:
            faults.add(name, _("请填日期。"))
        return None
    try:
        return periods.read_day(text)
    except ValueError:
        faults.add(name, _("“%(text)s”不是日期，请写成 2026-05-28。") % {"text": text})
        return None


def _line(data: QueryDict, name: str) -> str:
    return " ".join(data.get(name, "").split())


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False

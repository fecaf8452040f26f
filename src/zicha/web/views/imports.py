"""Importing a ledger: choose a file, look at what would happen, change the mapping, then record."""

from __future__ import annotations

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_POST, require_safe

from zicha.core.findings import Refusal
from zicha.core.importing.mapping import ATTENDANCE, EVIDENCE, IGNORED, Column, Mapping, SheetMapping
from zicha.core.scheme import Kind
from zicha.services import imports
from zicha.services.imports import Preview
from zicha.web import incoming, showing, words
from zicha.web.asking import Asked, asks, page, require, say
from zicha.web.incoming import Incoming
from zicha.web.language import current, local
from zicha.web.lookups import in_force, vocabulary
from zicha.web.views.record import kinds_of

SHOWN_ROWS = 12
BASE_WORDS = {
    "happened_on": later("日期"),
    "title": later("标题"),
    "unit": later("单位"),
    "kind": later("活动类型"),
    "expected": later("应到"),
    "present": later("实到"),
    "excused": later("请假"),
    "absent": later("缺席"),
    "made_up": later("补学"),
    "makes_up": later("为哪一天的时段补做"),
    "key": later("外部编号"),
    EVIDENCE: later("佐证材料"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One column of the file, what it is read as, and what it may be read as."""

    name: str
    header: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its kind and its columns."""

    name: str
    kind_name: str
    kind: str
    columns: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One row that would be recorded."""

    happened_on: object
    kind: str
    title: str
    unit: str
    attendance: str


@asks
@require_safe
def choose(request: Asked) -> HttpResponse:
    """Ask for a file."""
    require(allowed=request.question.records)
    return page(request, "import.html", room="entries", **_asking(request))


@asks
@require_POST
def preview(request: Asked) -> HttpResponse:
    """Show what a file would add, what is refused and why, and how its columns are read."""
    require(allowed=request.question.may_record)
    if "file" not in request.FILES and not request.POST.get("ticket"):
        return _ask_again(request, _("请先选一个文件。"))
    file = _incoming(request)
    try:
        seen = imports.preview(
            file=Path(file.name),
            content=file.content,
            unit=request.question.unit,
            kind=request.POST.get("kind", ""),
            mapping=read_mapping(request),
            known_at=request.question.moment.now,
            units=request.question.recordable,
        )
    except Refusal as refusal:
        return _ask_again(request, say(refusal))
    return page(request, "import_preview.html", room="entries", **_shown(request, file, seen))


@asks
@require_POST
def run(request: Asked) -> HttpResponse:
    """Record what was previewed, in one transaction; a second run adds nothing."""
    question = request.question
    require(allowed=question.may_record)
    file = _incoming(request)
    try:
        done = imports.run(
            file=Path(file.name),
            content=file.content,
            unit=question.unit,
            kind=request.POST.get("kind", ""),
            mapping=read_mapping(request),
            accept_valid=request.POST.get("accept_valid") == "1",
            units=question.recordable,
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
        )
    except Refusal as refusal:
        return _ask_again(request, say(refusal))
    return page(request, "import_done.html", room="entries", done=done, file=file, lang=current())


@asks
@require_POST
def marked(request: Asked) -> HttpResponse:
    """Hand out a copy of the file with the refused rows marked."""
    require(allowed=request.question.may_record)
    file = _incoming(request)
    path = Path(file.name)
    try:
        seen = imports.preview(
            file=path,
            content=file.content,
            unit=request.question.unit,
            kind=request.POST.get("kind", ""),
            mapping=read_mapping(request),
            known_at=request.question.moment.now,
            units=request.question.recordable,
        )
    except Refusal as refusal:
        return _ask_again(request, say(refusal))
    ending, content = imports.mark(file=path, refused=seen.refused, language=current(), content=file.content)
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"{path.stem}-{_('待修改')}{ending if ending.startswith('.') else f'.{ending}'}"
    response.headers["Content-Disposition"] = incoming.attachment(name)
    return response


def read_mapping(request: Asked) -> Mapping | None:
    """Return the mapping the form holds, or ``None`` where it holds none yet."""
    sheets = []
    for number, name in enumerate(request.POST.getlist("sheet")):
        headers = request.POST.getlist(f"header-{number}")
        chosen = request.POST.getlist(f"target-{number}")
        columns = tuple(
            Column(header, tuple(target.split(",")) if target else (IGNORED,))
            for header, target in zip(headers, chosen, strict=False)
        )
        sheets.append(SheetMapping(name, request.POST.get(f"kind-{number}", ""), columns))
    return Mapping(tuple(sheets)) if sheets else None


def _incoming(request: Asked) -> Incoming:
    account = int(request.user.pk or 0)
    file = request.FILES.get("file")
    if file is not None:
        return incoming.keep(file=file, account=account, now=request.question.moment.now)
    return incoming.find(ticket=request.POST.get("ticket", ""), account=account)


def _asking(request: Asked) -> dict[str, Any]:
    kinds = kinds_of(tuple(in_force(request.question).values()), unit=request.question.unit)
    return {"kinds": kinds, "chosen": request.POST.get("kind", ""), "wrong": ""}


def _ask_again(request: Asked, wrong: str) -> HttpResponse:
    return page(request, "import.html", room="entries", status=422, **{**_asking(request), "wrong": wrong})


def _shown(request: Asked, file: Incoming, seen: Preview) -> dict[str, Any]:
    question = request.question
    known = vocabulary(question)
    kinds = kinds_of(tuple(in_force(question).values()), unit=question.unit)
    return {
        "file": file,
        "seen": seen,
        "kind": request.POST.get("kind", ""),
        "lang": current(),
        "kinds": kinds,
        "sheets": [_sheet(number, sheet, kinds, known.evidence) for number, sheet in enumerate(seen.mapping.sheets)],
        "samples": [
            Sample(
                draft.happened_on,
                known.kind(draft.kind),
                showing.title(draft, known=known),
                question.name(draft.unit),
                showing.attendance(draft.attendance),
            )
            for draft in seen.drafts[:SHOWN_ROWS]
        ],
    }


def _sheet(number: int, sheet: SheetMapping, kinds: Sequence[Kind], evidence: Names[str, str]) -> Sheet:
    fitting = [kind for kind in kinds if kind.id == sheet.kind] or list(kinds)
    options = _options(fitting, evidence)
    columns = tuple(_choice(number, column, options) for column in sheet.columns)
    return Sheet(sheet.sheet, f"kind-{number}", sheet.kind, columns)


def _choice(number: int, column: Column, options: dict[str, str]) -> Choice:
    chosen = ",".join(target for target in column.targets if target != IGNORED)
    offered = dict(options)
    if chosen and chosen not in offered:
        offered[chosen] = words.listed(options.get(target, target) for target in column.targets)
    return Choice(f"target-{number}", column.header, chosen, tuple(offered.items()))


def _options(kinds: Sequence[Kind], evidence: Names[str, str]) -> dict[str, str]:
    base = {
        target: _(text)
        for target, text in BASE_WORDS.items()
        if target not in ATTENDANCE or any(kind.attendance != "none" for kind in kinds)
    }
    fields = {one.id: local(one.title) for kind in kinds for one in kind.fields}
    material = {
        f"{EVIDENCE}.{one}": f"{_('佐证材料')}：{evidence.get(one, one)}" for kind in kinds for one in kind.evidence
    }
    return {**base, **fields, **material}

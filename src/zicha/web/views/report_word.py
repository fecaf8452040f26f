"""The report edited in Word, brought back: what changed in each section, to be taken one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zicha.core import report as core
from zicha.core.differences import Piece
from zicha.core.findings import Refusal
from zicha.core.reimport import Reason
from zicha.services import prose, prose_back
from zicha.services.ledger import LARGEST_FILE
from zicha.services.prose_back import SectionBack
from zicha.web import report_desk, words
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.numbers import whole
from zicha.web.report_desk import Desk


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that was edited in Word, beside what is saved."""

    back: SectionBack
    pieces: tuple[Piece, ...]


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: Asked) -> HttpResponse:
    """Take a Word file and show what was changed in it; nothing is saved."""
    desk = _writing(request)
    file = request.FILES.get("file")
    if file is None:
        return page(request, "report_word.html", room="report", desk=desk, back=None)
    try:
        back = _read(desk, file)
    except Refusal as refusal:
        return page(request, "report_word.html", room="report", status=422, desk=desk, back=None, refusal=say(refusal))
    return page(
        request,
        "report_word.html",
        room="report",
        desk=desk,
        back=back,
        changed=tuple(Changed(each, prose.compare(each.saved, each.new)) for each in back.changed),
        titles=_titles(desk),
        reason_words=reason_words,
    )


@asks
@require_POST
def take(request: Asked) -> HttpResponse:
    """Save the sections that the person has chosen, each unless somebody has changed the same paragraph since."""
    desk = _writing(request)
    titles = _titles(desk)
    chosen = [section for section in report_desk.writable(desk.scheme) if section in request.POST.getlist("take")]
    taken = 0
    for section in chosen:
        try:
            _save(request, desk, section)
            taken += 1
        except Refusal as refusal:
            tell(request, "bad", f"{titles.get(section, section)}：{say(refusal)}")
    if taken:
        tell(request, "good", words.counted("从 Word 收下了 %(n)d 节。", taken))
    return redirect(desk.link)


def reason_words(reason: Reason) -> str:
    """Return why a paragraph could not be placed."""
    return {
        "outside": _("在各节之外"),
        "no_slot": _("这一节不由人写"),
        "copy": _("与已有文字重复"),
        "textbox": _("在文本框里"),
        "footnote": _("在脚注里"),
        "table": _("在表格里"),
    }[reason]


def _writing(request: Asked) -> Desk:
    desk = report_desk.must_sit(request)
    require(allowed=desk.may_write)
    return desk


def _read(desk: Desk, file: UploadedFile[bytes]) -> prose_back.ReadBack:
    name = file.name or "report.docx"
    if (file.size or 0) > LARGEST_FILE:
        raise Refusal("evidence.too_large", name=name, megabytes=LARGEST_FILE >> 20)
    which = desk.which
    return prose_back.read_back(
        content=file.read(),
        name=name,
        scheme=which.scheme,
        unit=which.unit,
        period=which.period,
        as_known_at=desk.question.as_known_at,
    )


def _save(request: Asked, desk: Desk, section: str) -> None:
    seen = request.POST.get(f"seen-{section}", "0")
    prose.merge(
        scheme=desk.which.scheme,
        unit=desk.which.unit,
        period=str(desk.which.period),
        section=section,
        text=request.POST.get(f"new-{section}", "").replace("\r\n", "\n").strip(),
        recorded_at=request.question.moment.now,
        recorded_by=request.question.actor.person,
        seen_number=whole(seen) or 0,
    )


def _titles(desk: Desk) -> dict[str, str]:
    return {each.id: f"{each.number}{each.title}" for each in core.walk(report_desk.compose(desk).parts)}

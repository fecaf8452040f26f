"""A report's file, checked before it is sent: what the rules find in it, and a copy with comments."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zicha.core.findings import Refusal
from zicha.services import checks, report_file
from zicha.services.checks import Checked
from zicha.services.ledger import LARGEST_FILE
from zicha.web import incoming, report_desk
from zicha.web.asking import Asked, asks, page, require, say
from zicha.web.incoming import Incoming
from zicha.web.language import current
from zicha.web.report_desk import Desk

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Asked) -> HttpResponse:
    """Take a file, say what the rules find in it, and hand out a copy with comments if that is asked; save nothing."""
    desk = report_desk.must_sit(request)
    require(allowed=desk.may_write)
    if "file" not in request.FILES and not request.POST.get("ticket"):
        return page(request, "report_check.html", room="report", desk=desk, file=None, checked=None)
    try:
        file = _incoming(request)
        checked = report_file.check(asked=desk.draft, content=file.content, name=file.name)
        if request.POST.get("as") == "copy":
            return _copy(request, file, checked)
    except Refusal as refusal:
        return _again(request, desk, say(refusal))
    return page(
        request, "report_check.html", room="report", desk=desk, file=file, checked=checked,
        sentence=lambda remark: checks.sentence(remark, language=current()),
        around=lambda remark: checks.around(checked, remark),
        has_copy=Path(file.name).suffix.lower() == ".docx",
    )  # fmt: skip


def _again(request: Asked, desk: Desk, wrong: str) -> HttpResponse:
    return page(
        request, "report_check.html", room="report", status=422, desk=desk, file=None, checked=None, wrong=wrong
    )


def _incoming(request: Asked) -> Incoming:
    account = int(request.user.pk or 0)
    file = request.FILES.get("file")
    if file is None:
        return incoming.find(ticket=request.POST.get("ticket", ""), account=account)
    if (file.size or 0) > LARGEST_FILE:
        raise Refusal("evidence.too_large", name=file.name or "", megabytes=LARGEST_FILE >> 20)
    return incoming.keep(file=file, account=account, now=request.question.moment.now)


def _copy(request: Asked, file: Incoming, checked: Checked) -> HttpResponse:
    made_at = request.question.moment.now
    copy = checks.annotated(content=file.content, checked=checked, language=current(), made_at=made_at)
    response = HttpResponse(copy, content_type=WORD)
    response.headers["Content-Disposition"] = incoming.attachment(f"{Path(file.name).stem}-{_('批注')}.docx")
    return response

"""Importing a list of problems: choose a file, read what was refused, or go on to the problems."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zicha.core.findings import Refusal
from zicha.services import problem_lists
from zicha.services.problem_lists import Imported
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.language import current

LARGEST = 20_000_000


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def problem_import(request: Asked) -> HttpResponse:
    """Ask for a list; open all its problems or, with a cell that cannot be read, none, and say which cell."""
    question = request.question
    require(allowed=question.may_record)
    if request.method != "POST":
        return _shown(request)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        return _shown(request, wrong=_("请选一个表格文件，不超过 20 MB。"))
    try:
        done = problem_lists.run(
            content=file.read(),
            name=file.name or "",
            unit=question.unit,
            units=question.recordable,
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
        )
    except Refusal as refusal:
        return _shown(request, wrong=say(refusal))
    if done.refused:
        return _shown(request, done=done)
    facts = {"added": done.added, "already": done.already, "skipped": len(done.skipped)}
    told = _("登记了 %(added)d 个问题，%(already)d 个以前就有，%(skipped)d 行没有读。")
    tell(request, "good", told % facts)
    return redirect(question.link("problems", view="list"))


def _shown(request: Asked, *, wrong: str = "", done: Imported | None = None) -> HttpResponse:
    status = 422 if wrong or done else 200
    return page(request, "problem_import.html", room="problems", status=status, wrong=wrong, done=done, lang=current())

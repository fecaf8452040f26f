"""Closing a sheet: what the activity was about, who came, and the record that follows."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zicha.core.attendance import Sheet
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft
from zicha.core.scheme import Kind, Scheme
from zicha.services import attendance, meetings
from zicha.store.queries import attendance as queries
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.forms import activity
from zicha.web.forms.activity import Filled
from zicha.web.lookups import in_force
from zicha.web.rights import may
from zicha.web.views.record import Form, furnished, keep


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Asked, sheet_id: int) -> HttpResponse:
    """Ask what the kind wants to know, and close the sheet into a record; a repeat leads to the same one."""
    question = request.question
    sheet = queries.sheet(sheet_id=sheet_id)
    require(allowed=sheet is not None and may(question, "manage_sheet", sheet.unit))
    assert sheet is not None  # noqa: S101 -- required above
    if sheet.closed_at is not None:
        return redirect(question.link_to("entry", sheet.entry))
    schemes = tuple(in_force(question).values())
    kind = next((kind for scheme in schemes for kind in scheme.kinds if kind.id == sheet.kind), None)
    require(allowed=kind is not None)
    assert kind is not None  # noqa: S101 -- required above
    form = _form(request, sheet, kind, schemes)
    if request.method == "POST":
        filled = _read(request, sheet, kind)
        form = replace(
            form,
            values={key: value for key, value in request.POST.items() if isinstance(value, str)},
            faults=filled.faults,
        )
        if not filled.faults and filled.draft is not None:
            try:
                revision = meetings.close_sheet(
                    sheet_id=sheet.id,
                    closed_at=question.moment.now,
                    closed_by=question.actor.person,
                    fields=filled.draft.fields,
                    evidence=filled.evidence,
                )
            except Refusal as found:
                form = replace(form, refusal=say(found))
            else:
                tell(request, "good", _("签到结束，已登记，编号 %(seq)d。") % {"seq": revision.seq})
                return redirect(
                    question.link_to("meeting", sheet.meeting)
                    if sheet.meeting
                    else question.link_to("entry", revision.entry)
                )
    state = attendance.live(sheet_id=sheet.id)
    bad = bool(form.faults or form.refusal)
    return page(
        request, "sheet_close.html", room="sheets", status=422 if bad else 200, form=form, sheet=sheet, live=state
    )


def _form(request: Asked, sheet: Sheet, kind: Kind, schemes: tuple[Scheme, ...]) -> Form:
    question = request.question
    form = Form(
        unit=sheet.unit,
        kind=kind,
        kinds=(kind,),
        today=question.moment.today,
        action=question.link_to("sheet_close", sheet.id),
        back=question.link_to("sheet", sheet.id),
        foretell="",
    )
    draft = Draft(sheet.unit, kind.id, sheet.day, sheet.title)
    return furnished(form, question, schemes, draft=draft, on=sheet.day)


def _read(request: HttpRequest, sheet: Sheet, kind: Kind) -> Filled:
    """Decode the kind's own fields and files; day, title and attendance are the sheet's."""
    data: QueryDict = request.POST.copy()
    data["happened_on"] = sheet.day.isoformat()
    bare = replace(kind, attendance="none")
    return activity.decode(kind=bare, unit=sheet.unit, data=data, files=request.FILES, today=sheet.day, keep=keep)

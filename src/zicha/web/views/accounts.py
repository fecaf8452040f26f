"""The administrator's page of sign-ins: who has one, a new one, another password, an end and a beginning again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zicha.core.findings import Refusal
from zicha.services import accounts as services
from zicha.store.queries import accounts as queries
from zicha.store.queries import units as unit_queries
from zicha.web import people_desk
from zicha.web.asking import Asked, asks, page, require, say, tell

LISTED_ACCOUNTS = 50
"""So many sign-ins are listed at once; of more, the one that is meant is searched for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sign-in in the list; ``name`` is its person's, or empty where it belongs to nobody."""

    username: str
    name: str
    is_admin: bool
    active: bool


@sensitive_post_parameters("password")
@asks
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: Asked) -> HttpResponse:
    """List the sign-ins, or those that fit ``q``; add one, end or restore one, set a password."""
    question = request.question
    require(allowed=question.manages)
    refusal = ""
    if request.method == "POST":
        do = _VERBS.get(request.POST.get("do", ""))
        if do is None:
            raise Http404
        try:
            tell(request, "good", do(request))
            return redirect("accounts")
        except Refusal as found:
            refusal = say(found)
    text = request.GET.get("q", "").strip()[: people_desk.LONGEST_NAME]
    listed = queries.listed(text=text, limit=LISTED_ACCOUNTS + 1)
    return page(
        request,
        "accounts.html",
        room="organisation",
        status=422 if refusal else 200,
        refusal=refusal,
        lines=_lines(listed[:LISTED_ACCOUNTS]),
        text=text,
        more=len(listed) > LISTED_ACCOUNTS,
        everyone=people_desk.everyone(question),
        username=request.POST.get("username", ""),
        person=request.POST.get("person") or request.GET.get("person", ""),
        person_name=request.POST.get("person-name") or request.GET.get("person-name", ""),
    )


def _lines(found: Sequence[queries.Listed]) -> list[Line]:
    names = {person.id: person.name for person in unit_queries.people(among={one.person for one in found})}
    return [Line(one.username, names.get(one.person, ""), one.is_admin, one.active) for one in found]


def _add(request: Asked) -> str:
    username, person = request.POST.get("username", "").strip(), request.POST.get("person", "")
    is_admin = request.POST.get("is_admin") == "1"
    services.add(username=username, password=request.POST.get("password", ""), person=person, is_admin=is_admin)
    return _("已添加账号 %(name)s。请当面把密码告诉本人。") % {"name": username}


def _revoke(request: Asked) -> str:
    services.revoke(username=request.POST.get("username", ""))
    return _("账号 %(name)s 已停用，下一次点击即生效。") % {"name": request.POST.get("username", "")}


def _restore(request: Asked) -> str:
    services.restore(username=request.POST.get("username", ""))
    return _("账号 %(name)s 已恢复。") % {"name": request.POST.get("username", "")}


def _password(request: Asked) -> str:
    services.set_password(username=request.POST.get("username", ""), password=request.POST.get("password", ""))
    return _("%(name)s 的密码已重设；此前的登录都已退出。") % {"name": request.POST.get("username", "")}


_VERBS: Mapping[str, Callable[[Asked], str]] = {
    "add": _add,
    "revoke": _revoke,
    "restore": _restore,
    "password": _password,
}

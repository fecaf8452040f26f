"""Coming in, going out, and choosing language and theme."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zicha.services import accounts
from zicha.services import audits as audit_services
from zicha.web import audits, words
from zicha.web.clock import ClockedRequest
from zicha.web.language import LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 60 * 60


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; go on to where the person wanted to go.

    Too many wrong passwords for one name, from wherever, and no more are looked at for a while.
    """
    target = _safe(request, request.POST.get("next") or request.GET.get("next") or "/")
    username, wrong, status = "", "", 200
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        wrong, status = _try(request, username, request.POST.get("password", ""))
        if not wrong:
            return HttpResponseRedirect(target)
    context = {
        "next": target,
        "username": username,
        "wrong": wrong,
        "theme": request.COOKIES.get(THEME_COOKIE, "auto"),
        "here": request.get_full_path(),
    }
    return render(request, "sign_in.html", context, status=status)


def _try(request: HttpRequest, username: str, password: str) -> tuple[str, int]:
    """Sign in, or return what is wrong and the answer's status."""
    now = cast("ClockedRequest", request).moment.now
    until = accounts.barred_until(username=username, now=now)
    if until is not None:
        sentence = _("这个用户名连续输错密码太多次。请在 %(time)s 以后再试，或请管理员重设密码。")
        return sentence % {"time": words.instant(until)}, 429
    account = authenticate(request, username=username, password=password)
    accounts.note_attempt(username=username, right=account is not None, now=now)
    if account is None:
        return _("用户名或密码不对。再试一次，或请管理员重设密码。"), 422
    request.session.pop(audits.KEY, None)
    login(request, account)
    return "", 302


@never_cache
@require_safe
def audit(request: HttpRequest, secret: str) -> HttpResponse:
    """Begin reading by an audit link; one that does not work, or not any more, is not found."""
    link = audit_services.opened(secret=secret, on=cast("ClockedRequest", request).moment.today)
    if link is None:
        raise Http404
    audits.start(request, link)
    return redirect("plate")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language or theme in a cookie and return to the page."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    for name, cookie, values in (("language", LANGUAGE_COOKIE, LANGUAGES), ("theme", THEME_COOKIE, THEMES)):
        chosen = request.POST.get(name, "")
        if chosen in values:
            response.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def _safe(request: HttpRequest, target: str) -> str:
    """Return ``target`` if it lies on this site; an address elsewhere leads to the first page."""
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if here else "/"

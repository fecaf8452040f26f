"""Coming in, going out, and choosing language and theme."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zicha.web.language import LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 60 * 60


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; go on to where the person wanted to go."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next") or "/")
    username, wrong = "", ""
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        account = authenticate(request, username=username, password=request.POST.get("password", ""))
        if account is not None:
            login(request, account)
            return HttpResponseRedirect(target)
        wrong = _("用户名或密码不对。再试一次，或请管理员重设密码。")
    context = {
        "next": target,
        "username": username,
        "wrong": wrong,
        "theme": request.COOKIES.get(THEME_COOKIE, "auto"),
        "here": request.get_full_path(),
    }
    return render(request, "sign_in.html", context, status=422 if wrong else 200)


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

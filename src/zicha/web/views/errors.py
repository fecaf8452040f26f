"""What a person reads when a page cannot be shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zicha.web.language import THEME_COOKIE


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django hands it over
    """Say that there is nothing here for this person."""
    return _page(request, 404, _("这里没有这一页"), _("地址可能写错了，或者它不在你能看的范围内。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django hands it over
    """Say that this cannot be done by this person."""
    return _page(request, 403, _("这件事你不能做"), _("需要的话，请有权的同事来做，或请管理员调整岗位。"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django hands it over
    """Say that the request could not be read."""
    return _page(request, 400, _("看不懂这个请求"), _("请回到上一页，刷新以后再试。"))


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours and that nothing half done was kept."""
    return _page(
        request, 500, _("出错了，是系统的问题"), _("没有保存一半的内容。请稍后再试；还不行，请告诉管理员出错的时间。")
    )


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 # Django hands it over
    """Say that the form was too old to be trusted."""
    page = _page(request, 403, _("这一页放得太久了"), _("为安全起见没有保存。请回到上一页，刷新以后再提交。"))
    page["X-Old-Page"] = "1"  # zicha.js keeps what was typed and takes a new token
    return page


def _page(request: HttpRequest, code: int, title: str, text: str) -> HttpResponse:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return render(request, "error.html", {"code": code, "title": title, "text": text, "theme": theme}, status=code)

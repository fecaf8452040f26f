"""What a person reads when database or disk fail: that nothing half done was kept, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zicha.services import faults
from zicha.services.faults import Fault
from zicha.web.language import THEME_COOKIE
from zicha.web.views import errors

COME_AGAIN_SECONDS = "5"
"""RFC 9110, 10.2.3: when to ask again; a server that was restarted is there by then."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says.

    Attributes:
        status: 507 (RFC 4918, 11.5) for a full disk, 503 for what passes.
    """

    status: int
    title: str | Promise
    text: str | Promise


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 507 for a full disk, 503 where disk or database do not serve just now, and 500 for any other fault.

    Django calls this while the error is being handled, whatever layer it came from.
    """
    told = _told(sys.exc_info()[1])
    if told is None:
        return errors.broken(request)
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    facts = {"code": told.status, "title": told.title, "text": told.text, "more": _holder(), "theme": theme}
    response = render(request, "error.html", facts, status=told.status)
    if told.status == _AWAY.status:
        response["Retry-After"] = COME_AGAIN_SECONDS
    return response


def _told(error: BaseException | None) -> Told | None:
    fault = faults.of(error, home=Path(settings.ZICHA_HOME)) if error else None
    if fault in _TOLD:
        return _TOLD[fault]
    return _AWAY if isinstance(error, InterfaceError | OperationalError) else None


def _holder() -> str:
    """Who keeps the others waiting, for whoever can look after it."""
    error = sys.exc_info()[1]
    held = faults.held(error) if error else None
    if held is None or held[0] is None:
        return ""
    machine, number = held[0].machine or "localhost", held[0].number
    if connection.vendor == "sqlite":
        return gettext("给管理员：在写的是 %(machine)s 上的进程 %(number)s。") % {"machine": machine, "number": number}
    return gettext("给管理员：在写的是数据库会话 %(number)s（来自 %(machine)s）。") % {
        "machine": machine,
        "number": number,
    }


_AWAY = Told(
    503,
    _("数据库暂时连不上"),
    _("没有保存一半的内容。请过一会儿再点一次，同样的内容不会记两遍；一直不行，请告诉管理员。"),
)
_TOLD: Mapping[Fault | None, Told] = {
    "full": Told(
        507,
        _("磁盘满了，没有保存"),
        _("已有的内容都在，没有保存一半的内容。请告诉管理员腾出空间，然后再点一次，同样的内容不会记两遍。"),
    ),
    "readonly": Told(
        503,
        _("现在写不进去"),
        _("已有的内容都在，没有保存一半的内容。请告诉管理员检查磁盘和权限，然后再点一次，同样的内容不会记两遍。"),
    ),
    "disk": Told(
        503,
        _("磁盘出错，没有保存"),
        _("没有保存一半的内容。请告诉管理员检查磁盘，好了再点一次，同样的内容不会记两遍。"),
    ),
    "busy": Told(
        503,
        _("别的程序正占着数据库"),
        _("没有保存一半的内容。请过一会儿再点一次，同样的内容不会记两遍；一直不行，请告诉管理员。"),
    ),
    "damaged": Told(
        500,
        _("数据库损坏了"),
        _("请不要再录入，马上告诉管理员：先把数据文件夹原样另存一份，再用备份恢复。"),
    ),
}

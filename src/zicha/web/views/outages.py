"""What a person reads when database or disk fail: that nothing half done was kept, and what to do.

Who holds the database stands in the server's log alone: the page is shown to people who are not signed in, too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zicha.core import messages
from zicha.services import faults
from zicha.services.faults import Fault
from zicha.web.language import THEME_COOKIE
from zicha.web.views import errors

_LOG = logging.getLogger("zicha.outages")

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
    _note_holder(sys.exc_info()[1])
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    facts = {"code": told.status, "title": told.title, "text": told.text, "theme": theme}
    response = render(request, "error.html", facts, status=told.status)
    if told.status == _AWAY.status:
        response["Retry-After"] = COME_AGAIN_SECONDS
    return response


def _told(error: BaseException | None) -> Told | None:
    fault = faults.of(error, home=Path(settings.ZICHA_HOME)) if error else None
    if fault in _TOLD:
        return _TOLD[fault]
    return _AWAY if isinstance(error, InterfaceError | OperationalError) else None


def _note_holder(error: BaseException | None) -> None:
    """Write down who keeps the others waiting, for whoever can look after it."""
    held = faults.held(error) if error else None
    if held is None or held[0] is None:
        return
    is_file = connection.vendor == "sqlite"
    facts = {"number": held[0].number, "machine": held[0].machine or "localhost", "seconds": f"{held[1]:g}"}
    where = connection.settings_dict["NAME"]
    code = "cli.database_held" if is_file else "cli.database_held_by_session"
    _LOG.warning("%s", messages.sentence(code, language="zh", where=where, **facts))


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

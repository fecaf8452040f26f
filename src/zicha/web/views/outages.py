"""What a person reads when the database does not answer: that nothing half done was kept, and to come again."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zicha.web.language import THEME_COOKIE
from zicha.web.views import errors

COME_AGAIN_SECONDS = "5"
"""RFC 9110, 10.2.3: when to ask again; a server that was restarted is there by then."""


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database could not be asked, and 500 for any other fault.

    Django calls this while the error is being handled, whatever layer it came from.
    """
    if not isinstance(sys.exc_info()[1], _OUTAGES):
        return errors.broken(request)
    text = _("没有保存一半的内容。请过一会儿再点一次，同样的内容不会记两遍；一直不行，请告诉管理员。")
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    facts = {"code": 503, "title": _("数据库暂时连不上"), "text": text, "theme": theme}
    response = render(request, "error.html", facts, status=503)
    response["Retry-After"] = COME_AGAIN_SECONDS
    return response


_OUTAGES = (InterfaceError, OperationalError)

"""Sessions in the database as Django keeps them; what is quicker is how one is found.

Every request asks for its session and for whose it is. The ORM takes ten times as long to build these two questions as
the database to answer them, so that their words stand here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

_FOUND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's, with its reading in fixed words."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing, and its key is forgotten, if it ended or never was."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())  # noqa: TID251 -- a session ends by Django's clock
        with connection.cursor() as cursor:
            cursor.execute(_FOUND, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])

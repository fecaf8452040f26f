"""Sessions in the database as Django keeps them; what is quicker is how one is found.

Every request asks for its session and for whose it is. The ORM takes ten times as long to build these two questions as
the database to answer them, so that their words stand here.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

_FOUND = "SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """Django's, with its reading in fixed words."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(Session.objects.raw(_FOUND, [self.session_key])), None)
        if found is not None and found.expire_date > timezone.now():  # noqa: TID251 -- a session ends by Django's clock
            return found
        self._session_key = None
        return None

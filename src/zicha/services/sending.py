"""Letters to people, by mail or to a chat; off until the installation says through which server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import apprise
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from zicha.core.digest import Letter

Way = Literal["", "mail", "chat"]
CONTACT = "{contact}"


class UndeliveredError(Exception):
    """A letter was not taken by the server that should deliver it; its text says why."""


def is_on() -> bool:
    """Whether any way to send is set."""
    return bool(settings.ZICHA_MAIL or settings.ZICHA_NOTIFY)


def way(contact: str) -> Way:
    """Return how a contact is reached: an address of mail by mail, anything else in the chat; empty for not at all."""
    if settings.ZICHA_MAIL and _is_mail(contact):
        return "mail"
    return "chat" if settings.ZICHA_NOTIFY and contact else ""


@dataclass(slots=True)
class Post:
    """What letters of one run go through: one connection to the mail server, opened by the first letter."""

    mail: EmailBackend
    broken: str = ""

    def send(self, letter: Letter, *, contact: str) -> None:
        """Send a letter; raise :class:`UndeliveredError` if the server did not take it.

        A mail server that does not answer is not asked again in the same run.
        """
        if way(contact) == "mail":
            self._by_mail(letter, contact)
        else:
            _to_chat(letter, contact)

    def _by_mail(self, letter: Letter, contact: str) -> None:
        if self.broken:
            raise UndeliveredError(self.broken)
        try:
            self.mail.open()
        except (OSError, smtplib.SMTPException) as error:
            self.broken = _said(error)
            raise UndeliveredError(self.broken) from error
        try:
            EmailMessage(letter.subject, letter.body, to=[contact], connection=self.mail).send()
        except (OSError, smtplib.SMTPException) as error:
            raise UndeliveredError(_said(error)) from error


@contextmanager
def post() -> Iterator[Post]:
    """Give what letters go through, and close it in the end."""
    found = Post(EmailBackend())
    try:
        yield found
    finally:
        found.mail.close()


def _is_mail(contact: str) -> bool:
    name, at, host = contact.rpartition("@")
    return bool(name and at and host) and not any(sign.isspace() or sign in ",;<>" for sign in contact)


def _to_chat(letter: Letter, contact: str) -> None:
    """The contact is a value inside the operator's address, never an address: nobody chooses where the server calls."""
    chat = apprise.Apprise()
    if not chat.add(settings.ZICHA_NOTIFY.replace(CONTACT, quote(contact, safe=""))):
        raise UndeliveredError("ZICHA_NOTIFY")
    if not chat.notify(title=letter.subject, body=letter.body):
        raise UndeliveredError("ZICHA_NOTIFY")


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__

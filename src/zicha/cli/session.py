"""What one call of the command line is asked with: language, folder, day, instant of knowledge, format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from zicha.core import messages, periods
from zicha.core.findings import Refusal
from zicha.core.replication import Lag
from zicha.core.text import Language, LocalText

Format = Literal["text", "json"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
RECORDED_BY = "cli"


@dataclass(slots=True)
class Session:
    """One call.

    Attributes:
        environ: the environment variables.
        now: the instant the command was started, in UTC; the clock is read nowhere else.
        language: of everything said to the person.
        form: ``text`` or ``json``.
        home: the data folder.
        day: ``--on``, or ``None`` for today.
        instant: ``--as-known-at`` as written: a date or an instant, or ``None`` for now.
        home_named: whether the folder was named by an option or a variable.
        lag: of the replica the answer is read from; ``None`` where the primary is read.
    """

    environ: Mapping[str, str]
    now: datetime
    language: Language
    form: Format = "text"
    home: Path = Path("zicha-data")
    day: date | None = None
    instant: date | datetime | None = None
    home_named: bool = False
    lag: Lag | None = None

    @property
    def database_url(self) -> str:
        """The address of the database, or empty for the file in the data folder."""
        return self.environ.get("DATABASE_URL", "").strip()

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone; Django must be set up."""
        from django.conf import settings

        return ZoneInfo(settings.TIME_ZONE)

    @property
    def on(self) -> date:
        """The day the question is asked for: today in the organisation's time zone, unless another was named."""
        return self.day or self.now.astimezone(self.zone).date()

    @property
    def asked(self) -> datetime:
        """Now, on the day the question is asked for: at this time of that day in the organisation's time zone."""
        local = self.now.astimezone(self.zone)
        return datetime.combine(self.day, local.time(), self.zone).astimezone(UTC) if self.day else self.now

    @property
    def as_known_at(self) -> datetime:
        """The instant of knowledge, in UTC. A bare date means the last instant of that day in the zone."""
        if self.instant is None:
            return self.now
        if isinstance(self.instant, datetime):
            placed = self.instant if self.instant.tzinfo else self.instant.replace(tzinfo=self.zone)
            return placed.astimezone(UTC)
        next_day = datetime.combine(self.instant + timedelta(days=1), time(), self.zone)
        return next_day.astimezone(UTC) - timedelta(microseconds=1)

    def say(self, code: str, **facts: object) -> str:
        """Return a sentence in the person's language."""
        return messages.sentence(code, language=self.language, **facts)

    def title(self, text: LocalText) -> str:
        """Return a title of the scheme in the person's language."""
        return text.in_language(self.language)


def begin(*, argv: Sequence[str], environ: Mapping[str, str], now: datetime) -> Session:
    """Return the session that environment and clock give; options change it while they are read.

    The language is looked for in ``argv`` already here, so that even a mistake in the options is answered in it.
    """
    named = environ.get("ZICHA_HOME", "").strip()
    language = _language(argv, environ)
    home = Path(named or "zicha-data")
    return Session(environ=environ, now=now, language=language, home=home, home_named=bool(named))


def _language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    wanted = environ.get("ZICHA_LANG", "").strip()
    for word, following in zip(argv, [*argv, ""][1:], strict=True):
        if word == "--":
            break
        if word == "--lang":
            wanted = following
        elif word.startswith("--lang="):
            wanted = word.partition("=")[2]
    return "en" if wanted == "en" else "zh"


def read_language(text: str) -> Language:
    """Return the language named ``text``; raise ``Refusal`` for any other than ``zh`` and ``en``."""
    for language in LANGUAGES:
        if text == language:
            return language
    raise Refusal("cli.language", value=text)


def read_day(text: str) -> date:
    """Return the date written ``2026-05-31``; raise ``Refusal`` for anything else."""
    try:
        return periods.read_day(text)
    except ValueError:
        raise Refusal("cli.date", value=text) from None


def read_instant(text: str) -> date | datetime:
    """Return a date or an ISO 8601 instant; raise ``Refusal`` for anything else."""
    try:
        if len(text) == len("2026-05-31"):
            return periods.read_day(text)
        if len(text) > len("2026-05-31T"):
            return periods.admit(datetime.fromisoformat(text))
    except ValueError:
        pass
    raise Refusal("cli.instant", value=text)


def read_format(text: str) -> Format:
    """Return the output format named ``text``; raise ``Refusal`` for any other than ``text`` and ``json``."""
    if text == "json":
        return "json"
    if text == "text":
        return "text"
    raise Refusal("cli.format", value=text)


def without_password(url: str) -> str:
    """Return a database's address with its user and password left out."""
    scheme, found, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if found else "…"

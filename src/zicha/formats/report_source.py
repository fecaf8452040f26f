"""From a rendered report back to the question it answered: on which day, and with what knowledge."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from zicha.core import figures
from zicha.core.findings import Refusal

LARGEST_PART = 50_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The day and the instant of knowledge a report's figures were asked with."""

    on: date
    as_known_at: datetime


def asked(content: bytes, *, name: str, figure: str) -> Asked | None:
    """Return what a figure in a rendered report was asked with, or ``None`` if the report does not hold it.

    Takes the bytes of a .docx, .html or .json file and its name. Raises ``Refusal`` for anything else.
    """
    return None

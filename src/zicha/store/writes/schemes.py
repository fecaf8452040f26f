"""Scheme versions: kept as they were handed in."""

from __future__ import annotations

import json
from datetime import datetime

from zicha.core import bodies, scheme_plain
from zicha.core.scheme import Scheme
from zicha.store.models import SchemeVersion
from zicha.store.writes import binding


def add(*, scheme: Scheme, text: bytes, sha256: str, recorded_at: datetime, recorded_by: str) -> None:
    """Add a version."""
    row = SchemeVersion.objects.create(
        scheme=scheme.id,
        version=scheme.version,
        text=text,
        parsed=json.dumps(scheme_plain.to_plain(scheme), ensure_ascii=False),
        sha256=sha256,
        effective=scheme.effective,
        loaded_at=bodies.microseconds(recorded_at),
        loaded_by=recorded_by,
    )
    binding.bind_rows("scheme", [row])

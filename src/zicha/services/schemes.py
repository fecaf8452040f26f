"""Loading schemes."""

from __future__ import annotations

from datetime import datetime

from zicha.core import scheme_checks
from zicha.core.findings import Refusal
from zicha.core.text import Language
from zicha.formats import scheme_yaml
from zicha.store.queries import schemes as queries
from zicha.store.queries.schemes import SchemeVersion
from zicha.store.writes import schemes as writes
from zicha.store.writes import summaries
from zicha.store.writes.transaction import writing


def load(
    *, data: bytes, name: str, recorded_at: datetime, recorded_by: str, language: Language = "zh"
) -> SchemeVersion:
    """Load a scheme file as a version and return it; the same file again is the same version.

    Raises ``Refusal`` ``schemes.wrong`` with the first finding for a file with errors, and ``scheme.conflict_…``
    for one that does not go with the other schemes loaded.
    """
    read = scheme_yaml.read(data, name=name, language=language)
    if read.scheme is None:
        first = next(finding for finding in read.findings if finding.severity == "error")
        raise Refusal("schemes.wrong", file=name, place=first.place, message=first.message)
    with writing():
        known = {version.sha256: version for version in queries.versions()}
        if read.sha256 in known:
            return known[read.sha256]
        others = {
            version.scheme.id: version.scheme for version in known.values() if version.scheme.id != read.scheme.id
        }
        conflicts = scheme_checks.conflicts(tuple(others.values()), read.scheme)
        if conflicts:
            raise Refusal(conflicts[0].code, **conflicts[0].facts)
        writes.add(scheme=read.scheme, text=data, sha256=read.sha256, recorded_at=recorded_at, recorded_by=recorded_by)
        summaries.align()
    return SchemeVersion(read.scheme, read.sha256, recorded_at, recorded_by)

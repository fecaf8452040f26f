"""Where the files that people hand in are kept: a folder of the installation, or an S3-compatible bucket by address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from zicha.core.findings import Refusal

AMAZON = "https://s3.amazonaws.com"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket.

    Attributes:
        prefix: what every key begins with; empty, or with a slash at its end.
        host: of the endpoint, with its port.
        secure: whether it is spoken to by HTTPS.
        region: empty where the server does not care.
    """

    name: str
    prefix: str
    host: str
    secure: bool
    region: str

    def __str__(self) -> str:
        return f"s3://{self.name}/{self.prefix}"

    def key(self, digest: str) -> str:
        """Return the key of a file by its hash."""
        return f"{self.prefix}{digest[:2]}/{digest[2:]}"

    def digest(self, key: str) -> str:
        """Return the hash a key stands for, or nothing for a key that is none of ours."""
        found = key.removeprefix(self.prefix).replace("/", "", 1)
        return found if re.fullmatch(r"[0-9a-f]{64}", found) and self.key(found) == key else ""


def read(text: str) -> Bucket | None:
    """Return the bucket at ``s3://bucket/prefix?endpoint=https://host:port&region=…``; nothing for an empty text.

    Without an endpoint it is Amazon's. Raises ``Refusal`` ``evidence.place`` for anything else, and for an address
    that carries a key: keys are named by variables, which no log repeats.
    """
    if not text.strip():
        return None
    parts = urlsplit(text.strip())
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = urlsplit(query.pop("endpoint", AMAZON))
    region = query.pop("region", "")
    is_whole = (
        parts.scheme == "s3"
        and _BUCKET.fullmatch(parts.netloc)
        and endpoint.scheme in ("http", "https")
        and endpoint.netloc
        and "@" not in endpoint.netloc
        and endpoint.path in ("", "/")
    )
    if not is_whole or query:
        raise Refusal("evidence.place", value=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")
    prefix = parts.path.strip("/")
    return Bucket(parts.netloc, f"{prefix}/" if prefix else "", endpoint.netloc, endpoint.scheme == "https", region)

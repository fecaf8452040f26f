"""A zip whose unchanged members are deflated once and copied ever after; equal members give equal bytes.

The format is PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; every member carries the date 1980-01-01.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8 = 0x800
_DEFLATED = 8
_TIME, _DATE = 0, 0x21


@dataclass(frozen=True, slots=True)
class Member:
    """A deflated file.

    Attributes:
        size: bytes before deflating.
        crc: CRC-32 of those.
    """

    name: bytes
    data: bytes
    size: int
    crc: int


def deflate(name: str, content: bytes, *, level: int = 6) -> Member:
    """Return a member ready to be copied; level 9 pays only for what is deflated once."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Member(name.encode(), squeeze.compress(content) + squeeze.flush(), len(content), zlib.crc32(content))


def pack(members: Iterable[Member]) -> bytes:
    """Return the archive of the members, in their order."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        shared = (_VERSION, _UTF8, _DEFLATED, _TIME, _DATE, member.crc, len(member.data), member.size, len(member.name))
        local = _LOCAL.pack(b"PK\x03\x04", *shared, 0) + member.name
        directory += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *shared, 0, 0, 0, 0, 0, offset), member.name]
        parts += [local, member.data]
        offset += len(local) + len(member.data)
    central = b"".join(directory)
    count = len(directory) // 2
    return b"".join([*parts, central, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0)])

"""Small real files for a demonstration: a picture, a sheet of paper, a note."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 96, 64


def png(*, seed: int) -> bytes:
    """Return a small valid PNG picture of coloured stripes; another seed gives another picture."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y, seed) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(x: int, y: int, seed: int) -> bytes:
    stripe = (x // 12 + y // 16 + seed) % 6
    return bytes(((60 + 30 * stripe + seed) % 256, (110 + 20 * stripe) % 256, (140 + 15 * stripe + 2 * seed) % 256))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf(lines: tuple[str, ...]) -> bytes:
    """Return a one-page PDF with these lines of plain ASCII, in a face every reader has (ISO 32000-1, 9.6.2.2)."""
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 14 Tf 60 770 Td 26 TL\n{shown}\nET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return _numbered(objects)


def _numbered(objects: tuple[bytes, ...]) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + table + tail

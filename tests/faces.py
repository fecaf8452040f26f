"""Font files to try a folder of fonts with: the bundled face under another name, and one without Chinese."""

import struct
from pathlib import Path

import pylopdf_fonts_zh_cn as bundled

NAME, POSTSCRIPT = "Noto Serif SC", "NotoSerifSC-Regular"


def named(family: str, folder: Path) -> Path:
    """Write the bundled serif under a family's name of at most 13 letters; return the folder."""
    return _write(_renamed(family), folder, family)


def without_chinese(family: str, folder: Path) -> Path:
    """Write a face under a family's name that can show the letter A alone; return the folder."""
    font = bytearray(_renamed(family))
    one_letter = (
        struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 65, 65, 1)
    )
    for entry in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        if font[entry : entry + 4] == b"cmap":
            start = struct.unpack_from(">L", font, entry + 8)[0]
            font[start : start + len(one_letter)] = one_letter
            struct.pack_into(">L", font, entry + 12, len(one_letter))
    return _write(bytes(font), folder, family)


def _renamed(family: str) -> bytes:
    font = Path(bundled.serif_path()).read_bytes()
    for name in (NAME, POSTSCRIPT):
        renamed = family.ljust(len(name)) if name == NAME else family.replace(" ", "").ljust(len(name), "-")
        font = font.replace(name.encode("utf-16-be"), renamed.encode("utf-16-be"))
    return font


def _write(font: bytes, folder: Path, family: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{family}.otf").write_bytes(font)
    return folder

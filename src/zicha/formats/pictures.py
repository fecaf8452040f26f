"""Pictures written anew: what is kept is what is seen, without what the camera added of place, time and owner."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from zicha.core.findings import Refusal

LONGEST_SIDE = 2_560
"""Points; enough to read a sign-in sheet photographed whole."""

SMALL_SIDE = 360
MOST_POINTS = 120_000_000
_QUALITY = 82
_BROKEN = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, Image.DecompressionBombError,
)  # fmt: skip


def rewritten(content: bytes, *, name: str) -> tuple[bytes, str]:
    """Return a picture's bytes anew and their ending: turned upright, no longer than 2,560 points, nothing beside.

    The same bytes give the same bytes. Raises ``Refusal`` ``evidence.…`` for a picture that is broken or larger than
    120 million points.
    """
    return _saved(_opened(content, name, LONGEST_SIDE))


def small(content: bytes) -> bytes:
    """Return a kept picture as a small JPEG for a list; raise ``Refusal`` if it is none."""
    return _saved(_opened(content, "", SMALL_SIDE).convert("RGB"))[0]


def _opened(content: bytes, name: str, longest: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise Refusal("evidence.too_many_points", name=name, millions=MOST_POINTS // 1_000_000)
                picture.draft("RGB", (longest, longest))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
                return upright
    except _BROKEN as error:
        raise Refusal("evidence.damaged", name=name) from error


def _saved(picture: Image.Image) -> tuple[bytes, str]:
    """Photographs as JPEG; drawings with few colours, or see-through ones, as PNG. Neither takes metadata along."""
    out = io.BytesIO()
    if picture.mode in ("P", "1", "LA", "RGBA", "PA"):
        plain = picture.convert("RGBA")
        Image.frombytes("RGBA", plain.size, plain.tobytes()).save(out, "PNG", optimize=True)
        return out.getvalue(), "png"
    plain = picture.convert("RGB")
    Image.frombytes("RGB", plain.size, plain.tobytes()).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), "jpg"

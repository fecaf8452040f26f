"""Pictures are written anew: upright, small enough, and without what the camera added."""

import io

import pytest
from PIL import Image

from zicha.core.findings import Refusal
from zicha.formats import pictures

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def photo(size=(400, 300), *, form="JPEG", turned=1, mode="RGB"):
    picture = Image.new(mode, size, 128 if mode == "L" else None)
    picture.paste((200,) * len(picture.getbands()), (0, 0, size[0] // 2, size[1] // 2))
    exif = picture.getexif()
    exif[ORIENTATION], exif[MAKE] = turned, "Camera"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    picture.save(out, form, exif=exif, comment=b"secret place")
    return out.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def test_photo_is_turned_upright_and_says_nothing_of_the_camera():
    content = photo(turned=6)
    assert (dict(opened(content).getexif())[MAKE], b"secret place" in content) == ("Camera", True)
    kept, ending = pictures.rewritten(content, name="a.jpg")
    assert (ending, opened(kept).size, dict(opened(kept).getexif()), b"secret place" in kept) == (
        "jpg",
        (300, 400),
        {},
        False,
    )
    assert b"Exif" not in kept


def test_large_photo_is_made_smaller_and_keeps_its_shape():
    kept, _ending = pictures.rewritten(photo((6000, 3000)), name="a.jpg")
    assert opened(kept).size == (2560, 1280)


def test_drawing_stays_a_drawing_and_loses_its_notes():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "secret name")
    out = io.BytesIO()
    Image.new("RGBA", (50, 40), (1, 2, 3, 4)).save(out, "PNG", pnginfo=notes)
    kept, ending = pictures.rewritten(out.getvalue(), name="a.png")
    assert (ending, opened(kept).mode, opened(kept).size, b"secret name" in kept) == ("png", "RGBA", (50, 40), False)


def test_same_picture_gives_the_same_bytes():
    assert pictures.rewritten(photo(), name="a.jpg") == pictures.rewritten(photo(), name="b.jpg")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "JPEG"])
def test_every_form_of_picture_is_read(form):
    out = io.BytesIO()
    Image.new("L", (30, 20), 7).save(out, form)
    kept, _ending = pictures.rewritten(out.getvalue(), name="a")
    assert opened(kept).size == (30, 20)


def test_small_picture_is_a_small_jpeg():
    small = opened(pictures.small(photo((1200, 900))))
    assert (small.format, small.size) == ("JPEG", (360, 270))


@pytest.mark.parametrize("cut", [3, 20, 200, 600])
def test_picture_that_is_cut_off_is_refused(cut):
    with pytest.raises(Refusal, match="damaged"):
        pictures.rewritten(photo()[:cut], name="a.jpg")


def test_picture_with_too_many_points_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    Image.new("1", (12_001, 10_000)).save(out, "PNG")
    with pytest.raises(Refusal) as refused:
        pictures.rewritten(out.getvalue(), name="a.png")
    assert (refused.value.code, refused.value.facts) == ("evidence.too_many_points", {"name": "a.png", "millions": 120})

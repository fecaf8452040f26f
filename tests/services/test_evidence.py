"""Files that people hand in are looked at, and kept within the unit's room."""

from datetime import date

import pytest

from tests import evidence_files, factories
from tests.formats.test_pictures import photo
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft

pytestmark = pytest.mark.django_db


def take_in(content, name="a.jpg", unit="U01"):
    from zicha.services import evidence

    return evidence.take_in(content=content, name=name, kind="photo", unit=unit)


def test_photo_is_kept_anew_and_shown_small(home):
    from zicha.services import evidence

    kept = take_in(photo(), "检查.JPEG")
    content = evidence_files.place(kept.sha256).read_bytes()
    assert (kept.name, kept.size, b"Exif" in content) == ("检查.JPEG", len(content), False)
    assert evidence.small(sha256=kept.sha256)[:3] == b"\xff\xd8\xff"
    assert evidence.small(sha256="0" * 64) is None


def test_name_gets_the_ending_of_what_is_inside():
    assert take_in(photo(), "C:\\a\\photo.png").name == "photo.jpg"
    assert take_in(photo(), "photo").name == "photo.jpg"
    assert take_in("记录".encode(), "记录.docx").name == "记录.txt"


def test_file_beyond_the_units_room_is_refused_and_not_kept(settings, home):
    settings.ZICHA_EVIDENCE_MB = 1
    factories.organisation()
    kept = take_in(b"x" * 900_000, "a.txt")
    factories.record(
        Draft("U01", "exit_inspection", date(2026, 5, 20), evidence=(kept,), fields=(("inspector", "P002"),))
    )
    before = sorted((home / "evidence").rglob("*"))
    with pytest.raises(Refusal) as refused:
        take_in(b"y" * 200_000, "b.txt")
    assert (refused.value.code, refused.value.facts) == (
        "evidence.no_room",
        {"name": "b.txt", "unit": "U01", "megabytes": 1},
    )
    assert sorted((home / "evidence").rglob("*")) == before
    assert take_in(b"y" * 200_000, "b.txt", unit="U02").size == 200_000


@pytest.mark.parametrize("content", [b"", bytes(50 * 1024 * 1024 + 1), b"MZ\x90"])
def test_file_that_is_empty_too_large_or_unknown_is_refused(content):
    with pytest.raises(Refusal, match=r"evidence\.(empty|too_large|kind_unknown)"):
        take_in(content, "a.bin")


def test_small_of_a_document_is_none():
    from zicha.services import evidence

    assert evidence.small(sha256=take_in(b"text", "a.txt").sha256) is None

"""Recording with a photo on a telephone: taps and seconds; a double tap, a lost connection, a photo too large."""

import io
import time

import pytest
from PIL import Image

from tests.journeys.test_main_job import sign_in

GPS, MAKE = 0x8825, 0x010F
PHONE = (360, 740)


def photograph():
    """Return a JPEG as a camera writes it: with the place it was taken at."""
    picture = Image.effect_noise((1600, 1200), 40).convert("RGB")
    exif = picture.getexif()
    exif[MAKE] = "Camera"
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 12.0, 30.0), 3: "E", 4: (121.0, 28.0, 10.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class Thumb:
    """A person with a telephone; counts taps. Choosing from a list or taking a photo is two: open it, take it."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, locator):
        self.taps += 1
        locator.click()

    def choose(self, label, value):
        self.taps += 2
        self.page.get_by_label(label).select_option(value)

    def photograph(self, file):
        self.taps += 2
        self.page.get_by_label("上传：照片").set_input_files(file)


def fill(thumb, photo):
    """Fill the form of an inspection: who, where, a photo, the checklist on paper."""
    page = thumb.page
    thumb.choose("检查人", "P02")
    thumb.choose("区域", "warehouse")
    thumb.photograph(photo)
    thumb.tap(page.locator("input[name=paper][value=checklist]"))


def begin(page):
    """Go from the first screen to the form, as a thumb goes."""
    thumb = Thumb(page)
    page.goto("/")
    thumb.tap(page.get_by_role("navigation", name="常用").get_by_role("link", name="记一笔"))
    thumb.tap(page.get_by_role("link", name="消防通道检查"))
    page.wait_for_url("**kind=exit_inspection**")
    return thumb


def save_button(page):
    return page.get_by_role("button", name="保存")


def records(page):
    page.goto("/entries/")
    return page.locator("table.list tbody tr").count()


@pytest.fixture
def page(open_page, request):
    page = open_page(*PHONE, breaks="lost" in request.fixturenames)
    sign_in(page, "recorder")
    return page


@pytest.mark.needs("chromium")
def test_activity_with_a_photo_is_recorded_within_a_minute(page, picture):
    photo = photograph()
    assert dict(Image.open(io.BytesIO(photo["buffer"])).getexif().get_ifd(GPS)) != {}
    began = time.monotonic()
    thumb = begin(page)
    fill(thumb, photo)
    thumb.taps += 1
    save_button(page).dblclick()
    page.get_by_text("记好了，编号 1。").wait_for()
    took = time.monotonic() - began
    print(f"recording with a photo: {thumb.taps} taps, {took:.1f} s of the program")
    assert thumb.taps <= 12
    assert took <= 60
    picture(page, "recorded")
    look_at_the_photo(page)
    assert records(page) == 1


def look_at_the_photo(page):
    link = page.locator("main a[download]", has_text="IMG_0001.jpg")
    kept = Image.open(io.BytesIO(page.request.get(link.get_attribute("href")).body()))
    assert (kept.format, kept.size, dict(kept.getexif()), dict(kept.getexif().get_ifd(GPS))) == (
        "JPEG",
        (1600, 1200),
        {},
        {},
    )
    thumbnail = page.locator(".thumb img")
    thumbnail.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.thumb img').naturalWidth > 0")
    assert thumbnail.evaluate("image => image.naturalWidth") == 360


@pytest.mark.needs("chromium")
def test_lost_connection_loses_nothing_typed_and_sending_again_doubles_nothing(page, lost):
    thumb = begin(page)
    fill(thumb, photograph())
    page.get_by_label("检查结果").fill("三层东侧堆放纸箱，已清走")
    page.route("**/record/**", lost.before)
    save_button(page).click()
    page.get_by_text("没有发出去").wait_for()
    assert typed(page) == ["P02", "warehouse", "三层东侧堆放纸箱，已清走", "1 个文件"]
    page.unroute("**/record/**")
    page.route("**/record/**", lost.after)
    save_button(page).click()
    page.get_by_text("没有发出去").wait_for()
    assert typed(page) == ["P02", "warehouse", "三层东侧堆放纸箱，已清走", "1 个文件"]
    page.unroute("**/record/**")
    save_button(page).click()
    page.get_by_text("记好了，编号 1。").wait_for()
    assert records(page) == 1


def typed(page):
    names = ["field-inspector", "field-area", "field-outcome"]
    values = [page.locator(f"#record-form [name={name}]").input_value() for name in names]
    return [*values, f"{page.get_by_label('上传：照片').evaluate('one => one.files.length')} 个文件"]


class Lost:
    """A line that breaks before the form arrives, or after, so that the answer is lost."""

    def __init__(self):
        self.sent = 0

    def before(self, route):
        if route.request.method != "POST" or "look-ahead" in route.request.url:
            return route.continue_()
        self.sent += 1
        return route.abort("internetdisconnected")

    def after(self, route):
        if route.request.method != "POST" or "look-ahead" in route.request.url:
            return route.continue_()
        self.sent += 1
        answer = route.fetch(max_redirects=0)
        assert answer.status == 204
        return route.abort("connectionreset")


@pytest.fixture
def lost():
    found = Lost()
    yield found
    assert found.sent == 2


@pytest.mark.needs("chromium")
def test_photo_of_200_megabytes_gets_a_sentence_before_it_is_sent(page, tmp_path, picture):
    huge = tmp_path / "IMG_0002.jpg"
    with huge.open("wb") as out:
        out.write(photograph()["buffer"])
        out.truncate(200 * 1024 * 1024)
    thumb = begin(page)
    fill(thumb, huge)
    page.get_by_text("“IMG_0002.jpg”超过 50 MB，请压缩后再传。").wait_for()
    picture(page, "too-large")
    page.get_by_label("上传：照片").set_input_files(photograph())
    save_button(page).click()
    page.get_by_text("记好了，编号 1。").wait_for()
    look_at_the_photo(page)

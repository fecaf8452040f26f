"""A Word document as LibreOffice puts it on pages, measured: where words and ink stand, in millimetres and points."""

import itertools
import re
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests import tools

MM = 72 / 25.4
"""Points a millimetre."""

PITCH = 579 / 20
"""Points from row to row: 225 mm / 22 is 28.99."""

ROWS = 22
FIRST = 37 * MM + 17
"""Where the middle of a first row of 16 pt stands."""

TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 262 * MM, 28 * MM, 184 * MM
_HEADING = re.compile("[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
XHTML = "{http://www.w3.org/1999/xhtml}"

FACES = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}


@dataclass(frozen=True)
class Word:
    """A word with its box, in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Row:
    """The words of one row, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def middle(self) -> float:
        return statistics.median(word.middle for word in self.words)


@dataclass(frozen=True)
class Page:
    """A page: its size in millimetres, the rows of the text block and what stands below it."""

    width: float
    height: float
    rows: tuple[Row, ...]
    footer: tuple[Row, ...]

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)


def rendered(docx: bytes, folder: Path, *, faces: dict[str, str] = FACES) -> Path:
    """Return the PDF that LibreOffice makes of a document, with open faces in place of the named ones."""
    source = folder / "page.docx"
    source.write_bytes(docx)
    aliases = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{face}</string></edit></match>'
        for name, face in faces.items()
    )
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>',
        "utf-8",
    )
    subprocess.run(
        [
            tools.program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", folder, source,
        ],
        check=True, capture_output=True, timeout=180,
        env={"FONTCONFIG_FILE": str(fonts), "HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )  # fmt: skip
    return source.with_suffix(".pdf")


def read(pdf: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF with the words on them."""
    shown = subprocess.run(
        [tools.program("pdftotext"), "-bbox", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    return tuple(map(_page, ET.fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", shown)).iter(f"{XHTML}page")))


def _page(element: ET.Element) -> Page:
    words = [
        Word(each.text or "", *(float(each.get(key, "0")) for key in ("xMin", "yMin", "xMax", "yMax")))
        for each in element.iter(f"{XHTML}word")
    ]
    body = [word for word in words if word.middle < BOTTOM + 2]
    width, height = (float(element.get(key, "0")) / MM for key in ("width", "height"))
    return Page(width, height, _rows(body), _rows([word for word in words if word.middle >= BOTTOM + 2]))


def _rows(words: list[Word]) -> tuple[Row, ...]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if rows and word.middle - rows[-1][0].middle < 6:
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(Row(tuple(sorted(row, key=lambda word: word.left))) for row in rows)


@dataclass(frozen=True)
class Ink:
    """A box of dark pixels, in millimetres from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def ink(pdf: Path, page: int, *, top: float, bottom: float) -> Ink:
    """Return the box of what is printed between two heights of a page, and of the dash at its left end.

    The dash is what the leftmost half millimetre of ink belongs to, so ``top`` and ``bottom`` of the answer are the
    dash's, ``left`` and ``right`` those of all ink.
    """
    dots = 300
    scale = dots / 25.4
    window = [
        "-x",
        "0",
        "-y",
        str(round(top * scale)),
        "-W",
        str(round(210 * scale)),
        "-H",
        str(round((bottom - top) * scale)),
    ]
    image = subprocess.run(
        [tools.program("pdftoppm"), "-r", str(dots), "-gray", "-f", str(page), "-l", str(page), *window, pdf],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    _magic, size, _most, pixels = image.split(b"\n", 3)
    width, height = map(int, size.split())
    dark = [(place % width, place // width) for place, value in enumerate(pixels[: width * height]) if value < 128]
    left, right = min(x for x, _y in dark), max(x for x, _y in dark)
    dash = [y for x, y in dark if x - left < scale / 2]
    return Ink(left / scale, top + min(dash) / scale, right / scale, top + max(dash) / scale)


@dataclass(frozen=True)
class Measured:
    """What the standard asks of a text page.

    Attributes:
        full: numbers of the pages without a table that the text fills: neither the last of a part, nor followed by a
            page that begins with a heading, which never stands alone at the foot of a page.
        rows: for each of them, how many rows of the grid lie between its first and its last row, both counted.
        off_grid: the greatest distance of any of their rows from the grid, in points.
        characters: how many characters stand on the full rows that hold nothing but hanzi, each with how often.
        edge: the greatest distance of a full row's end from the right edge of the text block, in millimetres.
        edges: how many full rows there are.
        dash: millimetres from the text block down to the dash of the page number, the least and the most.
        outer: millimetres from the page number to the outer edge of the text block, the least and the most.
    """

    full: tuple[int, ...]
    rows: tuple[int, ...]
    off_grid: float
    characters: dict[int, int]
    edge: float
    edges: int
    dash: tuple[float, float]
    outer: tuple[float, float]


def measure(pdf, *, table_head, ends):
    """Return what is measured on a PDF's pages.

    Takes the words of a table's first column head, by which pages with tables are told, and the texts of rows that
    end a part, behind which a page need not be full.
    """
    pages = read(pdf)
    last = {number for number, page in enumerate(pages, start=1) if page.rows[-1].text in ends or number == len(pages)}
    plain = [
        n for n, page in enumerate(pages, start=1) if not any(row.text.startswith(table_head) for row in page.rows)
    ]
    headed = {number for number, page in enumerate(pages) if _HEADING.match(page.rows[0].text)}
    full = tuple(number for number in plain if number not in last | headed)
    places = {number: [(row.middle - FIRST) / PITCH for row in pages[number - 1].rows] for number in full}
    whole = list(_full_rows([row for number in plain for row in pages[number - 1].rows]))
    # Where Arabic digits stand a row has more signs; its right edge is measured all the same.
    hanzi = [row for row in whole if re.fullmatch("[\u4e00-\u9fff]+", row.text) and row.left < LEFT + 2]
    inks = [ink(pdf, number, top=263, bottom=285) for number in range(1, len(pages) + 1)]
    outer = [184 - each.right if number % 2 else each.left - 28 for number, each in enumerate(inks, start=1)]
    return Measured(
        full=full,
        rows=tuple(round(max(each)) - round(min(each)) + 1 for each in places.values()),
        off_grid=max(abs(place - round(place)) for each in places.values() for place in each) * PITCH,
        characters={count: [len(row.text) for row in hanzi].count(count) for count in {len(row.text) for row in hanzi}},
        edge=max(abs(row.right - RIGHT) for row in whole) / MM,
        edges=len(whole),
        dash=(min(each.top for each in inks) - 262, max(each.top for each in inks) - 262),
        outer=(min(outer), max(outer)),
    )


def _full_rows(rows):
    """Yield the rows that go on in the next one, which is then flush left."""
    for row, following in itertools.pairwise(rows):
        if following.left < LEFT + 2 and not following.text.startswith("附件") and not following.text.endswith("："):
            yield row

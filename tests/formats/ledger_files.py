"""Makes the files people have, and some that nobody should send: real xlsx, xls and csv bytes."""

import io
import struct
import zipfile
import zlib
from datetime import date, datetime

import xlsxwriter
import xlwt

DAY_FORMAT = "yyyy-mm-dd"


def xlsx(sheets, *, hidden=(), merges=None, first_cell=(0, 0), date_1904=False):
    """Return an xlsx of ``{name: rows}``; ``merges`` is ``{name: [(top, left, bottom, right)]}``, from 0, sheet-wide."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date_1904})
    day_format = book.add_format({"num_format": DAY_FORMAT})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows, start=first_cell[0]):
            for c, value in enumerate(row, start=first_cell[1]):
                if isinstance(value, datetime | date):
                    sheet.write_datetime(r, c, value, day_format)
                elif isinstance(value, str) and value:
                    sheet.write_string(r, c, value)
                elif value not in ("", None):
                    sheet.write(r, c, value)
        for top, left, bottom, right in (merges or {}).get(name, ()):
            value = rows[top - first_cell[0]][left - first_cell[1]]
            sheet.merge_range(top, left, bottom, right, value)
        if name in hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def xls(sheets):
    """Return an old binary workbook of ``{name: rows}``."""
    book = xlwt.Workbook()
    style = xlwt.XFStyle()
    style.num_format_str = DAY_FORMAT
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write(r, c, value, style)
                elif value not in ("", None):
                    sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows, *, encoding="gb18030", delimiter=","):
    """Return rows as a csv in an encoding; cells hold no delimiter or quote."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)


def with_member(data, name, content):
    """Return an xlsx whose member ``name`` holds ``content`` instead."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, content if member.filename == name else old.read(member))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FOOT = b"</sheetData></worksheet>"


def with_rows(rows):
    """Return an xlsx whose one sheet holds this raw XML."""
    return with_member(xlsx({"Sheet1": [["a"]]}), SHEET, HEAD + rows + FOOT)


def far_cell():
    """Return an xlsx of some 5 KB whose one cell stands at XFD1048576."""
    return with_rows(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_cell_without_address():
    """Return an xlsx whose far cell has no address: only the parser can tell where it stands."""
    return with_rows(
        b"<row><c><v>1</v></c></row>" + b"<row/>" * 1_000_000 + b"<row>" + b"<c/>" * 16_000 + b"<c><v>1</v></c></row>"
    )


def bomb(megabytes=1024):
    """Return an xlsx of about a thousandth of the size that it unpacks to."""
    row = b"<row><c><v>1</v></c></row>" * 40_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts, size, crc = [packer.compress(HEAD)], len(HEAD), zlib.crc32(HEAD)
    for _ in range(megabytes * 1024 * 1024 // len(row)):
        parts.append(packer.compress(row))
        size += len(row)
        crc = zlib.crc32(row, crc)
    parts.append(packer.flush())
    return _replace_packed(xlsx({"Sheet1": [["a"]]}), SHEET, b"".join(parts), size, crc)


def _replace_packed(data, name, packed, size, crc):
    """Write a zip by hand whose member ``name`` has these packed bytes."""
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for member in old.infolist():
            content = packed if member.filename == name else old.read(member)
            method, real, check = (8, size, crc) if member.filename == name else (0, len(content), zlib.crc32(content))
            file, offset = member.filename.encode(), out.tell()
            common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 0x21, check, len(content), real, len(file), 0)
            out.write(b"PK\x03\x04" + common + file + content)
            directory.write(b"PK\x01\x02" + b"\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + file)
            count += 1
    start, central = out.tell(), directory.getvalue()
    out.write(central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(central), start, 0))
    return out.getvalue()


def zipped(members):
    """Return a zip of ``{name: content}``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()

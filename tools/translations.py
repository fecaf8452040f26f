"""Collects what the pages say, keeps the English catalogue in step with it, and compiles it.

``python -m tools.translations`` writes ``django.po`` (new texts get an empty translation, texts no page says
are dropped) and ``django.mo``. Chinese is the language of the source; it needs no catalogue.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

WEB = Path(__file__).resolve().parents[1] / "src" / "zicha" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_": False, "later": False, "gettext": False, "_n": True, "counted": True}
"""Names that mark a text, and whether it is counted. A text marked ``later`` may be counted elsewhere."""

HEADER = """\
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Language: en
Plural-Forms: nplurals=2; plural=(n != 1);
"""

Texts = dict[str, tuple[str, ...]]
"""A text and its translation: one sentence, or one for one thing and one for several."""


def collect() -> dict[str, bool]:
    """Return every text the pages say, in order of the files, and whether it is counted."""
    found: dict[str, bool] = {}
    for text, counted in (*_in_templates(), *_in_modules()):
        found[text] = found.get(text, False) or counted or "%(n)d" in text
    return found


def _in_templates() -> Iterator[tuple[str, bool]]:
    environment = jinja2.Environment(autoescape=True)
    for path in sorted((WEB / "templates").rglob("*.html")):
        for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in CALLS and isinstance(call.args[0], nodes.Const):
                yield call.args[0].value, CALLS[call.node.name]


def _in_modules() -> Iterator[tuple[str, bool]]:
    for path in sorted(WEB.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in CALLS and isinstance(call.args[0].value, str):
                yield call.args[0].value, CALLS[name]


def read(path: Path = CATALOGUE) -> Texts:
    """Return the catalogue's texts and translations, its header left out."""
    texts: Texts = {}
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")) if path.exists() else []:
        strings: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            match = re.match(r'(?:(msg\S+) )?"(.*)"$', line)
            if match is None:
                continue
            key = match[1] or key
            strings[key] = strings.get(key, "") + ast.literal_eval(f'"{match[2]}"')
        if strings.get("msgid"):
            texts[strings["msgid"]] = tuple(value for key, value in strings.items() if key.startswith("msgstr"))
    return texts


def write(texts: Texts) -> str:
    """Return a catalogue as text."""
    blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(_quote(f"{line}\n") for line in HEADER.splitlines())]
    for text, told in texts.items():
        if len(told) == 1:
            blocks.append(f"msgid {_quote(text)}\nmsgstr {_quote(told[0])}")
        else:
            plural = "\n".join(f"msgstr[{number}] {_quote(one)}" for number, one in enumerate(told))
            blocks.append(f"msgid {_quote(text)}\nmsgid_plural {_quote(text)}\n{plural}")
    return "\n\n".join(blocks) + "\n"


def compiled(texts: Texts) -> bytes:
    """Return a catalogue as GNU gettext's binary (magic 0x950412de, revision 0, no hash table)."""
    pairs = {b"": HEADER.encode()}
    for text, told in texts.items():
        if all(told):
            key = text if len(told) == 1 else f"{text}\0{text}"
            pairs[key.encode()] = "\0".join(told).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    originals, translations, data = [], [], b""
    for table, values in ((originals, keys), (translations, [pairs[key] for key in keys])):
        for value in values:
            table += [len(value), start + len(data)]
            data += value + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + struct.pack(f"<{4 * len(keys)}I", *originals, *translations) + data


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> None:
    """Bring the catalogue in step with the pages and compile it; print what is not translated."""
    known = read()
    blank = {text: ("", "") if counted else ("",) for text, counted in collect().items()}
    texts = {text: known[text] if len(known.get(text, ())) == len(empty) else empty for text, empty in blank.items()}
    CATALOGUE.write_text(write(texts), "utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(texts))
    for text, told in texts.items():
        if not all(told):
            print(text)


if __name__ == "__main__":
    main()

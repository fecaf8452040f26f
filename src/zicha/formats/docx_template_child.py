"""The process in which a stranger's Word template is filled: values and template on standard input, the document out.

Started by :mod:`zicha.formats.docx_template`. It confines itself first. docxtpl then fills the template in a sandbox
that knows names and conditions and nothing else; every name stands for a text or a mark. At last the marks become
paragraphs, tables and content controls. Where that cannot be done it answers ``tags`` or ``document``.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate  # type: ignore[import-untyped] # it has no types
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from zicha.core.template_tags import CLOSE, OPEN
from zicha.formats import process_limits
from zicha.formats.docx_write_zip import deflate, pack

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
MOST_NAMES = 4_000
"""How often names may stand in a part; a checked template has 2,000 tags."""

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{NAMESPACE}}}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.Not)


class Names(dict[str, str]):
    """What stands behind the dot: a plain mapping, of which nothing but its items can be asked."""


class Sandbox(SandboxedEnvironment):
    """Jinja without loops, filters, calls, arithmetic, globals, and attributes of anything but :class:`Names`."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def _generate(self, source: nodes.Template, *rest: Any, **more: Any) -> str:
        names = 0
        for node in _walk(source):
            names += isinstance(node, nodes.Name)
            if not isinstance(node, _ALLOWED) or names > MOST_NAMES:
                raise SecurityError(type(node).__name__)
        return super()._generate(source, *rest, **more)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an item of a :class:`Names`; raise ``SecurityError`` for anything else."""
        if not isinstance(obj, Names) or attribute not in obj:
            raise SecurityError(attribute)
        return obj[attribute]


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def main() -> None:
    """Read one template and its values, and write the document or a word that says why not."""
    process_limits.confine(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    data = sys.stdin.buffer.read()
    length = int.from_bytes(data[:8], "big")
    answer = _answer(json.loads(data[8 : 8 + length]), data[8 + length :])
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _answer(values: dict[str, Any], content: bytes) -> bytes:
    try:
        return filled(content, values)
    except (TemplateError, RecursionError):
        return b"tags"
    except Exception:  # noqa: BLE001 -- whatever the libraries make of a broken file, it is a broken file
        return b"document"


def filled(content: bytes, values: dict[str, Any]) -> bytes:
    """Return the filled document; raises what docxtpl, python-docx and lxml raise."""
    template = DocxTemplate(io.BytesIO(content))
    template.render(_context(values), jinja_env=Sandbox(), autoescape=True)
    document = template.docx
    styles = _styles(document, values["styles"])
    rich = [_Rich(each, styles) for each in values["rich"]]
    for part in document.part.package.iter_parts():
        if part.partname == document.part.partname:
            _replace(part.element, rich, blocks=True)
        elif re.fullmatch(r"/word/(?:header|footer|footnotes)\d*\.xml", str(part.partname)):
            _replace_in_part(part, rich)
    if values["proof"]:
        _put_proof(document, values["proof"], styles)
    _carry(document, values["parts"])
    out = io.BytesIO()
    document.save(out)
    return _repacked(out)


def _repacked(saved: io.BytesIO) -> bytes:
    """Return the file with fixed dates, so that equal reports in equal templates give equal bytes."""
    with zipfile.ZipFile(saved) as archive:
        return pack([deflate(name, archive.read(name)) for name in archive.namelist()])


def _context(values: dict[str, Any]) -> dict[str, Any]:
    """Return names as the sandbox sees them: ``a.b`` as an item of a mapping."""
    context: dict[str, Any] = {}
    for name, value in values["names"].items():
        group, _dot, key = name.partition(".")
        if key:
            context.setdefault(group, Names())[key] = value
        else:
            context[name] = value
    return context


class _Rich:
    """What a mark stands for: paragraphs and tables, or runs, or where neither fits its text."""

    def __init__(self, value: dict[str, str], styles: dict[str, str]) -> None:
        self.text = value["text"]
        self.is_block = value["sort"] == "block"
        self._xml = value["xml"]
        self._styles = styles

    def elements(self) -> list[etree._Element]:
        root = etree.fromstring(f'<w:body xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}">{self._xml}</w:body>')
        for name in ("pStyle", "rStyle", "tblStyle"):
            for each in root.iter(f"{W}{name}"):
                each.set(f"{W}val", self._styles.get(each.get(f"{W}val", ""), each.get(f"{W}val", "")))
        return list(root)


def _replace_in_part(part: Any, rich: list[_Rich]) -> None:
    root = part.element if hasattr(part, "element") else etree.fromstring(part.blob)
    _replace(root, rich, blocks=False)
    if not hasattr(part, "element"):
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 -- docxtpl does the same; python-docx has no other way


def _replace(root: etree._Element, rich: list[_Rich], *, blocks: bool) -> None:
    for said in [each for each in root.iter(f"{W}t") if MARK.search(each.text or "")]:
        paragraph = next((each for each in said.iterancestors(f"{W}p")), None)
        whole = "".join(each.text or "" for each in paragraph.iter(f"{W}t")).strip() if paragraph is not None else ""
        alone = MARK.fullmatch(whole)
        if blocks and alone and paragraph is not None and rich[int(alone[1])].is_block:
            _put_blocks(paragraph, rich[int(alone[1])].elements())
        else:
            _put_runs(said, rich)


def _put_blocks(paragraph: etree._Element, blocks: list[etree._Element]) -> None:
    """Put blocks in the place of a paragraph; one that ends a section or a cell stays, empty."""
    parent = paragraph.getparent()
    if parent is None:
        return
    for block in blocks:
        paragraph.addprevious(block)
    ends_section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
    following = paragraph.getnext()
    last_of_cell = parent.tag == f"{W}tc" and following is None and not (blocks and blocks[-1].tag == f"{W}p")
    if ends_section or last_of_cell:
        for child in [each for each in paragraph if each.tag != f"{W}pPr"]:
            paragraph.remove(child)
    else:
        parent.remove(paragraph)


def _put_runs(said: etree._Element, rich: list[_Rich]) -> None:
    """Split a run at its marks; a figure keeps the run's look inside its control."""
    run = said.getparent()
    pieces = MARK.split(said.text or "")
    figures = [rich[int(place)] for place in pieces[1::2]]
    if run is None or run.tag != f"{W}r" or any(each.is_block for each in figures) or len(run.findall(f"{W}t")) > 1:
        said.text = "".join(rich[int(piece)].text if place % 2 else piece for place, piece in enumerate(pieces))
        said.set(XML_SPACE, "preserve")
        return
    look = run.find(f"{W}rPr")
    for place, piece in enumerate(pieces):
        if place % 2:
            for element in rich[int(piece)].elements():
                _dress(element, look)
                run.addprevious(element)
        elif piece:
            before = deepcopy(run)
            text = before.find(f"{W}t")
            if text is not None:
                text.text = piece
                text.set(XML_SPACE, "preserve")
            run.addprevious(before)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)


def _dress(element: etree._Element, look: etree._Element | None) -> None:
    for inner in element.iter(f"{W}r"):
        own = inner.find(f"{W}rPr")
        if own is None and look is not None:
            inner.insert(0, deepcopy(look))


def _styles(document: Any, ours: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return which of the template's styles stands for each of ours: the one of the same name, else ours, added."""
    element = document.styles.element
    taken = {style.get(f"{W}styleId") for style in element.iter(f"{W}style")}
    named = {
        (style.get(f"{W}type"), (style.find(f"{W}name").get(f"{W}val") or "").lower()): style.get(f"{W}styleId")
        for style in element.iter(f"{W}style")
        if style.find(f"{W}name") is not None
    }
    chosen = {}
    for name, style in ours.items():
        made = etree.fromstring(style["xml"])
        key = (made.get(f"{W}type"), style["name"].lower())
        if key not in named:
            own = name if name not in taken else f"Zicha{name}"
            made.set(f"{W}styleId", own)
            for tag in ("basedOn", "next"):
                for each in made.findall(f"{W}{tag}"):
                    made.remove(each)
            element.append(made)
            named[key] = own
        chosen[name] = named[key]
    return chosen


def _put_proof(document: Any, proof: dict[str, str], styles: dict[str, str]) -> None:
    """Put the head of the log and its picture below everything; its first paragraph parts it from a table."""
    body = document.element.body
    relation, _image = document.part.get_or_add_image(io.BytesIO(base64.b64decode(proof["picture"])))
    number = 1 + max((int(each.get("id", "0")) for each in body.iter("{*}docPr")), default=0)
    note = _Rich(proof, styles).elements()
    for each in (inner for piece in note for inner in piece.iter("{*}blip", "{*}docPr", "{*}cNvPr")):
        is_picture = each.tag.endswith("}blip")
        each.set(f"{{{RELATIONS}}}embed" if is_picture else "id", relation if is_picture else str(number))
    last = body.find(f"{W}sectPr")
    place = len(body) if last is None else body.index(last)
    follows_table = place > 0 and body[place - 1].tag == f"{W}tbl"
    body[place:place] = note if follows_table else note[1:]


def _carry(document: Any, parts: dict[str, str]) -> None:
    """Put in what lets the figures be found again: a custom XML part, and custom properties beside the template's."""
    package = document.part.package
    present = {str(part.partname): part for part in package.iter_parts()}
    _set(package, present, "/customXml/itemProps9.xml", parts["itemProps"],
         "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")  # fmt: skip
    item = _set(package, present, "/customXml/item9.xml", parts["item"], "application/xml")
    if "/customXml/item9.xml" not in present:
        item.relate_to(_part(package, "/customXml/itemProps9.xml", present), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
        document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    custom = present.get("/docProps/custom.xml")
    merged = _merged(custom.blob if custom is not None else b"", parts["custom"].encode())
    made = _set(package, present, "/docProps/custom.xml", merged.decode(),
                "application/vnd.openxmlformats-officedocument.custom-properties+xml")  # fmt: skip
    if custom is None:
        package.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _set(package: Any, present: dict[str, Any], name: str, content: str, kind: str) -> Any:
    part = present.get(name) or Part(PackURI(name), kind, b"", package)
    part._blob = content.encode()  # noqa: SLF001 -- python-docx has no other way to change a part it does not know
    present.setdefault(f"made {name}", part)
    return part


def _part(_package: Any, name: str, present: dict[str, Any]) -> Any:
    return present.get(name) or present[f"made {name}"]


def _merged(theirs: bytes, ours: bytes) -> bytes:
    """Return the template's own properties and ours, numbered anew from 2."""
    root = etree.fromstring(ours)
    if theirs:
        others = [each for each in etree.fromstring(theirs) if not (each.get("name") or "").startswith("zicha.")]
        root.extend(others)
    for number, each in enumerate(root, start=2):
        each.set("pid", str(number))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    main()

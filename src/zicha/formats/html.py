"""A report as one self-contained page for reading and printing; every number is a link to its records."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from zicha.core import instants
from zicha.core.figures import Figure
from zicha.core.report import Block, Report, Row, Run, Section, Table
from zicha.core.report_proof import ProofNote
from zicha.core.text import LocalText
from zicha.formats import qr

_KNOWN = LocalText(
    "数字均由台账汇总，截至 {on}，依据 {known} 之前记录的内容。点击数字可查看所依据的记录。",
    "Every number is computed from the ledger as of {on}, from what was recorded by {known}. "
    "Follow a number to its records.",
)
_RECORDS = LocalText("{title}：依据 {count} 条记录", "{title}: from {count} records")
_STYLE = """
:root{--ink:#1c1b19;--soft:#6b6860;--line:#d9d5cc;--paper:#fff;--desk:#f1efea;--link:#1f4e79}
*{box-sizing:border-box}
html{background:var(--desk);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;padding:2rem 1rem;
font:1.0625rem/1.9 "仿宋_GB2312","FangSong","STFangsong","Noto Serif CJK SC","Songti SC",serif}
main{max-width:46rem;margin:0 auto;background:var(--paper);padding:3.5rem 3rem;border:1px solid var(--line);
border-radius:4px}
h1{font:400 1.75rem/1.5 "方正小标宋简体","STZhongsong","Songti SC","Noto Serif CJK SC",serif;text-align:center;
text-wrap:balance;margin:0 0 2rem}
h2{font:400 1.125rem/1.9 "黑体","SimHei","Heiti SC","Noto Sans CJK SC",sans-serif;margin:1.2em 0 0}
h3{font:400 1.0625rem/1.9 "楷体_GB2312","KaiTi","STKaiti",serif;margin:.6em 0 0}
h4{font-size:1.0625rem;margin:.6em 0 0}
h2,h3,h4,p{text-indent:2em}
p{margin:0;text-align:justify}
p.to{text-indent:0;margin-bottom:.4em}
.note{margin:1.9em 0 0 2em;display:grid;grid-template-columns:auto 1fr}
.note p,[lang=en] .note p{text-indent:0;margin:0}
.attached{margin-top:3rem;border-top:1px solid var(--line);padding-top:1.5rem}
.attached .label,[lang=en] .attached .label{text-indent:0;
font-family:"黑体","SimHei","Heiti SC","Noto Sans CJK SC",sans-serif}
.attached>h2,[lang=en] .attached>h2{
font:400 1.5rem/1.5 "方正小标宋简体","STZhongsong","Songti SC","Noto Serif CJK SC",serif;text-indent:0;
text-align:center;text-wrap:balance;margin:1rem 0}
[lang=en] h2,[lang=en] h3,[lang=en] h4,[lang=en] p{text-indent:0}
[lang=en] p{margin:.4em 0}
a.figure{color:var(--link);text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.2em;
font-variant-numeric:tabular-nums}
a.figure:focus-visible,td a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.blank{background:#fff2cc}
.unknown{background:#f8cbad}
.scroll{overflow-x:auto;margin:.6em 0 1em}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.5}
caption{font:400 .9375rem/1.6 "黑体","SimHei","Heiti SC","Noto Sans CJK SC",sans-serif;padding:.4em 0}
th,td{border:1px solid var(--line);padding:.35em .5em;text-align:center;vertical-align:middle}
th{font-weight:600;border-bottom-color:var(--soft)}
th,td.short{white-space:nowrap}
td.wide{text-align:left}
.note a,td a{color:inherit;text-decoration:none}
td a:hover{color:var(--link);text-decoration:underline}
.sign{margin-top:2.4em;text-align:right}
.sign p{text-indent:0;text-align:center}
.sign div{display:inline-block;margin-right:2em}
.sign.sealed{margin-top:4.3em}
.sign.sealed div{margin-right:4em}
.proof{display:flex;gap:1rem;align-items:center;margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem;
color:var(--soft);font:.75rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
.proof svg{flex:none;width:5.5rem;height:5.5rem}
.proof p,[lang=en] .proof p{text-indent:0;margin:0;text-align:start}
footer{max-width:46rem;margin:1rem auto 0;color:var(--soft);font:.8125rem/1.7 system-ui,sans-serif}
footer p{text-indent:0}
@media (max-width:40rem){body{padding:0}
main{padding:1.75rem 1.125rem;border:0;border-radius:0}
footer{padding:0 1.125rem 1.5rem}}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@page :right{@bottom-right{content:"— " counter(page) " —";font:14pt "宋体","SimSun","Noto Serif CJK SC",serif;
white-space:nowrap;vertical-align:top;padding:2.5mm 14pt 0 0}}
@page :left{@bottom-left{content:"— " counter(page) " —";font:14pt "宋体","SimSun","Noto Serif CJK SC",serif;
white-space:nowrap;vertical-align:top;padding:2.5mm 0 0 14pt}}
@media print{html,body{background:none}
body{padding:0;font-size:16pt;line-height:28.95pt;letter-spacing:-.25pt;orphans:1;widows:1;text-autospace:no-autospace}
main{max-width:none;border:0;padding:0}
h1{font-size:22pt;line-height:33pt;letter-spacing:0;margin:0 0 28.95pt}
h2,h3,h4{font-size:16pt;line-height:28.95pt;margin:0;break-after:avoid}
p.to{margin:0}
a.figure{color:inherit;text-decoration:none}
thead{display:table-header-group}
tr,.sign,.proof{break-inside:avoid}
.proof{font-size:8pt;line-height:11pt;letter-spacing:0;color:inherit}
.proof svg{width:22mm;height:22mm}
.attached{break-before:page;margin:0;border:0;padding:0}
.attached>h2{font-size:22pt;line-height:33pt;letter-spacing:0;margin:28.95pt 0}
table{font-size:10.5pt;line-height:16pt;letter-spacing:0}
th,td{padding:0 4.25pt}
caption{font-size:12pt;line-height:20pt;padding:6pt 0 3pt;break-after:avoid}
.scroll{overflow:visible;margin:0 0 8pt}
footer{display:none}}
"""


def render(report: Report, *, figure_link: str, entry_link: str, proof: ProofNote | None = None) -> bytes:
    """Return the page in UTF-8; ``figure_link`` holds ``{id}`` and ``entry_link`` holds ``{seq}``."""
    page = _Page(report, figure_link, entry_link)
    lang = "zh-Hans" if report.language == "zh" else "en"
    meta = {
        "zicha-report": report.id,
        "zicha-on": report.on.isoformat(),
        "zicha-as-known-at": instants.written(report.as_known_at),
        "zicha-snapshot": report.snapshot,
    }
    metas = "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in meta.items())
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{metas}<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body lang="{lang}">\n<main>\n{page.body()}{_proof(report, proof)}</main>\n'
        f"<footer><p>{page.known()}</p></footer>\n</body>\n</html>\n"
    ).encode()


def _proof(report: Report, note: ProofNote | None) -> str:
    """The head of the log, small, below everything."""
    if note is None:
        return ""
    said = "".join(f"<p>{escape(each)}</p>" for each in note.lines(report.language))
    return f'<aside class="proof">{qr.svg(note.code)}<div>{said}</div></aside>\n'


class _Page:
    """Writes the parts of one report with its links."""

    def __init__(self, report: Report, figure_link: str, entry_link: str) -> None:
        self.report = report
        self.figure_link = figure_link
        self.entry_link = entry_link

    def body(self) -> str:
        """Return title, addressee, sections, the note of attachments, signature and attachments."""
        report = self.report
        addressee = f'<p class="to">{escape(report.addressee)}</p>\n' if report.addressee else ""
        sections = "".join(map(self._section, report.sections))
        signed = f"<p>{escape(report.signature.organisation)}</p><p>{escape(report.signature.date)}</p>"
        sign = "sign sealed" if report.signature.sealed else "sign"
        attached = "".join(map(self._attachment, report.attachments))
        return (
            f"<h1>{escape(report.title)}</h1>\n{addressee}{sections}{self._note()}"
            f'<div class="{sign}"><div>{signed}</div></div>\n{attached}'
        )

    def _note(self) -> str:
        """What is attached, below the text (GB/T 9704-2012 7.3.4)."""
        attached = self.report.attachments
        label = "附件：" if self.report.language == "zh" else "Annex: "
        numbers = [f"{place}. " if len(attached) > 1 else "" for place in range(1, len(attached) + 1)]
        names = "".join(
            f'<p><a href="#{escape(each.id)}">{number}{escape(each.title)}</a></p>'
            for number, each in zip(numbers, attached, strict=True)
        )
        return f'<div class="note"><p>{label}</p><div>{names}</div></div>\n' if attached else ""

    def _attachment(self, attachment: Section) -> str:
        inner = "".join(map(self._block, attachment.blocks)) + "".join(map(self._section, attachment.sections))
        return (
            f'<section class="attached" id="{escape(attachment.id)}">\n'
            f'<p class="label">{escape(attachment.number)}</p>\n'
            f"<h2>{escape(attachment.title)}</h2>\n{inner}</section>\n"
        )

    def known(self) -> str:
        """Return which day and which knowledge the numbers rest on."""
        known = instants.written(self.report.as_known_at).replace("T", " ")[:16] + " UTC"
        return escape(_KNOWN.in_language(self.report.language).format(on=self.report.on, known=known))

    def _section(self, section: Section) -> str:
        tag = f"h{min(section.level, 3) + 1}"
        space = " " * (self.report.language == "en")
        blocks = "".join(map(self._block, section.blocks))
        inner = "".join(map(self._section, section.sections))
        title = escape(f"{section.number}{space}{section.title}")
        return f'<section id="{escape(section.id)}">\n<{tag}>{title}</{tag}>\n{blocks}{inner}</section>\n'

    def _block(self, block: Block) -> str:
        if isinstance(block, Table):
            return self._table(block)
        return f'<p class="{block.role}">{"".join(map(self._run, block.runs))}</p>\n'

    def _run(self, run: Run) -> str:
        if isinstance(run, Figure):
            link = escape(self.figure_link.format(id=quote(run.id, safe="~")))
            title = _RECORDS.in_language(self.report.language).format(
                title=run.title.in_language(self.report.language), count=len(run.records)
            )
            names = f'data-figure="{escape(run.id)}" href="{link}" title="{escape(title)}"'
            return f'<a class="figure" {names}>{escape(run.text)}</a>'
        return f'<span class="unknown">{escape(run.text)}</span>' if run.unknown else escape(run.text)

    def _table(self, table: Table) -> str:
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
        rows = "".join(f"<tr>{''.join(self._cells(table, row))}</tr>\n" for row in table.rows)
        return (
            f'<div class="scroll"><table><caption>{escape(table.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n'
            f"<tbody>\n{rows}</tbody></table></div>\n"
        )

    def _cells(self, table: Table, row: Row) -> list[str]:
        """The day, which stands first, links to its entry."""
        link = escape(self.entry_link.format(seq=row.record))
        said = [f'<a href="{link}">{escape(row.cells[0])}</a>', *map(escape, row.cells[1:])]
        looks = [table.look(column, cell) for column, cell in enumerate(row.cells)]
        marks = [f' class="{look}"' if look else "" for look in looks]
        return [f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, said, strict=True)]

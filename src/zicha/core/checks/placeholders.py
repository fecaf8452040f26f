"""Places left to be filled in: ``*次``, ``**党委``, ``XX``, ``××``, ``____``, ``{{…}}``, 待补充."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zicha.core.checks.base import Context, Remark, mark
from zicha.core.document import Document

_COUNTED = "次个人名场本篇条项件份家户天日月年期届号%％小元万"

# A cross between digits multiplies (3×5); a star behind a word is a footnote's. Neither is a gap.
_PLACEHOLDERS = re.compile(
    rf"""
      \{{\{{[^{{}}]*\}}\}}                                    # {{{{ a template's tag }}}}
    | (?<!\d)[×✕╳]{{2,}}(?!\d) | (?<![\d×])×(?=[{_COUNTED}])  # ×× and ×次
    | (?<![A-Za-z])[XxＸ]{{2,}}(?![A-Za-z])                   # XX
    | (?<![A-Za-z0-9])[XxＸ](?=[{_COUNTED}])                  # X次
    | (?<!\*)\*{{2,}}(?=[\u4e00-\u9fff])(?![为是系指代表示注])  # **党委, not a legend
    | (?<=星期)[×*Xx] | (?<=周)[×*] | (?<![\u4e00-\u9fff])某某     # 星期×
    | (?<![\u4e00-\u9fff\w)）\]*])\*(?=[{_COUNTED}])          # *次 at the start of a phrase
    | (?<=[\u4e00-\u9fff])\*+(?=[{_COUNTED}](?![\u4e00-\u9fff]*\d|[牌码令称外]))
    | [_＿]{{3,}}
    | [（(\[【]?(?:待补充|待填写?|待完善|待定稿|此处填写|此处插入|请补充|TBD|TODO)[）)\]】]?
    """,
    re.VERBOSE,
)

# A sign that every placeholder has one of: most paragraphs have none, and are looked at once.
_ANY = re.compile(r"[{×✕╳XxＸ*_＿待此请T某]")


def find(document: Document, _context: Context) -> Iterator[Remark]:
    """Yield every place that still waits for its words."""
    for paragraph in document.paragraphs:
        if not _ANY.search(paragraph.text):
            continue
        for found in _PLACEHOLDERS.finditer(paragraph.text):
            yield mark(paragraph, found.start(), found.end(), code="placeholders.left", severity="error")

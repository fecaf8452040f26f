"""One small organisation and two kinds of activity, for the tests of the import."""

from datetime import date

from zicha.core.importing import rows
from zicha.core.importing.directory import Directory
from zicha.core.importing.tables import Table
from zicha.core.periods import ALWAYS, Span
from zicha.core.scheme import BUILT_IN_EVIDENCE, Field, Kind
from zicha.core.text import LocalText
from zicha.core.units import Holding, Person, UnitSpan

STUDY = Kind(
    "study",
    LocalText("集体学习", "Collective study"),
    fields=(
        Field("speaker", LocalText("主讲人", "Speaker"), "person"),
        Field(
            "form",
            LocalText("学习形式"),
            "choice",
            choices=(("talk", LocalText("研讨交流")), ("read", LocalText("集中读书"))),
        ),
        Field("length", LocalText("时长"), "duration"),
        Field("books", LocalText("学习书目"), "reading_list"),
        Field("rate", LocalText("满意率"), "number", unit="%"),
    ),
    attendance="expected",
    evidence=("sign_in_sheet", "photo"),
)
CHECK = Kind(
    "check",
    LocalText("消防通道检查", "Exit inspection"),
    fields=(
        Field("inspector", LocalText("检查人", "Inspector"), "person", required=True),
        Field("places", LocalText("检查处数"), "number", unit="处"),
        Field("next", LocalText("下次检查"), "date"),
        Field("link", LocalText("网址"), "link"),
    ),
    evidence=("checklist",),
)
KINDS = (STUDY, CHECK)
EVIDENCE = tuple(BUILT_IN_EVIDENCE.items())

SPANS = (
    UnitSpan("U01", "总公司", "", 1, ALWAYS),
    UnitSpan("U02", "第一支部", "U01", 2, ALWAYS),
    UnitSpan("U03", "老班组", "U02", 3, Span(date.min, date(2026, 4, 1))),
    UnitSpan("U03", "新班组", "U02", 3, Span(date(2026, 4, 1), date.max)),
    UnitSpan("U09", "第九支部", "U01", 2, ALWAYS),
)
PEOPLE = (
    Person("P1", "张三"),
    Person("P2", "李四"),
    Person("P3", "王小五"),
    Person("P4", "张三"),
    Person("P5", "赵六"),
    Person("P6", "张三"),
)
HOLDINGS = (
    Holding("P1", "U02", "member", ALWAYS),
    Holding("P2", "U02", "member", ALWAYS),
    Holding("P3", "U02", "member", ALWAYS),
    Holding("P4", "U09", "member", ALWAYS),
    Holding("P6", "U09", "member", ALWAYS),
    Holding("P5", "U02", "member", Span(date(2026, 5, 1), date.max)),
    Holding("P5", "U01", "lead", ALWAYS),
)


def directory(units=None):
    return Directory(spans=SPANS, people=lambda: PEOPLE, holdings=lambda: HOLDINGS, units=units)


def setting(**changed):
    given = {
        "unit": "U02",
        "kinds": {kind.id: kind for kind in KINDS},
        "kind_words": rows.words_of((kind.id, kind.title) for kind in KINDS),
        "evidence": rows.words_of(EVIDENCE),
        "evidence_titles": EVIDENCE,
        "directory": directory(),
        "year": 2026,
    }
    return rows.Setting(**{**given, **changed})


def table(*lines, name="表", merges=(), **changed):
    return Table(name, [list(line) for line in lines], merges=tuple(merges), **changed)

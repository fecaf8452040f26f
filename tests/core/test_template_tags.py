import pytest

from zicha.core import messages, template_tags
from zicha.core.template_tags import Line, Slot

SLOTS = (
    Slot("title", "标题"),
    Slot("date", "日期"),
    Slot("body", "全部章节", "block", frozenset({"work", "next-1"})),
    Slot("sections.work", "工作", "block", frozenset({"work"})),
    Slot("sections.next_1", "打算", "block", frozenset({"next-1"})),
    Slot("figures.studies", "学习次数", "figure"),
)
SECTIONS = {"work": "工作情况", "next-1": "下一步打算"}


def check(*texts, part="body"):
    lines = [Line(part, number, text) for number, text in enumerate(texts, start=1)]
    return template_tags.check(lines, slots=SLOTS, sections=SECTIONS)


def faults(*texts, part="body"):
    found = check(*texts, part=part).faults
    return [(fault.code, fault.paragraph, fault.quote) for fault in found if fault.code != "templates.section_missing"]


def test_a_whole_template_has_no_fault():
    checked = check(
        "{{ title }}", "{{body}}", "{%p if date %}", "共{{ figures.studies }}次，{{ date }}", "{%p endif %}"
    )
    assert checked.used == ("title", "body", "figures.studies", "date")
    assert checked.missing == ("sections.work", "sections.next_1")
    assert checked.faults == ()


def test_a_section_without_a_place_is_named():
    checked = check("{{ sections.work }}")
    assert [(fault.code, fault.severity, fault.paragraph, fault.quote, fault.facts) for fault in checked.faults] == [
        ("templates.section_missing", "warning", 0, "sections.next_1", {"title": "下一步打算"})
    ]
    assert checked.errors == ()


@pytest.mark.parametrize(
    ("text", "code", "quote"),
    [
        ("见{{ title", "templates.unclosed", "{{ title"),
        ("{{ title } }", "templates.unclosed", "{{ title } }"),
        ("{{ title {{ date }}", "templates.unclosed", "{{ title {{ date }}"),
        ("{% if date", "templates.unclosed", "{% if date"),
        ("title }}", "templates.unopened", "title }}"),
        ("｛｛title｝｝", "templates.full_width", "｛｛title｝｝"),
        ("{title}", "templates.single_brace", "{title}"),
        ("{{ titel }}", "templates.unknown_near", "{{ titel }}"),
        ("{{ 单位 }}", "templates.expression", "{{ 单位 }}"),
        ("{{ nothing.like_it }}", "templates.unknown", "{{ nothing.like_it }}"),
        ("{{ title.__class__ }}", "templates.unknown", "{{ title.__class__ }}"),
        ("{{ title|upper }}", "templates.expression", "{{ title|upper }}"),
        ("{{ 7*7 }}", "templates.expression", "{{ 7*7 }}"),
        ("{{ title() }}", "templates.expression", "{{ title() }}"),
        ("{{ sections['work'] }}", "templates.expression", "{{ sections['work'] }}"),
        ("{{p title }}", "templates.prefix", "{{p title }}"),
        ("{% for x in title %}", "templates.statement", "{% for x in title %}"),
        ("{%tr if title %}", "templates.statement", "{%tr if title %}"),
        ("{% if title == 1 %}{% endif %}", "templates.statement", "{% if title == 1 %}"),
        ("{% include '/etc/passwd' %}", "templates.statement", "{% include '/etc/passwd' %}"),
        ("{% if title %}", "templates.if_open", "{% if title %}"),
        ("{%p if title %}", "templates.if_open", "{%p if title %}"),
        ("{% endif %}", "templates.if_extra", "{% endif %}"),
        ("看：{%p if title %}", "templates.not_alone", "{%p if title %}"),
    ],
)
def test_a_fault_is_named_with_its_paragraph_and_its_words(text, code, quote):
    found = faults("好。", text)
    assert (code, 2, quote) in found
    assert check("好。", text).errors


@pytest.mark.parametrize(
    "text",
    [
        "满意率50%}",
        "集合{a,b}",
        "{# 说明 #}",
        "{% if title %}{{ title }}{% else %}无{% endif %}",
        "{% if not date %}无{% endif %}",
    ],
)
def test_what_is_no_fault_is_left_alone(text):
    assert [code for code, _paragraph, _quote in faults(text) if code != "templates.unopened"] == []


def test_conditions_match_within_what_holds_them():
    lines = [
        Line("body", 1, "{%p if title %}", 0),
        Line("body", 2, "{%p endif %}", 1),
        Line("body", 3, "{%p endif %}", 0),
    ]
    found = template_tags.check(lines, slots=SLOTS, sections={}).faults
    assert [(fault.code, fault.paragraph) for fault in found] == [("templates.if_extra", 2)]


def test_a_section_stands_once_and_beside_words_it_is_text():
    assert faults("{{ body }}", "{{ body }}") == [("templates.twice", 2, "{{ body }}")]
    assert faults("一、{{ sections.work }}") == [("templates.as_text", 1, "{{ sections.work }}")]
    assert faults("{{ sections.work }}", part="header") == [("templates.as_text", 1, "{{ sections.work }}")]


def test_a_template_of_nothing_but_tags_is_refused():
    checked = check("{{ title }}" * (template_tags.MOST_TAGS + 1))
    assert [fault.code for fault in checked.errors] == ["templates.too_many"]


def test_a_template_of_nothing_but_faults_is_told_of_the_first():
    found = check(*["{{"] * 10_000).errors
    assert [fault.paragraph for fault in found] == list(range(1, template_tags.MOST_FAULTS + 1))


def test_a_long_quote_is_cut():
    found = check("{{ " + "甲" * 100 + " }}").errors[0]
    assert len(found.quote) == template_tags.LONGEST_QUOTE
    assert found.quote.endswith("…")


def test_every_fault_has_its_sentence():
    for text in (
        "{{",
        "}}",
        "｛｛",
        "{title}",
        "{{ x }}",
        "{{ titel }}",
        "{{p x }}",
        "{{ 1 }}",
        "{% x %}",
        "{% endif %}",
    ):
        for fault in check(text).faults:
            for language in ("zh", "en"):
                said = messages.sentence(fault.code, language=language, quote=fault.quote, **fault.facts)
                assert fault.quote in said

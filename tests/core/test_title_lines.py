import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import title_lines

WIDEST = 40


def lines(title, *phrases):
    return title_lines.broken(title, words=rjieba.cut(title), phrases=phrases, widest=WIDEST)


@pytest.mark.parametrize(
    ("title", "phrases", "expected"),
    [
        ("一中队2026年上半年自查报告", (), ("一中队2026年上半年自查报告",)),
        (
            "城东区综合执法支队第一执法大队一中队2026年上半年自查报告",
            ("城东区综合执法支队第一执法大队一中队", "2026年上半年"),
            ("城东区综合执法支队第一执法大队一中队", "2026年上半年自查报告"),
        ),
        (
            "城东支队一中队2026年上半年理论学习责任制落实情况自查报告",
            ("城东支队一中队", "2026年上半年"),
            ("城东支队一中队2026年上半年", "理论学习责任制落实情况自查报告"),
        ),
        (
            "海州市城市管理和综合行政执法局第三执法支队2026年第三季度安全生产责任制落实情况自查报告",
            ("海州市城市管理和综合行政执法局第三执法支队", "2026年第三季度"),
            ("海州市城市管理和综合行政执法局", "第三执法支队2026年第三季度", "安全生产责任制落实情况自查报告"),
        ),
        (
            "Riverside depot: self-inspection report on work safety, first half of 2026",
            (),
            ("Riverside depot: self-inspection report", "on work safety, first half of 2026"),
        ),
    ],
)
def test_a_title_is_broken_between_words(title, phrases, expected):
    assert lines(title, *phrases) == expected


def test_no_line_begins_with_a_particle_or_ends_with_an_opening_bracket():
    for title in (
        "关于开展二〇二六年度安全生产大检查和隐患排查治理的情况以及下一步工作打算的报告",
        "关于报送《城东支队消防通道管理办法（试行）》执行情况及存在问题的自查报告",
    ):
        found = lines(title)
        assert "".join(found) == title
        assert [line for line in found[1:] if line[0] in "的和与及等》）"] == []
        assert [line for line in found if line[-1] in "（《"] == []


@given(st.lists(st.text("甲乙丙丁戊的（）", min_size=1, max_size=6), min_size=1, max_size=40))
def test_no_character_is_lost_and_no_line_is_too_wide(words):
    title = "".join(words)
    found = title_lines.broken(title, words=words, phrases=(), widest=WIDEST)
    assert "".join(found) == title
    narrow = all(title_lines.width(word) <= WIDEST for word in words)
    assert not narrow or "的" in title or "）" in title or max(map(title_lines.width, found)) <= WIDEST

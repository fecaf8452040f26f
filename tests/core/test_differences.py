"""Word-level differences, and two people's changes to one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import differences
from zicha.core.differences import Piece

TEXT = st.text(st.sampled_from("检查整改次数1 2ab{studies}\n，。"), max_size=40)
LINES = st.lists(st.sampled_from(["一", "二", "三", "四", "五", "六"]), max_size=7).map("\n".join)


def words(text):
    import rjieba

    return rjieba.cut(text)


@given(TEXT, TEXT)
def test_differences_read_as_both_texts(before, after):
    found = differences.between(before, after)
    assert (differences.as_before(found), differences.as_after(found)) == (before, after)


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.change for piece in differences.between(text, text)} <= {"same"}


def test_chinese_is_compared_word_by_word():
    found = differences.between("上半年检查消防通道5次。", "上半年检查安全出口12次。", cut=words)
    assert found == (
        Piece("same", "上半年检查"),
        Piece("removed", "消防通道5"),
        Piece("added", "安全出口12"),
        Piece("same", "次。"),
    )


def test_a_reference_is_never_cut():
    found = differences.between("检查{exits}次", "检查{exit_inspections}次")
    assert [piece.text for piece in found if piece.change != "same"] == ["{exits}", "{exit_inspections}"]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("一\n二改\n三", "一\n二也改\n三", None),
        ("一\n二\n三\n四", "一\n二\n三\n五", None),
        ("一\n二改\n三", "一\n二\n三改", "一\n二改\n三改"),
        ("一改\n二\n三", "一\n二\n三改", "一改\n二\n三改"),
        ("一\n二\n三\n四", "零\n一\n二\n三", "零\n一\n二\n三\n四"),
        ("一\n三", "一\n二\n三", "一\n三"),
        ("一\n二\n三", "三", "三"),
    ],
)
def test_changes_to_different_paragraphs_are_merged(mine, theirs, expected):
    assert differences.merged(base="一\n二\n三", mine=mine, theirs=theirs) == expected


@given(LINES, LINES, LINES)
def test_a_merge_does_not_depend_on_who_was_first(base, mine, theirs):
    one = differences.merged(base=base, mine=mine, theirs=theirs)
    assert one == differences.merged(base=base, mine=theirs, theirs=mine)


@given(LINES, LINES)
def test_merging_one_change_gives_that_change(base, changed):
    assert differences.merged(base=base, mine=changed, theirs=base) == changed
    assert differences.merged(base=base, mine=base, theirs=changed) == changed


@given(LINES, LINES)
def test_both_keeps_every_paragraph_of_each(mine, theirs):
    found = differences.both(mine=mine, theirs=theirs).split("\n")
    for text in (mine, theirs):
        rest = iter(found)
        assert all(line in rest for line in text.split("\n"))

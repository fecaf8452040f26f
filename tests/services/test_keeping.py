"""What a process keeps has a limit, and the least lately asked goes first."""

from zicha.services.keeping import Kept


def test_a_kept_value_is_given_again():
    kept = Kept(10)
    made = []
    for _time in range(2):
        assert kept.made("a", lambda: made.append("a") or "value", weight=len) == "value"
    assert made == ["a"]
    assert kept.get("b") is None


def test_the_least_lately_asked_goes_first_when_all_weigh_too_much():
    kept = Kept(10)
    for key in "abc":
        kept.keep(key, key.upper(), weight=3)
    assert kept.get("a") == "A"
    kept.keep("d", "D", weight=3)
    assert [kept.get(key) for key in "abcd"] == ["A", None, "C", "D"]
    assert (len(kept), kept.weight) == (3, 9)


def test_a_value_that_alone_weighs_too_much_is_given_and_not_kept():
    kept = Kept(10)
    kept.keep("a", "A", weight=10)
    assert kept.keep("b", "B", weight=11) == "B"
    assert (kept.get("a"), kept.get("b"), kept.weight) == ("A", None, 10)


def test_keeping_another_value_in_the_place_of_one_weighs_it_anew():
    kept = Kept(10)
    kept.keep("a", "A", weight=9)
    kept.keep("a", "B", weight=2)
    assert (kept.get("a"), len(kept), kept.weight) == ("B", 1, 2)

"""What a scheme says, in words."""

from dataclasses import replace

from tests.ledgers import SCHEME
from zicha.core import scheme_words
from zicha.core.scheme import AtLeast, Kind, Length, Within
from zicha.core.text import LocalText


def test_cadence_from_an_event_is_said_by_each_schemes_own_title():
    within = Within(Length(7, "days"), "visit")
    titles = (LocalText("走访", "Visit"), LocalText("家访", "Home visit"))
    said = [scheme_words.cadence(within, scheme=replace(SCHEME, kinds=(Kind("visit", one),))) for one in titles]
    assert [one.zh for one in said] == ["走访后 7 天内", "家访后 7 天内"]


def test_same_cadence_is_said_the_same_again():
    once, twice = AtLeast(1, "month"), AtLeast(2, "month")
    said = [scheme_words.cadence(one, scheme=SCHEME).zh for one in (once, twice, once)]
    assert said == ["每月至少 1 次", "每月至少 2 次", "每月至少 1 次"]

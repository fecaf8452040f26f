"""What only those who took part see is on nobody's list and counted for nobody while it is a few."""

from datetime import date

from tests import factories
from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.ledger import Draft

FIELDS = (("help", "none"), ("offered_by", "P02"), ("topic", "work"))


def talk(count):
    from zicha.services import schemes

    data = factories.shipped("theory-study")
    schemes.load(data=data, name="theory-study", recorded_at=world.NOW, recorded_by="admin")
    for day in range(count):
        factories.record(Draft("U02", "talk", date(2026, 5, 3 + day), fields=FIELDS), recorded_at=world.NOW)


def test_talks_are_on_no_list_and_no_number_says_how_few_there_were(signed_in):
    talk(4)
    client = signed_in("leader")
    for asked in ("unit=U01&subtree=1", "unit=U02&kind=talk"):
        listed = client.get(f"/entries/?{asked}")
        assert ("/entries/1/" in listed.content.decode(), "仅参加者可见" in text_of(listed)) == (False, False)
    figure = text_of(client.get("/figure/fig-talks-U02-2026H1/"))
    assert ("&lt;5" in figure, "条仅参加者可见" in figure) == (True, False)
    assert client.get("/entries/1/").status_code == 404


def test_five_talks_are_a_number(signed_in):
    talk(5)
    assert "另有 5 条仅参加者可见" in text_of(signed_in("leader").get("/figure/fig-talks-U02-2026H1/"))

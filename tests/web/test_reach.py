"""Sums and lists over units below hold nothing of a unit that is out of view."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world
from zicha.core.ledger import Draft, Evidence
from zicha.core.reorganising import Appoint, Move
from zicha.services import accounts, ledger, organisation

FIGURE = "/figure/fig-exit_inspections-U01-2026H1{}/"


def decide(decision):
    organisation.decide(decision=decision, recorded_at=world.NOW, recorded_by="admin")


def test_member_of_one_unit_is_not_told_the_sum_over_those_below(client, organisation):
    decide(Appoint("P07", "U01", "member", date(2026, 1, 1), name="新成员"))
    accounts.add(username="clerk", password=world.PASSWORD, person="P07")
    answers = {}
    for username in ("clerk", "leader"):
        client.login(username=username, password=world.PASSWORD)
        answers[username] = [client.get(FIGURE.format(tail)).status_code for tail in ("", "-all")]
    assert answers == {"clerk": [200, 404], "leader": [200, 200]}


def inspect(unit, title):
    fields = (("inspector", "P05" if unit == "U03" else "P02"), ("area", "warehouse"), ("outcome", title))
    draft = Draft(unit, "exit_inspection", date(2026, 5, 20), title, fields, evidence=(Evidence("checklist", "", ""),))
    ledger.record(draft=draft, recorded_at=world.NOW - timedelta(days=3), recorded_by="P03")


LISTS = {"/entries/?unit=U01&subtree=1", FIGURE.format("-all") + "?"}


@pytest.mark.parametrize("on", ["", "&on=2026-05-26"])
@pytest.mark.parametrize(
    "path",
    [
        *sorted(LISTS),
        "/report/?unit=U01&below=1",
        "/report/download/json/?unit=U01&below=1",
        "/problems/?unit=U01&subtree=1",
        "/roll-up/?unit=U01",
        "/reports/?unit=U01",
    ],
)
def test_nothing_written_by_a_unit_that_moved_away_is_read_in_its_old_superiors_sums(signed_in, path, on):
    inspect("U03", "三号仓库记号")
    inspect("U02", "一号仓库记号")
    decide(Move("U03", "", date(2026, 5, 27)))
    page = signed_in("leader").get(path + on)
    body = (b"".join(page.streaming_content) if page.streaming else page.content).decode()
    if on and path.startswith("/figure/"):
        assert page.status_code == 404
        return
    assert (page.status_code, "三号仓库记号" in body) == (200, False)
    assert path not in LISTS or "一号仓库记号" in body


def test_file_brings_no_waiver_for_ones_own_unit(signed_in):
    fields = {"duty": "exit-inspection", "window": "2026-05-01", "approver": "P03", "reason": "停工"}
    line = {"unit": "U02", "kind": "waiver", "happened_on": "2026-05-20", "title": "免除", "fields": fields}
    file = SimpleUploadedFile("台账.ndjson", json.dumps(line).encode())
    page = signed_in("recorder").post("/import/preview/", {"unit": "U02", "file": file}).content.decode()
    assert "免除要由上级单位批准，不能随台账导入。请删去这一行。" in page

"""One digest a day a person: real mail server, real chat receiver, nothing twice, nothing lost."""

import json
import socket
import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan

pytestmark = [
    pytest.mark.django_db,
    # apprise loads every service it knows, and one of them asks for this module.
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]

ON = date(2026, 5, 28)
AT = datetime(2026, 5, 28, 0, 30, tzinfo=UTC)
BEFORE = datetime(2026, 1, 5, 1, tzinfo=UTC)
FROM_2026 = Span(date(2026, 1, 1), date.max)
ROSTER = Roster(
    units=(UnitSpan("U00", "城东支队", "", 1, FROM_2026), UnitSpan("U01", "一中队", "U00", 2, FROM_2026)),
    people=(Person("P001", "林远"), Person("P002", "周启明"), Person("P003", "沈一宁"), Person("P004", "方可")),
    holdings=(
        Holding("P001", "U00", "lead", FROM_2026),
        Holding("P002", "U01", "direct", FROM_2026),
        Holding("P003", "U01", "direct", Span(date(2026, 1, 1), date(2026, 5, 21))),
        Holding("P004", "U01", "member", FROM_2026),
    ),
    contacts={"P001": "lin@example.org", "P002": "zhou@example.org", "P003": "shen@example.org"},
)


class Mailbox:
    """A mail server on this machine that keeps what it is handed, and refuses whom it is told to."""

    def __init__(self):
        self.letters, self.refused = [], set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.letters.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return "250 OK"

    @property
    def read(self):
        return {
            to: (subject(letter), letter.get_payload(decode=True).decode().replace("\r\n", "\n"))
            for to, letter in self.letters
        }


def subject(letter):
    return str(make_header(decode_header(letter["Subject"])))


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    use_mail(settings, f"smtp://127.0.0.1:{port}?from=zicha@example.org")
    yield box
    server.stop()


def use_mail(settings, url):
    from zicha.conf import mail

    settings.ZICHA_MAIL, settings.ZICHA_MAIL_UNREADABLE = url, not mail.is_readable(url)
    for name, value in mail.settings(url).items():
        setattr(settings, name, value)


@pytest.fixture
def organisation(settings):
    from zicha.services import organisation as services
    from zicha.services import schemes

    settings.ZICHA_MAIL = settings.ZICHA_NOTIFY = ""
    services.apply(roster=ROSTER, recorded_at=BEFORE)
    schemes.load(data=SCHEME.encode(), name="s.yaml", recorded_at=BEFORE, recorded_by="admin")


SCHEME = """
id: small
version: "1"
title: {zh: 安全责任制}
period: half
backfill_days: 14
clauses:
  c1: {number: 第一条, text: 每月检查一次。}
kinds:
  round: {title: {zh: 巡查}, fields: {}}
duties:
  round:
    title: {zh: 巡查}
    clause: c1
    bound: {level: [2]}
    post: direct
    fulfilled_by: {kind: round}
    cadence: {at_least: 1, per: month}
    grace: 3 days
    remind: 7 days
measures:
  rounds: {title: {zh: 巡查次数}, unit: 次, count: {kind: round}}
  pressed: {title: {zh: 催办次数}, unit: 次, count: {kind: reminder, where: {level: press}}}
report:
  title: "{unit}{period}自查报告"
  sections:
    - {title: 情况, facts: "巡查{rounds}次，催办{pressed}次。"}
"""


def rounds(*days):
    from zicha.core.ledger import Draft

    for day in days:
        factories.record(Draft("U01", "round", day), recorded_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


DONE = tuple(date(2026, month, 3) for month in (1, 2, 3, 4))


def run(on=ON, at=AT, **more):
    from zicha.services import digests

    return digests.run(on=on, at=at, **more)


def fates(done):
    return [(each.person, each.fate, each.count) for each in done.told]


def test_each_person_gets_one_short_letter_and_a_second_run_sends_nothing(organisation, mailbox, settings):
    settings.ZICHA_SITE = "https://zicha.example/"
    rounds(*DONE)
    assert fates(run()) == [("P002", "sent", 1)]
    body = (
        "周启明，您好：\n"
        "\n"
        "临近期限（1 件）\n"
        "· 巡查（一中队）：5月31日前完成\n"
        "\n"
        "去办理：https://zicha.example/\n"
        "\n"
        "每个工作日最多一封。不想收到，请在“我的信息”里清空联系方式。\n"
    )
    assert mailbox.read == {"zhou@example.org": ("自查提醒：1 件事（5月28日）", body)}
    assert fates(run(at=AT + timedelta(hours=3))) == [("P002", "already", 1)]
    assert len(mailbox.letters) == 1


def test_what_is_long_overdue_goes_to_the_unit_above_once(organisation, mailbox):
    from zicha.services import reminders

    rounds(*DONE[:3])
    first = run()
    assert (fates(first), first.passed_on) == ([("P001", "sent", 1), ("P002", "sent", 2)], 1)
    assert (
        "下级久拖未办，请督办（1 件）\n· 巡查（一中队）：应于4月30日前完成，已逾期 28 天\n"
        in mailbox.read["lin@example.org"][1]
    )
    assert run(on=date(2026, 5, 29), at=AT + timedelta(days=1)).passed_on == 0
    told = reminders.listed(units=["U01"], on=ON, as_known_at=AT + timedelta(days=2))
    assert [(each.level, each.to, each.by, each.due) for each in told] == [
        ("escalate", "P001", "cli", date(2026, 4, 30))
    ]


def test_who_was_pressed_reads_by_whom(organisation, mailbox):
    from zicha.services import duelist, reminders

    rounds(*DONE)
    (item,) = duelist.ahead(units=["U01"], on=ON, until=date(2026, 5, 31), as_known_at=AT).items
    for _twice in range(2):
        reminders.press(unit="U01", item=item.uid, note="本周补上", recorded_at=AT, recorded_by="P001")
    assert len(reminders.listed(units=["U01"], on=ON, as_known_at=AT)) == 1
    run()
    assert "· 巡查（一中队）：5月31日前完成（林远催办：本周补上）\n" in mailbox.read["zhou@example.org"][1]


def test_times_pressed_are_a_measure(organisation):
    from zicha.core import periods
    from zicha.services import boards, duelist, figures, reminders

    rounds(*DONE[:3])
    items = duelist.ahead(units=["U01"], on=ON, until=date(2026, 5, 31), as_known_at=AT).items
    for item in items:
        reminders.press(unit="U01", item=item.uid, note="", recorded_at=AT, recorded_by="P001")
    asked = {"unit": "U01", "period": periods.parse("2026H1"), "on": ON, "as_known_at": AT}
    assert figures.evaluate(measure="pressed", **asked).value == 2
    assert boards.show(**{**asked, "period": periods.parse("2026-05")}).reported == ()


def test_a_person_who_left_and_one_without_contact_are_sent_nothing(organisation, mailbox):
    from zicha.services import problems

    rounds(*DONE)
    for owner in ("P003", "P004"):
        finding = problems.Finding("U01", "inspection", "通道堆物", owner, date(2026, 5, 29))
        problems.open_problem(found=finding, recorded_at=AT - timedelta(days=8), recorded_by="P002")
    assert fates(run()) == [("P002", "sent", 1), ("P004", "no_contact", 1)]
    assert list(mailbox.read) == ["zhou@example.org"]


def test_a_server_that_is_down_loses_nothing(organisation, settings, mailbox):
    rounds(*DONE[:3])
    working = settings.ZICHA_MAIL
    use_mail(settings, "smtp://127.0.0.1:9?from=zicha@example.org")
    broken = run()
    assert ([each.fate for each in broken.told], broken.failed) == (["failed", "failed"], 2)
    assert all("refused" in each.why for each in broken.told)
    use_mail(settings, working)
    assert fates(run(at=AT + timedelta(minutes=1))) == [("P001", "sent", 1), ("P002", "sent", 2)]
    assert len(mailbox.letters) == 2


def test_one_address_that_is_refused_keeps_no_other_from_its_letter(organisation, mailbox):
    rounds(*DONE[:3])
    mailbox.refused = {"lin@example.org"}
    done = run()
    assert fates(done) == [("P001", "failed", 1), ("P002", "sent", 2)]
    assert "no such mailbox" in done.told[0].why
    mailbox.refused = set()
    assert fates(run(at=AT + timedelta(minutes=1))) == [("P001", "sent", 1), ("P002", "already", 2)]


def test_what_another_run_is_sending_is_left_to_it_until_that_is_lost(organisation, mailbox):
    from zicha.store.writes import calendars

    rounds(*DONE)
    assert calendars.claim(person="P002", day=ON, at=AT, lost_after=timedelta(minutes=10))
    assert fates(run(at=AT + timedelta(minutes=9))) == [("P002", "busy", 1)]
    assert fates(run(at=AT + timedelta(minutes=11))) == [("P002", "sent", 1)]


def test_dry_run_sends_and_records_nothing(organisation, mailbox):
    from zicha.services import reminders

    rounds(*DONE[:3])
    done = run(dry_run=True)
    assert (fates(done), done.passed_on) == ([("P002", "would", 2)], 1)
    assert (mailbox.letters, reminders.listed(units=["U01"], on=ON, as_known_at=AT)) == ([], ())


def test_nothing_is_sent_until_a_way_is_set_nor_on_a_day_off(organisation, mailbox, settings):
    rounds(*DONE)
    # 1 May 2026 is a holiday; Saturday 9 May is worked instead; 2027 has no calendar yet, so that its 1 January counts.
    days = [date(2026, 5, 1), date(2026, 5, 9), date(2026, 5, 10), date(2027, 1, 1), date(2027, 1, 2)]
    assert [run(on=day, at=datetime(2027, 1, 3, tzinfo=UTC), dry_run=True).off for day in days] == [
        "rest",
        "",
        "rest",
        "",
        "rest",
    ]
    settings.ZICHA_MAIL = ""
    assert run().off == "off"


def test_days_to_come_and_unreadable_addresses_are_refused(organisation, mailbox, settings):
    with pytest.raises(Refusal) as early:
        run(on=date(2026, 6, 1))
    use_mail(settings, "mail.example.org")
    with pytest.raises(Refusal) as unreadable:
        run()
    assert (early.value.code, unreadable.value.code) == ("plan.remind_future", "plan.mail_address")


@pytest.fixture
def chat(settings):
    heard = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(503 if self.path == "/down" else 200)
            self.end_headers()

        def log_message(self, *_words):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ZICHA_NOTIFY = f"json://127.0.0.1:{server.server_port}/hook?:to={{contact}}"
    yield heard
    server.shutdown()
    server.server_close()


def test_a_contact_that_is_no_mail_address_is_told_in_the_chat(organisation, chat, settings):
    from zicha.services import organisation as services

    rounds(*DONE)
    contacts = {"P002": "周启明&to=all"}
    services.apply(roster=Roster(ROSTER.units, ROSTER.people, ROSTER.holdings, contacts), recorded_at=BEFORE)
    assert fates(run()) == [("P002", "sent", 1)]
    ((path, said),) = chat
    assert (path, said["title"], said["to"]) == ("/hook", "自查提醒：1 件事（5月28日）", "周启明&to=all")
    assert said["message"].startswith("周启明，您好：\n\n临近期限（1 件）\n· 巡查（一中队）：5月31日前完成")


def test_a_chat_that_refuses_is_told_and_can_be_repeated(organisation, chat, settings):
    rounds(*DONE)
    working = settings.ZICHA_NOTIFY
    settings.ZICHA_NOTIFY = working.replace("/hook", "/down")
    assert fates(run()) == [("P002", "failed", 1)]
    chat.clear()
    settings.ZICHA_NOTIFY = working
    assert fates(run(at=AT + timedelta(minutes=1))) == [("P002", "sent", 1)]


def test_a_contact_without_a_way_is_said_so(organisation, mailbox):
    from zicha.services import organisation as services

    rounds(*DONE)
    services.apply(
        roster=Roster(ROSTER.units, ROSTER.people, ROSTER.holdings, {"P002": "13800000000"}), recorded_at=BEFORE
    )
    assert fates(run()) == [("P002", "no_way", 1)]

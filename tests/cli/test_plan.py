"""``zicha plan`` and ``zicha remind``: what falls due on a terminal, and the run of a day."""

ON = ("--on", "2026-11-23")


def test_plan_lists_what_falls_due_up_to_a_day_in_order(demo):
    found = demo("plan", "--unit", "U02", "--subtree", "--until", "2026-12-31", "--format", "json", *ON).json
    days = [item["day"] for item in found["items"]]
    assert (days == sorted(days), days[-1], found["unpublished"]) == (True, "2026-12-31", [])
    assert {item["sort"] for item in found["items"]} >= {"duty", "problem", "report"}
    person = next(item["people"][0] for item in found["items"] if item["people"])
    mine = demo("plan", "--unit", "U02", "--subtree", "--person", person, "--format", "json", *ON).json["items"]
    assert mine
    assert all(person in item["people"] for item in mine if item["sort"] != "meeting")


def test_plan_of_a_year_without_a_calendar_says_so(demo):
    ran = demo("plan", "--unit", "U02", "--until", "2027-03-31", *ON)
    assert (ran.code, "2027 年的放假调休安排还没有公布" in ran.out) == (0, True)


def test_plan_of_nothing_says_so(demo):
    ran = demo("plan", "--unit", "U02", "--until", "2020-01-01", "--on", "2020-01-01")
    assert (ran.code, ran.out.strip()) == (0, "到 2020-01-01 没有到期的事。")


def test_remind_is_off_until_a_way_is_set_and_says_how(copy):
    ran = copy("remind")
    assert (ran.code, "还没有设置发送方式" in ran.out) == (1, True)
    wrong = copy("remind", ZICHA_MAIL="mail.example.org")
    assert (wrong.code, "ZICHA_MAIL 应写成 smtp://" in wrong.err) == (2, True)


def test_dry_run_says_who_would_be_told(demo):
    ran = demo("remind", "--dry-run", "--format", "json", *ON)
    assert ran.code == 0
    assert {each["fate"] for each in ran.json["people"]} <= {"would", "no_contact"}
    assert ran.json["people"]
    rest = demo("remind", "--dry-run", "--on", "2026-11-22")
    assert (rest.code, rest.out.strip()) == (0, "2026-11-22 不是工作日，不发提醒。")


def test_plan_until_the_end_of_the_calendar_is_refused(demo):
    ran = demo("plan", "--unit", "U02", "--until", "9999-12-31", *ON)
    assert (ran.code, ran.err) == (2, "“9999-12-31”不是日期；请写成 2026-05-31 这样。\n")

"""Ledgers with something behind every figure of a shipped scheme, and the proofs of their reports."""

from dataclasses import replace
from datetime import date, timedelta

from tests import factories
from zicha.core import periods
from zicha.core.ledger import Attendance, Draft, Evidence

RECORDED = factories.NOW + timedelta(days=3)
LATER = factories.NOW + timedelta(days=30)
H1 = periods.parse("2026H1")
ON = date(2026, 7, 10)


def files(*kinds):
    return tuple(Evidence(kind, "", "") for kind in kinds)


def sheet(expected, present):
    return Attendance(len(expected), len(present), expected_people=expected, present_people=present)


def entry(kind, day, *, unit="U01", fields=(), present=(), expected=(), evidence=(), **more):
    """Record an entry; with people, on a sheet."""
    attendance = sheet(expected or present, present) if present else None
    draft = Draft(
        unit, kind, date.fromisoformat(day), "", fields=tuple(sorted(fields)), attendance=attendance,
        evidence=files(*evidence), **more,
    )  # fmt: skip
    return factories.record(draft, recorded_at=RECORDED)


def happen_more(home, scheme):
    """Change the signing key, move an entry to another unit by a correction, erase a guest from a sheet."""
    from zicha.services import erasure, ledger, log, log_rotation
    from zicha.services.erasure import Order

    log.checkpoint(home=home, recorded_at=RECORDED)
    former = (home / "log-key.pub").read_text()
    log_rotation.rotate(home=home, recorded_at=RECORDED, recorded_by="cli")
    moved = (
        study("2026-06-04", ("P002",), "reading")
        if scheme == "theory-study"
        else training(("P002",), "2026-06-04", "U01", "everyone")
    )
    ledger.correct(
        entry=moved.entry, draft=replace(moved.draft, unit="U02"), reason="记错单位", recorded_at=RECORDED,
        recorded_by="P002", seen_number=1,
    )  # fmt: skip
    order = Order(ground="request", approver="P001", recorded_at=RECORDED, recorded_by="P001", home=home)
    erasure.erase_person(person="P004", order=order)
    return former


def prove(home, *, scheme="work-safety", unit="U00", subtree=True, people=True, recorded_at=LATER):
    """Return the proof of a report and the issuer's public key."""
    from zicha.services import proofs

    content = proofs.bundle(
        unit=unit, period=H1, scheme=scheme, on=ON, recorded_at=recorded_at, recorded_by="P001", home=home,
        subtree=subtree, people=people,
    )  # fmt: skip
    return content, (home / "log-key.pub").read_text()


def work_safety():
    """Windows of every cadence and state, problems in every state, promises, people in two units and guests."""
    factories.organisation(schemes=("work-safety", "theory-study"))
    for month in ("01", "02", "03", "04"):
        entry(
            "exit_inspection",
            f"2026-{month}-14",
            fields=(("area", "warehouse"), ("blocked", "2"), ("inspector", "P002")),
            evidence=("checklist",),
        )
    entry("exit_inspection", "2026-05-14", fields=(("area", "office"), ("inspector", "P002")))
    entry(
        "exit_inspection",
        "2026-05-20",
        unit="U03",
        fields=(("area", "office"), ("inspector", "P003")),
        evidence=("checklist",),
    )
    entry(
        "safety_meeting",
        "2026-03-05",
        present=("P002", "P003"),
        fields=(("agenda", "月度"), ("host", "P002"), ("decisions", "2")),
        evidence=("sign_in_sheet", "minutes"),
    )
    entry(
        "safety_meeting",
        "2026-04-09",
        present=("P002",),
        expected=("P002", "P003", "P004"),
        fields=(("agenda", "月度"), ("host", "P002")),
        evidence=("sign_in_sheet", "minutes"),
    )
    entry("drill", "2026-02-11", present=("P002",), fields=(("scenario", "fire"),), evidence=("plan", "summary"))
    training(("P002", "P003", "P004"), "2026-01-20", "U01", "everyone", evidence=("training_record", "sign_in_sheet"))
    training(("P003", "P004"), "2026-06-02", "U03", "newcomers", evidence=("training_record",))
    entry("equipment_overhaul", "2025-11-20", fields=(("inspector", "P002"), ("pieces", "12")), evidence=("checklist",))
    entry(
        "equipment_overhaul",
        "2026-06-03",
        fields=(("inspector", "P002"), ("pieces", "7.5"), ("replaced", "1")),
        evidence=("checklist",),
    )
    for day, grade in (("2026-02-03", "major"), ("2026-04-20", "ordinary"), ("2026-05-06", "ordinary")):
        entry(
            "hazard",
            day,
            fields=(
                ("place", "一层"),
                ("hazard", "堵塞"),
                ("grade", grade),
                ("owner", "P002"),
                ("deadline", "2026-06-30"),
            ),
            evidence=("photo",),
        )
    for day in ("2026-02-24", "2026-05-19"):
        entry(
            "hazard_fix",
            day,
            fields=(("measure_taken", "清理"), ("checked_by", "P001"), ("cost", "100")),
            evidence=("photo",),
        )
    entry(
        "licence_check",
        "2026-03-02",
        fields=(("licences", ("营业执照", "消防证")), ("renewed", "1")),
        evidence=("licence_copy",),
    )
    entry(
        "safety_self_inspection",
        "2026-06-05",
        fields=(("leader", "P002"), ("problems_found", "3"), ("actions_set", "3")),
        evidence=("report",),
    )
    waived()
    problems_of("work-safety", ("c6", "c4"))
    promises_of("work-safety")


def training(present, day, unit, audience, **more):
    """Record a training."""
    return entry(
        "safety_training",
        day,
        unit=unit,
        present=present,
        fields=(("audience", audience), ("subject", "用电"), ("hours", 90)),
        **more,
    )


def waived():
    """Let a window off: the branch's safety meeting of February."""
    entry(
        "waiver",
        "2026-03-01",
        fields=(("duty", "safety-meeting"), ("window", "2026-02-01"), ("approver", "P001"), ("reason", "停工")),
    )


def problems_of(scheme, clauses):
    """Five problems: one extended, closed and in time, one closed late, one overdue, one dropped, one recurring."""
    steps = (
        (("extend", "2026-07-20"), ("hand_in", ""), ("accept", "")),
        (("hand_in", ""), ("refuse", "2026-06-15"), ("hand_in", ""), ("accept", ""), ("reopen", "2026-07-30")),
        (),
        (("drop", ""),),
        (("hand_in", ""),),
    )
    for place, taken in enumerate(steps):
        fields = (
            ("number", f"{scheme[:1]}-{place}"), ("source", "inspection"), ("matter", "堵塞"), ("owner", "P002"),
            ("due", "2026-06-20" if place == 2 else "2026-07-01"), ("scheme", scheme), ("clause", clauses[place // 3]),
        )  # fmt: skip
        found = entry("problem", f"2026-06-0{place + 1}", unit=("U01", "U03")[place % 2], fields=fields)
        for name, due in taken:
            more = (("due", due),) if due else ()
            entry(
                "problem_step",
                "2026-06-12",
                unit=found.draft.unit,
                fields=(("problem", str(found.entry)), ("step", name), *more),
            )


def promises_of(scheme):
    """Four next steps of the year before: kept, under way, dropped, and not spoken of."""
    for place, name in enumerate(("done", "work", "drop", "")):
        fields = (
            ("source", "report"),
            ("origin", f"rep-{scheme}-U01-2025H2"),
            ("scheme", scheme),
            ("matter", f"第{place}项"),
        )
        made = entry("action", "2026-01-05", fields=fields)
        if name:
            entry("action_step", "2026-05-05", fields=(("action", str(made.entry)), ("step", name)))


def theory_study():
    """Studies with guests, a share, private talks and self-study, event windows, problems and promises."""
    factories.organisation(schemes=("theory-study", "work-safety"))
    for month, form in (("01", "reading"), ("02", "discussion"), ("04", "visit")):
        study(f"2026-{month}-10", ("P002", "P003"), form)
    study("2026-05-11", ("P002",), "reading", expected=("P002", "P001", "P004"), makes_up=date(2026, 3, 10))
    study("2026-06-01", ("P003", "P004"), "course", unit="U03")
    entry(
        "lecture",
        "2026-05-20",
        present=("P002", "P001"),
        fields=(("lecturer", "P002"), ("role", "secretary"), ("topic", "专题"), ("duration", 45)),
        evidence=("sign_in_sheet", "slides"),
    )
    for day, planned in (("2026-02-20", "by_plan"), ("2026-05-22", "added"), ("2026-06-03", "by_plan")):
        entry(
            "central_group_study",
            day,
            unit="U00",
            present=("P001",),
            fields=(("subject", "专题"), ("planned", planned), ("duration", 120)),
            evidence=("sign_in_sheet", "minutes"),
        )
    for day in ("2026-01-08", "2026-04-08"):
        entry("self_study", day, unit="U03", fields=(("duration", 60),))
    entry(
        "special_meeting",
        "2026-03-18",
        present=("P002",),
        fields=(("host", "P002"), ("state_of_work", "平稳"), ("decided", "3"), ("assigned", "3")),
        evidence=("minutes", "decision"),
    )
    entry(
        "decision_follow_up",
        "2026-04-02",
        fields=(("owner", "P002"), ("settled", "2"), ("outstanding", "1")),
        evidence=("report",),
    )
    entry("talk", "2026-04-15", fields=(("offered_by", "P002"), ("topic", "work")), present=("P003",))
    plans()
    problems_of("theory-study", ("t2", "t4"))
    promises_of("theory-study")


def plans():
    """Plan four months of study: one held at its end, one by one person alone, one moved out of the period, one missed."""
    held = study("2026-05-28", ("P002", "P003"), "reading")
    alone = study("2026-04-20", ("P002",), "reading")
    plan_item("2026-05-01", ("link", (("record", str(held.entry)),)))
    plan_item("2026-04-01", ("link", (("record", str(alone.entry)),)))
    plan_item("2026-06-01", ("move", (("month", "2026-07-01"),)))
    plan_item("2026-03-01")


def plan_item(month, *steps):
    """Plan a study of a month, and let it take steps."""
    item = entry("study_item", month, fields=(("month", month), ("topic", "原著"), ("form", "collective")))
    for name, more in steps:
        entry("study_step", "2026-06-02", fields=(("item", str(item.entry)), ("step", name), *more))


def study(day, present, form, **more):
    """Record a thematic study."""
    fields = (("theme", "主题"), ("host", "P002"), ("form", form), ("duration", 90))
    return entry("thematic_study", day, present=present, fields=fields, evidence=("sign_in_sheet", "minutes"), **more)

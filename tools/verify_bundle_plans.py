"""Count anew what became of the items of study plans in a zicha proof: used by verify_bundle_figures.py.

An item counts in the period it was planned for at first, wherever it was moved since. It is held on the day of the
first record that was linked to it; what is planned for all together is not held by one person alone, and
what each reads alone is never crowded to the month's end.
"""
# ruff: noqa: ANN001, ANN201, D103 -- an auditor reads this in one sitting: under 200 lines, only what is counted

from datetime import date, timedelta
from fractions import Fraction

UNSEEN = "it rests on records that are private or of other units, and are not shown"
SHUT = "it asks whether somebody studied alone, and the sheets were left shut"


def first_of(day):
    return date.fromisoformat(day).replace(day=1)


def new_item(body):
    month = first_of(body["fields"].get("month") or body["happened_on"])
    return {"form": body["fields"].get("form"), "first": month, "month": month, "met": set(), "linked": set()} | {
        "seqs": {body["seq"]}
    }


def take(one, body):
    """Let an item take a step."""
    fields = body["fields"]
    one["seqs"].add(body["seq"])
    if fields["step"] == "link":
        one["linked"].add(int(fields.get("record") or 0))
    if fields["step"] == "unlink":
        one["linked"].discard(int(fields.get("record") or 0))
    if fields["step"] == "move":
        one["month"] = first_of(fields["month"]) if fields.get("month") else one["month"]
        one["met"].add("moved")
    if fields["step"] == "call_off":
        one["met"].add("called_off")


def is_alone(body, people):
    """Whether one person, and nobody else, was expected and there."""
    heads, present = body["attendance"], people.get(body["seq"], ())
    return bool(heads) and heads["expected"] == len(present) == 1 and not body["makes_up"]


def settle(one, records, people, until):
    """Add to what became of an item whether it was held by a day, in its month, or was missed."""
    after = (one["month"] + timedelta(days=31)).replace(day=1)
    linked = [records[entry] for entry in one["linked"] if entry in records]
    sessions = [body for body in linked if one["form"] == "self" or not is_alone(body, people)]
    held = min((body["happened_on"] for body in sessions if body["happened_on"] <= until), default="")
    if one["form"] != "self" and (after - timedelta(days=7)).isoformat() <= held < after.isoformat():
        one["met"].add("crowded")
    if "called_off" in one["met"]:
        return
    if held:
        one["met"].add("done" if held < after.isoformat() else "late")
    elif until >= after.isoformat():
        one["met"].add("missed")


def plans_of(bodies, latest, people, start, end, until):
    """The items planned for a period, and why they cannot be counted.

    Takes the standing records of the units, and the latest state of every entry that is shown, by number.
    """
    items = {body["entry"]: new_item(body) for body in bodies if body["kind"] == "study_item"}
    for body in sorted(bodies, key=lambda body: body["entry"]):
        if body["kind"] == "study_step" and int(body["fields"].get("item") or 0) in items:
            take(items[int(body["fields"]["item"])], body)
    found = [one for one in items.values() if start <= one["first"] < end]
    records = {entry: body for entry, body in latest.items() if not body["withdrawn"]}
    for one in found:
        settle(one, records, people, until)
    linked = set().union(*(one["linked"] for one in found))
    if linked - latest.keys():
        return found, UNSEEN
    shut = [records[entry] for entry in linked & records.keys() if records[entry]["sheet"]]
    shut = [body for body in shut if body["seq"] not in people and body["attendance"]]
    return found, SHUT if any(body["attendance"]["expected"] == 1 for body in shut) else ""


def evaluate(rule, items):
    """Value and records of a rule over items."""
    part = [one for one in items if not rule["outcomes"] or one["met"] & set(rule["outcomes"])]
    is_share = rule["~"] == "StudyShare"
    value = len(part) if not is_share else Fraction(len(part), len(items)) if items else None
    return value, sorted(set().union(*(one["seqs"] for one in (items if is_share else part))))

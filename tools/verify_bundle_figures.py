"""Count the figures of a zicha proof anew: entries, heads, sums, rates, shares and different people.

Used by verify_bundle.py, which shows first that the records are in the signed log and that none is left out. It uses
verify_bundle_people.py, verify_bundle_plans.py and verify_bundle_windows.py, which lie beside it.
"""
# ruff: noqa: ANN001, ANN201, ANN202, D103 -- an auditor reads this in one sitting: under 200 lines, only what is counted

import hashlib
import json
import pathlib
import runpy
from datetime import date, datetime, timedelta
from fractions import Fraction

PLAIN = {"date": date.fromisoformat, "fraction": Fraction}
HEADS = ("expected", "present", "excused", "made_up")
PRIVATE = "it counts private records, which are not shown"
PARTLY = "it is the windows recounted and those stated for private duties, which were not recounted"
STATES = ("overdue", "insufficient", "grace", "at_risk", "open", "upcoming", "met", "met_late", "waived", "no_data")


def months_on(day, count):
    """The first of the month, so many months on."""
    total = day.year * 12 + day.month - 1 + count
    return date(total // 12, total % 12 + 1, 1)


def span_of(period):
    """First day and the day after the last of ``2026``, ``2026H1``, ``2026Q3`` or ``2026-05``."""
    length = {"": 12, "H": 6, "Q": 3, "-": 1}[period[4:5]]
    start = months_on(date(int(period[:4]), 1, 1), length * (int(period[5:] or 1) - 1))
    return start, months_on(start, length)


def scheme_of(bundle, rows, start, need):
    """The scheme, shown to be the bound version that holds on the period's first day, as known then."""
    instant = datetime.fromisoformat(bundle["as_known_at"])
    known = (instant - datetime(1970, 1, 1, tzinfo=instant.tzinfo)) // timedelta(microseconds=1)
    held, text = {}, bundle["scheme"]["parsed"]
    for said in sorted(rows["scheme"], key=lambda said: said["loaded_at"]):
        holds = said["effective"] <= start.isoformat() and said["loaded_at"] <= known
        held = said if said["scheme"] == bundle["scheme"]["id"] and (holds or not held) else held
    need(held.get("parsed") == hashlib.sha256(text.encode()).hexdigest(), "the scheme is not the one that is bound")
    return json.loads(text, object_hook=lambda part: PLAIN.get(part.get("~"), lambda _: part)(part.get("value")))


def below(unit, day, units):
    tree = {each["unit"]: each["parent"] for each in units if each["start"] <= day < each["end"]}
    found = {unit} & tree.keys()
    while more := {each for each, above in tree.items() if above in found} - found:
        found |= more
    return found, tree.keys()


def members(bundle, units, start, end):
    """The units of the report: those below on the day asked for, or closed earlier in the period."""
    if bundle["subtree"] is not True:
        return {bundle["unit"]}
    day = max(start.isoformat(), min(bundle["on"], (end - timedelta(days=1)).isoformat()))
    found, stand = below(bundle["unit"], day, units)
    for each in units:
        if start.isoformat() < each["end"] <= day:
            last = (date.fromisoformat(each["end"]) - timedelta(days=1)).isoformat()
            found |= below(bundle["unit"], last, units)[0] - stand
    return found or {bundle["unit"]}


def chosen(selector, bodies):
    late, found = selector["backfilled"], []
    for body in bodies:
        values = {name: value if isinstance(value, list) else [str(value)] for name, value in body["fields"].items()}
        fits = all(set(values.get(name, ())) & set(wanted) for name, wanted in selector["where"])
        found += [body] if fits and body["kind"] in selector["kinds"] and late in (None, body["backfilled"]) else []
    return found


def total(of, bodies):
    if not of:
        return Fraction(len(bodies))
    heads = [body["attendance"] for body in bodies if body["attendance"]]
    if of == "absent":
        return Fraction(sum(each["expected"] - each["present"] - each["excused"] for each in heads))
    if of in HEADS:
        return Fraction(sum(each[of] for each in heads))
    return sum((Fraction(int(Fraction(str(body["fields"].get(of, 0))) * 10**6), 10**6) for body in bodies), Fraction(0))


def evaluate(rule, bodies, people):
    """Value and records of a rule over entries."""
    if rule["~"] == "Share":
        part, whole = chosen(rule["part"], bodies), chosen(rule["whole"], bodies)
        above, below_it = total(rule["of"], part), total(rule["of"], whole)
        return above / below_it if below_it else None, sorted({body["seq"] for body in (*part, *whole)})
    entries = chosen(rule["selector"], bodies)
    records = sorted(body["seq"] for body in entries)
    if rule["~"] == "DistinctPeople":
        return len(set().union(*(people.get(seq, ()) for seq in records))), records
    if rule["~"] == "Rate":
        below_it = total(rule["denominator"], entries)
        return total(rule["numerator"], entries) / below_it if below_it else None, records
    return total(rule.get("of", ""), entries), records


def text(value, measure):
    """A value as it is shown; a share short of the whole is never rounded up to it, and none to nothing."""
    if value is None:
        return "—"
    whole, step = 100 if measure["unit"] == "%" else 1, Fraction(1, 10 ** measure["places"])
    scaled = Fraction(value) * whole
    found = (scaled / step + Fraction(1, 2)).__floor__() * step
    if measure["rule"]["~"] in ("Rate", "Share") and 0 < scaled < whole and step < whole:
        found = min(max(found, step), whole - step)
    places, sign = measure["places"], "-" if found < 0 else ""
    head, tail = divmod(int(abs(found) / step), 10**places)
    return sign + str(head) + (f".{tail:0{places}}" if places else "") + ("%" if whole == 100 else "")


def beside(name):
    """What the script of that name beside this one does."""
    return runpy.run_path(str(pathlib.Path(__file__).with_name(f"verify_bundle_{name}.py")))


def reason_of(duty, private):
    event = duty["cadence"].get("event")
    if event == "joining":
        return "its windows begin when somebody joins, and who holds which post is not shown"
    return PRIVATE if private & {*duty["fulfilled_by"]["kinds"], event} else ""


def recount(bundle, bodies, rows, withheld, need):
    """By name what every figure and statement is, and why one cannot be counted anew."""
    (start, end), windows, others, plans = span_of(bundle["period"]), *map(beside, ("windows", "people", "plans"))
    scheme = scheme_of(bundle, rows, start, need)
    codes = members(bundle, rows["unit"], start, end)
    need(sorted(codes) == [each["unit"] for each in bundle["units"]], "the units are not those of the report")
    latest = {body["entry"]: body for body in sorted(bodies, key=lambda body: body["seq"])}
    standing = [body for body in latest.values() if not body["withdrawn"] and body["unit"] in codes]
    until = min(bundle["on"], (end - timedelta(days=1)).isoformat())
    asked = [body for body in standing if start.isoformat() <= body["happened_on"] <= until]
    people = others["opened_sheets"](bundle, bodies, rows, need)
    shut = {body["seq"] for body in asked if body["sheet"]} - people.keys()
    private = {kind["id"] for kind in scheme["kinds"] if kind["private"]} if withheld else set()
    reasons = {duty["id"]: reason_of(duty, private) for duty in scheme["duties"]}
    cells = windows["board"](bundle, scheme, rows["unit"], codes, standing, chosen, start, end)
    problems = others["problems_of"](standing, scheme, until, months_on)
    items, plan_reason = plans["plans_of"](standing, latest, people, start, end, until)

    def counted(rule):
        """Value, records, and why it was not counted."""
        if rule["~"] == "Cells":
            seen = [cell for duty in rule["duties"] for cell in cells[duty]]
            seen = [cell for cell in seen if not rule["states"] or cell[0] in rule["states"]]
            records = sorted({seq for _state, records in seen for seq in records})
            reason = next(filter(None, (reasons[duty] for duty in rule["duties"])), "")
            if reason == PRIVATE:
                return windows["partly"](rule, cells, reasons, bundle["counts"]), [], PARTLY
            return len(seen), records, reason
        if rule["~"] in ("ProblemCount", "ProblemShare"):
            return *others["evaluate"](rule, problems, start, end), ""
        if rule["~"] in ("StudyCount", "StudyShare"):
            return *plans["evaluate"](rule, items), plan_reason
        value, records = evaluate(rule, asked, people)
        kinds = {kind for part in rule.values() if isinstance(part, dict) for kind in part["kinds"]}
        if rule["~"] == "DistinctPeople" and shut & set(records):
            return value, records, "it counts different people, and their sheets were left shut"
        return value, records, PRIVATE if kinds & private else ""

    found = {}
    for measure in scheme["measures"]:
        value, records, reason = counted(measure["rule"])
        one = {"value": "—" if value is None else str(Fraction(value)), "text": text(value, measure)}
        found[measure["id"]] = {"measure": measure["id"], **one, "records": records}, reason
    for duty, reason in reasons.items():
        states = [state for state, _records in cells[duty]]
        told = " ".join(f"{state}={states.count(state)}" for state in STATES if state in states)
        found[f"window-{duty}"] = told, reason
    told = others["told"](problems, start, end) | others["promises"](standing, bundle, scheme, span_of)
    return found | {name: (said, "") for name, said in told.items()}


def compare(bundle, bodies, rows, withheld, need):
    """How many figures are as stated, and a line for each that cannot be counted anew."""
    found = recount(bundle, bodies, rows, withheld, need)
    stated = {each["measure"]: each for each in bundle["figures"]}
    names, known = [*(each["measure"] for each in bundle["figures"]), *sorted(bundle["counts"])], [*found]
    due = known[: len(stated)] + sorted(known[len(stated) :])
    need(names == due, f"the figures stated, {names}, are not those due: {due}")
    for name, (said, reason) in found.items():
        told = stated[name] if name in stated else bundle["counts"][name]
        need(told == said or reason not in ("", PARTLY), f"{name}: stated {told}, recounted {said}")
    left = [f"{name}: {reason}" for name, (_, reason) in found.items() if reason]
    return len(found) - len(left), left

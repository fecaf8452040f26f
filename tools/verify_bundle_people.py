"""Tell different people on the sheets of a zicha proof apart, and count anew how problems and promises stand.

Used by verify_bundle_figures.py, beside which it lies.
"""
# ruff: noqa: ANN001, ANN201, D103 -- an auditor reads this in one sitting: under 200 lines, only what is counted

import hashlib
import json
from datetime import date
from fractions import Fraction

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
OPEN = ("open", "handed_in")
FROM = {"accept": ("handed_in",), "refuse": ("handed_in",), "reopen": ("closed", "dropped"), "drop": OPEN}


def opened_sheets(bundle, bodies, rows, need):
    """Who was present, by record: seats where they tell people apart, else the ids that the seats are bound to."""
    held = {(each["unit"], each["slot"]): each["person"] for each in rows.get("seat", ())}
    kept, found = {body["seq"]: (body["unit"], body["sheet"]) for body in bodies}, {}
    targets = [(body["seq"], each) for body in bundle["erasures"] for each in body["fields"]["targets"]]
    for seq, (number, *names) in ((seq, each.split(" ")) for seq, each in sorted(targets)):
        new = [name[6:] for name in names if name.startswith("sheet=")]
        if new and int(number) in kept and int(number) < seq:
            kept[int(number)] = (kept[int(number)][0], new[0])
    for each in bundle["sheets"]:
        said = "\n".join([*each["bitmaps"], each["guests"]]).encode()
        digest = hashlib.sha256(b"\0".join((b"zicha/pd/v1", b"sheet", bytes.fromhex(each["salt"]), said))).hexdigest()
        need(kept[each["seq"]][1] == digest, f"the sheet of record {each['seq']} is not the one in the log")
        bits = int.from_bytes(bytes.fromhex(each["bitmaps"][1]), "little")
        slots = [slot for slot in range(bits.bit_length()) if bits >> slot & 1]
        found[each["seq"]] = (kept[each["seq"]][0], slots, json.loads(each["guests"] or "{}").get("present", []))
    need(len(found) == len(bundle["sheets"]), "a sheet is opened twice")
    ids = (
        any(guests for _, _, guests in found.values()) or len({unit for unit, slots, _ in found.values() if slots}) > 1
    )
    need(
        not ids or all((unit, slot) in held for unit, slots, _ in found.values() for slot in slots), "a seat is missing"
    )
    return {
        seq: {*(held[unit, slot] if ids else slot for slot in slots), *guests}
        for seq, (unit, slots, guests) in found.items()
    }


def folded(bodies, kind, day, first, step):
    """Every problem, or action, of a kind with what its steps made of it until a day."""
    happened = sorted((body for body in bodies if body["happened_on"] <= day), key=lambda body: body["seq"])
    for body in sorted(happened, key=lambda body: (body["happened_on"], body["entry"])):
        if body["kind"] == kind:
            one = {"body": body, "last": None, "state": "open", **first(body)}
            for each in happened:
                if each["kind"] == f"{kind}_step" and each["fields"][kind] == str(body["entry"]):
                    step(one, each, each["fields"]["step"], each["fields"].get("due") or one["due"])
            yield one


def new_problem(body):
    due = body["fields"].get("due") or body["happened_on"]
    return {"due": due, "first": due, "extended": 0, "closed": "", "handed": "", "limit": "", "recurring": False}


def problem_step(one, body, name, due):
    if one["state"] not in FROM.get(name, ("open",)):
        return
    one["last"] = body
    if name == "extend":
        one |= {"due": due, "extended": one["extended"] + 1}
    if name == "hand_in":
        one |= {"state": "handed_in", "handed": body["happened_on"], "limit": one["due"]}
    if name == "accept":
        one |= {"state": "closed", "closed": body["happened_on"]}
    if name in ("refuse", "reopen"):
        one |= {"state": "open", "due": due, "closed": "", "handed": "", "limit": ""}
    if name == "drop":
        one["state"] = "dropped"


def action_step(one, body, name, _due):
    if (one["state"] in ("done", "dropped")) == (name == "reopen"):
        one["last"] = body
        one["state"] = {"work": "working", "drop": "dropped", "done": "done", "reopen": "open"}.get(name, one["state"])


def problems_of(bodies, scheme, day, months_on):
    """The scheme's problems on a day; one recurs if its unit had one on the same clause within four periods."""
    found, length = [], MONTHS[scheme["period"]]
    for one in folded(bodies, "problem", day, new_problem, problem_step):
        found += [one] if one["body"]["fields"].get("scheme", "") == scheme["id"] else []
    where = [(one["body"]["unit"], one["body"]["fields"].get("clause", "")) for one in found]
    for place, one in enumerate(found):
        on = date.fromisoformat(one["body"]["happened_on"])
        since = months_on(date(on.year, (on.month - 1) // length * length + 1, 1), -3 * length).isoformat()
        alike = [each for each, key in zip(found[:place], where, strict=False) if key == where[place]]
        counts = [each for each in alike if each["state"] != "dropped" and each["body"]["happened_on"] >= since]
        one["recurring"] = bool(where[place][1] and one["state"] != "dropped" and counts)
        one["overdue"] = one["state"] == "open" and one["due"] < day
        one["on_time"] = one["state"] == "closed" and bool(one["handed"]) and one["handed"] <= one["limit"]
    return found


def counted(rule, problems, start, end):
    for one in problems:
        day = {"found": one["body"]["happened_on"], "closed": one["closed"], "all": start.isoformat()}[rule["of"]]
        flags = [(rule[name], bool(one[name])) for name in ("on_time", "extended", "overdue", "recurring")]
        fits = (rule["states"] or [one["state"]], rule["sources"] or [one["body"]["fields"]["source"]])
        if (
            start.isoformat() <= day < end.isoformat()
            and one["state"] in fits[0]
            and one["body"]["fields"]["source"] in fits[1]
            and all(wanted in (None, is_so) for wanted, is_so in flags)
        ):
            yield one


def evaluate(rule, problems, start, end):
    """Value and records of a rule over problems: the numbers of each, and of the step it stands by."""
    whole = list(counted(rule.get("whole", rule), problems, start, end))
    value = len(whole)
    if rule["~"] == "ProblemShare":
        part = list(counted(rule["part"], whole, start, end))
        value = Fraction(len(part), len(whole)) if whole else None
    seqs = {one["body"]["seq"] for one in whole} | {one["last"]["seq"] for one in whole if one["last"]}
    return value, sorted(seqs)


def told(problems, start, end):
    """How each problem stands that the period's report speaks of: found or ended in it, or still open."""
    found = {}
    for one in problems:
        days = [one["body"]["happened_on"], one["last"]["happened_on"] if one["last"] else ""]
        if one["state"] in OPEN or any(start.isoformat() <= day < end.isoformat() for day in days):
            parts = [f"unit={one['body']['unit']}", f"state={one['state']}", f"due={one['due']}"]
            parts += [f"first_due={one['first']}"] if one["first"] != one["due"] else []
            parts += [f"extended={one['extended']}"] if one["extended"] else []
            parts += [name for name in ("overdue", "recurring") if one[name]]
            found[f"problem-{one['body']['fields']['number']}"] = " ".join(parts)
    return found


def promises(bodies, bundle, scheme, span_of):
    """What became of the next steps of the unit's earlier reports, counted."""
    start = span_of(bundle["period"])[0]
    day, origin, found = max(bundle["on"], start.isoformat()), f"rep-{scheme['id']}-{bundle['unit']}-", []
    for one in folded(bodies, "action", day, lambda _body: {"due": ""}, action_step):
        fields = one["body"]["fields"]
        mine = fields["source"] == "report" and fields.get("origin", "").startswith(origin)
        one["said"] = one["last"] is not None and one["last"]["happened_on"] >= start.isoformat()
        if mine and one["body"]["unit"] == bundle["unit"] and span_of(fields["origin"][len(origin) :])[1] <= start:
            found += [one] if one["said"] or one["state"] in ("open", "working") else []
    counts = {
        "total": len(found),
        "done": sum(one["state"] == "done" for one in found),
        "working": sum(one["state"] in ("open", "working") and one["said"] for one in found),
        "dropped": sum(one["state"] == "dropped" for one in found),
        "unanswered": sum(not one["said"] for one in found),
    }
    return {"promises": " ".join(f"{name}={count}" for name, count in counts.items())}

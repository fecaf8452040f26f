"""Count anew how the windows of duties stand in a zicha proof: used by verify_bundle_figures.py.

A window is (first day, day after the last, quota, late, waiting): late, if an entry after its end still fulfils it;
waiting, if it stays owed until that is done.
"""
# ruff: noqa: ANN001, ANN201, C901, D103 -- an auditor reads this in one sitting: under 200 lines, only what is counted

from datetime import date, timedelta

DAY = timedelta(days=1)
MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def months_on(day, count):
    """The day so many months on, or the last of a shorter month."""
    total = day.year * 12 + day.month - 1 + count
    first, following = (date(each // 12, each % 12 + 1, 1) for each in (total, total + 1))
    return first.replace(day=min(day.day, (following - DAY).day))


def period_of(day, length):
    """First day, and the day after the last, of the calendar period of so many months in which a day lies."""
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return start, months_on(start, length)


def after(day, length, times, calendar):
    """The day so many lengths on; working days by the calendar in the proof."""
    left = length["count"] * times
    if length["unit"] == "months":
        return months_on(day, left)
    if length["unit"] != "working_days":
        return day + DAY * left * (7 if length["unit"] == "weeks" else 1)
    step = DAY if left > 0 else -DAY
    while left:
        day += step
        off, worked = calendar.get(str(day.year), ["", ""])
        works = f"{day:%m%d}" in worked.split() or (day.weekday() < 5 and f"{day:%m%d}" not in off.split())
        left -= works * step.days
    return day


def bound_spans(bound, spans):
    """The spans in which a unit existed and was bound, neighbours joined."""
    found = []
    for each in sorted(spans, key=lambda each: (each["start"], each["end"])):
        named = not bound["units"] or each["unit"] in bound["units"]
        levelled = not bound["levels"] or each["level"] in bound["levels"]
        if named and levelled and each["unit"] not in bound["excluded"]:
            start, end = date.fromisoformat(each["start"]), date.fromisoformat(each["end"])
            start = found.pop()[0] if found and found[-1][1] == start else start
            found.append((start, end))
    return found


def cut(rule, bound, start, end, terms, events, done, calendar):
    """Every window of a cadence that may lie in the period."""
    first, length = rule.get("anchor") or bound[0][0], rule.get("length")
    if rule["~"] == "AtLeast":
        spans = sorted((term["start"], term["end"]) for term in terms) if rule["per"] == "term" else []
        day = start if rule["per"] != "term" else end
        while day < end:
            spans.append(period_of(day, MONTHS[rule["per"]]))
            day = spans[-1][1]
        yield from ((*span, rule["count"], False, False) for span in spans)
    elif rule["~"] == "OnceBy":
        yield rule["opens"], rule["day"] + DAY, 1, True, False
    elif rule["~"] == "Standing":
        yield start, end, 0, False, False
    elif rule["~"] == "Within":
        yield from ((day, after(day, length, 1, calendar) + DAY, 1, True, False) for day in events)
    elif rule["origin"] == "slot":
        day, number = first, 0
        while day < end:
            number += 1
            following = after(first, length, number, calendar)
            yield day, following, 1, False, False
            day = following
    else:
        day, until = first, after(first, length, 1, calendar)
        for each in done:
            if each >= day:
                yield day, until, 1, True, False
                day, until = each + DAY, after(each, length, 1, calendar) + DAY
        if day < end:
            yield day, until, 1, True, True


def applies(duty, window, bound):
    if duty["cadence"]["~"] == "Standing" or duty["part_window"] == "owed":
        return any(span[0] < window[1] and window[0] < span[1] for span in bound)
    last = window[0] + DAY if duty["cadence"]["~"] == "Within" else window[1]
    return any(span[0] <= window[0] and last <= span[1] for span in bound)


def lacks(duty, body):
    """Whether an entry lacks evidence, or people, to count for a duty."""
    heads = body["attendance"] or {"present": 0, "expected": 0}
    few = duty["threshold"] is not None and (
        not heads["expected"] or heads["present"] < duty["threshold"] * heads["expected"]
    )
    return few or bool(set(duty["evidence"]) - {each["kind"] for each in body["evidence"]})


def counting(rule, window, entries):
    """The entries that count for a window's quota, and those that lie too near to the last one that does."""
    start, end = window[:2]
    entries = [(body["on"], body) for body in entries]
    if rule["~"] != "AtLeast":
        in_time = [body for day, body in entries if day < end]
        return in_time or [body for _day, body in entries[:1]], []
    counted, near = {}, []
    if rule["even"]:
        for _day, body in entries:
            parts = [start + DAY * ((end - start).days * place // rule["count"]) for place in range(rule["count"] + 1)]
            counted.setdefault(sum(part <= body["day"] for part in parts), body)
        return list(counted.values()), []
    last = None
    for day, body in sorted(entries, key=lambda each: (each[0], each[1]["seq"])):
        if last is not None and day < last + DAY * rule["min_gap_days"]:
            near.append(body)
        else:
            counted[body["seq"]], last = body, day
    return list(counted.values()), near


def state_of(duty, window, counted, near, waived, on, calendar):
    start, end, owed = window[:3]
    if on < start:
        return "upcoming"
    if not owed:
        return "met" if counted else "open"
    if sum(body["on"] < end for body in counted) >= owed:
        return "met"
    if len(counted) >= owed or waived:
        return "met_late" if len(counted) >= owed else "waived"
    if len(counted) + len(near) >= owed:
        return "insufficient"
    if on >= end:
        return "overdue" if on > after(end - DAY, duty["grace"], 1, calendar) else "grace"
    return "at_risk" if on >= after(end, duty["remind"], -1, calendar) else "open"


def cells(duty, entries, waivers, spans, scheme, start, end, on, calendar, events):
    """State and records of each of a unit's windows that share a day with the period."""
    rule, bound, spent = duty["cadence"], bound_spans(duty["bound"], spans), set()
    if not bound:
        return
    entries = sorted(entries, key=lambda body: (body["day"], body["on"], body["seq"]))
    events = [bound[0][0]] if rule.get("event") == "founding" else events
    done = [body["on"] for body in entries if not lacks(duty, body)]
    found = [
        each
        for each in cut(rule, bound, start, end, scheme["terms"], events, done, calendar)
        if (each[0] < end and start < each[1]) or (each[4] and each[0] < end)
    ]
    for place, window in enumerate(found):
        meant = [body for body in entries if body["day"] >= window[0] and (window[3] or body["day"] < window[1])]
        if rule["~"] == "Within":
            meant = [body for body in meant if body["seq"] not in spent][:1]
            spent |= {body["seq"] for body in meant}
        if rule.get("origin") == "last_done" and place + 1 < len(found):
            meant = [body for body in meant if body["on"] < found[place + 1][0]]
        near = [body for body in meant if lacks(duty, body)]
        counted, too_near = counting(rule, window, [body for body in meant if body not in near])
        waived = any(window[0].isoformat() <= day < window[1].isoformat() for day in waivers)
        state = (
            state_of(duty, window, counted, near, waived, on, calendar) if applies(duty, window, bound) else "no_data"
        )
        yield state, [body["seq"] for body in counted + (near + too_near if state == "insufficient" else [])]


def board(bundle, scheme, units, codes, bodies, chosen, start, end):
    """State and records of every window of the units' duties, by duty; none where it begins when somebody joins."""
    found, on = {duty["id"]: [] for duty in scheme["duties"]}, date.fromisoformat(bundle["on"])
    happened = [body for body in bodies if body["happened_on"] <= bundle["on"]]
    for unit in codes:
        mine = [body | {"on": date.fromisoformat(body["happened_on"])} for body in happened if body["unit"] == unit]
        mine = [body | {"day": date.fromisoformat(body["makes_up"] or body["happened_on"])} for body in mine]
        spans = [each for each in units if each["unit"] == unit]
        for duty in scheme["duties"]:
            event = duty["cadence"].get("event")
            events = sorted(body["on"] for body in mine if body["kind"] == event)
            named = [body["fields"] for body in mine if body["kind"] == "waiver"]
            waivers = [fields["window"] for fields in named if fields["duty"] == duty["id"]]
            entries = chosen(duty["fulfilled_by"], mine) if event != "joining" else []
            given = (spans, scheme, start, end, on, bundle["calendar"], events)
            found[duty["id"]] += cells(duty, entries, waivers, *given) if event != "joining" else []
    return found


def partly(rule, cells, reasons, counts):
    """How many windows a rule counts: as recounted, and for duties that are not shown as they are stated."""
    shown = {duty: " ".join(f"{state}=1" for state, _records in seen) for duty, seen in cells.items()}
    told = [counts.get(f"window-{duty}", "") if reasons[duty] else shown[duty] for duty in rule["duties"]]
    pairs = [pair.partition("=") for each in told for pair in each.split()]
    return sum(int(count) for state, _, count in pairs if not rule["states"] or state in rule["states"])

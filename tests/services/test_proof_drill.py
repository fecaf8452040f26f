"""Whatever is changed in a proof is found by both verifiers, and named; what is untouched holds."""

import contextlib
import copy
import io
import json
import os
import random
import runpy
import sys
from pathlib import Path

import pytest

from tests.services import proof_ledgers
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "tools" / "verify_bundle.py"
FILL = {"work-safety": proof_ledgers.work_safety, "theory-study": proof_ledgers.theory_study}
SEED = 20_260_610
SCRIPT_EVERY = 12
"""A signature takes plain Python a tenth of a second, so the script is shown one change in so many."""

SETS = ("opened", "sheets", "elsewhere", "erasures", "calendar", "counts")
"""Lists and objects in which an order says nothing."""
SAID_TWICE = ("elsewhere", "erasures", "keys")
"""Entries of the log that say the same if they are shown twice."""
PLANS = ("study_plan_items", "study_plan_held", "study_plan_missed", "study_crowded_out")
"""The figures of study plans in the shipped scheme."""
UNREADABLE = (("period",), ("as_known_at",))
"""What may turn into something that says nothing at all."""


def ask(content, key):
    """What zicha says: what is wrong with the proof, or what of it differs or was not counted."""
    from zicha.services import proofs

    try:
        found = proofs.verify_file(content=content, key=key).verdict
    except Refusal as refusal:
        return (refusal.code, *sorted(f"{name}={value}" for name, value in refusal.facts.items()))
    return tuple((each.figure, each.standing) for each in found.figures if each.standing != "recounted")


def ask_script(folder, content, key):
    """Exit code and words of the script, run as its own program would be."""
    file = folder / "proof.json"
    file.write_bytes(content)
    said, words = io.StringIO(), sys.argv
    sys.argv = [str(SCRIPT), str(file), key]
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path(str(SCRIPT), run_name="__main__")
    except SystemExit as end:
        return end.code, said.getvalue()
    finally:
        sys.argv = words
    return 0, said.getvalue()


def places(said, path=()):
    """Every place in a proof, with what stands there."""
    inner = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for name, value in inner:
        yield (*path, name), value
        yield from places(value, (*path, name))


def unproven(said, honest):
    """The places whose values a proof does not show, by what zicha said of the untouched one."""
    named = [name for name, _standing in honest]
    for place, figure in enumerate(said["figures"]):
        if f"fig-{figure['measure']}-U01-2026H1-all" in named:
            yield from (("figures", place, name) for name in ("value", "text", "records"))
    yield from (("counts", name) for name in said["counts"] if name in named)


def other(value, chance):
    """Another value of the same sort."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if not value:
        return "x"
    place = chance.randrange(max(1, len(value) - 2))
    letter = value[place]
    alike = "0123456789" if letter.isdigit() else "abcdefgh"
    return value[:place] + chance.choice(alike.replace(letter, "")) + value[place + 1 :]


def changed(said, path, value):
    made = copy.deepcopy(said)
    inner = made
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return made


def values_changed(said, honest, chance):
    """Every single value changed, but those nothing is shown of, and the day asked for, which is another question."""
    exempt = {*unproven(said, honest), ("on",)}
    for path, value in places(said):
        if not isinstance(value, dict | list) and path not in exempt and path[:3] not in exempt:
            yield path, changed(said, path, other(value, chance))
    yield ("on",), changed(said, ("on",), "2025-07-10")


def lists_changed(said, honest):
    """One left out, two swapped, one shown twice, in every list."""
    exempt = {*unproven(said, honest)}
    for path, value in places(said):
        if isinstance(value, list) and path[0] != "calendar" and path not in exempt:
            for place in range(len(value)):
                yield (*path, place, "left out"), changed(said, path, value[:place] + value[place + 1 :])
                if path[0] not in SAID_TWICE or len(path) > 1:
                    yield (*path, place, "twice"), changed(said, path, [*value[: place + 1], *value[place:]])
                if place and value[place] != value[place - 1] and path not in [(name,) for name in SETS]:
                    swapped = [*value[: place - 1], value[place], value[place - 1], *value[place + 1 :]]
                    yield (*path, place, "swapped"), changed(said, path, swapped)
    for name in said["counts"]:
        kept = {each: text for each, text in said["counts"].items() if each != name}
        yield ("counts", name, "left out"), changed(said, ("counts",), kept)
    yield ("counts", "added"), changed(said, ("counts",), said["counts"] | {"window-other": "met=1"})


def sampled(changes, chance, many):
    """Some of the changes at random: of each list and of each part of a proof at least one."""
    chosen, seen = [], set()
    everything = list(changes)
    chance.shuffle(everything)
    for path, made in everything:
        sort = tuple(name for name in path if isinstance(name, str))
        if sort not in seen or len(chosen) < many:
            seen.add(sort)
            chosen.append((path, made))
    return chosen


@pytest.mark.parametrize("scheme", FILL)
def test_every_change_of_a_proof_is_found_by_both_verifiers(scheme, tmp_path):
    FILL[scheme]()
    former = proof_ledgers.happen_more(tmp_path, scheme)
    content, _key = proof_ledgers.prove(tmp_path, scheme=scheme, unit="U01")
    honest, told = ask(content, former), ask_script(tmp_path, content, former)
    said, chance = json.loads(content), random.Random(SEED)
    assert told[0] == 0
    assert all(said[part] for part in ("keys", "elsewhere", "erasures", "sheets", "opened"))
    values, lists = (2_000, 2_000) if os.environ.get("ZICHA_DRILL") == "full" else (200, 140)
    changes = [
        *sampled(values_changed(said, honest, chance), chance, values),
        *sampled(lists_changed(said, honest), chance, lists),
    ]
    assert len(changes) >= values + lists
    missed, unnamed = [], []
    for number, (path, made) in enumerate(changes):
        forged = json.dumps(made).encode()
        answer = ask(forged, former)
        missed += [("zicha", path)] if answer == honest else []
        unnamed += [path] if answer[0] == "proofs.malformed" and path not in UNREADABLE else []
        if number % SCRIPT_EVERY == 0 and path[0] != "calendar" and ask_script(tmp_path, forged, former) == told:
            missed.append(("script", path))
    assert (missed, unnamed) == ([], [])


@pytest.mark.parametrize("scheme", FILL)
@pytest.mark.parametrize(("unit", "subtree"), [("U00", True), ("U01", True), ("U01", False), ("U03", False)])
def test_untouched_proof_holds_before_both_verifiers(scheme, unit, subtree, tmp_path):
    FILL[scheme]()
    content, key = proof_ledgers.prove(tmp_path, scheme=scheme, unit=unit, subtree=subtree)
    left = {name for name, standing in ask(content, key) if standing != "differs"}
    code, said = ask_script(tmp_path, content, key)
    counts = json.loads(content)
    total = len(counts["figures"]) + len(counts["counts"])
    assert ask(content, key) == tuple(each for each in ask(content, key) if each[1] != "differs")
    assert code == 0
    assert f"equal: {total - len(left)}; not recounted: {len(left)}." in said


def test_items_of_a_plan_are_counted_from_a_real_proof(tmp_path):
    proof_ledgers.theory_study()
    content, _key = proof_ledgers.prove(tmp_path, scheme="theory-study", unit="U01", subtree=False)
    found = {each["measure"]: each["text"] for each in json.loads(content)["figures"]}
    assert [found[name] for name in PLANS] == ["4", "1", "2", "50%"]


def test_items_held_by_a_private_record_are_named_by_both_verifiers(tmp_path):
    proof_ledgers.theory_study()
    alone = proof_ledgers.entry("self_study", "2026-02-08", fields=(("duration", 60),))
    proof_ledgers.plan_item("2026-02-01", ("link", (("record", str(alone.entry)),)))
    content, key = proof_ledgers.prove(tmp_path, scheme="theory-study", unit="U01", subtree=False)
    code, said = ask_script(tmp_path, content, key)
    lines = [f"  {name}: it rests on records that are private or of other units, and are not shown" for name in PLANS]
    names = {f"fig-{name}-U01-2026H1" for name in PLANS}
    assert code == 0
    assert [line for line in said.split("\n") if line.strip().startswith(PLANS)] == lines
    assert {each for each in ask(content, key) if each[0] in names} == {(name, "not_recounted") for name in names}


@pytest.mark.parametrize("year", ["2018", "2026"])
def test_year_left_out_of_the_calendar_is_refused(year, tmp_path):
    """A verifier that knows the year's holidays does not count without them."""
    proof_ledgers.work_safety()
    content, key = proof_ledgers.prove(tmp_path, unit="U01", subtree=False)
    said = json.loads(content)
    said["calendar"].pop(year)
    assert ask(json.dumps(said).encode(), key) == ("proofs.calendar_other", f"year={year}")


def test_proof_without_one_of_its_parts_is_refused_by_both_verifiers(tmp_path):
    proof_ledgers.work_safety()
    content, key = proof_ledgers.prove(tmp_path, unit="U01", subtree=False)
    said = json.loads(content)
    accepted = []
    for part in said:
        forged = json.dumps({name: value for name, value in said.items() if name != part}).encode()
        answer = ask(forged, key)
        accepted += [part] if not answer or not str(answer[0]).startswith("proofs.") else []
        accepted += [f"{part} by script"] if ask_script(tmp_path, forged, key)[0] != 1 else []
    assert accepted == []

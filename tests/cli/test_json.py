"""docs/json.md is a contract: every key it names is printed."""

import json
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "json.md"
ON = ("--on", "2026-11-23")
ASKED = {
    "zicha board": ("board", "--unit", "U02", "--period", "2026H1"),
    "zicha measure": ("measure", "exit_inspections", "--unit", "U02", "--period", "2026H1"),
    "zicha measure --brief": ("measure", "exit_inspections", "--unit", "U02", "--period", "2026H1", "--brief"),
    "zicha explain": ("explain", "-", "fig-exit_inspections-U02-2026H1"),
    "zicha duties": ("duties", "--unit", "U02"),
    "zicha org show": ("org", "show"),
    "zicha scheme show": ("scheme", "show"),
    "zicha scheme show ID": ("scheme", "show", "work-safety"),
    "zicha scheme diff": ("scheme", "diff", "work-safety", "theory-study"),
    "zicha problem list": ("problem", "list", "--unit", "U02"),
    "zicha problem open": ("problem", "list"),
    "zicha doctor": ("doctor",),
    "zicha plan": ("plan", "--unit", "U02"),
    "zicha remind": ("remind", "--dry-run"),
    "zicha report history": ("report", "history", "--unit", "U02", "--period", "2026H1", "--scheme", "work-safety"),
}


def promised(name):
    """Return every key that a row of the page names, at whatever depth."""
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith((f"| `{name}`", f"| {name} ")))
    return set(re.findall(r'"(\w+)"', row)) - {"met"}


def keys(value):
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()


@pytest.mark.parametrize("name", ASKED)
def test_each_promised_key_is_printed(demo, name):
    ran = demo(*ASKED[name], "--format", "json", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert promised(name) - keys(ran.json) == set()


def test_the_keys_of_cells_and_entries_are_printed(demo):
    board = demo(*ASKED["zicha board"], "--format", "json", *ON).json
    assert all(promised("a cell") <= set(cell) for cell in board["cells"])
    told = demo(*ASKED["zicha explain"], "--format", "json", *ON).json
    assert told["entries"]
    assert all(promised("an entry of it") == set(entry) for entry in told["entries"])
    assert promised("zicha measure") <= set(told)


def test_the_line_of_an_entry_has_the_keys_of_the_example(demo):
    shown = json.loads(re.search(r"```json\n(.*)\n```", PAGE.read_text("utf-8"))[1])
    lines = demo("export", "entries", "--unit", "U02", "--period", "2026H1", *ON).out.splitlines()
    held = next(line for line in map(json.loads, lines) if line.get("expected") and line["evidence"])
    assert set(held) - {"makes_up"} == set(shown)
    assert set(held["evidence"][0]) == set(shown["evidence"][0])


def test_writing_commands_print_what_they_promise(copy, demo_home, tmp_path):
    line = '{"unit": "U05", "kind": "exit_inspection", "happened_on": "2026-13-01", "fields": {"inspector": "P005"}}\n'
    imported = copy("import", "-", "--unit", "U05", "--format", "json", stdin=line).json
    assert promised("zicha import") <= set(imported)
    assert [set(cell) for cell in imported["refused"]] == [promised("a refused cell")]
    written = copy(
        "report",
        "--unit",
        "U02",
        "--period",
        "2026H1",
        "--scheme",
        "work-safety",
        "--out",
        "a.json",
        "--format",
        "json",
    )
    assert promised("zicha report") == set(written.json)
    loaded = copy("scheme", "load", "work-safety", "--format", "json").json
    assert promised("zicha scheme load") == set(loaded)
    added = copy("user", "add", "x", "--admin", "--password", "a long password", "--format", "json").json
    assert promised("zicha user add") == set(added)
    assert promised("zicha demo") <= keys(demo_home[1].json)
    (tmp_path / "roster.csv").write_text(
        "单位编号,单位名称,上级单位编号,开始日期\nZ1,新单位,U01,2026-01-01\n", encoding="utf-8"
    )
    assert promised("zicha org import") == set(copy("org", "import", "roster.csv", "--format", "json").json)

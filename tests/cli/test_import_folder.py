"""A folder of ledgers: read by several processes, written by one, taken up where it was killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import program

SCHEME = """\
id: office
version: "1"
title: {zh: 办公室责任制, en: Office scheme}
period: half
clauses:
  c1: {number: 第一条, text: {zh: 每月学习一次。, en: Study every month.}}
kinds:
  study: {title: {zh: 集体学习, en: Collective study}, attendance: expected}
duties:
  study: {title: {zh: 学习, en: Study}, clause: c1, fulfilled_by: {kind: study}, cadence: {at_least: 1, per: month}}
measures:
  studies: {title: {zh: 学习次数, en: Studies}, unit: 次, count: {kind: study}}
report:
  title: {zh: "{unit}自查报告", en: "{unit} report"}
  sections:
    - {id: work, title: {zh: 工作情况, en: Work}, facts: {zh: "学习{studies}次。", en: "{studies} studies."}}
"""
UNITS = 24
HEAD = "日期,主题,应到,实到\n"


@pytest.fixture
def office(tmp_path):
    """An installation of a company with many teams, and a folder for their ledgers."""
    (tmp_path / "office.yaml").write_text(SCHEME)
    lines = ["编号,名称,上级,起,止", "U01,总公司,,,", *(f"T{number:02},{number}班,总公司,," for number in range(UNITS))]
    (tmp_path / "roster.csv").write_text("\n".join(lines))
    (tmp_path / "ledgers").mkdir()

    def call(*words):
        return program(*words, "--format", "json", cwd=tmp_path, ZICHA_HOME=str(tmp_path / "home"), ZICHA_LANG="en")

    for words in (("init",), ("scheme", "load", "office.yaml"), ("org", "import", "roster.csv")):
        done = call(*words)
        assert done.code == 0, done.err
    call.folder = tmp_path / "ledgers"
    call.home = tmp_path / "home"
    return call


def put(folder, name, rows):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows))


def bring(office, *words):
    return office("import", "ledgers", "--unit", "U01", "--kind", "study", "--workers", "2", *words)


def entries(office):
    done = program("export", "entries", cwd=office.home.parent, ZICHA_HOME=str(office.home))
    return sorted((line["unit"], line["happened_on"], line["title"]) for line in map(json.loads, done.out.splitlines()))


def counts(done):
    names = ("files_taken", "files_already", "files_refused", "added", "already")
    return tuple(done.json[name] for name in names)


def test_files_are_taken_whole_or_not_at_all_and_once(office):
    put(office.folder, "T01.csv", ["2026-03-02,业务学习,10,9", "2026-04-02,安全学习,10,10"])
    put(office.folder, "2班/2026.csv", ["2026-03-03,业务学习,8,8"])
    put(office.folder, "T03.csv", ["2026-03-04,业务学习,8,8", "2026年4月31日,业务学习,8,8"])
    put(office.folder, "台账.csv", ["2026-03-05,业务学习,8,8"])
    (office.folder / "notes.txt").write_text("not a ledger")
    first = bring(office)
    assert (first.code, counts(first)) == (1, (2, 0, 2, 3, 0))
    assert [(each["file"], each["row"], each["column"], each["value"], each["code"]) for each in first.json["refused"]] == [
        ("台账.csv", 0, "", "", "import_folder.unit_not_named"),
        ("T03.csv", 3, "A", "2026年4月31日", "imports.no_such_day"),
    ]  # fmt: skip
    expected = [
        ("T01", "2026-03-02", "业务学习"),
        ("T01", "2026-04-02", "安全学习"),
        ("T02", "2026-03-03", "业务学习"),
    ]
    assert entries(office) == expected
    assert counts(bring(office)) == (0, 2, 2, 0, 0)
    (office.folder / "台账.csv").unlink()
    put(office.folder, "T03.csv", ["2026-03-04,业务学习,8,8"])
    mended = bring(office)
    assert (mended.code, counts(mended)) == (0, (1, 2, 0, 1, 0))
    assert entries(office) == [*expected, ("T03", "2026-03-04", "业务学习")]


def test_list_of_files_lost_or_of_another_ledger_adds_nothing_twice(office):
    put(office.folder, "T01.csv", ["2026-03-02,业务学习,10,9"])
    assert counts(bring(office)) == (1, 0, 0, 1, 0)
    done = office.home / "imported.ndjson"
    line = json.loads(done.read_text())
    done.write_text(json.dumps([line[0], line[1], "00" * 32]) + "\n[half")
    assert counts(bring(office)) == (1, 0, 0, 0, 1)
    assert counts(bring(office)) == (0, 1, 0, 0, 0)
    done.unlink()
    assert counts(bring(office)) == (1, 0, 0, 0, 1)


def test_dry_run_writes_nothing(office):
    put(office.folder, "T01.csv", ["2026-03-02,业务学习,10,9"])
    tried = bring(office, "--dry-run")
    assert (tried.code, counts(tried), tried.json["ready"]) == (0, (0, 0, 0, 0, 0), 1)
    assert (entries(office), (office.home / "imported.ndjson").exists()) == ([], False)


def test_units_by_a_list_and_by_a_column(office):
    put(office.folder, "a.csv", ["2026-03-02,业务学习,10,9"])
    (office.home / "units.csv").write_text("a.csv,7班\n")
    assert counts(bring(office, "--units", office.home / "units.csv")) == (1, 0, 0, 1, 0)
    (office.folder / "a.csv").write_text("日期,主题,单位,应到,实到\n2026-03-03,业务学习,8班,8,8\n")
    assert counts(bring(office, "--by", "column")) == (1, 0, 0, 1, 0)
    assert entries(office) == [("T07", "2026-03-02", "业务学习"), ("T08", "2026-03-03", "业务学习")]


@pytest.mark.parametrize("words", [("--by", "guess"), ("--save-mapping", "m.yaml"), ("--units", "missing.csv")])
def test_what_a_folder_cannot_be_asked_with_is_refused(office, words):
    put(office.folder, "T01.csv", ["2026-03-02,业务学习,10,9"])
    assert bring(office, *words).code == 2
    assert entries(office) == []


def test_folder_without_ledgers_is_refused(office):
    assert bring(office).code == 2


@pytest.mark.parametrize("wait_for_files", [0, 4])
def test_killed_run_leaves_whole_files_and_the_next_adds_the_rest(office, wait_for_files):
    rows = 130
    for number in range(UNITS):
        put(office.folder, f"T{number:02}.csv", [f"2026-03-02,第{row}次学习,10,9" for row in range(rows)])
    _kill_when_written(office, wait_for_files)
    per_unit = {unit for unit, _day, _title in entries(office)}
    found = entries(office)
    assert {sum(unit == each for unit, _day, _title in found) for each in per_unit} <= {rows}
    again = bring(office)
    assert (again.code, again.json["added"]) == (0, UNITS * rows - len(found))
    assert len(set(entries(office))) == len(entries(office)) == UNITS * rows
    assert counts(bring(office)) == (0, UNITS, 0, 0, 0)


def _kill_when_written(office, files):
    """Kill the run, and everything it started, once so many files are noted; nothing may end it in order."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))}
    source = str(Path(__file__).resolve().parents[2] / "src")
    words = [sys.executable, "-m", "zicha.cli", "import", "ledgers", "--unit", "U01", "--kind", "study"]
    running = subprocess.Popen(
        words,
        cwd=office.home.parent,
        env=clean | {"PYTHONPATH": source, "ZICHA_HOME": str(office.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    noted = office.home / "imported.ndjson"
    while running.poll() is None and files and not (noted.exists() and len(noted.read_text().split()) >= files):
        time.sleep(0.002)
    if not files:
        time.sleep(0.7)
    assert running.poll() is None, "the run was over before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

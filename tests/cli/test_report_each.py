"""The reports of many units: written by several processes, taken up where they were broken off."""

import json
import time


def each(copy, tmp_path, *words, form="json"):
    return copy(
        "report", "each", "--unit", "U01", "--period", "2026H1", "--scheme", "work-safety", "--form", form,
        "--into", str(tmp_path / "reports"), "--workers", "2", "--format", "json", *words,
    )  # fmt: skip


def test_every_unit_gets_its_report_and_a_second_run_writes_only_what_is_missing(copy, tmp_path):
    first = each(copy, tmp_path)
    assert (first.code, first.err) == (0, "")
    folder = tmp_path / "reports"
    files = sorted(path.name for path in folder.glob("U*.json"))
    assert (len(files), first.json["written"], first.json["already"]) == (14, 14, 0)
    assert json.loads((folder / "U03-2026H1-work-safety.json").read_text())["unit"] == "U03"
    before = {name: (folder / name).read_bytes() for name in files}
    (folder / files[4]).unlink()
    time.sleep(0.01)
    again = each(copy, tmp_path)
    assert (again.json["written"], again.json["already"]) == (1, 13)
    assert {name: (folder / name).read_bytes() for name in files} == before


def test_reports_are_those_of_one_process(copy, tmp_path):
    assert each(copy, tmp_path).code == 0
    single = tmp_path / "one.json"
    run = json.loads((tmp_path / "reports" / "run.json").read_text())
    made = copy(
        "report", "--unit", "U03", "--period", "2026H1", "--scheme", "work-safety", "--out", str(single),
        "--on", run["on"], "--as-known-at", run["as_known_at"],
    )  # fmt: skip
    assert made.code == 0
    assert (tmp_path / "reports" / "U03-2026H1-work-safety.json").read_bytes() == single.read_bytes()


def test_folder_of_another_run_is_refused(copy, tmp_path):
    assert each(copy, tmp_path).code == 0
    refused = each(copy, tmp_path, "--period", "2025H2", "--lang", "en")
    assert (refused.code, "holds the reports of another run" in refused.err) == (2, True)


def test_form_that_is_none_is_refused(copy, tmp_path):
    assert each(copy, tmp_path, "--form", "odt").code == 2
    assert not (tmp_path / "reports").exists()


def test_every_report_of_a_run_ends_with_the_one_signed_head(copy, tmp_path):
    made = each(copy, tmp_path, form="html")
    assert (made.code, made.err) == (0, "")
    newest = max((copy.home / "checkpoints").glob("*.txt"), key=lambda path: int(path.stem.partition("-")[0]))
    origin, size, root = newest.read_text().split("\n")[:3]
    pages = [path.read_text() for path in sorted((tmp_path / "reports").glob("U*.html"))]
    assert len(pages) == 14
    assert [page for page in pages if f"账链 {size} 条，根 {root}" not in page or origin not in page] == []
    assert [page for page in pages if '<aside class="proof"><svg' not in page] == []

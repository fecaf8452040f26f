"""What holds for every command: help, languages, global options, mistakes in one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.cli.conftest import program
from zicha import schemes
from zicha.cli import help_page
from zicha.cli.root import COMMANDS, root

ROOT = Path(__file__).resolve().parents[2]
SAFETY = ROOT / "src" / "zicha" / "schemes" / "work-safety.yaml"


def every_command():
    top = click.Context(root)
    for name in root.list_commands(top):
        found = root.get_command(top, name)
        yield (name,)
        if isinstance(found, click.Group):
            yield from ((name, below) for below in found.commands)


def is_one_sentence(text):
    return text.count("\n") == 1 and text.endswith("\n") and "Traceback" not in text


def test_help_lists_every_command_in_chinese_by_default(here):
    ran = here("--help")
    assert ran.code == 0
    assert ran.out.startswith("用法： zicha [选项] 命令 …\n\n自查：")
    assert [line.split()[0] for line in ran.out.split("命令\n", 1)[1].split("\n\n")[0].splitlines()] == list(COMMANDS)


def test_help_is_in_english_by_option_or_variable(here):
    assert here("--lang", "en", "--help").out == here("--help", ZICHA_LANG="en").out
    assert here("--help", "--lang=en").out.startswith("Usage: zicha [OPTIONS] COMMAND …\n\nWhat is owed")


def test_the_option_wins_over_the_variable(here):
    assert here("--help", "--lang", "zh", ZICHA_LANG="en").out == here("--help").out


def test_no_command_shows_the_help(here):
    assert here().out == here("--help").out
    assert here("scheme").out == here("scheme", "--help").out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_each_command_has_a_help_page_no_wider_than_the_terminal(here, monkeypatch, words, language):
    monkeypatch.setenv("COLUMNS", "80")
    ran = here(*words, "--help", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert max(help_page.cells(line) for line in ran.out.splitlines()) <= 80
    assert "--as-known-at" in ran.out


MODULES = 90
"""What `zicha --help` may load beside click and what Python starts with: it loads 71, and Django alone would be 300."""


def test_help_is_quick_and_loads_no_django(tmp_path):
    """What is loaded decides how long a start takes; a clock would tell how busy the machine is."""

    def loaded_by(*words):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *words],
            check=True,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}

    assert len(loaded_by("-m", "zicha.cli", "--help") - loaded_by("-c", "import click")) <= MODULES
    code = "import sys, zicha.cli.root; print(*(n for n in sys.modules if n.split('.')[0] in ('django', 'rich', 'pydantic', 'ruamel')))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert loaded.stdout.split() == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bord"], "没有命令“bord”（是不是 board）；运行 zicha --help 看有哪些命令。\n"),
        (["scheme", "lod"], "没有命令“lod”（是不是 load）；运行 zicha scheme --help 看有哪些命令。\n"),
        (
            ["board", "--units", "x"],
            "zicha board 没有选项 --units（是不是 --unit）；运行 zicha board --help 看有哪些选项。\n",
        ),
        (["scheme", "check"], "缺少 FILE；请补上，或运行 zicha scheme check --help 看用法。\n"),
        (["duties"], "缺少 --unit；请补上，或运行 zicha duties --help 看用法。\n"),
        (["board", "--unit"], "--unit 后面的值不对（缺少，或不该有）；运行 zicha board --help 看用法。\n"),
        (["board", "--strict=1"], "--strict 后面的值不对（缺少，或不该有）；运行 zicha board --help 看用法。\n"),
        (["doctor", "now"], "命令写得不完整或多了内容；运行 zicha doctor --help 看用法。\n"),
        (["board", "--period", "2026H3"], "“2026H3”不是期间；请写成 2026、2026H1、2026Q3 或 2026-05 这样。\n"),
        (["board", "--on", "2026-02-30"], "“2026-02-30”不是日期；请写成 2026-05-31 这样。\n"),
        (["board", "--on", "20260230"], "“20260230”不是日期；请写成 2026-05-31 这样。\n"),
        (["board", "--on", "9999-12-31"], "“9999-12-31”不是日期；请写成 2026-05-31 这样。\n"),
        (
            ["board", "--as-known-at", "0001-01-01"],
            "“0001-01-01”不是日期或时刻；请写成 2026-05-31 或 2026-05-31T18:00+08:00 这样。\n",
        ),
        (["--on", "明天", "board"], "“明天”不是日期；请写成 2026-05-31 这样。\n"),
        (
            ["board", "--as-known-at", "noon"],
            "“noon”不是日期或时刻；请写成 2026-05-31 或 2026-05-31T18:00+08:00 这样。\n",
        ),
        (["board", "--lang", "fr"], "没有“fr”这种语言；请写 --lang zh 或 --lang en。\n"),
        (["board", "--format", "xml"], "没有“xml”这种输出格式；请写 --format text 或 --format json。\n"),
        (["serve", "--port", "http"], "“http”不是端口；请写 1 到 65535 之间的数。\n"),
        (["serve", "--workers", "0"], "“0”不是进程数；请写 1 到 64 之间的数。\n"),
        (
            ["scheme", "check", "none.yaml"],
            "找不到方案 none.yaml；请写文件的路径，或随附方案的编号：theory-study work-safety。\n",
        ),
        (["scheme", "check", "."], ". 是文件夹；请写一个文件名。\n"),
        (
            ["board"],
            "zicha-data 里还没有数据；请先运行 zicha init，或用 --home 指定数据文件夹，或运行 zicha demo 看演示。\n",
        ),
        (
            ["report", "--unit", "U01", "--period", "2026H1", "--out", "a.odt"],
            "不能写 .odt 格式的报告；请用 .docx、.pdf、.html 或 .json 作文件扩展名。\n",
        ),
        (
            ["report", "--unit", "U01", "--period", "2026H1", "--out", "a.pdf", "--via", "word"],
            "不能经“word”生成；--via 后面只能写 libreoffice。\n",
        ),
        (
            ["report", "--unit", "U01", "--period", "2026H1", "--out", "a.docx", "--via", "libreoffice"],
            "--via libreoffice 只用于 PDF；请用 .pdf 作文件扩展名，或不写 --via（现在是 .docx）。\n",
        ),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(here, monkeypatch, tmp_path, words, sentence):
    monkeypatch.chdir(tmp_path)
    ran = here(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", sentence)
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_is_answered_in_english_where_english_is_asked_for(here):
    ran = here("bord", "--lang", "en")
    assert ran.err == "There is no command “bord” (did you mean board?); run zicha --help for the commands there are.\n"
    assert here("board", "--period", "x", ZICHA_LANG="en").err.startswith("“x” is not a period;")


def test_a_wrong_language_in_the_variable_is_refused(here):
    ran = here("--help", ZICHA_LANG="fr")
    assert (ran.code, ran.out, ran.err) == (2, "", "没有“fr”这种语言；请写 --lang zh 或 --lang en。\n")


def test_global_options_stand_before_or_after_the_command(here):
    after = here("scheme", "check", SAFETY, "--format", "json", "--lang", "en")
    assert after == here("--format", "json", "--lang", "en", "scheme", "check", SAFETY)
    assert after == here("scheme", "--format", "json", "--lang", "en", "check", SAFETY)
    assert after.json["scheme"]["scheme"] == "work-safety"


def test_an_unforeseen_error_names_a_log_and_shows_no_traceback(here, monkeypatch, tmp_path):
    from zicha.core import scheme_diff

    def broken(*_):
        raise ZeroDivisionError("in the middle of things")

    monkeypatch.setattr(scheme_diff, "diff", broken)
    ran = here("scheme", "diff", "work-safety", "work-safety", "--home", tmp_path)
    assert ran.code == 2
    assert (
        ran.err
        == f"出了没有料到的错误（ZeroDivisionError），数据没有改动；详情写在 {tmp_path / 'zicha.log'}，请连同它一起反馈。\n"
    )
    assert "in the middle of things" in (tmp_path / "zicha.log").read_text("utf-8")


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    words = f"{sys.executable} -m zicha.cli scheme schema | head -1"
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", words], capture_output=True, text=True, cwd=tmp_path, env=environ, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_a_name_no_terminal_can_show_does_not_stop_the_answer(tmp_path):
    ran = program("scheme", "check", os.fsdecode(b"\xff.yaml"), cwd=tmp_path)
    assert ran.code == 2
    assert is_one_sentence(ran.err)


def test_the_shipped_schemes_are_fine(here):
    for name in schemes.shipped():
        ran = here("scheme", "check", ROOT / "src" / "zicha" / "schemes" / f"{name}.yaml")
        assert (ran.code, ran.err) == (0, "")
        assert "可以使用" in ran.out


def test_a_wrong_scheme_is_listed_with_its_places(here, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        SAFETY.read_text("utf-8").replace("{kind: drill}\n    cadence", "{kind: drills}\n    cadence", 1),
        encoding="utf-8",
    )
    ran = here("scheme", "check", path)
    assert ran.code == 1
    assert ran.out.startswith(f"{path} 第 ")
    assert ran.out.endswith("有 1 处错误，不能载入。\n")
    found = here("scheme", "check", path, "--format", "json")
    assert found.code == 1
    errors = [each for each in found.json["findings"] if each["severity"] == "error"]
    assert [(each["severity"], "drills" in each["message"]) for each in errors] == [("error", True)]


def test_a_difference_is_told_in_sentences(here, tmp_path):
    path = tmp_path / "new.yaml"
    path.write_text(
        SAFETY.read_text("utf-8").replace("at_least: 1, per: quarter", "at_least: 2, per: quarter", 1), encoding="utf-8"
    )
    assert here("scheme", "diff", "work-safety", "work-safety").out == "两份方案没有不同。\n"
    told = here("scheme", "diff", "work-safety", path).out
    assert told.count("\n") == 1
    assert "每季度至少 2 次" in told
    changes = here("scheme", "diff", "work-safety", path, "--format", "json").json["changes"]
    assert [(each["action"], each["part"], each["id"]) for each in changes] == [("changed", "duty", "emergency-drill")]


def test_a_scheme_that_cannot_be_used_is_refused_in_one_sentence(here, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("id: [", encoding="utf-8")
    ran = here("scheme", "diff", "work-safety", path)
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert ran.err.startswith(f"{path} 第 ")


def test_the_schema_is_a_json_schema(here):
    assert json.loads(here("scheme", "schema").out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_scheme_is_shown_with_its_duties(here):
    ran = here("scheme", "show", "work-safety")
    assert "每月至少 1 次" in ran.out
    shown = here("scheme", "show", "work-safety", "--format", "json", "--lang", "en").json
    assert shown["duties"][0] == {
        "duty": "exit-inspection",
        "title": "Inspect exits",
        "clause": "第六条",
        "cadence": "at least 1 per month",
        "fulfilled_by": ["exit_inspection"],
    }


def test_tables_are_aligned_by_the_columns_letters_take(here):
    rows = [line for line in here("scheme", "show", "work-safety").out.splitlines() if "第" in line and "条" in line]
    assert len({help_page.cells(line[: line.index("第")]) for line in rows}) == 1


def test_no_colour_is_written_where_nobody_sees_it(here):
    assert "\x1b" not in here("scheme", "show", "work-safety").out

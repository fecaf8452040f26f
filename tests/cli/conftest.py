"""Runs the command line: in this process where no database is asked, as a program where one is."""

import io
import itertools
import json
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import patterns, programs

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
AT = (
    "import os, sys; from datetime import datetime; from zicha.cli import main; "
    "sys.exit(main.run(sys.argv[2:], environ=os.environ, now=datetime.fromisoformat(sys.argv[1])))"
)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def here():
    """Run the command in this process; for what needs no installation."""
    from zicha.cli.main import run

    def call(*words, now=NOW, **environ):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([str(word) for word in words], environ=environ, now=now)
        return Ran(code, out.getvalue(), err.getvalue())

    return call


def program(*words, cwd, stdin="", now=None, **environ):
    """Run the installed command as a person would, by the clock of this machine or at an instant."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))}
    source = str(Path(__file__).resolve().parents[2] / "src")
    environ = clean | {"PYTHONPATH": source} | environ
    start = ["-c", AT, now.isoformat()] if now else ["-m", "zicha.cli"]
    done = programs.run([*start, *map(str, words)], cwd=cwd, env=environ, stdin=stdin)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def zicha(tmp_path):
    """Run the command as a program in an empty folder."""

    def call(*words, **settings):
        return program(*words, cwd=tmp_path, **settings)

    return call


@pytest.fixture(scope="session")
def demo_home():
    """The demo organisation, made once by the command itself; to be read only. Returns its folder and what was said."""
    place = patterns.made("demo", build)
    return place / "zicha-demo", Ran(*json.loads((place / "said.json").read_text()))


def build(place):
    ran = program("demo", "--no-serve", "--on", "2026-11-23", "--format", "json", cwd=place, now=NOW)
    (place / "said.json").write_text(json.dumps([ran.code, ran.out, ran.err]))


@pytest.fixture
def demo(demo_home, tmp_path):
    """Ask the demo organisation, on the day it was made for."""
    home, _said = demo_home

    def call(*words, **settings):
        return program(*words, cwd=tmp_path, now=NOW, ZICHA_HOME=str(home), **settings)

    return call


@pytest.fixture
def copy(demo_home, tmp_path):
    """A copy of the demo organisation that may be written to; a minute passes from one command to the next."""
    home = tmp_path / "copy"
    shutil.copytree(demo_home[0], home)
    instants = (NOW + timedelta(minutes=place) for place in itertools.count(1))

    def call(*words, **settings):
        return program(*words, cwd=tmp_path, now=next(instants), ZICHA_HOME=str(home), **settings)

    call.home = home
    return call

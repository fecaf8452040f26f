"""An empty variable of the environment is one that is not set; what is none of its sort is refused by its name."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zicha.conf import environment
from zicha.core.findings import Refusal

ROOT = Path(__file__).parents[2]
SETTINGS = (ROOT / "src" / "zicha" / "conf" / "settings.py").read_text("utf-8")
NAMES = sorted(set(re.findall(r'"((?:ZICHA|DATABASE)_[A-Z_]+)"', SETTINGS)))
SHOW = """
import json
from pathlib import Path
from zicha.conf import start
start.use_sound_engine()
from zicha.conf import settings
print(repr({name: str(value) for name, value in vars(settings).items() if name.isupper() and name != "SECRET_KEY"}))
"""


def shown(home, **variables):
    """What the settings come to in a process of its own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA_", "DATABASE_"))}
    environ |= {"ZICHA_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **variables}
    done = subprocess.run([sys.executable, "-c", SHOW], env=environ, capture_output=True, text=True, check=True)
    return ast.literal_eval(done.stdout)


def test_variables_that_are_empty_or_blank_are_those_that_are_not_set(tmp_path):
    assert {"ZICHA_BACKUP_EVERY", "ZICHA_EVIDENCE_MB", "ZICHA_HOSTS", "ZICHA_TIME_ZONE"} <= set(NAMES)
    plain = shown(tmp_path)
    assert (plain["ZICHA_BACKUP_EVERY"], plain["ZICHA_EVIDENCE_MB"], plain["TIME_ZONE"]) == (
        "0",
        "5000",
        "Asia/Shanghai",
    )
    assert shown(tmp_path, **dict.fromkeys(NAMES, "")) == plain
    assert shown(tmp_path, **dict.fromkeys(NAMES, "  ")) == plain


def test_spaces_around_a_value_say_nothing(monkeypatch):
    monkeypatch.setenv("ZICHA_EVIDENCE_MB", " 12 ")
    monkeypatch.setenv("ZICHA_TIME_ZONE", " Europe/Berlin ")
    assert environment.number("ZICHA_EVIDENCE_MB", 5000) == 12
    assert environment.zone("ZICHA_TIME_ZONE", "Asia/Shanghai") == "Europe/Berlin"


@pytest.mark.parametrize("value", ["0", "-1", "a", "1.5", "９", "1e3", "9" * 5000])
def test_number_that_is_none_is_refused_by_its_name(monkeypatch, value):
    monkeypatch.setenv("ZICHA_EVIDENCE_MB", value)
    with pytest.raises(Refusal) as caught:
        environment.number("ZICHA_EVIDENCE_MB", 5000)
    assert (caught.value.code, caught.value.facts) == ("engine.number", {"name": "ZICHA_EVIDENCE_MB", "value": value})


@pytest.mark.parametrize("value", ["Asia/Nowhere", "../secret", "/etc/passwd", "Asia"])
def test_time_zone_that_is_none_is_refused_by_its_name(monkeypatch, value):
    monkeypatch.setenv("ZICHA_TIME_ZONE", value)
    with pytest.raises(Refusal) as caught:
        environment.zone("ZICHA_TIME_ZONE", "Asia/Shanghai")
    assert (caught.value.code, caught.value.facts) == ("engine.time_zone", {"name": "ZICHA_TIME_ZONE", "value": value})

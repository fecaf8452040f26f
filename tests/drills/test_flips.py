"""One bit of the database file is flipped, as a dying disk does: never a traceback, and never silence about a record.

Whatever ``zicha verify`` says then is one sentence: that all is well (the bit is part of nothing that is kept), what
is altered, or that the file is damaged and what to do. What it calls well answers as before. Other commands answer,
or say the same in a sentence; none calls it an error that nobody foresaw.
"""

import random
import re
import shutil
import sqlite3

import pytest

from tests.drills import harbour, lengths

FLIPS = lengths.of(short=10, full=300)
SEEDS = (7, 101, 21) if FLIPS > 10 else (7,)
OTHERS = (
    ("board", "--unit", "U01"),
    ("export", "entries"),
    ("doctor",),
    ("report", "--unit", "U01", "--period", "2026H1", "--out", "r.html"),
)
FILL = (
    "import sys; from pathlib import Path; from zicha.conf import start; start.django(home=Path(sys.argv[1])); "
    "from datetime import date; from tests import factories; from zicha.services import ledger, log; "
    "ledger.record_many(drafts=[factories.inspection(date(2026, 5, 1 + place % 30), title=f'检查{place}', key=str(place)) "
    "for place in range(300)], recorded_at=factories.NOW, recorded_by='P002'); "
    "log.checkpoint(home=Path(sys.argv[1]), recorded_at=factories.NOW)"
)
UNFORESEEN = re.compile("unforeseen|Traceback")
WATCHED = "SELECT seq, body FROM store_revision ORDER BY seq", "SELECT seq, field, value FROM store_personalvalue"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = tmp_path_factory.mktemp("flips") / "home"
    harbour.prepare(place)
    harbour.script(place, FILL)
    with sqlite3.connect(place / "zicha.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place


def watched(home):
    """What records hold, or ``None`` where the engine cannot say."""
    try:
        with sqlite3.connect(f"file:{home / 'zicha.sqlite3'}?mode=ro", uri=True) as database:
            return [sorted(database.execute(sql).fetchall()) for sql in WATCHED]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def flip(home, place):
    file = home / "zicha.sqlite3"
    content = bytearray(file.read_bytes())
    content[place // 8] ^= 1 << place % 8
    file.write_bytes(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_flipped_bit_is_told_in_one_sentence_and_no_record_changes_unseen(home, tmp_path, seed):
    chance, size, before = random.Random(seed), (home / "zicha.sqlite3").stat().st_size, watched(home)
    found, wrong = {"well": 0, "altered": 0, "damaged": 0}, []
    for trial in range(FLIPS // len(SEEDS)):
        copy, place = tmp_path / f"copy-{trial}", chance.randrange(size * 8)
        shutil.copytree(home, copy)
        flip(copy, place)
        checked = harbour.zicha(copy, "verify", "--lang", "en")
        kind = {0: "well", 1: "altered", 2: "damaged"}[checked.returncode]
        found[kind] += 1
        said = checked.stderr if kind == "damaged" else checked.stdout
        changed = kind == "well" and watched(copy) != before
        words = OTHERS[trial % len(OTHERS)]
        other = harbour.zicha(copy, *words, "--lang", "en")
        if (
            said.count("\n") != 1
            or changed
            or UNFORESEEN.search(said + other.stderr)
            or other.returncode not in (0, 1, 2)
        ):
            wrong.append((place, kind, changed, said, words, other.returncode, other.stderr))
        shutil.rmtree(copy)
    assert wrong == []
    assert found["altered"] + found["damaged"] > 0

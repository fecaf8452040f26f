"""Nothing is acknowledged before the disk has it: the system calls of a writer, read off by strace.

A power cut loses what was not synced; killing a process does not. So the syncs themselves are looked at.
"""

import re
import subprocess
import sys

import pytest

from tests.drills import harbour, lengths

ACKNOWLEDGED = lengths.of(short=15, full=200)
CALL = re.compile(rb"^\d+ +(fsync|fdatasync)\(\d+<(?P<path>[^>]*)>\) += 0|^\d+ +write\(1<.*?\"(?P<told>[a-z]+) ")


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    return place


def syncs(home, deed):
    """What was synced before each line that a writer told: a list of pairs of the line's first word and paths."""
    traced = home.parent / "calls.txt"
    words = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(traced)]
    words += [sys.executable, "-m", "tests.drills.deeds", str(home), "m", deed, str(ACKNOWLEDGED)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=harbour.environment(home), cwd=harbour.ROOT)
    found, synced = [], []
    for line in traced.read_bytes().split(b"\n"):
        call = CALL.match(line)
        if call and call["told"]:
            found.append((call["told"].decode(), synced))
            synced = []
        elif call:
            synced.append(call["path"].decode())
    return found


def sorts(home, paths):
    """The synced paths, told by what they are: the database's log, a file's draft, a folder of files, and so on."""
    named = []
    for path in paths:
        place = path.removesuffix("(deleted)").strip().removeprefix(f"{home.resolve()}/")
        named.append(re.sub(r"/[0-9a-f]{2}(?=/|$)", "/xx", re.sub(r"\.part-\w+", ".part", place)))
    return named


@pytest.mark.needs("strace")
@pytest.mark.parametrize("deed", ["record", "sign_in"])
def test_every_acknowledgement_follows_a_sync_of_the_database(home, deed):
    told = syncs(home, deed)
    unsynced = [word for word, paths in told if "zicha.sqlite3-wal" not in sorts(home, paths)]
    assert [word for word, _paths in told].count("done") >= ACKNOWLEDGED
    assert unsynced == []


@pytest.mark.needs("strace")
def test_file_is_on_the_disk_with_its_name_before_the_record_that_names_it(home):
    told = [sorts(home, paths) for _word, paths in syncs(home, "upload")]
    assert len(told) >= ACKNOWLEDGED
    before = {tuple(paths[: paths.index("zicha.sqlite3-wal")]) for paths in told[1:]}
    assert before == {("evidence/xx/.part", "evidence/xx", "evidence")}


@pytest.mark.needs("strace")
def test_erasure_and_its_line_in_the_journal_are_synced_before_it_is_told(home):
    told = [sorts(home, paths) for word, paths in syncs(home, "erase") if word == "done"]
    assert len(told) >= ACKNOWLEDGED
    assert [paths for paths in told if "zicha.sqlite3-wal" not in paths[paths.index("erasures.ndjson") :]] == []


@pytest.mark.needs("strace")
def test_checkpoint_of_a_report_is_synced_before_the_step_is_told(home):
    told = [sorts(home, paths) for _word, paths in syncs(home, "report")]
    assert len(told) >= ACKNOWLEDGED
    assert [paths for paths in told if not {"zicha.sqlite3-wal", "checkpoints/.part", "checkpoints"} <= {*paths}] == []

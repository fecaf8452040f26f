"""The turn has an end: whoever waits too long is told who has it, and leaves nothing behind that blocks or grows."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from zicha.store.writes import queue
from zicha.store.writes.queue import HeldError, Holder

HOLD = "import sys, time; from zicha.store.writes import queue\nwith queue.turn(sys.argv[1], patience=9): print('held', flush=True); time.sleep(600)"
THREADS, TURNS = 6, 40

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a library waits, and nobody can read who holds")


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "queue.lock")


@pytest.fixture
def holder(path):
    """Another process that has the turn."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def waiting():
    return [each for each in threading.enumerate() if each.name == "zicha-turn"]


def refused(path, patience=0.05):
    with pytest.raises(HeldError) as caught, queue.turn(path, patience=patience):
        pass
    return caught.value.holder, caught.value.seconds


def test_turn_that_does_not_come_is_refused_and_says_who_has_it(path, holder):
    assert refused(path) == (Holder(holder.pid, socket.gethostname()), 0.05)


def test_turn_of_a_killed_holder_comes_at_once(path, holder):
    os.kill(holder.pid, signal.SIGSTOP)
    assert refused(path)[0].number == holder.pid
    holder.kill()
    with queue.turn(path, patience=9) as left:
        assert left > 0


def test_refused_writers_take_over_one_place_and_no_thread_is_added(path, holder):
    for _again in range(5):
        refused(path)
    assert len(waiting()) == 1
    holder.kill()
    for place in waiting():
        place.join(9)
    assert waiting() == []
    with queue.turn(path, patience=9):
        pass


def test_place_that_was_left_is_the_next_ones(path, holder):
    refused(path)
    threading.Timer(0.2, holder.kill).start()
    with queue.turn(path, patience=9) as left:
        assert 0 < left < 9
    assert waiting() == []


def test_two_files_have_a_queue_each(path, holder, tmp_path):
    refused(path)
    with queue.turn(str(tmp_path / "other.lock"), patience=0.05):
        assert refused(path)[0].number == holder.pid


def test_file_whose_holder_left_no_word_names_nobody(path):
    import fcntl

    with Path(path).open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert refused(path) == (None, 0.05)


def test_threads_of_one_process_never_have_the_turn_together(path):
    inside, most, done = 0, 0, []

    def work(place):
        nonlocal inside, most
        for _turn in range(TURNS):
            with queue.turn(path, patience=30):
                inside += 1
                most = max(most, inside)
                time.sleep(0.0005)
                inside -= 1
        done.append(place)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, sorted(done), waiting()) == (1, list(range(THREADS)), [])


def _ask(path, told, over):
    told.put(refused(path)[0].number)
    over.wait()


def test_turn_is_not_kept_by_a_child_forked_meanwhile(path):
    fork = multiprocessing.get_context("fork")
    told, over = fork.Queue(), fork.Event()
    with queue.turn(path, patience=9):
        child = fork.Process(target=_ask, args=(path, told, over))
        child.start()
        assert told.get(timeout=30) == os.getpid()
    with queue.turn(path, patience=0.05):
        over.set()
    child.join()


def test_engine_waits_only_for_what_is_left_and_as_long_as_ever_afterwards(tmp_path, django_db_blocker, settings):
    from django.db import connection

    from tests.services import committed
    from zicha.store.writes.transaction import writing

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is told once, by each connection")

    def patience():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return cursor.fetchone()[0]

    settings.ZICHA_WAIT_SECONDS = 5
    held = threading.Event()

    def hold():
        with queue.turn(str(tmp_path / "zicha.lock"), patience=9):
            held.set()
            while not waiting():
                time.sleep(0.01)
            time.sleep(1)

    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=tmp_path):
        other = threading.Thread(target=hold)
        other.start()
        held.wait(9)
        with writing():
            left = patience()
        other.join()
        assert 0 < left <= 4100
        assert patience() == 5000

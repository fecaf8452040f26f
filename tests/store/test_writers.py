"""Writers on one machine wait in a queue; nobody is passed over, nothing is lost."""

import multiprocessing
import time

import pytest

from zicha.store.writes import queue

WRITERS, SECONDS = 8, 2.0


def write(path, begin, counts, place):
    begin.wait()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with queue.turn(path, patience=60):
            time.sleep(0.002)
            counts[place] += 1
        time.sleep(0.002)


def test_writers_take_turns_and_none_falls_below_a_third_of_the_mean(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    begin, counts = spawn.Barrier(WRITERS), spawn.Array("i", WRITERS)
    path = str(tmp_path / "queue.lock")
    writers = [spawn.Process(target=write, args=(path, begin, counts, place)) for place in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done = list(counts)
    assert min(done) * 3 >= sum(done) / WRITERS, done


def test_lock_of_a_writer_that_failed_is_free_again(tmp_path):
    path = str(tmp_path / "queue.lock")
    with pytest.raises(ZeroDivisionError), queue.turn(path, patience=60):
        assert 1 / 0
    with queue.turn(path, patience=60):
        assert (tmp_path / "queue.lock").stat().st_mode & 0o777 == 0o600

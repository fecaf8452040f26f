"""One installation, one key, however many workers start at once."""

import multiprocessing

from zicha.conf import secret

WORKERS = 8


def read(file, begin, found, place):
    begin.wait()
    found[place] = hash_of(secret.read_or_make(file))


def hash_of(key):
    return int.from_bytes(key.encode()[:7], "big")


def test_workers_that_start_together_read_one_key(tmp_path):
    fork = multiprocessing.get_context("fork")
    for attempt in range(20):
        file = tmp_path / str(attempt) / "secret-key"
        file.parent.mkdir()
        begin, found = fork.Barrier(WORKERS), fork.Array("Q", WORKERS)
        workers = [fork.Process(target=read, args=(file, begin, found, place)) for place in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert set(found) == {hash_of(file.read_text(encoding="ascii"))}
        assert [path.name for path in file.parent.iterdir()] == ["secret-key"]
        assert file.stat().st_mode & 0o777 == 0o600


def test_key_without_a_folder_is_for_this_run_only(tmp_path):
    one, other = (secret.read_or_make(tmp_path / "absent" / "secret-key") for _ in range(2))
    assert one != other
    assert not (tmp_path / "absent").exists()

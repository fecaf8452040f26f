"""A witness signs a head only if it continues the one it signed before."""

import os
from datetime import date, timedelta

import pytest

from tests import factories
from tests.services.test_log import fill, run, unlock
from zicha.core.findings import Refusal
from zicha.formats import cosignature

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=2)


def ask(home, since):
    from zicha.services import log

    return log.ask_witness(home=home, since=since, recorded_at=LATER)


def witness(folder, request, key=None):
    from zicha.services import witness

    return witness.witness(request=request, folder=folder, key=key, witnessed_at=LATER)


def key_of(home):
    return (home / "log-key.pub").read_text()


def test_witness_cosigns_a_log_that_grows_and_the_log_keeps_it(tmp_path):
    from zicha.services import log
    from zicha.services import witness as service

    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    first = ask(home, 0)
    assert first.startswith("old 0\n\nzicha/")
    note = witness(folder, first, key_of(home))
    factories.record(factories.inspection(date(2026, 5, 25)), recorded_at=LATER)
    second = witness(folder, ask(home, 7))
    public = service.public_key(folder=folder)
    seconds = int(LATER.timestamp())
    assert [cosignature.cosigned_at(each, verifier_key=public) for each in (note, second)] == [seconds, seconds]
    assert log.keep_cosigned(home=home, note=second) == 8
    found = log.verify(home=home)
    assert (found.fault, found.checkpoints) == (None, 2)
    assert (folder / "witness-key").stat().st_mode & 0o777 == 0o600


def test_witness_asked_from_another_size_says_what_it_saw(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    with pytest.raises(Refusal) as refused:
        witness(folder, ask(home, 3))
    assert (refused.value.code, refused.value.facts) == ("witness.other_size", {"seen": 7, "asked": 3})


def test_rewritten_history_finds_no_witness(tmp_path):
    """The administrator changes a record, computes all nodes anew and signs with the installation's own key."""
    from zicha.core import merkle
    from zicha.services import log

    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    unlock()
    leaf = merkle.hash_leaf(b"another body")
    run("DELETE FROM store_ledgernode WHERE level > 0")
    from zicha.store import models
    from zicha.store.queries import log as queries

    models.LedgerNode.objects.filter(level=0, idx=2).update(hash=leaf)
    leaves = queries.read([(0, place) for place in range(7)])
    for node in merkle.extend(size=0, leaves=leaves, read=list):
        if node.level:
            models.LedgerNode.objects.create(level=node.level, idx=node.index, hash=node.hash)
    for path in (home / "checkpoints").iterdir():
        path.unlink()
    factories.record(factories.inspection(date(2026, 5, 25)), recorded_at=LATER)
    with pytest.raises(Refusal) as refused:
        witness(folder, log.ask_witness(home=home, since=7, recorded_at=LATER))
    assert (refused.value.code, refused.value.facts) == ("witness.rewritten", {"seen": 7, "size": 8})


def test_witness_needs_the_key_the_first_time_and_refuses_another(tmp_path):
    home, other, folder = tmp_path / "home", tmp_path / "other", tmp_path / "witness"
    fill()
    request = ask(home, 0)
    with pytest.raises(Refusal, match="key_needed"):
        witness(folder, request)
    ask(other, 0)
    with pytest.raises(Refusal, match="unsigned"):
        witness(folder, request, key_of(other))
    witness(folder, request, key_of(home))
    with pytest.raises(Refusal, match="other_key"):
        witness(folder, ask(home, 7), key_of(other))


def test_witness_that_another_process_keeps_waiting_says_so_and_signs_nothing(tmp_path, monkeypatch):
    from zicha.services import witness as services
    from zicha.store.writes import queue

    monkeypatch.setattr(services, "_PATIENCE", 0.05)
    with queue.turn(str(tmp_path / "lock"), patience=1), pytest.raises(Refusal) as caught:
        services.public_key(folder=tmp_path)
    facts = {"folder": tmp_path, "number": os.getpid(), "seconds": "0.05"}
    assert (caught.value.code, caught.value.facts) == ("witness.busy", facts)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock"]


def test_what_is_no_request_is_refused(tmp_path):
    for text in ("", "old 1", "old 01\n\nx", "old 0\n\nnot a note\n"):
        with pytest.raises(Refusal, match="no_request"):
            witness(tmp_path / "witness", text)


def test_note_that_was_not_kept_is_not_taken_in(tmp_path):
    from zicha.services import log

    fill()
    note = log.checkpoint(home=tmp_path, recorded_at=LATER)
    for other in (note.replace("\n7\n", "\n6\n"), "x", note.replace("—", "-")):
        with pytest.raises(Refusal, match="not_a_checkpoint"):
            log.keep_cosigned(home=tmp_path, note=other)

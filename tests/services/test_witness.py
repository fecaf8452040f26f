"""A witness signs a head only if it continues the one it signed before."""

import json
import os
from datetime import date, timedelta

import pytest

from tests import factories
from tests.services import test_log_rows
from tests.services.test_log import fill, run, unlock
from zicha.core.findings import Refusal
from zicha.formats import cosignature

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=2)


def ask(home, since, rows=None):
    from zicha.services import log

    return log.ask_witness(home=home, since=since, recorded_at=LATER, rows_since=rows)


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
    assert first.startswith("old 0\nrows 0\n\nzicha/")
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
            models.LedgerNode.objects.create(level=node.level, idx=node.place, hash=node.hash)
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


def load_scheme():
    """Load another scheme, so that the row log grows and the log of records does not."""
    from zicha.services import schemes

    data = factories.shipped("theory-study")
    schemes.load(data=data, name="theory-study", recorded_at=LATER, recorded_by="P001")


def rewrite_rows(keep=None):
    """Compute the row log anew as an administrator would who changes its third state, or cuts it off behind ``keep``."""
    from zicha.core import merkle
    from zicha.store import models
    from zicha.store.queries import binding as queries

    test_log_rows.unlock()
    if keep is None:
        models.BoundRow.objects.filter(seq=3).update(digest=bytes(32))
    else:
        models.BoundRow.objects.filter(seq__gt=keep).delete()
    models.BoundNode.objects.all().delete()
    leaves = [each.leaf for each in queries.all_bound()]
    for node in merkle.extend(size=0, leaves=leaves, read=list):
        models.BoundNode.objects.create(level=node.level, idx=node.place, hash=node.hash)


def forget_checkpoints(home):
    for path in (home / "checkpoints").iterdir():
        path.unlink()


def rows_seen(folder):
    (known,) = json.loads((folder / "seen.json").read_text()).values()
    return int(known["rows"])


def test_witness_is_shown_that_the_row_log_grows_though_no_record_does(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    before = rows_seen(folder)
    load_scheme()
    request = ask(home, 7)
    assert request.startswith(f"old 7\nrows {before}\n")
    witness(folder, request)
    assert rows_seen(folder) == before + 1


def test_rewritten_row_log_finds_no_witness(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    seen = rows_seen(folder)
    rewrite_rows()
    forget_checkpoints(home)
    factories.record(factories.inspection(date(2026, 5, 25)), recorded_at=LATER)
    with pytest.raises(Refusal) as refused:
        witness(folder, ask(home, 7, rows=seen))
    assert (refused.value.code, refused.value.facts) == ("witness.rows_rewritten", {"seen": seen, "size": seen})
    assert rows_seen(folder) == seen


def test_row_log_that_was_cut_off_finds_no_witness(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    seen = rows_seen(folder)
    rewrite_rows(keep=5)
    forget_checkpoints(home)
    request = ask(home, 7, rows=5).replace("rows 5\n", f"rows {seen}\n", 1)
    with pytest.raises(Refusal) as refused:
        witness(folder, request)
    assert (refused.value.code, refused.value.facts) == ("witness.rows_shrunk", {"seen": seen, "size": 5})


def test_request_that_says_nothing_of_the_row_log_or_starts_elsewhere_is_refused(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    seen = rows_seen(folder)
    request = ask(home, 7)
    for changed, code, facts in (
        (request.replace(f"rows {seen}\n", "", 1), "witness.rows_silent", {"seen": seen}),
        (ask(home, 7, rows=2), "witness.other_rows", {"seen": seen, "asked": 2}),
    ):
        with pytest.raises(Refusal) as refused:
            witness(folder, changed)
        assert (refused.value.code, refused.value.facts) == (code, facts)


def test_file_of_a_witness_from_before_the_row_log_still_reads(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    witness(folder, ask(home, 0), key_of(home))
    path = folder / "seen.json"
    (origin, known), *_ = json.loads(path.read_text()).items()
    old = {origin: {name: known[name] for name in ("key", "size", "root")}}
    path.write_text(json.dumps(old))
    request = ask(home, 7)
    witness(folder, request.replace(f"rows {known['rows']}\n", "", 1))
    assert rows_seen(folder) == int(known["rows"])


def test_head_that_signs_no_row_log_any_more_finds_no_witness(tmp_path):
    from zicha.formats import signed_note
    from zicha.services import log_key

    home, folder = tmp_path / "home", tmp_path / "witness"
    fill()
    note = witness(folder, ask(home, 0), key_of(home))
    lines = [line for line in signed_note.text_of(note).splitlines() if not line.startswith("rows ")]
    bare = signed_note.sign("".join(f"{line}\n" for line in lines), signer=log_key.signer(home))
    with pytest.raises(Refusal) as refused:
        witness(folder, f"old 7\n\n{bare}")
    assert (refused.value.code, refused.value.facts) == ("witness.rows_gone", {"seen": rows_seen(folder)})

"""Another key signs: what was signed before still verifies, and a key that should not sign is refused."""

import json
import shutil
from datetime import date, timedelta

import pytest

from tests import factories
from tests.services import test_proofs
from zicha.core.audit import Fault
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db
LATER = factories.NOW + timedelta(days=1)


def begin(home):
    from zicha.services import log

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    return log.checkpoint(home=home, recorded_at=LATER)


def rotate(home, *, days=2, lost=False):
    from zicha.services import log_rotation

    change = log_rotation.replace_lost if lost else log_rotation.rotate
    return change(home=home, recorded_at=factories.NOW + timedelta(days=days), recorded_by="cli")


def verify(home, key=None):
    from zicha.services import log

    return log.verify(home=home, key=key)


def sign(home, *, days):
    from zicha.services import log

    at = factories.NOW + timedelta(days=days)
    factories.record(factories.inspection(date(2026, 5, 21), title=f"第{days}天"), recorded_at=at)
    return log.checkpoint(home=home, recorded_at=at)


def bundle(home):
    content, _keys = test_proofs.bundle(home)
    return content


def test_new_key_signs_and_the_former_one_vouches_for_it(tmp_path):
    from zicha.core import log_keys
    from zicha.formats import signed_note
    from zicha.store.queries import log as queries

    begin(tmp_path)
    former = (tmp_path / "log-key.pub").read_text().strip()
    found = rotate(tmp_path)
    assert (found.seq, found.until) == (2, 2)
    assert queries.key_changes() == ((2, {"key": found.key, "former": former, "ground": "routine"}),)
    assert queries.row(seq=2).kind == log_keys.LOG_KEY
    assert (tmp_path / "log-key.pub").read_text() == f"{found.key}\n{former} 2\n"
    signed_note.open_note((tmp_path / "checkpoints" / "2.txt").read_text(), verifier=signed_note.parse_verifier(former))
    note = sign(tmp_path, days=3)
    signed_note.open_note(note, verifier=signed_note.parse_verifier(found.key))
    checked = verify(tmp_path)
    assert (checked.fault, checked.checkpoints) == (None, 3)
    assert (tmp_path / "log-key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "log-key.next").exists()


def test_former_key_signs_nothing_that_counts_any_more(tmp_path):
    begin(tmp_path)
    shutil.copy(tmp_path / "log-key", tmp_path / "stolen")
    rotate(tmp_path)
    sign(tmp_path, days=3)
    forged = forge(tmp_path, tmp_path / "stolen")
    assert verify(tmp_path).fault == Fault("log.key_retired", {"file": forged})


def forge(home, key):
    """Sign the last head anew with another key."""
    from zicha.formats import signed_note
    from zicha.services import log_key

    path = home / "checkpoints" / "3.txt"
    path.write_text(signed_note.sign(signed_note.text_of(path.read_text()), signer=log_key.read(key)))
    return path.name


def test_rotation_cut_off_is_finished_by_the_next_run(tmp_path):
    """As it stands after a crash: the new key waits, the entry names it, and nothing has signed that yet."""
    from zicha.core import log_keys
    from zicha.services import log_key
    from zicha.store.queries import schemes
    from zicha.store.writes import ledger
    from zicha.store.writes.ledger import Entering

    begin(tmp_path)
    coming = log_key.draw(log_key.read(tmp_path / "log-key").name)
    log_key.write(tmp_path / "log-key.next", coming)
    new, former = str(coming.verifier), (tmp_path / "log-key.pub").read_text().strip()
    draft = log_keys.draft(key=new, former=former, ground="routine", on=date(2026, 6, 11))
    ledger.append([Entering(draft, LATER, "cli")], kind_of=schemes.kinds_over_time())
    assert verify(tmp_path).fault is None
    found = rotate(tmp_path, days=3)
    assert (found.seq, found.key, found.until) == (2, new, 2)
    assert verify(tmp_path).fault is None


def test_rotation_cut_off_between_the_two_files_is_finished(tmp_path):
    from zicha.services import log_key

    begin(tmp_path)
    shutil.copy(tmp_path / "log-key", tmp_path / "old")
    rotate(tmp_path)
    (tmp_path / "log-key").rename(tmp_path / "log-key.next")
    (tmp_path / "old").rename(tmp_path / "log-key")
    with pytest.raises(Refusal, match=r"log\.key_other"):
        log_key.signer(tmp_path)
    assert rotate(tmp_path, days=3).seq == 3
    assert verify(tmp_path).fault is None


def test_lost_key_is_refused_and_replaced_by_an_explicit_word(tmp_path):
    from zicha.services import log

    begin(tmp_path)
    former = (tmp_path / "log-key.pub").read_text().strip()
    (tmp_path / "log-key").unlink()
    with pytest.raises(Refusal, match=r"log\.key_lost"):
        log.checkpoint(home=tmp_path, recorded_at=LATER)
    with pytest.raises(Refusal, match=r"log\.key_lost"):
        rotate(tmp_path)
    assert not (tmp_path / "log-key").exists()
    found = rotate(tmp_path, lost=True)
    assert (tmp_path / "log-key.pub").read_text() == f"{found.key}\n{former} 1\n"
    sign(tmp_path, days=3)
    assert verify(tmp_path).fault is None


def test_key_of_another_installation_is_refused(tmp_path):
    from zicha.services import log, log_key

    begin(tmp_path)
    log_key.write(tmp_path / "log-key", log_key.draw("zicha/other"))
    with pytest.raises(Refusal, match=r"log\.key_other"):
        log.checkpoint(home=tmp_path, recorded_at=LATER)


def test_nothing_signed_yet_needs_no_other_key(tmp_path):
    factories.organisation()
    for lost in (False, True):
        with pytest.raises(Refusal, match=r"log\.key_none"):
            rotate(tmp_path, lost=lost)


def test_checkpoint_of_another_installation_is_refused(tmp_path):
    from zicha.formats import signed_note
    from zicha.services import log_key

    note = begin(tmp_path)
    other = signed_note.sign(signed_note.text_of(note), signer=log_key.draw("zicha/other"))
    (tmp_path / "checkpoints" / "1.txt").write_text(other)
    assert verify(tmp_path).fault.code == "log.checkpoint_unsigned"


def test_bundle_leads_from_a_former_key_to_the_present_one(tmp_path):
    """A receiver who was given the first key, and nothing since, can check what the third one signed."""
    from zicha.services import log_key

    begin(tmp_path)
    first = (tmp_path / "log-key.pub").read_text().strip()
    early = bundle(tmp_path)
    later = test_proofs.LATER - factories.NOW
    rotate(tmp_path, days=later.days + 1)
    rotate(tmp_path, days=later.days + 2)
    late = test_proofs.bundle(tmp_path, recorded_at=test_proofs.LATER + timedelta(days=3))[0]
    present = (tmp_path / "log-key.pub").read_text()
    for content, key in ((early, first), (early, present), (late, first), (late, present)):
        assert test_proofs.verify(content, key).origin == log_key.parse(present).key.name


@pytest.mark.parametrize("part", ["path", "body", "checkpoint", "seq"])
def test_bundle_whose_change_of_keys_was_forged_leads_nowhere(part, tmp_path):
    begin(tmp_path)
    first = (tmp_path / "log-key.pub").read_text().strip()
    rotate(tmp_path)
    said = json.loads(bundle(tmp_path))
    [shown] = said["keys"]
    forged = {
        "path": [],
        "body": shown["body"].replace("routine", "Routine"),
        "checkpoint": said["checkpoint"],
        "seq": shown["seq"] - 1,
    }
    shown[part] = forged[part]
    with pytest.raises(Refusal, match=r"proofs\.unsigned"):
        test_proofs.verify(json.dumps(said).encode(), first)


def test_bundle_after_a_lost_key_needs_the_new_key_by_another_way(tmp_path):
    begin(tmp_path)
    first = (tmp_path / "log-key.pub").read_text().strip()
    (tmp_path / "log-key").unlink()
    rotate(tmp_path, lost=True)
    content = bundle(tmp_path)
    assert json.loads(content)["keys"] == []
    with pytest.raises(Refusal, match=r"proofs\.unsigned"):
        test_proofs.verify(content, first)
    assert test_proofs.verify(content, (tmp_path / "log-key.pub").read_text()).size == 3


def test_witness_follows_a_change_of_keys_it_is_told_of(tmp_path):
    from zicha.services import log, witness

    def ask(key=None, *, since, days):
        at = factories.NOW + timedelta(days=days)
        request = log.ask_witness(home=tmp_path, since=since, recorded_at=at)
        return witness.witness(request=request, folder=tmp_path / "witness", key=key, witnessed_at=at)

    begin(tmp_path)
    ask((tmp_path / "log-key.pub").read_text(), since=0, days=1)
    rotate(tmp_path)
    sign(tmp_path, days=3)
    with pytest.raises(Refusal, match=r"witness\.unsigned"):
        ask(since=1, days=3)
    ask((tmp_path / "log-key.pub").read_text(), since=1, days=3)
    sign(tmp_path, days=4)
    ask(since=3, days=4)

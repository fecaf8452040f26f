"""Files in an S3 bucket: kept before their row, shown, erased with every version, backed up, restored, moved there.

The server speaks HTTP on loopback and checks every signature (``tests/servers/s3.py``).
"""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import evidence_files, factories
from tests.drills import harbour
from tests.servers import s3
from tests.services import committed
from zicha.core.audit import Fault
from zicha.core.findings import Refusal
from zicha.formats import samples


@pytest.fixture(name="home")
def installation(home, django_db_blocker, monkeypatch, tmp_path):
    """An installation of the test's own: what is erased goes from the bucket once it is committed."""
    monkeypatch.setattr(settings, "ZICHA_HOME", tmp_path)
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        yield tmp_path


@pytest.fixture(params=[False, True], ids=["plain", "versions"])
def bucket(request, monkeypatch, home):
    with s3.serving("zicha", keeps_versions=request.param) as (store, endpoint):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3.KEY_ID)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3.SECRET)
        monkeypatch.setattr(settings, "ZICHA_EVIDENCE", f"s3://zicha/office/files?endpoint={endpoint}&region=local")
        yield store


def key(digest):
    return f"office/files/{digest[:2]}/{digest[2:]}"


def keep(content, name="a.txt"):
    from zicha.services import ledger

    return ledger.keep_evidence(content=content, name=name, kind="checklist")


def order(home):
    from zicha.services.erasure import Order

    return Order(ground="request", recorded_at=factories.NOW, recorded_by="cli", home=home, approver="P001")


def verify(home):
    from zicha.services import log

    return log.verify(home=home).fault


def record(*files):
    factories.organisation()
    return factories.record(replace(factories.inspection(date(2026, 5, 22)), evidence=files))


def test_file_is_in_the_bucket_once_under_its_hash_and_read_back(bucket, home):
    from zicha.services import evidence, ledger

    kept, again = keep(b"checked"), keep(b"checked")
    photo = ledger.keep_evidence(content=samples.png(seed=1), name="照片.png", kind="photo")
    assert kept == again
    assert bucket.contents() == sorted([(key(kept.sha256), b"checked"), (key(photo.sha256), samples.png(seed=1))])
    assert ledger.open_evidence(sha256=kept.sha256).read() == b"checked"
    assert ledger.open_evidence(sha256="0" * 64) is None
    assert evidence.small(sha256=photo.sha256)[:3] == b"\xff\xd8\xff"
    assert evidence.small(sha256=kept.sha256) is None
    assert not evidence_files.place(kept.sha256).exists()


def test_file_that_the_bucket_does_not_take_is_not_recorded(bucket, home):
    bucket.refuses = "AccessDenied"
    with pytest.raises(Refusal) as caught:
        keep(b"checked")
    assert (caught.value.code, caught.value.facts["message"]) == ("evidence.bucket_refused", "AccessDenied")


def test_bucket_that_is_not_reached_is_told_by_its_host(monkeypatch, home):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3.KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3.SECRET)
    with s3.serving("gone") as (_store, endpoint):
        monkeypatch.setattr(settings, "ZICHA_EVIDENCE", f"s3://gone/x?endpoint={endpoint}")
    with pytest.raises(Refusal) as caught:
        keep(b"checked")
    expected = ("evidence.bucket_unreachable", "s3://gone/x/", endpoint.removeprefix("http://"))
    assert (caught.value.code, str(caught.value.facts["place"]), caught.value.facts["host"]) == expected


def test_wrong_secret_is_refused_by_the_server(bucket, monkeypatch, home):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    monkeypatch.setattr(settings, "ZICHA_EVIDENCE", settings.ZICHA_EVIDENCE.replace("office", "other"))
    with pytest.raises(Refusal) as caught:
        keep(b"checked")
    assert caught.value.facts["message"] in ("SignatureDoesNotMatch", "AccessDenied")
    assert bucket.contents() == []


def test_missing_keys_are_named(bucket, monkeypatch, home):
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setattr(settings, "ZICHA_EVIDENCE", settings.ZICHA_EVIDENCE.replace("office", "keyless"))
    with pytest.raises(Refusal, match=r"evidence\.no_keys"):
        keep(b"checked")


def test_erasure_takes_every_version_out_of_the_bucket(bucket, home):
    from zicha.services import erasure

    kept, other = keep(b"a face"), keep(b"another")
    if bucket.keeps_versions:
        bucket.put(key(kept.sha256), b"a face")
        bucket.delete(key(kept.sha256), "")
        bucket.put(key(kept.sha256), b"a face")
    record(kept, other)
    assert verify(home) is None
    erasure.erase_record(seq=1, field="evidence.0", order=order(home))
    assert bucket.contents() == [(key(other.sha256), b"another")]
    assert verify(home) is None


def test_erasure_whose_bucket_refuses_says_what_is_left_and_retention_takes_it_later(bucket, home):
    from zicha.services import erasure, retention

    kept = keep(b"a face")
    record(kept)
    bucket.refuses = "SlowDown"
    with pytest.raises(Refusal) as caught:
        erasure.erase_record(seq=1, field="evidence.0", order=order(home))
    assert (caught.value.code, caught.value.facts) == (
        "evidence.left_behind",
        {"file": kept.sha256, "message": "SlowDown"},
    )
    bucket.refuses = ""
    old = datetime.now(UTC) - timedelta(days=400)  # noqa: TID251 -- what the server told is by its own clock
    bucket.keys[key(kept.sha256)][0].at = old
    retention.retain(home=home, now=factories.NOW, recorded_by="cli")
    assert bucket.contents() == []


def test_verify_reads_the_bytes_in_the_bucket(bucket, home):
    kept = keep(b"checked")
    record(kept)
    bucket.spoils = True
    assert verify(home) == Fault("log.file_altered", {"seq": 1, "file": kept.sha256})
    bucket.spoils = False
    bucket.keys.clear()
    assert verify(home) == Fault("log.file_missing", {"seq": 1, "file": kept.sha256})


def test_move_takes_all_files_compares_each_and_may_be_run_again(bucket, home, monkeypatch):
    from zicha.services import evidence_moving, ledger

    address = settings.ZICHA_EVIDENCE
    monkeypatch.setattr(settings, "ZICHA_EVIDENCE", "")
    kept = [keep(f"file {number}".encode()) for number in range(5)]
    record(*kept)
    monkeypatch.setattr(settings, "ZICHA_EVIDENCE", address)
    assert verify(home) is None
    bucket.put(key(kept[0].sha256), b"file 0")
    bucket.spoils = True
    with pytest.raises(Refusal, match=r"evidence\.not_arrived"):
        evidence_moving.move(home=home, progress=lambda *_: None)
    assert all(evidence_files.place(one.sha256).exists() for one in kept)
    bucket.spoils = False
    told = []
    moved = evidence_moving.move(home=home, progress=lambda *done: told.append(done))
    assert (moved.place, moved.moved + moved.already, told) == (
        "s3://zicha/office/files/",
        5,
        [(n, 5) for n in range(1, 6)],
    )
    assert sorted({content for _key, content in bucket.contents()}) == [
        f"file {number}".encode() for number in range(5)
    ]
    assert not any(evidence_files.place(one.sha256).exists() for one in kept)
    assert ledger.open_evidence(sha256=kept[3].sha256).read() == b"file 3"
    assert verify(home) is None
    assert evidence_moving.move(home=home, progress=lambda *_: None) == replace(moved, moved=0, already=0)


def test_file_that_was_damaged_in_the_folder_is_not_moved(bucket, home):
    from zicha.services import evidence_moving

    digest = hashlib.sha256(b"whole").hexdigest()
    place = evidence_files.place(digest)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"torn")
    with pytest.raises(Refusal, match=r"evidence\.torn"):
        evidence_moving.move(home=home, progress=lambda *_: None)
    assert (place.read_bytes(), bucket.contents()) == (b"torn", [])


def test_move_without_a_bucket_is_refused(home):
    from zicha.services import evidence_moving

    with pytest.raises(Refusal, match=r"evidence\.no_target"):
        evidence_moving.move(home=home, progress=lambda *_: None)


def test_doctor_says_where_the_files_are(bucket, home):
    from zicha.services import doctor

    def told():
        found = doctor.examine(home=home, on=date(2026, 6, 10), as_known_at=factories.NOW)
        return [(one.code, one.grade) for one in found if one.code.startswith("evidence")]

    assert told() == [("evidence.bucket", "fine")]
    evidence_files.place("0" * 64).parent.mkdir(parents=True)
    evidence_files.place("0" * 64).write_bytes(b"x")
    assert told() == [("evidence.bucket_and_folder", "note")]
    bucket.refuses = "InternalErr"
    assert told() == [("evidence.bucket_refused", "wrong")]


def test_missing_extra_is_named(monkeypatch, home):
    import sys

    monkeypatch.setitem(sys.modules, "minio", None)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setattr(settings, "ZICHA_EVIDENCE", "s3://zicha/without-extra")
    with pytest.raises(Refusal, match=r"evidence\.no_extra"):
        keep(b"checked")


def zicha(home, *words):
    environ = {
        "ZICHA_EVIDENCE": settings.ZICHA_EVIDENCE,
        "AWS_ACCESS_KEY_ID": s3.KEY_ID,
        "AWS_SECRET_ACCESS_KEY": s3.SECRET,
    }
    done = harbour.zicha(home, *words, "--lang", "en", "--format", "json", **environ)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_backup_holds_the_files_of_the_bucket_and_they_go_back_there(bucket, home, tmp_path_factory):
    if connection.vendor != "sqlite":
        pytest.skip("the command opens the SQLite file of the home folder")
    kept = [keep(f"file {number}".encode()) for number in range(5)]
    record(*kept)
    connection.close()
    place = tmp_path_factory.mktemp("backups")
    made = zicha(home, "backup", "--into", place)
    saved = {path.read_bytes() for path in Path(made["folder"]).glob("evidence/??/*")}
    assert saved == {content for _key, content in bucket.contents()}
    bucket.keys.clear()
    back = place / "back"
    restored = zicha(back, "restore", made["folder"])
    assert (restored["verified"], restored["size"]) == (True, 1)
    assert zicha(back, "evidence", "move") == {"place": "s3://zicha/office/files/", "moved": 5, "already": 0}
    assert sorted(content for _key, content in bucket.contents()) == [f"file {number}".encode() for number in range(5)]
    assert zicha(back, "verify")["verified"]

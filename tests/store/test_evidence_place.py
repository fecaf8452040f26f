"""The address of a bucket, and the key of a file in it."""

import pytest

from zicha.core.findings import Refusal
from zicha.store import evidence_place
from zicha.store.evidence_place import Bucket

DIGEST = "ab" + "0" * 62


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("  ", None),
        ("s3://zicha", Bucket("zicha", "", "s3.amazonaws.com", secure=True, region="")),
        (
            "s3://zicha/a/b/?endpoint=http://127.0.0.1:9000&region=cn-north-1",
            Bucket("zicha", "a/b/", "127.0.0.1:9000", secure=False, region="cn-north-1"),
        ),
    ],
)
def test_address_of_a_bucket_is_read(text, expected):
    assert evidence_place.read(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/srv/files", ":///srv/files"),
        ("s3:///only-a-key", "s3:///only-a-key"),
        ("s3://key:secret@zicha/x", "s3://zicha/x"),
        ("s3://zicha?endpoint=ftp://host", "s3://zicha"),
        ("s3://zicha?endpoint=https://a:b@host", "s3://zicha"),
        ("s3://zicha?endpoint=https://host/path", "s3://zicha"),
        ("s3://zicha?access_key=x", "s3://zicha"),
        ("s3://Zicha_Files", "s3://Zicha_Files"),
    ],
)
def test_other_addresses_are_refused_and_no_secret_is_repeated(text, told):
    with pytest.raises(Refusal) as caught:
        evidence_place.read(text)
    assert (caught.value.code, caught.value.facts) == ("evidence.place", {"value": told})


def test_key_and_hash_are_each_other():
    bucket = Bucket("zicha", "a/", "host", secure=True, region="")
    assert bucket.key(DIGEST) == f"a/ab/{DIGEST[2:]}"
    assert bucket.digest(bucket.key(DIGEST)) == DIGEST
    others = ["a/readme.txt", f"a/{DIGEST}", f"b/ab/{DIGEST[2:]}", f"a/a/b{DIGEST[2:]}"]
    assert [bucket.digest(key) for key in others] == [""] * 4

"""An S3-compatible bucket: objects by the hash of their bytes, and every failure told as a refusal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from zicha.core.findings import Refusal
from zicha.store.evidence_place import Bucket

KEY_ID, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
_CONNECT, _READ = 5.0, 60.0
_ABSENT = ("NoSuchKey", "NoSuchObject", "NoSuchVersion")


class _AbsentError(Refusal):
    """There is no such object."""


class Objects:
    """The objects of one bucket. Raises ``Refusal`` ``evidence.…`` where the server refuses or is not reached."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._client = _client(bucket)

    def put(self, digest: str, content: bytes) -> None:
        """Write an object; the server has it when this returns."""
        with self._told():
            self._client.put_object(self.bucket.name, self.bucket.key(digest), BytesIO(content), len(content))

    def get(self, digest: str) -> BinaryIO | None:
        """Return an object's bytes, or ``None`` if there is none."""
        try:
            with self._told(), closing(self._client.get_object(self.bucket.name, self.bucket.key(digest))) as answer:
                content = answer.read()
                answer.release_conn()
                return BytesIO(content)
        except _AbsentError:
            return None

    def size(self, digest: str) -> int | None:
        """Return an object's size, or ``None`` if there is none."""
        try:
            with self._told():
                return int(self._client.stat_object(self.bucket.name, self.bucket.key(digest)).size or 0)
        except _AbsentError:
            return None

    def drop(self, digest: str) -> None:
        """Remove an object and, in a bucket that keeps versions, every version and mark of its removal."""
        key = self.bucket.key(digest)
        with self._told():
            for one in list(self._client.list_objects(self.bucket.name, prefix=key, include_version=True)):
                if one.object_name == key:
                    self._client.remove_object(self.bucket.name, key, version_id=one.version_id)

    def listed(self) -> Iterator[tuple[str, int, datetime]]:
        """Yield hash, size and last change of every object whose key is a file's; others are none of ours."""
        with self._told():
            for one in self._client.list_objects(self.bucket.name, prefix=self.bucket.prefix, recursive=True):
                digest = self.bucket.digest(one.object_name or "")
                if digest and one.last_modified:
                    yield digest, one.size or 0, one.last_modified

    def check(self) -> None:
        """Raise ``Refusal`` unless the bucket answers and is there."""
        with self._told():
            is_there = self._client.bucket_exists(self.bucket.name)
        if not is_there:
            raise Refusal("evidence.no_bucket", place=self.bucket)

    @contextmanager
    def _told(self) -> Iterator[None]:
        # A ValueError is the library's for an answer it cannot read: whatever sent it is no S3 server.
        from minio.error import MinioException, S3Error  # noqa: PLC0415 -- an extra that a folder does not need
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 -- the same

        try:
            yield
        except S3Error as error:
            kind = _AbsentError if error.code in _ABSENT else Refusal
            raise kind("evidence.bucket_refused", place=self.bucket, message=error.code) from error
        except (MinioException, HTTPError, OSError, ValueError) as error:
            raise Refusal("evidence.bucket_unreachable", place=self.bucket, host=self.bucket.host) from error


def _client(bucket: Bucket) -> Any:
    try:
        from minio import Minio  # noqa: PLC0415 -- an extra that a folder does not need
        from urllib3 import PoolManager, Retry, Timeout  # noqa: PLC0415 -- the same
    except ImportError as error:
        raise Refusal("evidence.no_extra") from error
    key_id, secret = os.environ.get(KEY_ID, ""), os.environ.get(SECRET, "")
    if not key_id or not secret:
        raise Refusal("evidence.no_keys", names=f"{KEY_ID}, {SECRET}")
    pool = PoolManager(
        timeout=Timeout(connect=_CONNECT, read=_READ),
        retries=Retry(total=2, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]),
    )
    return Minio(
        bucket.host,
        access_key=key_id,
        secret_key=secret,
        session_token=os.environ.get(TOKEN) or None,
        secure=bucket.secure,
        region=bucket.region or None,
        http_client=pool,
    )

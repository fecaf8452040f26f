"""What a database engine must promise before zicha writes to it: nothing acknowledged is ever lost.

Values in, findings out; the settings are read elsewhere. PostgreSQL's are those of its documentation, chapters
"Write Ahead Log" and "Reliability"; SQLite's limits on network file systems are those of sqlite.org/useovernet.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

LEAST_POSTGRESQL = 14
"""The oldest major version the framework's queries are written for."""

MUST_BE_ON = ("fsync", "full_page_writes")
ASKED = (*MUST_BE_ON, "synchronous_commit", "data_checksums", "transaction_isolation", "server_version_num")
NETWORK = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse.ceph", "fuse.davfs2", "fuse.gcsfuse",
        "fuse.glusterfs", "fuse.goofys", "fuse.mergerfs", "fuse.mount.davfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "fuse.vmhgfs-fuse", "fuseblk.sshfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
        "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "vmhgfs",
    }
)  # fmt: skip
"""File systems, as Linux names them, whose locks and syncs SQLite cannot rely on."""

_ESCAPED = (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\"))


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about the engine that a person has to mend, or to know.

    Attributes:
        code: of its sentence, ``engine.…``.
        grade: ``wrong`` if nothing may be written so, ``note`` if it works but less safely than it could,
            ``fine`` if it is only worth saying.
        facts: for the places in the sentence.
    """

    code: str
    grade: Literal["wrong", "note", "fine"]
    facts: dict[str, Any] = field(default_factory=dict)


def of_postgresql(settings: Mapping[str, str], *, is_replica: bool) -> tuple[Concern, ...]:
    """Return what is wrong with a PostgreSQL server, the worst first.

    Takes the settings of ``ASKED`` as this connection sees them, and whether the server only repeats another.
    """
    return tuple(_of_postgresql(settings, is_replica=is_replica))


def _of_postgresql(settings: Mapping[str, str], *, is_replica: bool) -> Iterator[Concern]:
    major = int(settings["server_version_num"]) // 10_000
    if major < LEAST_POSTGRESQL:
        yield Concern("engine.too_old", "wrong", {"found": major, "least": LEAST_POSTGRESQL})
    if is_replica:
        yield Concern("engine.is_replica", "wrong")
    for name in MUST_BE_ON:
        if settings[name] != "on":
            yield Concern("engine.setting_off", "wrong", {"name": name})
    if settings["synchronous_commit"] == "off":
        yield Concern("engine.setting_off", "wrong", {"name": "synchronous_commit"})
    if settings["transaction_isolation"] != "read committed":
        yield Concern("engine.isolation", "wrong", {"found": settings["transaction_isolation"]})
    if settings["data_checksums"] != "on":
        yield Concern("engine.no_checksums", "note")


def of_folder(file_system: str | None, *, folder: object) -> tuple[Concern, ...]:
    """Return what is wrong with keeping a SQLite file in a folder on a file system; ``None`` is an unknown one."""
    if file_system is None:
        return (Concern("engine.file_system_unknown", "note", {"folder": folder}),)
    if file_system in NETWORK:
        return (Concern("engine.network_folder", "wrong", {"folder": folder, "kind": file_system}),)
    return ()


def file_system(mounts: str, *, parts: Sequence[str]) -> str | None:
    """Return the type of the file system that a path lies on, or ``None`` if no line of the table holds it.

    Takes the text of ``/proc/mounts`` (fstab(5): device, place, type, …) and the parts of an absolute path without
    links. What was mounted last on the longest place is what is seen there.
    """
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = [part for part in _unescaped(words[1]).split("/") if part]
        if list(parts[: len(place)]) == place and (best is None or len(place) >= best[0]):
            best = (len(place), words[2])
    return best[1] if best else None


def _unescaped(place: str) -> str:
    for written, meant in _ESCAPED:
        place = place.replace(written, meant)
    return place

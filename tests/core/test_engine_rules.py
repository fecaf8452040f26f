"""What is asked of an engine before anything is written to it."""

import pytest

from zicha.core import engine_rules
from zicha.core.engine_rules import Concern

SOUND = {
    "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
    "transaction_isolation": "read committed", "server_version_num": "150018",
}  # fmt: skip
MOUNTS = r"""rootfs / rootfs rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /mnt/share nfs4 rw,vers=4.2 0 0
//server/x /mnt/share/in\040side cifs rw 0 0
/dev/sdb1 /mnt/share/local xfs rw 0 0
odd
"""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"synchronous_commit": "remote_apply"}, ()),
        ({"synchronous_commit": "local"}, ()),
        ({"fsync": "off"}, (Concern("engine.setting_off", "wrong", {"name": "fsync"}),)),
        ({"full_page_writes": "off"}, (Concern("engine.setting_off", "wrong", {"name": "full_page_writes"}),)),
        ({"synchronous_commit": "off"}, (Concern("engine.setting_off", "wrong", {"name": "synchronous_commit"}),)),
        ({"data_checksums": "off"}, (Concern("engine.no_checksums", "note"),)),
        (
            {"transaction_isolation": "serializable"},
            (Concern("engine.isolation", "wrong", {"found": "serializable"}),),
        ),
        ({"server_version_num": "140000"}, ()),
        ({"server_version_num": "130022"}, (Concern("engine.too_old", "wrong", {"found": 13, "least": 14}),)),
        (
            {"server_version_num": "90624", "fsync": "off", "data_checksums": "off"},
            (
                Concern("engine.too_old", "wrong", {"found": 9, "least": 14}),
                Concern("engine.setting_off", "wrong", {"name": "fsync"}),
                Concern("engine.no_checksums", "note"),
            ),
        ),
    ],
)
def test_postgresql_that_could_lose_what_it_acknowledged_is_named(changed, expected):
    assert engine_rules.of_postgresql(SOUND | changed, is_replica=False) == expected


def test_replica_in_the_place_of_the_primary_is_wrong():
    assert engine_rules.of_postgresql(SOUND, is_replica=True) == (Concern("engine.is_replica", "wrong"),)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/zicha", "ext4"),
        ("/mnt/shared", "ext4"),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/zicha", "nfs4"),
        ("/mnt/share/in side/zicha", "cifs"),
        ("/mnt/share/local/zicha", "xfs"),
    ],
)
def test_file_system_of_a_path_is_the_one_mounted_last_on_its_longest_place(path, kind):
    assert engine_rules.file_system(MOUNTS, parts=path.split("/")[1:]) == kind


def test_file_system_that_no_table_tells_is_unknown():
    assert engine_rules.file_system("", parts=["var"]) is None
    assert engine_rules.of_folder(None, folder="/var") == (
        Concern("engine.file_system_unknown", "note", {"folder": "/var"}),
    )


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "fuse.s3fs", "vboxsf"])
def test_sqlite_on_a_network_file_system_is_wrong(kind):
    expected = (Concern("engine.network_folder", "wrong", {"folder": "/srv", "kind": kind}),)
    assert engine_rules.of_folder(kind, folder="/srv") == expected


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay"])
def test_sqlite_on_a_local_file_system_is_sound(kind):
    assert engine_rules.of_folder(kind, folder="/srv") == ()

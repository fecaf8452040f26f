"""What an error of disk or database tells, whatever language its engine speaks."""

import errno
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError

from zicha.services import faults
from zicha.store.writes.queue import HeldError, Holder

CHINESE = (
    ("LockNotAvailable", "由于锁超时，正在取消语句", "busy"),
    ("DeadlockDetected", "检测到死锁", "busy"),
    ("DiskFull", "无法扩展文件：设备上没有空间", "full"),
    ("IoError", "无法读取块", "disk"),
    ("ReadOnlySqlTransaction", "不能在一个只读模式的事务中执行 INSERT", "readonly"),
    ("UndefinedTable", "关系 “store_fact” 不存在", "empty"),
    ("DataCorrupted", "无效的页", "damaged"),
    ("AdminShutdown", "由于管理员命令中断联接", "away"),
)


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("name", "said", "fault"), CHINESE)
def test_server_that_speaks_chinese_is_understood(tmp_path, name, said, fault):
    cause = getattr(psycopg.errors, name)(said)
    assert faults.of(caused(DatabaseError(said), cause), home=tmp_path) == fault
    assert faults.of(cause, home=tmp_path) == fault


def test_engine_that_is_asked_by_itself_is_understood(tmp_path):
    file = tmp_path / "other.sqlite3"
    with sqlite3.connect(file, timeout=0, isolation_level=None) as one:
        one.execute("BEGIN EXCLUSIVE")
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
        other.close()
        one.execute("ROLLBACK")
    assert faults.of(caught.value, home=tmp_path) == "busy"


def test_writer_that_held_on_is_named(tmp_path):
    error = HeldError(Holder(17, "office"), 20)
    assert (faults.of(error, home=tmp_path), faults.held(error)) == ("busy", (Holder(17, "office"), 20))
    assert faults.held(OperationalError("database is locked")) is None


@pytest.mark.parametrize(
    "error", [ValueError("locked"), OSError(errno.ENOENT, "x"), ProgrammingError("what")], ids=repr
)
def test_error_that_tells_nothing_of_disk_or_database_is_none(error):
    assert faults.of(error, home=Path(shutil.__file__).parent) is None

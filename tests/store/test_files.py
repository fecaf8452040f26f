"""A file is there whole, or not at all."""

import pytest

from zicha.store.writes import files


def test_kept_file_is_whole_and_alone_in_its_folder(tmp_path):
    path = tmp_path / "evidence" / "ab" / "cd"
    files.keep(path, b"bytes")
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("cd", b"bytes")]


def test_failed_write_leaves_nothing_behind(tmp_path):
    path = tmp_path / "evidence" / "ab" / "cd"
    path.mkdir(parents=True)
    with pytest.raises(OSError, match="cd"):
        files.keep(path, b"bytes")
    assert [each.name for each in path.parent.iterdir()] == ["cd"]

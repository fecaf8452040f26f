"""Disks of a test's own: small ones that fill up, and ones that may only be read.

Mounting needs root. Who is not root is root in a user namespace of his own, so :func:`run_apart` runs the tests of a
file there; where neither is allowed they are left out, or fail if ``ZICHA_REQUIRE_TOOLS`` is set.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache

import pytest

FILLER = "filler"
PIECE = 1 << 14
APART = "ZICHA_DISKS_APART"
LEFT_OUT = "a disk cannot be mounted here, by root or in a user namespace"
_APART = ["unshare", "--user", "--map-root-user", "--mount", "--"]
_TRIAL = 'mount -t tmpfs -o size=64k none "$0" && umount "$0"'


@cache
def can_mount(*prefix):
    """Whether a disk can be mounted, in words that are run before."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return not subprocess.run(
                [*prefix, "sh", "-c", _TRIAL, folder], capture_output=True, check=False
            ).returncode
        except FileNotFoundError:
            return False


def require():
    """Leave a test out if :func:`run_apart` runs it, or if nobody can; fail if it has to be run and nobody can."""
    if can_mount():
        return
    if can_mount(*_APART):
        pytest.skip("run in a user namespace, by the test that says so")
    (pytest.fail if os.environ.get("ZICHA_REQUIRE_TOOLS") else pytest.skip)(LEFT_OUT)


def run_apart(file):
    """Run the tests of a file where they may mount; return what pytest said, and ``None`` where that is here."""
    if can_mount():
        return None
    if not can_mount(*_APART):
        require()
    words = [*_APART, sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", str(file)]
    return subprocess.run(words, env=os.environ | {APART: "1"}, capture_output=True, text=True, check=False)


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


@contextmanager
def small(place, *, megabytes):
    """A disk of some megabytes at ``place``."""
    place.mkdir(exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk):
    """Take all the room there is."""
    with (disk / FILLER).open("ab", buffering=0) as file:
        for size in (PIECE * 64, PIECE, 1024):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


def free(disk):
    """Give the room back."""
    (disk / FILLER).unlink()


@contextmanager
def read_only(disk):
    """The disk may only be read meanwhile, as after a fault of its hardware."""
    mount("-o", "remount,bind,ro", disk)
    try:
        yield
    finally:
        mount("-o", "remount,bind,rw", disk)

"""Disks of a test's own: small ones that fill up, and ones that may only be read. Mounting needs root."""

import subprocess
from contextlib import contextmanager

import pytest

FILLER = "filler"
PIECE = 1 << 14


def mount(*words):
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")


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
    mount("-o", "remount,ro", disk)
    try:
        yield
    finally:
        mount("-o", "remount,rw", disk)

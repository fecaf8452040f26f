"""Where an installation that keeps its files in a folder has one of them."""

from pathlib import Path


def place(digest, *, home=None):
    """The file's place, whether it is there or not; without a home in the folder of this process."""
    from django.conf import settings

    return Path(home or settings.ZICHA_HOME) / "evidence" / digest[:2] / digest[2:]

"""The tables themselves."""

from __future__ import annotations

from django.core.management import call_command


def migrate() -> None:
    """Bring the tables to the state this version needs; nothing is done where they are."""
    call_command("migrate", interactive=False, verbosity=0)

"""The one app of the page."""

from django.apps import AppConfig


class Board(AppConfig):
    """Units, duties and entries."""

    name = "bench.orm_board"
    label = "orm_board"
    default_auto_field = "django.db.models.BigAutoField"

"""The store, as Django knows it."""

from django.apps import AppConfig

from zicha.store import days


class StoreConfig(AppConfig):
    """The one app with tables."""

    name = "zicha.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Settle how values are read."""
        days.read_strictly()

"""The store, as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The one app with tables."""

    name = "zicha.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

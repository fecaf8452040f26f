"""The web app as Django knows it: its static files and its catalogue of English texts."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Named by its room."""

    name = "zicha.web"
    label = "web"

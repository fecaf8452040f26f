"""The WSGI application, for the folder and database that the environment names."""

import os

from zicha.conf import start

start.use_sound_engine()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zicha.conf.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the engine has been put in place
from django.urls import get_resolver  # noqa: E402 -- the same

application = get_wsgi_application()

# Every page's code is loaded before the worker takes its first request; loaded by a request, it would make a hall wait.
_pages = get_resolver().url_patterns

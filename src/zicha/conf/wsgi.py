"""The WSGI application, for the folder and database that the environment names."""

import os

from zicha.conf import start

start.use_sound_engine()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zicha.conf.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the engine has been put in place

application = get_wsgi_application()

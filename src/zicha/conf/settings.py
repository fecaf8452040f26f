"""Django's settings. They wire; they decide nothing about the product."""

from __future__ import annotations

import logging.config
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from zicha.conf import environment, mail, secret, start
from zicha.conf.databases import databases, patience

start.use_sound_engine()

ZICHA_HOME = Path(environment.text(start.HOME, "zicha-data")).absolute()

# Faces for PDF that may not be passed on (小标宋, 仿宋, 楷体, 黑体, 宋体), and their families where names do not tell.
_FONTS = environment.text("ZICHA_FONTS")
ZICHA_FONTS = Path(_FONTS).absolute() if _FONTS else None
ZICHA_FONT_FAMILIES = environment.text("ZICHA_FONT_FAMILIES")

# Where the files that people hand in are kept: nothing for the data folder, or a bucket as
# s3://bucket/prefix?endpoint=https://host&region=…, its keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
ZICHA_EVIDENCE: str = environment.text("ZICHA_EVIDENCE")

# Room for the files of one unit.
ZICHA_EVIDENCE_MB = environment.number("ZICHA_EVIDENCE_MB", 5000)

# Daily backups by `zicha serve`: where to (beside the data folder if empty, "off" for none), from which hour of the
# organisation's day, and how many are kept. An office that forgets backups has a week of them.
ZICHA_BACKUP = environment.text("ZICHA_BACKUP")
ZICHA_BACKUP_HOUR = environment.text("ZICHA_BACKUP_HOUR", "2")
ZICHA_BACKUP_EVERY = environment.text("ZICHA_BACKUP_EVERY", "0")
ZICHA_BACKUP_KEEP = environment.text("ZICHA_BACKUP_KEEP", "7")

# Letting go what has been kept long enough, by `zicha serve`: from which hour of the day on, "off" for none.
# Before the backup, so that no new backup holds it.
ZICHA_RETAIN_HOUR = environment.text("ZICHA_RETAIN_HOUR", "1")

# Where reminders go out: by mail, or to a chat by an address of apprise; nothing is sent until one is set. In a chat's
# address {contact} stands for the person's contact. ZICHA_SITE is the address of the pages that letters point to.
ZICHA_MAIL = environment.text("ZICHA_MAIL")
ZICHA_NOTIFY = environment.text("ZICHA_NOTIFY")
ZICHA_SITE = environment.text("ZICHA_SITE")
ZICHA_MAIL_UNREADABLE = not mail.is_readable(ZICHA_MAIL)
globals().update(mail.settings(ZICHA_MAIL))

# Whether a poster's link takes suggestions from whoever opens it, without a sign-in.
ZICHA_OPEN_BOX = environment.text("ZICHA_OPEN_BOX") == "1"

SECRET_KEY = secret.read_or_make(ZICHA_HOME / "secret-key")
DEBUG = False
_HOSTS = environment.text("ZICHA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
ALLOWED_HOSTS = [host.strip() for host in _HOSTS if host.strip()]

# Behind TLS (ZICHA_HTTPS=1) cookies and addresses never travel in the clear. On loopback there is no TLS.
HTTPS = environment.text("ZICHA_HTTPS") == "1"
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "zicha.store.apps.StoreConfig",
    "zicha.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zicha.web.policy.states_the_policy",
    "zicha.web.clock.reads_the_clock",
    "zicha.web.language.chooses_the_language",
    "zicha.web.sending.answers_sent_forms",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zicha.web.audits.keeps_links_from_writing",
    "zicha.web.reading.remembers_what_was_written",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "zicha.conf.urls"
WSGI_APPLICATION = "zicha.conf.wsgi.application"

_WEB = Path(__file__).parent.parent / "web"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "zicha.web.jinja.Environments",
            "context_processors": ["zicha.web.tokens.token"],
        },
    },
]

SESSION_ENGINE = "zicha.store.sessions"
AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "zicha.web.views.errors.no_token"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "plate"

# How long somebody waits while another writer, or another program, holds the database, before he is told to try again.
ZICHA_WAIT_SECONDS = patience(environment.text("ZICHA_WAIT_SECONDS"))
DATABASES: dict[str, Any] = databases(
    url=environment.text(start.DATABASE),
    replica=environment.text(start.REPLICA),
    home=ZICHA_HOME,
    patience=ZICHA_WAIT_SECONDS,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [_WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.zone("ZICHA_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Django's own configuration would load its pages for errors and its letters to administrators: a twentieth of the time
# that a command takes to start. zicha uses neither.
LOGGING_CONFIG = None
logging.config.dictConfig(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
)

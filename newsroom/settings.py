"""All settings. What differs between machines comes from the environment, as docs/operating.md lists."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from newsroom.environment import Environment
from newsroom.policy import content_security_policy

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = Environment(os.environ)

# The organisation and its site

SECRET_KEY = env.secret("SECRET_KEY", example="fifty-or-more-random-characters")
DEBUG = env.flag("DEBUG")

_site = env.site("SITE_URL", default="http://127.0.0.1:8000")
SITE_URL = _site.geturl()
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [_site.hostname or ""], example="news.example.org")
NEWSROOM_ORGANISATION = env.text("NEWSROOM_ORGANISATION", "Newsroom")
NEWSROOM_TAGLINE = env.text("NEWSROOM_TAGLINE", "")

# Disclosure and review

NEWSROOM_ISIN = env.words("NEWSROOM_ISIN", [], example="NO0010063308", optional=True)
NEWSROOM_TICKERS = env.words("NEWSROOM_TICKERS", [], example="OSL: TEL", optional=True)
NEWSROOM_RETENTION_YEARS = env.number("NEWSROOM_RETENTION_YEARS", 5, least=1, most=100)
NEWSROOM_SIGN_OFFS = env.sign_offs("NEWSROOM_SIGN_OFFS", "results=legal+investor-relations,regulatory=legal")

# Languages and time

LANGUAGES = env.languages("NEWSROOM_LANGUAGES", "en,zh-hans")
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "newsroom.formats"
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

# Parts

INSTALLED_APPS = [
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "content_editor",
    "django_prose_editor",
    "taggit",
    "csp",
    "people",
    "articles",
]
MIDDLEWARE = [
    "newsroom.middleware.HeadWithoutBody",
    "newsroom.health.HealthChecks",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.RequestMoment",
    "newsroom.middleware.LanguageFromAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# Data

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}"),
}
_database = DATABASES["default"]
_database.setdefault("OPTIONS", {})
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue for up to twenty seconds instead of failing at once; readers never wait for them.
    _database["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000",
    }
    _database["CONN_MAX_AGE"] = None
else:
    # A pool of each process, large enough for its threads; it replaces Django's persistent connections. While
    # the database is away a request fails after five seconds, and when it is back no broken connection is used.
    _database["OPTIONS"] |= {
        "pool": {
            "min_size": 1,
            "max_size": env.number("NEWSROOM_DATABASE_POOL", 8, least=1, most=200),
            "timeout": 5,
        },
    }
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL")}

# Files. Uploads are private: they have no address of their own, and MEDIA_URL stays empty.

MEDIA_ROOT = env.folder("MEDIA_STORAGE_URL", default=VAR_DIR / "media")
MEDIA_URL = None
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("NEWSROOM_STATIC_STORAGE_URL", default=VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    },
    # A proxy that runs as somebody else reads these.
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_MAX_AGE = 3600

# Mail

globals().update(env.email("EMAIL_URL", default="consolemail://"))

# Sign-in

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsroom.signin.csrf_failure"

# What the browser is told

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether a request came by HTTPS is settled by gunicorn, which believes X-Forwarded-Proto of the proxy alone.

CONTENT_SECURITY_POLICY = content_security_policy(LANGUAGE_CODE, regions=["main"])

# Logging: to standard output, without addresses, names or form data of anybody

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "newsroom.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"},
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        # A host or an address that nobody serves is a stranger's doing, and its text is a stranger's text.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

# Limits on what a request may hold

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

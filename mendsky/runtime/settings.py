# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting of Mendsky, in one flat place; read once, when Django starts.

Each setting that an operator may change is an environment variable beginning with `MENDSKY_`
(and `DATABASE_URL`); the reference page `docs/reference/settings.md` is made from `VARIABLES`.
"""

import os
import re
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

VARIABLES: Final[dict[str, tuple[str, str]]] = {
    "MENDSKY_HOME": (".mendsky/live", "Folder of the embedded database, the keys, logs and releases."),
    "DATABASE_URL": ("", "A PostgreSQL server of one's own (15 or later); empty for the embedded one."),
    "MENDSKY_ORIGIN": ("mendsky.invalid", "Name of this installation, written on every event and release."),
    "MENDSKY_NATION": ("cn", "Nation pack."),
    "MENDSKY_PACKS": (
        "",
        "Folder of an installation's own nation packs; one of the same name replaces ours.",
    ),
    "MENDSKY_PUBLIC_URL": ("http://127.0.0.1:8000", "Address of the portal, as letters and links name it."),
    "MENDSKY_HOSTS": ("", "Further host names under which the portal may be asked for, by comma."),
    "MENDSKY_SMTP": ("127.0.0.1:25", "Mail server, `host:port`."),
    "MENDSKY_SMTP_USER": ("", "User at the mail server; empty for none."),
    "MENDSKY_SMTP_PASSWORD": ("", "Password at the mail server."),
    "MENDSKY_SMTP_TLS": ("off", "`starttls`, `tls` or `off` to the mail server."),
    "MENDSKY_MAIL_FROM": ("Mendsky <mendsky@mendsky.invalid>", "Sender of letters."),
    "MENDSKY_RESOLVER": ("", "Name server for probing, `address:port`; empty for the system's own."),
    "MENDSKY_PROBE_TIMEOUT": ("10", "Seconds that a probed server may take for one answer."),
    "MENDSKY_PROBE_FROM": (
        "",
        "Local addresses to probe from, by comma; sweeps use the first, retests every one.",
    ),
    "MENDSKY_GRANT_KEYS": (
        "",
        "File of the keys that make a grant, in lines `<public key> <office>`; empty for unsigned grants.",
    ),
    "MENDSKY_SECRET_KEY": ("", "Key of web sessions; empty to keep one in the home folder."),
    "MENDSKY_TEST_DATABASE": ("", "Name of the tests' database; empty for one a process."),
}


class SettingError(ValueError):
    """A variable of the environment cannot be read."""


def _variable(name: str) -> str:
    return os.environ.get(name, "") or VARIABLES[name][0]


def _pair(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


def _seconds(name: str) -> float:
    text = _variable(name)
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text) is None or float(text) == 0:
        msg = f"{name} is no number of seconds above 0: write one such as 10"
        raise SettingError(msg)
    return float(text)


def _addresses(name: str) -> tuple[str, ...]:
    """Give the addresses of a list by comma, each in its one form."""
    try:
        return tuple(str(ip_address(part.strip())) for part in _variable(name).split(",") if part.strip())
    except ValueError as failure:
        msg = f"{name} is no list of addresses: write them such as 192.0.2.1,192.0.2.2"
        raise SettingError(msg) from failure


def _database(url: str) -> dict[str, object]:
    if not url:
        # No host: the engine starts or finds the embedded server when it first connects.
        return {"NAME": "mendsky", "USER": "postgres", "HOST": ""}
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "localhost"),
        "PORT": str(parts.port or ""),
    }


def _kept_secret(path: Path) -> str:
    """Give the secret kept in a file that only we can read, making it at first."""
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(48)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(fresh)
        return fresh


HOME = Path(_variable("MENDSKY_HOME")).resolve()
ORIGIN = _variable("MENDSKY_ORIGIN")
NATION = _variable("MENDSKY_NATION")
PUBLIC_URL = _variable("MENDSKY_PUBLIC_URL").rstrip("/")
RESOLVER = _variable("MENDSKY_RESOLVER")
PROBE_TIMEOUT = _seconds("MENDSKY_PROBE_TIMEOUT")
PROBE_FROM = _addresses("MENDSKY_PROBE_FROM")
GRANT_KEYS = Path(_variable("MENDSKY_GRANT_KEYS")).resolve() if _variable("MENDSKY_GRANT_KEYS") else None

SECRET_KEY = _variable("MENDSKY_SECRET_KEY") or _kept_secret(HOME / "web.key")
DEBUG = False
ALLOWED_HOSTS = [
    host
    for host in {
        urlsplit(PUBLIC_URL).hostname or "",
        "127.0.0.1",
        "localhost",
        *_variable("MENDSKY_HOSTS").split(","),
    }
    if host
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "mendsky.runtime",
    "mendsky.apps.accounts",
    "mendsky.apps.directory",
    "mendsky.apps.watch",
    "mendsky.apps.exposure",
    "mendsky.apps.cases",
    "mendsky.apps.leaks",
    "mendsky.apps.publication",
    "mendsky.apps.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mendsky.apps.site.languages.LanguageMiddleware",
]
ROOT_URLCONF = "mendsky.apps.site.urls"
WSGI_APPLICATION = "mendsky.runtime.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The site's templates stand before allauth's, which they replace.
        "DIRS": [Path(__file__).parents[1] / "apps" / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mendsky.apps.site.frame.frame",
            ],
            "builtins": ["mendsky.apps.site.templatetags.mendsky"],
        },
    },
]
DATABASES = {
    "default": {
        "ENGINE": "mendsky.runtime.embedded",
        **_database(os.environ.get("DATABASE_URL", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": _variable("MENDSKY_TEST_DATABASE") or f"mendsky_test_{os.getpid()}"},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "mendsky.apps.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "/accounts/login/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
CSRF_FAILURE_VIEW = "mendsky.apps.site.views.errors.forged"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
# A link of a letter carries its right in the path: no page may pass it on.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

EMAIL_BACKEND = "mendsky.net.service.mail.AllowedBackend"
EMAIL_HOST, EMAIL_PORT = _pair(_variable("MENDSKY_SMTP"))
EMAIL_HOST_USER = os.environ.get("MENDSKY_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MENDSKY_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _variable("MENDSKY_SMTP_TLS") == "starttls"
EMAIL_USE_SSL = _variable("MENDSKY_SMTP_TLS") == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _variable("MENDSKY_MAIL_FROM")

# The embedded server serves one machine; the jobs' names and arguments hold identifiers only.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "tokens": {"()": "mendsky.runtime.logs.WithoutTokens"},
        "lost": {"()": "mendsky.runtime.logs.WithoutLostDatabase"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens", "lost"]}
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "asyncio": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its pool tries again several times a second; whoever asked it for a connection says what failed.
        "psycopg.pool": {"level": "CRITICAL"},
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "mendsky": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

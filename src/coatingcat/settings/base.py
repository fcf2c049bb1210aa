"""What demo, test and production share."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from coatingcat.config import config

_config = config()

SECRET_KEY = _config.secret_key
DEBUG = False
ALLOWED_HOSTS = list(_config.allowed_hosts)

INSTALLED_APPS = [
    "coatingcat.front",
    "coatingcat.outreach",
    "coatingcat.trade",
    "coatingcat.catalog",
    "coatingcat.search",
    "coatingcat.tracking",
    "coatingcat.members",
    "coatingcat.privacy",
    "coatingcat.ground",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "coatingcat.privacy.cookies.only_declared",
    "coatingcat.tracking.middleware.measure",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coatingcat.front.middleware.Headers",
    "coatingcat.front.middleware.language",
    "coatingcat.front.middleware.choices",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "coatingcat.front.middleware.Refusals",
]

ROOT_URLCONF = "coatingcat.front.urls"
WSGI_APPLICATION = "coatingcat.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's database settings of a postgresql:// address; times out rather than waits for ever."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "coatingcat.ground.database",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
            **query,
        },
    }


DATABASES = {"default": database(_config.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["coatingcat.members.sessions.MemberOfSession"]
SESSION_ENGINE = "coatingcat.members.sessions"
SESSION_COOKIE_NAME = "cc_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "cc_csrf"
CSRF_COOKIE_AGE = None  # a session cookie: gone with the browser
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves; no script of ours reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "coatingcat.front.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "cc_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "/sign-in/"
CONFIRMATION_URL = "/me/security/confirmation/"
LOGIN_REDIRECT_URL = "/me/"
SECOND_FACTOR_URL = "/me/security/second-factor/"

PASSWORD_HASHERS = ["coatingcat.members.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = _config.data / "static"
MEDIA_ROOT = _config.data / "media"


def media(url: str, key: str) -> dict[str, Any]:
    """Where sealed files lie: a folder, or a container of Azure Blob storage, in China run by 21Vianet (III.1)."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    account, _, _ = (parts.hostname or "").partition(".")
    address = f"https://{parts.netloc}"
    options = {
        "connection_string": f"AccountName={account};AccountKey={key};BlobEndpoint={address}",
        "account_name": account,
        "azure_container": parts.path.strip("/"),
        "overwrite_files": False,
        "expiration_secs": None,
    }
    return {"BACKEND": "storages.backends.azure_storage.AzureStorage", "OPTIONS": options}


STORAGES = {
    "default": media(_config.media_url, _config.media_key),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never a clear temporary file
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "coatingcat.ground.faults.ValueFree",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"coatingcat": {"level": "INFO"}},
}

"""One settings file, read from the environment. What is missing fails loudly; nothing has an unsafe
default.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str, what: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {what}. `./dev` sets it; see docs/operations.md.")
    return value


def switch(name: str) -> bool:
    return os.environ.get(name, "") == "1"


DEBUG = switch("RASSO_DEBUG")
SECRET_KEY = required("SECRET_KEY", "the key that signs sessions")
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS holds a wildcard: name each host.")


def origin(url: str) -> str:
    """`https://host[:port]`; plain http only on loopback."""
    parts = urlsplit(url)
    schemes = ("https", "http") if RASSO_HTTP_LOOPBACK else ("https",)
    if parts.scheme not in schemes or not parts.hostname or f"{parts.scheme}://{parts.netloc}" != url:
        raise ImproperlyConfigured(
            f"RASSO_ORIGIN is {url!r}: give the scheme and the name alone, such as https://rasso.example."
        )
    return url


_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def notify_key(key: str) -> str:
    """The key as GOV.UK Notify gives it out: a name, the service's id, the secret. Never shown."""
    if key and not re.fullmatch(rf".*-{_UUID}-{_UUID}", key):
        raise ImproperlyConfigured(
            "RASSO_NOTIFY_API_KEY is no key of GOV.UK Notify: copy it whole, with the service's id in it."
        )
    return key


def notify_url(url: str) -> str:
    """Where GOV.UK Notify is asked: https, or plain http on loopback for a stand-in."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ImproperlyConfigured("RASSO_NOTIFY_URL sends letters to victims: give an https address.")
    return url


# A demo or test database: made-up people, printed sign-ins, sweeps at a future moment. Never real data.
RASSO_DEMO = switch("RASSO_DEMO")
RASSO_MAIL_DIR = os.environ.get("RASSO_MAIL_DIR", "")
RASSO_DATA = os.environ.get("RASSO_DATA", "")
# Plain http is for loopback only: no `__Host-` cookies and no HSTS there.
RASSO_HTTP_LOOPBACK = switch("RASSO_HTTP_LOOPBACK")
# The links in e-mails begin with it: no request is at hand there to ask.
RASSO_ORIGIN = origin(required("RASSO_ORIGIN", "where people open the service, `https://host`"))
RASSO_AUDIT_HEAD_FILE = os.environ.get("RASSO_AUDIT_HEAD_FILE", "")
RASSO_KEYS = required("RASSO_KEYS", "the key ring for victims' details, `1:<base64 of 32 bytes>`")
RASSO_INDEX_KEY = required("RASSO_INDEX_KEY", "the key of the blind index, base64 of 32 bytes")
# Seconds from one look of an open overdue board for what others changed to the next.
RASSO_BOARD_SECONDS = int(os.environ.get("RASSO_BOARD_SECONDS", "10"))
FORCE_NAME = os.environ.get("RASSO_FORCE_NAME", "West Yorkshire Police")

# Databases. The process says which role it is: the web and worker roles own nothing.
_role = os.environ.get("RASSO_PROCESS", "web")
_web_url = required("DATABASE_URL", "the database as the web role")
_owner_url = required("DATABASE_OWNER_URL", "the database as its owner, for migrations")
_worker_url = os.environ.get("DATABASE_WORKER_URL", "") or _web_url


def database(url: str) -> dict[str, object]:
    config = dict(dj_database_url.parse(url, conn_max_age=600))
    config["CONN_HEALTH_CHECKS"] = True
    config["DISABLE_SERVER_SIDE_CURSORS"] = False
    return config


def with_plans_kept(config: dict[str, object]) -> dict[str, object]:
    """Statements that are prepared keep one plan for all values (rasso_tracker/prepared.py)."""
    options: dict[str, str] = dict(config.get("OPTIONS") or {})  # type: ignore[call-overload]  # the stub calls it object
    options["options"] = f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
    return {**config, "OPTIONS": options}


DATABASES = {
    "default": with_plans_kept(database(_worker_url if _role == "worker" else _web_url)),
    "owner": database(_owner_url),
}
DATABASE_APP_ROLES = sorted({str(database(url)["USER"]) for url in (_web_url, _worker_url)})
if DATABASES["owner"]["USER"] in DATABASE_APP_ROLES:
    raise ImproperlyConfigured(
        "DATABASE_URL and DATABASE_OWNER_URL name the same role: the web role may own nothing."
    )
DATABASE_ROUTERS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "crispy_forms",
    "csp",
    "rasso_tracker.people",
    "rasso_tracker.audit",
    "rasso_tracker.clocks",
    "rasso_tracker.vault",
    "rasso_tracker.duty",
    "rasso_tracker.messages",
    "rasso_tracker.web",
    "rasso_tracker.mailsink",
    "rasso_tracker.charts",
    "cases",
    "actionplans",
    "victims",
    "reviews",
    "rasso_tracker.demo",
    "rasso_tracker.dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rasso_tracker.web.middleware.AccessMiddleware",
]

ROOT_URLCONF = "rasso_tracker.urls"
WSGI_APPLICATION = "rasso_tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "rasso_tracker.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "rasso_tracker.web.context.everywhere",
            ],
        },
    },
    {
        # Only for the crispy template pack (templates/govuk) and what Django itself renders.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["rasso_tracker.people.backends.InPostBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "rasso_tracker.web.said.SaidStorage"
if not RASSO_HTTP_LOOPBACK:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "rasso_tracker.web.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Far over what any field takes: a form below this comes back with what was typed and a sentence by the field;
# one above gets the page errors/413.html. An action plan of 200 items has some 2,500 controls.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["rasso_tracker.web.uploads.OneWhereAsked"]  # none but where an address asks for one

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("RASSO_STATIC_ROOT", str(BASE_DIR / "static" / "collected"))
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "rasso_tracker.web.statics.HashedFiles"},
}
WHITENOISE_USE_FINDERS = False

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"  # instants are UTC; people's dates are Europe/London, through rasso_tracker.clocks only
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL", "the broker")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "health_check_interval": 5,
    "socket_connect_timeout": 5,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

_email = urlsplit(required("EMAIL_URL", "where e-mail goes, `smtp://host:port`"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _email.hostname or "", _email.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.username or "", _email.password or ""
EMAIL_USE_TLS = _email.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("RASSO_FROM_EMAIL", "rasso-tracker@westyorkshire.example")

# GOV.UK Notify, an optional way for letters to victims (reviews/notify.py). Without a key it is off.
RASSO_NOTIFY_API_KEY = notify_key(os.environ.get("RASSO_NOTIFY_API_KEY", ""))
RASSO_NOTIFY_URL = notify_url(
    os.environ.get("RASSO_NOTIFY_URL", "") or "https://api.notifications.service.gov.uk"
)
RASSO_NOTIFY_EMAIL_TEMPLATE = os.environ.get("RASSO_NOTIFY_EMAIL_TEMPLATE", "")
RASSO_NOTIFY_TIMEOUT = int(os.environ.get("RASSO_NOTIFY_TIMEOUT", "20"))  # seconds

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rasso_tracker.web.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "rasso_tracker.web.problems.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "rasso_tracker",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# Nothing a person typed reaches a log: Django's own request logger prints paths only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.db.backends": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

"""The one settings module, read from the environment. Every default is the safe one.

.env.example explains each variable; var/env holds the choices of the embedded mode.
"""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from portal.openapi_settings import SPECTACULAR_SETTINGS as _OPENAPI

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# ── Who may reach it, and how ────────────────────────────────────────────────────────────────────
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
ORIGIN = env.str("ORIGIN", "")  # in links of mails; empty: that of the request that caused them
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

PLAIN_HTTP = env.bool("PLAIN_HTTP", False)
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else env.int("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # whoever asks stands beside it, without TLS
TRUSTED_PROXY = env.bool("TRUSTED_PROXY", False)
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXY)  # whose X-Forwarded-For rate limits believe

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "device"  # by which a browser is recognised at login (accounts.devices)
if not PLAIN_HTTP:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    DEVICE_COOKIE_NAME = "__Host-device"
LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
DEVICE_COOKIE_SECURE = not PLAIN_HTTP
DEVICE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Whom people write to, and how the portal writes to people ────────────────────────────────────
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "") or (CONTACT_EMAIL and f"mailto:{CONTACT_EMAIL}")
_mail = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "") or CONTACT_EMAIL or "portal@localhost"

# ── What it is made of ───────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "portal.back_office.BackOfficeConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's pages need it
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "core",
    "partners",
    "accounts",
    "notifications",
    "charter",
    "locations",
    "workagendas",
    "taskforce",
    "portal",
]

MIDDLEWARE = [
    "core.api.middleware.tell_version",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ConditionalGetAndHead",
    "core.middleware.private_unless_said",
    "core.request_id.number_each_request",
    "portal.views.health.answer_health_checks_first",
    "core.origin.remember_origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.LanguageWithoutPrefix",
    "accounts.middleware.remember_device",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.FreshLoginRequired",
    "accounts.middleware.SecondFactorRequired",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    }
]

# ── Data ─────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: write-ahead log, and the lock is taken when a transaction
    # begins (docs/decisions/0003-sqlite-as-the-embedded-database.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds

# ── What processes share, and what is kept ───────────────────────────────────────────────────────
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "core.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},  # seconds
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody counts another's attempts away
    }
}
# Public pages kept in the memory of each process (core.freshness). A developer sees each change of
# a template at once.
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 64)

# ── What runs outside requests ───────────────────────────────────────────────────────────────────
# Without a broker tasks run at once, where they are asked for: after the commit, in the request.
broker = env.str("BROKER_URL", REDIS_URL)
CELERY_TASK_ALWAYS_EAGER = not broker
CELERY_BROKER_URL = broker or "memory://localhost/"  # never asked, but Celery warns of none
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# A worker that dies leaves its task to another one; every task can run twice.
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long
# Nobody who saves something waits long for a broker that is gone.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0}
CELERY_TASK_DEFAULT_QUEUE = "rest"
CELERY_TASK_ROUTES = {"notifications.tasks.*": {"queue": "mail"}}
# For how long a worker may keep mails in hand. When one dies, its mails go out after this time.
# Celery stops a task before that, so that no two workers ever have the same mail.
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", 300)
CELERY_TASK_SOFT_TIME_LIMIT = MAIL_LEASE_SECONDS * 0.8
CELERY_TASK_TIME_LIMIT = MAIL_LEASE_SECONDS * 0.9
NOTIFICATIONS_KEPT = timedelta(days=365)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", 60)
CELERY_TIMEZONE = "Europe/Brussels"
NIGHTLY = crontab(hour=3, minute=10)  # by the clock: a beat that was started anew misses no day
MORNING = crontab(hour=7, minute=10)
# A sweep that no worker came to is of no use when the next one is asked for.
SWEEP = {"schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}
CELERY_BEAT_SCHEDULE = {
    "mails that are due": {"task": "notifications.tasks.deliver", **SWEEP},
    "daily overviews": {"task": "notifications.tasks.make_overviews", **SWEEP},
    "old notifications": {"task": "notifications.tasks.forget_old", "schedule": NIGHTLY},
    "old sessions": {"task": "accounts.tasks.forget_ended_sessions", "schedule": NIGHTLY},
    "milestones to tell of": {
        "task": "workagendas.tasks.remind_of_milestones",
        "schedule": MORNING,
    },
    "index of the search": {"task": "portal.tasks.refresh_search", "schedule": NIGHTLY},
}

# ── Who logs in, and how ─────────────────────────────────────────────────────────────────────────
# `rules` answers every question about permissions; the second backend only recognises people.
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.RecognisePeople",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PLAIN_HTTP else "https"
ACCOUNT_FORMS = {
    "login": "accounts.forms.login.LoginForm",
    "request_login_code": "accounts.forms.login.RequestCodeForm",
    "confirm_login_code": "accounts.forms.login.ConfirmCodeForm",
    "reset_password": "accounts.forms.login.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.login.ChooseNewPasswordForm",
    "user_token": "accounts.forms.login.ResetLinkForm",
    "change_password": "accounts.forms.login.ChangePasswordForm",
    "set_password": "accounts.forms.login.SetPasswordForm",
    "add_email": "accounts.forms.login.ChangeEmailForm",
    "reauthenticate": "accounts.forms.login.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # the new address counts once its owner followed the link
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before anything about one's own security changes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
# How often, per address of the reader's machine (ip), per e-mail address (key), per person (user).
# A code at the second factor counts as an attempt to log in.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/60s/key",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.CodeForm",
    "reauthenticate": "accounts.forms.second_factor.CodeAgainForm",
    "activate_totp": "accounts.forms.second_factor.SetUpAppForm",
    "add_webauthn": "accounts.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.second_factor.RenamePasskeyForm",
    "login_webauthn": "accounts.forms.second_factor.PasskeyLoginForm",
    "authenticate_webauthn": "accounts.forms.second_factor.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.second_factor.PasskeyAgainForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Everybody's first address was verified by the invitation, so a new one that waits for its
# confirmation stands in nobody's way.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Brainport–Limburg–Kempen"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
USERSESSIONS_ADAPTER = "accounts.adapter.SessionsAdapter"
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", True)
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS = env.int("SESSION_HOURS", 12)  # at most, however busy
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
BREACHED_PASSWORDS_FILE = env.str("BREACHED_PASSWORDS_FILE", "")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnoughValidator"},
    {"NAME": "accounts.passwords.NotObviousValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "accounts.passwords.NotBreachedValidator"},
]

# ── The API (its conventions: core/api) ──────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "accounts.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "core.api.permissions.KnownToWrite",
        "accounts.api.permissions.TokenScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.Negotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "EXCEPTION_HANDLER": "core.api.failures.answer_problem",
    "URL_FORMAT_OVERRIDE": "format",
    "NUM_PROXIES": int(TRUSTED_PROXY),
}
SPECTACULAR_SETTINGS = _OPENAPI
# Requests a minute; 0 is no limit.
API_REQUESTS_PER_ADDRESS = env.int("API_REQUESTS_PER_ADDRESS", 600)
API_REQUESTS_PER_PERSON = env.int("API_REQUESTS_PER_PERSON", 600)

# ── Example accounts and content ─────────────────────────────────────────────────────────────────
EXAMPLES = env.bool("EXAMPLES", False)

# ── Languages and time ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "core.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "nl"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("nl", "en"), "en": ("nl",)}
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# ── Static files: ours, the packages', and what is prepared at install time (the fonts) ──────────
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "static"]
COLLECTED_STATIC = env.bool("COLLECTED_STATIC", True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "portal.static_files.HashedAndCompressed"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC
WHITENOISE_AUTOREFRESH = not COLLECTED_STATIC  # a changed file is served changed

# ── Log ──────────────────────────────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

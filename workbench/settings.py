"""One settings file for every installation, read from the environment (see .env.example)."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from workbench.env import (
    database,
    env_bool,
    env_int,
    env_list,
    env_str,
    field_keys,
    form_places,
    secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
WORKBENCH_DATA = Path(env_str("WORKBENCH_DATA", str(BASE_DIR / "data"))).expanduser().resolve()
try:
    WORKBENCH_DATA.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(
        f"WORKBENCH_DATA points to {WORKBENCH_DATA}, which cannot be made ({error.strerror}). "
        "Choose a folder that this user may write."
    ) from None

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = secret_key("SECRET_KEY", WORKBENCH_DATA)
# Keys that signed what is still in people's hands; they only read.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
FIELD_KEYS = field_keys(WORKBENCH_DATA)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# Sample mode offers the sample people on the sign-in page; only to a browser on this machine.
SAMPLE_MODE = env_bool("SAMPLE", True)

INSTALLED_APPS = [
    "workbench",
    "reports",
    "analytics",
    "calendar_app",
    "planning",
    "platforms",
    "workspaces",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "tablericons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
SITE_ID = 1

MIDDLEWARE = [
    "workbench.metrics.MeasureMiddleware",
    "workspaces.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workbench.compression.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workspaces.middleware.NoNulMiddleware",
    "workspaces.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "workbench.urls"
WSGI_APPLICATION = "workbench.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspaces.http.page_context",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "libraries": {"tablericons": "workspaces.templatetags.icons"},  # draws each look once
            "builtins": [
                "template_partials.templatetags.partials",
                "django_cotton.templatetags.cotton",
                "workspaces.templatetags.signs",  # 、：（） in Chinese, their like elsewhere
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database(env_str("DATABASE_URL"), WORKBENCH_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_str("REDIS_URL")
EMBEDDED = not REDIS_URL
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured(
        f"REDIS_URL is '{REDIS_URL}'. Write redis://host:6379/0, or leave it out to run "
        "everything in one process."
    )
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # A cache that does not answer must not hold a page for minutes.
            "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 5},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # Longer than any task may take: a message must not be handed out again while it runs.
    {"visibility_timeout": 7200, "socket_connect_timeout": 3}
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its broker as long as that takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A page does not: the job's row is written, and the sweep sends it when the broker is back.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"reports.*": {"queue": "render"}}
CELERY_BEAT_SCHEDULER = "workbench.timetable:Timetable"
CELERY_TIMEZONE = "Asia/Taipei"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# How long a claimed job may stay silent before the sweep gives it to another worker.
JOB_LEASE_SECONDS = env_int("JOB_LEASE_SECONDS", 60)

# How long things stay that nobody needs any more; 0: for ever (workspaces.tidy says what goes).
RETAIN_JOBS_DAYS = env_int("RETAIN_JOBS_DAYS", 180)
RETAIN_NOTICES_DAYS = env_int("RETAIN_NOTICES_DAYS", 90)
RETAIN_UNUSED_FILES_DAYS = env_int("RETAIN_UNUSED_FILES_DAYS", 90)
# Who may read /metrics: whoever sends this word as a bearer token; without it, only this machine.
METRICS_TOKEN = env_str("METRICS_TOKEN")
# Hosts and networks inside that may be asked for feeds and the like (workspaces/outside.py).
OUTSIDE_ALLOWED = env_list("OUTSIDE_ALLOWED")

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "workbench.views.csrf_failure"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "workspaces.sign_in.SignInForm",
    "change_password": "workspaces.sign_in.PasswordChangeForm",
    "reauthenticate": "workspaces.sign_in.ConfirmForm",
}
ACCOUNT_ADAPTER = "workspaces.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "workspaces.sign_in.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Social Workbench"
# Nobody signs up alone here, so an address without a mailed proof is no door for a stranger.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": env_str("OIDC_NAME", "SSO"),
                    "client_id": env_str("OIDC_CLIENT_ID"),
                    "secret": env_str("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": env_str("OIDC_SERVER_URL")},
                }
            ]
        }
    }
    if env_str("OIDC_SERVER_URL")
    else {}
)
SOCIALACCOUNT_ADAPTER = "workspaces.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "workbench@localhost")
# Without a mail server nothing is sent anywhere: the owner hands links on by hand.
MAIL_CONFIGURED = bool(EMAIL_HOST)
if not MAIL_CONFIGURED:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Taipei"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["workbench.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [
    # First, so that css/app.css is the built stylesheet and not its source of the same name.
    ("css", BASE_DIR / "build" / "css"),
    ("vendor", BASE_DIR / "build" / "vendor"),
    BASE_DIR / "static",
]
MEDIA_ROOT = WORKBENCH_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "workbench.static_files.HashedStaticFiles"
        )
    },
}
DATA_UPLOAD_MAX_NUMBER_FILES = 200
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Above this a file is refused before it is read.
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", 500) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "analytics.intake.uploads.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "workbench.form_renderer.HouseForms"

_SELF = "'self'"
# plotly inserts one empty <style> and one fixed rule set; these are their hashes (plotly 4.1.1).
PLOTLY_STYLE_HASHES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_SELF],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:"],
        "connect-src": [_SELF],
        "font-src": [_SELF],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": [_SELF],
        "form-action": form_places(env_str("OIDC_SERVER_URL")),
    }
}
HTTPS = SITE_URL.startswith("https://")
BEHIND_PROXY = env_bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Else everybody comes from the proxy's address, and ten wrong passwords shut out all of them.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOG_LEVEL = env_str("LOG_LEVEL", "INFO")
LOGGING_CONFIG = "workspaces.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": env_bool("LOG_JSON", False)}
# workspaces.templatetags.icons stands in for the library of the same name on purpose.
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004", "templates.W003"]

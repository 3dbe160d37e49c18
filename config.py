"""Settings, read from the environment once; docs/settings.md explains each."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
SECRETS = ("SECRET_KEY", "RECEIPT_KEY", "VAULT_KEYS", "SIGNING_KEY")
PHOTO_LIMIT_MB = 12
TEXT_LIMIT_MB = 2
PHOTOS_LIMIT = 5


class SettingsError(SystemExit):
    """The application refuses to start and says what is missing."""


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Flask's configuration from the environment and, where present, `.env`.

    Naming SAMPLE at all (1 or 0) marks a development machine: only there are missing secrets made up.
    """
    given = dict(_dotenv(ROOT / ".env"))
    given.update(os.environ if environ is None else environ)
    development = "SAMPLE" in given
    keys = _secrets(given, development)
    site_url = given.get("SITE_URL", "http://127.0.0.1:" + given.get("PORT", "8000"))
    secure = site_url.startswith("https://")
    return {
        **keys,
        "RETAIN_CONTACT_MONTHS": int(given.get("RETAIN_CONTACT_MONTHS", "12")),
        "RETAIN_STORY_MONTHS": int(given.get("RETAIN_STORY_MONTHS", "36")),
        "REPORT_CUTOFF_DAY": int(given.get("REPORT_CUTOFF_DAY", "20")),
        "DEVELOPMENT": development,
        "SAMPLE": given.get("SAMPLE") == "1",
        "SQLALCHEMY_DATABASE_URI": _database_url(given.get("DATABASE_URL"), "voice"),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "hide_parameters": True},
        "SQLALCHEMY_BINDS": {"sensitive": _sensitive(given)},
        "MIGRATION_DATABASE_URL": given.get("MIGRATION_DATABASE_URL"),
        "SENSITIVE_MIGRATION_DATABASE_URL": given.get("SENSITIVE_MIGRATION_DATABASE_URL"),
        "SENSITIVE_KEEP_MONTHS": int(given.get("SENSITIVE_KEEP_MONTHS", "24")),
        "SITE_NAME": {"mn": given.get("SITE_NAME_MN", "Иргэний дуу хоолой"), "en": given.get("SITE_NAME_EN", "Citizen Voice")},
        "SITE_URL": site_url.rstrip("/"),
        "MAIL_URL": given.get("MAIL_URL"),
        "MAIL_FROM": given.get("MAIL_FROM", "no-reply@localhost"),
        "MAIL_REPLY": given.get("MAIL_REPLY", ""),
        "SMS_URL": given.get("SMS_URL"),
        "SMS_NUMBER": parse_qs(urlparse(given.get("SMS_URL", "")).query).get("from", [""])[0],
        "SMS_SECRET": given.get("SMS_SECRET", ""),
        "QUIET_HOURS": _quiet(given.get("QUIET_HOURS", "21-8")),
        "STORAGE_URL": given.get("STORAGE_URL", (INSTANCE / "storage").as_uri()),
        "LOCALES": given.get("LOCALES", "mn,en").split(","),
        "DEFAULT_LOCALE": given.get("DEFAULT_LOCALE", "mn"),
        "TRUSTED_PROXIES": int(given.get("TRUSTED_PROXIES", "0")),
        "LOG_FORMAT": given.get("LOG_FORMAT", "text"),
        "SESSION_COOKIE_NAME": "__Host-voice" if secure else "voice",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": (PHOTO_LIMIT_MB * 2 * PHOTOS_LIMIT + TEXT_LIMIT_MB) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": TEXT_LIMIT_MB * 1024 * 1024,
        "MAX_FORM_PARTS": 300,
        "PHOTO_LIMIT": PHOTO_LIMIT_MB * 1024 * 1024,
        "PHOTOS_LIMIT": PHOTOS_LIMIT,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": "database://",
        "RATELIMIT_HEADERS_ENABLED": False,
        "LIMITS_ON": True,
        "FLOOD_PER_HOUR": _flood(given.get("FLOOD_PER_HOUR", "300,60")),
        "BABEL_DEFAULT_LOCALE": given.get("DEFAULT_LOCALE", "mn"),
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ulaanbaatar",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 5,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml",
            "application/atom+xml",
            "application/json",
            "application/problem+json",
        ],
    }


def _flood(given: str) -> tuple[int, int]:
    """From how many submissions an hour on it is a flood: of everybody, and of one network."""
    try:
        for_all, for_one = (int(part) for part in given.split(","))
    except ValueError:
        for_all = for_one = 0
    if min(for_all, for_one) < 1:
        raise SettingsError("FLOOD_PER_HOUR is two numbers above nought with a comma between, for example 300,60.")
    return for_all, for_one


def _quiet(given: str) -> tuple[int, int] | None:
    """The hours in which nobody is disturbed who did not say otherwise; empty: there are none."""
    if not given:
        return None
    first, _, last = given.partition("-")
    hours = (int(first), int(last)) if first.isdecimal() and last.isdecimal() else (24, 24)
    if max(hours) > 23 or hours[0] == hours[1]:
        raise SettingsError("QUIET_HOURS is two different hours with a hyphen between, for example 21-8, or empty.")
    return hours


def _dotenv(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def _database_url(url: str | None, name: str) -> str:
    if not url:
        INSTANCE.mkdir(exist_ok=True)
        return f"sqlite:///{INSTANCE / name}.sqlite3"
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _sensitive(given: Mapping[str, str]) -> dict[str, Any]:
    """The protected channel's own database; its errors never say what a statement carried."""
    url = given.get("SENSITIVE_DATABASE_URL")
    if url and url != "sqlite://" and url == given.get("DATABASE_URL"):
        raise SettingsError("Refusing to start: SENSITIVE_DATABASE_URL must be another database than DATABASE_URL.")
    return {"url": _database_url(url, "sensitive"), "pool_pre_ping": True, "hide_parameters": True}


def _secrets(given: Mapping[str, str], development: bool) -> dict[str, Any]:
    missing = [name for name in SECRETS if not given.get(name)]
    if missing and not development:
        raise SettingsError(f"Refusing to start: set {', '.join(missing)} (see docs/settings.md).")
    made = _development_secrets() if missing else {}
    found = {name: given.get(name) or made[name] for name in SECRETS}
    return {**found, "VAULT_KEYS": found["VAULT_KEYS"].split(",")}


def _development_secrets() -> dict[str, str]:
    """Made once into instance/, so that a second start can still read what the first one sealed."""
    INSTANCE.mkdir(exist_ok=True)
    path = INSTANCE / "secrets.env"
    known = _dotenv(path)
    if missing := [name for name in SECRETS if name not in known]:
        path.touch(mode=0o600)
        with path.open("a") as file:
            file.writelines(f"{name}={secrets.token_hex(32)}\n" for name in missing)
    return _dotenv(path)

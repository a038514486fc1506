"""Settings, read once from the environment and .env; a bad value is one clear line."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ENV_FILE = Path(".env")
SLACK_API = "https://slack.com/api/"
_CHANNEL = re.compile("[CG][A-Z0-9]{1,31}")
_PERSON = re.compile("([TE][A-Z0-9]{1,31}:)?[UW][A-Z0-9]{1,31}")
PORT = 3000
MOST_PEOPLE = 10  # a choice that is all in view
LEAST_DAYS = 30  # for one channel
NOTIFICATIONS = ("whole", "neutral")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgres", "postgresql", "postgresql+psycopg")


class SettingsError(Exception):
    """A setting that cannot be used; its text is one line for whoever runs the bot."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Secrets never appear in its repr."""

    slack_bot_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    purge_days: int = 30  # from when the app was taken out of a workspace until all of it is deleted
    slack_api_url: str = SLACK_API
    database_url: str = field(default="sqlite:///alongside.db", repr=False)
    keys_url: str | None = field(default=None, repr=False)
    encryption_keys: tuple[str, ...] = field(default=(), repr=False)
    host: str = "127.0.0.1"
    port: int | None = None  # where it is not set: PORT, and in Socket Mode none
    support_text: str = ""
    support_people: tuple[str, ...] = ()  # whom people can write to: Slack's ids, or a workspace's before it
    messages_a_minute: int = 500  # for a workspace, as others hold themselves to (docs: rate-limits); 0: any
    keep_days: int = 400  # how long what stands beside people's words stays once it is over
    keep_days_in: tuple[tuple[str, int], ...] = ()  # the same in channels that want less: (id, days)
    calls_at_once: int = 24  # to Slack, of those that post and change messages
    rounds_a_day: int = 20  # that one person may begin in one channel; 0: any
    asks_a_day: int = 10  # of one other person, by one person; 0: any
    notifications: str = "whole"
    log_level: str = "INFO"
    metrics_port: int | None = None  # figures for Prometheus; where it is not set: none
    metrics_host: str = "127.0.0.1"
    public_url: str = ""  # where people's browsers reach it; "" for nowhere

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, env_file: Path | None = ENV_FILE) -> "Settings":
        """From `environ` (default: the process's), over .env. Raises SettingsError at the first bad value."""
        given = all_given(environ, env_file)
        values = {name: (given.get(name.upper()) or "").strip() for name in cls.__dataclass_fields__}
        return cls(
            slack_bot_token=_starts("SLACK_BOT_TOKEN", values["slack_bot_token"], "xoxb-"),
            slack_signing_secret=values["slack_signing_secret"],
            slack_app_token=_starts("SLACK_APP_TOKEN", values["slack_app_token"], "xapp-"),
            slack_client_id=values["slack_client_id"],
            slack_client_secret=values["slack_client_secret"],
            purge_days=_number("PURGE_DAYS", values, cls.purge_days, 0, 3650),
            slack_api_url=_address("SLACK_API_URL", values["slack_api_url"] or SLACK_API),
            database_url=_database("DATABASE_URL", values["database_url"] or cls.database_url),
            keys_url=_database("KEYS_URL", values["keys_url"]) or None,
            encryption_keys=_keys(values["encryption_keys"]),
            host=values["host"] or cls.host,
            port=_port("PORT", values["port"]),
            support_text=values["support_text"],
            support_people=_people(values["support_people"]),
            messages_a_minute=_number("MESSAGES_A_MINUTE", values, cls.messages_a_minute, 0, 100_000),
            keep_days=(kept := _number("KEEP_DAYS", values, cls.keep_days, 100, 4000)),
            keep_days_in=_in_channels("KEEP_DAYS_IN", values["keep_days_in"], LEAST_DAYS, kept - 1),
            calls_at_once=_number("CALLS_AT_ONCE", values, cls.calls_at_once, 1, 100),
            metrics_port=_port("METRICS_PORT", values["metrics_port"]),
            metrics_host=values["metrics_host"] or cls.metrics_host,
            rounds_a_day=_number("ROUNDS_A_DAY", values, cls.rounds_a_day, 0, 1000),
            asks_a_day=_number("ASKS_A_DAY", values, cls.asks_a_day, 0, 1000),
            notifications=_one_of("NOTIFICATIONS", values, NOTIFICATIONS),
            public_url=_public(values["public_url"]),
            log_level=_level(values["log_level"].upper() or cls.log_level),
        )

    def ready_to_serve(self) -> "Settings":
        """These settings, if they are enough for a real workspace; raises SettingsError."""
        if self.slack_client_id or self.slack_client_secret:
            return self._ready_to_be_installed().ready_to_seal()
        if not self.slack_bot_token:
            raise SettingsError(
                "SLACK_BOT_TOKEN is not set: copy it from the app's page, OAuth & Permissions"
            )
        if not self.slack_app_token and not self.slack_signing_secret:
            raise SettingsError("SLACK_SIGNING_SECRET is not set (or SLACK_APP_TOKEN, for Socket Mode)")
        if self.public_url and self.slack_app_token and not self.port:
            raise SettingsError("PUBLIC_URL is set, and in Socket Mode nothing listens without PORT")
        return self.ready_to_seal()

    def _ready_to_be_installed(self) -> "Settings":
        """These settings, if workspaces can install the app by themselves; raises SettingsError."""
        for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
            if not getattr(self, name.lower()):
                raise SettingsError(f"{name} is not set: copy it from the app's page, Basic Information")
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
            if getattr(self, name.lower()):
                raise SettingsError(
                    f"{name} is set, and SLACK_CLIENT_ID: where workspaces install it, each has its own token"
                )
        return self

    def support_in(self, team: str) -> list[str]:
        """Whom people of that workspace can write to: who is named for it, or for none."""
        named = (one.rpartition(":") for one in self.support_people)
        return list(dict.fromkeys(person for of, _, person in named if of in ("", team)))

    @property
    def several(self) -> bool:
        """Whether workspaces install the app by themselves, each with a token of its own."""
        return bool(self.slack_client_id)

    def ready_to_seal(self) -> "Settings":
        """These settings, if there are keys to seal people's words with; raises SettingsError."""
        if not self.encryption_keys:
            raise SettingsError(
                "ENCRYPTION_KEYS is not set: make one with `python -m bot keygen`, keep it safe"
            )
        return self


def all_given(
    environ: Mapping[str, str] | None = None, env_file: Path | None = ENV_FILE
) -> dict[str, str | None]:
    """Whatever is set, of ours or not: `environ` (default: the process's) over .env."""
    stored = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    return {**stored, **(os.environ if environ is None else environ)}


def _starts(name: str, value: str, start: str) -> str:
    if value and not value.startswith(start):
        raise SettingsError(f"{name} does not start with {start}")
    return value


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise SettingsError(f"{name} is not an http or https address")
    return value if value.endswith("/") else f"{value}/"


def _public(value: str) -> str:
    """Over TLS, for what is fetched there are people's own words; a machine's own address needs none."""
    found = _address("PUBLIC_URL", value) if value else ""
    parts = urlsplit(found)
    if found and parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise SettingsError("PUBLIC_URL does not begin with https://: people's own words are fetched there")
    return found


def _database(name: str, value: str) -> str:
    if not value:
        return value
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise SettingsError(f"{name} is not a database address, like postgresql://…") from None
    if url.drivername not in DRIVERS:
        raise SettingsError(f"{name} names {url.drivername}: use sqlite or postgresql")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingsError(f"{name} names no file: sqlite:///alongside.db does")
    return value


def _keys(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    for place, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise SettingsError(f"ENCRYPTION_KEYS: key {place} is not one that `keygen` made") from None
    return keys


def _people(value: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(one.strip() for one in value.split(",") if one.strip()))
    for place, one in enumerate(ids, 1):
        if not _PERSON.fullmatch(one):
            raise SettingsError(f"SUPPORT_PEOPLE: number {place} is no member ID of Slack's, like U012AB3CD")
    of = Counter(one.rpartition(":")[0] for one in ids)
    if (many := of.pop("", 0) + max(of.values(), default=0)) > MOST_PEOPLE:
        raise SettingsError(f"SUPPORT_PEOPLE names {many} people: {MOST_PEOPLE} at most")
    return ids


def _in_channels(name: str, value: str, least: int, most: int) -> tuple[tuple[str, int], ...]:
    """Of each channel how many days, as in `C012AB3CD:90,C045EF6GH:180`; the last word on one counts."""
    found = {}
    for place, one in enumerate((one.strip() for one in value.split(",") if one.strip()), 1):
        channel, _, days = one.partition(":")
        if not _CHANNEL.fullmatch(channel):
            raise SettingsError(f"{name}: number {place} names no channel's ID of Slack's, like C012AB3CD:90")
        if not (days.isascii() and days.isdigit() and len(days) < 5 and least <= int(days) <= most):
            raise SettingsError(f"{name}: number {place} is not from {least} to {most} days")
        found[channel] = int(days)
    return tuple(found.items())


def _port(name: str, value: str) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 5 or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} is not a number from 1 to 65535")
    return int(value)


def _number(name: str, values: Mapping[str, str], default: int, least: int, most: int) -> int:
    value = values[name.lower()] or str(default)
    if not value.isascii() or not value.isdigit() or len(value) > 9 or not least <= int(value) <= most:
        raise SettingsError(f"{name} is not a number from {least} to {most}")
    return int(value)


def _one_of(name: str, values: Mapping[str, str], known: tuple[str, ...]) -> str:
    """The first of them where nothing is said."""
    value = values[name.lower()].lower() or known[0]
    if value not in known:
        raise SettingsError(f"{name} is not one of {', '.join(known)}")
    return value


def _level(value: str) -> str:
    if value not in LEVELS:
        raise SettingsError(f"LOG_LEVEL is not one of {', '.join(LEVELS)}")
    return value

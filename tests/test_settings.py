"""Settings: what is good is taken, what is not is one clear line, and secrets are never shown."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import SLACK_API, Settings, SettingsError

KEY, OLDER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def given(**environ: str) -> Settings:
    return Settings.read({name.upper(): value for name, value in environ.items()}, env_file=None)


GOOD = [
    ({"slack_bot_token": " xoxb-1 "}, "slack_bot_token", "xoxb-1"),
    ({"slack_signing_secret": "s"}, "slack_signing_secret", "s"),
    ({"slack_app_token": "xapp-1"}, "slack_app_token", "xapp-1"),
    ({}, "slack_api_url", SLACK_API),
    ({"slack_api_url": "http://127.0.0.1:8080/api"}, "slack_api_url", "http://127.0.0.1:8080/api/"),
    ({}, "database_url", "sqlite:///alongside.db"),
    ({"database_url": ""}, "database_url", "sqlite:///alongside.db"),
    ({"database_url": "postgresql://a:b@h/d"}, "database_url", "postgresql://a:b@h/d"),
    ({"database_url": "postgres://a:b@h/d"}, "database_url", "postgres://a:b@h/d"),
    ({"database_url": "postgresql+psycopg://h/d"}, "database_url", "postgresql+psycopg://h/d"),
    ({}, "keys_url", None),
    ({"keys_url": "sqlite:///keys.db"}, "keys_url", "sqlite:///keys.db"),
    ({"encryption_keys": KEY}, "encryption_keys", (KEY,)),
    ({"encryption_keys": f" {KEY} , {OLDER},"}, "encryption_keys", (KEY, OLDER)),
    ({}, "host", "127.0.0.1"),
    ({"host": "0.0.0.0"}, "host", "0.0.0.0"),
    ({}, "port", None),
    ({"port": "65535"}, "port", 65535),
    ({"support_text": "Maya, weekdays 9 to 4"}, "support_text", "Maya, weekdays 9 to 4"),
    ({}, "support_people", ()),
    ({"support_people": " U012AB3CD, W045EF6GH,U012AB3CD,"}, "support_people", ("U012AB3CD", "W045EF6GH")),
    ({"slack_client_id": " 12.34 "}, "slack_client_id", "12.34"),
    ({"slack_client_secret": "s"}, "slack_client_secret", "s"),
    ({}, "purge_days", 30),
    ({"purge_days": "0"}, "purge_days", 0),
    ({}, "messages_a_minute", 500),
    ({"messages_a_minute": "0"}, "messages_a_minute", 0),
    ({"calls_at_once": " 8 "}, "calls_at_once", 8),
    ({}, "notifications", "whole"),
    ({"notifications": " Neutral "}, "notifications", "neutral"),
    ({}, "rounds_a_day", 20),
    ({"rounds_a_day": "0"}, "rounds_a_day", 0),
    ({}, "asks_a_day", 10),
    ({"keep_days": "730"}, "keep_days", 730),
    ({}, "keep_days", 400),
    ({"asks_a_day": "3"}, "asks_a_day", 3),
    ({}, "log_level", "INFO"),
    ({"log_level": "debug"}, "log_level", "DEBUG"),
    ({}, "metrics_port", None),
    ({"metrics_port": "9100"}, "metrics_port", 9100),
    ({}, "metrics_host", "127.0.0.1"),
    ({"metrics_host": "0.0.0.0"}, "metrics_host", "0.0.0.0"),
    ({}, "public_url", ""),
    ({"public_url": "https://alongside.example.org"}, "public_url", "https://alongside.example.org/"),
    ({"public_url": "http://localhost:3000"}, "public_url", "http://localhost:3000/"),
    ({"keep_days": "120"}, "keep_days", 120),
    (
        {"keep_days_in": " C012AB3CD:30, G01:90,C012AB3CD:119"},
        "keep_days_in",
        (("C012AB3CD", 119), ("G01", 90)),
    ),
]

BAD = [
    ({"slack_bot_token": "xoxp-1"}, "SLACK_BOT_TOKEN does not start with xoxb-"),
    ({"slack_app_token": "xoxb-1"}, "SLACK_APP_TOKEN does not start with xapp-"),
    ({"slack_api_url": "slack.com/api"}, "SLACK_API_URL is not an http or https address"),
    ({"slack_api_url": "ftp://slack.com"}, "SLACK_API_URL is not an http or https address"),
    ({"slack_api_url": "https://"}, "SLACK_API_URL is not an http or https address"),
    ({"slack_api_url": "http://h:port/"}, "SLACK_API_URL is not an http or https address"),
    ({"slack_api_url": "http://[h/"}, "SLACK_API_URL is not an http or https address"),
    ({"database_url": "alongside.db"}, "DATABASE_URL is not a database address"),
    ({"database_url": "mysql://h/d"}, "DATABASE_URL names mysql: use sqlite or postgresql"),
    ({"database_url": "postgresql://h:port/d"}, "DATABASE_URL is not a database address"),
    ({"database_url": "postgresql+asyncpg://h/d"}, "DATABASE_URL names postgresql+asyncpg: use"),
    ({"database_url": "sqlite+nothing:///x.db"}, "DATABASE_URL names sqlite+nothing: use"),
    ({"metrics_port": "0"}, "METRICS_PORT is not a number from 1 to 65535"),
    ({"database_url": "sqlite://"}, "DATABASE_URL names no file"),
    ({"database_url": "sqlite:///:memory:"}, "DATABASE_URL names no file"),
    ({"keys_url": "oracle://h"}, "KEYS_URL names oracle: use sqlite or postgresql"),
    ({"keys_url": "keys"}, "KEYS_URL is not a database address"),
    ({"public_url": "alongside.example.org"}, "PUBLIC_URL is not an http or https address"),
    ({"public_url": "http://alongside.example.org"}, "PUBLIC_URL does not begin with https://"),
    ({"encryption_keys": "secret"}, "ENCRYPTION_KEYS: key 1 is not one that `keygen` made"),
    ({"encryption_keys": f"{KEY},é"}, "ENCRYPTION_KEYS: key 2 is not one that `keygen` made"),
    ({"encryption_keys": KEY[:-1]}, "ENCRYPTION_KEYS: key 1 is not one that `keygen` made"),
    ({"port": "http"}, "PORT is not a number from 1 to 65535"),
    ({"port": "0"}, "PORT is not a number from 1 to 65535"),
    ({"port": "65536"}, "PORT is not a number from 1 to 65535"),
    ({"port": "²"}, "PORT is not a number from 1 to 65535"),
    ({"port": "9" * 5000}, "PORT is not a number from 1 to 65535"),
    ({"support_people": "U012AB3CD,@maya"}, "SUPPORT_PEOPLE: number 2 is no member ID of Slack's"),
    ({"support_people": "T012:maya"}, "SUPPORT_PEOPLE: number 1 is no member ID of Slack's"),
    ({"support_people": "maya"}, "SUPPORT_PEOPLE: number 1 is no member ID of Slack's"),
    (
        {"support_people": ",".join(f"U{n:03}" for n in range(11))},
        "SUPPORT_PEOPLE names 11 people: 10 at most",
    ),
    ({"messages_a_minute": "many"}, "MESSAGES_A_MINUTE is not a number from 0 to 100000"),
    ({"messages_a_minute": "-1"}, "MESSAGES_A_MINUTE is not a number from 0 to 100000"),
    ({"purge_days": "a month"}, "PURGE_DAYS is not a number from 0 to 3650"),
    ({"calls_at_once": "0"}, "CALLS_AT_ONCE is not a number from 1 to 100"),
    ({"notifications": "none"}, "NOTIFICATIONS is not one of whole, neutral"),
    ({"rounds_a_day": "-1"}, "ROUNDS_A_DAY is not a number from 0 to 1000"),
    ({"keep_days": "99"}, "KEEP_DAYS is not a number from 100 to 4000"),
    ({"keep_days_in": "C012:90,#team:90"}, "KEEP_DAYS_IN: number 2 names no channel's ID of Slack's"),
    ({"keep_days_in": "C012:29"}, "KEEP_DAYS_IN: number 1 is not from 30 to 399 days"),
    ({"keep_days_in": "C012:120", "keep_days": "120"}, "KEEP_DAYS_IN: number 1 is not from 30 to 119 days"),
    ({"keep_days_in": "C012"}, "KEEP_DAYS_IN: number 1 is not from 30 to 399 days"),
    ({"asks_a_day": "many"}, "ASKS_A_DAY is not a number from 0 to 1000"),
    ({"log_level": "loud"}, "LOG_LEVEL is not one of DEBUG, INFO, WARNING, ERROR"),
]


@pytest.mark.parametrize(("environ", "name", "value"), GOOD, ids=range(len(GOOD)))
def test_what_is_set_is_taken_and_what_is_not_has_a_default(
    environ: dict[str, str], name: str, value: object
) -> None:
    assert getattr(given(**environ), name) == value


@pytest.mark.parametrize(("environ", "line"), BAD, ids=range(len(BAD)))
def test_a_value_that_cannot_be_used_is_one_clear_line(environ: dict[str, str], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        given(**environ)

    said = str(caught.value)
    assert said.startswith(line)
    assert "\n" not in said
    assert len(said) < 120


def test_every_setting_was_tried() -> None:
    every = set(Settings.__dataclass_fields__)

    assert {name for _, name, _ in GOOD} == every
    assert {name for environ, _ in BAD for name in environ} == every - {
        *("slack_signing_secret", "slack_client_id", "slack_client_secret"),  # any text will do
        *("host", "metrics_host", "support_text"),
    }


def test_a_value_that_cannot_be_used_is_not_repeated_where_it_is_a_secret() -> None:
    for name in ("slack_bot_token", "slack_app_token", "encryption_keys"):
        with pytest.raises(SettingsError) as caught:
            given(**{name: "hush-hush"})
        assert "hush" not in str(caught.value)
    for name in ("database_url", "keys_url"):
        with pytest.raises(SettingsError) as caught:
            given(**{name: "mysql://me:hush-hush@h/d"})
        assert "hush" not in str(caught.value)


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('PORT=4000\nHOST=filed\nSUPPORT_TEXT="Maya, 9 to 4"\n# PORT=1\nUNKNOWN=x\n')

    read = Settings.read({"HOST": "given"}, env_file=file)

    assert (read.host, read.port, read.support_text) == ("given", 4000, "Maya, 9 to 4")


def test_an_empty_value_in_the_environment_counts_as_not_set_there(tmp_path: Path) -> None:
    read = Settings.read({"PORT": " "}, env_file=tmp_path / "none")

    assert read.port is None


def test_the_file_is_looked_for_where_the_bot_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PORT=4001\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORT", raising=False)

    assert Settings.read().port == 4001


def test_secrets_are_not_in_the_repr() -> None:
    settings = given(
        slack_bot_token="xoxb-hush",
        slack_signing_secret="hush",
        slack_app_token="xapp-hush",
        database_url="postgresql://me:hush@h/d",
        keys_url="postgresql://me:hush@h/k",
        encryption_keys=KEY,
    )

    assert "hush" not in f"{settings!r} {settings}"
    assert KEY not in f"{settings!r} {settings}"
    assert "127.0.0.1" in repr(settings)


@pytest.mark.parametrize(
    ("without", "line"),
    [
        ("slack_bot_token", "SLACK_BOT_TOKEN is not set"),
        ("slack_signing_secret", "SLACK_SIGNING_SECRET is not set"),
        ("encryption_keys", "ENCRYPTION_KEYS is not set: make one with `python -m bot keygen`"),
    ],
)
def test_what_serving_needs_is_asked_for_by_name(without: str, line: str) -> None:
    enough = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s", "encryption_keys": KEY}

    assert given(**enough).ready_to_serve() == given(**enough)
    with pytest.raises(SettingsError) as caught:
        given(**{k: v for k, v in enough.items() if k != without}).ready_to_serve()

    assert str(caught.value).startswith(line)


@pytest.mark.parametrize(
    ("other", "line"),
    [
        ({"slack_client_id": ""}, "SLACK_CLIENT_ID is not set"),
        ({"slack_client_secret": ""}, "SLACK_CLIENT_SECRET is not set"),
        ({"slack_signing_secret": ""}, "SLACK_SIGNING_SECRET is not set"),
        ({"encryption_keys": ""}, "ENCRYPTION_KEYS is not set"),
        ({"slack_bot_token": "xoxb-1"}, "SLACK_BOT_TOKEN is set, and SLACK_CLIENT_ID"),
        ({"slack_app_token": "xapp-1"}, "SLACK_APP_TOKEN is set, and SLACK_CLIENT_ID"),
    ],
)
def test_to_be_installed_by_workspaces_it_needs_what_slack_gave_the_app(
    other: dict[str, str], line: str
) -> None:
    enough = {"slack_client_id": "1.2", "slack_client_secret": "c", "slack_signing_secret": "s"}
    enough |= {"encryption_keys": KEY}

    assert given(**enough).ready_to_serve().several
    with pytest.raises(SettingsError) as caught:
        given(**enough | other).ready_to_serve()

    assert str(caught.value).startswith(line)


def test_socket_mode_needs_no_signing_secret() -> None:
    settings = given(slack_bot_token="xoxb-1", slack_app_token="xapp-1", encryption_keys=KEY)

    assert settings.ready_to_serve() is settings

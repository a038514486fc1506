"""What the playground reads in `app.yml`: commands, shortcuts, events and scopes of the installed app."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import manifest_rules

# Written in C where it is there: several times as fast.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ManifestError(ValueError):
    """Slack would not take this manifest."""


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    name: str
    callback_id: str
    type: str


@dataclass(frozen=True)
class Manifest:
    name: str
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    events: frozenset[str]
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    has_home: bool


def read(path: Path) -> Manifest:
    text = path.read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=_Loader) or {}  # noqa: S506 - one of the safe ones
    if problems := manifest_rules.problems(found):
        raise ManifestError(f"{path.name}: {'; '.join(problems)}")
    features = found.get("features") or {}
    scopes = (found.get("oauth_config") or {}).get("scopes") or {}
    subscriptions = (found.get("settings") or {}).get("event_subscriptions") or {}
    bot_user = features.get("bot_user") or {}
    own_name = (found.get("display_information") or {}).get("name") or "Alongside"
    return Manifest(
        name=str(bot_user.get("display_name") or own_name),
        commands={row["command"]: _command(row) for row in features.get("slash_commands") or []},
        shortcuts={row["callback_id"]: _shortcut(row) for row in features.get("shortcuts") or []},
        events=frozenset(subscriptions.get("bot_events") or []),
        scopes=frozenset(scopes.get("bot") or []),
        optional_scopes=frozenset(scopes.get("bot_optional") or []),
        has_home=bool((features.get("app_home") or {}).get("home_tab_enabled")),
    )


def _command(row: dict[str, Any]) -> Command:
    return Command(
        command=row["command"],
        description=str(row.get("description", "")),
        usage_hint=str(row.get("usage_hint", "")),
        should_escape=bool(row.get("should_escape")),
    )


def _shortcut(row: dict[str, Any]) -> Shortcut:
    return Shortcut(name=row["name"], callback_id=row["callback_id"], type=row["type"])

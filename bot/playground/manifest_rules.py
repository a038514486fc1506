"""What Slack takes as a manifest: the fields that an app like this one has, with their limits."""

from typing import Any

from .shapes import (
    Check,
    Field,
    Problems,
    boolean,
    every,
    listed,
    may,
    needed,
    number,
    one_of,
    record,
    string,
)

URL = string("manifest.url", pattern=r"https?://\S+")
EVENT_URL = string("manifest.event_url", pattern=r"https?://\S+")


def _differ(entries: Any, path: str, problems: Problems) -> None:
    if isinstance(entries, list) and len(entries) != len({str(entry) for entry in entries}):
        problems.append(f"must hold each only once [json-pointer:{path}]")


def _switches(*names: str) -> dict[str, Field]:
    return {name: may(boolean) for name in names}


def _scopes() -> Check:
    each = listed(string("manifest.scope"), "manifest.scopes", minimum=0)
    return record({name: may(each) for name in ("bot", "user", "bot_optional", "user_optional")})


COMMAND = record(
    {
        "command": needed(string("manifest.command", minimum=2, pattern=r"/\S+")),
        "description": needed(string("manifest.command.description")),
        "usage_hint": may(string("manifest.command.usage_hint")),
        "url": may(URL),
        "should_escape": may(boolean),
    }
)
SHORTCUT = record(
    {
        "name": needed(string("manifest.shortcut")),
        "type": needed(one_of("message", "global")),
        "callback_id": needed(string("manifest.shortcut.callback_id")),
        "description": needed(string("manifest.shortcut.description")),
    }
)
DISPLAY = record(
    {
        "name": needed(string("manifest.name")),
        "description": may(string("manifest.description")),
        "long_description": may(string("manifest.long_description", minimum=175)),
        "background_color": may(string(pattern="#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?")),
    }
)
HOME = record(_switches("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"))
BOT = record({"display_name": needed(string("manifest.bot_name")), "always_online": may(boolean)})
FEATURES = record(
    {
        "app_home": may(HOME),
        "bot_user": may(BOT),
        "slash_commands": may(listed(COMMAND, "manifest.commands")),
        "shortcuts": may(listed(SHORTCUT, "manifest.shortcuts")),
        "unfurl_domains": may(listed(string("manifest.unfurl_domain"), "manifest.unfurl_domains")),
    }
)
OAUTH = record(
    {
        "redirect_urls": may(
            every(
                listed(string("manifest.redirect_url"), "manifest.redirect_urls", minimum=0),
                _differ,
            )
        ),
        "scopes": may(_scopes()),
    }
    | _switches("token_management_enabled", "pkce_enabled")
)
EVENTS = every(listed(string("manifest.event"), "manifest.events", minimum=0), _differ)
SUBSCRIPTIONS = record({"request_url": may(EVENT_URL), "bot_events": may(EVENTS), "user_events": may(EVENTS)})
INTERACTIVITY = record(
    {
        "is_enabled": needed(boolean),
        "request_url": may(EVENT_URL),
        "message_menu_options_url": may(EVENT_URL),
    }
)
SETTINGS = record(
    {"event_subscriptions": may(SUBSCRIPTIONS), "interactivity": may(INTERACTIVITY)}
    | _switches("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_mcp_enabled")
)
MANIFEST = record(
    {
        "_metadata": may(record({"major_version": may(number), "minor_version": may(number)})),
        "display_information": needed(DISPLAY),
        "features": may(FEATURES),
        "oauth_config": may(OAUTH),
        "settings": may(SETTINGS),
    }
)


def problems(manifest: Any) -> Problems:
    found: Problems = []
    MANIFEST(manifest, "", found)
    return found

"""A manifest that Slack would not take is refused before anything begins."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.playground import manifest
from bot.playground.manifest_rules import problems

HERE = Path(__file__).parent
COMMAND = {"command": "/reflect", "description": "Ask"}
SHORTCUT = {"name": "Reflect", "type": "global", "callback_id": "reflect", "description": "Ask"}


def whole(**more: Any) -> dict[str, Any]:
    return {"display_information": {"name": "Alongside"}} | more


def commands(*rows: dict[str, Any]) -> dict[str, Any]:
    return whole(features={"slash_commands": list(rows)})


def shortcuts(*rows: dict[str, Any]) -> dict[str, Any]:
    return whole(features={"shortcuts": list(rows)})


def scopes(**kinds: list[str]) -> dict[str, Any]:
    return whole(oauth_config={"scopes": kinds})


def events(kinds: list[str]) -> dict[str, Any]:
    return whole(settings={"event_subscriptions": {"bot_events": kinds}})


FINE = {
    "the least": whole(),
    "as long as may be": whole(
        display_information={"name": "x" * 35, "description": "x" * 140, "long_description": "x" * 4000},
        features={"bot_user": {"display_name": "x" * 80}},
    ),
    "fifty commands": commands(*[COMMAND] * 50),
    "a command as long as may be": commands(
        {"command": "/" + "x" * 31, "description": "x" * 2000, "usage_hint": "x" * 1000}
    ),
    "ten shortcuts": shortcuts(*[SHORTCUT] * 10),
    "what may be given": scopes(bot=["commands"], bot_optional=["files:write"]),
    "a hundred events": events([f"event_{n}" for n in range(100)]),
    "a thousand ways back": whole(
        oauth_config={"redirect_urls": [f"https://e.org/{n}" for n in range(1000)]}
    ),
}
REFUSED = {
    "no name": ({}, "display_information"),
    "name": (whole(display_information={"name": "x" * 36}), "less than 36"),
    "description": (
        whole(display_information={"name": "x", "description": "x" * 141}),
        "less than 141",
    ),
    "a long description that is short": (
        whole(display_information={"name": "x", "long_description": "x" * 174}),
        "more than 174",
    ),
    "a colour": (whole(display_information={"name": "x", "background_color": "green"}), "pattern"),
    "bot's name": (whole(features={"bot_user": {"display_name": "x" * 81}}), "less than 81"),
    "fifty-one commands": (commands(*[COMMAND] * 51), "no more than 50"),
    "a command without its stroke": (commands(COMMAND | {"command": "reflect"}), "pattern"),
    "a command too long": (commands(COMMAND | {"command": "/" + "x" * 32}), "less than 33"),
    "a command undescribed": (commands({"command": "/reflect"}), "missing required field: description"),
    "a hint too long": (commands(COMMAND | {"usage_hint": "x" * 1001}), "less than 1001"),
    "eleven shortcuts": (shortcuts(*[SHORTCUT] * 11), "no more than 10"),
    "a shortcut's name": (shortcuts(SHORTCUT | {"name": "x" * 25}), "less than 25"),
    "a shortcut's description": (shortcuts(SHORTCUT | {"description": "x" * 151}), "less than 151"),
    "a shortcut of no kind": (shortcuts(SHORTCUT | {"type": "local"}), "one of message, global"),
    "too many ways back": (
        whole(oauth_config={"redirect_urls": [f"https://e.org/{n}" for n in range(1001)]}),
        "no more than 1000",
    ),
    "too many scopes": (scopes(bot=["x"] * 256), "no more than 255"),
    "a scope too long": (scopes(bot=["x" * 51]), "less than 51"),
    "too many events": (events([str(n) for n in range(101)]), "no more than 100"),
    "an event twice": (events(["message.im", "message.im"]), "only once"),
    "what nobody knows": (whole(colour="green"), "invalid additional property: colour"),
}


@pytest.mark.parametrize("given", FINE.values(), ids=FINE)
def test_a_manifest_is_taken(given: dict[str, Any]) -> None:
    assert problems(given) == []


@pytest.mark.parametrize(("given", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_manifest_is_refused_for(given: dict[str, Any], problem: str) -> None:
    assert any(problem in line for line in problems(given)), problems(given)


@pytest.mark.parametrize("path", [HERE / "app.yml", HERE.parent.parent / "app.yml"], ids=str)
def test_ours_is_taken(path: Path) -> None:
    assert manifest.read(path).commands


def test_one_that_is_refused_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "app.yml").write_text(yaml.safe_dump(whole(colour="green")))

    with pytest.raises(manifest.ManifestError, match=r"app\.yml: invalid additional property: colour"):
        manifest.read(tmp_path / "app.yml")

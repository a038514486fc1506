"""app.yml against code: Slack must be told of all that we listen to and call, and of nothing more."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from yaml import MarkedYAMLError, YAMLError

from bot.check import scopes
from bot.check.marked import Node, compose
from bot.check.source import Called
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.words import Problem

BACK = "/slack/oauth_redirect"  # where Slack sends whoever installs it
DOOR = "/slack/events"  # one address for everything that Slack sends
# The description's: docs, reference/app-manifest. The name's is assumed: try it in a real workspace.
SHORTCUT_LENGTHS = {"name": 24, "description": 150}

Fault = tuple[int, str]  # a line of app.yml, and what is wrong there


@dataclass(frozen=True)
class Used:
    """What the code listens to, and what it calls."""

    commands: Set[str]
    events: Set[str]
    overheard: Set[str]  # events that it can do without
    shortcuts: Mapping[str, str]  # each with where it stands: message or global
    methods: tuple[Called, ...]


def problems(path: Path, used: Used) -> list[Problem]:
    """What is wrong between the manifest at `path` and the code."""
    unknown = [
        Problem(called.file, called.line, f"{called.method}: bot/check/scopes.py has no such method")
        for called in used.methods
        if called.method not in scopes.METHODS
    ]
    try:
        app = compose(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [*unknown, Problem(path.name, 1, "there is no such file")]
    except (YAMLError, ValueError) as error:
        return [*unknown, Problem(path.name, _line(error), f"not valid YAML: {error}".splitlines()[0])]
    faults = [fault for part in _PARTS for fault in part(app, used)]
    return [*unknown, *(Problem(path.name, line, reason) for line, reason in faults)]


def _line(error: Exception) -> int:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _commands(app: Node, used: Used) -> Iterator[Fault]:
    rows = app.at("features", "slash_commands")
    yield from _differences([row.at("command") for row in rows.each], used.commands, rows.line)
    for row in rows.each:
        escapes = row.at("should_escape")
        if escapes.value is not True:
            yield (
                escapes.line,
                f"{row.at('command').value}: should_escape must be true",
            )


def _shortcuts(app: Node, used: Used) -> Iterator[Fault]:
    rows = app.at("features", "shortcuts")
    yield from _differences([row.at("callback_id") for row in rows.each], used.shortcuts.keys(), rows.line)
    for row in rows.each:
        name, kind = str(row.at("callback_id").value), row.at("type")
        if name in used.shortcuts and kind.value != used.shortcuts[name]:
            yield kind.line, f"{name}: type must be {used.shortcuts[name]}"
        yield from _too_long(row, name)


def _too_long(row: Node, name: str) -> Iterator[Fault]:
    for part, most in SHORTCUT_LENGTHS.items():
        words = row.at(part)
        if not words.value:
            yield words.line, f"{name}: a shortcut needs a {part}"
        elif len(str(words.value)) > most:
            yield words.line, f"{part}: {len(str(words.value))} characters, and Slack takes {most}"


def _events(app: Node, used: Used) -> Iterator[Fault]:
    listed = app.at("settings", "event_subscriptions", "bot_events")
    wanted = used.events | ({str(event.value) for event in listed.each} & used.overheard)
    yield from _differences(listed.each, wanted, listed.line)
    for event in listed.each:
        if str(event.value) in wanted - scopes.EVENTS.keys():
            yield event.line, f"{event.value}: bot/check/scopes.py has no such event"
    home = app.at("features", "app_home", "home_tab_enabled")
    if "app_home_opened" in wanted and home.value is not True:
        yield home.line, "home_tab_enabled must be true: the code draws a Home tab"


def _differences(listed: Iterable[Node], wanted: Set[str], line: int) -> Iterator[Fault]:
    """What is listed and not wanted, and what is wanted and not listed (at `line`)."""
    listed = list(listed)
    for node in listed:
        if str(node.value) not in wanted:
            yield node.line, f"{node.value} is listed, and nothing in the code answers it"
    for name in sorted(wanted - {str(node.value) for node in listed}):
        yield line, f"{name} is not listed, and the code answers it"


def _scopes(app: Node, used: Used) -> Iterator[Fault]:
    asked = app.at("oauth_config", "scopes")
    listed = [*asked.at("bot").each, *asked.at("bot_optional").each]
    events = app.at("settings", "event_subscriptions", "bot_events")
    overheard = {str(event.value) for event in events.each} & used.overheard
    granted, needs = {str(scope.value) for scope in listed}, _needs(used, used.events | overheard)
    optional = {scopes.METHODS[method] for method in scopes.OPTIONAL}
    asked_for = {"bot": NEEDED, "bot_optional": OPTIONAL}
    for any_of, who in needs.items():
        if not granted & set(any_of) and any_of not in optional:
            yield asked.at("bot").line, f"{' or '.join(any_of)} is not listed, and {who} needs it"
    for part, wanted in asked_for.items():
        for scope in asked.at(part).each:
            if scope.value in granted & {*NEEDED, *OPTIONAL} - {*wanted}:
                yield scope.line, f"{scope.value} stands under {part}, and the install page asks otherwise"
    for scope in listed:
        if not any(scope.value in any_of for any_of in needs):
            yield scope.line, f"{scope.value} is listed, and nothing needs it"


def _needs(used: Used, listened: Set[str]) -> dict[tuple[str, ...], str]:
    """The scopes of which any one will do, and the first that needs them."""
    needs = [
        *((scopes.METHODS.get(m.method, ()), f"{m.method} ({m.file}:{m.line})") for m in used.methods),
        *((scopes.EVENTS.get(event, ()), event) for event in sorted(listened)),
        *((scopes.COMMANDS, command) for command in sorted(used.commands | used.shortcuts.keys())),
    ]
    return {any_of: who for any_of, who in reversed(needs) if any_of}


def _addresses(app: Node, _: Used) -> Iterator[Fault]:
    settings = app.at("settings")
    addresses = [
        *(row.at("url") for row in app.at("features", "slash_commands").each),
        settings.at("event_subscriptions", "request_url"),
        settings.at("interactivity", "request_url"),
    ]
    first = next((str(node.value) for node in addresses if node.value), "")
    for node in app.at("oauth_config", "redirect_urls").each:
        if urlsplit(str(node.value))[:3] != (*urlsplit(first)[:2], BACK):
            yield node.line, f"{node.value} must be the address of the others, and end in {BACK}"
    for node in addresses:
        if node.value is None:
            yield node.line, f"an address is missing here: it ends in {DOOR}"
        elif urlsplit(str(node.value)).path != DOOR:
            yield node.line, f"{node.value} must end in {DOOR}"
        elif node.value != first and urlsplit(first).path == DOOR:
            yield node.line, f"{node.value} is another address than {first}"
    presses = settings.at("interactivity", "is_enabled")
    if presses.value is not True:
        yield presses.line, "interactivity must be enabled, or no button answers"


_PARTS = (_commands, _shortcuts, _events, _scopes, _addresses)

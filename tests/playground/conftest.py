"""A workspace with an app that answers what a test tells it to, and a clock and a timer under control."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.playground.inbound import Reply
from bot.playground.server import Running, serve
from bot.playground.slack import Slack

TOKEN = "xoxb-test"
SECRET = "a-signing-secret"


@dataclass
class Sent:
    body: bytes
    headers: dict[str, str]

    @property
    def payload(self) -> dict[str, Any]:
        if self.headers["Content-Type"] == "application/json":
            return json.loads(self.body)
        form = {
            name: found[0] for name, found in parse_qs(self.body.decode(), keep_blank_values=True).items()
        }
        return json.loads(form["payload"]) if "payload" in form else form


@dataclass
class Times:
    now: datetime = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
    seconds: float = 1000.0

    def clock(self) -> datetime:
        return self.now

    def timer(self) -> float:
        return self.seconds

    def move(self, step: timedelta) -> None:
        self.now += step


@dataclass
class TheApp:
    """Takes whatever Slack sends; `answer` says what comes back, and may do something first."""

    sent: list[Sent] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Any] = lambda payload: ""
    headers: dict[str, str] = field(default_factory=dict)

    def deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        self.sent.append(Sent(body, headers))
        found = self.answer(self.sent[-1].payload)
        status, found = found if isinstance(found, tuple) else (200, found)
        text = found if isinstance(found, str) else json.dumps(found)
        return Reply(status, self.headers, text.encode())

    @property
    def last(self) -> dict[str, Any]:
        return self.sent[-1].payload


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def app() -> TheApp:
    return TheApp()


@pytest.fixture
def slack(app: TheApp, times: Times) -> Slack:
    return Slack(
        manifest=Path(__file__).parent / "app.yml",
        signing_secret=SECRET,
        bot_token=TOKEN,
        deliver=app.deliver,
        clock=times.clock,
        timer=times.timer,
        wall=lambda: 1_789_000_000,
    )


@pytest.fixture
def call(slack: Slack) -> Callable[..., dict[str, Any]]:
    """Call the Web API as the app, without HTTP."""

    def call(method: str, token: str | None = TOKEN, **args: Any) -> dict[str, Any]:
        body = json.dumps(args).encode()
        return json.loads(slack.counter.api(method, body, "application/json", token).body)

    return call


@pytest.fixture
def card(call: Callable[..., dict[str, Any]]) -> str:
    """A message of the app in #going-home-well with a button, a select and an input."""
    return call("chat.postMessage", channel="C0HOME", text="A card", blocks=CARD)["ts"]


@pytest.fixture
def modal(slack: Slack, app: TheApp, call: Callable[..., dict[str, Any]]) -> str:
    """Ana has a form open; its id."""

    def open_form(payload: dict[str, Any]) -> str:
        call("views.open", trigger_id=payload["trigger_id"], view=FORM)
        return ""

    app.answer = open_form
    slack.post("U0ANA", "C0HOME", "/reflect")
    app.answer = lambda payload: ""
    return slack.views("U0ANA")[-1]["id"]


@pytest.fixture
def running(slack: Slack, times: Times) -> Iterator[Running]:
    running = serve(slack, move=times.move)
    yield running
    running.close()


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.title()), "value": value}


CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "How are we?"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "done", "text": plain("Done"), "value": "7"},
            {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]},
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "round:7",
    "title": plain("Reflect"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": plain("Your words"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20, "multiline": True},
        },
        {
            "type": "input",
            "block_id": "who",
            "label": plain("Who"),
            "optional": True,
            "element": {"type": "multi_users_select", "action_id": "people", "max_selected_items": 2},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "turn", "text": plain("Another prompt")}],
        },
    ],
}

"""Socket Mode: the same listeners, reached through Bolt's own handler; and a line that does not stay dead."""

import logging
import time
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot import socket_mode
from bot.settings import SettingsError
from bot.slack.calls import client
from bot.socket_mode import SocketMode
from tests.line import Line, LineSlack
from tests.ports import free_port
from tests.size import SOAK
from tests.world import TEAM, World

QUICK = 0.1  # seconds between two pings, where a test waits for the third to be missed
SOON = 15  # seconds in which it is back, with the pings of every day
CONNECTED = "Alongside is connected in Socket Mode."


class Socket:
    """What Bolt's handler answers on."""

    logger = logging.getLogger("slack_bolt")

    def __init__(self) -> None:
        self.answers: list[SocketModeResponse] = []

    def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        self.answers.append(response)


def _handled(world: World, kind: str, payload: dict[str, Any]) -> Socket:
    handler = SocketModeHandler(world.bot.bolt, "xapp-test", web_client=world.bot.slack)
    socket: Any = Socket()
    handler.handle(socket, SocketModeRequest(type=kind, envelope_id="E1", payload=payload))
    world.settle()
    handler.close()  # type: ignore[no-untyped-call]
    return socket  # type: ignore[no-any-return]


def test_a_command_through_the_socket_asks_both(world: World) -> None:
    payload = {
        "command": "/reflect",
        "text": "What did we avoid today?",
        "team_id": TEAM,
        "user_id": "U0ANA",
        "user_name": "ana",
        "channel_id": "C0HOME",
        "trigger_id": "1.2.socket",
        "response_url": f"{world.slack.base_url}/response/none",
    }

    socket = _handled(world, "slash_commands", payload)

    assert "I have asked Ben and you" in socket.answers[0].payload["text"]
    assert "What did we avoid today?" in world["Ben"].card.words


def test_a_refused_form_through_the_socket_keeps_the_words_typed_into_it(world: World) -> None:
    ana = world["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.presses("Write my answer")
    assert ana.form
    view = {**ana.form, "state": {"values": {"answer": {"text": {"type": "plain_text_input", "value": " "}}}}}
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U0ANA", "team_id": TEAM},
        "trigger_id": "2.3.socket",
        "view": view,
    }

    socket = _handled(world, "interactive", payload)

    assert socket.answers[0].payload["response_action"] == "errors"
    assert "nothing in the box" in socket.answers[0].payload["errors"]["answer"]


class Connected:
    """The bot on a line; `said` is what whoever runs it reads."""

    def __init__(self, world: World, slack: LineSlack) -> None:
        self.said: Queue[str] = Queue()
        self.mode = SocketMode(
            world.bot.bolt, client("xoxb-1", slack.url), "xapp-1", threads=2, say=self.said.put
        )


@pytest.fixture
def pings(monkeypatch: pytest.MonkeyPatch) -> float:
    if not SOAK:
        monkeypatch.setattr(socket_mode, "PING", QUICK)
    return socket_mode.PING


@pytest.fixture
def slack() -> Iterator[LineSlack]:
    made = LineSlack()
    yield made
    made.close()


@pytest.fixture
def bot(world: World, slack: LineSlack, pings: float) -> Iterator[Connected]:
    made = Connected(world, slack)
    yield made
    made.mode.close()


def _help() -> dict[str, Any]:
    payload = {
        "command": "/alongside",
        "text": "help",
        "team_id": TEAM,
        "user_id": "U0ANA",
        "user_name": "ana",
        "channel_id": "C0HOME",
        "trigger_id": "1.2.socket",
        "response_url": "http://127.0.0.1:9/none",
    }
    return {"type": "slash_commands", "envelope_id": "E1", "payload": payload}


def _answered(line: Line) -> str:
    line.send(_help())
    answer = line.answers.get(timeout=SOON)
    assert answer["envelope_id"] == "E1"
    return str(answer["payload"]["text"])


def test_what_comes_over_the_line_is_answered_over_it(bot: Connected, slack: LineSlack) -> None:
    bot.mode.start()
    line = slack.lines.get(timeout=SOON)

    assert bot.said.get(timeout=SOON) == CONNECTED
    assert bot.mode.alive()
    assert "/reflect" in _answered(line)


@pytest.mark.parametrize("drops", [Line.hangs_up, Line.falls_silent])
def test_after_a_drop_without_goodbye_it_is_back_within_fifteen_seconds(
    bot: Connected, slack: LineSlack, drops: Callable[[Line], None]
) -> None:
    bot.mode.start()
    first = slack.lines.get(timeout=SOON)
    _answered(first)

    drops(first)
    dropped = time.monotonic()
    second = slack.lines.get(timeout=SOON)

    assert "/reflect" in _answered(second)
    assert time.monotonic() - dropped < SOON
    assert bot.mode.alive()


def test_a_silent_line_is_no_sign_of_life(bot: Connected, slack: LineSlack) -> None:
    bot.mode.start()
    line = slack.lines.get(timeout=SOON)
    slack.answer = {"ok": False, "error": "internal_error"}

    line.falls_silent()

    assert bot.said.get(timeout=SOON) == CONNECTED
    assert bot.said.get(timeout=SOON) == "Slack cannot be reached (internal_error). Alongside waits for it."
    assert not bot.mode.alive()


def test_where_slack_is_away_it_waits_says_so_once_and_connects_when_it_is_back(
    world: World, slack: LineSlack, pings: float
) -> None:
    port = free_port()
    slack.url = f"http://127.0.0.1:{port}/api/"
    bot = Connected(world, slack)
    back: LineSlack | None = None
    try:
        bot.mode.start()
        told = bot.said.get(timeout=SOON)
        back = LineSlack(port)
        line = back.lines.get(timeout=SOON)

        assert told == "Slack cannot be reached (no answer). Alongside waits for it."
        assert bot.said.get(timeout=SOON) == CONNECTED
        assert bot.said.empty()
        assert "/reflect" in _answered(line)
    finally:
        bot.mode.close()
        if back:
            back.close()


def test_a_token_that_slack_does_not_take_is_said_at_the_start(bot: Connected, slack: LineSlack) -> None:
    slack.answer = {"ok": False, "error": "invalid_auth"}

    with pytest.raises(SettingsError, match=r"^Slack does not take SLACK_APP_TOKEN: invalid_auth$"):
        bot.mode.start()

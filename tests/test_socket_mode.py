"""Socket Mode: the same listeners, reached through Bolt's own handler."""

import logging
from typing import Any

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.world import TEAM, World


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

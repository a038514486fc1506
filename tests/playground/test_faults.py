"""What can be told to go wrong beyond a single refusal: for a while, late, several times over."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.server import Running
from bot.playground.slack import Slack

from .conftest import TOKEN, TheApp, Times

Call = Callable[..., dict[str, Any]]


def events(app: TheApp) -> list[tuple[str, str | None]]:
    """The ids of what came, each with the number of its retry."""
    return [(one.payload["event_id"], one.headers.get("X-Slack-Retry-Num")) for one in app.sent]


def test_all_of_them_go_wrong_for_a_while(slack: Slack, call: Call, card: str) -> None:
    with slack.faults.always("chat.update", "edit_window_closed", channel="C0HOME"):
        refused = [call("chat.update", channel="C0HOME", ts=card, text="x")["error"] for _ in range(3)]
        assert call("chat.postMessage", channel="C0HOME", text="x")["ok"]

    assert refused == ["edit_window_closed"] * 3
    assert call("chat.update", channel="C0HOME", ts=card, text="x")["ok"]


def test_an_answer_can_come_late(running: Running, slack: Slack) -> None:
    client = WebClient(token=TOKEN, base_url=f"{running.url}/api/", retry_handlers=[], timeout=5)
    slack.faults.next("auth.test", "late", seconds=0.1)
    slack.faults.slow = 0.05

    began = time.monotonic()
    assert client.auth_test()["ok"]
    late = time.monotonic() - began
    assert client.auth_test()["ok"]

    assert late >= 0.15
    assert [call.outcome for call in slack.calls] == ["ok", "ok"]


def test_one_thing_can_come_as_several_events(slack: Slack, app: TheApp) -> None:
    slack.inbound.echoes = 4

    slack.post("U0ANA", "D0ANA", "hello")

    assert len({event_id for event_id, _ in events(app)}) == 4
    assert {number for _, number in events(app)} == {None}
    assert len({one.payload["event"]["ts"] for one in app.sent}) == 1


def test_an_event_can_come_again_although_it_was_answered(slack: Slack, app: TheApp) -> None:
    slack.inbound.unheard = 2

    slack.post("U0ANA", "D0ANA", "hello")

    assert [number for _, number in events(app)] == [None, "1", "2"]
    assert len({event_id for event_id, _ in events(app)}) == 1
    assert app.sent[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


def test_events_can_come_late_and_as_they_were(slack: Slack, app: TheApp, times: Times) -> None:
    before = int(times.now.timestamp())
    with slack.inbound.held():
        slack.post("U0ANA", "D0ANA", "first")
        slack.post("U0BEN", "D0BEN", "second")
        times.now = times.now.replace(day=17)
        assert app.sent == []

    assert [one.payload["event"]["text"] for one in app.sent] == ["first", "second"]
    assert {one.payload["event_time"] for one in app.sent} == {before}
    slack.post("U0ANA", "D0ANA", "third")
    assert app.last["event"]["text"] == "third"


@pytest.mark.parametrize(("channel", "stay"), [("C0HOME", False), ("C0STEER", True)])
def test_a_channel_is_opened_again(slack: Slack, call: Call, channel: str, stay: bool) -> None:
    slack.let_app_in(channel)
    members = set(slack.conversations[channel].members)
    slack.archive(channel)
    assert call("chat.postMessage", channel=channel, text="x")["error"] == "is_archived"

    slack.unarchive(channel, by="U0BEN")

    assert slack.conversations[channel].members == (members if stay else {"U0BEN"})
    answer = call("chat.postMessage", channel=channel, text="x")
    assert answer.get("error", "ok") == ("ok" if stay else "not_in_channel")
    slack.let_app_in(channel, by="U0BEN")
    assert call("chat.postMessage", channel=channel, text="x")["ok"]


def test_who_asked_the_app_in_again_is_told(slack: Slack, app: TheApp) -> None:
    slack.kick_app("C0HOME")

    slack.let_app_in("C0HOME", by="U0BEN")

    assert (app.last["event"]["type"], app.last["event"]["inviter"]) == ("member_joined_channel", "U0BEN")

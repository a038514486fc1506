"""What the app receives: signed, in Slack's shapes, and the words a person reads when it goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.playground.client import NotThereError
from bot.playground.slack import Slack

from .conftest import SECRET, TheApp, Times, plain

Call = Callable[..., dict[str, Any]]


class ThatMoment(Clock):
    def now(self) -> float:
        return 1_789_000_010


def test_every_request_is_signed(slack: Slack, app: TheApp, card: str) -> None:
    slack.post("U0ANA", "C0HOME", "/reflect How are we?")
    slack.press("U0ANA", channel="C0HOME", ts=card, action_id="done")
    slack.open_home("U0ANA")

    verifier = SignatureVerifier(SECRET, clock=ThatMoment())
    assert len(app.sent) == 3
    for sent in app.sent:
        assert verifier.is_valid_request(sent.body, sent.headers)
        assert not verifier.is_valid_request(sent.body + b" ", sent.headers)


def test_a_command_has_slacks_shape(slack: Slack, app: TheApp) -> None:
    slack.post("U0ANA", "C0HOME", "/reflect How are we @Ben & #going-home-well <3?")

    assert app.last.keys() == {
        "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command",
        "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert app.last["text"] == "How are we <@U0BEN|ben> &amp; <#C0HOME|going-home-well> &lt;3?"
    assert (app.last["user_name"], app.last["channel_name"]) == ("ana", "going-home-well")


def test_a_command_without_should_escape_gets_the_text_as_typed(slack: Slack, app: TheApp) -> None:
    slack.post("U0ANA", "C0STEER", "/raw  @ben & co ")

    assert (app.last["text"], app.last["channel_name"]) == ("@ben & co", "privategroup")


def test_a_command_nobody_knows_is_not_sent(slack: Slack, app: TheApp) -> None:
    outcome = slack.post("U0ANA", "C0HOME", "/dance")

    assert not outcome.ok
    assert "/dance is not a valid command" in str(outcome.error)
    assert app.sent == []


def test_commands_do_not_work_in_threads(slack: Slack, card: str) -> None:
    outcome = slack.post("U0ANA", "C0HOME", "/reflect", thread_ts=card)

    assert outcome.error == "/reflect is not supported in threads. Sorry!"


def test_the_answer_to_a_command_is_for_one_person(slack: Slack, app: TheApp) -> None:
    app.answer = lambda payload: {"text": "Only for you"}

    outcome = slack.post("U0ANA", "C0HOME", "/reflect")

    assert outcome.message is not None
    assert outcome.message["text"] == "Only for you"
    assert slack.seen_by("U0ANA", "C0HOME")[-1]["ephemeral"]
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["text"] != "Only for you"


def test_the_answer_to_a_command_may_be_for_everybody(slack: Slack, app: TheApp) -> None:
    app.answer = lambda payload: {"text": "For all", "response_type": "in_channel"}

    slack.post("U0ANA", "C0HOME", "/reflect")

    assert slack.seen_by("U0BEN", "C0HOME")[-1]["text"] == "For all"


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "x", "colour": "red"},
        {"text": "x", "response_type": "loud"},
        {"blocks": [{"type": "poem"}]},
        {"text": ""},
        (500, "x"),
        (404, ""),
    ],
)
def test_an_answer_to_a_command_that_cannot_be_shown(slack: Slack, app: TheApp, answer: Any) -> None:
    app.answer = lambda payload: answer

    outcome = slack.post("U0ANA", "C0HOME", "/reflect")

    assert outcome.error == "/reflect failed with the error “dispatch_failed”"
    assert slack.problems


def late(times: Times) -> Callable[[dict[str, Any]], str]:
    def slow(payload: dict[str, Any]) -> str:
        times.seconds += 3.1
        return "too late"

    return slow


def raising(problem: Exception) -> Callable[[dict[str, Any]], str]:
    def fall(payload: dict[str, Any]) -> str:
        raise problem

    return fall


def test_a_command_acked_too_late_fails_in_the_persons_words(slack: Slack, app: TheApp, times: Times) -> None:
    app.answer = late(times)

    outcome = slack.post("U0ANA", "C0HOME", "/reflect")

    assert outcome.error == "/reflect failed with the error “operation_timeout”"
    assert slack.seen_by("U0ANA", "C0HOME")[-1]["text"] != "too late"


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (TimeoutError(), "operation_timeout"),
        (ConnectionError(), "dispatch_failed"),
        (KeyError(), "dispatch_failed"),
    ],
)
def test_an_app_that_is_not_there_fails(slack: Slack, app: TheApp, problem: Exception, error: str) -> None:
    app.answer = raising(problem)

    assert error in str(slack.post("U0ANA", "C0HOME", "/reflect").error)
    assert slack.problems == [f"delivery failed: {type(problem).__name__}"]


def test_a_press_has_slacks_shape(slack: Slack, app: TheApp, card: str) -> None:
    slack.press("U0BEN", channel="C0HOME", ts=card, action_id="done")

    press = app.last
    assert press["container"] == {
        "type": "message", "message_ts": card, "channel_id": "C0HOME", "is_ephemeral": False,
    }  # fmt: skip
    assert press["user"] == {"id": "U0BEN", "username": "ben", "name": "ben", "team_id": "T0PLAY"}
    assert press["message"]["ts"] == card
    assert press["state"]["values"] == {"row": {"pick": {"type": "static_select", "selected_option": None}}}
    (action,) = press["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("done", "row", "7")
    assert action["text"]["text"] == "Done"


def test_a_choice_arrives_in_full(slack: Slack, app: TheApp, card: str) -> None:
    slack.press(
        "U0BEN", channel="C0HOME", ts=card, action_id="pick", action={"selected_option": {"value": "b"}}
    )

    chosen = {"text": plain("B") | {"emoji": True}, "value": "b"}
    assert app.last["actions"][0]["selected_option"] == chosen
    assert app.last["state"]["values"]["row"]["pick"]["selected_option"] == chosen


def test_nobody_presses_what_they_do_not_see(slack: Slack, call: Call, card: str) -> None:
    hidden = call("chat.postMessage", channel="U0ANA", text="x", blocks=[])["channel"]

    with pytest.raises(NotThereError):
        slack.press("U0BEN", channel="C0HOME", ts=card, action_id="gone")
    with pytest.raises(NotThereError):
        slack.press("U0BEN", channel="C0HOME", ts=card, action_id="pick", action={"selected_option": "z"})
    with pytest.raises(NotThereError):
        slack.press("U0BEN", channel=hidden, ts=card, action_id="done")
    slack.deactivate("U0BEN")
    with pytest.raises(NotThereError):
        slack.press("U0BEN", channel="C0HOME", ts=card, action_id="done")


def test_a_press_that_fails_leaves_a_warning(slack: Slack, app: TheApp, card: str, times: Times) -> None:
    app.answer = late(times)

    outcome = slack.press("U0BEN", channel="C0HOME", ts=card, action_id="done")

    assert outcome.error == "“Done” did not go through (operation_timeout). Try again?"
    assert slack.state("U0BEN")["warnings"][0]["text"] == outcome.error
    assert slack.state("U0ANA")["warnings"] == []
    for _ in range(4):
        slack.press("U0BEN", channel="C0HOME", ts=card, action_id="done")
    assert len(slack.state("U0BEN")["warnings"]) == 3


def test_a_press_in_an_ephemeral_message_has_no_message(slack: Slack, app: TheApp, call: Call) -> None:
    button = {"type": "button", "action_id": "ok", "text": plain("OK")}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = call("chat.postEphemeral", channel="C0HOME", user="U0ANA", text="x", blocks=blocks)["message_ts"]

    slack.press("U0ANA", channel="C0HOME", ts=ts, action_id="ok")

    assert app.last["container"]["is_ephemeral"]
    assert "message" not in app.last
    with pytest.raises(NotThereError):
        slack.press("U0BEN", channel="C0HOME", ts=ts, action_id="ok")


def test_shortcuts_have_slacks_shapes(slack: Slack, app: TheApp, card: str) -> None:
    slack.shortcut("U0ANA", "reflect")
    assert app.last["type"] == "shortcut"
    assert not app.last.keys() & {"channel", "response_url"}

    slack.message_shortcut("U0ANA", "reflect_on", "C0HOME", card)
    assert app.last["type"] == "message_action"
    assert (app.last["message"]["ts"], app.last["message_ts"]) == (card, card)
    with pytest.raises(NotThereError):
        slack.shortcut("U0ANA", "reflect_on")


def test_opening_the_home_tab_is_told(slack: Slack, app: TheApp) -> None:
    slack.open_home("U0ANA")

    assert app.last.keys() >= {"token", "team_id", "api_app_id", "event_id", "event_time", "authorizations"}
    assert app.last["event"].keys() >= {"type", "user", "channel", "tab", "event_ts"}
    assert app.last["event"]["tab"] == "home"


def test_only_events_that_app_yml_names_are_sent(slack: Slack, app: TheApp) -> None:
    slack.post("U0ANA", "C0HOME", "Good morning")
    slack.leave("U0ESI", "C0HOME")
    assert app.sent == []

    slack.post("U0ANA", "C0HOME", "@Alongside hello")
    slack.post("U0ANA", "D0ANA", "hello")
    slack.join("U0ESI", "C0HOME")
    slack.change("U0ESI", tz="Europe/Paris")
    slack.deactivate("U0ESI")

    kinds = [sent.payload["event"]["type"] for sent in app.sent]
    assert kinds == ["app_mention", "message", "member_joined_channel", "user_change", "user_change"]
    assert app.sent[1].payload["event"]["channel_type"] == "im"
    assert app.sent[3].payload["event"]["user"]["tz"] == "Europe/Paris"
    assert app.last["event"]["user"]["deleted"]


def test_an_event_is_tried_once_unless_asked(slack: Slack, app: TheApp) -> None:
    app.answer = lambda payload: (500, "")

    slack.open_home("U0ANA")

    assert len(app.sent) == 1


def test_an_event_that_fails_is_tried_three_times_more(slack: Slack, app: TheApp) -> None:
    waits: list[float] = []
    slack.inbound.pause = waits.append
    app.answer = lambda payload: (500, "")

    slack.inbound.event({"type": "app_home_opened"}, retry=True)

    assert waits == [0, 60, 300]
    assert [sent.headers.get("X-Slack-Retry-Num") for sent in app.sent] == [None, "1", "2", "3"]
    assert app.sent[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({sent.payload["event_id"] for sent in app.sent}) == 1


def test_a_retry_ends_when_it_is_taken_or_declined(slack: Slack, app: TheApp) -> None:
    app.answer = lambda payload: (500, "") if len(app.sent) < 2 else ""
    slack.inbound.event({"type": "app_home_opened"}, retry=True)
    assert len(app.sent) == 2

    app.sent.clear()
    app.headers = {"X-Slack-No-Retry": "1"}
    app.answer = lambda payload: (500, "")
    slack.inbound.event({"type": "app_home_opened"}, retry=True)
    assert len(app.sent) == 1


def test_a_late_event_is_tried_again_for_its_time(slack: Slack, app: TheApp, times: Times) -> None:
    app.answer = late(times)

    slack.inbound.event({"type": "app_home_opened"}, retry=True)

    assert {sent.headers["X-Slack-Retry-Reason"] for sent in app.sent[1:]} == {"http_timeout"}

"""Writing to the app in one's direct message: always answered, in private, and nothing of it is kept."""

import json
from typing import Any

import pytest

from bot.playground import payloads
from bot.playground.records import APP_BOT
from tests.journeys.steps import ask, kept
from tests.world import NAMES, Seen, Somebody, World

NOT_COPING = "I am not coping today."
SUPPORT = "Maya, staff support, weekdays 9 to 4"


def whispers(somebody: Somebody) -> list[Seen]:
    return [m for m in somebody.messages() if m.ephemeral]


def test_whoever_writes_with_no_question_open_is_told_what_this_is_and_where_help_is(
    world: World, chloe: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    chloe.types(NOT_COPING)

    [told] = whispers(chloe)
    assert "Nobody reads what you write in your direct message with me" in told.words
    assert SUPPORT in told.words
    assert SUPPORT in told.text
    assert "local emergency number" in told.words
    assert "`/alongside help`" in told.words
    assert chloe.rang() == []
    assert kept(world) == []
    assert NOT_COPING not in caplog.text


def test_an_offer_to_take_it_as_an_answer_says_where_help_is_too(world: World, ben: Somebody) -> None:
    ask(world)

    ben.types(NOT_COPING)

    [told] = whispers(ben)
    assert "Shall I take what you just wrote as your answer?" in told.words
    assert SUPPORT in told.words
    assert SUPPORT in told.text
    assert told.buttons == ["Yes, open the form", "No, leave it"]


def test_each_is_answered_and_who_writes_in_a_row_is_answered_once(world: World, chloe: Somebody) -> None:
    for line in ("Hello?", "Is anybody there?"):
        chloe.types(line)
    world["Dev"].types("Hello?")
    world.move(minutes=6)
    chloe.types("Still here.")

    assert [len(whispers(somebody)) for somebody in (chloe, world["Dev"])] == [2, 1]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": APP_BOT},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
    ],
    ids=str,
)
def test_no_app_no_edit_and_no_joining_is_answered(world: World, more: dict[str, Any]) -> None:
    deliver(world, more)

    assert whispers(world["Chloe"]) == []


def test_slack_may_send_it_three_times(world: World) -> None:
    deliver(world, {}, times=3)

    assert len(whispers(world["Chloe"])) == 1


def deliver(world: World, more: dict[str, Any], times: int = 1) -> None:
    """The event of a message of Chloe's to the app, with `more` in it."""
    message = {"type": "message", "channel_type": "im", "user": NAMES["Chloe"], "text": "Hello", "ts": "1.1"}
    event = payloads.event(message | {"channel": world["Chloe"].dm} | more, 1789462800)
    for _ in range(times):
        world.slack.inbound._send(json.dumps(event).encode(), "application/json")
        world.settle()

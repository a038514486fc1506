"""A shortcut in the menu of a message: it shows a form, and says no where the person is looking."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.features import FEATURES
from bot.refusal import Refusal
from bot.slack.asked import Asked
from bot.slack.blocks import Message, View, section
from bot.slack.members import Members
from bot.words import ROOT
from tests.world import TEAM, Somebody, World

HOME = "C0HOME"
ROW = "\n    - name: {name}\n      type: message\n      callback_id: made.{name}\n      description: d"


def shows(asked: Asked) -> View:
    place = f"{asked.channel} {asked.value} {asked.who.id}"
    return View("Made", [section(asked.text), section(place)])


def says(asked: Asked) -> Message:
    return Message("Heard.", [section("Heard.")])


def refuses() -> View:
    raise Refusal("common.not_yours")


def breaks() -> View:
    raise RuntimeError


def members_only(asked: Asked, members: Members) -> View:
    members.check(asked.channel, asked.who.id)
    return View("Made", [section("You are in it.")])


LISTENERS = (shows, says, refuses, breaks, members_only)
NOTHING: dict[str, Any] = {
    part: {} for part in ("commands", "actions", "shows", "forms", "events", "overhears", "doors")
}


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    """A bot with one practice more, which has a shortcut for each of LISTENERS."""
    rows = "".join(ROW.format(name=listener.__name__) for listener in LISTENERS)
    manifest = (ROOT / "app.yml").read_text(encoding="utf-8")
    (tmp_path / "app.yml").write_text(
        manifest.replace("  shortcuts:", f"  shortcuts:{rows}"), encoding="utf-8"
    )
    shortcuts = {f"made.{listener.__name__}": listener for listener in LISTENERS}
    made = replace(FEATURES[0], name="made", home=None, offers=(), shortcuts=shortcuts, **NOTHING)
    world = World(sqlite_url, features=(*FEATURES, made), manifest=tmp_path / "app.yml")
    yield world
    assert world.slack.problems == []
    world.close()


@pytest.fixture
def ana(world: World) -> Somebody:
    return world["Ana"]


def picks(somebody: Somebody, name: str, channel: str = HOME) -> str:
    """They choose the shortcut in the menu of the channel's newest message; its ts."""
    ts = str(somebody.messages(channel)[-1].raw["ts"])
    assert somebody.world.slack.message_shortcut(somebody.id, f"made.{name}", channel, ts).ok
    somebody.world.settle()
    return ts


def opened(world: World) -> list[str]:
    """What the bot opened and turned, in order."""
    return [call.method for call in world.slack.calls if call.method.startswith("views.")]


def whispered(somebody: Somebody, channel: str = HOME) -> list[str]:
    return [m.words for m in somebody.messages(channel) if m.ephemeral]


def test_a_shortcut_opens_a_form_about_the_message_it_was_chosen_on(world: World, ana: Somebody) -> None:
    world["Ben"].types("Could we *meet* at 10 &lt; 11?", HOME)

    ts = picks(ana, "shows")

    assert "Could we *meet* at 10" in ana.reads
    assert f"{HOME} {ts} U0ANA" in ana.reads
    assert opened(world) == ["views.open"]


def test_a_shortcut_may_be_answered_with_a_few_words(world: World, ana: Somebody) -> None:
    picks(ana, "says")

    assert whispered(ana) == ["Heard."]
    assert ana.form is None
    assert whispered(world["Ben"]) == []


@pytest.mark.parametrize(("name", "words"), [("refuses", "Nothing has changed"), ("breaks", "went wrong")])
def test_a_no_is_whispered_where_the_message_stands(
    world: World, ana: Somebody, name: str, words: str
) -> None:
    picks(ana, name)

    assert words in whispered(ana)[0]
    assert ana.form is None
    assert whispered(world["Ben"]) == []


def test_where_the_app_is_not_in_the_channel_a_no_still_arrives(world: World, ana: Somebody) -> None:
    picks(ana, "refuses", "C0STEER")

    assert "Nothing has changed" in whispered(ana, "C0STEER")[0]


def test_a_shortcut_that_asks_slack_first_opens_at_once_whatever_the_message_says(
    world: World, ana: Somebody
) -> None:
    picks(ana, "members_only")

    assert "You are in it." in ana.reads
    assert opened(world) == ["views.open", "views.update"]


def test_a_no_takes_the_place_of_the_form_that_waits(world: World, ana: Somebody) -> None:
    world.slack.faults.next("conversations.members", "503")

    picks(ana, "members_only")

    assert "Slack does not answer just now" in ana.reads
    assert "One moment" not in ana.reads
    assert whispered(ana) == []


def test_a_minute_of_the_machine_is_what_a_list_of_members_lasts(world: World, ana: Somebody) -> None:
    picks(ana, "members_only")
    ana.closes()
    with world.slack.workspace.changing():  # and the event of it never comes
        world.slack.conversations[HOME].members.discard(ana.id)
    world.bot.spaces.members(TEAM).check(HOME, ana.id)

    world.later(seconds=61)

    with pytest.raises(Refusal, match=r"common\.only_members"):
        world.bot.spaces.members(TEAM).check(HOME, ana.id)

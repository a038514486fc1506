"""Who answers what: a practice needs no command of its own, and asks for nothing that it is not handed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.app import Alongside
from bot.check import claims, problems
from bot.clock import Clock
from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.showing.drawing import Entry, Weight
from bot.settings import Settings
from bot.slack.asked import GO_ON, Asked
from bot.slack.blocks import Message, View, button, buttons, section
from bot.slack.surface import Ack
from bot.slack.there import not_here
from bot.words import ROOT, escape
from tests.world import World, said


def practice(**parts: Any) -> Feature:
    return Feature(name="humming", **parts)


def hum(ack: Ack, text: str) -> None:
    line = f"Hummed: {text}."
    ack(Message(line, [section(line)]))


def never(ack: Ack) -> None:
    raise AssertionError("this is not what starts it")


# --- a practice without a command of its own


@pytest.fixture
def humming(sqlite_url: str) -> Iterator[Callable[..., World]]:
    """A world with one practice more."""
    made: list[World] = []

    def world(**parts: Any) -> World:
        made.append(World(sqlite_url, features=(*FEATURES, practice(**parts))))
        return made[0]

    yield world
    for one in made:
        one.close()


@pytest.mark.parametrize("typed", ["/alongside humming a tune", "/alongside Humming  a tune "])
def test_a_practice_without_a_command_starts_by_its_name(humming: Callable[..., World], typed: str) -> None:
    answer = humming(start=hum)["Ana"].types(typed)

    assert answer.message["text"].split() == ["Hummed:", "a", "tune."]


def test_of_a_practice_with_both_what_starts_it_answers_to_its_name(humming: Callable[..., World]) -> None:
    answer = humming(start=hum, commands={"/never": never})["Ana"].types("/alongside humming a tune")

    assert answer.message["text"] == "Hummed: a tune."


def test_a_practice_that_nothing_starts_is_answered_with_help(humming: Callable[..., World]) -> None:
    answer = humming()["Ana"].types("/alongside humming a tune")

    assert "`/alongside help`" in said(answer.message["blocks"])


def test_what_started_a_practice_by_its_name_can_be_tried_again(humming: Callable[..., World]) -> None:
    heard: list[str] = []

    def start(ack: Ack, asked: Asked) -> None:
        heard.append(asked.text)
        ack(not_here(asked))

    ana = humming(start=start)["Ana"]
    ana.types("/alongside humming a tune")

    ana.presses("Try again")

    assert heard == ["a tune", "a tune"]


def test_what_was_typed_comes_back_where_it_breaks(humming: Callable[..., World]) -> None:
    def start(text: str) -> None:
        raise ValueError(text)

    answer = humming(start=start)["Ana"].types("/alongside humming a tune")

    assert "/alongside humming a tune" in said(answer.message["blocks"])


def test_a_practice_without_a_command_needs_no_line_in_the_manifest() -> None:
    assert claims([practice(start=hum)]) == []
    assert practice(start=hum).commands == {}
    assert [problem for problem in problems(ROOT) if problem.file == "app.yml"] == []


# --- what stands in Slack still, of an earlier version


@pytest.mark.parametrize("label", ["Hum", "More"])
def test_what_is_answered_no_more_is_refused_in_words(humming: Callable[..., World], label: str) -> None:
    row = button("Hum", "humming.was"), button("More", GO_ON, "1|humming.was|")

    def home(*_: object) -> list[Entry]:
        return [Entry(Weight.HOW, escape("A tune."), button("Open it", "humming.open"))]

    def opens() -> View:
        return View("A tune", [buttons(*row)], close="Close")

    ana = humming(home=home, shows={"humming.open": opens})["Ana"]
    ana.presses_at_home("Open it")

    ana.presses(label)

    assert "This is not here any more." in ana.reads


# --- what listeners ask for


def built(**parts: Any) -> Alongside:
    keys = (Fernet.generate_key().decode(),)
    settings = Settings(slack_bot_token="xoxb-1", database_url="sqlite://", encryption_keys=keys)
    return Alongside(settings, Clock(), threads=False, features=(*FEATURES, practice(**parts)))


def misspelt(ack: Ack, stoer: object) -> None:
    """It means `store`."""


def acks(ack: Ack) -> None:
    """What only shows has nothing to ack."""


@pytest.mark.parametrize(
    "part", ["commands", "actions", "forms", "events", "overhears", "shows", "shortcuts", "everywhere"]
)
def test_a_listener_that_asks_for_what_there_is_not_is_named_before_anybody_presses(part: str) -> None:
    with pytest.raises(TypeError, match=r"^humming\.go: misspelt asks for (ack|stoer), "):
        built(**{part: {"humming.go": misspelt}})


def test_what_starts_a_practice_asks_for_nothing_else_either() -> None:
    with pytest.raises(TypeError, match=r"^/alongside humming: misspelt asks for stoer, "):
        built(start=misspelt)


@pytest.mark.parametrize("part", ["shows", "shortcuts", "everywhere"])
def test_a_listener_that_only_shows_is_handed_no_ack(part: str) -> None:
    with pytest.raises(TypeError, match=r"^humming\.go: acks asks for ack, "):
        built(**{part: {"humming.go": acks}})

    built(actions={"humming.go": acks}).stop()


def test_everything_that_there_is_may_be_asked_for() -> None:
    def all_of_it(
        ack: Ack, asked: Asked, slack: Any, store: Any, clock: Any, settings: Any, members: Any, kind: str,
        verb: str, who: Any, request: str, value: str, text: str, channel: str, meta: str, form: Any,
        trigger: str, view: Any, response_url: str, event: Any,
    ) -> None:  # fmt: skip
        """As much as a listener can be handed."""

    built(actions={"humming.go": all_of_it}).stop()

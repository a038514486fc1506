"""Who writes to the app is answered once, as however many events Slack tells of it, whoever hears them."""

from collections.abc import Iterator

import pytest

from tests.world import Somebody, World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    made.pair("Ana", "Ben")
    yield made
    assert made.slack.problems == []
    made.close()


def whispers(somebody: Somebody) -> list[str]:
    return [message.words for message in somebody.messages() if message.ephemeral]


@pytest.mark.parametrize("waits", [False, True], ids=["nothing waits", "a question waits"])
def test_what_comes_as_several_events_is_answered_once(world: World, waits: bool) -> None:
    ben = world["Ben"]
    if waits:
        world["Ana"].types("/reflect What did we avoid?")
    world.slack.inbound.echoes = 4

    ben.types("I think it was the money.")

    [answer] = whispers(ben)
    assert ("your answer" in answer) is waits


def test_whoever_writes_twice_is_answered_twice_where_a_question_waits(world: World) -> None:
    ben = world["Ben"]
    world["Ana"].types("/reflect What did we avoid?")

    ben.types("I think it was the money.")
    ben.types("And who decides.")

    assert len(whispers(ben)) == 2

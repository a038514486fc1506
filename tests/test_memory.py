"""What a process remembers of people does not grow for ever, and nothing that they typed stays with it."""

import gc

import pytest

from bot import routes
from bot.slack import surface
from tests.world import World


def remembered() -> int:
    gc.collect()
    return len(surface._signatures)


def test_an_answer_that_quotes_what_was_typed_goes_with_it(world: World) -> None:
    ana = world["Ana"]
    ana.types("/reflect What of 0? - gather")
    before = remembered()

    for number in range(20):
        assert f"What of {number}?" in ana.types(f"/reflect What of {number}? - gather").message["text"]

    assert remembered() == before


def test_whoever_opened_home_the_longest_ago_makes_room(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_AT_HOME", 3)
    people = [world[name] for name in ("Ana", "Ben", "Chloe", "Dev", "Ana", "Esi")]

    for somebody in people:
        assert somebody.home

    assert [who for _, who in world.bot.routes._at_home] == [person.id for person in people[3:]]

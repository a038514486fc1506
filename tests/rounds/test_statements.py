"""How often the database is asked until somebody has their answer: each time costs, and each one waits."""

from collections.abc import Iterator

import pytest

from bot.features import FEATURES
from bot.people import queries as people
from bot.people.models import Kind
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.blocks import Message, section
from bot.words import escape
from tests.statements import statements
from tests.world import TEAM, World, paired

FIRST = 10  # statements, of a first answer, whose author has no key yet


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    yield from paired(World(database_url))


def test_a_first_answer_is_kept_with_ten_statements_which_sqlite_plans_once(world: World) -> None:
    """A bound value beside an index of some rows would have it plan a statement anew each time."""
    world["Ana"].types("/reflect What did we avoid?")
    ben = world["Ben"]
    ben.presses("Write my answer")

    with statements(world.bot.store.engine) as asked:
        ben.send_only({"In your own words": "Who decides."})

    assert 0 < len(asked) <= FIRST
    assert sum("INSERT INTO keys" in one.text for one in asked) == 1
    loads = [one.values for one in asked if one.text.startswith("SELECT seats")]
    assert [len(values) for values in loads] == [2]  # the workspace and the round


def test_what_people_bring_is_opened_once_and_then_no_look_at_a_round_costs_more(world: World) -> None:
    world["Ana"].types("/reflect What did we avoid?")
    store = world.bot.store

    def looks() -> tuple[int, list[str]]:
        with statements(store.engine) as asked, store.read() as db:
            [found] = queries.at_home(db, TEAM, "U0ANA", ["reflection"])
        return len(asked), [seat.kind for seat in found.seats]

    nobody, _ = looks()
    for name, kind in (("U0ANA", Kind.LIVED), ("U0BEN", Kind.PROFESSIONAL)):
        with store.begin() as db:
            person = people.lock(db, TEAM, name)
            person.kind = kind
            people.save(db, person)

    first, again = looks(), looks()

    assert first == (nobody + 1, ["lived", "professional"])
    assert again == (nobody, ["lived", "professional"])


def test_sixty_practices_ask_it_no_more_often_than_those_that_ship(database_url: str) -> None:
    """Of somebody who has nothing in the others: their Home, what they write to the app, what they type."""
    asked = []
    many = (*FEATURES, *map(humming, range(54)))
    for name, features in (("Ana", FEATURES), ("Ben", many)):  # what one has posted is in the database
        world = World(database_url, features=features)
        who = world[name]
        assert who.home
        with statements(world.bot.store.engine) as said:
            world.slack.open_home(who.id)
            world.slack.post(who.id, who.dm, "Good morning.")
            world.slack.post(who.id, who.dm, "/alongside help")
        asked.append(len(said))
        world.close()

    assert asked[0] == asked[1] > 0


def humming(number: int) -> Feature:
    """One more, with everything for which somebody's things might be asked for."""
    name = f"humming{number}"

    def home(*_: object) -> list[Entry]:
        return [Entry(Weight.HOW, escape(f"A tune, {number}."))]

    def opens() -> Message:
        return Message("A tune.", [section("A tune.")])

    return Feature(name, shows={f"{name}.open": opens}, home=home, takes=lambda *_: None)

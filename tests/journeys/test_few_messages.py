"""What each practice costs a person on its straight way: how often it rings, and what is left standing."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.rounds.keeping.models import Word
from bot.rounds.keeping.tables import notices
from tests.journeys import options_steps as options
from tests.journeys.checkin_steps import (
    all_arrive,
    answers,
    arrives,
    ask,
    asks,
    begin,
    bids,
    brings,
    card,
    looks,
    make_set,
    may,
    more,
    offers,
    passes,
    says_how,
    step,
    takes_on,
)
from tests.journeys.listening_steps import all_write, ask_all, closing_card
from tests.journeys.steps import confirm, play_back, put_away
from tests.world import Somebody, World

OPEN = "What matters most to you in this?"


def reflection(world: World, note_by: str = "Ana") -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers("The money.")
    ben.answers("Who decides.")
    for one in (ana, ben):
        play_back(one)
    for one in (ana, ben):
        confirm(one)
    for one in sorted((ana, ben), key=lambda one: one.name != note_by):
        put_away(one)
        one.presses("A note together")
        one.sends({"These very words": True} | ({"Our note": "We ask early."} if one.name == note_by else {}))

    assert "closed, with a note" in ana.card.words
    assert "closed, with a note" in ben.card.words


def the_other_writes_the_note(world: World) -> None:
    reflection(world, note_by="Ben")


def short_agreement(world: World) -> None:
    options.propose(world, "Ana", "Ben", "Chloe")
    options.answers(world, Ben=options.BEHIND, Ana=options.BEHIND, Chloe=options.BEHIND)
    options.write_down(world["Ben"])

    assert options.card(world).words.startswith("*Agreed*")


def short_check_in(world: World) -> None:
    ana, ben, chloe = people = [world[name] for name in ("Ana", "Ben", "Chloe")]
    ask(world)
    for one in people:
        arrives(one, wish="The pharmacy." if one is ben else "")
    more(ana, "Go on", channel=options.HERE)
    for one in (ana, chloe):
        asks(one, OPEN)
    for _ in range(2):
        put_away(ben)
        answers(ben)
    put_away(ben)
    takes_on(ben)

    assert "closed" in card(world).words


def set_meeting(world: World) -> None:
    """As far as what is said at its end; before that everybody in it has said yes to the set."""
    people = make_set(world, "Ana", "Ben", "Chloe", "Dev")
    ana, ben, chloe, dev = people
    world.slack.calls.clear()
    begin(world)
    all_arrive(world, "Ana", "Ben", "Chloe", "Dev")
    bids(ben)
    passes(ana, chloe, dev)
    brings(ben)
    asks(dev, "How many wards are there?")
    answers(ben, "Three.")
    passes(*_still(people, "Nothing to ask"))
    for one in (ana, chloe, dev):
        asks(one, f"What would {one.name} see there?")
    for _ in range(3):
        answers(ben, "A queue.")
    passes(*_still(people, "Nothing to ask"))
    looks(ben, opens=True)
    offers(dev, "We rang before noon.")
    passes(*[one for one in _still(people, "Pass") if one is not ben])
    passes(ben)
    for one in people:
        says_how(one)

    assert step(world) == "check_out"


def listening_round(world: World) -> None:
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe", "Dev", "Esi")
    world.move(days=9)

    assert closing_card(world)


def _still(people: list[Somebody], label: str) -> list[Somebody]:
    return [one for one in people if label in may(one)]


@pytest.mark.parametrize(
    ("walk", "most"),
    [
        (reflection, 4),
        (the_other_writes_the_note, 4),
        (short_agreement, 2),
        (short_check_in, 3),
        (set_meeting, 5),
        (listening_round, 2),
    ],
)
def test_on_the_straight_way_it_rings_few_times_and_leaves_no_dead_line(
    world: World, walk: Callable[[World], None], most: int
) -> None:
    walk(world)

    posts = {one.name: len(one.rang_at()) for one in world.everybody}
    with world.bot.store.read() as db:
        rows = db.execute(select(notices.c.person_id).where(notices.c.moment != Word.REPEAT)).scalars()
        by_time = Counter(rows)
    rang = {one.name: posts[one.name] - by_time[one.id] for one in world.everybody}
    assert max(rang.values()) <= most, rang
    assert max(posts.values()) > 0
    assert world.dead_lines() == []
    assert all(lines == 1 for lines in world.shrunk_lines())

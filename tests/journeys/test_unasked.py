"""*Do not ask me again*: one person reaches somebody no more, and neither they nor anybody else can tell."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.rounds.keeping import covering
from tests.journeys.steps import listen, make_trio, put_away
from tests.world import NAMES, Somebody, World

QUESTION = "What did we avoid today?"
Act = Callable[[World], Any]


def closes_off(somebody: Somebody, *whom: str) -> None:
    for name in whom:
        somebody.presses_at_home("Reminders")
        somebody.presses("Somebody should not ask me")
        somebody.sends({"Who should not ask me?": name})
        assert name in somebody.reads
        put_away(somebody)


def everything_seen(somebody: Somebody) -> str:
    return "\n".join([somebody.home, *(f"{m.text}\n{m.words}" for m in somebody.messages())])


def _invites(world: World) -> None:
    world["Chloe"].types("/pair @dev")


def _invites_two(world: World) -> None:
    world["Chloe"].types("/pair @dev @esi")
    world["Esi"].presses("Yes, gladly")


def _asks(world: World) -> None:
    world["Chloe"].types(f"/reflect {QUESTION}")


def _sets(world: World) -> None:
    world["Chloe"].types("/checkin set @dev @esi @ben", "C0HOME")
    world["Chloe"].sends({})
    for name in ("Ben", "Esi"):
        world[name].presses("Yes, I'm in")


def _proposes(world: World) -> None:
    world["Chloe"].types("/alongside propose")
    world["Chloe"].sends(
        {
            "Your question": "What helped you to speak up today?",
            "Why is it worth asking?": "We often stay silent in the round.",
            "Whom shall I ask? One or two people": ["Dev"],
        }
    )


WAYS: dict[str, tuple[Act, bool]] = {
    "a pair": (_invites, False),
    "three": (_invites_two, False),
    "a question": (_asks, True),
    "a set": (_sets, False),
    "a proposal": (_proposes, False),
}


def lived(world: World, act: Act, *, trio: bool, closed: bool) -> dict[str, list[Any]]:
    """What everybody but Dev has seen at each moment, over the weeks after."""
    if trio:
        make_trio(world)
    if closed:
        closes_off(world["Dev"], "Chloe")
    listen(world)
    found: dict[str, list[Any]] = {name: [] for name in NAMES}

    def look() -> None:
        for name in NAMES:
            somebody = world[name]
            at = world.clock().replace(microsecond=0)
            found[name].append((at, somebody.rang(), everything_seen(somebody)))

    act(world)
    for name in NAMES:
        put_away(world[name])
    look()
    for _ in range(14):
        world.move(hours=60)
        look()
    return found


@pytest.fixture
def two(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[World, World]]:
    """The same workspace, twice."""
    made = []
    for name in ("open", "closed"):
        path = tmp_path / f"{name}.db"
        path.write_bytes(sqlite_template.read_bytes())
        made.append(World(f"sqlite:///{path}"))
        made[-1].pair("Ana", "Ben")
    yield made[0], made[1]
    for one in made:
        problems = [*one.slack.problems, *one.dead_lines()]
        one.close()
        assert problems == []


@pytest.mark.parametrize("way", WAYS)
def test_nobody_sees_or_hears_anything_else_than_of_somebody_who_does_not_answer(
    two: tuple[World, World], way: str
) -> None:
    act, trio = WAYS[way]

    silent = lived(two[0], act, trio=trio, closed=False)
    closed = lived(two[1], act, trio=trio, closed=True)

    assert any(rang for _, rang, _ in silent["Dev"])
    assert [rang for _, rang, _ in closed["Dev"]] == [[]] * 15
    for name in NAMES:
        if name != "Dev":
            assert closed[name] == silent[name], name


def test_whoever_said_it_sees_nothing_of_what_they_are_asked(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    closes_off(dev, "Chloe")
    before = everything_seen(dev)

    chloe.types("/pair @dev")
    world.move(days=3)

    assert everything_seen(dev) == before
    assert dev.rang() == []
    world["Esi"].types("/pair @dev")
    assert "Esi" in dev.card.text


def test_it_can_be_taken_back_and_what_was_asked_meanwhile_does_not_come(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    closes_off(dev, "Chloe")
    chloe.types("/pair @dev")

    dev.presses_at_home("Reminders")
    dev.presses("Somebody should not ask me")
    dev.sends({"These may ask me again": ["Chloe"]})
    assert "Whoever asks you reaches you." in dev.reads
    put_away(dev)

    assert dev.rang() == []
    chloe.types("/pair @dev @esi")
    assert len(dev.rang()) == 1


def test_what_goes_on_already_stays(world: World) -> None:
    chloe, dev, _ = make_trio(world)
    chloe.types(f"/reflect {QUESTION}")
    listen(world)

    closes_off(dev, "Chloe")

    assert QUESTION in dev.home
    dev.answers("Still here.")
    assert "answered" in chloe.card.words


def test_no_row_says_who_avoids_whom(worlds: World) -> None:
    chloe, dev = worlds["Chloe"], worlds["Dev"]
    closes_off(dev, "Chloe")
    chloe.types("/pair @dev")

    with worlds.bot.store.read() as db:
        [row] = db.execute(text("SELECT * FROM unasked")).mappings()
        asked = text("SELECT team, round_id, facts, sealed, rang, told FROM seats WHERE person_id = 'U0DEV'")
        seats = [covering.uncovered(db, "seats", seat) for seat in db.execute(asked).mappings()]
    assert {*row} == {"team", "person_id", "sealed"}
    assert row["person_id"] == "U0DEV"
    assert len(row["sealed"]) > 4096
    for word in (b"U0CHLOE", b"Chloe"):
        assert word not in bytes(row["sealed"])
    assert [(one["facts"], one["rang"], one["told"]) for one in seats] == [("{}", "invited", "invited")]


def test_a_call_for_help_always_arrives(world: World, ana: Somebody) -> None:
    closes_off(world["Esi"], "Ana")

    ana.types("/alongside talk")
    ana.sends({"Or let me write to": "Esi", "In your own words": "It is hard."})

    assert "It is hard." in world["Esi"].card.words


def test_in_a_channel_it_does_nothing_and_says_so_before(world: World, ana: Somebody) -> None:
    dev = world["Dev"]
    dev.presses_at_home("Reminders")
    dev.presses("Somebody should not ask me")
    assert "What everybody in a channel is asked, " in dev.reads
    assert " still come." in dev.reads
    dev.sends({"Who should not ask me?": "Ana"})
    put_away(dev)

    ana.types("/listen What is it like? -- @dev", "C0HOME")

    assert dev.rang()


def test_nobody_closes_themselves_off(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Reminders")
    ana.presses("Somebody should not ask me")

    assert "who" in ana.sends({"Who should not ask me?": "Ana"}).errors

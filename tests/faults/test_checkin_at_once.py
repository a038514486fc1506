"""Many who ask, take something on and press at the same instant, and two processes for which time passes.

One question is in front of whoever brings something, everybody else's waits, and nothing is there twice.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.app import Alongside
from bot.features.checkin.models import facts
from bot.playground.box import Outcome
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from tests.faults.harness import closes, filling, had_time, perform, press, walks
from tests.faults.test_at_once import Busy, Recorder, at_once, many_times
from tests.practices.checkin.transitions import (
    HERE,
    a_set,
    asked,
    commitments,
    fills,
    meeting,
    meetings,
    menu,
    monday,
    opens,
    passes,
    process,
    put,
    question,
    to_commit,
    two_left,
    with_asker,
)
from tests.world import NAMES, Somebody, World

CROWD = (*NAMES, *(f"P{number}" for number in range(4)))


@pytest.fixture
def busy(database_url: str) -> Iterator[Busy]:
    yield from _busy(database_url)


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Busy]:
    """On SQLite alone: what is under test does not touch the database's own ways."""
    yield from _busy(sqlite_url)


def _busy(url: str) -> Iterator[Busy]:
    world = Busy(url)
    yield world
    problems = list(world.slack.problems)
    world.close()
    assert problems == []


def begun(world: Any, *steps: Any) -> None:
    perform(world, steps)


def fills_in(person: Somebody, **answers: Any) -> Callable[[], Outcome]:
    """Send the form in front of them, filled in by block_id."""
    form = person.form
    assert form
    values = filling(person, form, answers)
    return lambda: person.world.slack.submit(person.id, form["id"], values)


def opened(world: World) -> Round:
    """The meeting, with everything that anybody wrote."""
    round_ = meeting(world)
    with world.bot.store.read() as db:
        return queries.unseal(db, round_, lambda _: True)


def posted(world: World, name: str) -> list[str]:
    """What rang for somebody."""
    calls = [call for call in world.slack.calls if call.method == "chat.postMessage"]
    return [str(call.args["text"]) for call in calls if call.args["channel"] == world[name].id]


def test_eight_who_ask_at_the_same_instant_are_all_kept_and_one_question_is_shown(busy: Busy) -> None:
    for name in CROWD[len(NAMES) :]:
        busy.newcomer(name, HERE)
    begun(busy, *asked, *fills("Ben", "arrive", HERE, bid="The pharmacy."))
    who = [name for name in CROWD if name != "Ben"]
    for name in who:
        begun(busy, *fills(name, "arrive", HERE))
    begun(busy, had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"))
    for name in who:
        begun(busy, *opens(name, "page", "ask", where=HERE))
    sending = [fills_in(busy[name], asks=question(name)) for name in who]
    busy.slack.calls.clear()
    busy.work_in_threads()

    outcomes = at_once(sending)
    late = [send for send, outcome in zip(sending, outcomes, strict=True) if not outcome.ok]
    assert all(send().ok for send in late)  # where a busy machine took longer than Slack waits
    busy.rest()

    round_ = opened(busy)
    states = sorted(facts(round_)["queue"].values())
    assert states == ["asked"] * (len(who) - 1) + ["shown"]
    assert sorted(r.text or "" for r in round_.of_kind("asks")) == sorted(question(name) for name in who)
    assert len(posted(busy, "Ben")) == 1
    assert "A question for you" in posted(busy, "Ben")[0]


def test_the_last_two_who_say_how_it_was_at_once_are_both_kept_and_the_next_one_begins_once(
    busy: Busy,
) -> None:
    begun(busy, *process, *passes("Dev"), *fills("Ana", "process", keep="Ana."))
    begun(busy, *opens("Ben", "process"), *opens("Chloe", "process"))
    sending = [fills_in(busy[name], keep=f"{name}.") for name in ("Ben", "Chloe")]
    busy.work_in_threads()

    outcomes = at_once(sending)
    busy.rest()

    assert all(outcome.ok for outcome in outcomes)
    round_ = opened(busy)
    assert (round_.step, facts(round_)["slot"], facts(round_)["presenter"]) == ("present", 2, NAMES["Chloe"])
    assert sorted(r.author_id for r in round_.of_kind("process")) == [
        NAMES["Ana"],
        NAMES["Ben"],
        NAMES["Chloe"],
    ]


def test_two_who_begin_a_meeting_of_their_set_at_once_begin_one(busy: Busy) -> None:
    begun(busy, *a_set, *opens("Ana", "meet"), *opens("Ben", "meet"))
    sending = [fills_in(busy[name]) for name in ("Ana", "Ben")]
    busy.work_in_threads()

    outcomes = at_once(sending)
    busy.rest()

    assert sorted(outcome.ok for outcome in outcomes) == [False, True]
    assert len(meetings(busy)) == 1
    assert len([m for m in busy["Chloe"].messages() if "Your set meets" in m.words]) == 1


# What Slack delivers twenty times over, and what people press twice.


def twenty_times(world: Busy, act: Callable[[], Any]) -> None:
    arriving = Recorder(world).never_arrives(act)
    world.work_in_threads()
    answers = many_times(world, arriving)
    world.rest()
    assert set(answers) == {200}


def test_sitting_with_a_question_twenty_times_over_is_about_that_one_question(busy: Busy) -> None:
    begun(busy, *put, *opens("Ben", "read"))

    twenty_times(busy, lambda: press(busy["Ben"], "checkin.sit_with"))

    assert sorted(facts(meeting(busy))["queue"].values()) == ["sat_with", "shown"]


@pytest.mark.drawn(one_in=2)
@pytest.mark.parametrize("last", [False, True], ids=["while others think", "as the last one"])
def test_a_commitment_that_arrives_twenty_times_is_one_commitment(busy: Busy, last: bool) -> None:
    before = (*two_left, *passes("Chloe")) if last else to_commit
    begun(busy, *before, *opens("Ben", "commit"))

    twenty_times(busy, fills_in(busy["Ben"], what="Ring the pharmacy.", sure="8"))

    assert [str(round_.step) for round_ in commitments(busy)] == ["open"]
    assert facts(meeting(busy))["committed"] == 1
    assert meeting(busy).step == ("closed" if last else "commit")
    assert len([m for m in busy["Ben"].messages() if "You took something on" in m.words]) == 1


def test_a_question_that_arrives_twenty_times_is_one_question(small: Busy) -> None:
    begun(small, *put, *opens("Chloe", "ask"))
    known = len(facts(meeting(small))["queue"])

    twenty_times(small, fills_in(small["Chloe"], asks=question("once more")))

    assert len(facts(meeting(small))["queue"]) == known + 1


def test_passing_twice_at_the_end_of_a_step_passes_nothing_of_the_next_one(small: Busy) -> None:
    begun(small, *process, *passes("Ana", "Ben", "Dev"))
    chloe = small["Chloe"]
    card = chloe.card.raw
    button = next(b for b in card["blocks"] if b["type"] == "actions")

    for _ in range(2):  # a double click: two requests, before anything was drawn anew
        small.slack.press(
            chloe.id, channel=chloe.dm, ts=card["ts"], action_id="checkin.pass", block_id=button["block_id"]
        )
    small.settle()

    round_ = meeting(small)
    assert (round_.step, facts(round_)["presenter"], facts(round_)["missed"]) == ("present", chloe.id, [])


# Two processes on one database.


def in_two_processes(world: Busy) -> None:
    """Time passes for both at the same instant."""
    other = Alongside(world.settings, world.clock, threads=False, features=world.features)
    other.store.machine_offset = world.bot.store.machine_offset
    at_once([world.bot.beat, other.beat])
    at_once([world.bot.show.settle, other.show.settle])
    other.store.close()
    world.settle()


def test_two_processes_ask_once_about_a_commitment(busy: Busy) -> None:
    begun(busy, *with_asker, walks(days=6, hours=22))
    busy.slack.calls.clear()
    busy.clock.move_to(busy.clock() + (due_in(busy)))

    in_two_processes(busy)

    [round_] = commitments(busy)
    assert (round_.step, round_.facts["asked"]) == ("asked", 1)
    assert len(posted(busy, "Ben")) == 1
    assert len(posted(busy, "Chloe")) == 1


def test_two_processes_post_one_check_in_of_a_rhythm(busy: Busy) -> None:
    begun(busy, *monday)
    busy.clock.move_to(busy.clock() + due_in(busy))

    in_two_processes(busy)

    assert len(meetings(busy)) == 1
    asks = [m for m in busy["Dev"].messages(HERE) if "A short check-in, as planned here" in m.words]
    assert len(asks) == 1


def due_in(world: World) -> Any:
    """How long until the next thing falls due."""
    with world.bot.store.read() as db:
        at = queries.next_due(db)
    assert at
    return at - world.clock()

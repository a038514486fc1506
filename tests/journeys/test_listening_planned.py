"""A question to listen to that is planned: once at a day and time, or again and again."""

import pytest

from tests.journeys.listening_steps import HERE, QUESTION, posted, receipt, rung
from tests.journeys.test_checkin_rhythm import move_to
from tests.world import Seen, Somebody, World


def plan(world: World, when: str) -> str:
    """Ana types it; the receipt, for her eyes only."""
    world["Ana"].types(f"/listen {QUESTION} -- {when}", HERE)
    return receipt(world["Ana"]).words


def put(world: World) -> list[Seen]:
    """The questions that were put, the oldest first."""
    return [m for m in posted(world) if "as planned here" in m.words and QUESTION in m.words]


def plan_card(world: World) -> Seen:
    planned = [m for m in posted(world) if "A question to listen to" in m.words]
    return [m for m in planned if "as planned here" not in m.words][-1]


def test_once_it_is_put_at_its_time_in_the_zone_of_whoever_typed_it(world: World) -> None:
    world.slack.change("U0ANA", tz="America/New_York")
    world.settle()

    told = plan(world, "thu 15:00 gather 3 @ben")

    assert "once, " in told
    assert "Thursday 17 September, 3 pm" in told
    assert "(America/New_" in told
    assert QUESTION in plan_card(world).words
    assert plan_card(world).buttons == ["Stop it"]
    move_to(world, 2026, 9, 17, 14, 59, zone="America/New_York")
    assert (put(world), rung(world)) == ([], {})

    move_to(world, 2026, 9, 18, 9, 30)

    assert len(put(world)) == 1
    assert "For Ben. Everybody writes apart" in put(world)[0].words
    assert set(rung(world)) == {"Ben"}
    assert "It was asked at its time." in plan_card(world).words
    world.move(days=20)
    assert len(put(world)) == 1


def test_weekly_it_comes_again_and_one_can_be_left_out_or_stopped_by_anybody_there(
    world: World, ben: Somebody
) -> None:
    told = plan(world, "weekly thu 15:00")
    assert "every Thursday at 15:00 (Europe/London)" in told
    assert plan_card(world).buttons == ["Leave out the next", "Rest for four weeks", "Change", "Stop it"]

    move_to(world, 2026, 9, 17, 15, 1)
    assert len(put(world)) == 1
    ben.presses("Leave out the next", HERE)
    move_to(world, 2026, 9, 24, 15, 1)
    assert len(put(world)) == 1
    move_to(world, 2026, 10, 1, 15, 1)
    assert len(put(world)) == 2

    ben.presses("Stop it", HERE)
    world.move(days=15)
    assert len(put(world)) == 2
    assert "has stopped" in plan_card(world).words


def test_who_is_gone_by_then_is_not_asked(world: World) -> None:
    plan(world, "thu 15:00 @chloe @dev @esi")
    world.slack.deactivate("U0DEV")

    move_to(world, 2026, 9, 17, 15, 1)

    assert set(rung(world)) == {"Chloe", "Esi"}
    assert "For Chloe and Esi." in put(world)[0].words


def test_the_same_question_planned_again_takes_the_place_of_the_first(world: World) -> None:
    plan(world, "weekly thu 15:00")
    plan(world, "weekly fri 15:00")

    move_to(world, 2026, 9, 19, 15, 1)

    assert len(put(world)) == 1


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("weekly thu", "At what time?"),
        ("weekly", "Which day, and at what time?"),
        ("thu 25:00", "At what time?"),
        ("weekly thu 15:00 loud", "I did not understand “loud”"),
        ("tomorrow 15:00", "`-- thu 15:00`"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_planned_or_put(
    world: World, ana: Somebody, when: str, told: str
) -> None:
    answer = ana.types(f"/listen {QUESTION} -- {when}", HERE).message

    assert told in str(answer["blocks"])
    assert posted(world) == []


def test_the_form_plans_too(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)
    wanted = {"What would you like to ask?": QUESTION, "When?": "Every week", "On which day?": "Thursday"}
    ana.sends({**wanted, "At what time?": "soon"})
    assert ana.form
    assert posted(world) == []

    ana.sends({**wanted, "At what time?": "3pm"})

    assert "every Thursday at 15:00 (Europe/London)" in ana.reads
    move_to(world, 2026, 9, 17, 15, 1)
    assert len(put(world)) == 1

"""Time: reminders at 60 and 90 per cent, in the receiver's working hours, and no more than two a week."""

from datetime import datetime

import pytest

from tests.journeys.steps import ask, listen, play_back, put_away
from tests.world import Somebody, World


def rang_at(somebody: Somebody, since: datetime) -> list[datetime]:
    """When each new post after that came, in their own time."""
    return [at for at in somebody.rang_at() if at > since]


def working(at: datetime) -> bool:
    return at.weekday() < 5 and 9 <= at.hour < 17


def test_two_reminders_come_at_three_fifths_and_nine_tenths_of_the_working_time(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    start = world.clock()

    world.move(days=3)

    # Tuesday 10:00 to Thursday 17:00 are 23 working hours.
    assert [f"{at:%a %H:%M}" for at in rang_at(ben, start)] == ["Wed 15:48"]
    assert [f"{at:%a %H:%M}" for at in rang_at(ana, start)] == ["Fri 09:00"]


def test_nobody_who_answered_is_reminded(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    world.move(days=2, hours=6)

    assert ana.rang() == []


@pytest.mark.parametrize(
    ("zone", "until_there", "until_here"),
    [
        ("Africa/Accra", "Thursday 17 September, 5 pm", "Thursday 17 September, 6 pm"),
        ("America/New_York", "Thursday 17 September, 5 pm", "Thursday 17 September, 10 pm"),
        ("Asia/Kolkata", "Friday 18 September, 5 pm", "Friday 18 September, 12:30 pm"),
    ],
)
def test_everybody_reads_times_and_is_reminded_in_their_own_zone(
    world: World, ana: Somebody, ben: Somebody, zone: str, until_there: str, until_here: str
) -> None:
    world.slack.change(ben.id, tz=zone)
    world.settle()
    ask(world)
    start = world.clock()

    assert until_there in ben.card.text
    assert until_here in ana.card.text
    world.move(days=2, hours=22)  # it is not over yet
    for somebody in (ana, ben):
        reminders = rang_at(somebody, start)
        assert len(reminders) == 1
        assert all(working(at) for at in reminders), reminders


def test_a_change_of_zone_is_drawn_at_once_and_rings_for_nobody(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    assert "5 pm" in ben.card.text

    world.slack.change(ben.id, tz="America/New_York")
    world.settle()

    assert "Thursday 17 September, 5 pm" in ben.card.text  # in his own time now
    assert "Thursday 17 September, 10 pm" in ana.card.text
    assert ben.rang() == []


def test_a_word_that_is_waited_for_from_another_zone_comes_in_their_working_hours(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.change(ben.id, tz="America/New_York")
    world.settle()
    ask(world, "Ana", "Ben")
    play_back(ana)
    listen(world)
    start = world.clock()

    world.move(days=6)

    assert rang_at(ben, start)
    assert all(working(at) for at in rang_at(ben, start))
    assert all(working(at) for at in rang_at(ana, start))


def test_of_all_questions_together_at_most_one_a_day_is_heard_and_two_reminders_a_week(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    for number in range(5):
        ana.types(f"/reflect Question {number}?")
        world.jump(minutes=1)
    asked = world.clock()

    world.move(days=35)

    for somebody in (ana, ben):
        times = rang_at(somebody, asked)
        assert len(times) >= 2
        assert all(working(at) for at in times)
        assert len({at.date() for at in times}) == len(times)


def test_a_machine_that_slept_past_both_reminds_once(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    world.jump(days=2, hours=6)

    assert len(ben.rang()) == 1


def test_a_machine_that_slept_past_the_end_reminds_nobody(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    world.jump(days=3)

    assert ben.rang() == []
    assert len(ana.rang()) == 1


def test_a_machine_that_slept_past_everything_comes_to_rest(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    world.jump(days=400)
    world.move(days=200)

    assert "its words are deleted" in ana.card.words


def test_what_was_done_meanwhile_is_not_reminded_of(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")
    world.move(days=2, hours=6)
    ana.types("/reflect Another one?")
    world.move(days=2)
    assert len(ben.rang()) == 2  # a reminder of the first, and the second question

    ben.answers("In time.")
    ana.presses("Not this time")
    put_away(ben)
    world.move(days=10)

    assert all("still open" not in one for one in ben.rang())


def test_somebody_who_takes_a_late_answer_back_is_not_reminded_at_once(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    world.move(days=2, hours=1)
    listen(world)

    ana.presses("Read or change mine")
    ana.presses("Delete what I wrote")
    world.move(minutes=30)

    assert ana.rang() == []


def test_fewer_of_these_silences_every_reminder_and_nothing_else(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    ben.presses("How this works")
    assert "Ana put this question" in ben.reads
    ben.presses("Fewer of these")
    assert "You asked for fewer of these" in ben.reads
    put_away(ben)
    world.move(days=2, hours=6)
    assert ben.rang() == []
    assert len(ana.rang()) == 1
    ana.answers("Mine.")
    ben.answers("And mine.")
    play_back(ana)

    assert len(ben.rang()) == 1


def test_reminders_can_be_had_back(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    ben.presses("How this works")
    ben.presses("Fewer of these")

    ben.presses("Remind me again")
    put_away(ben)
    world.move(days=2, hours=6)

    assert len(ben.rang()) == 1


def test_a_play_back_that_never_comes_is_let_go_without_a_word(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")

    world.move(days=2)
    assert "A note together" in ana.card.buttons
    world.move(days=3)

    assert "Read again" in ana.card.buttons
    assert len(ana.rang()) <= 2
    assert len(ben.rang()) <= 2

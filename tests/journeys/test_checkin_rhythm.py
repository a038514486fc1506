"""A short check-in that comes again in a channel, in the zone of whoever typed it, until it is stopped."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.features.checkin.models import RHYTHM, Step
from tests.journeys import tampering
from tests.journeys.checkin_steps import (
    HERE,
    arrives,
    ask,
    kept_rounds,
    meeting,
    more,
    posted,
    step,
    told,
)
from tests.journeys.listening_steps import quiet, rung
from tests.world import Seen, Somebody, World


def begins(somebody: Somebody, text: str = "/checkin weekly mon 9:30", channel: str = HERE) -> str:
    """They type it; the receipt, for their eyes only."""
    somebody.types(text, channel)
    return told(somebody, channel).words


def came(world: World) -> list[Seen]:
    """The check-ins that were posted, the oldest first."""
    titles = ("A short check-in, as planned here", "asks for a short check-in")
    return [
        m
        for m in posted(world)
        if any(title in m.words for title in titles) and "newer message" not in m.words
    ]


def rhythm_card(world: World) -> Seen:
    return [m for m in posted(world) if "It comes " in m.words or "has stopped" in m.words][-1]


def move_to(world: World, *moment: int, zone: str = "Europe/London") -> None:
    wanted = datetime(*moment, tzinfo=ZoneInfo(zone))  # type: ignore[misc, arg-type]
    world.move(seconds=(wanted - world.clock()).total_seconds())


def test_the_receipt_names_when_and_in_whose_zone_and_the_channel_sees_it(
    world: World, ana: Somebody
) -> None:
    read = begins(ana)

    assert "every Monday at 09:30 (Europe/London)" in read
    assert "Monday 21 September, 9:30 am" in read
    assert "every Monday at 09:30 (Europe/London)" in rhythm_card(world).words
    assert rhythm_card(world).buttons == ["Leave out the next", "Rest for four weeks", "Change", "Stop it"]
    assert rung(world) == {}
    assert came(world) == []


def test_it_is_the_zone_of_whoever_typed_it(world: World) -> None:
    read = begins(world["Esi"])

    assert "every Monday at 09:30 (Africa/Accra)" in read
    move_to(world, 2026, 9, 21, 10, 29)
    assert came(world) == []
    move_to(world, 2026, 9, 21, 10, 31)
    assert len(came(world)) == 1


def test_each_time_a_check_in_is_posted_that_works_like_any(world: World, ana: Somebody) -> None:
    begins(ana)

    move_to(world, 2026, 9, 21, 9, 31)
    (first,) = came(world)
    assert "planned for" not in first.words
    arrives(world["Ben"])
    arrives(ana)
    more(ana, "Go on", channel=HERE)
    assert step(world) == Step.COMMIT
    move_to(world, 2026, 9, 28, 9, 31)

    assert len(came(world)) == 2
    assert "Nobody has joined yet." in came(world)[-1].words


def test_a_machine_that_slept_says_what_it_was_planned_for(world: World, ana: Somebody) -> None:
    begins(ana)

    world.jump(days=6, hours=2)

    (late,) = came(world)
    assert "This was planned for" in late.words
    assert "Monday 21 September, 9:30 am" in late.words


def test_what_is_too_late_waits_for_the_next_time(world: World, ana: Somebody) -> None:
    begins(ana)

    world.jump(days=8)
    assert came(world) == []
    world.move(days=5)

    assert len(came(world)) == 1


def test_anybody_in_the_channel_can_leave_out_the_next_one_and_only_that(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)

    ben.presses("Leave out the next", HERE)
    assert "Monday 28 September, 9:30 am" in rhythm_card(world).words
    move_to(world, 2026, 9, 27)
    assert came(world) == []
    move_to(world, 2026, 9, 28, 10)

    assert len(came(world)) == 1


def test_anybody_in_the_channel_can_let_it_rest(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    ben.presses("Rest for four weeks", HERE)

    assert "Monday 19 October, 9:30 am" in rhythm_card(world).words
    move_to(world, 2026, 10, 18)
    assert came(world) == []


def test_anybody_in_the_channel_can_stop_it(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    ben.presses("Stop it", HERE)
    assert "It came every Monday at 09:30, and has stopped." in rhythm_card(world).words
    assert rhythm_card(world).buttons == []
    world.move(days=14)

    assert came(world) == []


@pytest.mark.parametrize("verb", ["skip", "snooze", "stop"])
def test_somebody_outside_the_channel_changes_nothing(world: World, ana: Somebody, verb: str) -> None:
    begins(ana)
    dev, before = world["Dev"], rhythm_card(world).words
    world.slack.leave(dev.id, HERE)
    world.later(minutes=2)  # who is in it is known for a minute
    (kept,) = kept_rounds(world)
    assert kept.wakes_at

    read = tampering.press(world, dev, f"checkin.rhythm_{verb}", f"{kept.id}|{kept.wakes_at.isoformat()}")

    assert "This is for the people in that channel" in read
    assert rhythm_card(world).words == before


def test_a_second_one_takes_the_place_of_the_first(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)
    world.later(seconds=1)
    begins(ana, "/checkin weekly fri 14:00")

    move_to(world, 2026, 9, 22)

    (only,) = came(world)
    assert only.raw["time"].startswith("2026-09-18")
    assert len([m for m in posted(world) if "has stopped" in m.words]) == 1


def test_one_that_somebody_else_types_takes_its_place_too(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)
    world.later(seconds=1)
    begins(ben, "/checkin weekly fri 14:00")

    assert len([m for m in posted(world) if "has stopped" in m.words]) == 1
    assert len([r for r in kept_rounds(world) if r.kind == RHYTHM and r.wakes_at]) == 1


def test_where_the_app_is_not_it_says_how_to_let_it_in(world: World, ana: Somebody) -> None:
    assert "/invite @Alongside" in begins(ana, channel="C0STEER")
    assert kept_rounds(world) == []


def test_what_cannot_be_read_is_answered_and_a_question_stays_one(world: World, ana: Somebody) -> None:
    assert "weekly mon 9:30" in begins(ana, "/checkin weekly someday")
    assert kept_rounds(world) == []

    ana.types("/checkin Every Monday the same handover: what do we avoid?", HERE)

    assert "the same handover" in came(world)[-1].words


def test_when_whoever_set_it_is_gone_it_stops(world: World) -> None:
    chloe = world["Chloe"]
    begins(chloe)
    world.slack.deactivate(chloe.id)

    world.move(days=14)

    assert came(world) == []


def test_over_the_change_of_the_clocks_it_comes_once_a_date_at_the_same_time(
    world: World, ana: Somebody
) -> None:
    world.jump(days=185)  # 19 March 2027, a Friday
    begins(ana)
    world.later(seconds=1)

    move_to(world, 2027, 3, 22, 9, 29)
    assert came(world) == []
    move_to(world, 2027, 3, 22, 9, 31)
    assert len(came(world)) == 1
    move_to(world, 2027, 3, 29, 9, 29)
    assert len(came(world)) == 1
    move_to(world, 2027, 3, 29, 9, 31)

    assert len(came(world)) == 2


def test_a_time_that_the_clocks_jump_over_comes_at_the_first_moment_after_it(
    world: World, ana: Somebody
) -> None:
    world.jump(days=190)  # 24 March 2027
    begins(ana, "/checkin weekly sun 1:30")

    move_to(world, 2027, 3, 28, 0, 59)
    assert came(world) == []
    move_to(world, 2027, 3, 28, 2, 1)
    (only,) = came(world)
    assert only.raw["time"].startswith("2027-03-28T01:00")
    move_to(world, 2027, 4, 3)

    assert len(came(world)) == 1


def test_nobody_joins_and_it_ends_quietly_and_comes_again(world: World, ana: Somebody) -> None:
    begins(ana)
    quiet(world)

    move_to(world, 2026, 9, 26)
    assert "ended without coming together" in came(world)[-1].words
    assert list(rung(world)) == ["Ana"]
    move_to(world, 2026, 9, 28, 10)

    assert step(world) == Step.CHECK_IN
    assert meeting(world).host_id == ana.id


def test_a_restart_in_between_posts_it_once(world: World, ana: Somebody) -> None:
    begins(ana)
    move_to(world, 2026, 9, 21, 9, 30)
    world.restart()

    world.move(hours=1)

    assert len(came(world)) == 1


def test_beside_it_anybody_can_ask_at_once(world: World, ana: Somebody) -> None:
    begins(ana)

    ask(world)

    assert len(came(world)) == 1
    assert "It comes every Monday" in rhythm_card(world).words

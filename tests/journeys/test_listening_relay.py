"""Listening passed on: the floor waits for each holder's own working hours, comes back once, and goes on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.listening_steps import (
    FIVE,
    HERE,
    ask_all,
    begins_passed_on,
    card,
    closed,
    closing_card,
    crowd,
    joins,
    more,
    posted,
    quiet,
    receipt,
    rung,
    takes,
    time_is_up,
)
from tests.journeys.steps import put_away
from tests.journeys.test_listening_live import (
    THREE,
    begun,
    holder,
    holds_in,
    others,
    passes,
    speaks,
    steps_out,
    until,
    until_floor_is,
)
from tests.world import Somebody, World

ZONES = ("Africa/Accra", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")


def relayed(world: World, *names: str, options: str = "relay") -> None:
    """It is asked, these are in, it begins, and everybody has heard what rang, but for the first turn."""
    begun(world, *names, options=options)


def lives_in(somebody: Somebody, zone: str) -> None:
    somebody.world.slack.change(somebody.id, tz=zone)
    somebody.world.settle()


def clock_of(somebody: Somebody) -> datetime:
    """What their own clock says."""
    zone = ZoneInfo(somebody.world.slack.people[somebody.id].tz)
    return somebody.world.clock().astimezone(zone)


def local(somebody: Somebody, moment: int) -> str:
    zone = ZoneInfo(somebody.world.slack.people[somebody.id].tz)
    return f"{datetime.fromtimestamp(moment, zone):%a %H:%M}"


def working(at: datetime) -> bool:
    return at.weekday() < 5 and 9 <= at.hour < 17


# who is in it, and when it begins


def test_those_who_are_in_begin_when_whoever_asked_says_so(world: World, ana: Somebody) -> None:
    ask_all(world, "relay")
    assert "4 working hours each" in card(world).words
    for name in THREE:
        joins(world[name])
        assert "You are in." in receipt(world[name]).words
    ana.presses("Begin", HERE)
    assert "Others can still come to it" in receipt(ana).words
    assert "It can go on from" in receipt(ana).words
    world.move(days=1)

    ana.presses("Begin", HERE)

    first = holder(world)
    told = rung(world)
    assert list(told) == [first.name]
    assert "The floor is yours from" in told[first.name][0]
    assert local(first, until(world)) == "Wed 14:00"


def test_people_who_were_named_begin_as_soon_as_all_have_answered(world: World, ana: Somebody) -> None:
    ask_all(world, "relay @ana @ben @chloe @dev")
    told = rung(world)
    assert sorted(told) == ["Ben", "Chloe", "Dev"]
    assert "Would you like to be in it?" in told["Ben"][0]
    joins(ana)
    world["Ben"].presses("I'm in")
    world["Chloe"].presses("I'm in")
    assert "Here: " in card(world).words

    world["Dev"].presses("Not this time")

    assert holder(world).name in THREE
    assert sorted(speaks(world).name for _ in THREE) == sorted(THREE)


def test_nobody_else_joins_what_was_put_to_certain_people(world: World, ana: Somebody) -> None:
    ask_all(world, "relay @ben @chloe")

    world["Esi"].presses("I'm in", HERE)

    assert "put to certain people" in receipt(world["Esi"]).text


def test_two_or_more_begin_by_themselves_when_the_time_for_joining_is_over(world: World) -> None:
    ask_all(world, "relay")
    joins(world["Ben"])
    joins(world["Chloe"])

    world.move(days=1, hours=9)

    first = holder(world)
    told = rung(world)
    assert first.name in ("Ben", "Chloe")
    assert told == {}
    world.move(hours=16)
    assert list(rung(world)) == [first.name]


def test_one_alone_waits_a_day_more_and_then_it_ends_quietly(world: World, ana: Somebody) -> None:
    ask_all(world, "relay")
    joins(world["Ben"])

    world.move(days=1, hours=9)
    assert "Press *I'm in*" in card(world).words
    joins_until = until(world)
    assert local(ana, joins_until) == "Thu 17:00"
    world.move(days=1)

    assert "ended without coming together" in card(world).words
    assert not closed(world)
    world.move(days=2)
    assert "ended without coming together" in rung(world)["Ana"][-1]


def test_those_who_were_named_are_asked_once_more_and_then_left_alone(world: World, ana: Somebody) -> None:
    ask_all(world, "relay @ben @chloe")
    quiet(world)

    world.move(days=2)
    told = rung(world)
    assert sorted(told) == ["Ben", "Chloe"]
    assert all(len(posts) == 1 for posts in told.values())
    world.move(days=20)

    told = rung(world)
    assert list(told) == ["Ana"]
    assert "ended without coming together" in card(world).words


# each in their own hours


def test_a_turn_that_is_over_in_the_evening_is_passed_on_and_rings_nobody_before_morning(
    world: World,
) -> None:
    ben = world["Ben"]
    lives_in(ben, "America/New_York")
    relayed(world, *THREE)
    until_floor_is(world, "Ben")
    assert local(ben, until(world)) == "Wed 13:00"
    world.move(hours=5)
    quiet(world)

    world.move(hours=3, minutes=1)  # six in the evening in London

    after = holder(world)
    assert after is not ben
    assert "has the floor from" in card(world).words
    assert after.rang() == []
    world.move(hours=16)
    assert f"{after.rang_at()[-1]:%a %H:%M}" == "Thu 09:00"
    assert len(after.rang()) == 1


def test_somebody_who_is_done_after_hours_wakes_nobody(world: World) -> None:
    relayed(world, *THREE, options="relay 12")
    speaker = holder(world)
    world.move(hours=10)  # eight in the evening
    quiet(world)

    speaker.presses("Done")
    after = holder(world)
    assert rung(world) == {}
    assert "has the floor from" in card(world).words
    assert local(after, until(world)) == "Fri 13:00"
    world.move(hours=12, minutes=59)
    assert rung(world) == {}
    world.move(minutes=1)

    assert list(rung(world)) == [after.name]
    assert f"{after.rang_at()[-1]:%a %H:%M}" == "Thu 09:00"
    assert "Everybody else listens." in card(world).words
    assert "has the floor from" not in card(world).words


def test_somebody_may_speak_before_their_morning_comes(world: World) -> None:
    relayed(world, *THREE, options="relay 12")
    first = holder(world)
    world.move(hours=10)
    first.presses("Done")
    second = holder(world)

    second.presses("Done", HERE)

    assert holder(world) not in (first, second)
    assert rung(world) == {}


@pytest.mark.parametrize("zone", ZONES)
def test_each_has_their_own_working_hours_wherever_they_are(world: World, zone: str) -> None:
    far = world["Ben"]
    relayed(world, *THREE)
    lives_in(far, zone)
    if holder(world) is not far:
        until_floor_is(world, "Ben")
    if holder(world) is far:
        passes(world)  # it was offered before anybody knew where they are: it comes again at the end
        until_floor_is(world, "Ben")

    world.move(days=1)

    mine = [at for at in far.rang_at() if at > datetime.fromisoformat("2026-09-16T10:01:00+01:00")]
    assert all(working(at) for at in mine), mine
    assert all(working(at) for name in THREE for at in world[name].rang_at()[1:])


def test_esis_hours_are_those_of_accra(world: World) -> None:
    relayed(world, "Ana", "Ben", "Esi")
    until_floor_is(world, "Esi")

    # Ten in London is nine in Accra: four working hours are over at one there.
    assert local(world["Esi"], until(world)) == "Wed 13:00"


def test_a_turn_in_another_zone_rings_when_their_day_begins(world: World) -> None:
    far = world["Ben"]
    lives_in(far, "America/New_York")
    relayed(world, *THREE)
    quiet(world)
    until_floor_is(world, "Ben")
    assert "has the floor from" in card(world).words

    world.move(hours=3, minutes=59)
    before = far.rang_at()
    world.move(minutes=1)

    assert f"{far.rang_at()[-1]:%a %H:%M}" == "Wed 09:00"
    assert len(far.rang_at()) == len(before) + 1
    assert local(far, until(world)) == "Wed 13:00"


def test_a_turn_that_passes_on_at_night_asks_nobody_about_a_play_back_then(world: World) -> None:
    ben = world["Ben"]
    lives_in(ben, "America/New_York")
    relayed(world, *THREE, options="relay 8 play-back")
    if holder(world) is ben:  # it is night there: he is content to be asked at the end
        passes(world)
    spoke = speaks(world)
    if holder(world) is not ben:
        spoke = speaks(world)
    assert holder(world) is ben

    # His eight hours are over at ten in the evening in London: then it goes to somebody there.
    world.move(days=9)

    assert all(working(at) for one in world.everybody for at in one.rang_at()), spoke


# time over


def test_when_the_hours_are_over_it_is_passed_on_and_comes_again_at_the_end(world: World) -> None:
    relayed(world, *THREE, options="relay 2")
    late = holder(world)
    world.move(hours=2)
    assert holder(world) is not late
    assert "The time is over" not in card(world).words

    speaks(world)
    speaks(world)

    assert holder(world) is late
    assert "is offered the floor once more" in card(world).words
    assert "The floor is yours once more" in late.card.words


def test_when_the_hours_are_over_twice_it_goes_on_without_them(world: World) -> None:
    relayed(world, *THREE, options="relay 1")
    late = holder(world)
    world.move(hours=1)
    speaks(world)
    speaks(world)
    assert holder(world) is late
    assert local(late, until(world)) == "Thu 17:00"  # it does not come back again: nobody loses it in hours

    world.move(days=1, hours=7)

    assert "One thing you are taking with you?" in card(world).words


def test_where_nobody_says_anything_it_comes_to_an_end_by_itself(world: World) -> None:
    relayed(world, *THREE, options="relay 2 council")

    world.move(days=14)

    assert closed(world)
    for name in THREE:
        asked = [text for text in world[name].rang() if "the floor is yours" in text.lower()]
        assert len(asked) <= 6  # the turn, the second offer, and two reminders in a week


def test_more_time_is_an_hour_of_working_time(world: World) -> None:
    world.move(minutes=30)
    relayed(world, *THREE, options="relay 5")
    speaker = holder(world)
    assert local(speaker, until(world)) == "Wed 15:30"

    for expected in ("Wed 16:30", "Thu 09:30", "Thu 10:30"):
        speaker.presses("More time")
        assert local(speaker, until(world)) == expected
    speaker.presses("More time")

    assert "three times more" in speaker.whispered.text
    assert local(speaker, until(world)) == "Thu 10:30"


def test_there_is_no_call_for_somebody_who_holds_it_for_hours(world: World) -> None:
    relayed(world, *THREE)

    more(others(world, holder(world))[0])

    assert "They seem to be away" not in others(world, holder(world))[0].reads


# reminders


def test_in_a_turn_of_hours_nobody_is_reminded(world: World) -> None:
    relayed(world, *THREE, options="relay 5")
    speaker = holder(world)

    world.move(hours=4, minutes=59)

    assert [f"{at:%H:%M}" for at in speaker.rang_at()] == ["10:00"]


def test_in_a_turn_of_days_whoever_holds_it_is_reminded_once_at_three_fifths(world: World) -> None:
    relayed(world, *THREE, options="relay 20")
    speaker = holder(world)

    world.move(days=2)

    assert [f"{at:%a %H:%M}" for at in speaker.rang_at()] == ["Wed 10:00", "Thu 14:00"]
    assert all("The floor is yours" in m for m in speaker.rang())
    assert "How this works" in speaker.card.buttons


def test_each_turn_rings_in_the_same_week(world: World) -> None:
    relayed(world, *THREE, options="relay 5 council no-play-back")
    speaker = holder(world)
    name = speaker.name
    speaks(world)
    speaks(world)
    speaks(world)
    until_floor_is(world, name)
    quiet(world)

    assert holder(world) is speaker
    assert len(speaker.rang_at()) == 2


def test_somebody_who_asked_for_fewer_is_told_of_their_turn_and_never_reminded(world: World) -> None:
    relayed(world, *THREE, options="relay 20")
    speaker = holder(world)
    more(speaker, "How this works")
    speaker.presses("Fewer of these")
    put_away(speaker)

    world.move(days=2)

    assert speaker.rang() == []


def test_more_time_moves_the_reminders_that_are_to_come(world: World) -> None:
    relayed(world, *THREE, options="relay 10")
    speaker = holder(world)
    for _ in range(3):
        speaker.presses("More time")

    world.move(hours=23, minutes=47)  # past three fifths of ten hours, not of thirteen
    assert speaker.rang() == []
    world.move(hours=1, minutes=2)

    assert len(speaker.rang()) == 1


# coming and going; the last word


def test_thirteen_pass_it_on_in_two_smaller_groups(world: World, ana: Somebody) -> None:
    everybody = crowd(world, 13)

    begins_passed_on(world, *(one.name for one in everybody), options="relay 2")

    rooms = [m for m in posted(world) if holds_in(world, m)]
    assert len(rooms) == 2
    first = {one.name for m in rooms if (one := holds_in(world, m))}
    assert rung(world).keys() == first
    world.move(hours=2)
    now = [m for m in posted(world) if holds_in(world, m)]
    second = {one.name for m in now if (one := holds_in(world, m))}
    assert len(second) == 2
    assert not first & second


def test_a_crowd_that_nobody_lets_begin_is_parted_by_anybody_in_it(world: World) -> None:
    everybody = crowd(world, 13)
    ask_all(world, "relay 2")
    for somebody in everybody:
        joins(somebody)
    time_is_up(world)
    assert "Would somebody look after this?" in card(world).words

    world["Ben"].presses("Yes, I'll look after it", HERE)
    world.move(days=1)
    world["Ben"].presses("Begin", HERE)

    assert len([m for m in posted(world) if holds_in(world, m)]) == 2


def test_whoever_comes_late_has_their_turn_after_the_others(world: World) -> None:
    relayed(world, *THREE)
    speaks(world)
    joins(world["Esi"])
    assert "Your turn comes after the others" in world["Esi"].reads

    speaks(world)
    speaks(world)

    assert holder(world).name == "Esi"


def test_when_whoever_holds_it_leaves_the_next_one_has_it(world: World) -> None:
    relayed(world, *FIVE)
    leaves = holder(world)

    steps_out(leaves)

    assert holder(world) is not leaves
    assert list(rung(world)) == [holder(world).name]
    assert leaves.name not in [speaks(world).name for _ in range(4)]
    assert "One thing you are taking with you?" in card(world).words


def test_whoever_holds_it_and_has_no_account_any_more_is_not_waited_for(world: World) -> None:
    relayed(world, "Ben", "Chloe", "Dev")
    gone = holder(world)

    world.slack.deactivate(gone.id)
    world.settle()

    assert holder(world) is not gone


def test_the_last_word_is_written_and_only_if_they_like(world: World) -> None:
    relayed(world, *THREE)
    first, second = speaks(world), speaks(world)
    quiet(world)
    last = speaks(world)
    told = rung(world)
    assert sorted(told) == sorted([first.name, second.name])  # whoever did it just now sees it themselves
    assert all("One thing you are taking with you?" in posts[0] for posts in told.values())
    assert "Nothing this time" in last.card.buttons

    assert takes(first, "That we ask sooner.").ok
    last.presses("Nothing this time")
    assert "stays with you" in last.card.words
    assert not closed(world)
    second.presses("One thing I'm taking")
    assert second.sends({"One thing": "To listen longer.", "On the closing card": True}).ok

    assert "That we ask sooner." in closing_card(world).words
    assert "To listen longer." in closing_card(world).words


def test_the_last_word_does_not_wait_for_ever(world: World) -> None:
    relayed(world, *THREE)
    for _ in THREE:
        speaks(world)

    world.move(days=2)

    assert closed(world)


def test_open_talk_in_between_takes_two_working_days(world: World, ana: Somebody) -> None:
    relayed(world, *THREE, options="relay café")
    for _ in range(6):
        speaks(world)
    assert "Open talk" in card(world).words
    assert local(ana, until(world)) == "Thu 17:00"  # it is asked before noon: today is the first day

    world.move(days=1, hours=6, minutes=59)
    assert "Open talk" in card(world).words
    world.move(minutes=2)

    assert "One thing you are taking with you?" in card(world).words


# machines


def test_a_restart_in_between_loses_no_turn_and_gives_none_twice(world: World) -> None:
    relayed(world, *THREE, options="relay 2")
    spoke = []
    for _ in THREE:
        first = holder(world)
        world.restart()
        world.settle()
        assert holder(world) is first
        spoke.append(speaks(world).name)
    quiet(world)

    world.restart()
    world.settle()

    assert sorted(spoke) == sorted(THREE)
    assert "One thing you are taking with you?" in card(world).words
    assert rung(world) == {}


def test_a_machine_that_slept_past_a_turn_passes_it_on_once(world: World) -> None:
    relayed(world, *THREE, options="relay 2")
    late = holder(world)

    world.jump(days=1)

    assert holder(world) is not late
    told = rung(world)
    assert list(told) == [holder(world).name]
    speaks(world)
    speaks(world)
    assert holder(world) is late


@pytest.mark.parametrize("options", ["relay 2", "relay 2 council", "relay 2 café play-back"])
def test_a_machine_that_slept_past_everything_comes_to_rest(world: World, options: str) -> None:
    relayed(world, *THREE, options=options)

    world.jump(days=400)
    world.move(days=60)

    assert closed(world)

"""Resting: anybody may pause it for all, the time stands still, and it goes on where it was."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue import families
from tests.journeys.listening_steps import (
    HERE,
    QUESTION,
    all_write,
    ask_all,
    card,
    closed,
    form_buttons,
    has_listened,
    joins,
    more,
    opens_box,
    quiet,
    receipt,
    rung,
    time_is_up,
    writes,
)
from tests.journeys.steps import presses_beside, put_away
from tests.journeys.test_listening_live import (
    THREE,
    all_speak,
    begun,
    holder,
    left,
    misses,
    others,
    passes,
    speaks,
    steps_out,
    until,
    until_floor_is,
)
from tests.journeys.test_listening_relay import lives_in, local, working
from tests.world import Somebody, World

RESTS = "This is resting for now."
TOGETHER = "What could we ask each other that would make us curious about this again?"


def pauses(somebody: Somebody) -> None:
    more(somebody, "Pause for all")
    put_away(somebody)


def goes_on(somebody: Somebody) -> None:
    put_away(somebody)
    somebody.presses("Go on", HERE)


# who may pause it, and who lets it go on


@pytest.mark.parametrize("name", THREE)
def test_anybody_may_pause_it_for_all_and_nobody_is_told_who_did(world: World, name: str) -> None:
    begun(world, *THREE)

    more(world[name], "Pause for all")
    assert "It is resting, for everybody. Nothing runs out." in world[name].reads
    put_away(world[name])

    assert f"{RESTS} Nothing runs out." in card(world).words
    assert card(world).buttons == ["Go on", "More"]
    told = rung(world)
    assert sorted(told) == sorted(one for one in THREE if one != name)
    assert all(RESTS in posts[0] and "Ben" not in posts[0] for posts in told.values())
    assert f"{name} " not in card(world).words.partition(QUESTION)[2]


def test_somebody_who_has_not_joined_does_not_pause_it(world: World) -> None:
    begun(world, *THREE)

    more(world["Dev"])

    assert "Pause for all" not in form_buttons(world["Dev"])


@pytest.mark.parametrize("name", ["Ana", "Ben"])
def test_it_goes_on_when_whoever_paused_or_looks_after_it_says_so(world: World, name: str) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    pauses(world["Ben"])
    quiet(world)

    goes_on(world[name])

    assert holder(world) is speaker
    told = rung(world)
    assert sorted(told) == sorted(one for one in THREE if one != name)
    assert all(len(posts) == 1 for posts in told.values())


def test_nobody_else_lets_it_go_on(world: World, chloe: Somebody) -> None:
    begun(world, *THREE)
    pauses(world["Ben"])

    goes_on(chloe)

    assert "It goes on when whoever paused it says so, or whoever looks after it." in receipt(chloe).text
    assert "Go on" not in chloe.card.buttons
    assert RESTS in card(world).words


def test_whoever_looks_after_it_without_a_turn_lets_it_go_on(world: World, ana: Somebody) -> None:
    begun(world, "Ben", "Chloe", "Dev")
    pauses(world["Ben"])

    goes_on(ana)

    assert "has the floor" in card(world).words


def test_where_whoever_paused_it_has_left_anybody_lets_it_go_on(world: World, chloe: Somebody) -> None:
    begun(world, *THREE)
    pauses(world["Ben"])
    steps_out(world["Ben"])

    goes_on(chloe)

    assert holder(world) is not world["Ben"]


# while it rests


def test_while_it_rests_nothing_is_asked_of_anybody(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    pauses(others(world, speaker)[0])
    quiet(world)

    world.move(minutes=9)

    assert rung(world) == {}
    assert "Done" not in speaker.card.buttons
    assert "The time is over" not in card(world).words


def test_words_that_were_being_written_are_not_lost_to_a_pause(world: World, ben: Somebody) -> None:
    ask_all(world)
    writes(world["Chloe"])
    opens_box(ben)
    pauses(world["Chloe"])

    outcome = ben.sends({"In your own words": "Half a thought."})

    assert RESTS in str(outcome.errors)
    goes_on(world["Chloe"])
    assert ben.sends({"In your own words": "Half a thought."}).ok
    assert "Joined: 2. Written: 2." in card(world).words


def test_nobody_joins_while_it_rests(world: World) -> None:
    ask_all(world, "relay")
    joins(world["Ben"])
    joins(world["Chloe"])
    more(world["Ben"])
    world["Ben"].presses("Pause for all")
    put_away(world["Ben"])

    assert "I'm in" not in card(world).buttons


def test_it_can_not_be_paused_twice(world: World, ben: Somebody, chloe: Somebody) -> None:
    begun(world, *THREE)
    more(chloe)
    pauses(ben)

    chloe.presses("Pause for all")

    assert RESTS in chloe.reads
    put_away(chloe)
    goes_on(ben)
    assert "has the floor" in card(world).words


def test_a_restart_while_it_rests_changes_nothing(world: World, ben: Somebody) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    world.move(seconds=30)
    before = left(world)
    pauses(ben)

    world.restart()
    world.jump(minutes=7)
    goes_on(ben)

    assert holder(world) is speaker
    assert left(world) == before


# the time stands still: live


def _arriving(world: World) -> None:
    begun(world, *THREE, options="live check-in")


def _turn(world: World) -> None:
    begun(world, *THREE)


def _more_time(world: World) -> None:
    begun(world, *THREE)
    holder(world).presses("More time")


def _over_time(world: World) -> None:
    begun(world, *THREE)
    world.move(minutes=4)


def _called(world: World) -> None:
    begun(world, *THREE)
    misses(others(world, holder(world))[0])


def _once_more(world: World) -> None:
    begun(world, *THREE)
    passes(world)
    all_speak(world, 2)


def _open_talk(world: World) -> None:
    begun(world, *THREE, options="live café")
    all_speak(world, 6)


def _leaving(world: World) -> None:
    begun(world, *THREE)
    all_speak(world, 3)


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize(
    ("stands", "rests"),
    [
        (_arriving, {"minutes": 9}),
        (_turn, {"seconds": 5}),
        (_turn, {"hours": 30}),
        (_more_time, {"minutes": 9}),
        (_over_time, {"minutes": 9}),
        (_called, {"seconds": 5}),
        (_called, {"minutes": 9}),
        (_once_more, {"minutes": 9}),
        (_open_talk, {"hours": 30}),
        (_leaving, {"minutes": 9}),
    ],
)
def test_a_live_one_goes_on_with_the_time_that_was_left(
    world: World, ben: Somebody, stands: Callable[[World], None], rests: dict[str, float]
) -> None:
    stands(world)
    world.move(seconds=13)
    before, words = left(world), card(world).words.partition("until")[0]
    pauses(ben)

    world.move(**rests)
    goes_on(ben)

    assert left(world) == before
    assert card(world).words.partition("until")[0] == words
    assert "A quiet call" not in card(world).words


@pytest.mark.parametrize("gone", [0, 3, 9])
def test_a_moment_of_quiet_goes_on_with_what_was_left_of_it(world: World, ben: Somebody, gone: int) -> None:
    begun(world, *THREE)
    holder(world).presses("Done", HERE)
    world.move(seconds=gone)
    pauses(ben)
    world.move(minutes=5)

    goes_on(ben)

    assert "A moment of quiet." in card(world).words
    world.move(seconds=9 - gone)
    assert "A moment of quiet." in card(world).words
    world.move(seconds=1)
    assert "has the floor" in card(world).words


def test_nearly_up_comes_when_it_would_have_come(world: World, ben: Somebody) -> None:
    begun(world, *THREE)
    world.move(seconds=60)
    pauses(ben)
    world.move(minutes=8)
    goes_on(ben)

    world.move(seconds=35)
    assert "Time is nearly up." not in card(world).words
    world.move(seconds=2)
    assert "Time is nearly up." in card(world).words


def test_whoever_was_told_that_time_is_over_is_not_told_again_after_the_pause(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    world.move(minutes=3, seconds=30)
    pauses(others(world, speaker)[0])
    quiet(world)
    world.move(minutes=5)
    goes_on(others(world, speaker)[0])
    quiet(world)

    world.move(minutes=2)

    assert speaker.rang() == []
    assert "The time is over. No hurry" in card(world).words


def test_whoever_was_called_keeps_the_floor_after_a_pause(world: World) -> None:
    begun(world, *THREE)
    called = holder(world)
    pauser = others(world, called)[0]
    misses(pauser)
    world.move(seconds=10)
    pauses(pauser)
    world.move(minutes=2)
    goes_on(pauser)

    world.move(seconds=30)

    assert holder(world) is called
    assert "A quiet call" not in card(world).words


def test_before_it_began_the_hour_stands_still_too(world: World, ben: Somebody) -> None:
    ask_all(world, "live")
    joins(ben)
    world.move(minutes=10)
    pauses(ben)
    world.move(minutes=40)
    goes_on(ben)

    world.move(minutes=49)
    assert "Here: Ben." in card(world).words
    world.move(minutes=2)

    assert "ended without coming together" in card(world).words


def test_a_long_pause_before_it_began_leaves_time_to_begin(world: World, ben: Somebody) -> None:
    ask_all(world, "live")
    joins(ben)
    joins(world["Chloe"])
    pauses(ben)
    world.move(minutes=70)

    goes_on(ben)
    world.move(minutes=9)

    assert "Here: " in card(world).words
    world["Ana"].presses("Begin", HERE)
    world["Ana"].presses("Go on, the two of us", HERE)
    assert holder(world).name in ("Ben", "Chloe")


# the time stands still: hours and days


def _asked_relay(world: World) -> None:
    ask_all(world, "relay")
    joins(world["Ben"])
    joins(world["Chloe"])


def _relay_turn(world: World) -> None:
    begun(world, *THREE, options="relay 3")


def _relay_long_turn(world: World) -> None:
    begun(world, *THREE, options="relay 12")


def _relay_talk(world: World) -> None:
    begun(world, *THREE, options="relay café")
    all_speak(world, 6)


def _relay_last_word(world: World) -> None:
    begun(world, *THREE, options="relay")
    all_speak(world, 3)


def _writing(world: World) -> None:
    ask_all(world)
    writes(world["Ben"])


def _reading(world: World) -> None:
    ask_all(world)
    all_write(world, *THREE)
    time_is_up(world)


def _last_word(world: World) -> None:
    _reading(world)
    for name in THREE:
        has_listened(world[name])


def _written_talk(world: World) -> None:
    """The second time round they read and talk at once."""
    ask_all(world, "café")
    all_write(world, *THREE)
    time_is_up(world)
    world.move(hours=16)  # they hear of it the next morning
    for name in THREE:
        has_listened(world[name])
    all_write(world, *THREE)
    time_is_up(world)
    assert "Open talk" in card(world).words


DAYS = [
    _asked_relay,
    _relay_turn,
    _relay_long_turn,
    _relay_talk,
    _relay_last_word,
    _writing,
    _reading,
    _last_word,
    _written_talk,
]


def minutes_left(world: World) -> int:
    """How many minutes of working time there are until then."""
    now = int(world.clock().timestamp())
    zone = ZoneInfo("Europe/London")
    return sum(working(datetime.fromtimestamp(at, zone)) for at in range(now, until(world), 60))


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("stands", DAYS)
@pytest.mark.parametrize("days", [1, 4.5], ids=["over-night", "over-the-weekend"])
def test_hours_and_days_stand_still_in_working_time(
    world: World, ben: Somebody, stands: Callable[[World], None], days: float
) -> None:
    stands(world)
    world.move(minutes=20)
    before = minutes_left(world)
    pauses(ben)
    world.move(days=days)

    goes_on(ben)

    assert before > 100
    assert minutes_left(world) == before


def test_resumed_on_a_saturday_a_turn_has_its_hours_on_monday(world: World, ben: Somebody) -> None:
    begun(world, *THREE, options="relay 3")
    world.move(minutes=30)
    pauses(ben)
    world.move(days=4)

    goes_on(ben)

    assert local(ben, until(world)) == "Mon 11:30"


def test_a_turn_that_had_not_begun_rings_in_the_morning_and_not_when_it_goes_on(world: World) -> None:
    begun(world, *THREE, options="relay 12")
    first = holder(world)
    world.move(hours=9)
    speaks(world)
    second = holder(world)
    assert first is not second
    assert "has the floor from" in card(world).words
    pauser = others(world, second)[0]
    pauses(pauser)
    world.move(hours=2)  # nine in the evening

    goes_on(pauser)
    assert "has the floor from" in card(world).words
    quiet(world)
    world.move(hours=12)

    assert any("The floor is yours" in text for text in second.rang())
    assert f"{second.rang_at()[-1]:%a %H:%M}" == "Thu 09:00"
    assert local(second, until(world)) == "Fri 13:00"


def test_people_in_another_zone_lose_nothing_by_a_pause(world: World) -> None:
    lives_in(world["Esi"], "America/New_York")
    ask_all(world)
    writes(world["Ben"])
    opens_box(world["Esi"])
    put_away(world["Esi"])
    assert local(world["Esi"], until(world)) == "Wed 17:00"

    pauses(world["Ben"])
    goes_on(world["Ben"])

    assert local(world["Esi"], until(world)) == "Wed 17:00"


def test_reminders_that_were_to_come_keep_their_place_after_a_pause(world: World) -> None:
    begun(world, *THREE, options="relay 10")
    speaker = holder(world)
    world.move(hours=1)
    pauses(others(world, speaker)[0])
    world.move(days=1)
    goes_on(others(world, speaker)[0])
    quiet(world)

    world.move(hours=5)
    assert speaker.rang() == []
    world.move(hours=20)

    assert len(speaker.rang()) == 1


def test_nobody_is_reminded_while_it_rests(world: World) -> None:
    begun(world, *THREE, options="relay 5")
    pauses(others(world, holder(world))[0])
    quiet(world)

    world.move(days=1)

    assert rung(world) == {}


# nobody lets it go on


def test_in_a_live_one_whoever_paused_and_whoever_looks_after_it_are_asked_after_ten_minutes(
    world: World, chloe: Somebody
) -> None:
    begun(world, *THREE)
    pauses(world["Ben"])
    quiet(world)

    world.move(minutes=9, seconds=59)
    assert rung(world) == {}
    world.move(seconds=2)
    told = rung(world)
    assert sorted(told) == ["Ana", "Ben"]
    assert all("This is still resting. Shall it go on?" in posts[0] for posts in told.values())
    assert "Go on" in world["Ben"].card.buttons

    goes_on(chloe)
    assert RESTS in card(world).words
    world.move(minutes=10)
    goes_on(chloe)
    assert "has the floor" in card(world).words


def test_over_days_they_are_asked_after_two_working_days_and_then_anybody(
    world: World, chloe: Somebody
) -> None:
    begun(world, *THREE, options="relay 8")
    pauses(world["Ben"])
    quiet(world)

    world.move(days=1, hours=6, minutes=50)
    assert rung(world) == {}
    world.move(hours=17)
    told = rung(world)
    assert sorted(told) == ["Ana", "Ben"]
    assert all(len(posts) == 1 and "still resting" in posts[0] for posts in told.values())
    goes_on(chloe)
    assert RESTS in card(world).words
    world.move(days=6)  # a weekend, two working days more, and the mornings at which they hear of it

    told = rung(world)
    assert "Chloe" in told
    assert "Ana has not been heard from. Would you look after this from here?" in told["Chloe"][0]
    assert all(working(at) for one in world.everybody for at in one.rang_at())
    goes_on(chloe)
    assert "has the floor" in card(world).words


def test_it_is_asked_about_anew_when_it_is_paused_again(world: World, ben: Somebody) -> None:
    begun(world, *THREE, options="relay 8")
    pauses(ben)
    world.move(days=2)
    assert any("still resting" in text for text in ben.rang())
    goes_on(ben)
    pauses(ben)
    quiet(world)

    world.move(days=7)

    assert any("still resting" in text for text in ben.rang())


def test_whoever_looks_after_it_and_was_silent_comes_back_by_letting_it_go_on(
    world: World, ana: Somebody
) -> None:
    begun(world, *THREE)
    pauses(world["Ben"])
    world.move(minutes=21)

    goes_on(ana)

    assert "has not been heard from" not in card(world).words
    assert "has the floor" in card(world).words


def test_somebody_takes_it_up_in_a_long_pause_and_is_not_doubted_at_once(
    world: World, chloe: Somebody
) -> None:
    begun(world, *THREE, options="relay 8")
    pauses(world["Ben"])
    world.move(days=8)
    chloe.presses("Yes, I'll look after it")
    quiet(world)

    world.move(days=1)

    assert rung(world) == {}
    goes_on(chloe)
    assert card(world).words.startswith("*Chloe asks*")
    assert "has not been heard from" not in card(world).words


@pytest.mark.parametrize("options", ["live", "relay"])
def test_after_a_fortnight_of_rest_it_is_closed(world: World, ben: Somebody, options: str) -> None:
    begun(world, *THREE, options=options)
    speaks(world)
    pauses(ben)

    world.move(days=13, hours=23)
    assert RESTS in card(world).words
    world.move(hours=2)

    assert closed(world)


def test_after_a_fortnight_of_rest_what_nobody_could_read_ends_quietly(world: World, ben: Somebody) -> None:
    ask_all(world)
    writes(ben)
    writes(world["Chloe"])
    pauses(ben)

    world.move(days=15)

    assert "ended without coming together" in card(world).words
    assert not closed(world)


@pytest.mark.parametrize("options", ["live", "relay", "live café", "relay council"])
def test_a_machine_that_slept_through_a_long_rest_comes_to_rest(
    world: World, ben: Somebody, options: str
) -> None:
    begun(world, *THREE, options=options)
    pauses(ben)

    world.jump(days=100)

    assert closed(world)


# coming and going in a pause


@pytest.mark.parametrize("options", ["live", "relay"])
def test_when_whoever_has_the_floor_leaves_in_a_pause_the_next_turn_begins_after_it(
    world: World, options: str
) -> None:
    begun(world, *THREE, options=options)
    leaves = holder(world)
    pauser = others(world, leaves)[0]
    before = left(world)
    world.move(minutes=1)
    pauses(pauser)
    quiet(world)

    steps_out(leaves)
    assert rung(world) == {}
    assert RESTS in card(world).words
    world.move(minutes=5)
    goes_on(pauser)

    after = holder(world)
    assert after is not leaves
    assert left(world) == before
    assert any("The floor is yours" in text for text in after.rang())
    assert leaves.name not in all_speak(world, 2)


def test_a_closed_account_in_a_pause_has_no_turn_after_it(world: World) -> None:
    begun(world, *THREE)
    until_floor_is(world, "Chloe")
    pauses(world["Ben"])

    world.slack.deactivate("U0CHLOE")
    world.settle()
    goes_on(world["Ben"])

    assert "Chloe has the floor" not in card(world).words


def test_when_the_last_one_to_speak_leaves_in_a_pause_it_goes_on_to_the_last_word(world: World) -> None:
    begun(world, "Ben", "Chloe", "Dev")
    speaks(world)
    speaks(world)
    last = holder(world)
    pauser = others(world, last, "Ben", "Chloe", "Dev")[0]
    pauses(pauser)
    steps_out(last)

    goes_on(pauser)

    assert "One thing I am taking with me" in card(world).words


# we are debating


def thinking_together() -> list[str]:
    return [p.question for f in families("group") if f.id == "F10" for p in f.prompts]


def test_we_are_debating_rests_it_and_offers_questions_to_think_with(world: World, chloe: Somebody) -> None:
    begun(world, *THREE)

    more(chloe, "We are debating")

    assert RESTS in card(world).words
    assert "The others are not told who paused it" in chloe.reads
    assert len(thinking_together()) >= 6
    assert all(question in chloe.reads for question in thinking_together())
    told = rung(world)
    assert sorted(told) == ["Ana", "Ben"]
    assert all("debat" not in posts[0] for posts in told.values())


def test_the_question_that_is_chosen_comes_next_and_it_goes_on_at_once(world: World, chloe: Somebody) -> None:
    begun(world, *THREE)
    speaker, before = holder(world), left(world)
    more(chloe, "We are debating")
    world.move(minutes=3)

    presses_beside(chloe, TOGETHER)
    assert "It goes on." in chloe.reads
    put_away(chloe)

    assert holder(world) is speaker
    assert left(world) == before
    assert QUESTION in card(world).words
    all_speak(world, 3)
    assert TOGETHER in card(world).words
    assert sorted(all_speak(world, 3)) == sorted(THREE)


def test_in_open_talk_it_is_asked_at_once(world: World, ben: Somebody) -> None:
    begun(world, *THREE, options="live café")
    all_speak(world, 6)

    ben.presses("We are debating", HERE)
    assert RESTS in card(world).words
    presses_beside(ben, TOGETHER)
    put_away(ben)

    assert TOGETHER in card(world).words
    assert holder(world).name in THREE
    all_speak(world, 3)
    assert "Open talk" in card(world).words


def test_over_days_the_question_comes_next_too(world: World, ben: Somebody) -> None:
    begun(world, *THREE, options="relay")
    more(ben, "We are debating")
    presses_beside(ben, TOGETHER)
    put_away(ben)

    all_speak(world, 3)

    assert TOGETHER in card(world).words


def test_in_what_is_written_apart_the_question_comes_after_reading(world: World, ben: Somebody) -> None:
    _reading(world)
    more(ben, "We are debating")
    presses_beside(ben, TOGETHER)
    put_away(ben)

    for name in THREE:
        has_listened(world[name])

    assert TOGETHER in card(world).words
    assert "A new question. Everybody writes apart" in card(world).words


def test_after_we_are_debating_it_may_go_on_without_a_question(world: World, chloe: Somebody) -> None:
    begun(world, *THREE)
    more(chloe, "We are debating")

    chloe.presses("Go on")
    put_away(chloe)

    assert "has the floor" in card(world).words
    all_speak(world, 3)
    assert "One thing I am taking with me" in card(world).words


def test_when_people_say_what_they_take_along_no_question_is_added(world: World, ben: Somebody) -> None:
    begun(world, *THREE)
    all_speak(world, 3)
    more(ben, "We are debating")

    presses_beside(ben, TOGETHER)

    assert "drawing to its end" in ben.reads
    put_away(ben)
    assert RESTS in card(world).words
    goes_on(ben)
    assert "One thing I am taking with me" in card(world).words


def test_a_question_that_was_chosen_after_it_went_on_is_for_whoever_looks_after_it(
    world: World, ana: Somebody, chloe: Somebody
) -> None:
    begun(world, *THREE)
    more(chloe, "We are debating")
    goes_on(ana)

    presses_beside(chloe, TOGETHER)

    assert "That is for Ana to do" in chloe.reads
    put_away(chloe)
    all_speak(world, 3)
    assert TOGETHER not in card(world).words

"""Listening live: people are there at once, the floor goes from one to the next, and nobody is cut off."""

import re

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
    floor,
    form_buttons,
    joins,
    kept_replies,
    kept_rounds,
    more,
    posted,
    quiet,
    receipt,
    rung,
    takes,
)
from tests.journeys.steps import put_away
from tests.world import Seen, Somebody, World, pressable

THREE = ("Ana", "Ben", "Chloe")
LIVED = "of living with it, or of caring for someone"
PROFESSIONAL = "of working with it"
_FLOOR = re.compile(r"(\w+) (?:has|is offered) the floor")


# what happens on the way, in the order people do it


def begun(world: World, *names: str, options: str = "live", by: str = "Ana") -> None:
    """It is asked, these are there, whoever asked lets it begin, and everybody has heard what rang."""
    if options.startswith("relay"):
        begins_passed_on(world, *names, options=options, by=by)
    else:
        ask_all(world, options, by=by)
        for name in names:
            joins(world[name])
        world[by].presses("Begin", HERE)
    quiet(world)


def holds_in(world: World, message: Seen) -> Somebody | None:
    found = _FLOOR.search(message.words)
    return world[found[1]] if found else None


def holder(world: World) -> Somebody:
    """Who has the floor, as everybody in the channel reads it."""
    found = holds_in(world, card(world))
    assert found, card(world).words
    return found


def speaks(world: World) -> Somebody:
    """Whoever has the floor speaks until they are done; after the hush it is somebody else's."""
    somebody = holder(world)
    put_away(somebody)
    floor(somebody, "Done")
    if "A moment of quiet." in card(world).words:
        world.move(seconds=10)
    return somebody


def passes(world: World) -> Somebody:
    somebody = holder(world)
    put_away(somebody)
    floor(somebody, "Pass")
    return somebody


def until_floor_is(world: World, name: str) -> None:
    """The others speak until this one has the floor."""
    for _ in FIVE:
        if holder(world).name == name:
            return
        speaks(world)
    raise AssertionError(f"{name} is never offered the floor")


def all_speak(world: World, number: int) -> list[str]:
    """So many speak, one after the other: their names."""
    return [speaks(world).name for _ in range(number)]


def others(world: World, somebody: Somebody, *names: str) -> list[Somebody]:
    return [world[name] for name in names or THREE if name != somebody.name]


def until(world: World) -> int:
    """The moment until when it stands so, as Slack draws it for each reader."""
    found = re.search(r"(?:[Uu]ntil|latest) <!date\^(\d+)", card(world).words)
    assert found, card(world).words
    return int(found[1])


def left(world: World) -> int:
    """How many seconds until then."""
    return round(until(world) - world.clock().timestamp())


def misses(somebody: Somebody) -> None:
    """Whoever has the floor does not seem to be there."""
    more(somebody, "They seem to be away")
    put_away(somebody)


def steps_out(somebody: Somebody) -> None:
    more(somebody, "Step out")
    put_away(somebody)


def brings(somebody: Somebody, kind: str) -> None:
    somebody.presses_at_home("What I bring")
    somebody.sends({"My experience here is mostly …": kind})


def ends(world: World) -> None:
    """Everybody says what they are taking, or passes: it closes."""
    for _ in range(20):
        if closed(world):
            return
        passes(world)
    raise AssertionError("it does not come to an end")


# who is there, and who lets it begin


def test_the_card_says_who_is_there_and_that_whoever_asked_begins(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    assert "2 minutes a turn" in card(world).words

    joins(world["Ben"])
    joins(ana)

    assert "Here: Ana and Ben." in card(world).words or "Here: Ben and Ana." in card(world).words
    assert "You are in. Ana begins when you are all there." in receipt(world["Ben"]).words
    assert rung(world) == {}


def test_only_whoever_looks_after_it_lets_it_begin(world: World, ben: Somebody, chloe: Somebody) -> None:
    ask_all(world, "live")
    for name in THREE:
        joins(world[name])

    ben.presses("Begin", HERE)
    assert "That is for Ana to do" in receipt(ben).text
    world["Dev"].presses("Begin", HERE)
    assert "take part" in receipt(world["Dev"]).text

    assert "Here: " in card(world).words


def test_whoever_asked_can_let_it_begin_without_a_turn_of_their_own(world: World) -> None:
    begun(world, "Ben", "Chloe", "Dev")

    assert sorted(all_speak(world, 3)) == ["Ben", "Chloe", "Dev"]
    assert "One thing I am taking with me" in card(world).words


def test_nobody_begins_alone(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    joins(ana)

    ana.presses("Begin", HERE)

    assert "Nobody else has said that they are here yet" in receipt(ana).text
    assert "Here: Ana." in card(world).words


def test_two_are_asked_whether_they_would_rather_wait(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    joins(ana)
    joins(world["Ben"])

    ana.presses("Begin", HERE)
    assert "There are two of you so far" in receipt(ana).words
    assert "Here: " in card(world).words
    ana.presses("Go on, the two of us", HERE)

    assert sorted(all_speak(world, 2)) == ["Ana", "Ben"]


def test_nobody_who_only_wants_to_join_is_in_it_twice(world: World, ben: Somebody) -> None:
    ask_all(world, "live")

    joins(ben)
    joins(ben)

    assert "Here: Ben." in card(world).words


def test_a_live_question_that_nobody_lets_begin_ends_quietly_within_the_hour(world: World) -> None:
    ask_all(world, "live")
    joins(world["Ben"])

    world.move(minutes=59)
    assert "Here: Ben." in card(world).words
    world.move(minutes=2)

    assert "ended without coming together" in card(world).words
    assert card(world).buttons == []
    assert not closed(world)


# thirteen: rooms


def test_thirteen_go_on_in_two_smaller_groups_alike_in_size_and_in_what_people_bring(world: World) -> None:
    everybody = crowd(world, 13)
    for place, somebody in enumerate(everybody):
        brings(somebody, LIVED if place < 6 else PROFESSIONAL)
    lived = {one.name for one in everybody[:6]}
    ask_all(world, "live")
    for somebody in everybody:
        joins(somebody)

    world["Ana"].presses("Begin", HERE)

    parent, *rooms = [m for m in posted(world) if "How did today land?" in m.words]
    assert "You are 13." in parent.words
    assert "goes on in 2 smaller groups" in parent.words
    assert parent.buttons == []
    groups = [_voices(world, room) for room in rooms]
    assert sorted(len(group) for group in groups) == [6, 7]
    assert sorted(groups[0] + groups[1]) == sorted(one.name for one in everybody)
    assert all(len(lived & set(group)) == 3 for group in groups)


def test_a_smaller_group_without_whoever_asked_is_offered_to_anybody_in_it(
    world: World, ana: Somebody
) -> None:
    everybody = crowd(world, 13)
    ask_all(world, "live")
    for somebody in everybody:
        joins(somebody)
    ana.presses("Begin", HERE)
    rooms = [m for m in posted(world) if holds_in(world, m)]
    offered = [m for m in rooms if "Yes, I'll look after it" in m.buttons]
    assert len(offered) == 1
    assert "Nobody looks after this one yet. Would somebody?" in offered[0].words
    somebody = holds_in(world, offered[0])
    assert somebody

    somebody.presses("Yes, I'll look after it", HERE)

    after = _now(world, offered[0])
    assert after.words.startswith(f"*{somebody.name} asks*")
    assert "Would somebody look after this?" not in after.words
    world.move(minutes=1)
    assert "Would somebody look after this?" not in _now(world, offered[0]).words
    world.slack.press(somebody.id, channel=HERE, ts=after.raw["ts"], action_id="listening.menu")
    world.settle()
    somebody.presses("Close it")
    assert "One thing I am taking with me" in _now(world, offered[0]).words


def test_nobody_finds_their_way_into_the_smaller_group_of_others(world: World, ana: Somebody) -> None:
    everybody = crowd(world, 13)
    ask_all(world, "live")
    for somebody in everybody:
        joins(somebody)
    ana.presses("Begin", HERE)
    first, second = [m for m in posted(world) if holds_in(world, m)]
    stranger = holds_in(world, first)
    assert stranger

    world.slack.press(stranger.id, channel=HERE, ts=second.raw["ts"], action_id="listening.menu")
    world.settle()

    assert "put to certain people" in stranger.reads
    assert "Join in" not in form_buttons(stranger)


def _now(world: World, message: Seen) -> Seen:
    """The same message as it stands now."""
    return next(m for m in posted(world) if m.raw["ts"] == message.raw["ts"])


def _voices(world: World, room: Seen) -> list[str]:
    """Who is offered the floor in that group, until all have had it."""
    found = []
    while "One thing I am taking" not in _now(world, room).words:
        somebody = holds_in(world, _now(world, room))
        assert somebody
        found.append(somebody.name)
        somebody.presses("Done")
        world.move(seconds=10)
    return found


# the floor goes from one to the next


def test_each_has_the_floor_until_they_are_done_and_a_moment_of_quiet_comes_after(world: World) -> None:
    ask_all(world, "live 2 no-play-back")
    for name in FIVE:
        joins(world[name])
    world["Ana"].presses("Begin", HERE)

    heard: list[str] = []
    for number in range(5):
        somebody = holder(world)
        told = rung(world)
        assert list(told) == [somebody.name]
        assert "The floor is yours, until" in told[somebody.name][0]
        assert somebody.card.buttons == ["Done", "Pass", "More time"]
        assert "Everybody else listens." in card(world).words
        assert left(world) == 120
        heard.append(somebody.name)
        assert _offered(card(world)) == set(heard)
        world.move(seconds=70)
        somebody.presses("Done")
        if number < 4:
            assert "A moment of quiet." in card(world).words
            world.move(seconds=9)
            assert "A moment of quiet." in card(world).words
            world.move(seconds=1)

    assert sorted(heard) == sorted(FIVE)
    assert heard[-1] == "Ana"  # whoever asked comes last
    assert "One thing I am taking with me" in card(world).words


def _offered(message: Seen) -> set[str]:
    line = message.words.partition("Offered the floor so far: ")[2].partition(".")[0]
    return set(line.replace(" and ", ", ").split(", "))


def test_whoever_does_not_have_the_floor_any_more_is_told_so_kindly(world: World, ben: Somebody) -> None:
    begun(world, *THREE)
    until_floor_is(world, "Ben")
    more(ben)
    more(world["Ana"], "Let the turn come later")
    speaker = holder(world)
    rung(world)

    for label in ("Done", "Pass", "More time"):
        ben.presses(label)
        assert "The floor is not yours just now" in ben.reads
        assert "I'd like to say something" in ben.reads

    assert holder(world) is speaker is not ben
    assert rung(world) == {}


def test_what_is_the_holders_own_stands_on_theirs_and_everybody_has_three_to_press(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)

    assert card(world).buttons == ["I've listened", "I'd like to say something", "More"]
    assert speaker.card.buttons == ["Done", "Pass", "More time"]
    more(speaker)
    assert form_buttons(speaker)[:1] == ["I'd like to say something"]
    assert {"Done", "Pass", "More time"} < set(form_buttons(speaker))
    for one in others(world, speaker):
        more(one)
        assert not {"Done", "Pass", "More time", "Join in"} & set(form_buttons(one))
    more(world["Dev"])
    assert "Join in" in form_buttons(world["Dev"])


def test_from_behind_more_the_floor_is_passed_on_and_the_page_says_so(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)

    more(speaker, "Done")
    world.move(seconds=10)

    assert "Done. The card shows how it stands now." in speaker.reads
    assert holder(world) is not speaker


def test_done_twice_is_not_done_for_whoever_comes_next(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    more(speaker)
    floor(speaker, "Done")
    world.move(seconds=10)
    after = holder(world)

    speaker.presses("Done")

    assert holder(world) is after is not speaker
    assert "The floor is not yours" in speaker.reads


def test_in_a_moment_of_quiet_nobody_has_the_floor(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    speaker.presses("Done")
    assert "Done" not in card(world).buttons

    misses_nobody = others(world, speaker)[0]
    more(misses_nobody)

    assert "They seem to be away" not in form_buttons(misses_nobody)


def test_whoever_passes_is_offered_the_floor_once_more_when_the_others_have_had_it(world: World) -> None:
    begun(world, *THREE)
    quiet_one = passes(world)
    all_speak(world, 2)
    assert holder(world) is quiet_one
    assert "is offered the floor once more" in card(world).words
    assert "To pass is still fine" in quiet_one.card.words

    quiet_one.presses("Pass")

    assert "One thing I am taking with me" in card(world).words


def test_whoever_is_offered_it_once_more_may_speak_now(world: World) -> None:
    begun(world, *THREE)
    quiet_one = passes(world)
    all_speak(world, 2)

    assert speaks(world) is quiet_one

    assert "One thing I am taking with me" in card(world).words


def test_nobody_is_offered_it_twice_before_all_were_offered_it_once(world: World) -> None:
    begun(world, *FIVE)

    first = [
        passes(world).name,
        passes(world).name,
        speaks(world).name,
        passes(world).name,
        speaks(world).name,
    ]
    again = [speaks(world).name for _ in range(3)]

    assert sorted(first) == sorted(FIVE)
    assert again == [first[0], first[1], first[3]]
    assert "One thing I am taking with me" in card(world).words


def test_when_everybody_passes_the_group_chose_quiet(world: World) -> None:
    begun(world, *THREE)

    passed = [passes(world).name for _ in THREE]

    assert sorted(passed) == sorted(THREE)
    assert "The group chose quiet." in card(world).words
    assert "One thing I am taking with me" in card(world).words
    passes(world)
    assert "The group chose quiet." in card(world).words
    ends(world)


def test_a_group_in_which_somebody_spoke_did_not_choose_quiet(world: World) -> None:
    begun(world, *THREE)
    steps_out(speaks(world))

    while "One thing I am taking with me" not in card(world).words:
        passes(world)

    assert "The group chose quiet." not in card(world).words


# time in a turn


def test_more_time_is_a_minute_and_three_times_at_most(world: World) -> None:
    begun(world, *THREE)
    speaker, before = holder(world), until(world)

    for number in (1, 2, 3):
        speaker.presses("More time")
        assert until(world) == before + 60 * number
    speaker.presses("More time")

    assert "You have had three times more" in speaker.whispered.text
    assert until(world) == before + 180
    assert holder(world) is speaker


def test_more_time_may_be_had_anew_in_the_next_turn(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    for _ in range(3):
        speaker.presses("More time")
    speaks(world)
    before = until(world)

    holder(world).presses("More time")

    assert until(world) == before + 60


@pytest.mark.parametrize("minutes", [1, 2, 10])
def test_when_time_is_over_it_is_said_gently_and_nobody_is_cut_off(world: World, minutes: int) -> None:
    begun(world, *THREE, options=f"live {minutes}")
    speaker, ends_at = holder(world), 60 * minutes
    world.move(seconds=ends_at * 0.8 - 1)
    assert "nearly up" not in card(world).words
    world.move(seconds=2)
    assert "Time is nearly up." in card(world).words
    world.move(seconds=ends_at * 0.2 + 28)
    assert rung(world) == {}

    world.move(seconds=2)
    told = rung(world)
    assert list(told) == [speaker.name]
    assert "No hurry: please come to an end when you are ready." in told[speaker.name][0]
    assert "The time is over" not in card(world).words
    world.move(seconds=30)
    assert "The time is over. No hurry" in card(world).words
    world.move(minutes=8)

    assert holder(world) is speaker
    assert rung(world) == {}
    assert speaker.presses("Done").ok
    assert "A moment of quiet." in card(world).words


def test_more_time_in_overtime_counts_from_now_and_the_end_of_it_is_told_again(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    world.move(seconds=200)
    assert "The time is over" in card(world).words
    quiet(world)

    speaker.presses("More time")
    assert until(world) == int(world.clock().timestamp()) + 60
    assert "The time is over" not in card(world).words
    world.move(seconds=91)

    assert list(rung(world)) == [speaker.name]


# somebody seems to be away


def test_somebody_who_does_not_answer_a_quiet_call_has_their_turn_later(world: World) -> None:
    begun(world, *THREE)
    away = holder(world)
    missing = others(world, away)[0]

    more(missing, "They seem to be away")
    assert "I have asked quietly whether they are there." in missing.reads
    put_away(missing)
    told = rung(world)
    assert list(told) == [away.name]
    assert "Are you there? The floor is yours." in told[away.name][0]
    assert f"A quiet call: {away.name}, are you there?" in card(world).words
    world.move(seconds=19)
    assert holder(world) is away
    world.move(seconds=1)
    assert holder(world) is not away

    all_speak(world, 2)
    assert holder(world) is away
    assert "is offered the floor once more" in card(world).words
    assert "The floor is yours once more" in away.card.words


def test_somebody_who_answers_the_call_has_the_floor_as_before(world: World) -> None:
    begun(world, *THREE)
    called, before = holder(world), until(world)
    misses(others(world, called)[0])
    world.move(seconds=15)

    called.presses("I'm here")
    world.move(seconds=30)

    assert holder(world) is called
    assert "A quiet call" not in card(world).words
    assert until(world) == before
    assert "once more" not in card(world).words


@pytest.mark.parametrize("label", ["Done", "Pass", "More time"])
def test_whatever_they_press_answers_the_call(world: World, label: str) -> None:
    begun(world, *THREE)
    called = holder(world)
    misses(others(world, called)[0])

    called.presses(label)
    world.move(seconds=21)

    assert "A quiet call" not in card(world).words
    assert (holder(world) is called) == (label == "More time")


def test_a_call_that_nobody_answers_twice_leaves_the_turn_out(world: World) -> None:
    begun(world, *THREE)
    away = holder(world)
    for _ in range(2):
        until_floor_is(world, away.name)
        misses(others(world, away)[0])
        misses(others(world, away)[1])
        world.move(seconds=20)
        if holder(world) is not away and "One thing" not in card(world).words:
            all_speak(world, 2)

    assert "One thing I am taking with me" in card(world).words


def test_whoever_was_away_when_people_arrived_is_asked_again_before_it_goes_on(world: World) -> None:
    begun(world, *THREE, options="live check-in")
    away = holder(world)
    assert "A word of arriving" in card(world).words
    misses(others(world, away)[0])
    assert "your turn comes again at the end" in away.card.words
    world.move(seconds=20)

    all_speak(world, 2)

    assert holder(world) is away
    assert "offered the floor once more" in card(world).words
    speaks(world)
    assert "Everybody else listens." in card(world).words


# arriving and leaving


def test_a_word_of_arriving_comes_first_and_one_thing_to_take_last(world: World) -> None:
    begun(world, *THREE, options="live check-in")
    assert "A word of arriving" in card(world).words
    assert "a word of arriving" in holder(world).card.words
    assert left(world) == 60

    arrived = all_speak(world, 3)
    assert "Everybody else listens." in card(world).words
    assert left(world) == 120
    spoke = all_speak(world, 3)
    assert "One thing I am taking with me" in card(world).words
    assert "one thing you are taking with you" in holder(world).card.words
    took = all_speak(world, 3)

    assert sorted(arrived) == sorted(spoke) == sorted(took) == sorted(THREE)
    assert "Thank you all." in card(world).words
    assert "Offered the floor: Ana, Ben and Chloe." in closing_card(world).words
    assert "I have kept nothing of what was said." in closing_card(world).words


def test_to_pass_in_arriving_is_not_asked_about_twice(world: World) -> None:
    begun(world, *THREE, options="live check-in")

    for _ in THREE:
        passes(world)

    assert "Everybody else listens." in card(world).words


def test_only_what_somebody_ticked_stands_on_the_closing_card(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    all_speak(world, 3)
    ana.presses("More", HERE)
    ana.presses("One thing I'm taking")
    assert "Please tick this" in str(ana.sends({"One thing": "Only for me."}).errors)
    assert ana.sends({"One thing": "That we sat down.", "On the closing card": True}).ok
    put_away(ana)

    ends(world)

    assert "That we sat down." in closing_card(world).words
    assert "Only for me." not in closing_card(world).words


# twice with open talk; again and again


def test_twice_then_open_talk_then_what_people_take_along(world: World) -> None:
    begun(world, *THREE, options="live café")
    assert left(world) == 60
    first, second = all_speak(world, 3), all_speak(world, 3)
    assert sorted(first) == sorted(second) == sorted(THREE)

    assert "Open talk, in the thread or aloud" in card(world).words
    assert left(world) == 20 * 60
    assert takes(world["Ben"], "To ask sooner.").ok
    world.move(minutes=19)
    assert "Open talk" in card(world).words
    world.move(minutes=1)
    assert "One thing I am taking with me" in card(world).words
    ends(world)

    assert "To ask sooner." in closing_card(world).words


def test_again_and_again_until_everybody_passes(world: World) -> None:
    begun(world, *THREE, options="live council")
    for _ in range(3):
        assert sorted(all_speak(world, 3)) == sorted(THREE)
        assert "Everybody else listens." in card(world).words
    passes(world)
    passes(world)
    speaks(world)  # one more has something to say, so those who passed are offered it again
    passes(world)
    passes(world)
    assert "Everybody else listens." in card(world).words

    for _ in THREE:
        passes(world)

    assert "One thing I am taking with me" in card(world).words


def test_somebody_who_is_away_does_not_keep_it_going_for_ever(world: World) -> None:
    begun(world, *THREE, options="live council")
    all_speak(world, 3)

    away = holder(world)
    misses(others(world, away)[0])
    world.move(seconds=20)
    passes(world)
    passes(world)
    until_floor_is(world, away.name)
    misses(others(world, away)[0])
    world.move(seconds=20)
    for _ in range(2):
        if "One thing" not in card(world).words:
            passes(world)

    assert "One thing I am taking with me" in card(world).words


# who opens


def test_somebody_with_lived_experience_may_offer_to_open_and_nobody_else_is_asked(world: World) -> None:
    brings(world["Dev"], LIVED)
    brings(world["Ben"], PROFESSIONAL)
    ask_all(world, "live")
    for name in FIVE:
        joins(world[name])
    asked = [name for name in FIVE if "I'd be glad to open" in receipt(world[name]).buttons]
    assert asked == ["Dev"]
    assert "Only if you like." in receipt(world["Dev"]).words

    world["Dev"].presses("I'd be glad to open", HERE)
    world["Ana"].presses("Begin", HERE)

    assert holder(world).name == "Dev"


def test_nothing_in_the_channel_says_what_anybody_brings(world: World) -> None:
    brings(world["Dev"], LIVED)
    ask_all(world, "live")
    for name in FIVE:
        joins(world[name])
    world["Dev"].presses("I'd be glad to open", HERE)
    world["Ana"].presses("Begin", HERE)

    everything = "\n".join(m.words + m.text for m in posted(world))
    assert "lived" not in everything
    assert "open" not in everything.lower()


def test_somebody_who_offers_to_open_is_thanked(world: World) -> None:
    brings(world["Dev"], LIVED)
    ask_all(world, "live")
    joins(world["Dev"])

    world["Dev"].presses("I'd be glad to open", HERE)

    assert "You open, when it begins." in receipt(world["Dev"]).text


# coming late, and leaving


def test_whoever_comes_late_has_their_turn_after_the_others(world: World) -> None:
    begun(world, *THREE)
    speaks(world)

    joins(world["Dev"])
    assert "Your turn comes after the others" in world["Dev"].reads
    all_speak(world, 2)

    assert holder(world).name == "Dev"
    speaks(world)
    assert "One thing I am taking with me" in card(world).words


def test_whoever_comes_late_comes_before_those_who_are_offered_it_once_more(world: World) -> None:
    begun(world, *THREE)
    quiet_one = passes(world)
    speaks(world)
    joins(world["Dev"])

    speaks(world)
    assert holder(world).name == "Dev"
    speaks(world)

    assert holder(world) is quiet_one


def test_nobody_joins_while_people_say_what_they_take_along(world: World) -> None:
    begun(world, *THREE)
    dev, esi = world["Dev"], world["Esi"]
    more(dev)
    all_speak(world, 3)

    dev.presses("Join in")
    assert "drawing to its end, so nothing was changed" in dev.reads
    more(esi)
    assert "You have not joined this one, and it is drawing to its end." in esi.reads
    assert "Join in" not in form_buttons(esi)


def test_when_the_speaker_leaves_the_order_closes_up_without_remark(world: World) -> None:
    begun(world, *FIVE)
    leaves = holder(world)

    steps_out(leaves)

    assert holder(world) is not leaves
    assert "stepped out" not in card(world).words
    assert leaves.name not in all_speak(world, 4)
    assert "One thing I am taking with me" in card(world).words


def test_whoever_leaves_before_their_turn_is_not_waited_for(world: World) -> None:
    begun(world, *FIVE)
    speaker = holder(world)
    leaves = next(world[name] for name in FIVE[1:] if world[name] is not speaker)

    steps_out(leaves)

    assert holder(world) is speaker
    assert leaves.name not in all_speak(world, 4)
    assert "One thing I am taking with me" in card(world).words


def test_whoever_leaves_while_they_are_called_is_not_called_any_more(world: World) -> None:
    begun(world, *THREE)
    called = holder(world)
    misses(others(world, called)[0])

    steps_out(called)

    assert holder(world) is not called
    assert "A quiet call" not in card(world).words
    before = holder(world)
    world.move(seconds=25)
    assert holder(world) is before


def test_whoever_leaves_in_the_moment_of_quiet_before_their_turn_is_left_out(world: World) -> None:
    begun(world, *THREE)
    speaks(world)
    speaks_second = holder(world)
    speaks_second.presses("Done")
    last = next(world[n] for n in THREE if n not in _offered(card(world)))

    steps_out(last)

    assert "One thing I am taking with me" in card(world).words


def test_a_closed_account_has_the_floor_no_longer(world: World) -> None:
    begun(world, "Ben", "Chloe", "Dev")
    gone = holder(world)

    world.slack.deactivate(gone.id)
    world.settle()

    assert holder(world) is not gone
    assert gone.name not in all_speak(world, 2)
    assert "One thing I am taking with me" in card(world).words


def test_whoever_stepped_out_can_come_back_and_has_a_turn_if_they_had_none(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    leaves = next(world[name] for name in THREE[1:] if world[name] is not speaker)
    steps_out(leaves)

    joins(leaves)

    assert leaves.name in all_speak(world, 3)
    assert "One thing I am taking with me" in card(world).words


def test_when_everybody_has_left_it_is_closed(world: World) -> None:
    begun(world, *THREE)

    for name in ("Ben", "Chloe", "Ana"):
        steps_out(world[name])

    assert closed(world)


# I'd like to say something


def keeps_for_later(somebody: Somebody, words: str) -> None:
    put_away(somebody)
    somebody.presses("I'd like to say something", HERE)
    assert somebody.sends({"What I would like to say": words}).ok
    assert "kept for your turn" in somebody.reads
    put_away(somebody)


def test_words_that_are_kept_for_a_turn_are_shown_when_it_comes_and_to_nobody_else(world: World) -> None:
    begun(world, *THREE)
    somebody = world[next(name for name in THREE if world[name] is not holder(world))]
    words = "The letter came three weeks late."
    keeps_for_later(somebody, words)

    until_floor_is(world, somebody.name)

    assert "You kept some words for this." in somebody.card.words
    somebody.presses("What I kept for this")
    assert words in somebody.reads
    shown = {c.method for c in world.slack.calls if words in str(c.args)}
    assert shown == {"views.open"}  # in front of whoever wrote them, and nowhere else
    for one in others(world, somebody):
        one.presses("I'd like to say something", HERE)
        assert words not in one.reads


def test_words_that_are_kept_can_be_changed_or_let_go(world: World) -> None:
    begun(world, *THREE)
    somebody = others(world, holder(world))[0]
    keeps_for_later(somebody, "First thought.")
    keeps_for_later(somebody, "Second thought.")
    assert [author for author, kind in kept_replies(world) if kind == "note"] == [somebody.id]

    somebody.presses("I'd like to say something", HERE)
    assert "Second thought." in somebody.reads
    somebody.sends({"What I would like to say": ""})

    assert "Nothing is kept." in somebody.reads
    assert "note" not in [kind for _, kind in kept_replies(world)]


def test_words_that_were_kept_for_a_turn_go_when_it_closes(world: World) -> None:
    begun(world, *THREE)
    for name in THREE:
        keeps_for_later(world[name], f"What {name} kept.")
    assert len([kind for _, kind in kept_replies(world) if kind == "note"]) == 3

    all_speak(world, 3)
    ends(world)

    assert {kind for _, kind in kept_replies(world)} == {"question"}


def test_words_that_were_kept_go_with_whoever_steps_out(world: World) -> None:
    begun(world, *THREE)
    somebody = others(world, holder(world))[0]
    keeps_for_later(somebody, "Not any more.")

    steps_out(somebody)

    assert "note" not in [kind for _, kind in kept_replies(world)]


# I've listened


def test_only_whoever_spoke_sees_how_many_listened_and_nobody_counts_twice(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)
    first, second = others(world, speaker)
    speaker.presses("Done")

    for listener in (first, first, second):
        listener.presses("I've listened", HERE)
        assert "Thank you for listening." in receipt(listener).text

    assert "Listened to you: 2." in speaker.card.words
    assert "Listened to you" not in "".join(m.words for m in posted(world))
    for listener in (first, second):
        assert "Listened to you" not in "".join(m.words for m in listener.messages())
    assert rung(world) == {}


def test_nobody_listens_to_themselves(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)

    speaker.presses("I've listened", HERE)

    assert "nobody to have listened to just now" in receipt(speaker).text


def test_what_is_counted_belongs_to_this_time_of_speaking(world: World) -> None:
    begun(world, *THREE, options="live council")
    somebody = world["Ben"]
    listeners = [world["Ana"], world["Chloe"]]
    for _ in range(2):
        until_floor_is(world, "Ben")
        for listener in listeners:
            listener.presses("I've listened", HERE)
        somebody.presses("Done")
        assert "Listened to you: 2." in somebody.card.words
        world.move(seconds=10)
        while holder(world) is not somebody and "Ben" in _offered(card(world)):
            speaks(world)


def test_who_listened_is_gone_with_the_close(world: World) -> None:
    begun(world, *THREE)
    others(world, holder(world))[0].presses("I've listened", HERE)
    assert "ear" in [kind for _, kind in kept_replies(world)]

    all_speak(world, 3)
    ends(world)

    assert "ear" not in [kind for _, kind in kept_replies(world)]
    assert kept_rounds(world)[-1].facts["heard"] == {}


# playing back


def test_each_begins_with_one_thing_heard_and_whoever_spoke_says_whether_that_is_it(world: World) -> None:
    begun(world, *THREE, options="live play-back")
    spoke = holder(world)
    assert "Please begin" not in spoke.card.words
    speaks(world)
    listener = holder(world)

    assert f"It begins with one thing heard from {spoke.name}." in card(world).words
    assert f"Please begin with one thing that you heard from {spoke.name}." in listener.card.words
    told = rung(world)
    assert f"{listener.name} begins with one thing heard from you. Is that it?" in told[spoke.name][0]
    assert spoke.card.buttons == ["Yes, that's it", "Nearly", "Not yet"]
    spoke.presses("Nearly")

    assert "Is that it?" not in spoke.card.words
    assert rung(world) == {}
    assert holder(world) is listener


def test_nobody_else_says_whether_that_is_it(world: World) -> None:
    begun(world, *THREE, options="live play-back")
    spoke = speaks(world)
    listener = holder(world)
    third = next(one for one in others(world, spoke) if one is not listener)
    yes = next(e for _, e in pressable(spoke.card.raw["blocks"]) if e["action_id"] == "listening.yes")
    own = next(e for _, e in pressable(card(world).raw["blocks"]) if e["action_id"] == "listening.menu")
    assert yes["value"].startswith(own["value"])

    asked = [m for m in third.messages() if "Is that it?" in m.words]

    assert asked == []
    assert "Is that it?" in spoke.card.words
    assert "Is that it?" not in listener.card.words


def test_when_whoever_spoke_before_has_left_nobody_is_asked_to_play_them_back(world: World) -> None:
    begun(world, *THREE, options="live play-back")
    spoke = holder(world)
    spoke.presses("Done")
    steps_out(spoke)

    world.move(seconds=10)

    assert "It begins with one thing heard" not in card(world).words
    assert "Please begin" not in holder(world).card.words


def test_a_machine_that_slept_through_a_turn_goes_on_where_it_was(world: World) -> None:
    begun(world, *THREE)
    speaker = holder(world)

    world.jump(minutes=5)
    world.restart()
    world.settle()

    assert holder(world) is speaker
    assert "The time is over" in card(world).words
    assert len(rung(world)) <= 1
    assert sorted([speaks(world).name for _ in THREE]) == sorted(THREE)

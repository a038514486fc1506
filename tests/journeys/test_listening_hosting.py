"""Looking after it: what one person does for all can be read by all, handed over, and taken up by others."""

from collections.abc import Callable

import pytest

from tests.journeys.listening_steps import (
    HERE,
    QUESTION,
    all_write,
    ask_all,
    card,
    closed,
    floor,
    form_buttons,
    has_listened,
    joins,
    more,
    quiet,
    receipt,
    rung,
    time_is_up,
    writes,
)
from tests.journeys.steps import put_away
from tests.journeys.test_listening_live import (
    THREE,
    all_speak,
    begun,
    ends,
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
from tests.world import Somebody, World

FOR_WHOEVER_ASKED = (
    "Let the turn come later",
    "Half as much time again",
    "Another question next",
    "Hand it over",
)
NEXT = "What would help tomorrow?"


def offers(somebody: Somebody) -> list[str]:
    """What *More* on the card offers them now."""
    more(somebody)
    found = form_buttons(somebody)
    put_away(somebody)
    return found


def done_so_far(somebody: Somebody) -> str:
    """What was done by whoever looks after it, as they can read it."""
    more(somebody, "What was done")
    read = somebody.reads
    put_away(somebody)
    return read


def asks_next(somebody: Somebody, question: str = NEXT) -> None:
    more(somebody, "Another question next")
    assert somebody.sends({"What shall be asked next?": question}).ok
    put_away(somebody)


def hands_to(somebody: Somebody, other: Somebody) -> None:
    more(somebody, "Hand it over")
    assert somebody.sends({"Who could look after it from here?": other.name}).ok
    assert "They are asked. It is theirs when they say yes." in somebody.reads
    put_away(somebody)


def hands_to_ben_who_is_away(world: World, until: str) -> None:
    """He has written there before, and is not rung about it."""
    ask_all(world)
    for somebody in (world["Ben"], world["Chloe"]):
        writes(somebody)
    world["Ben"].types(f"/alongside away until {until}")
    hands_to(world["Ana"], world["Ben"])


def looks_after(world: World) -> str:
    """Whose card it is, as everybody reads it."""
    return card(world).words.partition(" asks")[0].removeprefix("*")


# who may


def test_only_whoever_looks_after_it_is_offered_what_is_for_all(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begun(world, *THREE)

    mine, bens = offers(ana), offers(ben)

    assert set(FOR_WHOEVER_ASKED) | {"Close it"} <= set(mine)
    assert not set(bens) & {*FOR_WHOEVER_ASKED, "Close it"}
    assert "What was done" in bens


def test_a_form_that_was_open_when_it_changed_hands_changes_nothing_any_more(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begun(world, *THREE)
    hands_to(ana, ben)
    more(ana)
    ben.presses("Yes, I'll look after it")
    before = card(world).words

    ana.presses("Close it")

    assert "That is for Ben to do" in ana.reads
    assert card(world).words == before


def test_whoever_is_away_and_was_never_rung_answers_at_home_whether_they_look_after_it(
    world: World, ben: Somebody
) -> None:
    hands_to_ben_who_is_away(world, "30 September")
    assert "whether you would like to look after this" in ben.home

    ben.presses_at_home("Look at it")
    ben.presses("Yes, I'll look after it")

    assert looks_after(world) == "Ben"


def test_among_several_things_it_is_said_what_somebody_is_asked_to_look_after(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    hands_to_ben_who_is_away(world, "15 September")
    world.move(minutes=1)  # what has waited longest comes first
    ana.types("/checkin set @ben @chloe @dev", HERE)
    ana.sends({})
    rung(world)

    world.move(days=1)

    [said] = rung(world)["Ben"]
    assert said.startswith("Two things wait for you")
    assert f"Ana asks whether you would like to look after this, in <#{HERE}>." in said
    ben.presses("Show me")
    ben.presses("Yes, I'll look after it")
    assert looks_after(world) == "Ben"


# a turn


def test_a_turn_can_come_later_without_anybody_being_blamed(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    skipped = holder(world)

    more(ana, "Let the turn come later")
    assert "The turn comes again at the end." in ana.reads
    put_away(ana)
    assert holder(world) is not skipped
    all_speak(world, 2)

    assert holder(world) is skipped
    assert "is offered the floor once more" in card(world).words
    assert "skip" not in card(world).words


def test_where_nobody_has_the_floor_there_is_no_turn_to_come_later(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    more(ana)
    holder(world).presses("Done", HERE)

    ana.presses("Let the turn come later")

    assert "Nobody has the floor just now" in ana.reads
    assert "A moment of quiet." in card(world).words


@pytest.mark.parametrize(
    ("options", "more_seconds"), [("live 2", 60), ("live 5", 150), ("relay 4", 2 * 3600)]
)
def test_half_as_much_time_again_is_given_once_in_a_step(
    world: World, ana: Somebody, options: str, more_seconds: int
) -> None:
    begun(world, *THREE, options=options)
    before = until(world)

    more(ana, "Half as much time again")
    assert "There is more time now." in ana.reads
    put_away(ana)

    assert until(world) == before + more_seconds
    assert "Half as much time again" not in offers(ana)
    speaks(world)
    assert "Half as much time again" not in offers(ana)


def test_a_form_from_before_gives_no_time_twice(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    more(ana, "Half as much time again")
    put_away(ana)
    after = until(world)

    more(ana)
    assert "Half as much time again" not in form_buttons(ana)

    assert until(world) == after


def test_each_time_round_has_its_own_more_time(world: World, ana: Somebody) -> None:
    begun(world, *THREE, options="live council")
    more(ana, "Half as much time again")
    put_away(ana)

    all_speak(world, 3)

    assert "Half as much time again" in offers(ana)


def test_open_talk_can_have_ten_minutes_more(world: World, ana: Somebody) -> None:
    begun(world, *THREE, options="live café")
    all_speak(world, 6)
    assert left(world) == 20 * 60

    more(ana, "Half as much time again")
    put_away(ana)

    assert left(world) == 30 * 60
    world.move(minutes=29)
    assert "Open talk" in card(world).words


def test_more_time_to_write_moves_the_end_by_a_day(world: World, ana: Somebody) -> None:
    ask_all(world)
    writes(world["Ben"])
    before = until(world)

    more(ana, "Half as much time again")
    put_away(ana)

    assert until(world) == before + 24 * 3600


# another question


def test_another_question_is_asked_when_it_has_gone_round_with_this_one(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    asks_next(ana)
    assert NEXT not in card(world).words

    all_speak(world, 3)

    assert NEXT in card(world).words
    assert QUESTION not in card(world).words
    assert sorted(all_speak(world, 3)) == sorted(THREE)
    assert "One thing I am taking with me" in card(world).words


def test_two_more_questions_come_in_their_order(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    asks_next(ana, "First?")
    asks_next(ana, "Second?")

    all_speak(world, 3)
    assert "First?" in card(world).words
    all_speak(world, 3)
    assert "Second?" in card(world).words
    all_speak(world, 3)

    assert "One thing I am taking with me" in card(world).words


def test_in_open_talk_another_question_is_asked_at_once_and_open_talk_comes_after_it(
    world: World, ana: Somebody
) -> None:
    begun(world, *THREE, options="live café")
    all_speak(world, 6)
    assert "Open talk" in card(world).words

    asks_next(ana)

    assert NEXT in card(world).words
    assert holder(world).name in THREE
    all_speak(world, 3)
    assert "Open talk" in card(world).words
    world.move(minutes=20)
    assert "One thing I am taking with me" in card(world).words


def test_another_question_comes_after_quiet_too(world: World, ana: Somebody) -> None:
    begun(world, *THREE, options="live council")
    asks_next(ana)

    for _ in THREE:
        passes(world)

    assert NEXT in card(world).words
    assert "Everybody else listens." in card(world).words


def test_no_question_is_added_to_the_last_word(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    more(ana, "Another question next")
    for _ in THREE:
        floor(holder(world), "Done")
        world.move(seconds=10)
    assert "One thing I am taking with me" in card(world).words

    outcome = ana.sends({"What shall be asked next?": NEXT})

    assert "drawing to its end" in str(outcome.errors)
    put_away(ana)
    assert "Another question next" not in offers(ana)


# handing it over


def test_it_is_handed_over_when_the_other_says_yes(world: World, ana: Somebody, ben: Somebody) -> None:
    begun(world, *THREE)

    hands_to(ana, ben)
    told = rung(world)
    assert "Ana asks whether you would look after this from here" in told["Ben"][0]
    assert "Ben" in told
    assert "Chloe" not in told
    assert looks_after(world) == "Ana"
    ben.presses("Yes, I'll look after it")

    assert looks_after(world) == "Ben"
    assert "Ben looks after this from here. Thank you." in rung(world)["Ana"][0]
    assert "Close it" in offers(ben)
    assert "Close it" not in offers(ana)


def test_two_can_look_after_it_together_with_the_same_rights(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begun(world, *THREE)
    more(ana, "Hand it over")
    assert ana.sends(
        {"Who could look after it from here?": "Ben", "How?": "Together with me, with the same rights"}
    ).ok
    put_away(ana)
    assert "Ana asks whether you would look after this together with them" in rung(world)["Ben"][0]

    ben.presses("Yes, I'll look after it")

    assert "Ben looks after this together with you from here." in rung(world)["Ana"][0]
    assert "Close it" in offers(ana)
    more(ben, "Let the turn come later")
    put_away(ben)
    more(ana, "Step out")
    assert "Would somebody look after this?" not in card(world).words
    assert looks_after(world) == "Ben"


def test_no_thank_you_leaves_it_where_it_was(world: World, ana: Somebody, ben: Somebody) -> None:
    begun(world, *THREE)
    hands_to(ana, ben)
    quiet(world)

    ben.presses("No, thank you")

    assert looks_after(world) == "Ana"
    assert "They would rather not look after it. It stays with you." in rung(world)["Ana"][0]
    assert "Yes, I'll look after it" not in ben.card.buttons


def test_somebody_else_can_be_asked_instead(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    begun(world, *THREE)
    hands_to(ana, ben)

    hands_to(ana, chloe)
    assert "Yes, I'll look after it" not in ben.card.buttons
    chloe.presses("Yes, I'll look after it")

    assert looks_after(world) == "Chloe"


def test_an_answer_that_comes_too_late_changes_nothing(world: World, ana: Somebody, ben: Somebody) -> None:
    begun(world, *THREE)
    hands_to(ana, ben)
    steps_out(ben)
    joins(ben)

    assert "Yes, I'll look after it" not in [b for m in ben.messages() for b in m.buttons]
    assert looks_after(world) == "Ana"


def test_whoever_is_asked_while_they_have_the_floor_can_still_speak(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    until_floor_is(world, "Ben")
    hands_to(ana, world["Ben"])

    world["Ben"].presses("Done", HERE)

    assert "A moment of quiet." in card(world).words
    world["Ben"].presses("Yes, I'll look after it")
    assert looks_after(world) == "Ben"


# what was done


def test_what_was_done_can_be_read_by_everybody_in_it(world: World, ana: Somebody, ben: Somebody) -> None:
    begun(world, *THREE)
    more(ana, "Let the turn come later")
    put_away(ana)
    more(ana, "Half as much time again")
    put_away(ana)
    asks_next(ana)
    hands_to(ana, ben)
    ben.presses("Yes, I'll look after it")
    more(ben, "Close it")
    put_away(ben)

    for name in THREE:
        lines = [line.partition(": ")[2] for line in done_so_far(world[name]).splitlines()[1:]]
        assert lines == [
            "Ana let it begin.",
            "Ana let a turn come later.",
            "Ana gave it more time.",
            "Ana added a question.",
            "Ana asked somebody to look after it.",
            "Ben looks after it from here.",
            "Ben moved to the last word.",
        ]


def test_what_was_done_is_not_for_those_who_are_not_in_it(world: World) -> None:
    begun(world, *THREE)

    more(world["Dev"], "What was done")

    assert "Ana let it begin" not in world["Dev"].reads
    assert "This is for the people who take part in it." in world["Dev"].reads


def test_where_nothing_was_done_the_page_says_so(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    joins(ana)

    assert "Nothing yet. What Ana does for all of you can be read here." in done_so_far(ana)


def test_speaking_and_passing_is_nothing_that_is_written_down(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    passes(world)
    speaks(world)
    misses(others(world, holder(world))[0])

    assert done_so_far(ana).count("Ana") == 1


# closing it, from wherever it stands


def _asked_live(world: World) -> None:
    ask_all(world, "live")
    joins(world["Ben"])


def _asked_relay(world: World) -> None:
    ask_all(world, "relay")


def _nothing_written(world: World) -> None:
    ask_all(world)


def _written(world: World) -> None:
    ask_all(world)
    all_write(world, "Ben", "Chloe")


def _arriving(world: World) -> None:
    begun(world, *THREE, options="live check-in")


def _turn(world: World) -> None:
    begun(world, *THREE)


def _quiet_moment(world: World) -> None:
    begun(world, *THREE)
    holder(world).presses("Done", HERE)


def _called(world: World) -> None:
    begun(world, *THREE)
    misses(others(world, holder(world))[0])


def _over_time(world: World) -> None:
    begun(world, *THREE)
    world.move(minutes=5)


def _open_talk(world: World) -> None:
    begun(world, *THREE, options="live café")
    all_speak(world, 6)


def _relay_turn(world: World) -> None:
    begun(world, *THREE, options="relay")


def _relay_talk(world: World) -> None:
    begun(world, *THREE, options="relay café")
    all_speak(world, 6)


def _reading(world: World) -> None:
    ask_all(world)
    all_write(world, *THREE)
    time_is_up(world)


def _last_word_live(world: World) -> None:
    begun(world, *THREE)
    all_speak(world, 3)


def _last_word_relay(world: World) -> None:
    begun(world, *THREE, options="relay")
    all_speak(world, 3)


def _last_word_written(world: World) -> None:
    _reading(world)
    for name in THREE:
        has_listened(world[name])


ENDED, LIVE_WORD, WRITTEN_WORD, CLOSED = (
    "ended without coming together",
    "One thing I am taking with me",
    "One thing you are taking with you?",
    "This is closed. Thank you all.",
)


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize(
    ("stands", "becomes"),
    [
        (_asked_live, ENDED),
        (_asked_relay, ENDED),
        (_nothing_written, ENDED),
        (_written, ENDED),
        (_arriving, LIVE_WORD),
        (_turn, LIVE_WORD),
        (_quiet_moment, LIVE_WORD),
        (_called, LIVE_WORD),
        (_over_time, LIVE_WORD),
        (_open_talk, LIVE_WORD),
        (_relay_turn, WRITTEN_WORD),
        (_relay_talk, WRITTEN_WORD),
        (_reading, WRITTEN_WORD),
        (_last_word_live, CLOSED),
        (_last_word_relay, CLOSED),
        (_last_word_written, CLOSED),
    ],
)
def test_it_can_be_closed_from_wherever_it_stands(
    world: World, ana: Somebody, stands: Callable[[World], None], becomes: str
) -> None:
    stands(world)
    quiet(world)

    more(ana, "Close it")
    if "It can go on from" in ana.reads:
        world.move(hours={_relay_turn: 2, _reading: 20, _last_word_written: 20}.get(stands, 24))
        more(ana, "Close it")
    put_away(ana)

    assert becomes in card(world).words
    assert "A quiet call" not in card(world).words
    assert "has the floor" not in card(world).words or becomes == LIVE_WORD
    world.move(days=8)
    if becomes == ENDED:
        assert not closed(world)
    else:
        assert closed(world)


def test_after_it_was_closed_everybody_has_a_last_word(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    speaks(world)

    more(ana, "Close it")
    put_away(ana)

    assert sorted(all_speak(world, 3)) == sorted(THREE)
    assert closed(world)


# whoever looks after it is silent, leaves, comes back


def test_in_a_live_one_ten_minutes_of_silence_and_anybody_may_look_after_it(
    world: World, ana: Somebody
) -> None:
    begun(world, "Ben", "Chloe", "Dev")
    speaker = holder(world)
    world.move(minutes=11, seconds=59)
    assert "has not been heard from" not in card(world).words
    world.move(seconds=2)
    assert "Ana has not been heard from. Would somebody look after this?" in card(world).words
    somebody = others(world, speaker, "Ben", "Chloe", "Dev")[0]

    somebody.presses("Yes, I'll look after it", HERE)

    assert looks_after(world) == somebody.name
    assert f"{somebody.name} looks after this from here" in rung(world)["Ana"][0]
    world.move(minutes=5)
    assert "has not been heard from" not in card(world).words
    more(somebody, "Let the turn come later")
    put_away(somebody)
    assert holder(world) is not speaker


def test_somebody_who_is_not_in_it_does_not_come_to_look_after_it(world: World) -> None:
    begun(world, *THREE)
    world.move(minutes=13)
    assert "Yes, I'll look after it" in card(world).buttons

    world["Esi"].presses("Yes, I'll look after it", HERE)

    assert looks_after(world) == "Ana"
    assert "take part" in receipt(world["Esi"]).text


def test_where_people_are_there_and_nobody_lets_it_begin_another_may(world: World) -> None:
    ask_all(world, "live")
    joins(world["Ben"])
    world.move(minutes=5)
    joins(world["Chloe"])
    world.move(minutes=9, seconds=59)
    assert "has not been heard from" not in card(world).words
    world.move(seconds=2)
    assert "Ana has not been heard from" in card(world).words

    world["Ben"].presses("Yes, I'll look after it", HERE)
    world["Ben"].presses("Begin", HERE)
    world["Ben"].presses("Go on, the two of us", HERE)

    assert holder(world).name in ("Ben", "Chloe")


def test_whoever_was_silent_comes_back_by_doing_something(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    world.move(minutes=13)
    assert "Ana has not been heard from" in card(world).words

    asks_next(ana)

    assert "has not been heard from" not in card(world).words
    world.move(minutes=9)
    assert "has not been heard from" not in card(world).words
    world.move(minutes=2)
    assert "Ana has not been heard from" in card(world).words


def test_whoever_was_silent_comes_back_by_speaking(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    until_floor_is(world, "Ana")
    world.move(minutes=13)
    assert "Ana has not been heard from" in card(world).words

    speaks(world)

    assert "has not been heard from" not in card(world).words


def test_whoever_was_silent_may_say_that_they_still_look_after_it(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    world.move(minutes=13)

    ana.presses("Yes, I'll look after it", HERE)

    assert looks_after(world) == "Ana"
    world.move(minutes=5)
    assert "has not been heard from" not in card(world).words


def test_a_group_that_speaks_needs_nobody_to_look_after_it(world: World) -> None:
    begun(world, *THREE, options="live 10")

    for _ in THREE:
        world.move(minutes=10)
        speaks(world)

    assert "has not been heard from" not in card(world).words
    assert "One thing I am taking with me" in card(world).words


def test_a_live_one_that_everybody_has_forgotten_closes_within_the_hour(world: World) -> None:
    begun(world, *THREE)

    world.move(minutes=61)
    assert not closed(world)
    world.move(minutes=2)

    assert closed(world)


@pytest.mark.parametrize("options", ["live", "relay"])
def test_when_whoever_looks_after_it_leaves_anybody_may(world: World, ana: Somebody, options: str) -> None:
    begun(world, *THREE, options=options)
    speaker = holder(world)

    steps_out(ana)

    assert "Nobody looks after this one yet. Would somebody?" in card(world).words
    assert card(world).words.startswith("*A question to listen to*")
    world["Ben"].presses("Yes, I'll look after it", HERE)
    assert looks_after(world) == "Ben"
    assert "Close it" in offers(world["Ben"])
    assert holder(world) is speaker or speaker is ana


def test_where_nobody_takes_it_up_it_goes_on_by_itself(world: World, ana: Somebody) -> None:
    begun(world, *THREE)
    steps_out(ana)

    all_speak(world, 2)
    ends(world)

    assert closed(world)


def test_whoever_left_and_came_back_has_nothing_to_look_after_that_another_took(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begun(world, *THREE)
    steps_out(ana)
    ben.presses("Yes, I'll look after it", HERE)

    joins(ana)

    assert looks_after(world) == "Ben"
    assert "Close it" not in offers(ana)


def test_a_closed_account_looks_after_nothing_any_more(world: World, ana: Somebody, ben: Somebody) -> None:
    begun(world, *THREE)

    world.slack.deactivate(ana.id)
    world.settle()

    assert "Would somebody?" in card(world).words
    ben.presses("Yes, I'll look after it", HERE)
    assert looks_after(world) == "Ben"


def test_somebody_who_looks_after_it_without_a_turn_can_do_all_of_it(world: World, ana: Somebody) -> None:
    begun(world, "Ben", "Chloe", "Dev", options="live 2")
    first, before = holder(world), until(world)

    more(ana, "Half as much time again")
    put_away(ana)
    assert until(world) == before + 60
    asks_next(ana)
    more(ana, "Let the turn come later")
    put_away(ana)
    assert holder(world) is not first
    assert "Ana gave it more time" in done_so_far(ana)
    hands_to(ana, world["Ben"])
    more(ana, "Close it")
    put_away(ana)

    assert "One thing I am taking with me" in card(world).words

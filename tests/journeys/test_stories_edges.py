"""A stories round where something is otherwise: what it does not open without, who stops or rests."""

import pytest

from tests.journeys.steps import kept, looks, put_away
from tests.journeys.stories_steps import (
    HERE,
    TOLD,
    asks,
    card,
    prepared,
    reads,
    says_yes,
    writes,
)
from tests.world import World

PUT_OFF = "It does not take place on this day."


@pytest.mark.parametrize("missing", ["two", "a yes", "a story", "enough people"])
def test_it_does_not_open_without_two_who_look_after_it_and_each_yes(world: World, missing: str) -> None:
    asks(world)
    _ = missing == "two" or world["Ben"].presses("Yes, I'll look after it")
    for name in TOLD if missing != "a yes" else ["Chloe"]:
        says_yes(world[name], few=missing != "enough people")
        _ = (missing == "a story" and name == "Dev") or writes(world[name], TOLD[name])
    assert "It cannot open yet" in world["Ana"].card.words
    world.move(days=7)

    assert PUT_OFF in card(world).words
    assert not any(name in card(world).words for name in TOLD)
    assert "Read it" not in world["Ana"].card.buttons
    assert kept(world) == [("U0ANA", "question")]


def test_it_is_not_asked_for_where_nobody_is_named_whom_people_can_turn_to(world: World) -> None:
    esi = world["Esi"]
    esi.types("/alongside stories A day", HERE)  # she alone is named, and cannot be that for herself

    assert "Nobody is named yet whom people can turn to" in esi.messages(HERE)[-1].words
    assert kept(world) == []


def test_whoever_is_asked_has_a_whole_day_and_each_has_one_place(world: World) -> None:
    ana = world["Ana"]
    asks(world, day="Wednesday 16 September")
    asks(world, "Chloe", "Ben")
    asks(world, "Chloe")

    assert kept(world) == []
    assert ana.rang() == []


def test_whoever_tells_can_stop_at_any_moment_and_their_words_go_at_once(world: World) -> None:
    chloe, ben = world["Chloe"], world["Ben"]
    prepared(world)
    world.move(days=7)
    assert TOLD["Chloe"] in reads(ben)
    chloe.presses("I would rather not tell")

    assert PUT_OFF in card(world).words
    assert PUT_OFF in ben.card.words
    assert "Chloe" not in card(world).words + ben.card.words
    assert kept(world) == [("U0ANA", "question")]


def test_somebody_who_would_rather_not_is_asked_no_more_and_nobody_is_told(world: World) -> None:
    chloe = world["Chloe"]
    asks(world)
    says_yes(world["Dev"])
    rang = len(world["Dev"].rang())
    chloe.presses("I would rather not tell")

    assert "That is fine. You are welcome to listen" in chloe.card.words
    assert "Chloe" not in world["Dev"].card.words + card(world).words
    assert world["Dev"].rang()[rang:] == []
    chloe.presses("I'm in")
    assert "3 will be there." in card(world).words


def test_three_tell_and_the_two_who_are_left_go_on(world: World) -> None:
    for name in ("Fay", "Gus", "Hal"):
        world.newcomer(name)
    asks(world, "Chloe", "Dev", "U0FAY")
    world["Ben"].presses("Yes, I'll look after it")
    for name in ("Chloe", "Dev", "Fay"):
        says_yes(world[name])
        writes(world[name], f"How it was for {name}.")
    world.move(days=7)
    assert "You have stepped out." in looks(world["Fay"], "More", "Step out")

    assert "The stories can be read" in card(world).words
    assert "How it was for Fay." not in reads(world["Ben"])
    assert "How it was for Dev." in reads(world["Ben"])


def test_words_with_a_name_in_them_are_read_by_nobody_else_until_their_author_has_changed_them(
    world: World,
) -> None:
    ana, ben, chloe = world["Ana"], world["Ben"], world["Chloe"]
    prepared(world)
    world.move(days=7)
    looks(ana, "Read it", "Please unname")
    asked = next(name for name in TOLD if TOLD[name] not in reads(ben))

    other = next(name for name in TOLD if name != asked)
    assert TOLD[other] in reads(ben)
    assert "take out a name" in world[asked].card.words
    put_away(world[asked])
    world[asked].presses("Change my words")
    assert TOLD[asked] in world[asked].reads
    world[asked].sends({"My story": "How it was, without a name."})
    assert "How it was, without a name." in reads(ben)
    assert "asked somebody to change their words" in looks(chloe, "More", "What was done")


def test_a_moment_for_oneself_is_told_to_nobody_but_those_who_are_ticked(world: World) -> None:
    chloe, esi, ben = world["Chloe"], world["Esi"], world["Ben"]
    prepared(world)
    world.move(days=7)
    esi.rang(), ben.rang()
    chloe.presses("I need a moment")
    assert chloe.reads.index("Esi") < chloe.reads.index("Nobody hears of this")
    chloe.sends({})
    assert "If you ticked nothing, nobody has heard of this." in chloe.reads
    assert (esi.rang(), ben.rang()) == ([], [])

    put_away(chloe)
    chloe.presses("I need a moment")
    chloe.sends({"Nobody hears of this but those you tick.": ["I would like to hear from Esi"]})
    assert "Would like to hear from you, soon and in private: Chloe." in esi.card.words
    assert ben.rang() == []
    put_away(chloe)
    chloe.presses("I need a moment")
    chloe.sends({"Nobody hears of this but those you tick.": ["Let it rest, for all"]})
    assert "It is resting" in card(world).words


def test_whoever_comes_later_than_a_day_after_the_opening_can_be_there_another_time(world: World) -> None:
    fay, gus = world.newcomer("Fay"), world.newcomer("Gus")
    prepared(world)
    world.move(days=7)
    fay.presses("I'm in", HERE)
    fay.presses("Read it", HERE)
    assert TOLD["Dev"] in fay.reads
    world.move(days=1)

    assert "I'm in" not in card(world).buttons
    gus.presses("Read it", HERE)
    assert "can be there another time" in gus.reads
    assert TOLD["Dev"] not in gus.reads


def test_how_it_was_is_counted_where_five_or_more_answered_and_else_not(world: World) -> None:
    for name in ("Fay", "Gus"):
        world.newcomer(name)
    prepared(world, listeners=("Fay",))
    world.move(days=11)
    here = ("Ana", "Ben", "Chloe", "Dev", "Fay")
    for name in here:
        put_away(world[name])
        world[name].presses("How was it?")
        world[name].sends({"Was it worth the time?": "Yes", "Would you come again?": "Perhaps"})
    world.move(days=4)

    said = card(world).words
    assert "5 were there." in said
    assert "Was it worth the time? Yes: 5, Partly: 0, No: 0" in said
    assert "safe enough" not in said  # nobody answered that
    assert not any(name in said for name in here[2:])


def test_live_it_keeps_time_and_quiet_and_ends_when_it_said_it_would(world: World) -> None:
    ana, chloe = world["Ana"], world["Chloe"]
    prepared(world, live=True)
    assert "It begins" in card(world).words
    world.move(days=7, hours=4, minutes=59)
    assert "It begins" in card(world).words
    world.move(minutes=1)
    assert "Welcome." in card(world).words
    assert "I'm in" not in card(world).buttons

    world.move(minutes=5)
    assert "Chloe is telling now." in card(world).words
    chloe.presses("That was my story")
    assert "Dev is telling now." in card(world).words
    ana.presses("Not here: go on")
    assert PUT_OFF in card(world).words  # one alone is left


def test_live_after_the_stories_it_is_quiet_and_then_a_question_may_be_offered(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    prepared(world, live=True)
    world.move(days=7, hours=5, minutes=15)
    assert "A minute of quiet" in card(world).words
    world.move(minutes=1)
    assert "What of this rang true for you? Speak if you like" in card(world).words
    ana.presses("Offer a question")
    assert "If you like" not in card(world).words
    world.move(minutes=2)
    ana.presses("Offer a question")
    assert "If you like" in card(world).words
    looks(ben, "More", "Pause for all")
    world.move(hours=1)

    assert "The stories are told." in card(world).words
    world.move(days=6)
    assert "Nothing that was told is kept." in card(world).words

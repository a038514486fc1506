"""A stories round where something is otherwise: what it does not open without, who stops or rests."""

import pytest

from tests.journeys.steps import kept, looks, put_away
from tests.journeys.stories_steps import (
    HERE,
    TICKED,
    TOLD,
    WHO_ELSE,
    asks,
    begun_live,
    card,
    come,
    have_a_word,
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
    chloe.sends({TICKED: ["I would like to hear from Esi"]})
    assert "Would like to hear from you, soon and in private: Chloe." in esi.card.words
    assert ben.rang() == []
    put_away(chloe)
    chloe.presses("I need a moment")
    chloe.sends({TICKED: ["Let it rest, for all"]})
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
    have_a_word(world)
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

    assert "The stories are told" in card(world).words
    world.move(days=6)
    assert "Nothing that was told is kept." in card(world).words


# --- the table of what can be otherwise, row by row, live; what is not here unhurried stands above


def test_live_one_who_tells_is_not_there_and_the_two_who_are_left_go_on(world: World) -> None:
    begun_live(world, "Fay")
    world.move(minutes=5)
    assert "Chloe is telling now." in card(world).words
    world["Ana"].presses("Not here: go on")

    assert "Dev is telling now." in card(world).words
    assert "Chloe" not in card(world).words
    world["Dev"].presses("That was my story")
    assert "Fay is telling now." in card(world).words


def test_somebody_else_is_asked_where_one_would_rather_not_tell(worlds: World) -> None:
    world, ana, chloe, fay = worlds, worlds["Ana"], worlds["Chloe"], worlds.newcomer("Fay")
    asks(world, live=True)
    says_yes(world["Dev"])
    ana.rang()
    chloe.presses("I would rather not tell")
    assert "Would rather not tell: Chloe." in ana.card.words
    assert len(ana.rang()) == 1

    put_away(ana)
    ana.presses("Ask somebody to tell")
    refused = ana.sends({WHO_ELSE: ["Chloe"]})
    assert "who said no is not asked again" in refused.errors["named"]
    ana.sends({WHO_ELSE: ["U0FAY"]})
    assert "They are asked, each in private." in ana.reads
    put_away(ana)
    says_yes(fay)
    assert "Have said yes to telling: Dev and Fay." in ana.card.words
    assert "Fay" not in world["Dev"].card.words + chloe.card.words + card(world).words
    world["Ben"].presses("Yes, I'll look after it")
    world.move(days=6, hours=6)
    ana.presses("Ask somebody to tell")
    refused = ana.sends({WHO_ELSE: ["U0FAY"]})
    assert "whoever is asked to tell has a whole day at least" in refused.errors["named"]
    world.move(hours=23, minutes=6)
    assert "Dev is telling now." in card(world).words


@pytest.mark.parametrize("live", [False, True])
def test_fewer_than_eight_go_on_where_each_who_tells_said_so_and_eight_without(
    world: World, live: bool
) -> None:
    listeners = ("Fay", "Gus", "Hal", "Ivo")
    for name in listeners:
        world.newcomer(name)
    prepared(world, live=live, few=False, listeners=listeners[:3])
    assert "fewer than 8 will be there" in world["Ana"].card.words
    assert "`/listen` may fit better" in world["Ana"].card.words
    world["Ivo"].presses("I'm in", HERE)
    assert "It cannot open yet" not in world["Ana"].card.words
    world.move(days=7, hours=5, minutes=15)

    assert PUT_OFF not in card(world).words
    assert ("A minute of quiet" if live else "The stories can be read") in card(world).words


@pytest.mark.parametrize("live", [False, True])
def test_above_thirty_a_second_day_is_offered_by_whoever_looks_after_it(world: World, live: bool) -> None:
    many = [f"G{nth:02}" for nth in range(25)]
    for name in (*many, "Fay", "Gus"):
        world.newcomer(name)
    prepared(world, live=live)
    come(world, many)
    world["Fay"].presses("I'm in", HERE)
    assert "30 will be there." in card(world).words
    gus = world["Gus"]
    gus.presses("I'm in", HERE)

    assert "There is room for 30 people, and it is full." in gus.messages(HERE)[-1].words
    assert "a second day" in gus.messages(HERE)[-1].words
    assert "30 will be there." in card(world).words


def test_live_one_can_come_during_the_welcome_and_not_once_the_stories_have_begun(world: World) -> None:
    fay, gus = world.newcomer("Fay"), world.newcomer("Gus")
    begun_live(world)
    fay.presses("I'm in", HERE)
    assert "Please listen." not in card(world).words
    world.move(minutes=5)

    assert "Please listen." in card(world).words
    assert "I'm in" not in card(world).buttons
    gus.presses("More", HERE)
    assert "I'm in" not in gus.reads
    world.move(days=4)
    assert "5 were there." in card(world).words  # four of the beginning, and Fay


def test_live_nobody_writes_and_the_cards_say_no_names_no_questions_and_no_advice(world: World) -> None:
    begun_live(world)
    assert "No names of others" in card(world).words
    world.move(minutes=5)
    assert "Nobody asks, and nobody answers." in card(world).words
    world.move(minutes=11)
    assert "No advice, and no questions to whoever told." in card(world).words

    assert not {"Write", "Read it", "Please unname"} & {*card(world).buttons, *world["Ben"].card.buttons}
    assert kept(world) == [("U0ANA", "question")]


def test_live_a_moment_for_oneself_can_let_it_rest_for_all_and_it_ends_in_time_all_the_same(
    world: World,
) -> None:
    dev, esi = world["Dev"], world["Esi"]
    begun_live(world)
    world.move(minutes=7)
    esi.rang()
    looks(dev, "I need a moment")
    assert esi.rang() == []
    dev.presses("I need a moment")
    dev.sends({TICKED: ["Let it rest, for all"]})
    put_away(dev)
    world.move(minutes=20)
    assert "It is resting" in card(world).words
    assert esi.rang() == []
    dev.presses("Go on")
    world.move(minutes=2, seconds=59)
    assert "Chloe is telling now." in card(world).words  # she has what was left of her five minutes
    world.move(minutes=30, seconds=1)

    assert "The stories are told" in card(world).words


def test_where_nobody_speaks_or_writes_it_stays_quiet_and_ends_in_its_time(world: World) -> None:
    fay = world.newcomer("Fay")
    prepared(world, listeners=("Fay",))
    world.move(days=7)
    reads(fay)
    world.move(days=9)

    assert "The stories are over" in world["Ana"].messages(HERE)[-1].words
    assert "5 were there." in card(world).words
    assert "Nothing that was told is kept." in fay.card.words


def test_live_a_question_is_offered_three_times_at_most_where_nobody_speaks(world: World) -> None:
    ana = world["Ana"]
    begun_live(world)
    world.move(minutes=17)
    said = []
    for _ in range(4):
        ana.presses("Offer a question")
        said.append(card(world).words.partition("If you like")[2])

    assert len(set(said[:3])) == 3
    assert said[3] == said[2]
    assert "at most 3 times" in ana.messages(ana.dm)[-1].words

"""Sentences that once stood there and had not happened, and words that time once kept from people.

Each was lived through before it was mended; what is right now is said here as people read it.
"""

from datetime import timedelta

from bot import catalogue
from bot.rounds.showing.prompts import USUAL
from tests.journeys.checkin_steps import FOUR, by_oneself, make_set
from tests.journeys.checkin_steps import begin as begin_meeting
from tests.journeys.options_steps import (
    BEHIND,
    OBJECT,
    PROPOSAL,
    answers,
    edits,
    propose,
    table,
    time_runs_out,
)
from tests.journeys.options_steps import put_away as closes
from tests.journeys.steps import NEARLY, ask, confirm, leaves, listen, play_back, put_away, words_of
from tests.world import Somebody, World


def everything(*people: Somebody) -> str:
    """All that these read in their direct messages now."""
    return "\n".join(f"{m.text}\n{m.words}" for one in people for m in one.messages())


def test_where_nothing_was_played_back_nobody_is_said_to_have_been_heard(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    for one in (ana, ben):
        one.presses("Read the answers")
        one.presses("Not this time")
        put_away(one)

    assert "been heard" not in everything(ana, ben)
    assert "keep a sentence" in ana.card.words


def test_until_when_is_said_with_a_day_wherever_it_is_said(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """One is confirmed before the other plays back: "in your own time, until ."."""
    ask(world, "Ana", "Ben")
    play_back(ben)
    confirm(ana)

    assert "until ." not in everything(ana, ben)
    assert "until " in ana.card.words


def test_after_nearly_the_card_says_what_comes_next(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana", "Ben")
    play_back(ben)
    before = ben.card.words

    confirm(ana, NEARLY, "The part about Tuesday.")

    assert "Ana says: nearly" in ben.card.words
    assert ben.card.words != before


def test_whoever_is_left_and_ends_it_is_not_said_to_have_stepped_out(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    leaves(ben)
    for card in ("Let it go", "Stop here"):
        ana.presses(card)
        put_away(ana)

    assert "You have stepped out" not in everything(ana)
    assert "Ben had stepped out, and this has now ended" in everything(ana)


def test_why_it_is_asked_and_how_long_it_takes_is_what_the_question_itself_says(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """In the chooser, on both cards, in the form: not five minutes, whatever was chosen."""
    of_pairs = [prompt for family in catalogue.families("pair") for prompt in family.prompts]
    prompt = next(one for one in of_pairs if one.minutes != USUAL)
    ana.types("/reflect")
    ana.sends({"What is it for?": "Anything", "A word to look for": prompt.title})
    ana.presses("Look at it")
    assert all(f"{one}" in ana.reads for one in (prompt.question, prompt.context))
    assert f"About {prompt.minutes} minutes" in ana.reads
    ana.presses("Ask us this")
    put_away(ana)

    for one in (ana, ben):
        assert f"About {prompt.minutes} minutes" in one.card.words
        assert prompt.context in one.card.words
        one.presses("Write my answer")
        assert prompt.context in one.reads
        put_away(one)


def test_old_answers_do_not_stand_under_a_changed_proposal(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=OBJECT)
    assert "Where you are with it" in table(ben)
    closes(ben)

    edits(ben, PROPOSAL, "We ring after ten.")
    read = table(ben)

    assert "Where you were with it, before it was changed" in read
    assert "Where you are with it" not in read


def test_every_form_that_asks_for_words_says_who_can_read_them(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """Not the first one of a reflection alone."""
    ask(world)
    forms = []
    for one in (ana, ben):
        one.presses("Write my answer")
        forms.append(one.reads)
        put_away(one)
        one.answers(words_of(one.name))
        put_away(one)
    ben.presses("Read the answers")
    ben.presses("Play back what I heard")
    forms.append(ben.reads)
    put_away(ben)
    play_back(ben)
    put_away(ana)
    ana.presses("Is that it?")
    forms.append(ana.reads)

    assert ["can read" in form for form in forms] == [True] * 4


def test_in_four_pairs_with_a_rhythm_each_question_reaches_her_whatever_else_was_said(world: World) -> None:
    """And nobody reads that she has not answered what she never saw."""
    chloe = world["Chloe"]
    partners = [world["Dev"], world["Esi"], world.newcomer("Fay"), world.newcomer("Gus")]
    for partner, day in zip(partners, ("mon", "tue", "wed", "thu"), strict=True):
        partner.types("/pair @chloe")
        chloe.presses("Yes, gladly")
        partner.types(f"/reflect weekly {day} 15:00")
    listen(world)

    world.move(days=7)
    seen = everything(chloe)
    world.move(days=3)

    assert [partner.name for partner in partners if f"{partner.name}" not in seen] == []
    assert all("Chloe has not answered" not in everything(partner) for partner in partners[2:])


def test_of_a_meeting_that_waits_some_hours_nobody_is_reminded_within_them(world: World) -> None:
    make_set(world, *FOUR)
    begin_meeting(world)
    listen(world)

    world.move(hours=3)

    assert [world[name].rang() for name in FOUR[1:]] == [[], [], []]


def test_a_decider_hears_of_her_test_on_the_day_it_opens_whatever_else_was_said(world: World) -> None:
    """Where time opens it, and a week of questions with their reminders came before."""
    ben = world["Ben"]
    for number in range(4):
        world["Ana"].types(f"/reflect Question number {number}?")
        put_away(world["Ana"])
    world.move(days=3)
    propose(world)
    answers(world, Ana=BEHIND, Ben=OBJECT)
    edits(ben, PROPOSAL, "We ring after ten.")
    listen(world)

    time_runs_out(world)
    opened = world.clock()
    world.move(days=1)

    [(told, said)] = [(at, said) for at, said in ben.rang_with() if at > opened]
    assert told < opened + timedelta(days=1)
    assert "your answer is asked for" in said


def test_what_is_due_on_thursday_is_asked_about_on_thursday(world: World, ana: Somebody) -> None:
    """Not on Tuesday, because there was room then."""
    thursday = (world.clock() + timedelta(days=9)).date()
    assert thursday.weekday() == 3
    by_oneself(ana, due=thursday.isoformat(), before=False)
    listen(world)

    world.move(days=8)
    assert ana.rang() == []
    world.move(days=1)

    [told] = ana.rang()
    assert "What became of it?" in told

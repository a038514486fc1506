"""Questions to whoever presents: one at a time, everybody once before anybody twice, no advice unasked."""

import pytest

from bot.features.checkin.models import Asking, Step
from tests.journeys.checkin_steps import (
    FOUR,
    answers,
    asks,
    goes_on,
    kept_words,
    looks,
    may,
    meeting,
    more,
    offers,
    passes,
    press,
    reach,
    reads,
    short,
    step,
    where,
    with_it,
)
from tests.journeys.listening_steps import form_buttons, quiet, rung
from tests.journeys.steps import put_away
from tests.world import Somebody, World

OPEN = "What matters most to you in this?"
SECOND = "What else do you see there?"
ADVICE = "You should ring the pharmacy."
CLOSED = "Is the pharmacy open?"
STATEMENT = "They never answer."
KEEP, AS_IT_IS, REWORD = "Keep it for the offers", "Ask it as it is", "Ask it like this"
PARKED = "It is kept. Nobody reads it, unless Ben asks for ideas."


def states(world: World) -> list[str]:
    """How the questions to whoever presents stand."""
    return sorted(meeting(world).facts["queue"].values())


def labels(world: World) -> dict[str, int]:
    return dict(meeting(world).facts["labels"])


def seen(world: World, *names: str) -> str:
    """Everything that these see anywhere: their cards, their forms, their Home tab, the channel."""
    found = []
    for name in names:
        one = world[name]
        found += [m.text + m.words for m in [*one.messages(), *one.messages("C0HOME")]]
        found += [where(one), one.home]
    return "\n".join(found)


# the queue


def test_only_one_is_in_front_of_the_presenter_and_those_that_wait_nobody_sees(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, "What would Chloe open?")
    asks(dev, "What would Dev open?")
    asks(world["Ana"], "What would Ana open?")

    assert states(world).count(Asking.SHOWN) == 1
    assert "What would Chloe open?" in reads(ben)
    assert "What would Chloe open?" in where(dev)
    for author in ("Ana", "Dev"):
        others = [name for name in FOUR if name != author]
        assert f"What would {author} open?" not in seen(world, *others)
        assert f"What would {author} open?" in where(world[author])


def test_whoever_looks_after_it_sees_how_many_questions_wait_and_nobody_else(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, "What would Chloe open?")
    assert "for its turn" not in ana.card.words  # it is in front of Ben

    asks(dev, "What would Dev open?")
    assert "One question waits for its turn." in ana.card.words
    asks(ana, "What would Ana open?")

    assert "2 questions wait for their turn." in ana.card.words
    assert not any("their turn" in one.card.words for one in (ben, chloe, dev))


def test_each_author_reads_where_theirs_stands_in_the_queue(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")
    asks(ana, "What would Ana open?")

    places = sorted("It comes next." in where(one) for one in (ana, dev))
    assert places == [False, True]
    later = next(one for one in (ana, dev) if "It comes next." not in where(one))
    assert "It comes after one other." in where(later)

    answers(ben)

    assert "It comes next." in where(later)


def test_everybody_once_before_anybody_twice(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(dev, "What would Dev open?")
    asks(dev, SECOND)
    answers(ben)

    assert "Read it" not in may(ben)  # the second one waits for the others
    asks(chloe, "What would Chloe open?")
    assert "What would Chloe open?" in reads(ben)
    answers(ben)
    assert "Read it" not in may(ben)

    passes(ana)

    assert SECOND in reads(ben)


def test_when_half_of_the_time_is_over_nobody_is_waited_for(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    asks(dev, "What would Dev open?")
    asks(dev, SECOND)
    answers(ben)
    quiet(world)

    world.move(hours=5)
    assert "Read it" not in may(ben)
    world.move(hours=23)

    assert SECOND in reads(ben)


def test_a_restart_changes_nothing_of_the_queue(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.CLARIFY)
    asks(chloe, "How many wards are there?")
    asks(dev, "Since when is it so?")
    asks(ana, "Who is on at night?")
    places = ["It comes next." in where(one) for one in (dev, ana)]

    world.restart()

    assert "How many wards are there?" in reads(ben)
    assert ["It comes next." in where(one) for one in (dev, ana)] == places


def test_while_it_waits_it_can_be_taken_back(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")

    press(dev, "Where we are")
    dev.presses("Take it back")
    put_away(dev)

    assert kept_words(world).count((dev.id, "asks")) == 0
    assert "Ask something" in may(dev)
    answers(ben)
    assert "Read it" not in may(ben)


def test_once_it_is_in_front_of_the_presenter_it_stays(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")
    press(dev, "Where we are")
    answers(ben)

    dev.presses("Take it back")

    assert "This has moved on" in dev.reads
    assert "What would Dev open?" in reads(ben)


def test_two_clicks_on_the_same_page_answer_one_question(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")
    press(ben, "Read it")

    ben.press_only("Pass")
    put_away(ben)

    assert states(world) == [Asking.PASSED, Asking.SHOWN]


def test_whoever_presents_asks_nothing_and_nobody_else_answers(world: World) -> None:
    _, ben, chloe, _ = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)

    assert "Ask something" not in may(ben)
    assert "Read it" not in may(chloe)
    assert "Enough questions" not in may(chloe)


def test_enough_is_enough_and_what_did_not_come_up_is_the_presenters_to_read(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, "What would Chloe open?")
    asks(dev, "What would Dev open?")
    asks(ana, "What would Ana open?")
    answers(ben)
    left = next(name for name in ("Dev", "Ana") if f"What would {name} open?" not in where(chloe))
    other = "Ana" if left == "Dev" else "Dev"

    press(ben, "Enough questions")
    assert step(world) == Step.QUESTIONS  # the others have not had their time to ask
    assert "It can go on from" in ben.whispered.words
    world.move(hours=28)
    press(ben, "Enough questions")
    put_away(ben)

    assert step(world) == Step.LOOKS
    assert "Questions that did not come up" in where(ben)
    assert f"What would {left} open?" in where(ben)
    assert f"What would {left} open?" not in seen(world, "Chloe", other)
    assert f"What would {other} open?" in where(chloe)


def test_in_an_unsigned_set_questions_have_no_name(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS, unsigned=True)
    asks(chloe, OPEN)
    asks(dev, "What would you open?")

    assert "Somebody" in reads(ben)
    assert "Chloe" not in reads(ben)
    assert "from Chloe" not in ben.card.words
    answers(ben)
    answers(ben)
    for reader in (world["Ana"], ben):
        assert "Chloe" not in where(reader).partition("Questions")[2]
    world.move(hours=12)
    assert "Chloe" not in where(ben).partition("Questions")[2]


def test_a_question_rings_whoever_presents_once_and_nobody_else(world: World) -> None:
    _, _, chloe, dev = reach(world, Step.QUESTIONS)

    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")

    heard = rung(world)
    assert list(heard) == ["Ben"]
    assert len(heard["Ben"]) == 1
    assert OPEN not in heard["Ben"][0]


def test_questions_left_over_go_with_the_next_presenter(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.HUSH)
    asks(dev, "What would Dev open?")
    asks(chloe, OPEN)
    goes_on(world)
    waits, came = ("Dev", "Chloe") if OPEN in reads(ben) else ("Chloe", "Dev")
    goes_on(world)
    assert step(world) == Step.LOOKS
    for _ in range(3):
        goes_on(world)

    assert step(world) == Step.CHECK_OUT
    words = {"Dev": "What would Dev open?", "Chloe": OPEN}
    assert words[waits] not in seen(world, "Ana", came)
    assert "Ben has let it pass." in where(world["Ana"])
    more(world["Ana"], "Close it")
    assert not [kind for _, kind in kept_words(world) if kind in ("asks", "answer")]


# the hush


def test_what_is_written_in_the_quiet_moment_waits_unseen(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.HUSH)
    asks(chloe, OPEN)

    assert "Nobody reads it before it is its turn." in chloe.card.words
    assert OPEN not in seen(world, "Ana", "Ben", "Dev")
    passes(world["Ana"], dev)

    assert step(world) == Step.QUESTIONS
    assert OPEN in reads(ben)


def test_nobody_has_a_question_and_beginnings_are_offered_to_each(world: World) -> None:
    _, _, chloe, _ = reach(world, Step.QUESTIONS)
    quiet(world)

    world.move(hours=28)
    assert step(world) == Step.QUESTIONS
    heard = rung(world)
    assert set(heard) == {"Ana", "Chloe", "Dev"}
    assert "What would be a first small step?" in chloe.card.words
    world.move(hours=44)

    assert step(world) == Step.LOOKS


def test_where_still_nobody_asks_the_presenter_asks_themself_one(world: World) -> None:
    _, ben, chloe, _ = reach(world, Step.QUESTIONS)
    world.move(hours=28)

    assert "Nobody has a question just now." in ben.card.words
    asks(ben, "What am I afraid of here?", by="Ask myself something")

    assert "What am I afraid of here?" in reads(ben)
    answers(ben, "Of asking.")
    assert "Of asking." in where(chloe)


# facts


@pytest.mark.parametrize("question", ["How many wards are there?", "Is it open at night?", "Since when?"])
def test_among_facts_a_closed_question_is_welcome(world: World, question: str) -> None:
    _, ben, _, dev = reach(world, Step.CLARIFY)

    asks(dev, question)

    assert question in reads(ben)
    assert labels(world) == {"closed": 1}


def test_advice_among_facts_is_told_to_its_author_alone_and_cannot_be_kept_there(world: World) -> None:
    _, _, _, dev = reach(world, Step.CLARIFY)

    press(dev, "Ask something")
    dev.sends({"Your question": ADVICE})

    assert "Just now it is about facts" in dev.reads
    assert KEEP not in form_buttons(dev)
    assert AS_IT_IS in form_buttons(dev)
    put_away(dev)
    assert ADVICE not in seen(world, "Ana", "Ben", "Chloe")
    assert kept_words(world).count((dev.id, "asks")) == 0


def test_among_facts_the_presenter_answers_or_passes(world: World) -> None:
    _, ben, _, dev = reach(world, Step.CLARIFY)
    asks(dev, "How many wards are there?")

    press(ben, "Read it")

    assert form_buttons(ben) == ["Pass"]


# the thought, for its author alone


@pytest.mark.parametrize(
    ("text", "thought"),
    [
        (ADVICE, "This may hold some advice."),
        (CLOSED, "This can be answered with yes, no or a word."),
        (STATEMENT, "Is this a question that you would like to ask? I can not tell."),
        ("Good luck with it all.", "Is there a question in that?"),
    ],
)
def test_before_it_is_handed_in_its_author_alone_gets_a_thought(
    world: World, text: str, thought: str
) -> None:
    _, _, _, dev = reach(world, Step.QUESTIONS)

    press(dev, "Ask something")
    dev.sends({"Your question": text})

    assert thought in dev.reads
    assert text in dev.reads  # nothing typed is lost
    assert form_buttons(dev)[:2] == [KEEP, AS_IT_IS]
    put_away(dev)
    assert text not in seen(world, "Ana", "Ben", "Chloe")
    assert not [kind for _, kind in kept_words(world) if kind in ("asks", "idea")]
    assert rung(world) == {}


def test_an_open_question_and_one_that_says_back_get_none(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)

    read = asks(dev, OPEN)
    assert "A thought" not in read
    read = asks(chloe, "So you felt left out?")

    assert "A thought" not in read
    assert OPEN in reads(ben)


def test_reworded_it_goes_as_it_stands_then(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    press(dev, "Ask something")
    dev.sends({"Your question": ADVICE})

    dev.sends({"Your question": "What have you tried so far?", "What is it, for you?": "A question"})
    put_away(dev)

    assert "What have you tried so far?" in reads(ben)
    assert ADVICE not in reads(ben)
    assert labels(world) == {"open": 1}


def test_asked_as_it_is_nothing_holds_it_up(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)

    asks(dev, ADVICE, AS_IT_IS)

    assert ADVICE in reads(ben)
    assert labels(world) == {"advice": 1}


def test_where_nothing_fitted_it_is_counted_as_unsaid(world: World) -> None:
    _, _, _, dev = reach(world, Step.QUESTIONS)

    asks(dev, STATEMENT, AS_IT_IS)

    assert labels(world) == {"unsaid": 1}


def called(somebody: Somebody, text: str, what: str) -> str:
    """They say what it is, after the thought about it. What they read then, put away."""
    press(somebody, "Ask something")
    somebody.sends({"Your question": text})
    outcome = somebody.sends({"Your question": text, "What is it, for you?": what})
    assert outcome.ok, outcome
    found = somebody.reads
    put_away(somebody)
    return found


def test_what_its_author_calls_a_question_is_asked_and_what_they_call_advice_is_kept(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    kept = "kept for when ideas are asked for: nobody else reads it before"

    read = called(chloe, STATEMENT, "A question")
    assert "This one is in front of Ben now." in read
    assert STATEMENT in reads(ben)
    assert labels(world) == {"open": 1}
    assert "This one is in front of you now." in where(ben)

    read = called(dev, ADVICE, "Advice")
    assert ADVICE in read
    assert kept in read
    assert labels(world) == {"open": 1}  # no question
    assert "Ask something" in dev.card.buttons
    assert ADVICE not in seen(world, "Ana", "Ben", "Chloe")

    answers(ben)
    goes_on(world)
    assert kept in where(dev)
    looks(ben, opens=True)
    assert ADVICE in where(ben)
    assert kept not in where(dev)


def test_off_for_oneself_and_on_again_and_the_words_stay(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    press(dev, "Ask something")
    dev.sends({"Your question": ADVICE})

    dev.opens_more_choices()
    dev.presses("Leave my questions as they are")
    assert ADVICE in dev.reads
    dev.sends({"Your question": ADVICE})
    put_away(dev)
    assert ADVICE in reads(ben)

    assert "From now on I look at your questions first" in more(dev, "Look at my questions first")
    assert "This may hold some advice." in asks(dev, ADVICE)


def test_off_for_oneself_it_stays_off_in_other_meetings(world: World) -> None:
    _, _, _, dev = reach(world, Step.QUESTIONS)
    more(dev, "Leave my questions as they are")
    more(world["Ana"], "Close it")
    short(world, "Ana", "Ben", "Dev")

    assert "A thought" not in asks(dev, ADVICE)


def test_off_for_a_meeting_and_everybody_can_read_who_did_it(world: World) -> None:
    ana, _, chloe, dev = reach(world, Step.QUESTIONS)

    more(ana, "Leave questions as they are")

    assert "A thought" not in asks(dev, ADVICE)
    assert "Ana had questions left as they are." in more(chloe, "What was done")
    assert "Leave questions as they are" not in menu_of(chloe)
    more(ana, "Look at questions first")
    assert "This may hold some advice." in asks(chloe, ADVICE)


def menu_of(somebody: Somebody) -> list[str]:
    press(somebody, "More")
    found = form_buttons(somebody)
    put_away(somebody)
    return found


@pytest.mark.parametrize(
    "question", ["Was haben Sie schon versucht?", "Qu'est-ce que tu as essayé jusqu'ici ?"]
)
def test_in_a_language_it_does_not_know_it_says_nothing(world: World, question: str) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)

    assert "A thought" not in asks(dev, question)

    assert question in reads(ben)
    assert labels(world) == {"unsaid": 1}


def test_in_a_short_check_in_too(world: World, chloe: Somebody, ben: Somebody) -> None:
    short(world)

    assert "This may hold some advice." in asks(chloe, ADVICE)
    assert "A thought" not in asks(chloe, OPEN)

    assert OPEN in reads(ben)


# ideas, and offers


def test_an_idea_that_is_kept_nobody_reads_before_the_presenter_opens_the_offers(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)

    assert PARKED in asks(dev, ADVICE, KEEP)
    assert ADVICE not in seen(world, "Ana", "Ben", "Chloe")
    asks(dev, OPEN)  # one can still ask
    assert OPEN in reads(ben)
    goes_on(world)
    assert ADVICE not in seen(world, "Ana", "Ben", "Chloe")
    looks(ben, opens=True)

    assert step(world) == Step.OFFERS
    assert ADVICE in where(ben)
    assert ADVICE in where(world["Ana"])


def test_never_opened_what_was_kept_is_gone(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    asks(dev, ADVICE, KEEP)
    goes_on(world)

    looks(ben, opens=False)

    assert step(world) == Step.COMMIT
    assert ADVICE not in seen(world, "Ana", "Ben", "Chloe")
    more(world["Ana"], "Close it")
    assert not [kind for _, kind in kept_words(world) if kind == "idea"]


def test_only_the_presenter_opens_the_offers(world: World) -> None:
    ana, _, _, _ = reach(world, Step.LOOKS)

    assert "Look at it" not in may(ana)
    goes_on(world)

    assert step(world) == Step.COMMIT
    assert not meeting(world).facts["offers"]


def test_a_question_that_the_presenter_keeps_lies_among_the_offers(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    asks(dev, SECOND)
    with_it(ben, "Keep it for the offers")
    assert SECOND not in seen(world, "Ana", "Chloe")
    goes_on(world)
    looks(ben, opens=True)

    assert SECOND in where(world["Ana"])
    assert "Dev" in where(world["Ana"])


def test_one_offer_each_changed_and_taken_back(world: World) -> None:
    _, ben, _, dev = reach(world, Step.OFFERS)

    offers(dev, "We rang before noon.")
    offers(dev, "We rang the evening before.")
    assert "We rang before noon." not in where(ben)
    assert "We rang the evening before." in where(ben)
    press(dev, "Offer something")
    assert "We rang the evening before." in dev.reads
    dev.presses("Take it back")
    put_away(dev)

    assert "We rang" not in where(ben)
    assert kept_words(world).count((dev.id, "offer")) == 0


def test_an_offer_takes_the_place_of_what_its_author_had_kept(world: World) -> None:
    _, ben, _, dev = reach(world, Step.QUESTIONS)
    asks(dev, ADVICE, KEEP)
    goes_on(world)
    looks(ben, opens=True)

    offers(dev, "We rang the evening before.")

    assert ADVICE not in where(ben)
    assert kept_words(world).count((dev.id, "offer")) == 1


def test_without_an_offer_it_goes_on_when_all_have_said_so(world: World) -> None:
    ana, _, chloe, dev = reach(world, Step.OFFERS)

    passes(ana, chloe)
    assert step(world) == Step.OFFERS
    offers(dev, "We rang before noon.")

    assert step(world) == Step.COMMIT

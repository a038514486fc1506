"""What goes otherwise than one hoped: somebody is away, leaves, is alone, or disagrees on a word."""

import pytest

from bot.features.options.models import Step
from tests.journeys.options_steps import (
    BEHIND,
    DISAGREE,
    HERE,
    LIVED,
    OBJECT,
    PROFESSIONAL,
    PROPOSAL,
    QUESTION,
    SUPPORT,
    answer,
    answers,
    card,
    corrects,
    form_buttons,
    go_on,
    idea,
    keeps,
    matter,
    more,
    propose,
    quiet,
    record,
    recorded,
    rung,
    says,
    sends,
    start,
    table,
    time_runs_out,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import submit
from tests.world import Somebody, World

FOUR = ("Ana", "Ben", "Chloe", "Dev")
KINDS = "Lived and professional experience"


def leaves(somebody: Somebody) -> None:
    more(somebody, "Step out")
    put_away(somebody)


# --- somebody who decides is away, or leaves


def test_who_was_away_is_counted_as_missing_and_may_put_a_note_beside_it(world: World, ana: Somebody) -> None:
    propose(world, *FOUR)
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND)
    time_runs_out(world)
    write_down(ana)
    dev = world["Dev"]

    world.move(days=1)

    assert "It is agreed, and written down." in dev.card.words
    dev.presses("Open what was written down")
    assert "Did not answer (never counted as agreement): 1" in dev.reads
    dev.presses("My note")
    sends(dev, {_first_label(dev): "I was ill, and I would have said no."})
    assert "I was ill, and I would have said no." in record(ana)


def _first_label(somebody: Somebody) -> str:
    assert somebody.form
    return next(str(b["label"]["text"]) for b in somebody.form["blocks"] if b["type"] == "input")


def test_who_was_away_reads_on_their_own_card_that_a_note_of_theirs_can_stand_beside_it(
    world: World, ana: Somebody
) -> None:
    propose(world, *FOUR)
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND)
    time_runs_out(world)
    write_down(ana)
    world.move(days=30)  # there is no hurry
    dev = world["Dev"]
    assert "Were you away, or is something missing?" in dev.card.words

    dev.presses("Put a note beside it")
    sends(dev, {_first_label(dev): "I was ill: please not on Sundays."})

    assert card(world).words.startswith("*Agreed*")  # it vetoes nothing
    assert "I was ill: please not on Sundays." in record(ana)


def test_nobody_answers_for_somebody_else(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    typed = {"level": ("5",), "author": ben.id, "user": ben.id, "person": ben.id}

    submit(world, ana, "options.answer", matter(world).id, typed)
    submit(world, ana, "options.answer", f"{matter(world).id}|{ben.id}", typed)

    assert {reply.author_id for reply in matter(world).of_kind("answer")} == {ana.id}
    assert "Answered: 1 of 2" in card(world).words
    assert "your answer is asked for" in ben.card.words


def test_nobody_has_answered_and_the_question_itself_may_be_changed(world: World, chloe: Somebody) -> None:
    propose(world)
    time_runs_out(world)
    time_runs_out(world)
    assert "Perhaps it is another question" in card(world).words

    chloe.presses("Start again from this", HERE)
    sends(
        chloe,
        {"What is the question?": "Who rings?", "Who decides together?": ["Ana", "Ben"], "Or": True},
    )

    assert "Who rings?" in card(world).words


def test_whoever_is_waited_for_and_leaves_no_longer_holds_it_up(world: World, chloe: Somebody) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    answers(world, Ana=BEHIND, Ben=SUPPORT)

    leaves(chloe)

    assert "You agree." in card(world).words
    assert "Have not answered" not in card(world).words


def test_an_answer_that_nobody_has_read_goes_with_whoever_is_deactivated(world: World, ben: Somebody) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    answer(ben, OBJECT, "It tires me.")

    world.slack.deactivate(ben.id)
    world.settle()
    answers(world, Ana=BEHIND, Chloe=BEHIND)

    assert "You agree." in card(world).words
    assert "It tires me." not in card(world).words
    assert "Who decides: Ana and Chloe." in card(world).words


def test_one_who_is_left_alone_agrees_with_nobody(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND)

    leaves(ben)

    assert matter(world).step == Step.TEST
    assert "Nobody agrees alone" in card(world).words
    assert "Somebody more has to decide" in ana.card.words
    ana.presses("Name more who decide")
    sends(ana, {"Who else decides?": ["Dev"]})
    assert "Nobody agrees alone" not in card(world).words
    answers(world, Dev=BEHIND)
    assert "You agree." in card(world).words


def test_one_who_stays_alone_comes_to_no_agreement(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND)
    leaves(ben)

    time_runs_out(world)
    time_runs_out(world)

    assert card(world).words.startswith("*Left for now*")


def test_where_nobody_is_left_it_is_left_for_now(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    leaves(ana)
    leaves(ben)

    time_runs_out(world)

    seen = [m.words for m in world["Chloe"].messages(HERE) if "More" in m.buttons][-1]
    assert seen.startswith("*Left for now*")


def test_where_nobody_brings_what_has_to_be_heard_any_more_somebody_is_named(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe", kinds=KINDS)
    answer(ana, BEHIND, brings=PROFESSIONAL)
    answer(chloe, BEHIND, brings=LIVED)
    answer_of_nobody = matter(world).facts["said"]
    assert set(answer_of_nobody.values()) == {"professional", "lived"}
    leaves(chloe)
    answer(ben, BEHIND, brings=PROFESSIONAL)
    assert matter(world).step == Step.TEST
    assert "Nobody among them brings lived experience so far." in card(world).words
    assert "Somebody more has to decide" in ana.card.words
    time_runs_out(world)
    assert matter(world).step == Step.TEST

    ana.presses("Name more who decide")
    sends(ana, {"Who else decides?": ["Dev"]})
    assert "Somebody more has to decide" in ana.card.words  # Dev has not said what he brings
    answer(world["Dev"], SUPPORT, brings=LIVED)

    assert "You agree." in card(world).words


def test_an_idea_that_is_signed_and_unread_goes_with_its_writer(world: World, chloe: Somebody) -> None:
    start(world)
    go_on(world)
    idea(chloe, "A signed idea.", signed=True)
    idea(world["Dev"], "Another idea.")

    leaves(chloe)
    go_on(world)

    read = table(world["Ana"])
    assert "A signed idea." not in read
    assert "Another idea." in read


def test_whoever_left_and_comes_back_reads_along_and_no_longer_decides(world: World, chloe: Somebody) -> None:
    start(world, "Ana", "Ben", "Chloe")
    leaves(chloe)
    go_on(world)

    assert idea(chloe, "One idea more.").ok

    assert "Who decides: Ana and Ben." in card(world).words
    assert "Have written: 1" in card(world).words


# --- how it opens


def test_sent_as_it_opens_it_is_what_the_form_says(world: World, ana: Somebody) -> None:
    ana.types(f"/options {QUESTION}", HERE)
    assert "of lived and professional experience unless you choose otherwise" in ana.reads

    assert sends(ana, {"Who decides together?": ["Ana", "Ben"], "Or": True}).ok

    assert "So far nobody who decides has said that they bring lived experience" in ana.reads


def test_what_somebody_brings_is_asked_as_the_form_of_their_answer_opens(world: World, ana: Somebody) -> None:
    propose(world, kinds=KINDS)

    ana.presses("Answer", HERE)

    assert "What do you bring to this?" in ana.reads
    assert "More choices" in form_buttons(ana)


# --- how it is answered


def test_what_one_brings_can_be_taken_back_with_the_answer(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, kinds=KINDS)
    answer(ana, BEHIND, brings=LIVED)
    answer(ana, BEHIND, brings="I'd rather not say")

    ben.presses("Answer", HERE)
    sends(ben, {"Where are you with this proposal?": BEHIND, "What do you bring to this?": PROFESSIONAL})

    assert "2 of 2 have answered." in ben.reads
    assert "Nobody among them brings lived experience so far." in ben.reads
    assert matter(world).step == Step.TEST


def test_nobody_can_win_by_number(world: World) -> None:
    propose(world, *FOUR)

    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND, Dev=OBJECT)

    assert "Somebody objects" in card(world).words


def test_half_against_half_is_no_tie(world: World) -> None:
    propose(world, *FOUR)

    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=DISAGREE, Dev=DISAGREE)

    assert "You agree, with reservations" in card(world).words


def test_an_objector_who_says_no_more_is_not_taken_for_a_yes(world: World, ana: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=OBJECT)
    quiet(world)

    time_runs_out(world)

    assert card(world).words.startswith("*Left for now*")
    assert "It tires my mother." in record(world["Chloe"])
    world["Chloe"].presses("Start again from this", HERE)
    assert PROPOSAL in world["Chloe"].reads
    put_away(world["Chloe"])
    ana.presses("Hand it to who decides", HERE)
    assert card(world).words.startswith("*Handed to who decides*")


# --- the record


def test_a_word_that_is_disputed_is_corrected_and_what_was_agreed_is_tested(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)

    more(ben, "Correct the wording")

    assert "To change what was agreed, press *Change it* instead" in ben.reads
    put_away(ben)
    assert corrects(ben, "A comma.", why="Because, again.").ok
    more(ana, "Change it")
    assert "Until they agree, it holds as it was." in ana.reads
    assert matter(world).step == Step.RECORDED


def test_who_sees_to_it_finds_it_at_home_until_somebody_else_does(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"owner": "Ben"})
    line = "In <#C0HOME>: you see to something that was agreed. Looked at again: "
    assert line not in ana.home
    assert "What I took on" in ben.home
    assert line in ben.home

    ben.presses_at_home("Open what was written down")
    assert "Who sees to it\nBen" in ben.reads
    put_away(ben)
    assert corrects(ana, "Ana sees to it.", owner="Ana").ok

    assert line in ana.home
    assert line not in ben.home


def test_an_agreement_whose_owner_is_gone_says_that_it_needs_somebody(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"owner": "Esi"})
    assert "Esi sees to it." in card(world).words
    assert "Who sees to it\nEsi" in record(ana)

    world.slack.deactivate("U0ESI")
    world.settle()
    world.later(minutes=2)

    assert "This needs somebody to see to it." in card(world).words
    assert "Esi sees to it" not in card(world).words
    assert "*This needs somebody to see to it.*" in record(ana)
    assert corrects(ben, "Esi has left.", owner="Ben").ok
    assert "Ben sees to it." in card(world).words
    assert "needs somebody" not in record(ana)


def test_whoever_sees_to_it_and_steps_out_sees_to_it_no_longer(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, "Ana", "Ben", "Chloe", record={"owner": "Ben"})

    leaves(ben)

    assert "This needs somebody to see to it." in card(world).words
    assert "*This needs somebody to see to it.*" in record(ana)


@pytest.mark.parametrize("how", ["steps out", "is put out of the channel"])
def test_those_who_decide_are_told_that_whoever_saw_to_it_is_gone(
    world: World, ana: Somebody, ben: Somebody, how: str
) -> None:
    recorded(world, "Ana", "Ben", record={"owner": "Dev"})
    needed = "It needs somebody to see to it"
    assert needed not in ana.card.words

    if how == "steps out":
        leaves(world["Dev"])
    else:
        world.slack.leave("U0DEV", HERE)
        world.settle()
    world.move(days=1)

    assert set(rung(world)) == {"Ana", "Ben"}
    assert needed in ana.card.words
    assert "This needs somebody to see to it." in card(world).words
    world.move(days=10)
    assert rung(world) == {}  # once is enough
    ben.presses("Correct the wording")
    sends(ben, {"What do you correct, and why?": "Dev has left.", "Who sees to it?": "Chloe"})
    put_away(ben)
    assert "Chloe sees to it." in card(world).words
    assert needed not in ana.card.words


def test_where_all_who_decided_are_gone_those_who_took_part_see_to_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"owner": "Dev"})
    leaves(ana)
    leaves(ben)
    time_runs_out(world)
    dev = world["Dev"]

    more(dev, "Yes, I'll look after it")
    put_away(dev)
    more(dev, "Name more who decide")
    sends(dev, {"Who else decides?": ["Chloe", "Dev"]})
    put_away(dev)
    time_runs_out(world)
    keeps(dev)
    says(world["Chloe"])

    assert matter(world).step == Step.RECORDED


def test_somebody_who_is_not_there_cannot_see_to_it(world: World, ben: Somebody) -> None:
    world.slack.leave("U0ESI", HERE)
    propose(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)

    refused = write_down(ben, owner="Esi", why="People plan.")

    assert "Somebody you named is not in this channel." in str(refused.errors)
    assert "People plan." in str(ben.form)


def test_reminders_come_in_working_hours_and_stop_with_the_answer(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND)
    quiet(world)

    world.move(days=1, hours=1)

    assert [len(posts) for posts in rung(world).values()] == [1]
    assert "your answer is asked for" in ben.card.words
    assert "How this works" in ben.card.buttons
    ben.presses("How this works")
    assert "No answer is never a yes." in ben.reads
    assert "Maya, staff support" in ben.reads
    put_away(ben)
    answers(world, Ben=BEHIND)
    assert "Answer" not in form_buttons_of(ben)


def form_buttons_of(somebody: Somebody) -> list[str]:
    more(somebody)
    found = form_buttons(somebody)
    put_away(somebody)
    return found

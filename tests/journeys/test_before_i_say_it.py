"""Before I say it: three questions for oneself, which may end in one line for the other, or in nothing."""

from tests.journeys.steps import kept, listen, put_away
from tests.world import Somebody, World, everything_outgoing

SAY, FEAR, KINDLY = "You decide without me.", "That you stop listening.", "How could we decide that together?"
BOXES = {
    "What would you like to say?": SAY,
    "What do you fear, or want to protect?": FEAR,
    "How could it be heard kindly? One line.": KINDLY,
}
PUT = "Put it to my partner"


def thinks(somebody: Somebody, *, keep: bool = False) -> None:
    put_away(somebody)
    somebody.presses_at_home("Before I say it")
    somebody.sends({**BOXES, "Afterwards": keep})


def test_it_may_end_in_nothing_and_nothing_is_kept(world: World, ana: Somebody, ben: Somebody) -> None:
    thinks(ana)

    assert "Nothing of it is kept." in ana.reads
    assert kept(world) == []
    ana.closes()
    assert ana.rang() == ben.rang() == []
    assert SAY not in everything_outgoing(world.slack)
    assert FEAR not in everything_outgoing(world.slack)


def test_the_one_line_goes_into_the_form_for_a_question_and_is_theirs_to_change_and_send(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    thinks(ana)

    ana.presses(PUT)
    assert KINDLY in ana.reads
    assert ben.rang() == []
    changed = "Shall we decide it together?"
    ana.sends({"Whom shall I ask?": "Ben", "The question": changed})

    [told] = ben.rang()
    assert changed in told
    assert SAY not in told
    assert FEAR not in told
    listen(world)


def test_what_is_ticked_is_kept_in_the_log_each_under_its_question(world: World, ana: Somebody) -> None:
    thinks(ana, keep=True)
    assert "It is in your log, for you alone." in ana.reads
    put_away(ana)

    ana.types("/alongside log")

    for question, words in BOXES.items():
        assert question in ana.reads
        assert words in ana.reads


def test_without_a_line_or_without_a_partner_nothing_is_offered(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Before I say it")
    ana.sends({"What would you like to say?": SAY})
    assert PUT not in ana.reads

    dev = world["Dev"]
    thinks(dev)
    assert PUT not in dev.reads


def test_an_empty_page_is_answered_in_words(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Before I say it")

    outcome = ana.sends({})

    assert "There is nothing in the box yet." in str(outcome)
    assert kept(world) == []

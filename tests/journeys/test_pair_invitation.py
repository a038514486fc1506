"""An invitation: for what, how long, a question first; a no that needs no reason; and what somebody needs."""

import pytest

from tests.journeys.steps import choices, kept, leaves, listen, put_away
from tests.world import Somebody, World

WHOM, WHAT_FOR, HOW_LONG = (
    "Whom would you like to ask?",
    "What would you like to do together?",
    "How much time a week?",
)
CLINIC = "The way into the heart clinic."
HELPS, WHO, NAMED = "What helps you take part?", "Who should know?", "Whom?"


@pytest.fixture
def dev(world: World) -> Somebody:
    return world["Dev"]


def invite(somebody: Somebody, *whom: str, purpose: str = CLINIC) -> None:
    somebody.types("/pair help")
    somebody.presses("Invite someone")
    somebody.sends({WHOM: list(whom), WHAT_FOR: purpose, HOW_LONG: "About 20 minutes"})
    put_away(somebody)


def test_it_says_for_what_how_long_what_is_kept_and_that_either_can_leave(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    chloe.types("/pair help")
    chloe.presses("Invite someone")
    assert "Those you ask can read this in my message, and nobody else." in chloe.reads
    chloe.sends({WHOM: ["Dev"], WHAT_FOR: CLINIC, HOW_LONG: "About 20 minutes"})

    [told] = dev.rang()
    for said in (CLINIC, "about 20 minutes a week", "kept for the two of you", "You can leave at any time"):
        assert said in told
    assert "None of it is for judging anybody's work." in told
    assert dev.card.buttons == [
        "Yes, gladly",
        "Not this time",
        "Better not",
        "Ask something first",
        "How this works",
    ]
    dev.presses("How this works")
    assert "Please use it in no appraisal" in dev.reads


def test_what_it_was_for_stands_on_their_page_and_in_no_message_once_they_said_yes(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")

    dev.presses("Yes, gladly")

    assert CLINIC not in dev.card.text + dev.card.words + chloe.card.text + chloe.card.words
    for one in (chloe, dev):
        put_away(one)
        one.types("/pair")
        assert f"What do we work on?\n{CLINIC}" in one.reads
        assert "about 20 minutes a week" in one.reads


def test_what_is_typed_behind_the_name_stands_in_the_form_first(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    chloe.types(f"/pair @dev {CLINIC}")

    assert dev.rang() == []
    assert CLINIC in chloe.reads
    chloe.sends({})
    assert CLINIC in dev.card.text


def test_whoever_is_invited_finds_it_in_home_too(world: World, chloe: Somebody, dev: Somebody) -> None:
    invite(chloe, "Dev")

    assert "Chloe asks: would you like to reflect together?" in dev.home
    dev.presses_at_home("Read it")
    assert CLINIC in dev.reads
    dev.presses("Not this time")

    assert "would you like to reflect together?" not in dev.home
    assert "Dev: not this time." in chloe.card.words


def test_a_question_first_goes_to_whoever_invites_alone_and_the_answer_comes_back(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev", "Esi")
    dev.presses("Ask something first")
    assert "Chloe can read this, and nobody else." in dev.reads
    dev.sends({"What would you like to know?": "Who else hears of it?"})
    listen(world)

    assert "Dev would like to know something first." in chloe.card.words
    assert "Dev would like to know something first." in chloe.home
    chloe.presses("Read and answer")
    assert "Who else hears of it?" in chloe.reads
    chloe.sends({"Your answer": "Nobody but us."})

    [told] = dev.rang()
    assert "Chloe has answered what you asked." in told
    dev.presses("Read the answer")
    assert "Nobody but us." in dev.reads
    dev.presses("Yes, gladly")
    assert "You and Dev can reflect together" in chloe.card.words
    told_to_all = [str(m.raw) for one in world.everybody for m in one.messages()]
    assert not any("Who else hears" in one or "Nobody but us" in one for one in told_to_all)


def test_the_question_first_can_be_answered_with_no_as_well(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")
    dev.presses("Ask something first")
    dev.sends({"What would you like to know?": "Who else hears of it?"})
    put_away(dev)

    dev.presses("Not this time")

    assert "Dev: not this time." in chloe.card.words
    assert "Read and answer" not in chloe.card.buttons
    assert "You said no this time" in dev.card.words


@pytest.mark.parametrize("no", ["Not this time", "Better not"])
def test_whoever_invited_reads_the_same_whichever_no_it_was(
    world: World, chloe: Somebody, dev: Somebody, no: str
) -> None:
    invite(chloe, "Dev")
    assert "If one of you decides about the other's work or care" in dev.card.words

    dev.presses(no)

    assert chloe.card.text.startswith("Dev: not this time.\nThat is a good answer too.")
    assert "etter not" not in chloe.card.text
    assert "You said no this time" in dev.card.words


def test_whoever_invites_can_take_it_back_with_no_reason(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    chloe.types("/pair @dev")

    chloe.presses("Take it back")

    assert "This invitation is over" in dev.card.words
    assert dev.card.buttons == []
    assert "would you like" not in dev.home


def test_when_it_lapses_both_are_told(world: World, chloe: Somebody, dev: Somebody) -> None:
    invite(chloe, "Dev")
    listen(world)

    world.move(days=15)

    assert ["Your invitation to Dev is over, without an answer." in one for one in chloe.rang()] == [True]
    assert ["This invitation is over." in one for one in dev.rang()] == [True]
    assert CLINIC not in dev.card.text + dev.card.words


# --- what somebody needs


def says_yes(dev: Somebody, needs: dict[str, object]) -> None:
    dev.presses("Yes, gladly")
    assert HELPS in dev.reads
    dev.sends(needs)
    put_away(dev)


def test_what_helps_somebody_is_read_by_those_they_name_and_nobody_else(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")
    says_yes(dev, {HELPS: "Large print.", WHO: "Somebody whom I name", NAMED: "Esi"})
    esi = world["Esi"]

    [told] = esi.rang()
    assert "Dev lets you know what helps them take part." in told
    esi.presses("Read it")
    assert "Large print." in esi.reads
    chloe.types("/pair")
    assert "Large print." not in chloe.reads
    assert not any("Large print" in str(m.raw) for one in world.everybody for m in one.messages())


def test_for_their_partner_for_nobody_and_taken_away_again(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")
    listen(world)
    says_yes(dev, {HELPS: "Large print.", WHO: "Nobody but me"})
    assert not any("helps them" in one for one in chloe.rang())

    dev.types("/pair")
    dev.presses("What helps me take part")
    assert "Large print." in dev.reads
    dev.sends({WHO: "Chloe"})
    put_away(dev)
    assert ["Dev lets you know what helps them take part." in one for one in chloe.rang()] == [True]

    dev.types("/pair")
    dev.presses("What helps me take part")
    dev.sends({HELPS: "", WHO: "Nobody but me"})
    assert "nobody can read it any more" in dev.reads
    assert chloe.rang() == []
    assert "is not here any more" in "".join(m.words for m in chloe.messages())
    assert (dev.id, "needs") not in kept(world)
    assert not any("Large print" in str(m.raw) for one in world.everybody for m in one.messages())


def test_whoever_is_named_no_more_hears_nothing_of_it_after_they_were_away_either(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")
    chloe.types("/alongside away until 17 September")
    listen(world)
    says_yes(dev, {HELPS: "Large print.", WHO: "Chloe"})

    dev.types("/pair")
    dev.presses("What helps me take part")
    dev.sends({WHO: "Nobody but me"})
    world.move(days=7)

    assert not any("helps them" in one or "let you know" in one for one in chloe.rang())


def test_what_helps_somebody_goes_when_they_leave(world: World, chloe: Somebody, dev: Somebody) -> None:
    invite(chloe, "Dev")
    says_yes(dev, {HELPS: "Large print.", WHO: "Chloe"})

    leaves(dev)

    assert "is not here any more" in "".join(m.words for m in chloe.messages())


def test_whoever_leaves_the_pair_reads_no_more_what_helps_the_other(
    world: World, chloe: Somebody, dev: Somebody
) -> None:
    invite(chloe, "Dev")
    says_yes(dev, {HELPS: "Large print.", WHO: "Chloe"})

    leaves(chloe)
    world.settle()

    assert "is not here any more" in "".join(m.words for m in chloe.messages())
    assert "Read it" not in [label for m in chloe.messages() for label in m.buttons]


# --- who is left alone


def test_whoever_is_left_alone_asks_two_others_and_all_must_say_yes(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    leaves(ben)
    assert "Join two others" in choices(ana)

    ana.presses("Join two others")
    ana.sends({"Which two would you like to ask?": ["Chloe", "Dev"]})
    put_away(ana)
    listen(world)
    world["Chloe"].presses("Yes, gladly")
    assert "You have said yes." in world["Chloe"].card.words
    assert ana.rang() == []
    world["Dev"].presses("Yes, gladly")

    assert ["You and Chloe and Dev can reflect together" in one for one in ana.rang()] == [True]
    assert "Chloe" in ana.home
    assert "Dev" in ana.home


def test_where_one_of_them_says_no_it_does_not_begin(world: World, ana: Somebody, ben: Somebody) -> None:
    leaves(ben)
    ana.presses("Join two others")
    ana.sends({"Which two would you like to ask?": ["Chloe", "Dev"]})
    put_away(ana)
    world["Chloe"].presses("Yes, gladly")
    listen(world)

    world["Dev"].presses("Not this time")

    for one in ("Chloe", "Ana"):
        assert "can reflect together" not in world[one].card.words
    assert "Chloe" not in ana.home

"""Somebody leaves: their unshared words go with them, the others are told without a reason."""

from tests.journeys.steps import (
    QUESTION,
    ask,
    choices,
    confirm,
    hear_each_other,
    kept,
    leaves,
    listen,
    make_trio,
    play_back,
    put_away,
    words_of,
)
from tests.world import Somebody, World

STEPPED_OUT = "Ben has stepped out."


def test_whoever_leaves_takes_their_unshared_words_along(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ben")

    leaves(ben)

    assert kept(world) == [("U0ANA", "question")]
    assert "You have stepped out" in ben.reads
    assert "What you had not shared is deleted" in ben.card.words


def test_a_draft_goes_too(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    ben.answers("Half a thought.", draft=True)

    leaves(ben)

    assert kept(world) == [("U0ANA", "question")]


def test_who_stays_is_told_once_and_no_reason(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    leaves(ben)

    [told] = ana.rang()
    assert STEPPED_OUT in told
    assert "because" not in told
    assert ben.rang() == []


def test_who_stays_can_invite_somebody_else(world: World, ana: Somebody, ben: Somebody) -> None:
    leaves(ben)
    assert choices(ana) == ["Invite someone", "Join two others", "Go on by myself", "Stop here"]

    ana.presses("Invite someone")
    ana.sends({"Whom would you like to ask?": ["Esi"]})

    assert "I have asked Esi" in ana.reads
    assert "Ana asks: would you like to reflect together?" in world["Esi"].rang()[0]


def test_who_stays_can_go_on_alone_with_questions(world: World, ana: Somebody, ben: Somebody) -> None:
    leaves(ben)
    listen(world)

    ana.presses("Go on by myself")
    receipt = ana.types(f"/reflect {QUESTION}")
    assert "Only you can read" in receipt.message["text"]
    assert "A question for you:" in ana.card.text
    ana.presses("How this works")
    assert "What you write here is yours alone" in ana.reads
    put_away(ana)
    ana.answers("To myself.")

    put_away(ana)
    assert "This one is closed" in ana.card.words
    ana.presses("Read again")
    assert "To myself." in ana.reads
    assert ben.rang() == []


def test_who_stays_can_stop(world: World, ana: Somebody, ben: Somebody) -> None:
    leaves(ben)

    ana.presses("Stop here")

    assert "My pairs" not in ana.home
    assert "invite someone first" in ana.types(f"/reflect {QUESTION}").message["text"]


def test_a_question_under_way_can_be_finished_alone_or_stopped(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")

    leaves(ben)

    question = [m for m in ana.messages() if "Ben has stepped out. What you wrote" in m.words]
    assert [m.buttons[:2] for m in question] == [["Finish my answer", "Let it go"]]
    ana.presses("Finish my answer")
    assert words_of("Ana") in ana.reads
    put_away(ana)
    ana.presses("Let it go")
    assert [m.buttons[0] for m in ana.messages() if "stays yours alone" in m.words] == ["Read mine"]


def test_what_was_read_stays_when_its_author_leaves(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana", "Ben")

    leaves(ben)

    ana.presses("Read again")
    assert words_of("Ben") in ana.reads
    assert words_of("Ana") in ana.reads


def test_whoever_left_can_still_read_and_take_back_their_own_words_alone(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    leaves(ben)
    put_away(ben)

    ben.presses("Read mine")
    assert words_of("Ben") in ben.reads
    assert words_of("Ana") not in ben.reads
    ben.presses("Take my words back")

    put_away(ana)
    ana.presses("Read again")
    assert words_of("Ben") not in ana.reads
    assert "Ben has taken their words back" in ana.reads


def test_an_account_that_is_deactivated_has_stepped_out(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ben")

    world.slack.deactivate(ben.id)
    world.settle()

    assert kept(world) == [("U0ANA", "question")]
    assert [STEPPED_OUT in one for one in ana.rang()] == [True]
    assert "Ben" not in ana.home


def test_an_invitation_by_somebody_deactivated_comes_to_nothing(world: World) -> None:
    world["Chloe"].types("/pair @dev")

    world.slack.deactivate(world["Chloe"].id)
    world.settle()

    assert choices(world["Dev"]) == []
    assert "This invitation is over" in world["Dev"].card.words


def test_two_of_three_go_on_when_one_leaves(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")

    leaves(esi)

    for somebody in (chloe, dev):
        assert any("Esi has stepped out" in one for one in somebody.rang())
        somebody.presses("Read the answers")
        assert words_of("Chloe") in somebody.reads
        assert words_of("Dev") in somebody.reads
    hear_each_other(world, "Chloe", "Dev")
    assert "A note together" in chloe.card.buttons


def test_nobody_waits_for_a_play_back_by_somebody_who_left(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", "Esi", by="Chloe")
    for somebody in (chloe, dev, esi):
        play_back(somebody)
    listen(world)

    leaves(dev)

    confirm(chloe)  # Esi played back what she wrote; Dev's circle is broken
    for somebody in (chloe, esi):
        assert [m for m in somebody.messages() if "A note together" in m.buttons]


def test_the_one_of_two_choosing_who_stays_is_not_left_hanging(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")
    world.move(days=4)
    chloe.presses("Share it anyway")
    listen(world)

    leaves(dev)

    assert any("chose to share" in one for one in esi.rang())
    esi.presses("I'd rather just read")
    esi.presses("Read the answers")
    assert words_of("Chloe") in esi.reads
    assert words_of("Dev") not in esi.reads


def test_a_leaver_who_had_to_let_it_go_on_leaves_that_to_the_others(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", "Esi", by="Chloe")
    dev.presses("Read the answers")
    dev.presses("This landed badly")
    put_away(dev)

    leaves(dev)

    assert "You have paused" not in chloe.card.words + esi.card.words
    esi_cards = [m for m in esi.messages() if "Go on" in m.buttons]
    assert len(esi_cards) == 1
    esi.presses("Go on")
    assert [m.buttons for m in chloe.messages() if "Go on" in m.buttons] == []

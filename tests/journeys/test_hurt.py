"""This landed badly: it stops for both, the other learns neither who nor why, and nobody is pressed."""

import pytest

from tests.journeys.steps import (
    ask,
    choices,
    confirm,
    hear_each_other,
    listen,
    make_trio,
    play_back,
    put_away,
)
from tests.journeys.tampering import press
from tests.world import Somebody, World


@pytest.fixture
def paused(world: World) -> World:
    """Ana has paused what she and Ben have read; everybody has heard what rang but for that."""
    ask(world, "Ana", "Ben")
    world["Ana"].presses("Read the answers")
    world["Ana"].presses("This landed badly")
    return world


def test_whoever_pauses_reads_what_may_help(paused: World, ana: Somebody) -> None:
    assert "This is paused for everybody." in ana.reads
    assert "what might have been meant?" in ana.reads
    assert "Maya, staff support" in ana.reads
    put_away(ana)
    assert choices(ana) == ["Go on", "What may help"]
    ana.presses("What may help")
    assert "Maya, staff support" in ana.reads


def test_the_other_reads_that_it_rests_and_neither_who_nor_why(paused: World, ben: Somebody) -> None:
    [told] = ben.rang()

    assert "This is resting for now. Nothing is asked of you, and nothing runs out." in told
    assert "Ana" not in told.replace("A question for you and Ana", "")
    assert choices(ben) == ["What may help"]
    assert "pause" not in ben.card.words + ben.home


@pytest.mark.parametrize("step", ["played back", "note"])
def test_it_can_be_paused_at_any_later_step(world: World, ana: Somebody, ben: Somebody, step: str) -> None:
    ask(world, "Ana", "Ben")
    if step == "note":
        hear_each_other(world, "Ana", "Ben")
    else:
        play_back(ana)
    listen(world)

    ben.presses("Read the answers")
    ben.presses("This landed badly")

    assert ["This is resting for now" in one for one in ana.rang()] == [True]


def test_nothing_is_asked_and_nothing_runs_out_while_it_is_paused(
    paused: World, ana: Somebody, ben: Somebody
) -> None:
    listen(paused)

    paused.move(days=1, hours=20)

    assert [ana.rang(), ben.rang()] == [[], []]


def test_whoever_paused_is_asked_once_after_two_working_days_and_only_they(
    paused: World, ana: Somebody, ben: Somebody
) -> None:
    listen(paused)

    paused.move(days=13)

    assert len(ana.rang()) == 1
    assert ben.rang() == []
    assert "Go on" in ana.card.buttons


def test_it_goes_on_when_whoever_paused_says_so_with_all_the_time_anew(
    paused: World, ana: Somebody, ben: Somebody
) -> None:
    listen(paused)
    paused.move(days=10)
    listen(paused)

    ana.presses("Go on")

    assert ["You have both answered" in one for one in ben.rang()] == [True]
    play_back(ben)
    confirm(ana)
    assert "Ana says: yes, that's it" in ben.card.words


def test_nobody_but_whoever_paused_lets_it_go_on(paused: World, ana: Somebody, ben: Somebody) -> None:
    put_away(ana)
    row = next(b for b in ana.card.raw["blocks"] if b["type"] == "actions")

    told = press(paused, ben, "reflection.go_on", row["elements"][0]["value"])

    assert "It goes on when the person who paused it says so." in told
    assert choices(ana) == ["Go on", "What may help"]
    assert ana.rang() == []


def test_what_somebody_typed_meanwhile_is_kept_in_its_form(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    ben.presses("Read the answers")
    ben.presses("Play back what I heard")
    ana.presses("Read the answers")
    ana.presses("This landed badly")

    outcome = ben.sends({"What I heard Ana say is …": "You fear for the money."})

    assert outcome.errors == {"heard": "This is resting for now. Nothing was changed."}


def test_a_note_cannot_be_closed_over_somebody_who_paused(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")
    stale = [m for m in ben.messages() if "Close it here" in m.buttons][-1]
    ana.presses("Read the answers")
    ana.presses("This landed badly")
    block = next(b for b in stale.raw["blocks"] if b["type"] == "actions")

    told = press(world, ben, "reflection.close", block["elements"][0]["value"])

    assert "resting for now" in told
    assert "closed" not in ana.card.words


def test_after_fourteen_days_it_closes_quietly_and_can_be_read_again(
    paused: World, ana: Somebody, ben: Somebody
) -> None:
    paused.move(days=13)
    listen(paused)

    paused.move(days=1, hours=2)

    assert [ana.rang(), ben.rang()] == [[], []]
    assert "Read again" in ana.card.buttons
    assert "Read again" in ben.card.buttons


def test_words_can_be_taken_back_while_it_is_paused(paused: World, ana: Somebody, ben: Somebody) -> None:
    ben.presses_at_home("Read again")

    ben.presses("Take my words back")

    assert "Your words are deleted" in ben.reads


def test_three_are_paused_together_and_only_one_is_asked_to_let_it_go_on(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", "Esi", by="Chloe")

    dev.presses("Read the answers")
    dev.presses("This landed badly")

    assert [len(chloe.rang()), len(dev.rang()), len(esi.rang())] == [1, 0, 1]
    assert "Go on" not in chloe.card.buttons + esi.card.buttons

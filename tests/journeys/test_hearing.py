"""Playing back: three times round at most, passing, enough for today, and a note that both agree with."""

import pytest

from tests.journeys.steps import (
    NEARLY,
    NOT_YET,
    YES,
    ask,
    choices,
    confirm,
    hear_each_other,
    listen,
    make_trio,
    play_back,
    put_away,
    words_of,
)
from tests.world import Somebody, World


@pytest.fixture
def opened(world: World) -> World:
    ask(world, "Ana", "Ben")
    return world


def test_nearly_asks_once_more_and_says_what_was_added(opened: World, ana: Somebody, ben: Somebody) -> None:
    play_back(ben, "You fear for the money.")

    confirm(ana, NEARLY, "And for the people.")

    [told] = ben.rang()
    assert "Ana says: nearly" in told
    put_away(ben)
    ben.presses("Play back what I heard")
    assert "And for the people." in ben.reads
    assert "You fear for the money." in ben.reads


def test_after_three_times_round_it_may_stay_open(opened: World, ana: Somebody, ben: Somebody) -> None:
    for _ in range(3):
        play_back(ben)
        confirm(ana, NOT_YET)

    assert "This one may stay open" in ben.card.words
    put_away(ben)
    ben.presses("Read the answers")
    assert "Play back what I heard" not in ben.reads


def test_a_third_play_back_that_was_never_answered_is_let_go(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    play_back(ben)
    confirm(ana, NOT_YET)
    play_back(ben)
    confirm(ana, NOT_YET)
    play_back(ben)
    world = opened
    world.move(days=3, hours=1)

    ben.presses("Read the answers")

    assert "Play back what I heard" not in ben.reads


def test_an_author_can_pass_on_saying_whether_that_is_it(opened: World, ana: Somebody, ben: Somebody) -> None:
    play_back(ana)
    confirm(ben)
    play_back(ben)
    listen(opened)

    ana.presses("Read the answers")
    ana.presses("Not this time")

    assert "Not this time: that is fine." in ana.reads
    assert ben.rang() == []
    assert "A note together" in ben.card.buttons


def test_a_listener_can_pass_on_playing_back(opened: World, ana: Somebody, ben: Somebody) -> None:
    ben.presses("Read the answers")

    ben.presses("Not this time")

    put_away(ben)
    assert "Nothing is said back this time" in ben.card.words
    assert ana.rang() == []


def test_where_both_pass_a_note_is_offered_and_rings_nobody(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    ben.presses("Read the answers")
    ben.presses("Not this time")
    ana.presses("Read the answers")
    ana.presses("Not this time")

    assert "A note together" in ana.card.buttons
    assert "A note together" in ben.card.buttons
    assert [ana.rang(), ben.rang()] == [[], []]


def test_an_old_play_back_form_keeps_what_was_typed(opened: World, ana: Somebody, ben: Somebody) -> None:
    ben.presses("Read the answers")
    ben.presses("Play back what I heard")
    ana.presses("That is enough for today")

    outcome = ben.sends({"What I heard Ana say is …": "You fear for the money."})

    assert outcome.errors
    assert "moved on" in outcome.errors["heard"]
    assert ben.form


def test_a_play_back_without_a_word_about_how_close_it_is_is_not_taken(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    play_back(ben)
    ana.presses("Is that it?")

    outcome = ana.sends({"What I would add": "And for the people."})

    assert outcome.errors
    assert "close" in outcome.errors


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize(
    "step", ["opened", "played back", "once more", "half heard", "note", "note proposed"]
)
def test_enough_for_today_is_one_press_away_at_every_later_step_and_reminds_nobody(
    opened: World, ana: Somebody, ben: Somebody, step: str
) -> None:
    reach(opened, step)
    listen(opened)

    ana.presses("That is enough for today") if "That is enough for today" in ana.card.buttons else (
        ana.presses("Read the answers"),
        ana.presses("That is enough for today"),
    )
    put_away(ana)

    assert "That is enough for today" in ana.card.words
    assert ["That is enough for today" in one for one in ben.rang()] == [True]
    assert ana.rang() == []
    opened.move(days=13)
    assert [ana.rang(), ben.rang()] == [[], []]
    before = choices(ben)
    ben.presses("Take it up again")
    assert "Take it up again" in before
    assert "Take it up again" not in ben.card.buttons + ana.card.buttons
    assert len(ana.rang()) == 1
    assert ben.rang() == []


def reach(world: World, step: str) -> None:
    ana, ben = world["Ana"], world["Ben"]
    if step == "opened":
        return
    if step in ("note", "note proposed"):
        hear_each_other(world, "Ana", "Ben")
        if step == "note proposed":
            ben.presses("A note together")
            ben.sends({"Our note": "We ask early.", "These very words": True})
        return
    play_back(ana)
    if step == "once more":
        confirm(ben, NEARLY)
    if step == "half heard":
        confirm(ben, YES)


def test_after_fourteen_days_it_is_closed_quietly_and_cannot_be_taken_up(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    ana.presses("That is enough for today")
    listen(opened)

    opened.move(days=14, hours=1)

    assert [ana.rang(), ben.rang()] == [[], []]
    assert "Take it up again" not in ana.card.buttons + ben.card.buttons
    assert "Read again" in ana.card.buttons


def test_what_was_taken_up_again_goes_on_where_it_stood(opened: World, ana: Somebody, ben: Somebody) -> None:
    play_back(ben, "You fear for the money.")
    put_away(ana)
    ana.presses("That is enough for today")
    opened.move(days=3)

    ben.presses("Take it up again")
    confirm(ana)

    assert "Ana says: yes, that's it" in ben.card.words


def test_in_a_trio_each_plays_back_the_next_and_nobody_is_left_out(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")
    assert words_of("Chloe") not in dev.card.words + esi.card.words + esi.home
    assert "Chloe and Dev have answered: only yours is missing." in esi.card.words
    esi.answers(words_of("Esi"))
    assert all(words_of(name) in esi.reads for name in ("Chloe", "Dev", "Esi"))
    listen(world)

    heard = {}
    for somebody in (chloe, dev, esi):
        somebody.presses("Read the answers")
        somebody.presses("Play back what I heard")
        heard[somebody.name] = somebody.form["blocks"][-2]["label"]["text"] if somebody.form else ""
        somebody.sends({heard[somebody.name]: f"{somebody.name} heard."})
    assert heard == {
        "Chloe": "What I heard Dev say is …",
        "Dev": "What I heard Esi say is …",
        "Esi": "What I heard Chloe say is …",
    }
    for somebody in (chloe, dev, esi):
        confirm(somebody)

    assert all("A note together" in one.card.buttons for one in (chloe, dev, esi))


def test_in_a_trio_nothing_opens_until_all_three_are_in(world: World) -> None:
    make_trio(world)

    ask(world, "Chloe", "Dev", by="Chloe")

    for name, other in (("Chloe", "Dev"), ("Dev", "Chloe"), ("Esi", "Chloe")):
        somebody = world[name]
        assert "Read the answers" not in somebody.card.buttons
        somebody.presses("Write my answer" if name == "Esi" else "Read or change mine")
        assert words_of(other) not in somebody.reads


def test_one_who_is_heard_does_not_end_the_hearing_of_the_others(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", by="Chloe")
    world.move(days=3)
    chloe.presses("Share it anyway")
    dev.presses("I'd rather just read")
    esi.presses("I'd rather just read")
    play_back(dev)
    confirm(chloe)

    world.move(days=3, hours=2)  # past the first reminder

    esi.presses("Read the answers")
    assert "Play back what I heard" in esi.reads


def test_a_note_is_kept_only_when_both_ticked_that_very_version(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    hear_each_other(opened, "Ana", "Ben")
    ana.presses("A note together")
    ana.sends({"Our note": "We ask early.", "These very words": True})
    assert ["has written a note" in one for one in ben.rang()] == [True]

    ben.presses("A note together")
    ben.sends({"Our note": "We ask early, and aloud.", "These very words": True})
    assert "has written a note" in ana.card.words
    assert "closed" not in ana.card.words
    ana.presses("A note together")
    assert "We ask early, and aloud." in ana.reads
    ana.sends({"These very words": True})

    assert "closed, with a note" in ben.card.words
    ben.presses("Read again")
    assert "We ask early, and aloud." in ben.reads
    assert "What you keep together" in ben.reads


def test_an_unticked_note_is_not_agreed_to(opened: World, ana: Somebody, ben: Somebody) -> None:
    hear_each_other(opened, "Ana", "Ben")
    ana.presses("A note together")
    ana.sends({"Our note": "We ask early."})

    ben.presses("A note together")
    ben.sends({"These very words": True})

    assert "closed" not in ana.card.words
    assert ["Ben agreed to your note: only your own tick is missing" in one for one in ana.rang()] == [True]


def test_a_form_older_than_the_note_keeps_what_was_typed_and_shows_the_note(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    hear_each_other(opened, "Ana", "Ben")
    ana.presses("A note together")
    ben.presses("A note together")
    ben.sends({"Our note": "Ben's words.", "These very words": True})

    ana.sends({"Our note": "Ana's words.", "These very words": True})

    assert "The note has changed since you opened this." in ana.reads
    assert "Ben's words." in ana.reads
    assert "Ana's words." in ana.reads
    assert "closed" not in ben.card.words
    ana.sends({"These very words": True})
    assert ["has written a note" in one for one in ben.rang()] == [True]


def test_it_closes_without_a_note_and_tells_the_other(opened: World, ana: Somebody, ben: Somebody) -> None:
    hear_each_other(opened, "Ana", "Ben")

    ana.presses("Close it here")
    assert "It closes when Ben would close it, too" in ana.card.words
    assert ben.rang() == []
    ben.presses("Close it here")

    assert ["This one is closed" in one for one in ana.rang()] == [True]
    assert ben.rang() == []
    assert "Read again" in ana.card.buttons


def test_whoever_was_told_nearly_and_whoever_said_it_both_read_that(
    opened: World, ana: Somebody, ben: Somebody
) -> None:
    play_back(ana, "I heard trust.")

    assert "until ." not in ben.card.words
    confirm(ben, NEARLY)

    assert "You told Ana: nearly. They can say it back once more." in ben.card.words
    assert "Ben says: nearly." in ana.card.words

"""What a pair kept stands on its page, and leaves it for a channel once all of them ticked the very words."""

import pytest

from bot.playground.records import APP_USER
from tests.journeys.steps import QUESTION, ask, confirm, leaves, listen, make_trio, play_back, put_away
from tests.journeys.test_pair_page import CLINIC, WHAT, opens, writes
from tests.world import Somebody, World

NOTE = "We ask early."
SHORTER, WHERE, THE_WORDS, NAMES = "We ask.", "Where?", "The very words", "Whose names stand there?"


@pytest.fixture
def noted(world: World, ana: Somebody, ben: Somebody) -> World:
    """They have kept a note of a talk."""
    ask(world, "Ana", "Ben")
    for one, other in ((ana, ben), (ben, ana)):
        play_back(one)
        confirm(other)
    listen(world)
    for one in (ana, ben):
        one.presses("A note together")
        one.sends({"Our note": NOTE, "These very words": True})
    listen(world)
    return world


def offer(somebody: Somebody, words: str = NOTE, channel: str = "C0HOME", names: str = "Ours") -> None:
    opens(somebody)
    somebody.presses("Share with a channel…")
    somebody.presses("Share this")
    somebody.sends({WHERE: channel, THE_WORDS: words, NAMES: names})
    put_away(somebody)


def there(somebody: Somebody, channel: str = "C0HOME") -> str:
    return "\n".join(f"{m.text} {m.words}" for m in somebody.messages(channel) if not m.ephemeral)


def test_what_they_kept_stands_on_their_page_with_what_was_asked(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    for one in (ana, ben):
        opens(one)
        assert f"What we kept\nAsked: {QUESTION}\n{NOTE}" in one.reads


def test_what_is_open_between_them_stands_there_and_nothing_of_others(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    world["Chloe"].types("/pair @ana")
    ana.presses("Yes, gladly")
    put_away(ana)

    opens(ben)
    assert "What is open for you" in ben.reads
    assert QUESTION in ben.reads
    world["Chloe"].types("/pair")
    assert QUESTION not in world["Chloe"].reads


def test_nothing_stands_in_the_channel_until_both_ticked_the_very_words(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    offer(ana)

    assert NOTE not in there(ben)
    assert ["Ana would share something with" in one for one in ben.rang()] == [True]
    ben.presses("Read it")
    assert NOTE in ben.reads
    ben.sends({THE_WORDS: NOTE})

    assert "Ana and Ben share this" in there(ben)
    assert NOTE in there(noted["Chloe"])
    assert "It stands in" in ana.card.words


def test_other_words_are_for_the_first_to_tick_again(noted: World, ana: Somebody, ben: Somebody) -> None:
    offer(ana)
    ben.presses("Read it")
    ben.sends({THE_WORDS: SHORTER})
    put_away(ben)

    assert SHORTER not in there(ana)
    assert "Ben would share something with" in ana.card.words
    ana.presses("Read it")
    ana.sends({THE_WORDS: SHORTER})

    assert SHORTER in there(ana)
    assert NOTE not in there(ana)


def test_of_two_who_change_the_words_at_once_the_second_keeps_theirs(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    offer(ana)
    for one in (ana, ben):
        one.presses("Read it")
    ben.sends({THE_WORDS: SHORTER})

    ana.sends({THE_WORDS: "We ask at once."})

    assert "Somebody changed the words meanwhile." in ana.reads
    assert SHORTER in ana.reads
    assert "We ask at once." in ana.reads
    assert "We ask" not in there(ana)


def test_one_no_is_enough_and_nobody_reads_whose_or_why(noted: World, ana: Somebody, ben: Somebody) -> None:
    offer(ana)
    listen(noted)

    ben.presses("Rather not")

    assert "This is not shared." in ana.card.words
    assert "Ben" not in ana.card.words
    assert ana.rang() == []
    assert "share this" not in there(ana)


def test_without_their_names_it_says_only_that_it_comes_from_a_pair(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    offer(ana, names="Nobody's: it says that it comes from a pair")
    ben.presses("Read it")
    ben.sends({THE_WORDS: NOTE})

    shared = there(noted["Chloe"])
    assert "A pair who work together share this" in shared
    assert "Ana" not in shared.partition("A pair who")[2]


def test_either_can_take_it_back(noted: World, ana: Somebody, ben: Somebody) -> None:
    offer(ana)
    ben.presses("Read it")
    ben.sends({THE_WORDS: NOTE})
    put_away(ben)

    ben.presses("Take it back")

    assert NOTE not in there(ana)
    assert "What stood here was taken back" in there(ana)


def test_what_stands_on_the_page_can_be_shared_too(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, {WHAT: CLINIC})
    opens(ben)
    ben.presses("I have seen it")
    put_away(ben)

    offer(ana, CLINIC)

    assert CLINIC not in there(ben)
    ben.presses("Read it")
    ben.sends({THE_WORDS: CLINIC})
    assert CLINIC in there(ben)


def test_it_goes_only_where_whoever_offers_it_and_the_app_are(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    opens(ana)
    ana.presses("Share with a channel…")
    ana.presses("Share this")
    outcome = ana.sends({WHERE: "C0STEER", THE_WORDS: NOTE, NAMES: "Ours"})

    assert outcome.errors
    assert ben.rang() == []
    with noted.slack.workspace.changing():
        noted.slack.conversations["C0STEER"].members.add(APP_USER)
    ana.sends({WHERE: "C0STEER", THE_WORDS: NOTE, NAMES: "Ours"})
    assert ["Ana would share something with" in one for one in ben.rang()] == [True]


def test_whoever_is_by_themselves_shares_nothing_that_another_can_not_tick(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    opens(ana)
    ana.presses("Share with a channel…")
    ana.presses("Share this")
    leaves(ben)

    outcome = ana.sends({WHERE: "C0HOME", THE_WORDS: NOTE, NAMES: "Ours"})

    assert "You are by yourself here now" in str(outcome.errors) + ana.reads
    assert NOTE not in there(ana)
    opens(ana)
    assert NOTE in ana.reads
    assert "Share with a channel" not in str(ana.form)


def test_while_somebody_is_asked_still_nothing_is_shared(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev @esi")
    dev.presses("Yes, gladly")
    writes(chloe, {WHAT: CLINIC})
    opens(dev)
    dev.presses("I have seen it")

    dev.presses("Share with a channel…")

    assert "has not answered yet" in dev.reads


def test_who_leaves_before_has_not_ticked_it(noted: World, ana: Somebody, ben: Somebody) -> None:
    offer(ana)

    leaves(ben)

    assert NOTE not in there(ana)
    assert "This is not shared." in "".join(m.words for m in ana.messages())


def test_in_a_trio_all_three_tick_it(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    writes(chloe, {WHAT: CLINIC})
    for one in (dev, esi):
        opens(one)
        one.presses("I have seen it")
        put_away(one)
    offer(chloe, CLINIC)
    dev.presses("Read it")
    dev.sends({THE_WORDS: CLINIC})
    assert CLINIC not in there(esi)

    esi.presses("Read it")
    esi.sends({THE_WORDS: CLINIC})

    assert CLINIC in there(esi)


def test_after_two_weeks_without_an_answer_it_is_not_shared(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    offer(ana)

    noted.move(days=15)

    assert "This is not shared." in "".join(m.words for m in ben.messages())
    assert NOTE not in there(ana)

"""Away: dates alone, no reason; nothing is sent, nothing is held against anybody, and all of it waits."""

import pytest

from tests.journeys.steps import QUESTION, listen
from tests.world import Somebody, World

UNTIL = "/alongside away until 17 September"  # it is Tuesday the 15th


def test_one_line_and_nothing_is_sent_until_then(world: World, ana: Somebody, ben: Somebody) -> None:
    ben.types(UNTIL)
    assert "until the end of Thursday 17 September" in ben.whispered.words
    assert "nobody is told" in ben.whispered.words
    listen(world)

    ana.types(f"/reflect {QUESTION}")
    world.move(days=2, hours=12)
    assert ben.rang() == []

    world.move(days=1)
    assert len(ben.rang()) == 1  # on Friday morning, and what it says is how it stands then


def test_others_see_the_same_as_of_somebody_who_has_not_answered(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types(f"/reflect {QUESTION}")
    before = ana.card.words

    ben.types(UNTIL)

    assert ana.card.words == before


def test_in_a_form_it_can_be_without_a_date_and_ends_with_a_press(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ben.types("/alongside away")
    ben.sends({"Without a date": True})
    assert "Everything is paused for you" in ben.reads
    ben.closes()
    listen(world)

    ana.types(f"/reflect {QUESTION}")
    world.move(days=3)
    assert ben.rang() == []
    ben.types("/alongside back")
    world.move(days=1)

    assert len(ben.rang()) == 1


@pytest.mark.parametrize("typed", ["until 14 September", "until yesterday", "until 31 February"])
def test_what_is_over_or_cannot_be_read_is_answered_and_nothing_changes(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    ben.types(f"/alongside away {typed}")
    listen(world)

    ana.types(f"/reflect {QUESTION}")

    assert len(ben.rang()) == 1


def test_from_home_one_says_it_and_reads_how_it_stands(ben: Somebody) -> None:
    assert "Away for a while?" in ben.home

    ben.presses_at_home("Away")
    ben.sends({"My last day away": "2026-09-24", "Who may read it": True})

    assert "others may read that you are away" in ben.reads

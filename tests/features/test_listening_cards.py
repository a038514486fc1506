"""The card of a listening round in a channel, and what a great many people and questions come to."""

from datetime import timedelta
from random import Random

import pytest

from bot.features.listening import FEATURE, cards, forms
from bot.features.listening.models import Plan
from tests.every.drawing import dressed, faults, of_round, read_by
from tests.features.test_listening_rules import Group, asked
from tests.practices import PLAIN
from tests.practices.listening import HANDED, drawn
from tests.practices.reflection.drawn import EIGHT_WORDS
from tests.reading import actions_in, labels_in, lines_on, words_on

readable = read_by(FEATURE, HANDED)


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("words", ["&" * 1500, "W" * 1500, "👩‍⚕️" * 500], ids=range(3))
def test_a_crowd_with_long_names_and_long_words_fits_wherever_it_is_drawn(words: str) -> None:
    names = tuple(f"{n}{words[:79]}" for n in range(14))

    for round_ in (drawn.crowded(), drawn.parted(), *drawn.many_questions()):
        for name, thing in of_round(FEATURE, HANDED, dressed(HANDED, round_, names, words), words):
            assert faults(thing) == [], name
    twelve = readable(dressed(HANDED, drawn.crowded(12), names, words), "U000")
    pages = [forms.read(twelve, "U000", str(n)) for n in range(3)]
    voices = [len([b for b in page.blocks if b["type"] == "header"]) for page in pages]
    assert voices == [5, 5, 2 + 1]  # and what people are taking
    assert actions_in(pages[2].blocks)[-1] == "listening.withdraw"


def test_whoever_left_is_not_told_that_others_took_their_words_back() -> None:
    group = Group(Plan(), 3)
    for seat in group.seats:
        group.does("write", seat.person_id, Random(0))
    group.now += timedelta(days=1)
    group.does("read_now", "U000", Random(0))
    group.does("step_out", "U001", Random(0))

    page = forms.read(readable(group.round, "U001"), "U001")

    assert lines_on(page, "read", "listening") & {"withdrawn"} == set()
    assert group.round.one("open", "U001") is not None


def test_the_first_card_in_a_channel_asks_one_thing_and_has_two_buttons() -> None:
    for people_ in ((), ("U001", "U002")):
        round_ = dressed(HANDED, asked(Plan(people=people_), size=3), PLAIN, EIGHT_WORDS)

        message = cards.card(readable(round_, None))

        assert words_on(message).count("?") == 1
        assert labels_in(message.blocks) == ["Write", "More"]
        assert len(words_on(message).split()) <= 80, words_on(message)

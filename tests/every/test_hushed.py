"""A locked screen says nothing of what is asked, or by whom, wherever that is not wanted."""

import json
from dataclasses import replace

import pytest

from bot.rounds.feature import Feature
from bot.rounds.showing.drawing import wordless
from bot.rounds.showing.hush import hushed
from bot.rounds.showing.jobs import moved_on
from tests.every.drawing import dressed, read_by
from tests.every.each import each_practice
from tests.practices import Handed

pytestmark = pytest.mark.usefixtures("doors")

NAMES = ("Quintilia", "Quirin", "Quorra")
WORDS = "Quagmire: what did we avoid?"
NEVER = ("Qu", "avoid")


@each_practice
def test_no_text_of_any_card_says_a_word_of_it(feature: Feature, practice: Handed) -> None:
    draws, readable, said = {kind.name: kind.draw for kind in feature.kinds}, read_by(feature, practice), 0
    for scene in practice.scenes():
        round_ = readable(dressed(practice, scene, NAMES, WORDS), None)
        cards = draws[round_.kind](round_)
        for drawing in hushed(round_, cards, everybody=True).values():
            for text in (drawing.message.text, moved_on(drawing.message, "https://example.org").text):
                assert text.strip()
                assert not any(word in text for word in NEVER), text
        said += sum("Qu" in json.dumps([d.message.text, [*d.message.blocks]]) for d in cards.values())
        for seat in round_.seats:
            seat.hushed = seat is round_.seats[0]
        mine = round_.seats[0].person_id if round_.seats else ""
        for key, drawing in hushed(round_, cards).items():
            as_it_was = cards[key].message
            assert drawing.message.hushed == (drawing.place == mine)
            assert drawing.message.hushed or drawing.message == as_it_was
            assert [*drawing.message.blocks] == [*as_it_was.blocks]
            assert replace(drawing, message=as_it_was) == cards[key]
    assert said or all(kind.on_card is wordless for kind in feature.kinds)

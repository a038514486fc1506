"""A question that asks for more than words: a number, a list, two texts."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.rounds.keeping import queries
from bot.rounds.keeping.tables import rounds
from tests.journeys.steps import put_away
from tests.world import TEAM, Somebody, World, pressable

HOME = "C0HOME"


def asks(ana: Somebody, title: str) -> None:
    ana.types("/reflect")
    ana.sends({"What is it for?": "Anything", "A word to look for": title})
    ana.presses("Look at it")
    ana.presses("Ask us this")
    put_away(ana)


def values(form: dict[str, Any]) -> dict[str, str]:
    """What stands in the boxes, by their labels."""
    found = {}
    for block in form["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            chosen = (element.get("initial_option") or {}).get("text", {}).get("text", "")
            found[block["label"]["text"]] = element.get("initial_value") or chosen
    return found


WHOLE = {
    "Ready to begin": ({"From 0 to 10": "7", "In your own words": "Nearly there."},
                       ["7 of 10 (0: not yet, 10: very)", "Nearly there."]),
    "Whom it touches": ({"In your own words": "Carers\nNight staff"}, ["• Carers\n• Night staff"]),
    "Then and now": ({"I used to think": "It was the form.", "Now I think": "Nobody asked."},
                     ["I used to think: It was the form.", "Now I think: Nobody asked."]),
}  # fmt: skip


@pytest.mark.parametrize("title", WHOLE)
def test_it_comes_back_into_its_boxes_and_is_read_as_one_text(
    world: World, ana: Somebody, ben: Somebody, title: str
) -> None:
    typed, kept = WHOLE[title]
    asks(ana, title)
    ana.presses("Write my answer")
    ana.sends(typed)
    put_away(ana)
    ana.presses("Read or change mine")
    there = values(ana.form or {})
    assert all(there[label].replace("• ", "") == text for label, text in typed.items())
    ana.sends()

    ben.presses("Write my answer")
    ben.sends(typed)

    for line in kept:
        assert ben.reads.count(line) == 2


def test_a_number_alone_is_an_answer_and_nothing_is_none(world: World, ana: Somebody, ben: Somebody) -> None:
    asks(ana, "Ready to begin")
    ana.presses("Write my answer")

    assert ana.sends({"From 0 to 10": "No number"}).errors
    ana.sends({"From 0 to 10": "0: not yet"})

    assert "Your answer is in" in ana.card.words


def test_a_list_is_written_in_a_channel_too(world: World, ana: Somebody, chloe: Somebody) -> None:
    ana.types("/listen", channel=HOME)
    ana.presses("Choose a question")
    block, use = next(pair for pair in pressable((ana.form or {})["blocks"]) if "F12-01" in pair[1]["value"])
    ana.presses_this(block, use)
    ana.sends({})
    put_away(ana)
    with world.bot.store.read() as db:
        ids = db.execute(select(rounds.c.id)).scalars().all()
        asked = [round_.facts for round_ in queries.these(db, TEAM, ids)]
    assert [(facts["prompt"], facts["version"]) for facts in asked if facts.get("prompt")] == [("F12-01", 2)]

    chloe.presses("Write", channel=HOME)
    assert "One thing a line." in str(chloe.form)
    chloe.sends({"In your own words": "Carers\nNight staff"})
    put_away(chloe)
    chloe.presses("Write", channel=HOME)

    assert "• Carers\n• Night staff" in chloe.reads

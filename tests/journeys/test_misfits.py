"""What no client of Slack's would send: refused where somebody is looking, and nothing is kept."""

from typing import Any

import pytest

from tests.journeys.steps import ask, kept, words_of
from tests.journeys.tampering import send_as_it_is
from tests.world import Somebody, World

TOO_LONG = "This is longer than fits here"


def first_box(somebody: Somebody) -> dict[str, Any]:
    assert somebody.form
    return next(b for b in somebody.form["blocks"] if b.get("element", {}).get("type") == "plain_text_input")


def _answer(world: World) -> Somebody:
    ask(world)
    ben = world["Ben"]
    ben.presses(next(label for label in ben.card.buttons if label.startswith("Write")))
    return ben


def _plays_back(world: World) -> Somebody:
    ask(world, "Ana", "Ben")
    ben = world["Ben"]
    ben.presses("Read the answers")
    ben.presses("Play back what I heard")
    return ben


def _listens(world: World) -> Somebody:
    world["Ana"].types("/listen", "C0HOME")
    return world["Ana"]


@pytest.mark.parametrize("opens", [_answer, _plays_back, _listens])
def test_what_is_ten_times_too_long_is_refused_under_its_box_and_nothing_is_kept(
    world: World, opens: Any
) -> None:
    somebody = opens(world)
    box, before = first_box(somebody), kept(world)

    answer = send_as_it_is(world, somebody, {box["block_id"]: "x" * 10 * box["element"]["max_length"]})

    assert TOO_LONG in answer["errors"][box["block_id"]]
    assert kept(world) == before
    assert somebody.form


def test_a_question_that_the_form_does_not_ask_is_not_answered(world: World) -> None:
    ben = _answer(world)
    box, before = first_box(ben), kept(world)

    answer = send_as_it_is(world, ben, {box["block_id"]: "Words.", "made_up": "more"})

    assert "This cannot be chosen here" in str(answer)
    assert kept(world) == before


def test_a_page_that_was_open_when_words_were_taken_back_shows_them_no_more(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    ben.presses("Read the answers")
    assert words_of("Ana") in ben.reads
    ana.presses("Read the answers")
    ana.presses("Take my words back")

    ben.presses("Play back what I heard")

    assert words_of("Ana") not in ben.reads

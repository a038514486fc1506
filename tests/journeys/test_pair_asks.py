"""An empty line of a pair's page: its question can be asked, and what they keep of it can stand there."""

import pytest

from bot import catalogue
from bot.catalogue import Prompt
from bot.features.pairs.models import ASKS
from tests.journeys.steps import hear_each_other, listen, put_away
from tests.journeys.test_pair_page import NEW, PAUSE, opens, writes
from tests.world import Somebody, World

SIGN = "We say: tea."
ASK, PUT = "Ask us about this", "Put our note here"


@pytest.fixture
def question() -> Prompt:
    found = catalogue.find(ASKS["pause"])
    assert found
    return found


def asks(somebody: Somebody, label: str = ASK) -> None:
    """About a pause, from their page."""
    opens(somebody)
    assert somebody.form
    [at] = [n for n, b in enumerate(somebody.form["blocks"]) if PAUSE in str(b)]
    block = somebody.form["blocks"][at + 1]
    assert block["accessory"]["text"]["text"] == label
    somebody.presses_this(block, block["accessory"])


def keep_a_note(world: World, note: str = SIGN) -> None:
    """They answer, hear each other, and keep a note of it."""
    for name in ("Ana", "Ben"):
        world[name].presses("Write my answer")
        world[name].sends({"In your own words": f"What {name} says."})
    listen(world)
    hear_each_other(world, "Ana", "Ben")
    for name in ("Ana", "Ben"):
        world[name].presses("A note together")
        world[name].sends({"Our note": note, "These very words": True})
    listen(world)


def test_the_question_is_read_whole_and_then_asked(
    world: World, ana: Somebody, ben: Somebody, question: Prompt
) -> None:
    asks(ana)

    assert question.question in ana.reads
    assert question.context in ana.reads
    assert ben.rang() == []
    ana.presses("Ask us this")
    [told] = ben.rang()
    assert question.question in told


def test_what_they_kept_of_it_can_stand_there_once_the_other_has_seen_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    asks(ana)
    ana.presses("Ask us this")
    listen(world)
    keep_a_note(world)

    asks(ana, PUT)
    assert SIGN in str(ana.form)
    ana.sends({})
    assert f"{NEW} Ana, not seen yet by Ben:\n{SIGN}" in ana.reads
    opens(ben)
    ben.presses("I have seen it")

    assert f"{PAUSE}\n{SIGN}" in ben.reads
    assert PUT not in str(ben.form)


def test_what_has_words_is_not_asked_about(world: World, ana: Somebody, ben: Somebody) -> None:
    opens(ana)
    before = str(ana.form).count(ASK)
    writes(ana, {PAUSE: SIGN}, "When it gets difficult")
    put_away(ana)
    opens(ben)
    ben.presses("I have seen it")

    assert str(ben.form).count(f"'{ASK}'") == len(ASKS) - 1
    assert before


def test_whoever_is_alone_has_nobody_to_ask(world: World, ana: Somebody, ben: Somebody) -> None:
    put_away(ben)
    ben.presses_at_home("Our page")
    ben.presses("Leave")
    opens(ana)

    assert ASK not in str(ana.form)

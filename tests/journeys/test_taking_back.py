"""A question that was not meant is taken back while nobody has answered, in every practice that puts one."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from tests.journeys.options_steps import begin
from tests.journeys.steps import ask, choices, listen
from tests.journeys.test_typed_words import posts
from tests.world import Somebody, World

HOME = "C0HOME"
QUESTION = "What did we avoid today?"


def kept_words(world: World) -> list[str]:
    """The kinds of everything that anybody wrote, and that is kept."""
    with world.bot.store.read() as db:
        return list(db.execute(text("SELECT kind FROM replies ORDER BY kind")).scalars())


def all_that_is_read(somebody: Somebody, channel: str | None = None) -> str:
    return "\n".join(f"{m.text} {m.words}" for m in somebody.messages(channel) if not m.ephemeral)


def test_a_question_to_a_partner_is_taken_back_and_the_partner_is_not_rung(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    ben.presses("Write my answer")
    ben.sends({"In your own words": "Half of it", "Not ready?": True})
    assert "Take back" in choices(ana)
    assert "Take back" not in choices(ben)
    listen(world)

    ana.presses("Take back")
    world.move(days=9)

    assert [ana.rang(), ben.rang()] == [[], []]
    assert "Ana has taken this question back. Nothing is asked of you" in ben.card.words
    assert choices(ben) == ["Ask another question"]
    assert "You have taken this question back" in ana.card.words
    assert QUESTION not in all_that_is_read(ben) + all_that_is_read(ana)
    assert kept_words(world) == []


def test_from_the_receipt_too_and_it_can_be_asked_again(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION}", HOME)

    ana.presses("Take back", HOME)
    ana.types(f"/reflect {QUESTION}", HOME)

    assert len([told for told in ben.rang() if QUESTION in told]) == 2
    assert QUESTION in ben.card.words


def test_once_somebody_has_answered_it_is_theirs_too(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION}", HOME)
    ben.answers("Money.")

    ana.presses("Take back", HOME)

    told = [m for m in ana.messages(HOME) if m.ephemeral][-1]
    assert "Somebody has answered" in told.words
    assert "Take back" not in choices(ana)
    assert QUESTION in ben.card.words


def typed(line: str) -> Callable[[World], None]:
    def put(world: World) -> None:
        world["Ana"].types(line, HOME)
        world["Ana"].presses("Take back", HOME)

    return put


def a_matter(world: World) -> None:
    begin(world, question=QUESTION)
    world["Ana"].presses("Take back")


@pytest.mark.parametrize(
    "put",
    [
        typed(f"/listen {QUESTION} -- @ben @chloe"),
        typed(f"/checkin {QUESTION}"),
        typed(f"/alongside review @ben @chloe {QUESTION}"),
        a_matter,
    ],
    ids=["listening", "checkin", "declared", "options"],
)
def test_so_is_what_was_put_to_a_channel_and_no_word_of_it_is_kept(
    world: World, ben: Somebody, put: Callable[[World], None]
) -> None:
    before = kept_words(world)

    put(world)
    for name in ("Ana", "Ben", "Chloe"):
        world[name].rang()
    rung = len(posts(world))
    world.move(days=9)

    assert len(posts(world)) == rung
    assert "taken back" in all_that_is_read(ben, HOME)
    assert QUESTION not in all_that_is_read(ben, HOME) + all_that_is_read(ben)
    assert kept_words(world) == before == []

"""The notes of a pair stay on its page, until one of them takes one out, or nobody of them is left."""

from bot.rounds.keeping import queries
from tests.journeys.steps import QUESTION, leaves, listen, put_away
from tests.journeys.test_pair_page import opens
from tests.journeys.test_pair_sharing import NOTE, noted
from tests.world import TEAM, Somebody, World

__all__ = ["noted"]
TAKE_OUT = "Take the note out"


def kept_of(world: World) -> str:
    """Every word that is kept of any reflection, whoever may read it."""
    with world.bot.store.read() as db:
        ids = db.connection.exec_driver_sql("SELECT id FROM rounds WHERE feature = 'reflection'").scalars()
        found = queries.these(db, TEAM, ids.all())
        queries.unseal_all(db, found, lambda *_: True)
    return "\n".join(reply.text or "" for round_ in found for reply in round_.replies)


def takes_out(somebody: Somebody) -> None:
    opens(somebody)
    somebody.presses("Open it, or take it out")
    somebody.presses(TAKE_OUT)
    put_away(somebody)


def test_a_note_is_there_after_its_talk_is_deleted(noted: World, ana: Somebody, ben: Somebody) -> None:
    noted.move(days=120)

    for one in (ana, ben):
        opens(one)
        assert f"{NOTE}" in one.reads
        assert QUESTION in one.reads
    kept = kept_of(noted)
    assert NOTE in kept
    assert "What Ana wrote" not in kept


def test_one_takes_it_out_and_the_other_is_told(noted: World, ana: Somebody, ben: Somebody) -> None:
    takes_out(ana)

    [told] = ben.rang()
    assert "Ana has taken out the note" in told
    assert "You have taken out the note" in ana.card.words
    opens(ben)
    assert NOTE not in ben.reads
    assert NOTE not in kept_of(noted)


def test_it_can_be_taken_out_after_its_talk_is_deleted(noted: World, ana: Somebody, ben: Somebody) -> None:
    noted.move(days=120)
    listen(noted)
    takes_out(ben)

    [told] = ana.rang()
    assert "Ben has taken out the note" in told
    assert NOTE not in kept_of(noted)
    assert QUESTION not in kept_of(noted)


def test_it_stays_with_whoever_stays_and_goes_with_the_last(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    noted.move(days=120)
    leaves(ben)
    noted.settle()
    opens(ana)
    assert NOTE in ana.reads
    put_away(ana)
    ana.presses("Stop here")
    noted.move(hours=1)

    assert NOTE not in kept_of(noted)


def test_where_nobody_is_left_before_its_day_it_goes_with_the_rest(
    noted: World, ana: Somebody, ben: Somebody
) -> None:
    leaves(ben)
    put_away(ana)
    ana.presses("Stop here")
    noted.move(days=88)
    assert NOTE in kept_of(noted)
    noted.move(days=4)

    assert NOTE not in kept_of(noted)

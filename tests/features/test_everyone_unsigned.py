"""Unsigned means unsigned in a question for a channel: no row says who wrote what, or when."""

from sqlalchemy import text

from bot import owners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from tests.journeys.everyone_steps import SAID, UNSIGNED, asked, writes
from tests.world import NAMES, TEAM, World

LONG = "A much longer word than that of the others, which says nothing by its length. " * 9


def found(world: World) -> Round:
    with world.bot.store.read() as db:
        id_ = str(db.execute(text("SELECT id FROM rounds WHERE feature = 'everyone'")).scalar_one())
        return queries.find(db, TEAM, id_)


def pool(world: World) -> Reply:
    [reply] = found(world).of_kind("unsigned")
    return reply


def test_no_row_ties_a_text_to_a_person_or_a_moment(worlds: World) -> None:
    asked(worlds, unsigned=True)
    for name in SAID:
        worlds.move(minutes=7)
        writes(worlds[name], SAID[name], UNSIGNED)
        worlds.move(minutes=1)

    round_, kept = found(worlds), pool(worlds)
    with worlds.bot.store.read() as db:
        keys = {str(row.owner) for row in db.keys.execute(text("SELECT owner FROM keys"))}
    assert (kept.author_id, kept.created_at, kept.owner) == ("", round_.created_at, owners.round_(round_))
    assert not keys & {owners.person(TEAM, NAMES[name]) for name in ("Ben", "Chloe")}
    worlds.move(days=3)
    assert all("sent" not in seat.facts or not seat.facts["sent"] for seat in found(worlds).seats)


def test_no_length_tells_what_somebody_wrote(world: World) -> None:
    lengths = []
    for words in ("Yes.", LONG):
        asked(world, by="Dev" if words == LONG else "Ana", unsigned=True)
        world.move(minutes=20)
        with world.bot.store.read() as db:
            newest = text("SELECT id FROM rounds WHERE feature = 'everyone' ORDER BY created_at DESC LIMIT 1")
            id_ = str(db.execute(newest).scalar_one())
        writes(world["Ben"], words, UNSIGNED)
        with world.bot.store.read() as db:
            [kept] = queries.find(db, TEAM, id_).of_kind("unsigned")
        lengths.append(len(kept.sealed))

    assert lengths[0] == lengths[1]

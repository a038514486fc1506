"""Somebody writes into the database without the keys: what people see of it."""

from sqlalchemy import text

from tests.journeys.tampering import press
from tests.world import World

ASKED, MONEY, DECIDES = "What did we avoid today?", "CANARY the money.", "CANARY who decides."
UNREADABLE = "This could not be read"


def test_an_answer_that_a_row_calls_open_is_shown_to_nobody(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {ASKED}")
    ana.answers(MONEY)

    writes(world, "UPDATE replies SET kind = 'open' WHERE kind = 'answer'")

    assert MONEY not in press(world, ben, "reflection.read", round_of(world))
    assert MONEY not in ben.card.words


def test_where_one_text_was_changed_the_others_are_read_all_the_same(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {ASKED}")
    ana.answers(MONEY)
    ben.answers(DECIDES)
    ben.closes()

    writes(world, f"UPDATE replies SET author_id = '{world['Chloe'].id}' WHERE author_id = '{ben.id}'")
    read = press(world, ana, "reflection.read", round_of(world))

    assert MONEY in read
    assert UNREADABLE in read
    assert DECIDES not in read


def test_whoever_is_put_into_somebodys_place_reads_and_changes_nothing(world: World) -> None:
    ana, ben, chloe = world["Ana"], world["Ben"], world["Chloe"]
    ana.types(f"/reflect {ASKED}")
    ana.answers(MONEY)
    ben.answers(DECIDES)
    ben.closes()

    writes(world, f"UPDATE seats SET person_id = '{chloe.id}' WHERE person_id = '{ben.id}'")
    told = press(world, chloe, "reflection.read", round_of(world))

    assert "CANARY" not in told
    assert "for the people who take part in it" in told
    assert not any("CANARY" in f"{m.words} {m.text}" for m in chloe.messages(chloe.dm))
    assert MONEY in press(world, ana, "reflection.read", round_of(world))


def test_a_round_that_says_it_is_somebody_elses_is_read_by_nobody_and_stands_still(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {ASKED}")
    ana.answers(MONEY)
    ben.answers(DECIDES)
    ben.closes()
    round_id = round_of(world)

    writes(world, f"UPDATE rounds SET host_id = '{world['Chloe'].id}' WHERE id = '{round_id}'")

    assert "CANARY" not in press(world, ana, "reflection.read", round_id)
    assert UNREADABLE in press(world, ana, "reflection.enough", round_id)
    writes(world, f"UPDATE rounds SET host_id = '{ana.id}' WHERE id = '{round_id}'")
    assert DECIDES in press(world, ana, "reflection.read", round_id)


def writes(world: World, sql: str) -> None:
    with world.bot.store.begin() as db:
        assert db.execute(text(sql)).rowcount
        db.execute(text("UPDATE rounds SET unshown = true"))
    world.settle()


def round_of(world: World) -> str:
    with world.bot.store.read() as db:
        return str(db.execute(text("SELECT id FROM rounds WHERE feature = 'reflection'")).scalar_one())

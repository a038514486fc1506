"""Two people of one name are told apart wherever a name is drawn, not mentioned."""

from bot.features import pairs
from bot.people import queries as people
from bot.play import prepare
from bot.playground.records import Person
from tests.world import NAMES, TEAM, World


def comes(world: World, id_: str, handle: str, whole_name: str) -> None:
    """Somebody whose name is shown as Ben, too."""
    with world.slack.workspace.changing():
        world.slack.people[id_] = Person(id_, handle, "Ben", whole_name=whole_name)
        world.slack.workspace.direct(id_)
    prepare(world.bot, [pairs.FEATURE], TEAM, (NAMES["Ana"], id_))
    world.settle()


def test_who_comes_second_is_called_by_more_than_that(world: World) -> None:
    ana = world["Ana"]
    comes(world, "U0BEN2", "ben.o", "Ben Okafor")
    comes(world, "U0BEN3", "ben.x", "Ben")
    comes(world, "U0BEN4", "ben.y", "Ben Okafor")

    ana.types("/reflect What did we avoid today?")

    read = ana.messages(ana.dm)[-1].words + str(ana.form)
    for name in ("Ben Okafor", "@ben.x", "@ben.y"):
        assert f"Ben ({name})" in read
    with world.bot.store.read() as db:
        assert people.find(db, TEAM, "U0BEN").name == "Ben"  # what stands with it already goes on as it is


def test_where_the_other_goes_by_another_name_the_first_is_enough(world: World) -> None:
    comes(world, "U0BEN2", "ben.o", "Ben Okafor")
    with world.slack.workspace.changing():
        world.slack.people["U0BEN"].name = "Benjamin"

    world.move(days=1, minutes=10)

    with world.bot.store.read() as db:
        assert people.find(db, TEAM, "U0BEN").name == "Benjamin"
    world.move(days=1, minutes=10)
    with world.bot.store.read() as db:
        assert people.find(db, TEAM, "U0BEN2").name == "Ben"

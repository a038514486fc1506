"""The table of what is kept: of every column of every table, and as README and people read it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Boolean, Engine, Integer, LargeBinary, MetaData, inspect

from bot import kept
from bot.check import kept as in_readme
from bot.features import FEATURES
from bot.rounds.feature import kinds_of
from bot.store import Moment, engine
from bot.words import ROOT
from tests.test_migrations import everything
from tests.world import World


@pytest.fixture
def migrated(database_url: str) -> Iterator[Engine]:
    made = engine(database_url)
    yield made
    made.dispose()


def unsaid(columns: dict[str, list[str]]) -> list[str]:
    """Columns of which nothing is said, of which something is said twice, or which are not there."""
    found = []
    for table, names in columns.items():
        said = kept.TABLES[table].every if table in kept.TABLES else []
        found += [f"{table}.{name}" for name in sorted({*names} ^ {*said})]
        found += [f"{table}.{name} twice" for name in sorted(set(said)) if said.count(name) > 1]
    return found + [table for table in kept.TABLES if table not in columns]


def misnamed(schema: MetaData) -> list[str]:
    """Columns whose values cannot be what is said of them."""
    found = []
    for table in schema.sorted_tables:
        said = kept.TABLES[table.name]
        for column in table.columns:
            kinds = {
                "times": isinstance(column.type, Moment),
                "sealed": isinstance(column.type, LargeBinary),
                "counts": isinstance(column.type, Integer) and not isinstance(column.type, Boolean),
            }
            for kind, fits in kinds.items():
                if (column.name in getattr(said, kind).split()) != fits:
                    found.append(f"{table.name}.{column.name}: {kind}")
    return found


def test_of_every_column_that_the_code_knows_it_is_said_what_it_is() -> None:
    schema = everything()

    assert unsaid({table.name: [*table.columns.keys()] for table in schema.sorted_tables}) == []
    assert misnamed(schema) == []
    assert all(why for columns in kept.TABLES.values() for why in columns.plain.values())


def test_of_every_column_in_the_database_it_is_said_what_it_is(migrated: Engine) -> None:
    look = inspect(migrated)
    tables = [table for table in look.get_table_names() if table != "alembic_version"]

    found = {table: [column["name"] for column in look.get_columns(table)] for table in tables}

    assert len(found) >= 17
    assert unsaid(found) == []


def test_a_column_of_which_nothing_is_said_would_be_found() -> None:
    assert unsaid({"pairs": ["team", "id", "created_at", "channel_id", "about"], **_but("pairs")}) == [
        "pairs.about"
    ]
    assert unsaid({"moods": ["team", "how"], **_but()}) == ["moods.how", "moods.team"]


def _but(*names: str) -> dict[str, list[str]]:
    return {name: columns.every for name, columns in kept.TABLES.items() if name not in names}


def test_everything_kept_is_in_the_table_with_its_end() -> None:
    named = {table for tables in kept.BESIDE.values() for table in tables}

    assert named == set(kept.TABLES)
    assert set(kept.PRACTICES.values()) <= kinds_of(FEATURES).keys()
    assert all(kinds_of(FEATURES)[of].kept for of in kept.PRACTICES.values())


def test_how_long_is_the_practice_s_own_figure_and_what_is_set() -> None:
    said = {str(line.what): line for line in kept.lines(FEATURES, 123)}
    days = {of: kind.kept.days for of, kind in kinds_of(FEATURES).items() if kind.kept}

    for name, of in kept.PRACTICES.items():
        line = said[kept.words[f"{name}.what"]]
        assert ("the day after" if days[of] == 1 else f"{days[of]} days") in line.until
    assert sum("123 days" in line.until for line in said.values()) == 7
    assert "400" not in str(said)


def test_readme_has_the_table_as_the_code_says_it() -> None:
    assert [*in_readme.problems(ROOT / "README.md")] == []


def test_people_read_the_same_table_behind_how_it_works(world: World) -> None:
    ana = world["Ana"]
    assert ana.home

    ana.presses_at_home("How this works")
    ana.presses("What is kept, and how long")
    read = ana.reads
    while ana.reads.endswith("More"):
        ana.presses("More")
        read += ana.reads

    for line in kept.lines(FEATURES, world.settings.keep_days):
        for part in (line.what, line.whose, line.until, line.reads):
            assert part in read

"""What practices hand each other, as app.py gathers it; and a world for each of them."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.rounds.feature import Feature
from tests.every.drawing import gather
from tests.every.worlds import Shared, WorldOf, a_world
from tests.practices import Handed


@pytest.fixture
def doors() -> None:
    """For what is drawn without a bot: each test that draws asks for it."""
    gather()


@pytest.fixture(scope="module")
def world_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorldOf]:
    """The world of a practice on a database, made when it is first asked for."""
    made: dict[tuple[str, str], Shared] = {}
    with ExitStack() as stack:

        def of(feature: Feature, practice: Handed, database: str) -> Shared:
            if (feature.name, database) not in made:
                template = request.getfixturevalue(f"{database}_template")
                if database == "sqlite":
                    path = tmp_path_factory.mktemp(feature.name) / "alongside.db"
                    shutil.copy(template, path)
                    url = f"sqlite:///{path}"
                else:
                    url = stack.enter_context(request.getfixturevalue("postgres_copies")())
                made[feature.name, database] = Shared(stack.enter_context(a_world(url, practice)))
            return made[feature.name, database]

        yield of

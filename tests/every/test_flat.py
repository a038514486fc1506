"""Home takes no more statements for many things than for a few, whatever their kind and their keys."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from bot.features import FEATURES
from bot.people import queries as people
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Store
from bot.vault import Vault
from tests.practices import NOW, TEAM, Handed, everybody
from tests.reading import apart
from tests.statements import statements

MOST = 30  # things of one practice
STATEMENTS = 8  # that a Home takes, whatever is in it
HAVE_THINGS = [(feature, practice) for feature, practice in everybody() if feature.kinds]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


@pytest.mark.usefixtures("doors")
@pytest.mark.parametrize(
    ("feature", "practice"), HAVE_THINGS, ids=[feature.name for feature, _ in HAVE_THINGS]
)
def test_home_takes_as_many_statements_for_many_things(
    store: Store, feature: Feature, practice: Handed
) -> None:
    who, theirs = of_one_person(practice.scenes())
    keep(store, practice, theirs[:1], "few")
    drawn(store, who)  # the first one says what this is
    few = drawn(store, who)

    keep(store, practice, theirs, "many")

    assert len(theirs) > 3
    assert drawn(store, who) <= max(few, STATEMENTS)


def of_one_person(scenes: list[Round]) -> tuple[str, list[Round]]:
    """Whoever has a place in most of them, and these, some of each way that they can look."""
    seated = Counter(seat.person_id for scene in scenes for seat in scene.present)
    who = seated.most_common(1)[0][0]
    theirs = [scene for scene in scenes if any(seat.person_id == who for seat in scene.present)]
    return who, theirs[:: max(1, len(theirs) // MOST)]


def keep(store: Store, practice: Handed, scenes: list[Round], name: str) -> None:
    for number, scene in enumerate(scenes):
        made = replace(apart(scene), id=f"{name}{number}", kept={}, team=TEAM, subject_id=f"{name}{number}")
        with store.begin() as db:
            for seat in made.seats:
                people.meet(db, TEAM, seat.person_id, seat.name)
            for reply in made.replies:
                reply.id = f"{name}{number}{reply.id}"[:32]
            queries.add(db, made)


def drawn(store: Store, who: str) -> int:
    """How many statements their Home takes."""
    tab = next(feature.tab for feature in FEATURES if feature.tab)
    with statements(store.engine) as asked:
        tab(store, FEATURES, lambda _: frozenset({"C0HOME"}), TEAM, who, NOW)
    return len(asked)

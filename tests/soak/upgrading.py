"""Lives of every practice while two versions serve them in turn: nothing is lost, and nothing stands twice.

Each life is hours after the one before; in all of them the older version is there still.

Not collected by itself: `make soak` runs it (`pytest tests/soak/upgrading.py`).
"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.migrate import heads, migrate
from bot.rounds.keeping.tables import IN_THE_CLEAR, paces
from bot.settings import Settings
from tests.faults.harness import Fragile, _Saved
from tests.practices import everybody
from tests.size import chance
from tests.soak import living
from tests.soak.judging import Expected, seen
from tests.soak.test_versions import upgraded  # noqa: F401 - it is a fixture
from tests.soak.trouble import Calm
from tests.soak.versions import Upgraded

LIVES = 60
# What the version before the newest migration does otherwise, and was meant to: these lives are not lived.
OTHERWISE = {"0017": {"it is the day"}}  # until then no meeting of a set began by itself

# What it leaves in the clear until the version before is gone, which is here to the end.
SEALS_LATER = {"0019"}


def test_nothing_is_lost_while_two_versions_serve(upgraded: Upgraded, tmp_path: Path) -> None:  # noqa: F811
    beside = f"sqlite:///{tmp_path / 'beside.db'}"
    migrate(Settings(database_url=beside))
    near, missed = Fragile(beside), list[str]()
    if heads()[0] in SEALS_LATER:
        migrate(upgraded.settings)
        _both_for(upgraded, timedelta(days=90))
    upgraded.newer_comes()
    empty = {id(world): _Saved(world) for world in (near, upgraded)}
    lives = [
        (feature.name, transition)
        for feature, handed in everybody()
        if upgraded.known_before(feature.name)
        for transition in handed.transitions
        if transition.name not in OTHERWISE.get(heads()[0], ())
    ]

    for name, transition in chance("two versions").sample(lives, min(LIVES, len(lives))):
        expected = Expected(lambda turn, one=transition: living.near(near, empty[id(near)], one, turn))
        living.far(upgraded, empty[id(upgraded)], transition, Calm())
        less, more = expected.how_many_differ(seen(upgraded))
        missed += [f"{name}: {transition}: {one}" for one in (*less, *more, *upgraded.dead_lines())]
        missed += upgraded.trouble()

    near.close()
    assert missed == []
    assert [one.ended for one in upgraded.processes.every] == [[], []]


def _both_for(world: Upgraded, time: timedelta) -> None:
    """As where there were rounds before: until then what the older one is to read is not sealed."""
    with world.bot.store.begin() as db:
        now = db.machine_now()
        noted = {"team": "", "what": IN_THE_CLEAR, "since": now, "until": now + time}
        db.execute(insert(paces).values(noted))

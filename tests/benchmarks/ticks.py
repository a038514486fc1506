"""An idle tick asks who is due; it should cost the same however much is kept."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import insert

from bot import tick
from bot.app import Alongside
from bot.features import FEATURES
from bot.rounds.keeping.tables import rounds
from tests.benchmarks.bots import NOW, started
from tests.benchmarks.measuring import Row, Scale, median
from tests.benchmarks.requests import ANA
from tests.benchmarks.saving import transaction
from tests.world import TEAM


def rows(scale: Scale) -> Iterator[Row]:
    for count in scale.of((10, 100), (1_000, 100_000), (1_000, 100_000)):
        with started() as bot:
            _keep(bot, count)
            here = median(lambda bot=bot: tick.pass_time(bot.store, bot.features, NOW), 50)  # type: ignore[misc]
            baseline = median(transaction(bot, len(FEATURES), 0), 50)
        yield Row(
            f"an idle tick over {count:,} rounds", here, baseline, f"a transaction of {len(FEATURES)} reads"
        )


def _keep(bot: Alongside, count: int) -> None:
    row: dict[str, object] = {
        "team": TEAM,
        "feature": "reflection",
        "kind": "reflection",
        "status": "running",
        "step": "asked",
    }
    row |= {"host_id": ANA, "created_at": NOW, "version": 1, "unshown": False}
    with bot.store.begin() as db:
        due = ({"wakes_at": NOW + timedelta(hours=1, seconds=n), "id": f"r{n}"} for n in range(count))
        db.execute(insert(rounds), [row | one for one in due])

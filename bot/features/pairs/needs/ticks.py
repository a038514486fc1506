"""From time: what somebody needs goes when they leave the pair."""

from datetime import datetime

from bot.features.pairs.needs import flow
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    pair = people.pair(db, round_.team, round_.subject_id or "")
    flow.time_passes(round_, pair is not None and pair.has(round_.host_id), now)
    notices.wait(round_, now)
    queries.save(db, round_)

"""From time: what nobody settled is not shared; whoever left the pair has left this, too."""

from datetime import datetime

from bot.features.pairs.share import flow
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    pair = people.pair(db, round_.team, round_.subject_id or "")
    flow.time_passes(round_, [one.person_id for one in pair.present] if pair else [], now)
    notices.wait(round_, now)
    queries.save(db, round_)

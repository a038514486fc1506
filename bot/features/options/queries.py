"""Keeps a matter; a new version of its record goes into the channel's register with it."""

import json
from datetime import datetime

from bot.features.options import register
from bot.features.options.models import Step, facts, owner_of_round
from bot.features.options.recording import record_of
from bot.rounds import queries
from bot.rounds.models import Round
from bot.store import Db


def save(db: Db, round_: Round, now: datetime) -> None:
    """Keep what changed. Once it is written down, the key of what only led there is destroyed."""
    before = json.loads(round_.kept["round"]["facts"]) if round_.kept else {}
    queries.save(db, round_)
    if facts(round_)["version"] > before.get("version", 0):
        register.keep(db, record_of(round_, now), now)
        if round_.step == Step.RECORDED and not any(
            r.owner == owner_of_round(round_) for r in round_.replies
        ):
            db.forget(owner_of_round(round_))

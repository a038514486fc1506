"""From whoever runs the playground: people who are a pair already, so that they can start at once."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.pairs import flow
from bot.features.pairs.cards import words
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.showing.sentences import plain_names
from bot.store import Db


def sample(db: Db, team: str, person_ids: Sequence[str], now: datetime) -> str:
    """A pair (or trio) that is ready to reflect; the line that says so."""
    host, *others = (queries.seat(db, team, one) for one in person_ids)
    round_ = flow.invite(team, "ready-pair", host, others, now)
    for other in others:
        flow.answer(round_, other.person_id, yes=True)
    for seat in round_.seats:
        seat.rang = ""  # they know already: nothing to tell
    people.join(db, team, round_.id, person_ids, now)
    queries.add(db, round_)
    return words["sample"].plain(names=plain_names(round_.seats))

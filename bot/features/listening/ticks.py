"""From time: what happens to a listening round that is due."""

import secrets
from datetime import datetime

from bot.features.listening import flow
from bot.features.listening.models import plan_of
from bot.features.listening.queries import save
from bot.features.listening.rhythm import flow as rhythm
from bot.people import queries as people
from bot.rounds.keeping import places, queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices, recurring
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """Time passes for it, and what waits for somebody rings if it may."""
    queries.unseal(db, round_, lambda r: r.kind == "ear")
    flow.time_passes(round_, now)
    notices.wait(round_, now)
    save(db, round_)


def planned(db: Db, round_: Round, now: datetime) -> None:
    """What is due is put, to those who are still here; and it waits for the next time."""
    due = recurring.time_passes(round_, now, rhythm.USEFUL)
    if due:
        queries.unseal(db, round_, lambda reply: reply.kind == "question")
        here = [p for p in plan_of(round_).people if not people.find(db, round_.team, p).deleted]
        host, *named = [queries.seat(db, round_.team, p) for p in (round_.host_id, *here)]
        new = rhythm.next_one(round_, host, named, secrets.token_hex(32), due, now)
        shut = places.shut(db, round_.team, round_.channel_id)
        if recurring.comes(round_, due, queries.last_of(db, round_), rhythm.answered, new.id, now, shut=shut):
            notices.wait(new, now)
            queries.add(db, new)
    notices.wait(round_, now)
    queries.save(db, round_)

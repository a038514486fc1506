"""Keeps a matter; a new version of its record goes into the channel's register with it."""

import json
from collections.abc import Iterator
from datetime import datetime

from bot import owners
from bot.features.options.flow import unnaming
from bot.features.options.flow.passing import settle
from bot.features.options.flow.recording import record_of
from bot.features.options.models import MATTER, NAME, How, Step, facts
from bot.features.options.register import queries as register
from bot.features.options.register.queries import links, records
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import drop_kinds
from bot.store import Db


def save(db: Db, round_: Round, now: datetime) -> None:
    """Keep what changed, and when time looks at it again."""
    settle(round_)
    keep(db, round_, now)


def keep(db: Db, round_: Round, now: datetime) -> None:
    """Keep what changed. What only led to a record goes with it, and its key with the next tick.

    Not here: keys may be kept in another database, and one that is destroyed while this is not kept in the
    end would take with it what the record is made of.
    """
    orders = unnaming.orders(round_)
    drop_kinds(round_, unnaming.ORDER)
    before = json.loads(round_.kept["round"]["facts"]) if round_.kept else {}
    written = facts(round_)["version"] > before.get("version", 0)
    if written and not leads(round_):
        round_.wake()
    queries.save(db, round_)
    if written:
        record = record_of(round_, now)
        register.keep(db, record, now)
        if record.version == 1 and (follows := facts(round_)["follows"]):
            links.put(db, record.team, record.channel_id, record.id, follows, How.FOLLOWS)
    else:
        register.on_its_way(db, round_, now)
    for order, line in orders:
        register.unname(db, round_, order, line, now)


def beside(db: Db, team: str, person_id: str, name: str) -> Iterator[tuple[datetime, str, str]]:
    """What stands with somebody's name in the records of what they were in, and their notes beside it."""
    for round_ in queries.ever_in(db, team, person_id, NAME, MATTER):
        record = register.newest(db, round_)
        if record is None:
            continue
        mark = records.mark_of(db, team, record.channel_id, record.id, person_id)
        signed = unnaming.signed(record.words, name)
        for said in (*signed, *(note.text for note in record.notes if note.mark == mark)):
            yield record.created_at, record.words["question"], said


def unname(db: Db, round_: Round, person_id: str, name: str) -> None:
    """Nothing says any more that it was they: what stood there with their name stands without one.

    A minority note is its writer's own: it goes.
    """
    if round_.kind != MATTER:
        return
    queries.unseal(db, round_, lambda reply: reply.kind in unnaming.NAMED)
    unnaming.unsign(round_, name)
    if record := register.newest(db, round_):
        register.unsign(db, record, person_id, name)


def leads(round_: Round) -> bool:
    """Whether there is still something that only leads to a record."""
    return round_.step != Step.RECORDED or any(r.owner == owners.round_(round_) for r in round_.replies)


def forget_what_led_there(db: Db, round_: Round) -> None:
    """The record is kept: the key of what only led there is destroyed."""
    if not leads(round_):
        db.forget(owners.round_(round_))

"""Rounds in a database, and nobody does anything any more: where time alone brings them."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from bot import store as tables
from bot import tick, vault
from bot.features import FEATURES
from bot.gathered import Gathered
from bot.people import queries as people
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Store
from bot.vault import Vault
from tests.practices import NOW, PLAIN, Handed, handed
from tests.size import EVERY, SOAK, chance, some

KEY = "0" * 42 + "0="
LONG = timedelta(days=400)
LIVES = 100 if SOAK else 4


@contextmanager
def an_address() -> Iterator[str]:
    """The address of an empty database, with its tables."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'left.db'}"
        made = Store(url, None, Vault([KEY]))
        for table in (tables.metadata, vault.metadata):
            table.create_all(made.engine)
        made.close()
        yield url


@contextmanager
def a_store() -> Iterator[Store]:
    with an_address() as url:
        made = Store(url, None, Vault([KEY]))
        yield made
        made.close()


def alone(feature: Feature) -> list[tuple[Round, Round]]:
    """Each way to look of its rounds, but of those that last: as it was, and as it is after a long time."""
    return _alone(feature.name)


@cache
def _alone(name: str) -> list[tuple[Round, Round]]:
    practice = handed(next(feature for feature in FEATURES if feature.name == name))
    every = practice.scenes() if SOAK else some(practice.cover(), f"left alone: {name}", EVERY)
    begun = [deepcopy(round_) for round_ in every if round_.kind not in practice.lasts]
    assert len(begun) < 1_000
    with a_store() as store:
        for number, round_ in enumerate(begun):
            keep(store, practice, round_, f"T{number}")
        time_passes(store)
        with store.read() as db:
            left = [queries.find(db, round_.team, round_.id) for round_ in begun]
            queries.unseal_all(db, left, lambda *_: True)
    return list(zip(begun, left, strict=True))


def looks(practice: Handed, what: str) -> list[Round]:
    """Some of the ways to look of its rounds; and of random lives, each at a moment that chance decides."""
    every = owned(practice.scenes() if SOAK else practice.cover())
    found = every if SOAK else some(every, what, EVERY)
    for number in range(LIVES):
        random = chance(f"{what} {number}")
        states = [deepcopy(round_) for round_ in practice.lives(random)]
        found = [*found, *([random.choice(states)] if states else [])]
    return [deepcopy(round_) for round_ in found]


def owned(every: Iterable[Round]) -> list[Round]:
    """Those of them in which all that is written has somebody's key; what a rhythm asks has nobody's."""
    return [round_ for round_ in every if all(reply.owner for reply in round_.replies)]


def keep(store: Store, practice: Handed, round_: Round, team: str, words: str = "words") -> None:
    """In a workspace of its own, so that nobody's reminders are counted for another one's."""
    round_.team = team
    for reply in round_.replies:
        reply.owner = reply.owner.replace(f":{_team_in(reply.owner)}:", f":{team}:")
        reply.text = practice.worn(reply, PLAIN, words)
    with store.begin() as db:
        for seat in round_.seats:
            people.meet(db, team, seat.person_id, seat.name or seat.person_id)
        queries.add(db, round_)
        practice.beside(db, round_)


def _team_in(owner: str) -> str:
    return owner.split(":")[1]


def time_passes(store: Store, until: datetime = NOW + LONG) -> None:
    """All that falls due, one thing after the other."""
    now: datetime = NOW
    for _ in range(20_000):
        with store.read() as db:
            due = queries.next_due(db)
        if due is None or due > until:
            return
        now = max(now, due)
        tick.pass_time(store, FEATURES, now)
        tick.say_all(store, Gathered(FEATURES).waits, now)
    raise AssertionError("time never comes to an end")

"""What stands in a database before something is measured: people who are known, and their prompts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bot.features.listening import flow as listening
from bot.features.listening.models import Plan
from bot.features.reflection import flow
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.store import Db, Store
from bot.vault import Vault
from tests.benchmarks.programs import KEY
from tests.world import TEAM


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """That database, with the keys that the programs have."""
    store = Store(url, None, Vault([KEY]))
    yield store
    store.close()


def known(db: Db, ids: Sequence[str], now: datetime) -> None:
    """People whom Slack has told of already."""
    for person_id in ids:
        people.meet(db, TEAM, person_id)
        people.seen(
            db, TEAM, person_id, name=person_id, zone="UTC", deleted=False, until=now + timedelta(days=9)
        )


def prompts(store: Store, ids: Sequence[str], now: datetime | None = None) -> None:
    """A prompt of each of these ids, asked now by one person (`UA…`) of another one (`UB…`)."""
    at = now or datetime.now(UTC)
    for some in (ids[n : n + 200] for n in range(0, len(ids), 200)):
        with store.begin() as db:
            for id_ in some:
                host, other = pair(id_)
                known(db, (host, other), at)
                seats = [Seat(host), Seat(other)]
                queries.add(db, flow.ask(TEAM, id_, host, f"pair{id_}", seats, "What did we avoid?", at))


def between(store: Store, one: str, other: str, count: int, now: datetime) -> None:
    """As many prompts as that, each with a key of its own, that these two were asked."""
    with store.begin() as db:
        known(db, (one, other), now)
        for n in range(count):
            seats = [Seat(one), Seat(other)]
            queries.add(db, flow.ask(TEAM, f"r{n}", one, f"pair{n}", seats, f"How is it, {n}?", now))


def rounds_in(store: Store, channel: str, ids: Sequence[str]) -> None:
    """A question to that channel of each of these ids, each by somebody else."""
    now = datetime.now(UTC)
    with store.begin() as db:
        for id_ in ids:
            known(db, (host := pair(id_)[0],), now)
            question = "What would help?"
            queries.add(db, listening.ask(TEAM, id_, Seat(host), [], channel, Plan(), question, "00", now))


def pair(prompt_id: str) -> tuple[str, str]:
    """Who is asked in it."""
    return f"UA{prompt_id.upper()}", f"UB{prompt_id.upper()}"

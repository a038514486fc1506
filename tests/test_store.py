"""Transactions that lose nothing, on both databases; one lock; machine time; migrations that may meet."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot import failpoints
from bot.migrate import migrate
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.tables import heard, rounds
from bot.settings import Settings
from bot.store import Outdated, Store, engine
from bot.vault import Vault, keys
from bot.words import ROOT

TEAM, NOW = "T", datetime(2026, 9, 15, 9, tzinfo=UTC)
THREADS, TIMES = 8, 25
SOON = 5  # seconds in which what is not held up has happened long since


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


def kept(store: Store, round_id: str = "r") -> Round:
    round_ = Round(TEAM, round_id, "reflection", "reflection", "asked", "U0ANA", NOW)
    round_.seats, round_.facts = [Seat("U0ANA"), Seat("U0BEN")], {"count": 0}
    with store.begin() as db:
        queries.add(db, round_)
    return round_


def at_once(work: Callable[[int], object], threads: int = THREADS) -> None:
    """That many threads begin at the same instant; the first error is raised."""
    together = threading.Barrier(threads)

    def run(number: int) -> None:
        together.wait()
        work(number)

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(run, number) for number in range(threads)]:
            done.result()


def test_eight_who_change_one_round_at_once_lose_nothing(store: Store) -> None:
    kept(store)

    def count(_: int) -> None:
        for _ in range(TIMES):
            with store.begin() as db:
                round_ = queries.lock(db, TEAM, "r")
                round_.facts["count"] += 1
                queries.save(db, round_)

    at_once(count)

    with store.read() as db:
        assert queries.find(db, TEAM, "r").facts["count"] == THREADS * TIMES


def test_what_a_practice_remembers_comes_back_and_is_written_only_where_it_differs(store: Store) -> None:
    kept(store)
    with store.begin() as db:
        round_ = queries.lock(db, TEAM, "r")
        round_.facts["later"], round_.seats[1].facts["turns"] = ["U0BEN"], 2
        queries.save(db, round_)

    with store.begin() as db:
        found = queries.lock(db, TEAM, "r")
        queries.save(db, found)

    assert found.version == 2
    assert found.facts == {"count": 0, "later": ["U0BEN"]}
    assert [seat.facts for seat in found.seats] == [{}, {"turns": 2}]


def test_two_processes_on_one_sqlite_file_lose_nothing_either(sqlite_url: str) -> None:
    key = Fernet.generate_key().decode()
    stores = [Store(sqlite_url, None, Vault([key])) for _ in range(2)]
    kept(stores[0])

    def count(number: int) -> None:
        for _ in range(TIMES):
            with stores[number % 2].begin() as db:
                round_ = queries.lock(db, TEAM, "r")
                round_.facts["count"] += 1
                queries.save(db, round_)

    at_once(count, 4)

    with stores[0].read() as db:
        assert queries.find(db, TEAM, "r").facts["count"] == 4 * TIMES
    for store in stores:
        store.close()


def test_eight_who_write_into_one_round_at_once_all_find_their_words(store: Store) -> None:
    kept(store)

    def write(number: int) -> None:
        with store.begin() as db:
            round_ = queries.lock(db, TEAM, "r")
            reply = Reply(f"{number}", "U0ANA", "draft", f"person:{number}", f"words {number}", NOW)
            round_.replies.append(reply)
            queries.save(db, round_)

    at_once(write)

    with store.read() as db:
        found = queries.unseal(db, queries.find(db, TEAM, "r"), lambda _: True)
    assert sorted(reply.text or "" for reply in found.replies) == [f"words {n}" for n in range(THREADS)]


def test_eight_who_need_a_new_key_at_once_share_it(store: Store) -> None:
    sealed: dict[int, bytes] = {}

    def seal(number: int) -> None:
        with store.begin() as db:
            sealed[number] = db.seal("pair:new", f"words {number}", "row")

    at_once(seal)

    with store.read() as db:
        opened = sorted(db.unseal("pair:new", one, "row") for one in sealed.values())
        assert opened == [f"words {n}" for n in range(THREADS)]
        assert db.keys.execute(select(keys.c.owner)).scalars().all() == ["pair:new"]


def test_whoever_saves_without_the_lock_is_told_and_not_silently_overruled(postgres_url: str) -> None:
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))
    kept(store)

    def saves_without_the_lock() -> None:
        with store.begin() as careless:
            round_ = queries.find(careless, TEAM, "r")
            with store.begin() as careful:
                other = queries.lock(careful, TEAM, "r")
                other.facts["count"] = 1
                queries.save(careful, other)
            round_.facts["count"] = 2
            queries.save(careless, round_)

    with pytest.raises(Outdated):
        saves_without_the_lock()

    with store.read() as db:
        assert queries.find(db, TEAM, "r").facts["count"] == 1
    store.close()


def test_a_locked_round_holds_up_whoever_wants_it_and_nobody_else(postgres_url: str) -> None:
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))
    kept(store, "r")
    kept(store, "other")
    got: list[str] = []
    other_done, same_done = threading.Event(), threading.Event()

    def lock(round_id: str, done: threading.Event) -> None:
        with store.begin() as db:
            queries.lock(db, TEAM, round_id)
            got.append(round_id)
        done.set()

    with ThreadPoolExecutor(2) as pool:
        with store.begin() as db:
            queries.lock(db, TEAM, "r")
            pool.submit(lock, "r", same_done)
            pool.submit(lock, "other", other_done)
            assert other_done.wait(SOON)
            assert got == ["other"]
        assert same_done.wait(SOON)

    assert got == ["other", "r"]
    store.close()


def test_what_is_in_use_while_all_is_closed_is_closed_when_it_is_done(postgres_url: str) -> None:
    """It would come back to a pool that nobody has any more, and lie open there."""
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))

    with store.read() as db:
        late = db.connection.connection.driver_connection
        store.close()
        assert db.execute(text("SELECT 1")).scalar() == 1  # it may finish
    with store.read() as db:
        later = db.connection.connection.driver_connection

    assert late is not None
    assert later is not None
    assert (late.closed, later.closed) == (True, False)
    store.close()


def test_what_is_being_opened_while_all_is_closed_is_closed_when_it_is_done(postgres_url: str) -> None:
    made, being_opened, goes_on = engine(postgres_url), threading.Event(), threading.Event()

    def is_opened_slowly(_: object, __: object) -> None:
        being_opened.set()
        assert goes_on.wait(SOON)

    event.listen(made, "connect", is_opened_slowly, insert=True)
    late = []

    def works() -> None:
        with made.connect() as connection:
            late.append(connection.connection.driver_connection)
            assert connection.execute(text("SELECT 1")).scalar() == 1  # it may finish

    thread = threading.Thread(target=works)
    thread.start()
    assert being_opened.wait(SOON)
    made.dispose()
    goes_on.set()
    thread.join()

    assert [one.closed for one in late if one is not None] == [True]


def test_a_due_round_that_somebody_works_on_is_passed_by(postgres_url: str) -> None:
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))
    for round_id in ("one", "two"):
        kept(store, round_id)
    with store.begin() as db:
        db.execute(text("UPDATE rounds SET wakes_at = now()"))
    later = datetime.now(UTC) + timedelta(minutes=1)

    with store.begin() as db, store.begin() as another:
        [mine] = queries.claim_due(db, "reflection", later)
        [theirs] = queries.claim_due(another, "reflection", later)
        assert {mine.id, theirs.id} == {"one", "two"}

    store.close()


def test_a_reader_waits_for_nobody_and_sees_only_what_is_kept(store: Store) -> None:
    kept(store)

    with store.begin() as db:
        round_ = queries.lock(db, TEAM, "r")
        round_.facts["count"] = 1
        queries.save(db, round_)
        with store.read() as reader:
            seen = queries.find(reader, TEAM, "r").facts["count"]

    assert seen == 0


class Broken(Exception):
    """Something goes wrong in a transaction."""


def test_a_transaction_that_breaks_leaves_nothing_and_holds_up_nobody(store: Store) -> None:
    heard_of: list[set[tuple[str, str]]] = []
    store.after_commit.append(lambda db: heard_of.append(db.touched))

    def breaks() -> None:
        with store.begin() as db:
            queries.add(db, Round(TEAM, "broken", "reflection", "reflection", "asked", "U0ANA", NOW))
            raise Broken

    with pytest.raises(Broken):
        breaks()
    kept(store, "whole")

    with store.read() as db:
        assert db.execute(select(rounds.c.id)).scalars().all() == ["whole"]
    assert heard_of == [{(TEAM, "whole")}]


def test_what_is_told_after_the_commit_is_kept_by_then(store: Store) -> None:
    seen: list[int] = []

    def look(_: object) -> None:
        with store.read() as db:
            seen.append(queries.find(db, TEAM, "r").version)

    store.after_commit.append(look)
    kept(store)

    assert seen == [1]


def test_the_keys_of_another_database_are_kept_first(database_url: str, tmp_path: Path) -> None:
    keys_url = f"sqlite:///{tmp_path / 'keys.db'}"
    migrate(Settings(database_url=database_url, keys_url=keys_url))
    store = Store(database_url, keys_url, Vault([Fernet.generate_key().decode()]))
    order: list[str] = []
    event.listen(store.engine, "commit", lambda _: order.append("main"))
    event.listen(store.keys_engine, "commit", lambda _: order.append("keys"))

    with store.begin() as db:
        db.execute(insert(heard), {"team": TEAM, "request": "r", "at": NOW})
        db.seal("person:ana", "words", "row")

    assert order == ["keys", "main"]
    store.close()


def test_reading_holds_up_nobody_who_writes_keys(database_url: str, tmp_path: Path) -> None:
    keys_url = f"sqlite:///{tmp_path / 'keys.db'}"
    migrate(Settings(database_url=database_url, keys_url=keys_url))
    store = Store(database_url, keys_url, Vault([Fernet.generate_key().decode()]))
    with store.begin() as db:
        sealed = db.seal("person:ana", "words", "row")

    with store.read() as reader:
        assert reader.unseal("person:ana", sealed, "row") == "words"
        with store.begin() as db:
            db.seal("person:ben", "words", "row")

    with store.read() as db:
        assert len(db.keys.execute(select(keys.c.owner)).all()) == 2
    store.close()


def test_machine_time_is_the_databases_and_moves_only_with_its_offset(store: Store) -> None:
    with store.read() as db:
        before = db.machine_now()

    store.machine_offset += timedelta(hours=1)

    with store.read() as db:
        after = db.machine_now()
    assert before.tzinfo is not None
    assert abs(before - datetime.now(UTC)) < timedelta(minutes=1)
    assert timedelta(hours=1) <= after - before < timedelta(hours=1, minutes=1)


def test_on_postgresql_machine_time_goes_on_within_a_transaction(postgres_url: str) -> None:
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))

    with store.read() as db:
        moments = [db.machine_now() for _ in range(3)]

    assert moments == sorted(set(moments))
    store.close()


def test_moments_come_back_as_they_were_kept_whatever_their_zone(store: Store) -> None:
    moment = datetime.fromisoformat("2026-10-25T01:30:00.123456+01:00")

    with store.begin() as db:
        db.execute(insert(heard), {"team": TEAM, "request": "r", "at": moment})

    with store.read() as db:
        found = db.execute(select(heard.c.at)).scalar_one()
    assert found == moment
    assert found.utcoffset() == timedelta()


def test_an_error_of_the_database_quotes_no_values(store: Store) -> None:
    row = {"team": TEAM, "round_id": "nowhere", "id": "1", "author_id": "U0ANA", "kind": "words-of-ana"}
    more = {"about": "", "owner": "o", "sealed": b"words-of-ana", "created_at": NOW, "withdrawn_at": None}

    with pytest.raises(IntegrityError) as refused, store.begin() as db:
        db.execute(insert(queries.replies), {**row, **more})

    assert "words-of-ana" not in f"{refused.value!s}{refused.value!r}{refused.value.orig!r}"


def test_a_request_that_comes_twenty_times_at_once_is_new_once(store: Store) -> None:
    new: list[bool] = []

    def hear(_: int) -> None:
        with store.begin() as db:
            new.append(queries.once(db, TEAM, "Ev1", NOW))

    at_once(hear, 20)

    assert sorted(new) == [False] * 19 + [True]


def test_the_process_may_die_before_or_after_the_commit_and_never_in_between(store: Store) -> None:
    class Dead(BaseException):
        pass

    def die_at(name: str) -> None:
        def passing(reached: str) -> None:
            if reached == name:
                raise Dead

        failpoints.hook = passing
        try:
            with pytest.raises(Dead):
                kept(store, name)
        finally:
            failpoints.hook = None

    die_at("store.before_commit")
    die_at("store.after_commit")

    with store.read() as db:
        assert db.execute(select(rounds.c.id)).scalars().all() == ["store.after_commit"]
        assert len(queries.find(db, TEAM, "store.after_commit").seats) == 2


@pytest.mark.parametrize("start", ["postgres://", "postgresql://"])
def test_a_plain_postgresql_address_works(postgres_url: str, start: str) -> None:
    made = engine(postgres_url.replace("postgresql://", start))

    with made.connect() as connection:
        assert connection.execute(text("SHOW TIME ZONE")).scalar_one() == "UTC"

    made.dispose()


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://a:b@db.example.org/x", "require"),
        ("postgresql+psycopg://db/x?connect_timeout=2", "require"),
        ("postgresql://a@10.1.2.3:6432/x", "require"),
        ("postgresql:///x?host=127.0.0.1,db.example.org", "require"),
        ("postgresql://db.example.org/x?sslmode=verify-full", "verify-full"),
        ("postgresql://db.example.org/x?sslmode=disable", "disable"),
        ("postgresql://localhost/x", None),
        ("postgresql://a@127.0.0.1:5432/x", None),
        ("postgresql://[::1]/x", None),
        ("postgresql:///x", None),
        ("postgresql://a@/x?host=/run/postgresql", None),
    ],
)
def test_a_database_on_another_machine_is_reached_encrypted_or_not_at_all(
    address: str, mode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)

    made = engine(address)

    assert made.url.query.get("sslmode") == mode
    assert made.url.database == "x"


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("keys_apart", [False, True], ids=["one database", "keys apart"])
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_three_processes_that_migrate_at_once_all_succeed(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, *, keys_apart: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
        fresh = engine(url)
        with fresh.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        fresh.dispose()
    environ = {**os.environ, "DATABASE_URL": url}
    if keys_apart:
        environ["KEYS_URL"] = f"sqlite:///{tmp_path / 'keys.db'}"
    command = [sys.executable, "-m", "bot", "migrate"]

    running = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in running]

    assert [code for _, _, code in ended] == [0, 0, 0], ended
    store = Store(url, environ.get("KEYS_URL"), Vault([Fernet.generate_key().decode()]))
    kept(store)
    with store.begin() as db:
        db.seal("person:ana", "words", "row")
    store.close()


@pytest.mark.parametrize("left_for", [0, 60], ids=["just now", "a while ago"])
def test_connections_that_the_server_ended_are_in_nobodys_way(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, left_for: int
) -> None:
    """Told by what it says before it goes, or by asking it."""
    store = Store(postgres_url, None, Vault([Fernet.generate_key().decode()]))
    with store.read() as one, store.read() as other:
        assert [db.execute(select(1)).scalar() for db in (one, other)] == [1, 1]
    apart = engine(postgres_url)
    with apart.connect() as connection:
        ended = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
        others = " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(text(ended + others)).scalar() == 2
    apart.dispose()
    monkeypatch.setattr("bot.store._A_WHILE", -1 if left_for else 5)

    with store.begin() as db, store.read() as beside:
        assert [db.execute(select(2)).scalar(), beside.execute(select(2)).scalar()] == [2, 2]

    store.close()

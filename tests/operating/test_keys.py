"""`keys`: what each of ENCRYPTION_KEYS holds, and all of it held by the first, while people go on writing."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select, update

from bot import owners
from bot.cli import main
from bot.migrate import migrate
from bot.operating import keys as operating
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.tables import rounds, seats
from bot.settings import Settings
from bot.store import Store
from bot.vault import Gone, Vault, WrongKeys, keys
from bot.words import ROOT
from tests.operating.people import People
from tests.size import SOAK, chance

MANY = 100_000 if SOAK else 1_000
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
OLDS, NEWS = (Vault([key]).named[0] for key in (OLD, NEW))
TEAM, NOW = "T", datetime(2026, 9, 15, 9, tzinfo=UTC)
# As `kill -9`, once that many batches are kept.
KILLED = """
import os, signal, sys
from bot import failpoints
from bot.cli import main
left = [int(sys.argv[1])]
def reached(name):
    left[0] -= name == "store.after_commit"
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
failpoints.hook = reached
main(["keys", "rotate"])
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """On both, each time: they queue those who write in different ways."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def stores() -> Iterator[Callable[..., Store]]:
    """Makes stores, which are closed in the end."""
    made: list[Store] = []

    def open_(url: str, *encryption_keys: str, keys_url: str | None = None) -> Store:
        made.append(Store(url, keys_url, Vault(list(encryption_keys))))
        return made[-1]

    yield open_
    for store in made:
        store.close()


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what whoever runs it has set; in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)

    def give(url: str, *encryption_keys: str) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("ENCRYPTION_KEYS", ",".join(encryption_keys))

    return give


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        yield line.getsockname()[1]


def fill(store: Store, many: int, round_count: int = 20) -> dict[str, bytes]:
    """So many people's keys, each with a text under it; and rounds of two. What is sealed, by owner."""
    sealed = {}
    for start in range(0, many, 500):
        with store.begin() as db:
            store.vault.prove(db.keys)
            for number in range(start, min(start + 500, many)):
                owner = owners.person(TEAM, f"U{number}")
                sealed[owner] = db.seal(owner, f"words of {number}", "row")
    for number in range(round_count):
        round_ = Round(TEAM, f"r{number}", "reflection", "reflection", "asked", "U0ANA", NOW)
        round_.seats = [Seat("U0ANA"), Seat("U0BEN")]
        with store.begin() as db:
            queries.add(db, round_)
    return sealed


def held(store: Store) -> dict[int | None, int]:
    """How many keys each of this store's opens, by its place."""
    with store.read() as db:
        found = [
            store.vault.wrapped_by(*row) for row in db.keys.execute(select(keys.c.owner, keys.c.wrapped))
        ]
    return {place: found.count(place) for place in set(found)}


def forged(store: Store) -> list[str]:
    """Rounds whose row, or one of whose seats, is not taken as ours."""
    with store.read() as db:
        ids = list(db.execute(select(rounds.c.id).order_by(rounds.c.id)).scalars())
        found = queries.these(db, TEAM, ids)
    return [r.id for r in found if r.forged or any(seat.forged for seat in r.seats)]


def run(code: list[str], url: str, *encryption_keys: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {"PYTHONPATH": str(ROOT), "DATABASE_URL": url, "ENCRYPTION_KEYS": ",".join(encryption_keys)}
    return subprocess.run(
        [sys.executable, *code], env=env | more, capture_output=True, text=True, timeout=500, check=False
    )


def test_all_keys_are_changed_while_people_answer_and_whoever_kills_it_half_way_goes_on(
    url: str, stores: Callable[..., Store], tmp_path: Path
) -> None:
    before = stores(url, OLD)
    sealed = fill(before, MANY)
    replicas = [stores(url, NEW, OLD), stores(url, NEW, OLD)]

    with People(*replicas, among=MANY) as people:
        batches = MANY // 200
        killed = run(["-c", KILLED, str(batches)], url, NEW, OLD)
        half = held(replicas[0])
        ended = run(["-m", "bot", "keys", "rotate"], url, NEW, OLD)

    assert people.errors == []
    assert killed.returncode < 0, killed
    assert 100 * (batches - 1) <= half[0]
    assert half[1] >= 100 * (MANY // 100 - batches - 1)
    assert ended.returncode == 0, ended
    assert f"{OLDS}: 0 keys, the codes of 0 rounds and seats (holds nothing: it can go)" in ended.stdout

    after = stores(url, NEW)
    assert set(held(after)) == {0}
    assert forged(after) == []
    with after.read() as db:
        after.vault.prove(db.keys)
        words = {owner: db.unseal(owner, text, "row") for owner, text in sealed.items()}
        assert words == {owners.person(TEAM, f"U{n}"): f"words of {n}" for n in range(MANY)}
        assert {said: db.unseal(*of, "row") for said, of in people.kept.items()} == {
            s: s for s in people.kept
        }
        shown = queries.these(db, TEAM, [f"r{number}" for number in range(20)])
        queries.unseal_all(db, shown, lambda _, __: True)
    assert len(people.kept) > 4
    assert all(reply.text == reply.id for r in shown for reply in r.replies)


def test_where_the_keys_lie_in_another_database_they_and_the_codes_are_changed_alike(
    url: str, stores: Callable[..., Store], tmp_path: Path
) -> None:
    keys_url = f"sqlite:///{tmp_path / 'keys.db'}"
    migrate(Settings(database_url=url, keys_url=keys_url))
    sealed = fill(stores(url, OLD, keys_url=keys_url), 3, 2)
    said: list[str] = []

    done = operating.rotate(
        Settings(database_url=url, keys_url=keys_url, encryption_keys=(NEW, OLD)), said.append
    )

    after = stores(url, NEW, keys_url=keys_url)
    assert done, said
    assert forged(after) == []
    with after.read() as db:
        assert [db.unseal(owner, text, "row") for owner, text in sealed.items()] == [
            f"words of {number}" for number in range(3)
        ]


def test_what_is_forgotten_meanwhile_does_not_come_back(
    sqlite_url: str, stores: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, anew = stores(sqlite_url, OLD), list[bytes]()
    sealed = fill(store, 3, 0)
    gone, comes_again, _ = sealed

    def forgets_first(work: Callable[[], None]) -> None:
        with store.begin() as db:
            if not anew:
                db.forget(gone)
                db.forget(comes_again)
                anew.append(db.seal(comes_again, "something new", "row"))
        work()

    monkeypatch.setattr(operating, "again", forgets_first)
    operating.rotate(Settings(database_url=sqlite_url, encryption_keys=(NEW, OLD)), lambda _: None)

    after = stores(sqlite_url, NEW)
    with after.read() as db:
        with pytest.raises(Gone):
            db.unseal(gone, sealed[gone], "row")
        assert db.unseal(comes_again, anew[0], "row") == "something new"
        with pytest.raises(WrongKeys):
            db.unseal(comes_again, sealed[comes_again], "row")


def test_what_somebody_changed_without_the_keys_is_not_taken_as_ours_afterwards(
    sqlite_url: str, stores: Callable[..., Store]
) -> None:
    store = stores(sqlite_url, OLD)
    fill(store, 1, 3)
    with store.begin() as db:
        db.execute(update(rounds).where(rounds.c.id == "r1").values(host_id="U0EVE"))
        gone = update(seats).where(seats.c.round_id == "r2", seats.c.person_id == "U0BEN")
        db.execute(gone.values(left_at=datetime(2026, 9, 15, 9, tzinfo=UTC)))
        done = update(seats).where(seats.c.round_id == "r3", seats.c.person_id == "U0BEN")
        db.execute(done.values(facts=json.dumps({"done": True})))  # what stands sealed is what is read

    said: list[str] = []
    settings = Settings(database_url=sqlite_url, encryption_keys=(NEW, OLD))
    whole = operating.rotate(settings, said.append)

    assert forged(stores(sqlite_url, NEW)) == ["r1", "r2"]
    assert not whole
    assert said[-1] == "none of them: 0 keys, the codes of 2 rounds and seats"


def test_keys_are_listed_by_names_that_say_nothing_of_them(
    sqlite_url: str,
    stores: Callable[..., Store],
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(stores(sqlite_url, OLD), 3, 1)
    with stores(sqlite_url, NEW, OLD).begin() as db:
        db.seal(owners.person(TEAM, "U0NEW"), "words", "row")
    given(sqlite_url, NEW, OLD)

    code = main(["keys", "list"])

    said = capsys.readouterr().out
    assert code == 0
    assert said.splitlines() == [
        f"{NEWS}: 1 key, the codes of 0 rounds and seats (the first)",
        f"{OLDS}: 4 keys, the codes of 3 rounds and seats",
    ]
    assert all(key[n : n + 6] not in said for key in (OLD, NEW) for n in range(len(key) - 6))


def test_a_key_that_none_opens_is_listed_as_that(
    sqlite_url: str,
    stores: Callable[..., Store],
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = stores(sqlite_url, OLD)
    [first, second] = fill(store, 2, 0)
    with store.begin() as db:  # a key that was moved to somebody else opens nothing of theirs
        taken = db.keys.execute(select(keys.c.wrapped).where(keys.c.owner == first)).scalar_one()
        db.keys.execute(update(keys).where(keys.c.owner == second).values(wrapped=taken))
    given(sqlite_url, OLD)

    code = main(["keys", "list"])

    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "none of them: 1 key, the codes of 0 rounds and seats"


@pytest.mark.parametrize(
    ("wrapped_by_new", "now", "said"),
    [
        (0, NEW, "(and 6 rows are not coded by them); name the key that it was run with before"),
        (2, NEW, "put the key that was taken out behind the others again, and run `alongside keys rotate`"),
    ],
    ids=["wrong", "dropped too early"],
)
def test_a_start_without_a_key_that_is_needed_says_in_one_line_how_much_it_holds(
    wrapped_by_new: int, now: str, said: str, url: str, stores: Callable[..., Store]
) -> None:
    fill(stores(url, OLD), 4, 2)
    with stores(url, NEW, OLD).begin() as db:
        for number in range(wrapped_by_new):
            db.seal(owners.person(TEAM, f"N{number}"), "words", "row")

    ended = run(["-m", "bot", "serve"], url, now, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s")

    assert (ended.returncode, ended.stdout) == (2, "")
    [line] = ended.stderr.splitlines()
    start = "alongside: ENCRYPTION_KEYS do not open the keys that this database holds"
    assert line.startswith(f"{start}: 5 of {5 + wrapped_by_new} ")
    assert said in line


def test_the_proof_is_changed_last_so_that_a_key_dropped_half_way_stops_the_start(
    sqlite_url: str, stores: Callable[..., Store]
) -> None:
    fill(stores(sqlite_url, OLD), 250, 10)

    killed = run(["-c", KILLED, "4"], sqlite_url, NEW, OLD)  # the audit has it, and all keys; not all codes

    assert killed.returncode < 0
    assert held(stores(sqlite_url, NEW, OLD)) == {0: 251, 1: 1}
    dropped = stores(sqlite_url, NEW)
    with pytest.raises(WrongKeys), dropped.begin() as db:
        dropped.vault.prove(db.keys)
    assert "1 of 252 (and 30 rows are not coded by them)" in str(operating.refused(dropped))


def test_whoever_still_writes_with_the_old_key_first_is_said_to(
    sqlite_url: str, stores: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, said, drawn = stores(sqlite_url, OLD), list[str](), chance("who writes with the old key")
    fill(store, 3, 0)

    def writes_first(work: Callable[[], None]) -> None:
        with store.begin() as db:
            db.seal(owners.person(TEAM, f"Z{drawn.random()}"), "words", "row")
        work()

    monkeypatch.setattr(operating, "again", writes_first)
    whole = operating.rotate(Settings(database_url=sqlite_url, encryption_keys=(NEW, OLD)), said.append)

    assert not whole
    assert any(line.startswith("Something writes with another first key") for line in said)
    assert held(stores(sqlite_url, NEW, OLD))[1] >= 1  # the proof among them


# --- the files of SQLite


def modes(place: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in place.parent.glob(f"{place.name}*")}


def test_new_files_and_their_log_are_their_owners_alone(tmp_path: Path, stores: Callable[..., Store]) -> None:
    place, was = tmp_path / "new.db", os.umask(0)
    try:
        migrate(Settings(database_url=f"sqlite:///{place}"))
        store = stores(f"sqlite:///{place}", OLD)
        with store.begin() as db:
            store.vault.prove(db.keys)
            found = modes(place)
    finally:
        os.umask(was)

    assert found == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}


def test_files_that_others_can_read_are_closed_to_them(
    sqlite_url: str, tmp_path: Path, stores: Callable[..., Store]
) -> None:
    store = stores(sqlite_url, OLD)
    fill(store, 1, 0)
    place = Path(sqlite_url.removeprefix("sqlite:///"))
    for file in place.parent.iterdir():
        file.chmod(0o644)

    mended = store.close_to_others()

    assert mended == dict.fromkeys(modes(place), True)
    assert set(modes(place).values()) == {0o600}
    assert store.close_to_others() == {}


def test_serve_closes_them_and_says_so_in_its_log(sqlite_url: str, taken: int) -> None:
    place = Path(sqlite_url.removeprefix("sqlite:///"))
    place.chmod(0o644)
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": str(taken)}

    ended = run(["-m", "bot", "serve"], sqlite_url, OLD, **slack)

    assert ended.returncode == 2
    assert f"others could read {place.name}: now its owner alone can" in ended.stderr
    assert set(modes(place).values()) == {0o600}


def test_of_a_key_that_went_no_byte_is_left_in_any_file(
    sqlite_url: str, stores: Callable[..., Store]
) -> None:
    store = stores(sqlite_url, OLD)
    [owner, *_] = fill(store, 300, 0)
    place = Path(sqlite_url.removeprefix("sqlite:///"))
    with store.read() as db:
        wrapped = db.keys.execute(select(keys.c.wrapped).where(keys.c.owner == owner)).scalar_one()

    def left() -> list[str]:
        return [file.name for file in place.parent.iterdir() if wrapped in file.read_bytes()]

    with store.begin() as db:
        db.forget(owner)
    before = left()
    store.sweep()

    assert before != []
    assert left() == []
    with store.read() as db:
        assert db.keys.execute(select(func.count()).select_from(keys)).scalar_one() == 300  # the proof

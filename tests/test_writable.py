"""A database that cannot be written is no good health; once it can be, the same process goes on."""

import os
import resource
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.health import KEPT, Health
from bot.store import Store, spent
from bot.vault import Vault, keys

NOBODY = 65534  # root may write whatever the disk says


class Kept:
    """A database, and whether a process that has it is well."""

    def __init__(self, url: str) -> None:
        self.store = Store(url, None, Vault([Fernet.generate_key().decode()]))
        self.seconds = 0.0
        self._health = Health(self.store.prove, lambda: self.seconds)

    def is_well(self) -> bool:
        self.seconds += KEPT
        return self._health()

    def is_restarted(self) -> None:
        """Every connection is opened anew, as after a kill."""
        self.store.close()

    def writes(self) -> bool:
        try:
            with self.store.begin() as db:
                db.seal("person:T:U0ANA", "words", "row")
                db.forget("person:T:U0ANA")
        except DBAPIError:
            return False
        return True

    def rows(self) -> list[int]:
        with self.store.read() as db:
            return [
                db.execute(select(func.count()).select_from(table)).scalar_one() for table in (spent, keys)
            ]


@pytest.fixture
def folder(sqlite_template: Path) -> Iterator[Path]:
    """With a database as a kill leaves it: what was written last is in its log alone."""
    with tempfile.TemporaryDirectory() as place:
        before, made = Path(place) / "before", Path(place) / "after"
        before.mkdir()
        shutil.copy(sqlite_template, before / "alongside.db")
        killed = Kept(f"sqlite:///{before / 'alongside.db'}")
        assert killed.writes()
        shutil.copytree(before, made)
        killed.store.close()
        yield made


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing there can be written by this process, or made anew."""
    os.chmod(folder.parent, 0o755)
    files, root = list(folder.iterdir()), os.geteuid() == 0
    for path in (*files, folder):
        if root:
            os.chown(path, NOBODY, -1)
        os.chmod(path, 0o500 if path == folder else 0o400)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        for path in (folder, *files):
            os.chmod(path, 0o700 if path == folder else 0o600)
        if root:
            os.seteuid(0)


def test_on_a_disk_that_can_only_be_read_it_is_not_well_and_is_once_it_can_be_written(folder: Path) -> None:
    kept = Kept(f"sqlite:///{folder / 'alongside.db'}")
    assert kept.writes()
    assert kept.is_well()

    kept.is_restarted()
    with read_only(folder):
        meanwhile = [kept.is_well(), kept.writes(), kept.is_well()]

    assert meanwhile == [False] * 3
    assert kept.is_well()
    assert kept.writes()
    kept.store.close()


def test_once_the_disk_can_be_written_it_writes_however_many_read_meanwhile(folder: Path) -> None:
    kept = Kept(f"sqlite:///{folder / 'alongside.db'}")
    enough = threading.Event()

    def read_on() -> None:
        while not enough.is_set():
            with suppress(DBAPIError):
                kept.rows()

    readers = [threading.Thread(target=read_on) for _ in range(4)]
    with read_only(folder):
        for reader in readers:
            reader.start()
        meanwhile = [kept.writes(), kept.writes()]
    after = [kept.writes() for _ in range(5)]
    enough.set()
    for reader in readers:
        reader.join()

    assert meanwhile == [False] * 2
    assert after[1:] == [True] * 4  # the first of them may still have what was opened before
    kept.store.close()


def test_whoever_still_holds_an_error_of_then_holds_no_connection_open(folder: Path) -> None:
    kept = Kept(f"sqlite:///{folder / 'alongside.db'}")
    with ExitStack() as reading:
        with read_only(folder):
            reading.enter_context(kept.store.read())
        with pytest.raises(DBAPIError) as held, kept.store.begin():
            pass  # beside what was opened before, it does not even begin

    assert [kept.writes() for _ in range(3)][1:] == [True] * 2
    assert held.value.connection_invalidated
    kept.store.close()


def test_where_the_disk_takes_no_more_it_is_not_well_and_is_once_there_is_room(folder: Path) -> None:
    kept = Kept(f"sqlite:///{folder / 'alongside.db'}")
    assert kept.is_well()
    was = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100, was[1]))
    try:
        meanwhile = [kept.is_well(), kept.writes(), kept.is_well()]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)

    assert meanwhile == [False] * 3
    assert kept.is_well()
    assert kept.writes()
    kept.store.close()


def test_a_second_server_that_only_reads_is_not_well_and_is_once_it_is_the_first(postgres_url: str) -> None:
    kept = Kept(postgres_url)
    assert kept.is_well()
    name = kept.store.engine.url.database
    owner = create_engine(kept.store.engine.url, isolation_level="AUTOCOMMIT")

    def reads_only(setting: str) -> None:
        with owner.connect() as connection:
            connection.execute(text("SET default_transaction_read_only = off"))
            connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {setting}'))

    reads_only("on")
    kept.is_restarted()
    meanwhile = [kept.is_well(), kept.writes(), kept.is_well()]
    reads_only("off")

    assert meanwhile == [False] * 3
    assert kept.is_well()
    assert kept.writes()
    owner.dispose()
    kept.store.close()


def test_asking_often_leaves_no_row_behind(database_url: str) -> None:
    kept = Kept(database_url)
    assert kept.is_well()
    before = kept.rows()

    assert all(kept.is_well() for _ in range(20))

    assert kept.rows() == before
    kept.store.close()


def test_however_many_ask_it_looks_once_in_a_few_seconds() -> None:
    looked: list[float] = []
    seconds = [0.0]
    health = Health(lambda: looked.append(seconds[0]), lambda: seconds[0])

    for _ in range(30):
        assert health()
        seconds[0] += 0.5

    assert looked == [0.0, 3.0, 6.0, 9.0, 12.0]


def test_while_somebody_still_looks_the_others_go_by_what_was_seen_and_not_for_long() -> None:
    begun, ends = threading.Event(), threading.Event()
    seconds = [0.0]

    def look() -> None:
        if seconds[0]:
            begun.set()
            ends.wait(20)

    health = Health(look, lambda: seconds[0])
    assert health()
    seconds[0] = KEPT
    looking = threading.Thread(target=health)
    looking.start()
    begun.wait(20)

    soon = health()
    seconds[0] = 20.0
    late = health()
    ends.set()
    looking.join()

    assert (soon, late, health()) == (True, False, True)

"""Forgotten means forgotten: in the database, in its files, in a backup from before; on both databases."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from bot import erasing, owners
from bot.features import FEATURES
from bot.features.reflection import flow
from bot.features.reflection.models import Step
from bot.migrate import migrate
from bot.people import copies
from bot.people import queries as people
from bot.people.models import Kind
from bot.rounds.keeping import erasures, queries, tables, unasked
from bot.rounds.keeping.models import Status
from bot.rounds.keeping.replies import say
from bot.rounds.keeping.unasked import Unasked
from bot.settings import Settings
from bot.store import Store
from bot.vault import Vault
from tests.faults.harness import hooked
from tests.forensics import attacks

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
TEAM, ANA, BEN = "T1", "U0ANA", "U0BEN"
HERS, HIS, OURS = "What Ana alone wrote.", "What Ben alone wrote.", "What both agreed to."


@dataclass
class Held:
    """A store whose keys lie apart; `copies` makes a copy of the database of everything else."""

    store: Store
    key: str
    copies: Callable[[], str]
    keys_url: str
    files: list[Path] = field(default_factory=list)

    def restored(self, url: str) -> Store:
        """That copy, with the keys as they are by now."""
        return Store(url, self.keys_url, Vault([self.key]))


@pytest.fixture(params=["sqlite", "postgres"])
def held(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    postgres_copies: Callable[[], AbstractContextManager[str]],
) -> Iterator[Held]:
    key = Fernet.generate_key().decode()
    if request.param == "sqlite":
        main, keys = tmp_path / "main.db", tmp_path / "keys.db"
        urls = f"sqlite:///{main}", f"sqlite:///{keys}"
        migrate(Settings(database_url=urls[0], keys_url=urls[1], encryption_keys=(key,)))
        store = Store(*urls, Vault([key]))
        yield Held(store, key, lambda: _copied(store, main), urls[1], [keys, Path(f"{keys}-wal")])
        store.close()
        return
    with postgres_copies() as main_url, postgres_copies() as keys_url, postgres_copies() as backup:
        store = Store(main_url, keys_url, Vault([key]))
        yield Held(store, key, lambda: _dumped(store, backup), keys_url)
        store.close()


def _copied(store: Store, main: Path) -> str:
    """The file itself, once what is in its log is in it."""
    with store.engine.connect() as connection:
        connection.info["mode"] = "DEFERRED"
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = main.with_name("backup.db")
    shutil.copy(main, copy)
    return f"sqlite:///{copy}"


def _dumped(store: Store, backup: str) -> str:
    """Every row, table by table, into another database."""
    there = Store(backup, None, Vault([Fernet.generate_key().decode()]))
    with store.read() as db, there.begin() as other:
        for table in tables.metadata.sorted_tables:
            rows = [dict(row) for row in db.execute(select(table)).mappings()]
            if rows:
                other.execute(table.insert(), rows)
    there.close()
    return backup


def wrote(store: Store) -> None:
    """A question of the two, with what each wrote, and a note that is both's."""
    with store.begin() as db:
        for person_id, name in ((ANA, "Ana"), (BEN, "Ben")):
            people.meet(db, TEAM, person_id, name)
        people.join(db, TEAM, "pair", (ANA, BEN), NOW)
        seats = [queries.seat(db, TEAM, one) for one in (ANA, BEN)]
        round_ = flow.ask(TEAM, "r", ANA, "pair", seats, "What did we avoid?", NOW)
        round_.step, round_.status, round_.ends_at = Step.CLOSED, Status.CLOSED, NOW + timedelta(days=90)
        round_.replies = []
        say(round_, ANA, "open", HERS, NOW)
        say(round_, BEN, "open", HIS, NOW)
        say(round_, ANA, "joint", OURS, NOW, owner=owners.pair(TEAM, "pair"))
        queries.add(db, round_)


def opened(store: Store) -> list[str]:
    """Every text that opens there."""
    with store.read() as db:
        found = queries.these(db, TEAM, ["r"])
        queries.unseal_all(db, found, lambda *_: True)
    return [reply.text for round_ in found for reply in round_.replies if reply.text]


def forget(store: Store) -> None:
    with store.begin() as db:
        erasures.write_down(db, TEAM, ANA, NOW)
    assert erasing.carry_out(store, FEATURES, NOW)
    store.sweep()


def says_who(store: Store) -> list[str]:
    """Whatever names her in plain text."""
    with store.read() as db:
        every = [row for table in tables.metadata.sorted_tables for row in db.execute(select(table))]
    plain = [str([one for one in row if not isinstance(one, bytes)]) for row in every]
    return [row for row in plain if ANA in row or "'Ana'" in row]


def test_what_somebody_wrote_opens_nowhere_and_what_is_joint_stays_without_their_name(held: Held) -> None:
    wrote(held.store)
    assert sorted(opened(held.store)) == sorted([HERS, HIS, OURS])

    forget(held.store)

    assert sorted(opened(held.store)) == sorted([HIS, OURS])
    assert says_who(held.store) == []


def test_a_backup_from_before_opens_none_of_it(held: Held) -> None:
    wrote(held.store)
    backup = held.copies()

    forget(held.store)

    old = held.restored(backup)
    assert sorted(opened(old)) == sorted([HIS, OURS])
    old.close()


def test_after_a_restore_it_is_carried_out_again(held: Held) -> None:
    wrote(held.store)
    backup = held.copies()
    forget(held.store)
    old = held.restored(backup)
    assert says_who(old)

    assert erasing.carry_out(old, FEATURES, NOW)

    assert says_who(old) == []
    assert sorted(opened(old)) == sorted([HIS, OURS])
    old.close()


def test_no_file_of_the_keys_has_their_key_any_more(held: Held) -> None:
    wrote(held.store)
    owner = owners.person(TEAM, ANA)
    assert owner in _keys(held)

    forget(held.store)

    assert owner not in _keys(held)
    assert owners.person(TEAM, BEN) in _keys(held)


def _keys(held: Held) -> dict[str, bytes]:
    """Whatever lies in the files, whole; on PostgreSQL, in the file of the table, as a server reads it."""
    if held.files:
        raw = b"".join(file.read_bytes() for file in held.files if file.exists())
        return attacks.keys_in(raw, held.key)
    with held.store.keys_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        path = text("SELECT pg_read_binary_file(pg_relation_filepath('keys'))")
        return attacks.keys_in(bytes(connection.execute(path).scalar_one()), held.key)


def test_nothing_in_the_ledger_says_who(held: Held) -> None:
    wrote(held.store)

    forget(held.store)

    with held.store.read() as db:
        (row,) = db.keys.execute(select(erasures.erasures)).all()
    assert ANA not in str(row)
    assert TEAM not in str(row)


def test_whoever_comes_back_is_not_forgotten_once_more(held: Held) -> None:
    wrote(held.store)
    forget(held.store)
    with held.store.begin() as db:
        people.meet(db, TEAM, ANA, "Ana")

    assert erasing.carry_out(held.store, FEATURES, NOW)

    with held.store.read() as db:
        assert people.find(db, TEAM, ANA).name == "Ana"


def says_of_herself(store: Store) -> None:
    """What others see of her, by whom she does not want to be asked, and a code for a copy."""
    with store.begin() as db:
        ana = replace(people.find(db, TEAM, ANA), kind=Kind.LIVED, words=HERS, words_shown=True)
        people.save(db, ana)
        unasked.keep(db, TEAM, ANA, Unasked((BEN,)))
        copies.keep_code(db, TEAM, ANA, copies.new_code())


def writes_again(store: Store) -> None:
    """Under a key that is made anew."""
    with store.begin() as db:
        round_ = queries.lock(db, TEAM, "r")
        say(round_, ANA, "open", "What Ana wrote afterwards.", NOW)
        queries.save(db, round_)


def test_whoever_writes_before_it_is_carried_out_shuts_nothing_for_anybody_and_is_forgotten(
    held: Held,
) -> None:
    wrote(held.store)
    says_of_herself(held.store)
    with held.store.begin() as db:
        erasures.write_down(db, TEAM, ANA, NOW)

    writes_again(held.store)

    with held.store.read() as db:
        assert people.find(db, TEAM, ANA).words == ""
        assert unasked.of(db, TEAM, ANA) == Unasked()
        assert copies.sealing_key(db, TEAM, ANA) is None
        assert [seat.words for seat in queries.these(db, TEAM, ["r"])[0].seats] == ["", ""]
    assert erasing.carry_out(held.store, FEATURES, NOW)
    assert says_who(held.store) == []
    assert sorted(opened(held.store)) == sorted([HIS, OURS])


def test_whoever_came_back_is_taken_out_of_an_older_backup_all_the_same(held: Held) -> None:
    wrote(held.store)
    says_of_herself(held.store)
    backup = held.copies()
    forget(held.store)
    says_of_herself(held.store)
    old = held.restored(backup)

    assert erasing.carry_out(old, FEATURES, NOW)

    assert says_who(old) == []
    assert sorted(opened(old)) == sorted([HIS, OURS])
    old.close()


def test_killed_half_way_it_goes_on(held: Held) -> None:
    wrote(held.store)

    def dies(place: str) -> None:
        if place == "erasing.left":
            raise KeyboardInterrupt

    with hooked(dies), pytest.raises(KeyboardInterrupt):
        forget(held.store)
    assert says_who(held.store)

    assert erasing.carry_out(held.store, FEATURES, NOW)

    assert says_who(held.store) == []

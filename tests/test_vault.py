"""Sealed texts open for the row they were written in, under keys that can be changed and destroyed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, create_engine, event, insert, select, update

from bot import vault
from bot.migrate import migrate
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Seat
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.forms import Form
from bot.store import Store
from bot.vault import Gone, Vault, WrongKeys, keys
from tests.faults.harness import press
from tests.world import NAMES, TEAM, World


class Refused(Exception):
    """The disk is full, say."""


def never(_: Connection) -> None:
    raise Refused


TEXT = "We never talked about the money. 👩‍⚕️ עברית\n“so”"
ROW, OTHER_ROW = "v1|T|reply|1|text", "v1|T|reply|2|text"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def db() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    vault.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_text_comes_back_whole_and_never_lies_in_the_open(db: Connection) -> None:
    sealing = Vault([OLD])

    sealed = sealing.seal(db, "person:ana", TEXT, ROW)

    assert sealing.unseal(db, "person:ana", sealed, ROW) == TEXT
    assert TEXT.encode() not in sealed
    assert sealing.seal(db, "person:ana", TEXT, ROW) != sealed


def test_a_sealed_text_does_not_open_in_another_row(db: Connection) -> None:
    sealing = Vault([OLD])
    sealed = sealing.seal(db, "person:ana", TEXT, ROW)

    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ana", sealed, OTHER_ROW)


def test_a_sealed_text_does_not_open_for_another_owner(db: Connection) -> None:
    sealing = Vault([OLD])
    sealed = sealing.seal(db, "person:ana", TEXT, ROW)
    sealing.seal(db, "person:ben", TEXT, ROW)

    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ben", sealed, ROW)


def test_a_key_does_not_serve_another_owner(db: Connection) -> None:
    sealing = Vault([OLD])
    sealed = sealing.seal(db, "person:ana", TEXT, ROW)
    sealing.seal(db, "person:ben", TEXT, ROW)
    taken = db.execute(select(keys.c.wrapped).where(keys.c.owner == "person:ana")).scalar_one()
    db.execute(update(keys).where(keys.c.owner == "person:ben").values(wrapped=taken))

    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ben", sealed, ROW)


@pytest.mark.parametrize("length", [0, 1, 5, 13, 20])
def test_a_text_that_was_cut_short_does_not_open(db: Connection, length: int) -> None:
    sealing = Vault([OLD])
    sealed = sealing.seal(db, "person:ana", TEXT, ROW)

    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ana", sealed[:length], ROW)


@pytest.mark.parametrize("place", [0, 1, 12, 13, -1])
def test_a_text_with_one_bit_changed_does_not_open(db: Connection, place: int) -> None:
    sealing = Vault([OLD])
    changed = bytearray(sealing.seal(db, "person:ana", TEXT, ROW))
    changed[place] ^= 1

    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ana", bytes(changed), ROW)


def test_what_a_forgotten_owner_wrote_is_gone_and_what_others_wrote_stays(db: Connection) -> None:
    sealing = Vault([OLD])
    hers, his = sealing.seal(db, "person:ana", TEXT, ROW), sealing.seal(db, "person:ben", TEXT, ROW)

    sealing.forget(db, "person:ana")

    with pytest.raises(Gone):
        sealing.unseal(db, "person:ana", hers, ROW)
    assert sealing.unseal(db, "person:ben", his, ROW) == TEXT


def test_a_forgotten_owner_who_writes_again_does_not_bring_back_what_was_forgotten(db: Connection) -> None:
    sealing = Vault([OLD])
    before = sealing.seal(db, "person:ana", TEXT, ROW)
    sealing.forget(db, "person:ana")

    after = sealing.seal(db, "person:ana", "something new", OTHER_ROW)

    assert sealing.unseal(db, "person:ana", after, OTHER_ROW) == "something new"
    with pytest.raises(WrongKeys):
        sealing.unseal(db, "person:ana", before, ROW)


def test_keys_can_be_changed_while_the_old_one_is_still_named(db: Connection) -> None:
    sealed = Vault([OLD]).seal(db, "person:ana", TEXT, ROW)

    assert Vault([NEW, OLD]).unseal(db, "person:ana", sealed, ROW) == TEXT


def test_what_is_written_after_the_change_needs_the_old_key_no_more(db: Connection) -> None:
    sealed = Vault([NEW, OLD]).seal(db, "person:ana", TEXT, ROW)

    assert Vault([NEW]).unseal(db, "person:ana", sealed, ROW) == TEXT


def test_without_the_right_keys_nothing_opens_and_the_proof_fails(db: Connection) -> None:
    right = Vault([OLD])
    sealed = right.seal(db, "person:ana", TEXT, ROW)
    right.prove(db)
    wrong = Vault([NEW])

    with pytest.raises(WrongKeys):
        wrong.unseal(db, "person:ana", sealed, ROW)
    with pytest.raises(WrongKeys):
        wrong.prove(db)
    right.prove(db)


def test_no_error_quotes_what_was_sealed(db: Connection) -> None:
    sealing = Vault([OLD])
    sealed = sealing.seal(db, "person:ana", TEXT, ROW)

    with pytest.raises(WrongKeys) as moved:
        sealing.unseal(db, "person:ana", sealed, OTHER_ROW)
    sealing.forget(db, "person:ana")
    with pytest.raises(Gone) as gone:
        sealing.unseal(db, "person:ana", sealed, ROW)

    assert "money" not in repr(moved.value) + repr(gone.value)
    assert moved.value.__suppress_context__


def test_nothing_that_holds_words_or_keys_says_them_when_it_is_printed() -> None:
    who = Who("T", "U0ANA", "Ana")
    form = Form({"answer": {"a": {"type": "plain_text_input", "value": TEXT}}})
    seat = Seat("U0ANA", words=TEXT)
    holders = [
        Vault([OLD]),
        Settings(encryption_keys=(OLD,), slack_bot_token="xoxb-hidden", slack_signing_secret="hidden"),
        Reply("1", "U0ANA", "answer", "person:ana", TEXT, None, sealed=TEXT.encode()),  # type: ignore[arg-type]
        form,
        seat,
        Asked("submit", "reflection.answer", who, "1", text=TEXT, value=TEXT, form=form, view={"a": TEXT}),
        Asked("event", "message", who, "1", event={"text": TEXT}),
    ]

    printed = "".join(f"{one!r}{one}" for one in holders)

    for secret in ("money", OLD, "hidden"):
        assert secret not in printed


# KEYS_URL: the keys in a database of their own.


@pytest.fixture
def apart(database_url: str, tmp_path: Path) -> Iterator[World]:
    """A pair whose keys live in another database than everything else."""
    keys_url = f"sqlite:///{tmp_path / 'keys.db'}"
    migrate(Settings(database_url=database_url, keys_url=keys_url))
    world = World(database_url, keys_url)
    world.pair("Ana", "Ben")
    yield world
    world.close()


def owners(store: Store) -> list[str]:
    with store.read() as db:
        return sorted(db.keys.execute(select(keys.c.owner)).scalars())


def test_keys_live_where_keys_url_says_and_nowhere_else(apart: World) -> None:
    ana, ben = apart["Ana"], apart["Ben"]

    ana.types("/reflect What did we avoid today?")
    ana.answers("The money.")
    ben.answers("Who decides.")

    assert "The money." in ben.reads
    assert [owner.partition(":")[0] for owner in owners(apart.bot.store)] == ["pair", "person", "person"]
    with apart.bot.store.read() as db:
        assert db.execute(select(keys.c.owner)).all() == []


def test_a_destroyed_key_takes_the_words_out_of_old_copies_of_the_main_database(apart: World) -> None:
    ana, ben = apart["Ana"], apart["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers("The money.")
    ben.answers("Who decides.")
    ben.closes()

    with apart.bot.store.begin() as db:
        db.forget(f"person:{TEAM}:{NAMES['Ana']}")

    assert press(ben, "reflection.read").ok
    assert "The money." not in ben.reads
    assert "Who decides." in ben.reads


def test_the_keys_may_live_in_postgresql(sqlite_url: str, postgres_url: str) -> None:
    migrate(Settings(database_url=sqlite_url, keys_url=postgres_url))
    store = Store(sqlite_url, postgres_url, Vault([OLD]))

    with store.begin() as db:
        sealed = db.seal("person:ana", TEXT, ROW)
    with store.read() as db:
        opened = db.unseal("person:ana", sealed, ROW)

    assert opened == TEXT
    assert owners(store) == ["person:ana"]
    store.close()


def write(world: World) -> None:
    with world.bot.store.begin() as db:
        db.seal("person:new", TEXT, ROW)
        db.execute(insert(queries.heard), {"team": TEAM, "request": "r", "at": world.clock()})


def test_keys_are_kept_before_what_is_sealed_with_them(apart: World, tmp_path: Path) -> None:
    store = apart.bot.store
    event.listen(store.engine, "commit", never)
    with pytest.raises(Refused):
        write(apart)
    event.remove(store.engine, "commit", never)

    assert "person:new" in owners(store)
    with store.read() as db:
        assert db.execute(select(queries.heard)).all() == []
    with sqlite3.connect(tmp_path / "keys.db") as file:
        assert file.execute("SELECT count(*) FROM keys WHERE owner = 'person:new'").fetchone() == (1,)


def test_where_keys_cannot_be_kept_nothing_is_sealed_with_them(apart: World) -> None:
    store = apart.bot.store
    event.listen(store.keys_engine, "commit", never)
    with pytest.raises(Refused):
        write(apart)
    event.remove(store.keys_engine, "commit", never)

    assert "person:new" not in owners(store)
    with store.read() as db:
        assert db.execute(select(queries.heard)).all() == []

"""Migrations: one line of them, the schema that the code expects, and nobody in each other's way."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, MetaData, Table, bindparam, inspect, text

# All tables are known once these are imported.
from bot import people, rounds, vault  # noqa: F401
from bot.features.options.models import blank
from bot.features.options.register.queries import records
from bot.migrate import _config, heads, migrate
from bot.people import queries as people_queries
from bot.people.models import Kind
from bot.rounds.keeping import codes, covering, queries
from bot.schema import Schema, newest, stands
from bot.settings import Settings, SettingsError
from bot.store import Db, Moment, Store, engine, metadata
from bot.vault import Vault
from bot.words import ROOT

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which nothing is."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    url = str(request.getfixturevalue("postgres_url"))
    made = engine(url)
    with made.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    yield url
    made.dispose()


def everything() -> MetaData:
    """The tables of the main database and of the keys' in one."""
    both = MetaData()
    for table in (*metadata.sorted_tables, *vault.metadata.sorted_tables):
        table.to_metadata(both)
    return both


def differences(connection: Connection, expected: MetaData) -> list[object]:
    options = {
        "compare_type": True,
        "compare_server_default": False,  # 0, '0' and false are one value and three texts: asked for below
        "include_name": lambda name, kind, _: not (kind == "table" and name == "alembic_version"),
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), expected))


@pytest.fixture
def migrated(empty: str) -> Iterator[Engine]:
    migrate(Settings(database_url=empty))
    made = engine(empty)
    yield made
    made.dispose()


def test_there_is_one_newest_migration() -> None:
    assert len(heads()) == 1
    assert newest() == set(heads())


def test_where_there_is_nothing_to_bring_alembic_is_not_brought_in(migrated: Engine, empty: str) -> None:
    starts = (
        "import sys; from bot.migrate import migrate; from bot.settings import Settings;"
        "migrate(Settings(database_url=sys.argv[1])); print('alembic' in sys.modules)"
    )

    said = subprocess.check_output([sys.executable, "-c", starts, empty], cwd=ROOT, text=True)

    assert said == "False\n"


def test_the_migrated_schema_is_the_one_that_the_code_expects(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert differences(connection, everything()) == []


def test_a_difference_would_be_found(migrated: Engine) -> None:
    with migrated.begin() as connection:
        connection.execute(text("ALTER TABLE seats ADD COLUMN extra INTEGER"))
        connection.execute(text("DROP INDEX seats_person"))

    with migrated.connect() as connection:
        found = str(differences(connection, everything()))

    assert "extra" in found
    assert "seats_person" in found


def test_what_the_code_leaves_out_has_the_same_default_in_the_schema(migrated: Engine) -> None:
    """A default that only the code knows would be missed by a row that another version adds."""
    columns = inspect(migrated).get_columns

    for table in everything().sorted_tables:
        there = {column["name"] for column in columns(table.name) if column["default"] is not None}
        here = {column.name for column in table.columns if column.server_default is not None}
        assert there == here, table.name


def test_every_row_belongs_to_a_workspace() -> None:
    without = [t.name for t in metadata.sorted_tables if "team" not in t.primary_key.columns]

    assert without == ["erased"]  # which names nothing but entries of the ledger beside the keys
    assert len(metadata.sorted_tables) >= 8


def test_every_index_and_constraint_is_in_the_database_too(migrated: Engine) -> None:
    found = inspect(migrated)

    for table in everything().sorted_tables:
        indexes = {(i["name"], bool(i["unique"])) for i in found.get_indexes(table.name)}
        assert indexes == {(str(i.name), bool(i.unique)) for i in table.indexes}
        assert set(found.get_pk_constraint(table.name)["constrained_columns"]) == _key(table)
        cascades = [key["options"].get("ondelete") for key in found.get_foreign_keys(table.name)]
        assert cascades == ["CASCADE"] * len(table.foreign_key_constraints)


def _key(table: Table) -> set[str]:
    return {column.name for column in table.primary_key.columns}


def test_migrating_again_changes_nothing(migrated: Engine, empty: str) -> None:
    with migrated.begin() as connection:
        connection.execute(text("INSERT INTO heard (team, request, at) VALUES ('T1', 'r', '2026-09-15')"))

    migrate(Settings(database_url=empty))

    with migrated.connect() as connection:
        assert connection.execute(text("SELECT request FROM heard")).scalars().all() == ["r"]
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


LATER = """
import sqlalchemy as sa
from alembic import context, op

revision = "later"
down_revision = "{before}"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.add_column("heard", sa.Column("more", sa.Text(), nullable=False, server_default="nothing"))
"""


def test_a_later_migration_comes_on_top_of_what_is_there(
    migrated: Engine, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    (tmp_path / "migrations" / "versions" / "later.py").write_text(LATER.format(before=heads()[0]))
    with migrated.begin() as connection:
        connection.execute(text("INSERT INTO heard (team, request, at) VALUES ('T1', 'r', '2026-09-15')"))
    monkeypatch.setattr("bot.migrate.ROOT", tmp_path)
    monkeypatch.setattr("bot.schema.ROOT", tmp_path)

    migrate(Settings(database_url=empty))

    assert heads() == ["later"]
    with migrated.connect() as connection:
        assert connection.execute(text("SELECT request, more FROM heard")).all() == [("r", "nothing")]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [("later",)]


def test_a_database_is_behind_or_as_it_should_be_or_ahead(migrated: Engine) -> None:
    def at(revision: str) -> Schema:
        with migrated.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
        return stands(migrated)

    assert at("0001") is Schema.BEHIND
    assert at(next(iter(newest()))) is Schema.FITS
    assert at("9999") is Schema.AHEAD


def test_a_newer_schema_is_not_touched_and_the_way_back_is_one_line(migrated: Engine, empty: str) -> None:
    with migrated.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SettingsError) as refused:
        migrate(Settings(database_url=empty))

    assert str(refused.value) == (
        "DATABASE_URL holds a newer schema (9999) than this version knows: start the newer version again,"
        " or bring a backup from before it back into an empty database (`alongside restore`)"
    )
    assert stands(migrated) is Schema.AHEAD


def test_processes_that_start_together_migrate_once(postgres_url: str, tmp_path: Path) -> None:
    made = engine(postgres_url)
    with made.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    around = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": postgres_url}

    started = [
        subprocess.Popen(
            [sys.executable, "-m", "bot", "migrate"], cwd=tmp_path, env=around, stdout=subprocess.DEVNULL
        )
        for _ in range(3)
    ]
    codes = [process.wait(timeout=60) for process in started]

    with made.connect() as connection:
        found = differences(connection, everything())
        version = connection.execute(text("SELECT count(*) FROM alembic_version")).scalar()
    made.dispose()
    assert (codes, found, version) == ([0, 0, 0], [], 1)


def test_keys_that_live_apart_are_alone_there(empty: str, tmp_path: Path) -> None:
    keys_url = f"sqlite:///{tmp_path / 'keys.db'}"

    migrate(Settings(database_url=empty, keys_url=keys_url))

    main, keys = engine(empty), engine(keys_url)
    in_main, in_keys = set(inspect(main).get_table_names()), set(inspect(keys).get_table_names())
    main.dispose()
    keys.dispose()
    assert in_keys == {"keys", "erasures", "audit", "alembic_version"}
    assert in_main == {t.name for t in metadata.sorted_tables} | {"alembic_version"}


def test_keys_named_by_the_very_same_address_live_in_the_main_database(empty: str) -> None:
    migrate(Settings(database_url=empty, keys_url=empty))

    made = engine(empty)
    tables = set(inspect(made).get_table_names())
    made.dispose()
    assert {"keys", "rounds"} <= tables


def test_a_plain_postgresql_address_is_enough(postgres_url: str) -> None:
    assert postgres_url.startswith("postgresql://")

    for url in (postgres_url, postgres_url.replace("postgresql://", "postgres://")):
        migrate(Settings(database_url=url))


def test_what_was_sealed_before_seals_were_bound_is_read_and_what_was_changed_before_stays_shut(
    empty: str, tmp_path: Path
) -> None:
    key, keys_url = Fernet.generate_key().decode(), f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database_url=empty, keys_url=keys_url, encryption_keys=(key,))
    _up_to("0003", settings)
    with closing(Store(empty, keys_url, Vault([key]))) as before:
        _written_before(before)

    migrate(settings)

    store = Store(empty, keys_url, Vault([key]))
    with store.begin() as db:
        found = queries.unseal(db, queries.lock(db, "T", "r"), lambda _: True)
        texts, seats = [reply.text for reply in found.replies], [seat.forged for seat in found.seats]
        found.facts["anything"] = "else"
        queries.save(db, found)
        [note] = records.newest(db, "T", "C", "record").notes
        assert note.mark == records.mark_of(db, "T", "C", "record", "UANA")
    store.close()
    assert (texts, seats, note.text) == (["Mine.", None], [False], "I see it otherwise.")


def test_what_is_there_is_not_taken_over_without_the_keys(empty: str) -> None:
    key = Fernet.generate_key().decode()
    _up_to("0003", Settings(database_url=empty, encryption_keys=(key,)))
    with closing(Store(empty, None, Vault([key]))) as before:
        _written_before(before)

    with pytest.raises(SettingsError, match="ENCRYPTION_KEYS"):
        migrate(Settings(database_url=empty))

    migrate(Settings(database_url=empty, encryption_keys=(key,)))


def test_what_people_bring_is_sealed_under_their_own_keys_and_of_who_has_left_and_has_none_it_goes(
    empty: str, tmp_path: Path
) -> None:
    key, keys_url = Fernet.generate_key().decode(), f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database_url=empty, keys_url=keys_url, encryption_keys=(key,))
    _up_to("0016", settings)
    store = Store(empty, keys_url, Vault([key]))
    add = text("INSERT INTO people (team, id, name, kind, deleted) VALUES ('T', :id, :id, :kind, :deleted)")
    with store.begin() as db:
        for id_, kind in (("UANA", "lived"), ("UBEN", "professional"), ("UEVE", "unsaid")):
            db.execute(add, {"id": id_, "kind": kind, "deleted": False})
        db.execute(add, {"id": "UGONE", "kind": "both", "deleted": True})

    migrate(settings)

    with store.begin() as db:
        found = {id_: people_queries.find(db, "T", id_).kind for id_ in ("UANA", "UBEN", "UEVE", "UGONE")}
        left = dict(db.execute(text("SELECT id, kind FROM people")).all())
        lengths = {len(one) for one in db.execute(text("SELECT brings FROM people")).scalars() if one}
        # As the version before writes it, for as long as it runs beside this one.
        db.execute(text("UPDATE people SET kind = 'both' WHERE id = 'UANA'"))
        since = people_queries.find(db, "T", "UANA")
        people_queries.save(db, since)
        kept = db.execute(text("SELECT kind FROM people WHERE id = 'UANA'")).scalar_one()
        assert people_queries.find(db, "T", "UANA").kind is Kind.BOTH
    store.close()
    assert found == {"UANA": Kind.LIVED, "UBEN": Kind.PROFESSIONAL, "UEVE": Kind.UNSAID, "UGONE": Kind.UNSAID}
    assert set(left.values()) == {"unsaid"}
    assert len(lengths) == 1  # it does not say which it is
    assert (since.kind, kept) == (Kind.BOTH, "unsaid")


def test_who_wanted_their_questions_left_as_they_are_in_check_ins_has_them_left_so_everywhere(
    empty: str,
) -> None:
    settings = Settings(database_url=empty, encryption_keys=(Fernet.generate_key().decode(),))
    _up_to("0016", settings)
    store = Store(empty, None, Vault(list(settings.encryption_keys)))
    add = text("INSERT INTO people (team, id, name, facts) VALUES ('T', :id, :id, :facts)")
    kept = {"UANA": {"checkin": {"hints": False}}, "UBEN": {"checkin": {"hints": True}}, "UEVE": {}}
    with store.begin() as db:
        for id_, facts in kept.items():
            db.execute(add, {"id": id_, "facts": json.dumps(facts)})

    migrate(settings)

    with store.read() as db:
        assert [people_queries.find(db, "T", id_).as_typed for id_ in kept] == [True, False, False]
    store.close()


def test_what_is_remembered_of_choices_is_sealed_an_hour_after_the_version_before_may_still_run(
    empty: str, tmp_path: Path
) -> None:
    key, keys_url = Fernet.generate_key().decode(), f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database_url=empty, keys_url=keys_url, encryption_keys=(key,))
    _up_to("0018", settings)
    said, chose = {"plan": {}, "said": {"UANA": "lived"}, "rests": True}, {"choice": "keep"}
    before = Store(empty, keys_url, Vault([key]))
    _written_before_covers(before, "one", said, chose)
    before.close()
    migrate(settings)
    store = Store(empty, keys_url, Vault([key]))
    _written_before_covers(store, "two", said, chose)  # by the version before, which runs for a minute
    asked = text(
        "SELECT paused_by, seats.step, rounds.sealed, seats.sealed FROM rounds JOIN seats ON round_id = id"
    )

    def changed(id_: str, choice: str) -> None:
        with store.begin() as db:
            found = queries.lock(db, "T", id_)
            assert (found.forged, found.seats[0].forged) == (False, False)
            assert (found.facts, found.paused_by, found.seats[0].step) == (said, "UANA", "passed")
            found.seats[0].facts["choice"] = choice
            queries.save(db, found)

    def stands() -> set[tuple[object, ...]]:
        with store.read() as db:
            return {(row[0], row[1], bool(row[2]), bool(row[3])) for row in db.execute(asked)}

    changed("one", "wait")
    store.machine_offset = timedelta(minutes=50)
    covering.seal_rest(store)
    within = stands()
    again = Store(empty, keys_url, Vault([key]))  # a start before the hour is over
    again.machine_offset = timedelta(hours=1)
    for _ in ("rounds", "seats", "nothing"):
        covering.seal_rest(again)
    after = stands()
    with store.read() as db:
        noted = db.execute(text("SELECT count(*) FROM paces")).scalar_one()
        facts = db.execute(text("SELECT facts FROM rounds UNION SELECT facts FROM seats")).scalars().all()
    store.machine_offset = timedelta(hours=1)
    _written_before_covers(store, "three", said, chose)  # at the very last
    changed("two", "go")
    changed("three", "go")
    with store.begin() as db:
        choices = [queries.lock(db, "T", id_).seats[0].facts["choice"] for id_ in ("one", "two", "three")]
    again.close()
    last = stands()
    store.close()
    assert within == {("UANA", "passed", False, False)}
    assert (after, noted) == ({("", "", True, True)}, 0)
    assert sorted(facts) == ['{"rests": true}', "{}"]
    assert choices == ["wait", "go", "go"]
    assert last == {("", "", True, True)}


@pytest.mark.parametrize(("known", "in_the_clear"), [([], 0), (["UANA"], 1)])
def test_a_first_round_is_in_the_clear_where_somebody_may_begin_it_with_the_version_before(
    empty: str, known: list[str], in_the_clear: int
) -> None:
    """Else that one cannot read what this one wrote, in the minute in which both run."""
    key = Fernet.generate_key().decode()
    settings = Settings(database_url=empty, encryption_keys=(key,))
    _up_to("0018", settings)
    store = Store(empty, "", Vault([key]))
    with store.begin() as db:
        for id_ in known:
            db.execute(text("INSERT INTO people (team, id, name) VALUES ('T', :id, '')"), {"id": id_})

    migrate(settings)

    with store.read() as db:
        assert db.execute(text("SELECT count(*) FROM paces")).scalar_one() == in_the_clear
    store.close()


def _written_before_covers(store: Store, id_: str, said: dict[str, object], chose: dict[str, object]) -> None:
    """A round that is paused, with one who passed."""
    with store.begin() as db:
        round_ = {"team": "T", "id": id_, "feature": "reflection", "kind": "reflection", "status": "paused"}
        round_ |= {"step": "asked", "host_id": "UANA", "subject_id": None, "channel_id": None, "since": NOW}
        round_ |= {"ends_at": None, "paused_by": "UANA", "facts": json.dumps(said, sort_keys=True)}
        seat = {"person_id": "UANA", "step": "passed", "left_at": None, "facts": json.dumps(chose)}
        _add(db, "rounds", **round_, code=db.code(codes.of_round(round_)), created_at=NOW, version=1)
        coded = {**seat, "code": db.code(codes.of_seat("T", id_, seat))}
        _add(db, "seats", **coded, team="T", round_id=id_, place=0, nudges=0, rang="", notice="")


def _add(db: Db, table: str, **values: object) -> None:
    names = list(values)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{n}' for n in names)})"
    moments = [bindparam(name, type_=Moment()) for name, value in values.items() if value is NOW]
    db.execute(text(sql).bindparams(*moments), values)


def _up_to(revision: str, settings: Settings) -> None:
    apart = engine(settings.keys_url) if settings.keys_url else None
    main = engine(settings.database_url)
    for made, holds in ((apart, {"keys"}), (main, {"main"} if apart else {"main", "keys"})):
        if made is None:
            continue
        with made.connect() as connection:
            config = _config()
            config.attributes.update(connection=connection, holds=holds, vault=None, keys=connection)
            command.upgrade(config, revision)
            connection.commit()
        made.dispose()


def _written_before(store: Store) -> None:
    """As rows were written before: a round with a seat and two replies, one of them changed; and a note."""
    with store.begin() as db:
        row = partial(_add, db)
        row("rounds", team="T", id="r", feature="reflection", kind="reflection", status="running",
            step="asked", host_id="UANA", created_at=NOW, since=NOW, version=1, facts="{}")  # fmt: skip
        row("seats", team="T", round_id="r", person_id="UANA", place=0, step="asked", nudges=0, facts="{}",
            rang="", notice="")  # fmt: skip
        for id_, of in (("one", "one"), ("two", "another")):
            sealed = db.seal("person:T:UANA", "Mine.", f"v1|T|reply|r|{of}|UANA|text")
            row("replies", team="T", round_id="r", id=id_, author_id="UANA", kind="answer", about="",
                owner="person:T:UANA", sealed=sealed, created_at=NOW)  # fmt: skip
        words = json.dumps(blank("Which?"))
        row("records", team="T", id="record", version=1, channel_id="C", round_id="r", state="agreed",
            created_at=NOW, owner_id="", folded=db.seal("channel:T:C", "", "v1|T|record|C|record|1|folded"),
            sealed=db.seal("channel:T:C", words, "v1|T|record|C|record|1"))  # fmt: skip
        said = json.dumps({"text": "I see it otherwise.", "name": ""})
        row("notes", team="T", record_id="record", person_id="UANA", channel_id="C", signed=False,
            sealed=db.seal("channel:T:C", said, "v1|T|note|C|record|UANA"))  # fmt: skip
    store.close()

"""`backup`, `restore`, `drill`: all comes back as it was, on either database; or a line says why not."""

import base64
import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select, text, update

from bot import erasing
from bot.cli import main
from bot.features import FEATURES
from bot.migrate import begin_at
from bot.operating.backup import file_of
from bot.rounds.keeping import erasures, queries
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.tables import replies, rounds, seats
from bot.schema import newest
from bot.settings import Settings
from bot.store import Moment, Store, engine, metadata
from bot.vault import Vault, keys
from bot.vault import metadata as beside_keys
from bot.words import ROOT
from tests.operating.people import People
from tests.world import World

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TEAM, NOW = "T", datetime(2026, 9, 15, 9, tzinfo=UTC)

Ask = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command with these settings: its code, the lines that it says, and its one line of error."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)

    def run(
        *arguments: str | Path, url: str, keys_url: str = "", key: str = KEY
    ) -> tuple[int, list[str], str]:
        for name, value in (("DATABASE_URL", url), ("KEYS_URL", keys_url), ("ENCRYPTION_KEYS", key)):
            monkeypatch.setenv(name, value)
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        assert err.count("\n") <= 1, err
        return code, out.splitlines(), err.removeprefix("alongside: ").strip()

    return run


@pytest.fixture
def another(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Makes a database more: on SQLite one that is not there yet, on PostgreSQL an empty one."""
    with ExitStack() as held:

        def make(kind: str) -> str:
            if kind == "sqlite":
                return f"sqlite:///{tmp_path / 'another.db'}"
            copies: Callable[[], AbstractContextManager[str]] = request.getfixturevalue("postgres_copies")
            return held.enter_context(copies())

        yield make


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """On both, each time: each is copied in a way of its own."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def lived(sqlite_url: str) -> str:
    """A database in which five people wrote into two rounds, a text each."""
    write(sqlite_url)
    return sqlite_url


def write(url: str, keys_url: str | None = None, key: str = KEY) -> None:
    store = Store(url, keys_url, Vault(key.split(",")))
    for number in range(2):
        round_ = Round(TEAM, f"r{number}", "reflection", "reflection", "asked", "U0ANA", NOW)
        round_.seats = [Seat(f"U{n}") for n in range(5)]
        round_.replies = [
            Reply(f"{number}{n}", f"U{n}", "draft", f"person:{TEAM}:U{n}", f"words of {n}", NOW)
            for n in range(5)
        ]
        with store.begin() as db:
            store.vault.prove(db.keys)
            queries.add(db, round_)
    store.close()


def everything(url: str, keys_url: str | None = None, key: str = KEY) -> dict[str, list[str]]:
    """All rows of all tables, but of the audit, which has more by whatever is run."""
    store = Store(url, keys_url, Vault(key.split(",")))
    with store.read() as db:
        found = {t.name: sorted(repr(row) for row in db.execute(select(t))) for t in metadata.sorted_tables}
        found |= {t.name: sorted(map(repr, db.keys.execute(select(t)))) for t in beside_keys.sorted_tables}
    found.pop("audit")
    found["keys"] = [row for row in found["keys"] if not row.startswith("('audit',")]
    store.close()
    return found


def texts(url: str, keys_url: str | None = None, key: str = KEY) -> list[str | None]:
    """What opens of all replies."""
    store = Store(url, keys_url, Vault(key.split(",")))
    with store.read() as db:
        ids = list(db.execute(select(rounds.c.id).order_by(rounds.c.id)).scalars())
        found = queries.these(db, TEAM, ids)
        queries.unseal_all(db, found, lambda _, __: True)
    store.close()
    return [reply.text for round_ in found for reply in sorted(round_.replies, key=lambda r: r.id)]


# --- a life, before and after


@pytest.mark.parametrize("to", ["sqlite", "postgres"])
def test_a_life_goes_on_where_it_was_whichever_database_it_comes_back_in(
    url: str, to: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    world = World(url)
    world.pair("Ana", "Ben")
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers("The money.")
    ana.types("/listen How did today land?", "C0HOME")
    world.settle()
    [key] = world.settings.encryption_keys
    world.bot.store.close()
    place, before = another(to), everything(url, key=key)

    written = ask("backup", "--to", tmp_path / "copy", url=url, key=key)
    back = ask("restore", "--from", tmp_path / "copy", url=place, key=key)

    assert (written[0], back[0]) == (0, 0), (written, back)
    assert everything(place, key=key) == before
    assert len(before["keys"]) >= 3
    world.settings = replace(world.settings, database_url=place)
    world.restart()
    ben.answers("Who decides.")
    assert "The money." in ben.reads
    world.close()


def test_what_is_copied_while_people_write_is_one_moment(
    url: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    write(url)
    replicas = [Store(url, None, Vault([KEY])) for _ in range(2)]

    with People(*replicas, among=20, round_count=2) as people:
        people.wait_for(20)
        copied = [ask("backup", "--to", tmp_path / f"{n}", url=url)[0] for n in range(3)]
        people.wait_for(20)

    for store in replicas:
        store.close()
    assert (people.errors, copied) == ([], [0, 0, 0])
    place = another("sqlite")
    code, _, why = ask("restore", "--from", tmp_path / "1", url=place)
    assert (code, why) == (0, "")
    store = Store(place, None, Vault([KEY]))
    with store.read() as db:
        found = queries.these(db, TEAM, ["r0", "r1"])
        queries.unseal_all(db, found, lambda _, __: True)
    store.close()
    # Each of them writes its words in three places at once, and the key to it.
    for round_ in found:
        [reply] = round_.replies
        assert reply.text == reply.id == round_.facts["turn"] == round_.seats[0].facts["turn"]
        assert not round_.forged


def test_the_files_are_for_their_owner_alone_and_the_data_holds_no_key(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    was = os.umask(0)
    try:
        ask("backup", "--to", tmp_path / "copy", url=lived)
    finally:
        os.umask(was)

    found = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "copy").iterdir()}
    store = Store(lived, None, Vault([KEY]))
    with store.read() as db:
        wrapped = list(db.keys.execute(select(keys.c.wrapped)).scalars())
    store.close()
    data, kept = (gzip.decompress(file_of(tmp_path / "copy", part).read_bytes()) for part in ("data", "keys"))
    assert found == {"alongside-data.jsonl.gz": 0o600, "alongside-keys.jsonl.gz": 0o600}
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert len(wrapped) == 7
    assert all(_in_json(one) in kept and _in_json(one) not in data for one in wrapped)
    assert b"words of" not in data + kept


def _in_json(value: bytes) -> bytes:
    return base64.b64encode(value)


def test_with_the_keys_in_another_database_each_part_comes_back_alone(
    url: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    keys_url, place = f"sqlite:///{tmp_path / 'keys.db'}", another("sqlite")
    assert ask("migrate", url=url, keys_url=keys_url)[0] == 0
    write(url, keys_url)
    before = texts(url, keys_url)
    for part in ("data", "keys"):
        assert ask("backup", "--to", tmp_path / part, f"--{part}-only", url=url, keys_url=keys_url)[0] == 0

    alone = ask("restore", "--from", tmp_path / "data", "--data-only", url=place, keys_url=keys_url)
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    later = ask("restore", "--from", tmp_path / "keys", "--keys-only", url=place, keys_url=fresh)

    assert alone[0] == later[0] == 0, (alone, later)
    assert texts(place, keys_url) == texts(place, fresh) == before
    assert before == [f"words of {n}" for _ in range(2) for n in range(5)]


def test_data_and_keys_come_back_together_from_two_folders(
    lived: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    for part in ("data", "keys"):
        ask("backup", "--to", tmp_path / part, f"--{part}-only", url=lived)
    place = another("sqlite")
    both = ("--from", tmp_path / "data", "--keys-from", tmp_path / "keys")

    tried = ask("drill", *both, url=place)
    back = ask("restore", *both, url=place)

    assert (tried[0], back[0]) == (0, 0)
    assert texts(place) == texts(lived)


# --- what is refused, in one line, with nothing changed


def test_a_backup_is_never_written_over(lived: str, ask: Ask, tmp_path: Path) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    before = {file: file.read_bytes() for file in (tmp_path / "copy").iterdir()}

    code, _, why = ask("backup", "--to", tmp_path / "copy", url=lived)

    assert (code, "is there already: name another folder with --to" in why) == (2, True)
    assert {file: file.read_bytes() for file in (tmp_path / "copy").iterdir()} == before


def test_where_nothing_can_be_written_one_line_says_so(lived: str, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    code, _, why = ask("backup", "--to", tmp_path / "file" / "copy", url=lived)

    assert (code, why) == (2, f"cannot write {file_of(tmp_path / 'file' / 'copy', 'data')}: Not a directory")


def test_what_was_not_written_to_its_end_is_no_backup(lived: str, ask: Ask, tmp_path: Path) -> None:
    killed = run_killed("bot.operating.backup.tables", ["backup", "--to", str(tmp_path / "copy")], lived)

    left = [file.name for file in (tmp_path / "copy").iterdir()]
    code, _, why = ask("restore", "--from", tmp_path / "copy", url=f"sqlite:///{tmp_path / 'a.db'}")
    again = ask("backup", "--to", tmp_path / "copy", url=lived)

    assert killed == -signal.SIGKILL
    assert left == ["alongside-data.jsonl.gz.part"]
    assert (code, why) == (2, f"there is no alongside-data.jsonl.gz in {tmp_path / 'copy'}")
    assert again[0] == 0
    assert len(list((tmp_path / "copy").iterdir())) == 2


def run_killed(at: str, arguments: list[str], url: str, key: str = KEY) -> int:
    """How a process ends that is killed, as by `kill -9`, when it comes there."""
    module, _, name = at.rpartition(".")
    code = (
        f"import os, signal, {module} as place\n"
        f"from bot.cli import main\n"
        f"place.{name} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"main({arguments!r})"
    )
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": url, "ENCRYPTION_KEYS": key}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False).returncode


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def _flip(file: Path) -> None:
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)


def _one_row_less(file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:3] + lines[4:])))


def _another_digit(file: Path) -> None:
    plain = gzip.decompress(file.read_bytes())
    at = plain.rindex(b'"b":"') + 20  # of what is sealed, or wrapped
    file.write_bytes(
        gzip.compress(plain[:at] + (b"A" if plain[at : at + 1] != b"A" else b"B") + plain[at + 1 :])
    )


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _something_else(file: Path) -> None:
    file.write_bytes(gzip.compress(b"[1]\n"))


@pytest.mark.parametrize("part", ["data", "keys"])
@pytest.mark.parametrize("damage", [_cut, _flip, _one_row_less, _another_digit, _empty, _something_else])
def test_a_damaged_file_is_named_in_one_line_and_nothing_changes(
    part: str, damage: Callable[[Path], None], lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    before, file = everything(lived), file_of(tmp_path / "copy", part)
    damage(file)

    for command in (["restore", "--over"], ["drill"]):
        code, said, why = ask(*command, "--from", tmp_path / "copy", url=lived)

        assert (code, said) == (2, [])
        assert why == f"{file} is damaged: it is not as it was written; take another backup"
    assert everything(lived) == before


def rewritten(file: Path, **head: Any) -> None:
    """The same, with another first line, whole."""
    first, *rest = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    body = json.dumps(json.loads(first) | head).encode() + b"\n" + b"".join(rest[:-1])
    last = json.loads(rest[-1]) | {"sha256": hashlib.sha256(body).hexdigest()}
    file.write_bytes(gzip.compress(body + json.dumps(last).encode() + b"\n"))


@pytest.mark.parametrize("head", [{"schema": "9999"}, {"alongside": 2}])
def test_a_backup_of_a_newer_version_is_refused(
    head: dict[str, Any], lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    rewritten(file_of(tmp_path / "copy", "data"), **head)

    code, _, why = ask("restore", "--from", tmp_path / "copy", url=f"sqlite:///{tmp_path / 'a.db'}")

    assert code == 2
    assert "was written by a newer version" in why
    assert f"this one knows {max(newest())}" in why


def test_a_database_of_a_newer_version_is_not_copied_by_halves(lived: str, ask: Ask, tmp_path: Path) -> None:
    made = engine(lived)
    with made.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made.dispose()

    code, _, why = ask("backup", "--to", tmp_path / "copy", url=lived)

    assert (code, why) == (2, "the database was made by a newer version (schema 9999): use that one")


def test_what_is_there_goes_only_where_that_is_said(url: str, ask: Ask, tmp_path: Path) -> None:
    write(url)
    ask("backup", "--to", tmp_path / "copy", url=url)
    before = everything(url)
    store = Store(url, None, Vault([KEY]))
    with store.begin() as db:
        round_ = queries.lock(db, TEAM, "r0")
        round_.facts["later"] = "yes"
        queries.save(db, round_)
        queries.add(db, Round(TEAM, "new", "reflection", "reflection", "asked", "U0ANA", NOW))
        db.seal("person:T:U0NEW", "words", "row")
    store.close()
    later = everything(url)

    code, _, why = ask("restore", "--from", tmp_path / "copy", url=url)
    untouched = everything(url)
    over = ask("restore", "--from", tmp_path / "copy", "--over", url=url)

    assert code == 2
    assert why == "the database is not empty (rounds, replies, seats, keys): with --over, what is there goes"
    assert untouched == later
    assert over[0] == 0
    assert everything(url) == before


def test_a_database_that_is_served_is_left_alone(url: str, ask: Ask, tmp_path: Path) -> None:
    write(url)
    ask("backup", "--to", tmp_path / "copy", url=url)
    serving = Store(url, None, Vault([KEY]))
    with serving.read() as db:
        db.execute(select(rounds)).all()

    code, _, why = ask("restore", "--from", tmp_path / "copy", "--over", url=url)
    serving.close()
    once_it_stopped = ask("restore", "--from", tmp_path / "copy", "--over", url=url)

    assert (code, why) == (2, "the database is in use: stop whatever serves it first")
    assert once_it_stopped[0] == 0


def test_a_key_that_it_was_made_with_and_that_is_missing_is_named(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    place = f"sqlite:///{tmp_path / 'a.db'}"

    code, _, why = ask("restore", "--from", tmp_path / "copy", url=place, key=OTHER)
    with_both = ask("restore", "--from", tmp_path / "copy", url=place, key=f"{OTHER},{KEY}")
    rotated = ask("keys", "rotate", url=place, key=f"{OTHER},{KEY}")

    assert code == 2
    assert f"made with the key {Vault([KEY]).named[0]}: 7 of 7 keys and 12 codes do not open" in why
    assert (with_both[0], rotated[0]) == (0, 0)
    assert texts(place, key=OTHER) == texts(lived)


def test_data_from_before_a_key_was_changed_comes_back_to_keys_of_afterwards(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    before = texts(lived)
    ask("backup", "--to", tmp_path / "copy", "--data-only", url=lived)
    ask("keys", "rotate", url=lived, key=f"{OTHER},{KEY}")
    over = ("restore", "--from", tmp_path / "copy", "--data-only", "--over")

    code, _, why = ask(*over, url=lived, key=OTHER)
    with_both = ask(*over, url=lived, key=f"{OTHER},{KEY}")

    assert code == 2
    assert "0 of 7 keys and 12 codes do not open" in why
    assert with_both[0] == 0
    assert texts(lived, key=f"{OTHER},{KEY}") == before


def test_a_restore_that_is_killed_leaves_everything_as_it_was(lived: str, ask: Ask, tmp_path: Path) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    before = everything(lived)
    arguments = ["restore", "--from", str(tmp_path / "copy"), "--over"]

    killed = run_killed("bot.operating.restore.update", arguments, lived)  # when all rows are back

    assert killed == -signal.SIGKILL
    assert everything(lived) == before


def test_keys_that_are_older_than_the_data_are_said_to_be(lived: str, ask: Ask, tmp_path: Path) -> None:
    ask("backup", "--to", tmp_path / "copy", url=lived)
    rewritten(file_of(tmp_path / "copy", "keys"), at="2026-01-01T00:00:00+00:00")

    _, said, _ = ask("drill", "--from", tmp_path / "copy", url=lived)

    assert any(
        line.startswith("The keys are older than the data (2026-01-01 00:00:00+00:00, ") for line in said
    )


# --- an older schema


def test_a_backup_of_an_older_version_becomes_what_this_one_needs(
    ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    made = engine(old)
    begin_at(made, "0003", {"main", "keys"})
    made.dispose()
    _write_as_before(old)
    place = another("sqlite")

    written = ask("backup", "--to", tmp_path / "copy", url=old)
    back = ask("restore", "--from", tmp_path / "copy", url=place)

    assert (written[0], back[0]) == (0, 0), (written, back)
    assert texts(place) == ["Mine."]
    store = Store(place, None, Vault([KEY]))
    with store.read() as db:
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == max(newest())
        [round_] = queries.these(db, TEAM, ["r"])
        assert (round_.forged, round_.seats[0].forged, round_.created_at) == (False, False, NOW)
    store.close()


def _write_as_before(url: str) -> None:
    """A round with a seat and a reply, as rows and seals were before codes came."""
    store = Store(url, None, Vault([KEY]))
    with store.begin() as db:
        moment = Moment().process_bind_param(NOW, db.connection.dialect)
        sealed = db.seal(f"person:{TEAM}:UANA", "Mine.", f"v1|{TEAM}|reply|r|one|UANA|text")
        for table, row in {
            "rounds": {"team": TEAM, "id": "r", "feature": "reflection", "kind": "reflection",
                       "status": "running", "step": "asked", "host_id": "UANA", "created_at": moment,
                       "since": moment, "version": 1, "facts": "{}"},
            "seats": {"team": TEAM, "round_id": "r", "person_id": "UANA", "place": 0, "step": "asked",
                      "nudges": 0, "facts": "{}", "rang": "", "notice": ""},
            "replies": {"team": TEAM, "round_id": "r", "id": "one", "author_id": "UANA", "kind": "answer",
                        "about": "", "owner": f"person:{TEAM}:UANA", "sealed": sealed,
                        "created_at": moment},
        }.items():  # fmt: skip
            names = ", ".join(row)
            db.execute(text(f"INSERT INTO {table} ({names}) VALUES (:{', :'.join(row)})"), row)
    store.close()


# --- who was forgotten since


def forget(url: str, person_id: str, key: str = KEY) -> None:
    store = Store(url, None, Vault([key]))
    with store.begin() as db:
        erasures.write_down(db, TEAM, person_id, NOW)
    assert erasing.carry_out(store, FEATURES, NOW)
    store.close()


def named(url: str) -> set[str]:
    """Everybody who is named beside a text or in a seat."""
    store = Store(url, None, Vault([KEY]))
    with store.read() as db:
        found = {
            id_ for c in (replies.c.author_id, seats.c.person_id) for id_ in db.execute(select(c)).scalars()
        }
    store.close()
    return {id_ for id_ in found if id_.startswith("U")}


def test_whoever_was_forgotten_since_does_not_come_back_with_an_older_backup(
    url: str, ask: Ask, tmp_path: Path
) -> None:
    write(url)
    forget(url, "U4")
    ask("backup", "--to", tmp_path / "copy", url=url)
    forget(url, "U3")

    tried = ask("drill", "--from", tmp_path / "copy", url=url)
    back = ask("restore", "--from", tmp_path / "copy", "--over", url=url)

    assert (tried[0], back[0]) == (0, 0)
    told = "Forgotten since: 1; keys of theirs that stay destroyed: 1."
    assert told in tried[1]
    assert told in back[1]
    assert "Forgotten, and in it: 1; with a key: 0; not taken out: 0." in tried[1]
    assert texts(url) == [None if n == 3 else f"words of {n}" for _ in range(2) for n in range(4)]
    store = Store(url, None, Vault([KEY]))
    assert erasing.carry_out(store, FEATURES, NOW)  # as it does when it starts
    store.close()
    assert named(url) == {"U0", "U1", "U2"}


def test_where_the_data_alone_comes_back_whoever_was_forgotten_since_stays_shut(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", "--data-only", url=lived)
    forget(lived, "U3")

    back = ask("restore", "--from", tmp_path / "copy", "--data-only", "--over", url=lived)

    assert back[0] == 0
    assert texts(lived) == [None if n == 3 else f"words of {n}" for _ in range(2) for n in range(5)]
    store = Store(lived, None, Vault([KEY]))
    assert erasing.carry_out(store, FEATURES, NOW)
    store.close()
    assert named(lived) == {"U0", "U1", "U2", "U4"}


def test_in_an_empty_place_the_ledger_of_the_backup_holds(
    lived: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    store = Store(lived, None, Vault([KEY]))
    with store.begin() as db:
        erasures.write_down(db, TEAM, "U3", NOW)  # and copied before it was carried out
    store.close()
    ask("backup", "--to", tmp_path / "copy", url=lived)
    place = another("sqlite")

    back = ask("restore", "--from", tmp_path / "copy", url=place)

    assert back[0] == 0
    store = Store(place, None, Vault([KEY]))
    assert erasing.carry_out(store, FEATURES, NOW)
    store.close()
    assert named(place) == {"U0", "U1", "U2", "U4"}


def test_the_ledger_of_another_life_is_not_mixed_with_this_one(
    lived: str, ask: Ask, another: Callable[[str], str], tmp_path: Path
) -> None:
    forget(lived, "U3")
    ask("backup", "--to", tmp_path / "copy", url=lived)
    place = another("sqlite")
    ask("migrate", url=place)
    write(place)
    forget(place, "U1")
    before = everything(place)

    code, _, why = ask("restore", "--from", tmp_path / "copy", "--over", url=place)

    assert (code, why) == (2, "who was forgotten here is written down in another life: restore it elsewhere")
    assert everything(place) == before


def test_a_drill_finds_a_key_of_somebody_who_was_forgotten(lived: str, ask: Ask, tmp_path: Path) -> None:
    store = Store(lived, None, Vault([KEY]))
    with store.read() as db:
        [hers] = db.keys.execute(select(keys).where(keys.c.owner == f"person:{TEAM}:U3")).mappings().all()
    with store.begin() as db:
        erasures.write_down(db, TEAM, "U3", NOW)
        db.keys.execute(insert(keys), dict(hers))  # somebody put it back by hand
    store.close()
    ask("backup", "--to", tmp_path / "copy", url=lived)

    code, said, _ = ask("drill", "--from", tmp_path / "copy", url=lived)

    assert code == 1
    assert "Forgotten, and in it: 1; with a key: 1; not taken out: 0." in said


def test_whoever_was_forgotten_and_came_back_is_no_fault_of_an_older_backup(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", "--data-only", url=lived)
    forget(lived, "U3")
    store = Store(lived, None, Vault([KEY]))
    with store.begin() as db:
        db.seal(f"person:{TEAM}:U3", "what she wrote since", "somewhere")
    store.close()

    code, said, _ = ask("drill", "--from", tmp_path / "copy", "--data-only", url=lived)

    assert code == 0
    assert "Texts, drawn by chance: 8 of 10 open, 2 went with their keys." in said
    assert "Forgotten, and in it: 1; with a key: 0; not taken out: 0." in said


# --- drill


def test_a_drill_says_what_would_come_back_and_touches_nothing(
    url: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(url)
    ask("backup", "--to", tmp_path / "copy", url=url)
    before, temporary = everything(url), tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    serving = Store(url, None, Vault([KEY]))  # it goes on meanwhile

    with serving.read() as db:
        db.execute(select(rounds)).all()
        code, said, why = ask("drill", "--from", tmp_path / "copy", url=url)
    serving.close()

    assert (code, why) == (0, "")
    rows = sum(len(of) for of in before.values()) + 3  # the audit has it, with a head and a key
    assert said == [
        f"Restored into a scratch place: {rows:,} rows, as many as were written.",
        "Keys: 7 of 7 open.",
        "Texts, drawn by chance: 10 of 10 open, 0 went with their keys.",
        "Forgotten, and in it: 0; with a key: 0; not taken out: 0.",
        "The scratch place is gone again.",
    ]
    assert list(temporary.iterdir()) == []
    assert everything(url) == before


def test_a_drill_of_the_data_alone_tries_it_with_the_keys_that_live(
    lived: str, ask: Ask, tmp_path: Path
) -> None:
    ask("backup", "--to", tmp_path / "copy", "--data-only", url=lived)
    store = Store(lived, None, Vault([KEY]))
    with store.begin() as db:
        db.forget(f"person:{TEAM}:U3")
    store.close()

    code, said, _ = ask("drill", "--from", tmp_path / "copy", "--data-only", url=lived)

    assert code == 0
    assert "Texts, drawn by chance: 8 of 10 open, 2 went with their keys." in said


def test_a_drill_of_what_somebody_changed_says_so_by_its_code(lived: str, ask: Ask, tmp_path: Path) -> None:
    store = Store(lived, None, Vault([KEY]))
    with store.begin() as db:
        db.execute(update(replies).where(replies.c.id == "01").values(kind="answer"))
    store.close()
    ask("backup", "--to", tmp_path / "copy", url=lived)

    code, said, _ = ask("drill", "--from", tmp_path / "copy", url=lived)

    assert code == 1
    assert "Somebody changed what should open: 1 of these texts, 0 of the keys." in said
    assert said[-1] == "This backup would not bring everything back."

"""The audit: what is done to a row is found, and nobody is found in it who was forgotten."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from bot import audit, owners
from bot.cli import main
from bot.people import queries as people
from bot.settings import Settings
from bot.store import Db, Store
from bot.vault import Vault
from tests.journeys.steps import ask
from tests.journeys.tampering import press, submit
from tests.test_store import at_once
from tests.world import World

TEAM, ANA, NOW = "T1", "U0ANA", datetime(2026, 9, 15, 9, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
ROWS = 6


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([KEY]))
    yield made
    made.close()


def runs(store: Store, times: int, since: datetime = NOW) -> None:
    """So many commands, a day after the other."""
    for number in range(times):
        with store.begin() as db:
            audit.ran(db, since + timedelta(days=number), "mend", team=TEAM, about=f"thing {number}")


def misfit(store: Store) -> int | None:
    with store.read() as db:
        return audit.misfit(db)


def numbers(store: Store) -> list[int]:
    with store.read() as db:
        return [row["number"] for row in audit.rows(db)]


def test_what_nobody_touched_fits(store: Store) -> None:
    assert misfit(store) is None

    runs(store, ROWS)

    assert misfit(store) is None
    assert numbers(store) == [1, 2, 3, 4, 5, 6]


class _Undo(Exception):
    pass


COLUMNS = [column.name for column in audit.table.columns]
ROW = st.integers(0, ROWS)


def _change(db: Db, row: int, column: str) -> None:
    value: Any = {"number": ROWS + 2, "at": NOW - timedelta(seconds=1)}.get(column, "else")
    db.keys.execute(update(audit.table).where(audit.table.c.number == row).values({column: value}))


def _delete(db: Db, first: int, last: int) -> None:
    gone = audit.table.c.number.between(*sorted((first, last)))
    db.keys.execute(delete(audit.table).where(gone))


def _insert(db: Db, like: int, at: int, ends: bool) -> None:
    """Another that looks like one of them, in its place or beyond the ends."""
    row = dict(db.keys.execute(select(audit.table).where(audit.table.c.number == like)).mappings().one())
    place = -at - 1 if ends else ROWS + 1 + at
    kind = audit.ANEW if at % 2 else row["kind"]
    db.keys.execute(insert(audit.table), row | {"number": place, "kind": kind})


def _swap(db: Db, one: int, other: int) -> None:
    """What stands in the two changes places, their codes with it or not."""
    found = {row["number"]: dict(row) for row in db.keys.execute(select(audit.table)).mappings()}
    for place, of in ((one, other), (other, one)):
        said = {**found[of], "number": place}
        db.keys.execute(update(audit.table).where(audit.table.c.number == place).values(said))


TAMPERED = st.one_of(
    st.tuples(st.just(_change), ROW, st.sampled_from(COLUMNS)),
    st.tuples(st.just(_delete), ROW, ROW),
    st.tuples(st.just(_insert), ROW, st.integers(0, 3), st.booleans()),
    st.tuples(st.just(_swap), ROW, ROW).filter(lambda one: one[1] != one[2]),
)


@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=TAMPERED)
def test_whatever_is_done_to_a_row_is_found(store: Store, done: tuple[Any, ...]) -> None:
    if not numbers(store):
        runs(store, ROWS)
    tamper, *how_ = done

    with suppress(_Undo), store.begin() as db:
        tamper(db, *how_)
        found = audit.misfit(db)
        audit.ran(db, NOW, "mend")  # who goes on with it hides nothing
        still = audit.misfit(db)
        raise _Undo

    assert found is not None
    assert still is not None
    assert misfit(store) is None


def test_the_first_row_that_does_not_fit_is_named_and_all_gone_is_not_nothing(store: Store) -> None:
    runs(store, ROWS)
    with suppress(_Undo), store.begin() as db:
        _change(db, 3, "about")
        changed = audit.misfit(db)
        raise _Undo

    with store.begin() as db:
        db.keys.execute(delete(audit.table))

    assert (changed, misfit(store)) == (3, 0)
    runs(store, 1)
    assert misfit(store) == 1


def test_two_who_write_at_once_write_one_after_the_other(store: Store, database_url: str) -> None:
    another = Store(database_url, None, Vault([KEY]))

    at_once(lambda number: runs((store, another)[number % 2], 5), threads=4)

    another.close()
    assert numbers(store) == list(range(1, 21))
    assert misfit(store) is None


def test_what_has_come_to_its_end_is_cut_off_and_the_rest_fits(store: Store) -> None:
    runs(store, ROWS)

    audit.end(store, NOW + timedelta(days=10), NOW + timedelta(days=2))

    assert numbers(store) == [4, 5, 6, 7]
    assert misfit(store) is None
    with store.read() as db:
        assert audit.had(db, 2, "ab")  # it has come to its end: nobody can say
    with suppress(_Undo), store.begin() as db:
        _delete(db, 4, 4)
        one_more = audit.misfit(db)
        raise _Undo
    assert one_more == 5
    audit.end(store, NOW + timedelta(days=500), NOW + timedelta(days=490))
    assert numbers(store) == [8]
    runs(store, 1)
    assert misfit(store) is None


def test_whoever_mends_it_says_so_and_goes_on(store: Store) -> None:
    runs(store, ROWS)
    with store.begin() as db:
        _delete(db, 3, 4)
        assert audit.misfit(db) == 5
        audit.begin_anew(db, NOW)
    runs(store, 2)

    assert misfit(store) is None
    with store.begin() as db:
        _change(db, 8, "about")
        assert audit.misfit(db) == 8


# --- what is written down


@pytest.fixture
def by_hand(store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Ana has a key there, and commands go to that database."""
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ENCRYPTION_KEYS", KEY)
    monkeypatch.chdir(tmp_path)
    with store.begin() as db:
        people.meet(db, TEAM, ANA, "Ana")
        db.seal(owners.person(TEAM, ANA), "Something.", "anywhere")
    return store


def written(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as db:
        return [(row["kind"], row["verb"], row["about"]) for row in audit.rows(db)]


def test_what_is_run_by_hand_is_written_down_and_verified(
    by_hand: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mend", "parked"]) == 0
    assert main(["set", "LOG_LEVEL", "WARNING"]) == 0
    assert main(["keys", "rotate"]) == 0
    assert main(["backup", "--to", "copy"]) == 0
    assert main(["forget", "--person", ANA, "--sure"]) == 0
    capsys.readouterr()

    assert main(["audit", "verify"]) == 0
    known = capsys.readouterr().out.partition("--had ")[2].partition("`")[0]
    assert main(["mend", "times"]) == 0
    assert main(["audit", "verify", "--had", known]) == 0
    assert main(["audit", "list"]) == 0
    listed = capsys.readouterr().out

    [named] = by_hand.vault.named
    done = [("mend", "parked"), ("set", "LOG_LEVEL"), ("keys rotate", named), ("backup", "data keys")]
    assert written(by_hand) == [("ran", *one) for one in [*done, ("forget", ""), ("mend", "times")]]
    assert "WARNING" not in listed
    assert ANA not in listed
    with by_hand.begin() as db:
        _change(db, 2, "verb")
    assert main(["audit", "verify"]) == 1
    assert "Row 2 does not fit" in capsys.readouterr().out
    assert main(["mend", "audit"]) == 0
    assert main(["audit", "verify", "--had", known.replace(":", ":0")]) == 1


def test_a_restore_takes_no_row_away(by_hand: Store) -> None:
    assert main(["mend", "parked"]) == 0
    assert main(["backup", "--to", "copy"]) == 0
    assert main(["mend", "times"]) == 0
    by_hand.close()

    assert main(["restore", "--from", "copy", "--over"]) == 0

    assert [verb for _, verb, _ in written(by_hand)] == ["mend", "backup", "mend", "restore"]
    assert misfit(by_hand) is None


def test_where_there_is_no_database_yet_what_is_set_is_set_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)

    assert main(["set", "ENCRYPTION_KEYS", KEY]) == 0

    assert "The audit does not have this" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


def test_who_is_refused_is_written_down_as_a_mark_and_who_sends_a_form_not_even_so(worlds: World) -> None:
    world, store = worlds, worlds.bot.store
    chloe, dev = world["Chloe"], world["Dev"]
    with store.begin() as db:
        db.seal(owners.person("T0PLAY", chloe.id), "Something.", "anywhere")
    ask(world, "Ana")
    with store.read() as db:
        round_id = db.execute(text("SELECT id FROM rounds WHERE feature = 'reflection'")).scalar_one()
    press(world, world["Ben"], "reflection.pass", round_id)
    world.settle()
    assert written(store) == []  # what people may do stands nowhere

    press(world, chloe, "reflection.pass", round_id)
    press(world, dev, "reflection.pass", round_id)
    submit(world, chloe, "reflection.answer", round_id, {"answer": "Mine."})
    world.settle()

    with store.read() as db:
        found = [(row["kind"], row["verb"], row["team"], bool(row["mark"])) for row in audit.rows(db)]
        mark = audit.rows(db)[0]["mark"]
        assert mark == db.mark(owners.person("T0PLAY", chloe.id), f"audit|T0PLAY|{chloe.id}")
    refused = [("reflection.pass", True), ("reflection.pass", False), ("reflection.answer", False)]
    assert found == [("not_yours", verb, "T0PLAY", marked) for verb, marked in refused]
    assert misfit(store) is None

    world.bot._forget("T0PLAY", chloe.id)
    world.settle()

    with store.read() as db:
        assert db.mark(owners.person("T0PLAY", chloe.id), f"audit|T0PLAY|{chloe.id}") == ""
        assert not any(chloe.id in str(row) for row in audit.rows(db))
    world.clock.move_to(world.clock() + timedelta(days=world.settings.keep_days + 1))
    world.settle()
    assert [row[0] for row in written(store)] == [audit.ENDED]
    assert misfit(store) is None

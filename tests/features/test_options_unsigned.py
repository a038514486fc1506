"""Unsigned means unsigned: nothing that is kept, shown or copied ties an idea to whoever wrote it."""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot import logs, owners
from bot.features.options import flow, forms
from bot.features.options.flow import building, hosting, passing, recording, standing
from bot.features.options.flow.testing import Answer
from bot.features.options.models import NAME, Level, facts
from bot.features.options.queries import save
from bot.features.options.register import forms as pages
from bot.features.options.register.cards import exports
from bot.features.options.register.forms import Place
from bot.features.options.register.queries import records
from bot.people import queries as people
from bot.rounds.keeping import covering, queries
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.store import Db, Store, metadata
from bot.vault import Vault
from bot.vault import metadata as keys_metadata
from tests.faults.harness import StillTime
from tests.journeys.tampering import submit
from tests.test_guard_with_bot import everything_in
from tests.walking import in_time
from tests.world import NAMES, TEAM, World, everything_outgoing

HERE = "C0HOME"
NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = tuple(NAMES.values())
IDEAS = tuple(f"IDEAnumber{n} of five" for n in range(5))
Kept = dict[str, list[dict[str, Any]]]


# --- as people do it: forms are sent in, one after the other, with time between


def written(url: str, order: tuple[int, ...]) -> Iterator[tuple[World, str]]:
    """Five people write an idea each, at the same moments; `order` says who writes which."""
    world = World(url)
    # A slow machine, too, lets the same things wait for Slack's pace.
    world.bot.store.machine_offset = StillTime()  # type: ignore[assignment]
    with world.bot.store.begin() as db:
        for name, person in NAMES.items():
            people.meet(db, TEAM, person, name)
        seats = [queries.seat(db, TEAM, person) for person in PEOPLE]
        frame = flow.Frame("Which one?", kinds=(), unknown=True)
        round_ = flow.start(TEAM, "a-matter", seats[0], seats, HERE, frame, world.clock())
        in_time(hosting.move_on, round_, PEOPLE[0], world.clock())
        queries.add(db, round_)
    world.settle()
    for name, number in zip(NAMES, order, strict=True):
        world.move(minutes=7)
        submit(world, world[name], "options.idea", "a-matter", {"idea": IDEAS[number]})
    yield world, "a-matter"
    assert world.slack.problems == []
    world.close()


@pytest.fixture
def gathered(database_url: str) -> Iterator[tuple[World, str]]:
    yield from written(database_url, (0, 1, 2, 3, 4))


def opened(db: Db, round_id: str) -> Round:
    return queries.unseal(db, queries.find(db, TEAM, round_id, NAME), lambda _: True)


def everybody_decides(world: World, round_id: str) -> None:
    """All the way to the record."""
    now = world.clock()
    with world.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, round_id, NAME)
        queries.unseal(db, round_, lambda _: True)
        goes_on(round_, now)
        save(db, round_, now)
    world.settle()


def goes_on(round_: Round, now: datetime) -> None:
    host = round_.host_id
    while round_.step in ("gather", "clarify"):
        in_time(hosting.move_on, round_, host, now)
    hosting.choose(round_, host, facts(round_)["live"][0], now)
    in_time(hosting.move_on, round_, host, now)
    flow.share(round_, host, {"absent": "Nobody."}, now)
    in_time(hosting.move_on, round_, host, now)
    in_time(hosting.move_on, round_, host, now)
    for person in PEOPLE:
        flow.answer(round_, person, Answer(Level.BEHIND), "", now)
    flow.write_down(round_, host, flow.Written({"decision": "This."}, None, None), now)


def naming(value: object) -> set[str]:
    """The people whose id or name stands in it, in whatever can be read.

    In thousands of sealed bytes three letters stand by chance, once in a few hundred runs.
    """
    read = "\n".join(_texts(value))
    return {name for name, id_ in NAMES.items() if name in read or id_ in read}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        with suppress(UnicodeDecodeError):
            yield value.decode()
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from _texts(one)
    else:
        yield str(value)


def test_a_name_is_found_wherever_it_can_be_read_and_in_nothing_else() -> None:
    assert naming([{"of": b"it was Ben"}, ("U0DEV", {"Esi": [{"Chloe"}]})]) == {"Ben", "Dev", "Esi", "Chloe"}
    assert naming({"sealed": b"\xfe\x01Ana\xff U0BEN"}) == set()


def test_while_ideas_are_written_no_row_ties_one_to_a_person(gathered: tuple[World, str]) -> None:
    world, round_id = gathered
    with world.bot.store.read() as db:
        round_ = opened(db, round_id)
        rows = db.execute(text("SELECT * FROM replies WHERE kind NOT IN ('question')")).mappings().all()
        keys = [str(row.owner) for row in db.keys.execute(text("SELECT owner FROM keys"))]
        kept_seats = db.execute(text("SELECT * FROM seats")).mappings().all()
        seats = [covering.uncovered(db, "seats", seat) for seat in kept_seats]

    [pool] = rows
    assert naming(dict(pool)) == set()
    assert (pool["author_id"], pool["about"], pool["owner"]) == ("", "", owners.round_(round_))
    assert round_.replies[-1].created_at == round_.created_at
    assert not [owner for owner in keys if owner.startswith("person:")]
    assert sorted(json.loads((round_.one("pool") or round_.replies[0]).text or "")) == sorted(IDEAS)
    assert facts(round_)["wrote"] == sorted(PEOPLE)
    apart = ("person_id", "place", "rang", "told", "told_at", *BY_CHANCE)  # what they were told of, and when
    marks = [{k: v for k, v in seat.items() if k not in apart} for seat in seats]
    assert all(mark == marks[0] for mark in marks)


def test_when_ideas_lie_open_no_row_ties_one_to_a_person(gathered: tuple[World, str]) -> None:
    world, round_id = gathered
    world.move(days=7)
    with world.bot.store.read() as db:
        round_ = opened(db, round_id)
        rows = db.execute(text("SELECT * FROM replies WHERE kind = 'option'")).mappings().all()

    assert sorted(r.text or "" for r in round_.of_kind("option")) == sorted(IDEAS)
    assert naming([dict(row) for row in rows]) == set()
    for column in ("author_id", "about", "owner", "created_at", "withdrawn_at"):
        assert len({row[column] for row in rows}) == 1, column
    assert rows[0]["author_id"] == ""
    assert rows[0]["owner"] == owners.round_(round_)
    assert len({row["id"] for row in rows}) == len({row["sealed"] for row in rows}) == 5
    assert not round_.of_kind("pool")
    assert [r.created_at for r in round_.of_kind("option")] == [round_.created_at] * 5


# What chance decides, or the machine's own clock: never who wrote what.
BY_CHANCE = {"id", "sealed", "folded", "wrapped", "drawn", "ts", "request", "show_at", "not_before"}
BY_CHANCE |= {"lease_until", "about", "record_id", "round_id", "under", "code"}
IDS = {"live", "of", "proposal", "tested", "record", "shown", "states"}


def shape(world: World) -> Kept:
    """All that is kept, in the order in which the database has it, without what is another each time."""
    tables = {**metadata.tables, **keys_metadata.tables}
    vault = world.bot.store.vault
    return {
        name: [_row(name, dict(zip(tables[name].columns.keys(), row, strict=True)), vault) for row in rows]
        for name, rows in everything_in(world.bot.store.engine).items()
    }


def _row(table: str, row: dict[str, Any], vault: Vault) -> dict[str, Any]:
    """To the second: a world begins a few of its parts after another did."""
    row = covering.uncovered(vault, table, row) if table in covering.EVERY else row
    kept = {name: value for name, value in row.items() if name not in BY_CHANCE}
    if "what" in kept:  # a pace: machine time alone
        kept = {"what": kept["what"]}
    if "facts" in kept:
        kept["facts"] = {k: v for k, v in json.loads(kept["facts"]).items() if k not in IDS}
    return {name: re.sub(r"\.\d{6}|(?<=^once:T0PLAY:).*", "", str(value)) for name, value in kept.items()}


def test_all_that_is_kept_and_sent_is_the_same_whoever_wrote_which_idea(
    sqlite_url: str, tmp_path: Path
) -> None:
    shapes, sent, copies = [], [], []
    for order in ((0, 1, 2, 3, 4), (3, 4, 0, 2, 1)):
        file = tmp_path / f"{order[0]}.db"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), file)
        for world, round_id in written(f"sqlite:///{file}", order):
            shapes.append(shape(world))
            world.move(days=7)
            everybody_decides(world, round_id)
            shapes.append(shape(world))
            sent.append([(call.method, call.args.get("channel")) for call in world.slack.calls])
            with world.bot.store.read() as db:
                copies.append(copied(db))

    assert shapes[0] == shapes[2]
    assert shapes[1] == shapes[3]
    assert sent[0] == sent[1]
    for made in copies:
        assert all(idea in made for idea in IDEAS)
    first, second = (re.sub("IDEAnumber.", "IDEA", made) for made in copies)
    assert first == second


def copied(db: Db) -> str:
    """A copy of the register in every format, without its random ids."""
    kept = records.everything(db, TEAM, HERE)
    [[record]] = kept
    made = [exports.export(kept, fmt, channel_name="home", now=NOW)[1].decode() for fmt in exports.FORMATS]
    return "\n".join(made).replace(record.id, "ID").replace(record.round_id, "ROUND")


def test_a_record_and_its_copies_name_nobody_beside_an_unsigned_idea(gathered: tuple[World, str]) -> None:
    world, round_id = gathered
    everybody_decides(world, round_id)

    with world.bot.store.read() as db:
        [[record]] = records.everything(db, TEAM, HERE)
        copies = copied(db)
    view = pages.record(record, Place(HERE, record.id), zone_name="UTC")

    assert sorted(option["text"] for option in record.words["options"]) == sorted(IDEAS)
    assert all(option["by"] == [""] for option in record.words["options"])
    assert record.words["contributors"] == {"all": 5}
    assert naming(record.words) - {"Ana"} == set()  # she wrote it down
    assert naming(view.payload()) - {"Ana"} == set()
    assert naming(copies) - {"Ana"} == set()
    assert not any(person in copies + str(view.payload()) for person in PEOPLE)


def test_what_its_author_is_shown_is_what_everybody_is_shown(gathered: tuple[World, str]) -> None:
    world, round_id = gathered
    for step in ("gather", "build"):
        views = []
        for person in PEOPLE:
            with world.bot.store.read() as db:
                round_ = queries.find(db, TEAM, round_id, NAME)
                queries.unseal(db, round_, partial(_readable, round_, person))
            assert round_.step == step
            views.append(json.dumps([forms.idea(round_, person).payload(), forms.table(round_).payload()]))
            assert not any(idea in views[-1] for idea in IDEAS) or step == "build"
        assert len(set(views)) == 1
        world.move(days=7)


def _readable(round_: Round, person: str, reply: Reply) -> bool:
    return standing.readable(round_, reply, person)


def test_nothing_of_an_unsigned_idea_is_logged_or_sent_with_a_name(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    for world, round_id in written(sqlite_url, (0, 1, 2, 3, 4)):
        before = [call for call in world.slack.calls if "IDEAnumber" in str(call.args)]
        world.move(days=7)
        with world.bot.store.read() as db:
            assert opened(db, round_id).step == "build"

        assert before == []
        assert "IDEAnumber" not in everything_outgoing(world.slack)
        assert not any("IDEAnumber" in f"{r.getMessage()} {r.args!r} {r.exc_text}" for r in caplog.records)


# --- the order, in which chance alone has a say


@pytest.fixture
def kept(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


RUNS, MANY = 25, 6


def test_no_order_in_which_the_database_has_them_is_that_in_which_they_were_written(kept: Store) -> None:
    """Each comes first about as often as any other, however one sorts them."""
    hidden = "ctid" if kept.engine.dialect.name == "postgresql" else "rowid"
    orders: dict[str, list[tuple[int, ...]]] = {"pool": [], "table": [], "id": [], "sealed": [], hidden: []}
    for run in range(RUNS):
        with kept.begin() as db:
            queries.add(db, _gathering(f"run-{run}"))
        for number in range(MANY):  # each in a transaction of its own, as people do
            with kept.begin() as db:
                round_ = _locked(db, f"run-{run}")
                flow.idea(
                    round_, f"U0{number}", f"idea {number}", named=False, now=NOW + timedelta(minutes=number)
                )
                save(db, round_, NOW)
        with kept.begin() as db:
            round_ = _locked(db, f"run-{run}")
            pool = json.loads((round_.one("pool") or round_.replies[0]).text or "")
            orders["pool"].append(tuple(int(idea[5:]) for idea in pool))
            in_time(hosting.move_on, round_, "U00", NOW)
            save(db, round_, NOW)
        with kept.read() as db:
            round_ = opened(db, f"run-{run}")
            told = {reply.id: int((reply.text or "")[5:]) for reply in round_.of_kind("option")}
            orders["table"].append(tuple(told[one] for one in facts(round_)["live"]))
            for column in ("id", "sealed", hidden):
                query = text(
                    f"SELECT id FROM replies WHERE round_id = :id AND kind = 'option' ORDER BY {column}"
                )
                ids = db.execute(query, {"id": f"run-{run}"}).scalars()
                orders[column].append(tuple(told[one] for one in ids))

    for column, seen in orders.items():
        assert len(set(seen)) > RUNS * 0.8, column
        for place in range(MANY):
            assert len({order[place] for order in seen}) > MANY / 2, (column, place)
        together = sum(later == earlier + 1 for order in seen for earlier, later in pairwise(order))
        assert together < RUNS * (MANY - 1) / 2, column  # by chance a sixth of them


def _gathering(round_id: str) -> Round:
    seats = [Seat(f"U0{number}", name=f"N{number}") for number in range(MANY)]
    round_ = flow.start(
        TEAM, round_id, seats[0], seats, HERE, flow.Frame("Which?", kinds=(), unknown=True), NOW
    )
    in_time(hosting.move_on, round_, "U00", NOW)
    return round_


def _locked(db: Db, round_id: str) -> Round:
    return queries.unseal(db, queries.lock(db, TEAM, round_id, NAME), lambda _: True)


def test_how_much_somebody_wrote_nobody_can_tell_from_what_is_kept(kept: Store) -> None:
    lengths = []
    for round_id, words in (("short", "No."), ("long", "A whole page of it. " * 70)):
        round_ = _gathering(round_id)
        flow.idea(round_, "U01", words, named=False, now=NOW)
        with kept.begin() as db:
            queries.add(db, round_)
        lengths.append(len(round_.of_kind("pool")[0].sealed))

    assert lengths[0] == lengths[1]


# --- beside those that are signed


def test_one_that_is_signed_says_so_and_can_be_taken_back_and_one_that_is_not_stays() -> None:
    round_ = _gathering("one")
    flow.idea(round_, "U01", "unsigned", named=False, now=NOW)
    flow.idea(round_, "U01", "signed", named=True, now=NOW)

    flow.take_back_ideas(round_, "U01", NOW)
    passing.leave(round_, round_.seat("U01"), NOW)
    in_time(hosting.move_on, round_, "U00", NOW)

    assert [(r.text, r.author_id) for r in round_.of_kind("option")] == [("unsigned", "")]


def test_a_change_to_an_unsigned_idea_is_signed_and_the_idea_stays_a_members() -> None:
    round_ = _gathering("one")
    for number in (1, 2):
        flow.idea(round_, f"U0{number}", f"idea {number}", named=False, now=NOW)
    in_time(hosting.move_on, round_, "U00", NOW)
    in_time(hosting.move_on, round_, "U00", NOW + timedelta(days=9))
    first, second = facts(round_)["live"]

    building.merge(round_, "U01", [first, second], "both", "the best of each", NOW)

    [both] = facts(round_)["live"]
    assert building.contributors(round_, both) == ["", "U01"]
    assert [r.author_id for r in building.history(round_, both)] == ["", ""]
    told = recording.gathered(round_)["options"]
    assert [option["by"] for option in told] == [["", "N1"], [""], [""]]

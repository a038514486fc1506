"""A channel's records: only added to, found again by what is in them, and out of reach from anywhere else."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, insert, select, update

from bot import owners
from bot.features.options.models import (
    Considered,
    Record,
    Reservation,
    State,
    Working,
    blank,
)
from bot.features.options.register.queries import records
from bot.features.options.register.queries.tables import notes as note_rows
from bot.features.options.register.queries.tables import records as record_rows
from bot.refusal import Refusal
from bot.store import Db, Outdated, Store
from bot.vault import Vault, WrongKeys
from tests.statements import statements

TEAM, CHANNEL, NOW = "T1", "C1", datetime(2026, 9, 15, 9, tzinfo=UTC)
SOON = 20  # seconds in which what is not held up has happened long since


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


def record(record_id: str = "r", version: int = 1, **given: Any) -> Record:
    words = blank(given.pop("question", f"What about {record_id}?"))
    named = {"team": TEAM, "channel_id": CHANNEL, "state": State.AGREED, "review_at": None}
    named |= {"created_at": NOW + timedelta(days=version)}
    named |= {name: given.pop(name) for name in ("team", "channel_id", "state", "review_at") if name in given}
    if "day" in given:
        named["created_at"] = NOW + timedelta(days=given.pop("day"))
    words.update(given)  # type: ignore[typeddict-item]
    return Record(id=record_id, version=version, round_id=f"of {record_id}", words=words, **named)


def keep(store: Store, *kept: Record) -> None:
    with store.begin() as db:
        for one in kept:
            records.add(db, one)


def note(
    store: Store, text: str, *, by: str = "UANA", signed: bool = False, of: str = "r", name: str = "Ana"
) -> None:
    with store.begin() as db:
        records.put_note(db, TEAM, CHANNEL, of, by, text, name, signed)


def found(store: Store, **asked: Any) -> list[str]:
    with store.read() as db:
        listing = records.listing(db, TEAM, CHANNEL, **asked)
    assert listing.total >= len(listing.records)
    return [one.id for one in listing.records]


# --- kept


def test_a_record_comes_back_as_it_was_kept(store: Store) -> None:
    kept = record(decision="Ring first.\n\t“שלום” 👩‍⚕️ \\n \u2028", review_at=NOW + timedelta(days=56))
    kept.owner_id, kept.state = "UBEN", State.TRY

    keep(store, kept)

    with store.read() as db:
        assert records.newest(db, TEAM, CHANNEL, "r") == kept
        assert records.everything(db, TEAM, CHANNEL) == [[kept]]
    assert "Ring" not in repr(kept)


def test_a_new_version_follows_the_newest_one_and_overwrites_nothing(store: Store) -> None:
    first, second = record(decision="Ring first."), record(version=2, decision="Ring twice.")
    keep(store, first, second)

    for late in (record(version=2, decision="Mine."), record(version=1), record(version=4)):
        with pytest.raises(Outdated), store.begin() as db:
            records.add(db, late)

    with store.read() as db:
        assert records.versions(db, TEAM, CHANNEL, "r") == [first, second]
        assert records.newest(db, TEAM, CHANNEL, "r") == second


def test_of_two_who_go_on_with_it_at_once_one_is_told(store: Store) -> None:
    together = Barrier(2)

    def go_on(version: int, who: str) -> bool:
        together.wait(SOON)
        try:
            keep(store, record(version=version, decision=who))
        except Outdated:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        for version in range(1, 11):
            kept = [pool.submit(go_on, version, who) for who in ("Ana", "Ben")]
            assert sorted(one.result(SOON) for one in kept) == [False, True]

    with store.read() as db:
        assert [one.version for one in records.versions(db, TEAM, CHANNEL, "r")] == [*range(1, 11)]


# --- found


def test_the_newest_versions_are_listed_newest_first_and_by_pages(store: Store) -> None:
    keep(store, *(record(f"r{n}", day=n) for n in range(5)), record("r1", 2, day=9))

    with store.read() as db:
        page = records.listing(db, TEAM, CHANNEL, most=2)
    beyond = found(store, offset=7)

    assert [(one.id, one.version) for one in page.records] == [("r1", 2), ("r4", 1)]
    assert (page.total, beyond) == (5, [])
    assert found(store, most=3, offset=2) == ["r3", "r2", "r0"]
    assert found(store, words="what about", most=2, offset=1) == ["r4", "r3"]


def test_a_state_is_that_of_the_newest_version(store: Store) -> None:
    keep(store, record("a"), record("b"), record("a", 2, state=State.ENDED))

    assert found(store, state=State.AGREED) == ["b"]
    assert found(store, state=State.ENDED) == ["a"]
    assert found(store, state=State.TRY) == []
    assert found(store, state=State.ENDED, words="about") == ["a"]


def test_what_is_due_for_review_still_stands(store: Store) -> None:
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=9)
    keep(store, record("due", review_at=soon), record("later", review_at=later), record("never"))
    keep(store, record("ended", review_at=soon, state=State.ENDED), record("moved", review_at=soon))
    keep(store, record("moved", 2, review_at=later))

    assert found(store, due=soon) == ["due"]
    assert found(store, due=soon, words="about") == ["due"]
    assert found(store, due=soon, state=State.ENDED) == []
    assert sorted(found(store, due=later)) == ["due", "later", "moved"]


def test_words_are_found_however_they_are_written(store: Store) -> None:
    decision = "Ring the sister first, Straße 5. café שלום 👩‍⚕️"
    options = [Considered(text="_x_", kept="it's kept", by=["Ὀδυσσεύς"], chosen=True)]
    objected = [Reservation(level="3", text="Nobody's there", name="")]
    keep(store, record(decision=decision, why='"quoted" back\\slash 5%', options=options))
    keep(store, record(version=2, decision=decision, why='"quoted" back\\slash 5%', options=options,
                       reservations=objected), record("other"))  # fmt: skip
    note(store, "A zebra.")

    for words in (
        *("RING", "ring sister", "  first\u2003Ring\n", "straße", "STRASSE", "ﬁrst", "Ｒing", "café"),
        *("CAFE\u0301", "שלום", "👩‍⚕️", '"quoted"', "back\\slash", "5%", "_x_", "it's", "sister kept"),
        *("nobody's", "ὈΔΥΣΣΕΎΣ", "ZEBRA"),
    ):
        assert found(store, words=words) == ["r"], words


def test_what_was_kept_before_words_had_stems_is_found_as_well(store: Store) -> None:
    keep(store, record(decision="We travel."))
    note(store, "By trains.")
    said = b'{"text": "By trains.", "name": ""}'
    with store.begin() as db:
        owner = owners.channel(TEAM, CHANNEL)
        mark = records.mark_of(db, TEAM, CHANNEL, "r", "UANA")
        old = db.seal(owner, "what about r?\nwe travel.", f"v1|{TEAM}|record|{CHANNEL}|r|1|folded")
        db.execute(update(record_rows).values(folded=old))
        beside = db.seal(owner, said.decode(), f"v2|{TEAM}|note|{CHANNEL}|r|{mark}")
        db.execute(update(note_rows).values(sealed=beside))

    assert found(store, words="travelling train") == ["r"]
    assert found(store, words="travelling plane") == []


def test_the_best_come_first_page_after_page(store: Store) -> None:
    keep(store, *[record(f"r{n}", day=n, why="In the garden.") for n in range(4)])
    keep(store, record("best", question="The garden?"))

    pages = [found(store, words="garden", most=2, offset=offset) for offset in (0, 2, 4)]

    assert pages == [["best", "r3"], ["r2", "r1"], ["r0"]]


def test_a_list_is_narrowed_to_an_owner_and_to_a_time(store: Store) -> None:
    keep(store, *[replace(record(f"r{n}", day=n), owner_id="UANA" if n % 2 else "UBEN") for n in range(6)])
    between = (NOW + timedelta(days=2), NOW + timedelta(days=5))

    assert found(store, seen_to_by=["UANA"]) == ["r5", "r3", "r1"]
    assert found(store, seen_to_by=[]) == []
    assert found(store, between=between) == ["r4", "r3", "r2"]
    assert found(store, seen_to_by={"UBEN"}, between=between, words="about") == ["r4", "r2"]


def test_every_word_must_be_there_and_only_what_people_wrote_counts(store: Store) -> None:
    working = [Working(answer="partly", text="Mostly.", name="Ana")]
    keep(store, record(decision="Ring first.", skipped=["build"], working=working, levels={"5": 2}))

    for nowhere in ("ring never", "build", "question", "partly", "levels", "{", "null", "ing.x"):
        assert found(store, words=nowhere) == [], nowhere
    assert found(store, words="mostly ana ring") == ["r"]
    assert found(store, words=" \n") == ["r"]


def test_words_of_an_old_version_are_not_found(store: Store) -> None:
    keep(store, record(decision="Ring first."), record(version=2, decision="Write first."))

    assert (found(store, words="ring"), found(store, words="write")) == ([], ["r"])


def test_the_number_of_statements_does_not_grow_with_the_records(store: Store) -> None:
    asked: list[Callable[[Db], object]] = [
        lambda db: records.listing(db, TEAM, CHANNEL),
        lambda db: records.listing(db, TEAM, CHANNEL, due=NOW, state=State.AGREED),
        lambda db: records.listing(db, TEAM, CHANNEL, words="about"),
        lambda db: records.everything(db, TEAM, CHANNEL),
        lambda db: records.versions(db, TEAM, CHANNEL, "r0"),
    ]
    counts = []
    for kept in (range(3), range(3, 60)):
        keep(store, *(one for n in kept for one in (record(f"r{n}"), record(f"r{n}", 2, review_at=NOW))))
        for n in kept:
            note(store, "A word.", of=f"r{n}")
        with statements(store.engine) as said:
            for ask in asked:
                with store.read() as db:
                    assert ask(db)
        counts.append(len(said))

    assert counts[0] == counts[1] == 4 + 4 + 5 + 3 + 3


# --- notes


def test_a_note_travels_with_every_version_and_is_its_writers_to_change(store: Store) -> None:
    keep(store, record(), record(version=2))
    note(store, "I see it otherwise.")
    note(store, "So do I.", by="UBEN", signed=True)

    note(store, "I see it otherwise, still.")

    with store.read() as db:
        for one in (records.newest(db, TEAM, CHANNEL, "r"), *records.everything(db, TEAM, CHANNEL)[0]):
            said = {(kept.mark, kept.text, kept.name) for kept in one.notes}
            hers, his = (records.mark_of(db, TEAM, CHANNEL, "r", who) for who in ("UANA", "UBEN"))
            assert said == {(hers, "I see it otherwise, still.", ""), (his, "So do I.", "Ana")}
    assert found(store, words="otherwise still") == ["r"]


def test_a_note_can_be_signed_and_unsigned_again_and_taken_away(store: Store) -> None:
    keep(store, record())
    names = []
    for signed in (True, False):
        note(store, "Mine.", signed=signed)
        with store.read() as db:
            names += [kept.name for kept in records.newest(db, TEAM, CHANNEL, "r").notes]

    with store.begin() as db:
        records.take_note_away(db, TEAM, "C2", "r", "UANA")
        records.take_note_away(db, TEAM, CHANNEL, "r", "UBEN")
        there = records.newest(db, TEAM, CHANNEL, "r").notes
        records.take_note_away(db, TEAM, CHANNEL, "r", "UANA")
        records.take_note_away(db, TEAM, CHANNEL, "r", "UANA")

    with store.read() as db:
        assert (names, len(there)) == (["Ana", ""], 1)
        assert records.newest(db, TEAM, CHANNEL, "r").notes == []
        assert db.execute(select(func.count()).select_from(note_rows)).scalar() == 0


def test_no_row_says_who_wrote_a_note(store: Store) -> None:
    keep(store, record(), record("other"))
    for of in ("r", "other"):
        note(store, "I see it otherwise.", of=of)
        note(store, "So do I.", by="UBEN", of=of)

    with store.read() as db:
        rows = db.execute(select(note_rows)).mappings().all()
    assert len({row["mark"] for row in rows}) == 4  # nor that one person wrote several
    assert not any("UANA" in str(dict(row)) or "UBEN" in str(dict(row)) for row in rows)


def test_notes_stand_in_no_order_of_their_writers(store: Store) -> None:
    keep(store, record())
    texts = [f"Note {n}." for n in range(8)]
    orders = []
    for writers in (texts, texts[::-1]):
        for n, text in enumerate(writers):
            note(store, text, by=f"U{n}")
        with store.read() as db:
            orders.append([kept.text for kept in records.newest(db, TEAM, CHANNEL, "r").notes])

    assert orders[0] == orders[1]
    assert orders[0] not in (texts, texts[::-1])


# --- out of reach


@pytest.mark.parametrize(("team", "channel"), [(TEAM, "C2"), ("T2", CHANNEL)])
def test_a_record_is_not_there_from_another_channel_or_workspace(
    store: Store, team: str, channel: str
) -> None:
    keep(store, record(), record("theirs", team=team, channel_id=channel))

    for asked in (records.newest, records.versions):
        with store.read() as db, pytest.raises(Refusal):
            asked(db, team, channel, "r")
    with store.begin() as db, pytest.raises(Refusal):
        records.put_note(db, team, channel, "r", "UEVE", "Mine now.", "", False)
    with store.read() as db:
        assert [one.id for one in records.listing(db, team, channel).records] == ["theirs"]
        assert [one.id for one in records.listing(db, team, channel, words="about").records] == ["theirs"]
        assert [[one.id for one in kept] for kept in records.everything(db, team, channel)] == [["theirs"]]


def test_another_channel_cannot_go_on_with_a_record(store: Store) -> None:
    keep(store, record())

    for version in (1, 2):
        with pytest.raises(Outdated), store.begin() as db:
            records.add(db, record(version=version, channel_id="C2"))


@pytest.mark.parametrize("column", ["sealed", "folded"])
def test_a_sealed_text_does_not_open_in_another_record(store: Store, column: str) -> None:
    keep(store, record("a", decision="Kept apart."), record("b"))
    with store.begin() as db:
        text = select(record_rows.c[column]).where(record_rows.c.id == "a").scalar_subquery()
        db.execute(update(record_rows).where(record_rows.c.id == "b").values({column: text}))

    with pytest.raises(WrongKeys):
        found(store, words="about")


def test_a_sealed_note_does_not_open_under_another_record_or_person(store: Store) -> None:
    keep(store, record("a"), record("b"))
    note(store, "Mine.", of="a")
    with store.begin() as db:
        row = db.execute(select(note_rows)).mappings().one()
        for moved in ({"record_id": "b"}, {"mark": "of another"}):
            db.execute(insert(note_rows), {**row, **moved})

    for record_id in ("a", "b"):
        with store.read() as db, pytest.raises(WrongKeys):
            records.newest(db, TEAM, CHANNEL, record_id)


def test_nothing_that_people_wrote_lies_in_the_open(store: Store) -> None:
    keep(store, record(decision="Canary in the words."))
    note(store, "Canary beside them.", signed=True, name="Ana Adisa")

    with store.read() as db:
        rows = [*db.execute(select(record_rows)), *db.execute(select(note_rows))]

    assert len(rows) == 2
    for row in rows:
        raw = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in row)
        assert b"anary" not in raw
        assert b"Ana Adisa" not in raw  # of three letters there would be some by chance


def test_a_record_of_before_there_were_more_fields_is_read_with_none_of_them(store: Store) -> None:
    keep(store, record(decision="We ring."))
    new = ("unnamed", "public")
    with store.begin() as db:
        found = records.newest(db, TEAM, CHANNEL, "r")
        older = {key: said for key, said in found.words.items() if key not in new}
        sealed = db.seal(owners.channel(TEAM, CHANNEL), json.dumps(older), f"v1|{TEAM}|record|{CHANNEL}|r|1")
        db.execute(update(record_rows).values(sealed=sealed))

    with store.read() as db:
        found = records.newest(db, TEAM, CHANNEL, "r")

    assert found.words == {**blank(""), **older}
    assert (found.words["decision"], found.words["unnamed"]) == ("We ring.", [])


def test_what_was_sealed_for_a_channel_that_was_forgotten_is_left_out(store: Store) -> None:
    keep(store, record())
    with store.begin() as db:
        db.forget(owners.channel(TEAM, CHANNEL))

    assert (found(store), found(store, words="about")) == ([], [])
    with store.read() as db:
        assert records.everything(db, TEAM, CHANNEL) == []
        with pytest.raises(Refusal):
            records.newest(db, TEAM, CHANNEL, "r")

"""Unsigned means unlinkable: whoever has the database in hand names no more authors than chance does.

Three try it: one who reads the database while people write, without keys; one who has the keys too, once it
is open, with every row that ever was and every key that still lies anywhere in the files; and (in
`tests/every/test_changed.py`) one who writes into it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.migrate import migrate
from bot.settings import Settings
from bot.store import Store
from bot.vault import Vault
from tests.forensics import attacks, before, lives
from tests.forensics.attacks import Keys, Length
from tests.forensics.lives import Life, Play
from tests.size import SOAK, chance

MATTERS = 1000 if SOAK else 20


@dataclass
class Held:
    """A database, its files, and the key that its keys are wrapped with."""

    store: Store
    encryption_key: str

    def keys(self) -> Keys:
        return attacks.keys_in(_raw(self.store), self.encryption_key)


@pytest.fixture(params=["sqlite", "postgres"])
def held(request: pytest.FixtureRequest) -> Iterator[Held]:
    """On both, each time: what is left of a row is another thing in each."""
    key = Fernet.generate_key().decode()
    store = Store(str(request.getfixturevalue(f"{request.param}_url")), None, Vault([key]))
    yield Held(store, key)
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """Of whoever attacks: to try out what would be kept of given words."""
    url = f"sqlite:///{tmp_path / 'own.db'}"
    migrate(Settings(database_url=url))
    store = Store(url, None, Vault([Fernet.generate_key().decode()]))
    yield store
    store.close()


def test_without_keys_nobody_names_who_wrote_an_idea_by_how_the_database_grows(
    held: Held, own: Store
) -> None:
    length = cache(lambda texts: _kept(own, "pool", texts))

    _names_nobody(held, lives.ideas, lambda life, _: attacks.by_growth(life, ["pool"], length, DRAWN))


def test_without_keys_nobody_names_who_objected_by_how_much_they_wrote(held: Held, own: Store) -> None:
    length = cache(lambda texts: _kept(own, "answer", texts))

    _names_nobody(held, lives.answers, lambda life, _: attacks.by_length(life, "answer", length, DRAWN))


@pytest.mark.parametrize("play", [lives.ideas, lives.answers, lives.views, lives.ticks])
def test_nobody_names_anybody_by_the_order_in_which_it_is_read(held: Held, play: Play) -> None:
    _names_nobody(held, play, lambda life, _: attacks.by_order(life, DRAWN))


def test_a_late_word_of_a_review_stands_anywhere(held: Held) -> None:
    _names_nobody(held, lives.late, lambda life, _: attacks.by_place(life), people=1)


@pytest.mark.parametrize("play", [lives.ideas, lives.answers, lives.views, lives.ticks, lives.late])
def test_with_the_keys_and_all_that_ever_was_nobody_is_named_once_it_is_open(held: Held, play: Play) -> None:
    people = 1 if play is lives.late else 5

    _names_nobody(held, play, lambda life, keys: attacks.with_keys(life, keys, DRAWN), people)


def test_without_keys_what_somebody_ticked_is_as_long_as_what_anybody_did(held: Held) -> None:
    life = lives.ticks(held.store, "ticks", chance("how long ticks are"))

    lengths = {len(row["sealed"]) for seen in life.seen for row in seen.replies if row["kind"] == "further"}
    assert len(lengths) == 1


def test_whether_ones_own_answer_counted_is_as_long_as_that_it_did_not(held: Held) -> None:
    life = lives.answers(held.store, "counted", chance("how long what counted is"))
    rows = [row for row in lives.look(held.store, "counted").replies if row["kind"] == "counted"]

    assert len(rows) == len(life.truth)
    assert len({len(row["sealed"]) for row in rows}) == len({row["created_at"] for row in rows}) == 1


# --- the same attacks on what was kept before, and where nothing is destroyed: they work


@pytest.mark.parametrize(
    ("play", "attack", "people"),
    [
        (before.ideas, lambda life: attacks.by_growth(life, ["pool"], _long(before.pool_of), DRAWN), 5),
        (before.answers, lambda life: attacks.by_length(life, "answer", _long(before.answer_of), DRAWN), 5),
        (before.late, attacks.by_place, 1),
        (before.ideas, lambda life: attacks.with_keys(life, before.KEYS, DRAWN), 5),
        (before.answers, lambda life: attacks.with_keys(life, before.KEYS, DRAWN), 5),
        (before.late, lambda life: attacks.with_keys(life, before.KEYS, DRAWN), 1),
    ],
    ids=["growth", "length", "place", "keys of ideas", "keys of answers", "keys of late words"],
)
def test_before_the_same_attack_named_nearly_everybody(
    play: Callable[[Random], Life], attack: Callable[[Life], attacks.Named], people: int
) -> None:
    drawn = chance(f"before {play.__name__}")
    named = sum(attacks.named(life, attack(life)) for life in (play(drawn) for _ in range(MATTERS)))

    print(f"before, {play.__name__}: {named} of {people * MATTERS}")
    assert named >= 0.9 * people * MATTERS


@pytest.mark.parametrize("play", [lives.ideas, lives.answers, lives.views, lives.ticks, lives.late])
def test_as_long_as_a_key_is_there_whoever_has_it_names_everybody(held: Held, play: Play) -> None:
    """What whoever runs it could still do, as README says; and the attack would find a key left over."""
    played = list(lives.every(play, held.store, 3, chance("as long as a key is there")))
    keys = held.keys()

    named = sum(attacks.named(life, attacks.with_keys(life, keys, DRAWN)) for life in played)

    assert named == sum(len(life.truth) for life in played)


def _long(kept: Callable[[tuple[str, ...]], str]) -> Length:
    return lambda texts: len(kept(texts).encode()) + 29  # version, nonce and tag


DRAWN = chance("who is named")


def _names_nobody(
    held: Held, play: Play, attack: Callable[[Life, Keys], attacks.Named], people: int = 5
) -> None:
    """One in a thousand of those who only guess names more than is allowed, and there are twenty attacks each
    time: whoever does is asked once more, of other matters. What gives a person away does so both times.
    """
    allowed, named = attacks.by_chance(people, MATTERS), []
    for turn in ("", " once more"):
        drawn = chance(f"{play.__name__} {held.store.engine.name}{turn}")
        played = list(lives.every(play, held.store, MATTERS, drawn))
        _come_to_rest(held.store)
        keys = held.keys()
        named.append(sum(attacks.named(life, attack(life, keys)) for life in played))
        if named[-1] <= allowed:
            break

    print(f"{play.__name__} {held.store.engine.name}: {named} of {people * MATTERS}, by chance {allowed}")
    assert min(named) <= allowed


def _come_to_rest(store: Store) -> None:
    """What the bot does every few seconds."""
    getattr(store, "sweep", lambda: None)()


def _raw(store: Store) -> bytes:
    """The files of the database, as they lie there: what is in use, what is free, and the log."""
    if store.engine.dialect.name == "sqlite":
        file = Path(str(store.engine.url.database))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with store.engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        return bytes(
            db.execute(text("SELECT pg_read_binary_file(pg_relation_filepath('keys'))")).scalar_one()
        )


def _kept(store: Store, kind: str, texts: tuple[str, ...]) -> int:
    """How many bytes this program would keep, sealed, of these texts."""
    life = lives.sample(store, kind, texts)
    return sum(len(row["sealed"]) for row in life.replies if row["kind"] == kind)

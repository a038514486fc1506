"""Somebody's Home tab: one list, what waits for them first; many rounds are read as few are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.features import FEATURES
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment.flow import From, Taken
from bot.features.hall import cards
from bot.features.hall.cards import MOST
from bot.features.hall.listeners import entries, home
from bot.features.listening import flow as listening
from bot.features.listening.models import INVITED, Plan
from bot.features.pairs import flow as pairs
from bot.features.reflection import flow as reflection
from bot.people import queries as people
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.blocks import button
from bot.store import Db, Store
from bot.vault import Vault
from bot.words import escape
from tests.reading import labels_in
from tests.statements import statements

TEAM, NOW, ANA, BEN = "T", datetime(2026, 9, 15, 9, tzinfo=UTC), "U0ANA", "U0BEN"
HEADERS = (
    "Waiting for you",
    "Begin",
    "My pairs",
    "Under way",
    "What I took on",
    "What we agreed here",
    "When I can be asked",
    "My words",
    "How this works",
)


def nowhere(_: str) -> frozenset[str]:
    return frozenset()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


def keep(store: Store, numbers: Iterable[int]) -> None:
    """Rounds of Ana's, of three practices in turn; each question has a key of its own."""
    with store.begin() as db:
        for who in (ANA, BEN):
            people.meet(db, TEAM, who, who.title())
            person = people.find(db, TEAM, who)
            people.save(db, replace(person, words="Nine years of it.", words_shown=True))
        for number in numbers:
            queries.add(db, _made(db, number))


def _made(db: Db, number: int) -> Round:
    two, name, now = _seats(db), f"r{number}", NOW + timedelta(seconds=number)
    if number % 3 == 0:
        return reflection.ask(TEAM, name, ANA, f"pair-{number}", two, f"How is it, {number}?", now)
    if number % 3 == 1:
        question = f"What helps, {number}?"
        asked = listening.ask(TEAM, name, two[1], two, f"C{number}", Plan(), question, "ear", now)
        asked.facts["there"], asked.seat(ANA).step = True, INVITED
        return asked
    day = date(2026, 9, 24)
    taken = Taken("Ring them.", "Find the number.", "", day, 7, before=False, shown=False)
    return commitments.start(TEAM, name, two[0], None, taken, From("myself", "", ""), now)


def _seats(db: Db) -> list[Seat]:
    return [queries.seat(db, TEAM, who) for who in (ANA, BEN)]


def seen(store: Store, features: Sequence[Feature] = FEATURES, who: str = ANA) -> list[dict[str, Any]]:
    return list(home(store, features, nowhere, TEAM, who, NOW)["blocks"])


def headers(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "header"]


def test_five_hundred_rounds_take_as_many_statements_as_three(store: Store) -> None:
    keep(store, range(3))
    with statements(store.engine) as few:
        seen(store)

    keep(store, range(3, 500))
    with statements(store.engine) as many:
        found = entries(store, FEATURES, nowhere, TEAM, ANA, NOW)

    assert len(few) - 1 == len(many) == 7
    assert len(cards.of(found, Weight.WAITS)) == 334  # none is left out: two of three ask something of her


def test_one_list_has_each_header_once_and_what_waits_stands_first(store: Store) -> None:
    keep(store, range(60))
    with store.begin() as db:
        pair = pairs.invite(TEAM, "pair", _seats(db)[0], _seats(db)[1:], NOW)
        pairs.answer(pair, BEN, yes=True)
        queries.add(db, pair)

    blocks = seen(store)

    assert len(blocks) <= MOST
    assert headers(blocks) == [name for name in HEADERS if name not in ("Under way", "What we agreed here")]
    assert [block["type"] for block in blocks].count("rich_text") > 2 * 15
    assert "You have taken on 20 things that are still open." in str(blocks)
    assert "Nothing waits for you just now." not in str(blocks)


def test_where_nothing_waits_that_is_said_once_and_nothing_is_empty(store: Store) -> None:
    blocks = seen(store, who="U0NOBODY")

    assert str(blocks).count("Nothing waits for you just now.") == 1
    assert headers(blocks) == ["Begin", "When I can be asked", "My words", "How this works"]


@pytest.mark.parametrize("many", [0, 1, 5, 80, 200])
def test_whatever_practices_hand_in_the_list_fits_and_no_header_stands_alone(store: Store, many: int) -> None:
    def made(*_: Any) -> list[Entry]:
        lines = [Entry(weight, escape("A line."), quoted="A question?") for weight in Weight] * many
        return [*lines, *([Entry(Weight.TOOK, escape("One more."), button("Go", "made.go"))] * many)]

    others = [Feature(f"made{number}", home=made) for number in range(8)]

    blocks = seen(store, [*others, *(f for f in FEATURES if f.name == "me")])

    kinds = [block["type"] for block in blocks]
    assert len(blocks) <= MOST
    assert ("header", "header") not in pairwise(kinds)
    assert [*headers(blocks)] == [name for name in HEADERS if name in headers(blocks)]
    assert headers(blocks)[-1] == ("How this works" if many else "My words")
    assert kinds[-2:] != ["header", "context"]


def test_what_fits_nowhere_stands_behind_one_button_a_part_page_by_page(store: Store) -> None:
    keep(store, range(150))

    seen(store)  # the first one says what this is, with buttons of its own
    blocks = seen(store)
    number = int(labels_in([block for block in blocks if block["type"] == "actions"])[0].split()[0])
    shown = sum(block["type"] == "rich_text" for block in blocks)
    pages = [rest(Weight.WAITS, page, store) for page in range(6)]

    assert number + shown == 100
    assert [sum(block["type"] == "rich_text" for block in page) for page in pages] == [20, 20, 20, 20, 20, 20]
    assert pages[4] == pages[5]  # there is no sixth: the last is shown
    assert labels_in(pages[0][-1:]) == ["More"]
    assert labels_in(pages[2][-1:]) == ["Back a page", "More"]
    assert labels_in(pages[4][-1:]) == ["Back a page"]


def rest(weight: Weight, page: int, store: Store) -> list[dict[str, Any]]:
    found = cards.of(entries(store, FEATURES, nowhere, TEAM, ANA, NOW), weight)
    return cards.rest(weight, found, page).blocks


def test_the_most_pressing_stands_first_whatever_the_practice(store: Store) -> None:
    keep(store, range(9))

    waits = cards.of(entries(store, FEATURES, nowhere, TEAM, ANA, NOW), Weight.WAITS)

    assert {entry.of.feature for entry in waits if entry.of} == {"reflection", "listening"}
    assert [entry.pressing for entry in waits] == sorted(entry.pressing for entry in waits)

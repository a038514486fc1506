"""Looking for records: what somebody means is found by what they type, the best first; nothing is refused."""

import csv
import string
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.features.options.models import Record, State, blank
from bot.features.options.register.flow import finding
from bot.features.options.register.flow.folding import fold, index, words_of
from bot.features.options.register.queries import records
from bot.store import Store
from bot.vault import Vault

TEAM, CHANNEL, NOW = "T1", "C1", datetime(2026, 9, 15, 9, tzinfo=UTC)
SEARCHED = Path(__file__).parent.parent / "searched"
FIRST = 3


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


def rows(name: str) -> list[dict[str, str]]:
    with (SEARCHED / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def keep(store: Store, name: str) -> None:
    with store.begin() as db:
        for row in rows(name):
            words = blank(row["question"])
            words["decision"], words["why"], words["owner"] = row["decision"], row["why"], row["owner"]
            made = NOW - timedelta(days=int(row["days_ago"]))
            which, state = f"r{row['days_ago']}", State(row["state"])
            records.add(db, Record(TEAM, CHANNEL, which, 1, state, which, made, None, words))


def searched(store: Store, typed: str) -> list[str]:
    with store.read() as db:
        return [one.title for one in records.listing(db, TEAM, CHANNEL, words=typed).records]


def missed(store: Store, name: str) -> list[str]:
    """The queries that do not find among the first three what they should; some should find nothing."""
    wrong = []
    for query, meant in (row.values() for row in rows(name)):
        found, titles = searched(store, query), set(filter(None, meant.split(" | ")))
        if not (titles & set(found[:FIRST]) if titles else not found):
            wrong.append(query)
    return wrong


@pytest.mark.parametrize(
    ("kept", "asked", "most"), [("records", "queries", 3), ("own_records", "own_queries", 6)]
)
def test_what_people_type_finds_what_they_mean_among_the_first_three(
    store: Store, kept: str, asked: str, most: int
) -> None:
    keep(store, kept)

    wrong = missed(store, asked)

    print(f"{len(rows(asked)) - len(wrong)} of {len(rows(asked))} found; not {wrong}")
    assert len(wrong) <= most, wrong


# --- rules

Texts = dict[str, str]


def looks(typed: str, texts: Texts) -> list[str]:
    """The titles that are found in these decisions."""
    found = finding.find(
        finding.asked(typed), [(title, index(title, text).encode()) for title, text in texts.items()]
    )
    return list(found.ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("don’t", "dont"),
        ("carer's", "carers"),
        ("Straße", "strasse"),
        ("ｎｏｏｎ", "noon"),
        ("drop‑in", "drop-in"),
        ("“quoted”,", "quoted"),
        ("soft\u00adly", "softly"),
        ("İstanbul", "istanbul"),
        ("ὈΔΥΣΣΕΎΣ", "οδυσσευσ"),
    ],
)
def test_however_it_is_written_it_is_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other) == other


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("travelling", ["Trips"]),
        ("e-mail", ["Post", "Letters"]),
        ("email", ["Post", "Letters"]),
        ('"by e-mail"', ["Letters"]),
        ('"email by"', []),
        ("by -email", ["Trips"]),
        ('by -"by e-mail"', ["Trips", "Post"]),
        ("-by", []),
        ("emale", ["Post", "Letters"]),
        ("lettres", ["Letters"]),
        ("nothing like it", []),
        ("{", []),
        ('"', []),
        ("-", []),
    ],
)
def test_stems_phrases_and_what_is_left_out(typed: str, found: list[str]) -> None:
    texts = {
        "Trips": "We travel by bus.",
        "Post": "Emails are read by two.",
        "Letters": "By e-mail, or by hand.",
    }

    assert looks(typed, texts) == found


def test_a_sign_between_letters_is_looked_for_too() -> None:
    assert looks("A&E", {"Plan A, then E": "£25.", "Waits in A&E": "£30."}) == ["Waits in A&E"]
    assert looks("£30", {"Plan A, then E": "£25.", "Waits in A&E": "£30."}) == ["Waits in A&E"]


def test_whole_words_come_before_parts_and_parts_are_no_shorter_than_three_letters() -> None:
    texts = {"Carers": "They come.", "The car": "It is parked.", "Scars": "They heal."}

    assert looks("car", texts) == ["The car", "Carers", "Scars"]
    assert looks("he", {"They": "There.", "He": "Him."}) == ["He"]


def test_a_wrong_letter_is_forgiven_only_where_nothing_is_found() -> None:
    texts = {"Forms": "We sign them.", "Farms": "We visit them."}

    assert looks("forms", texts) == ["Forms"]
    assert looks("ferms", texts) == ["Forms", "Farms"]
    assert looks("fomrs", texts) == ["Forms"]
    assert looks("farm", {"Forms": "We sign them."}) == ["Forms"]
    assert looks("xarmx", texts) == []
    assert looks("ferms -farms", texts) == ["Forms"]


def test_a_word_in_the_question_is_worth_more_than_one_in_the_decision_or_elsewhere() -> None:
    texts = [
        ("elsewhere", index("Beds?", "Ours.", ["The garden."])),
        ("decision", index("Plants?", "The garden.")),
        ("question", index("Who does the garden?", "Ana.")),
    ]

    found = finding.find(finding.asked("garden"), [(name, text.encode()) for name, text in texts])

    assert found.ids == ["question", "decision", "elsewhere"]


def test_of_two_words_the_one_that_few_records_have_says_more() -> None:
    texts = (
        {"We meet": "By the boiler."} | {f"We meet {n}": "Ana." for n in range(9)} | {"Boiler": "We meet."}
    )

    assert looks("boiler meet", texts) == ["Boiler", "We meet"]


def test_what_was_looked_for_is_marked_and_the_text_stays_as_it_is() -> None:
    terms = finding.asked('falls "bed blocker" caf').terms

    pieces = finding.marked(terms, "A *fall*, a “bed blocker”\nin the Café.")

    assert "".join(text for text, _ in pieces) == "A *fall*, a “bed blocker”\nin the Café."
    assert [text for text, found in pieces if found] == ["fall", "bed", "blocker", "Café"]


# --- whatever is typed

WRITTEN = st.lists(st.text(string.ascii_letters + "éÉß’-", min_size=1, max_size=9), min_size=1, max_size=9)


@given(st.text(), st.lists(st.text(), max_size=4))
def test_whatever_is_typed_is_answered(typed: str, texts: list[str]) -> None:
    pairs = [(str(n), index(text, typed, texts).encode()) for n, text in enumerate(texts)]

    found = finding.find(finding.asked(typed), pairs)

    assert set(found.ids) <= {name for name, _ in pairs}
    for text in (typed, *texts):
        assert "".join(piece for piece, _ in finding.marked(found.terms, text)) == text


@given(st.text())
def test_what_is_folded_stays_so(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WRITTEN, st.data())
def test_every_record_that_holds_the_words_as_whole_words_is_found(
    words: list[str], data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.sampled_from(words), min_size=1))
    typed = " ".join(word.strip("-") for word in asked)
    text = " ".join(words)

    found = looks(typed, {"there": text, "not": "§"})

    assert found == (["there"] if words_of(fold(typed)) else [])


def test_every_sign_there_is_folds_once_and_for_all() -> None:
    signs = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    assert [sign for sign in signs if fold(fold(f"{sign}a")) != fold(f"{sign}a")] == []

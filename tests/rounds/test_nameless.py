"""Whether a text points at somebody: mentions, and whole words of the names of those in it."""

from datetime import UTC, datetime

import pytest

from bot.rounds.company.nameless import points_at
from bot.rounds.keeping.models import Round, Seat

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


def points(text: str, *names: str) -> str:
    round_ = Round("T1", "r", "made", "made", "view", "U0", NOW)
    round_.seats = [Seat(f"U0{number}", name=name) for number, name in enumerate(names)]
    return points_at(round_, text)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("ana was late", "Ana Lind", "ana"),
        ("LIND was late", "Ana Lind", "LIND"),
        ("It was Ana's idea.", "Ana Lind", "Ana"),
        ("Zoë, again", "Zoë", "Zoë"),
        ("Zoe\u0308, again", "Zo\u00eb", "Zo\u00eb"),
        ("Große was late", "GROSSE", "Große"),
        ("प्रिया ने कहा", "प्रिया शर्मा", "प्रिया"),
        ("O'Brien said so", "Mary O'Brien", "Brien"),
        ("Dr. Mary-Ann came", "mary-ann", "Mary"),
    ],
)
def test_any_part_of_a_name_is_found_as_a_whole_word_however_it_is_written(
    text: str, name: str, found: str
) -> None:
    assert points(text, "Ben", name) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<@U0BEN> was late", "<@U0BEN>"),
        ("<@W0BEN|ben> was late", "<@W0BEN|ben>"),
        ("ask @ben.k", "@ben.k"),
        ("(@ben)", "@ben"),
    ],
)
def test_a_mention_is_found_whoever_is_in_it(text: str, found: str) -> None:
    assert points(text, "Chloe") == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a banana", "Ana"),
        ("Ana was late", "Anabel"),
        ("so it went, Jo", "Jo So"),
        ("mail@example.org", "Ben"),
        ("at 3 @ night", "Ben"),
        ("the 2nd one", "2nd"),
        ("U0 spoke", "U0"),
        ("", "Ana"),
    ],
)
def test_what_is_no_name_of_anybody_in_it_is_none(text: str, name: str) -> None:
    assert points(text, name) == ""


def test_whoever_has_no_name_with_us_yet_is_not_taken_for_their_id() -> None:
    round_ = Round("T1", "r", "made", "made", "view", "U0", NOW, seats=[Seat("U0BEN", name="U0BEN")])

    assert points_at(round_, "ben was late") == ""

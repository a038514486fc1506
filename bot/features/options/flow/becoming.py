"""What became of what was said, as far as the record holds it: nothing ties unsigned words to anybody.

Somebody's own are those signed with the name of their place, where nobody else who has one is called so.
"""

from collections.abc import Sequence
from enum import StrEnum

from bot.features.options.models import Considered, Reservation, Words
from bot.rounds.keeping.models import Round


class Way(StrEnum):
    """Where an option went."""

    TAKEN = "taken"  # further, as it was
    CARRIED = "carried"  # into what was taken further
    INTO = "into"  # another was made of it, which was not
    LEFT = "left"  # another was taken further
    OPEN = "open"  # none was
    KEPT = "kept"  # nobody knows any more: it stands in the record


def called(round_: Round, person_id: str) -> str:
    """The name that tells what this person signed; "" where they have no place, or another is called so."""
    mine = [seat.name for seat in round_.seats if seat.person_id == person_id]
    return mine[0] if mine and [seat.name for seat in round_.seats].count(mine[0]) == 1 else ""


def way(record: Words, option: Considered) -> Way:
    if option["chosen"]:
        return Way.TAKEN
    if option["into"]:
        return Way.CARRIED if _carried(record, option["into"]) else Way.INTO
    if option["into"] is None:
        return Way.KEPT
    return Way.LEFT if any(one["chosen"] for one in record["options"]) else Way.OPEN


def _carried(record: Words, into: Sequence[str]) -> bool:
    """Whether one of these, or what was made of it, was taken further."""
    texts, waits = set[str](), [*into]
    while waits:
        texts.add(text := waits.pop())
        found = [one for one in record["options"] if one["text"] == text]
        if any(one["chosen"] for one in found):
            return True
        waits += [text for one in found for text in one["into"] or [] if text not in texts]
    return False


def options(record: Words, name: str) -> list[Considered]:
    """The options in which whoever is called so had a hand; "": those that nobody signed at all."""
    if not name:
        return [one for one in record["options"] if not any(one["by"])]
    return [one for one in record["options"] if name in one["by"]]


def reservations(record: Words, name: str) -> list[Reservation]:
    """What somebody had against it, now or in an earlier test; "": what nobody signed."""
    return [one for one in (*record["reservations"], *record["earlier"]) if one["name"] == name]

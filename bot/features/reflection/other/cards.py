"""Say it as the other would: which words and presses stand there in the place of a reflection's own."""

from bot.features.reflection.flow import standing
from bot.features.reflection.models import as_other
from bot.rounds.keeping.models import Round, Status

FACES = {
    "asked": "other_asked",
    "heard": "other_heard",
    "played_back": "other_near",
    "played_back_many": "other_near_many",
    "agreed": "other_agreed",
    "let_go": "other_let_go",
    "let_go_heard": "other_let_go",
    "note": "other_note",
    "note_all_heard": "other_note_all",
    "note_agreed": "other_note_agreed",
}
PRESSES = {"hear": "once_more", "confirm": "how_near", "withdraw": "take_out"}


def offered(round_: Round, person_id: str) -> bool:
    """At its end: its question in this form; never one on which passing leaves no trace."""
    over = round_.status == Status.CLOSED and bool(round_.others(person_id))
    return over and not as_other(round_) and not standing.leaves_no_trace(round_)


def face(round_: Round, key: str) -> str:
    """The key of what the card says."""
    return FACES.get(key, key) if as_other(round_) else key


def press(round_: Round, name: str) -> str:
    """The name of a button, which is an action and a key of words."""
    return PRESSES.get(name, name) if as_other(round_) else name

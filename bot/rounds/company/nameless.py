"""Whether a text points at somebody: by a mention, or by the name of somebody with a place in the round."""

import re
import unicodedata

from bot.rounds.keeping.models import Round

_MENTION = re.compile(r"<@[UW][A-Z0-9]+[^<>]*>|(?<!\w)@\w[\w.-]*")
_LEAST = 3  # letters: of a shorter part of a name nobody can tell whether it is one


def points_at(round_: Round, text: str) -> str:
    """The mention or the name that stands in it, as it is written there; "" for none.

    Any part of a name counts, as a whole word, whether it is written small or large.
    """
    if mention := _MENTION.search(text):
        return mention[0]
    called = [seat.name for seat in round_.seats if seat.name != seat.person_id]
    known = {part.casefold() for name in called for part in _words(name) if len(part) >= _LEAST}
    return next((word for word in _words(text) if word.casefold() in known), "")


def _words(text: str) -> list[str]:
    """Letters with all that belongs to them, in whatever script."""
    kept = [c if unicodedata.category(c)[0] in "LM" else " " for c in unicodedata.normalize("NFC", text)]
    return "".join(kept).split()

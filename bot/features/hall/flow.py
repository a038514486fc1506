"""Which practice helps: three plain questions, and which of the answers each practice is for."""

from collections.abc import Mapping, Sequence, Set

ASKED = {
    "many": ("two", "several"),
    "wish": ("hear", "tell", "decide", "go_on"),
    "pace": ("apart", "together"),
}
_MATTERS = {answer: weight for weight, of in zip((2, 3, 1), ASKED.values(), strict=True) for answer in of}


def best(suits: Mapping[str, Set[str]], answers: Sequence[str]) -> str:
    """The name of what fits these answers best, the first of equals: what would help matters most."""
    return max(suits, key=lambda name: sum(_MATTERS.get(one, 0) for one in answers if one in suits[name]))

"""The rules of a look at how we talk: its steps, what came of it, where it is offered."""

from bot.rounds.keeping.models import TRIES, Round
from bot.rounds.practice.declared import Box, Practice, Step, chosen

LEAST = 3  # answers, and people: with fewer it would be plain whose they are
OFTEN = 4  # every so many talks in a place it is offered
_LINE = 75  # characters: an option of a form shows no more
_NUMBERS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")

KEEP = Box("keep", unsigned=True, of="keep_this")
TRY = Box("try", unsigned=True, of="try_this")
VIEW = (
    Box("tried", unsigned=True, options=("yes", "a_bit", "no"), about=TRIES),
    Box("helped", most=600, unsigned=True, nameless=True),
    Box("hindered", most=600, unsigned=True, nameless=True),
    Box("unsaid", most=600, unsigned=True, nameless=True),
    Box("even", unsigned=True, options=_NUMBERS),
)
NOTICE = (
    Box("noticed", most=200, unsigned=True, nameless=True),
    Box("keep_this", most=_LINE, unsigned=True, nameless=True),
    Box("try_this", most=_LINE, unsigned=True, nameless=True),
)

PRACTICE = Practice(
    name="review",
    steps=(
        Step("view", days=2, joins=True, boxes=VIEW, least=LEAST),
        Step("notice", days=1, boxes=NOTICE),
        Step("choose", days=1, boxes=(KEEP, TRY)),
    ),
    asks=False,
    theirs=True,
    tries=lambda round_: chosen(round_, TRY),
    least=1,  # who has sent something in and left counts among the answers
)


def suits(round_: Round) -> bool:
    """At the close of a talk of three or more, every fourth time in that place."""
    return round_.talks > 0 and round_.talks % OFTEN == 0

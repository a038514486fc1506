"""What a test comes to: a pure function of who decides, whose experience must be there, and the answers.

Silence is never consent, an objection is never outvoted, and there is no majority. After the practice text
(2E) as mended.
"""

from collections.abc import Collection, Mapping
from math import ceil

from bot.features.options.models import COUNTS_FOR, LEAST, TESTS, Level, Outcome

QUORUM = (2, 3)  # of the deciders
SMALL = 3  # up to so many deciders nobody may be missing


def outcome(
    deciders: Mapping[str, str],
    answers: Mapping[str, Level],
    test: int = 1,
    kinds: Collection[str] = ("lived", "professional"),
) -> Outcome:
    """`deciders` are the kinds of experience by id, `answers` those that came in; ValueError for no decider.

    Each of `kinds` must have somebody who answers and does not stand aside; `both` counts for either,
    `unsaid` for none. Answers of anybody else do not count.
    """
    if not deciders:
        raise ValueError("nobody decides")
    given = {who: level for who, level in answers.items() if who in deciders}
    levels = {who: level for who, level in given.items() if level is not Level.ASIDE}
    last = test >= TESTS
    if Level.OBJECT in levels.values():  # whoever says that it does harm is heard, however few have answered
        return Outcome.NOT_AGREED if last else Outcome.OBJECTION
    enough = len(given) >= _quorum(len(deciders))
    if given and not levels and enough:
        return Outcome.REFERRED
    there = {kind for who in levels for kind in COUNTS_FOR.get(deciders[who], set())}
    if not levels or not enough or not set(kinds) <= there:
        return Outcome.NOT_ENOUGH
    if Level.TALK in levels.values():
        return Outcome.DEFERRED if last else Outcome.MORE_TALK
    return _weighed(list(levels.values()))


def consents(deciders: int, yes: int, against: int) -> bool:
    """Whether what was put to all who decide takes effect: neither silence nor one alone changes anything.

    As many have to say yes as a test needs answers, and nobody may object. Whoever is left alone decides
    nothing: somebody more is named first.
    """
    return deciders >= LEAST and not against and yes >= _quorum(deciders)


def _weighed(levels: list[Level]) -> Outcome:
    """Of answers between "I disagree" and "fully behind this": raising one never makes it worse."""
    many, ones, threes = len(levels), levels.count(Level.DISAGREE), levels.count(Level.LIVE_WITH)
    if not ones and not threes:
        return Outcome.AGREED
    if ones * 2 > many:
        return Outcome.NOT_AGREED
    if (ones + threes) * 2 > many:
        return Outcome.TRY
    return Outcome.RESERVATIONS


def _quorum(deciders: int) -> int:
    part, whole = QUORUM
    return deciders if deciders <= SMALL else ceil(deciders * part / whole)

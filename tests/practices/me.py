"""What the practice of saying something about oneself hands to the generic tests: forms, and no round."""

from bot.features.me import cards
from bot.people.models import Kind, Person
from tests.faults.harness import presses, sends
from tests.practices import IDS, TEAM, Drawn, Handed, Names
from tests.practices.reflection.transitions import MORE, asked, of, opens, step


def of_nobody_else(names: Names, words: str) -> Drawn:
    """Everything that it draws: two forms."""
    for kind in Kind:
        yield (
            "cards.perspective",
            cards.perspective(Person(TEAM, IDS[0], names[0], kind=kind, words=words[:80])),
        )
        yield (
            "cards.perspective",
            cards.perspective(Person(TEAM, IDS[0], names[0], words="", words_shown=True)),
        )
    for fewer in (False, True):
        yield "cards.reminders", cards.reminders(Person(TEAM, IDS[0], names[0], fewer=fewer))


TRANSITIONS = (
    of("what I bring", (*asked(), *opens("Ana", "write"), presses("Ana", "me.perspective")),
       (sends("Ana", kind="lived", words=MORE, shown=False),), step("asked"), kept={"Ana": MORE}),
)  # fmt: skip

# What each button and form is about (tests/journeys/test_rights.py).
PRESSES = {
    "me.perspective": "oneself",
    "me.reminders": "oneself",
    "me.fewer": "oneself",
    "me.remind": "oneself",
}
FORMS = {
    "me.perspective": "oneself",
}

HANDED = Handed(
    alone=of_nobody_else,
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    secret=(MORE,),
)

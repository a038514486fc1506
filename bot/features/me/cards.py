"""What people see when they say what experience they bring."""

from collections.abc import Sequence
from datetime import datetime

from bot.people.models import Kind, Person
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.pages import form, page
from bot.rounds.showing.sentences import act
from bot.slack.blocks import View, buttons, choice, section, text_input, tick
from bot.words import Words

words = Words("me")

WORDS_MAX = 80


def reminders(person: Person) -> View:
    """What reminds this person, and the button that changes it."""
    key, other = ("fewer", "remind") if person.fewer else ("remind", "fewer")
    line = section(words[f"reminders.{key}"].fill())
    return page(words, "reminders", line, buttons(act(words, other, "")))


def perspective(person: Person) -> View:
    kinds = [(kind.value, words[f"kind.{kind.value}"]) for kind in Kind]
    return form(
        words,
        "perspective",
        "",
        section(words["perspective.intro"].fill()),
        choice("kind", words["perspective.kind"], kinds, chosen=person.kind.value),
        text_input(
            "words",
            words["perspective.words"],
            value=person.words,
            multiline=False,
            max_length=WORDS_MAX,
            optional=True,
            hint=words["perspective.hint"],
        ),
        tick(
            "shown",
            words["perspective.shown_label"],
            beside=words["perspective.shown"],
            checked=person.words_shown,
        ),
    )


def home(_: Sequence[Round], __: str, ___: datetime) -> list[Entry]:
    """In a person's Home tab: the doors to what they say of themselves, and to how often it reminds them."""
    return [
        Entry(Weight.DOORS, words[f"home.{name}"].fill(), act(words, name, ""))
        for name in ("perspective", "reminders")
    ]

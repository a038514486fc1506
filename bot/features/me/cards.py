"""What people see when they say what experience they bring."""

from collections.abc import Sequence
from datetime import datetime

from bot.people.models import Kind, Person
from bot.rounds.company.away import last_day
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.pages import form, page, read_by
from bot.rounds.showing.sentences import act, whisper
from bot.slack.blocks import Message, View, buttons, choice, date, people, section, text_input, tick, ticks
from bot.slack.times import day_of
from bot.words import Markup, Words

words = Words("me")

WORDS_MAX = 80


def reminders(person: Person) -> View:
    """What reminds this person, what a locked screen says of it, and the buttons that change that."""
    key, other = ("fewer", "remind") if person.fewer else ("remind", "fewer")
    screen, else_ = ("hush", "unhush") if person.hushed else ("unhush", "hush")
    lines = [section(words[f"reminders.{one}"].fill()) for one in (key, screen)]
    row = [act(words, name, "") for name in (other, else_, "apart")]
    return page(words, "reminders", *lines, buttons(*row))


def apart(closed: Sequence[tuple[str, str]]) -> View:
    """By whom somebody does not want to be asked; `closed`: those that they have said already (id, name)."""
    asked = people("who", words["apart.who"], optional=True, hint=words["apart.hint"])
    again = [ticks("again", words["apart.again"], closed)] if closed else []
    return form(words, "apart", "", section(words["apart.intro"].fill()), asked, *again)


def apart_said(closed: Sequence[tuple[str, str]]) -> Markup:
    """How that stands, for whoever said it."""
    if not closed:
        return words["apart.nobody"].fill()
    return words["apart.said"].fill(names=", ".join(name for _, name in closed))


def perspective(person: Person) -> View:
    kinds = [(kind.value, words[f"kind.{kind.value}"]) for kind in Kind]
    said = [
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
    ]
    return form(
        words,
        "perspective",
        "",
        section(words["perspective.intro"].fill()),
        choice("kind", words["perspective.kind"], kinds, chosen=person.kind.value),
        more=read_by(words["perspective.reads"].fill(), said),
    )


def away(person: Person) -> View:
    """When somebody is away, and whether others may read that."""
    last = last_day(person)
    none = last is None and person.back_at is not None
    return form(
        words,
        "away",
        "",
        section(words["away.intro"].fill()),
        date("until", words["away.until"], value=last, optional=True, hint=words["away.hint"]),
        tick("none", words["away.none_label"], beside=words["away.none"], checked=none),
        tick("shown", words["away.shown_label"], beside=words["away.shown"], checked=person.away_shown),
    )


def away_said(person: Person) -> Message:
    """How that stands, for whoever said it."""
    row = [act(words, "back", ""), act(words, "away", "", says=words["do.change"])]
    return whisper(away_line(person), *(row if person.back_at else row[1:]))


def away_line(person: Person) -> Markup:
    if person.back_at is None:
        return words["away.back"].fill()
    last = last_day(person)
    key = "shown" if person.away_shown else "unshown"
    if last is None:
        return words[f"away.{key}_open"].fill()
    return words[f"away.{key}_until"].fill(day=day_of(last))


def home(_: Sequence[Round], __: str, ___: datetime) -> list[Entry]:
    """In a person's Home tab: the doors to what they say of themselves, to what is theirs, to reminders."""
    parts = {
        "away": Weight.ASKED,
        "reminders": Weight.ASKED,
        "perspective": Weight.WORDS,
        "mine": Weight.WORDS,
    }
    return [
        Entry(weight, words[f"home.{name}"].fill(), act(words, name, "")) for name, weight in parts.items()
    ]

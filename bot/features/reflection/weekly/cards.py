"""The card of a pair's rhythm: when the next question comes, and how to change that."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.reflection.cards import home as reflections
from bot.features.reflection.cards import words
from bot.features.reflection.models import WEEKLY
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing import rhythms
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import act, names
from bot.slack.blocks import Message, View
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s)) for s in round_.seats}


def card(round_: Round, seat: Seat) -> Message:
    """How it stands, and skip, snooze, stop."""
    return rhythms.card(words, round_, seat, names=_others(round_, seat.person_id))


def page(round_: Round, person_id: str) -> View:
    """The same, behind a question that it has put."""
    return rhythms.page(words, round_, person_id, names=_others(round_, person_id))


def home(rounds: Sequence[Round], person_id: str, now: datetime) -> list[Entry]:
    """What waits and goes on; what comes again, and the door to let something come again."""
    lines = [
        entry
        for round_ in rounds
        if round_.kind == WEEKLY
        for entry in rhythms.entry(words, round_, round_.seat(person_id), names=_others(round_, person_id))
    ]
    door = Entry(Weight.DOORS, words["home.rhythm"].fill(), act(words, "rhythm_new", ""))
    return [*reflections(rounds, person_id, now), *lines, door]


def _others(round_: Round, person_id: str) -> Markup:
    return names([seat for seat in round_.seats if seat.person_id != person_id], partner=True)


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever began it: how it was read, in whose zone, and from when on."""
    return rhythms.receipt(words, round_, now, names=_others(round_, round_.host_id))

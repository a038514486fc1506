"""The card of a check-in that comes again: when, and how to change that."""

from datetime import datetime

from bot.features.checkin.meeting.cards.saying import aloud, words
from bot.features.checkin.models import NAME
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import every, rhythm_row
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.slack.blocks import Message, buttons, section
from bot.slack.times import when
from bot.words import Markup

CARD = "channel"


def draw(round_: Round) -> dict[str, Drawing]:
    return {CARD: Drawing(round_.channel_id or "", "", card(round_))}


def card(round_: Round) -> Message:
    kept, title = recurring.of(round_), words["rhythm.title"].fill()
    how, planned = every(kept), round_.wakes_at
    if not recurring.runs(round_) or planned is None:
        line = words["rhythm.stopped"].fill(every=how)
        return Message(line, [section(f"*{title}*"), section(line)])
    line = words["rhythm.runs"].fill(every=how, zone=kept.zone, next=when(planned, zone(kept.zone)))
    row = rhythm_row(NAME, round_, planned)
    return Message(
        aloud(Markup(f"{title}. {line}"), row), [section(f"*{title}*"), section(line), buttons(*row)]
    )


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever began it: how it was read, and in whose zone."""
    kept = recurring.of(round_)
    first = when(recurring.next_at(round_, now) or now, zone(kept.zone))
    line = words["rhythm.receipt"].fill(every=every(kept), zone=kept.zone, next=first)
    return Message(line, [section(line)])

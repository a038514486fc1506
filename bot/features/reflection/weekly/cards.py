"""The card of a pair's rhythm: when the next question comes, and how to change that."""

from datetime import datetime

from bot.features.reflection.cards import aloud, names, words
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import every, rhythm_row
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.slack.blocks import Message, buttons, section
from bot.slack.times import when
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s, round_.wakes_at)) for s in round_.seats}


def card(round_: Round, seat: Seat, planned: datetime | None) -> Message:
    """How it stands, and skip, snooze, stop."""
    kept = recurring.of(round_)
    how = every(kept)
    others = names([s for s in round_.seats if s.person_id != seat.person_id])
    title = words["weekly.title"].fill(names=others)
    if not recurring.runs(round_) or planned is None or seat.left_at:
        line = words["weekly.stopped"].fill(every=how)
        return Message(line, [section(f"*{title}*"), section(line)])
    line = words["weekly.runs"].fill(every=how, zone=kept.zone, next=when(planned, zone(seat.zone)))
    row = rhythm_row("reflection", round_, planned)
    blocks = [section(f"*{title}*"), section(line), buttons(*row)]
    return Message(aloud(Markup(f"{title}. {line}"), row), blocks)


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever began it: how it was read, in whose zone, and from when on."""
    kept = recurring.of(round_)
    others = names([seat for seat in round_.seats if seat.person_id != round_.host_id])
    first = when(recurring.next_at(round_, now) or now, zone(kept.zone))
    line = words["weekly.receipt"].fill(every=every(kept), zone=kept.zone, names=others, next=first)
    return Message(line, [section(line)])

"""The card of a check-in that comes again: when, and how to change that."""

from datetime import datetime

from bot.features.checkin.meeting.cards.saying import words
from bot.rounds.keeping.models import Round
from bot.rounds.showing import rhythms
from bot.rounds.showing.drawing import Drawing
from bot.slack.blocks import Message

CARD = "channel"


def draw(round_: Round) -> dict[str, Drawing]:
    return {CARD: Drawing(round_.channel_id or "", "", card(round_))}


def card(round_: Round) -> Message:
    return rhythms.card(words, round_)


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever began it: how it was read, and in whose zone."""
    return rhythms.receipt(words, round_, now)

"""The card of a check-in that comes again: when, and how to change that."""

from functools import partial

from bot.features.checkin.meeting.cards.saying import words
from bot.rounds.keeping.models import Round
from bot.rounds.showing import rhythms
from bot.rounds.showing.drawing import Drawing

card, receipt = partial(rhythms.card, words), partial(rhythms.receipt, words)


def draw(round_: Round) -> dict[str, Drawing]:
    return {"channel": Drawing(round_.channel_id or "", "", card(round_))}

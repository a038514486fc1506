"""The card of a check-in that comes again: when, and how to change that."""

from functools import partial

from bot.features.checkin.meeting.cards.saying import words
from bot.rounds.keeping.models import Round
from bot.rounds.showing import rhythms
from bot.rounds.showing.drawing import Drawing
from bot.slack.blocks import View

card, receipt = partial(rhythms.card, words), partial(rhythms.receipt, words)
entry = partial(rhythms.entry, words)


def page(round_: Round, person_id: str) -> View:
    """The same, behind a check-in that it has posted."""
    return rhythms.page(words, round_, person_id)


def draw(round_: Round) -> dict[str, Drawing]:
    return {"channel": Drawing(round_.channel_id or "", "", card(round_))}

"""The card of a question that is planned: what will be asked when, and how to change that."""

from datetime import datetime

from bot.features.listening.cards.saying import words
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages, rhythms
from bot.rounds.showing.drawing import Drawing, Entry
from bot.slack.blocks import Message, View


def draw(round_: Round) -> dict[str, Drawing]:
    return {"channel": Drawing(round_.channel_id or "", "", card(round_))}


def on_card(_: Round, reply: Reply) -> bool:
    """What will be asked stands there before."""
    return reply.kind == "question"


def card(round_: Round) -> Message:
    return rhythms.card(words, round_, question=text_of(round_, "question"))


def entry(round_: Round, seat: Seat) -> list[Entry]:
    """Its line in the Home tab of whoever planned it."""
    return rhythms.entry(words, round_, seat, text_of(round_, "question"))


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever planned it: how it was read, in whose zone."""
    return rhythms.receipt(words, round_, now, question=text_of(round_, "question"))


def behind(round_: Round, person_id: str) -> View:
    """The same, behind a question that it has put."""
    return rhythms.page(words, round_, person_id)


def page(round_: Round, now: datetime) -> View:
    """The same, where the form was."""
    return pages.page(words, "asked", *receipt(round_, now).blocks)

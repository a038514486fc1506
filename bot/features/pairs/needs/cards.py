"""What those see who were named: that somebody lets them know what they need, and where it is read."""

from bot.features.pairs.cards import words
from bot.features.pairs.needs.flow import SAID
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.drawing import Drawing, to_each
from bot.rounds.showing.sentences import act, host_of, whisper
from bot.slack.blocks import Message, View, context, quote


def draw(round_: Round) -> dict[str, Drawing]:
    return to_each(card)(round_)


def card(round_: Round, seat: Seat) -> Message:
    if round_.step != SAID or seat.left_at:
        return whisper(words["needs_card.gone"].fill(name=host_of(round_)))
    return whisper(words["needs_card.told"].fill(name=host_of(round_)), act(words, "read_needs", round_.id))


def read(round_: Round, _: str) -> View:
    whose = context(words["needs_read.whose"].fill(name=host_of(round_)))
    return pages.page(words, "needs_read", whose, *quote(text_of(round_, "needs")))

"""A question for a whole channel: whoever joins writes apart, signed or not, and it is read together."""

from bot.features.everyone import listeners
from bot.features.everyone.cards import counted
from bot.features.everyone.flow import PRACTICE
from bot.rounds.feature import Beginning
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.install import feature
from bot.rounds.showing.closing import Offer

FACES = Faces(PRACTICE, lines=counted)
FEATURE = feature(
    PRACTICE,
    FACES,
    start=listeners.start,
    dashed=listeners.DASHED,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    begin=Beginning("everyone.do.new", "everyone.new", suits=frozenset({"several", "hear", "apart"})),
    doors={"everybody": Offer("everyone.do.new", "everyone.new")},
    reads=frozenset(),
)

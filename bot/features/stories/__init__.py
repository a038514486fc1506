"""Stories: two or three tell how something was for them, the others say what of it rang true. No advice."""

from bot.features.stories import cards, listeners
from bot.features.stories.flow import PRACTICE
from bot.rounds.feature import Beginning
from bot.rounds.practice.install import feature

FEATURE = feature(
    PRACTICE,
    cards.FACES,
    start=listeners.PLANNING.start,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    begin=Beginning(
        "stories.do.new", "stories.new", suits=frozenset({"several", "tell", "apart", "together"})
    ),
    reads=frozenset(),
)

"""Home: one list of what every practice has for somebody, and what they can begin."""

from bot.features.hall import cards, listeners
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer

FEATURE = Feature(
    name="hall",
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    everywhere=listeners.EVERYWHERE,
    home=cards.home,
    tab=listeners.home,
    first=cards.first,
    doors={"all_kept": Offer("hall.do.kept", "hall.kept")},
)

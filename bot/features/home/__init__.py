"""Home: one list of what every practice has for somebody, and what they can begin."""

from bot.features.home import cards, listeners
from bot.rounds.feature import Feature

FEATURE = Feature(name="home", shows=listeners.SHOWS, home=cards.home)

"""Listening: one question, each voice once, uninterrupted, and heard."""

from bot.features.listening import cards, home, listeners, overhearing, standing, ticks
from bot.rounds.feature import Feature
from bot.rounds.show import Drawn

FEATURE = Feature(
    name="listening",
    drawn=Drawn(cards.draw, standing.on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    overhears=overhearing.OVERHEARS,
    home=home.home,
)

"""Listening: one question, each voice once, uninterrupted, and heard."""

from bot.features.listening import cards, listeners, ticks
from bot.features.listening.flow import standing
from bot.features.listening.listeners import home, overhearing
from bot.rounds.feature import Feature
from bot.rounds.showing.show import Drawn

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

"""Listening: one question, each voice once, uninterrupted, and heard."""

from bot.features.listening import cards, listeners, ticks
from bot.features.listening.cards.home import home
from bot.features.listening.flow import standing
from bot.features.listening.listeners import overhearing
from bot.features.listening.models import LISTENING, NAME
from bot.rounds.feature import Feature, Kind

FEATURE = Feature(
    name=NAME,
    kinds=(Kind(LISTENING, cards.draw, standing.on_card, ticks.tick),),
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    overhears=overhearing.OVERHEARS,
    home=home,
)

"""Reflection: one question, answered apart, read together, played back until "yes, that's it"."""

from bot.features.reflection import cards, home, listeners, ticks
from bot.rounds.closing import Offer
from bot.rounds.feature import Feature
from bot.rounds.show import Drawn

FEATURE = Feature(
    name="reflection",
    drawn=Drawn(cards.draw, cards.on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    events=listeners.EVENTS,
    home=home.home,
    doors={"question": Offer("reflection.do.choose_question", "reflection.choose_question")},
)

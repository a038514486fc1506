"""Pairs: two or three people who agree to reflect together; each says yes, either can leave."""

from bot.features.pairs import cards, listeners, ticks
from bot.features.pairs.listeners import home
from bot.features.pairs.listeners.sample import sample
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.show import Drawn

FEATURE = Feature(
    name="pairs",
    drawn=Drawn(cards.draw, cards.on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    home=home.home,
    sample=sample,
    doors={"invite": Offer("pairs.do.invite", "pairs.invite")},
)

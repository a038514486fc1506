"""Pairs: two or three people who agree to reflect together; each says yes, either can leave."""

from bot.features.pairs import cards, listeners, ticks
from bot.features.pairs.listeners.sample import sample
from bot.features.pairs.models import NAME, PAIR
from bot.rounds.feature import Feature, Kind
from bot.rounds.showing import meant
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.drawing import wordless

FEATURE = Feature(
    name=NAME,
    kinds=(Kind(PAIR, cards.draw, wordless, ticks.tick),),
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    home=cards.home,
    sample=sample,
    doors={
        "invite": Offer("pairs.do.invite", "pairs.invite"),
        "page": Offer("pairs.do.page", "pairs.page"),
    },
    reads=frozenset({meant.WHO}),
    puts=False,
)

"""Pairs: two or three people who agree to reflect together; each says yes, either can leave."""

from bot.features.pairs import cards, listeners, ticks
from bot.features.pairs.cards import home
from bot.features.pairs.flow.standing import on_card
from bot.features.pairs.listeners.sample import sample
from bot.features.pairs.models import NAME, NEEDS, PAIR
from bot.features.pairs.needs import cards as needs_cards
from bot.features.pairs.needs import ticks as needs_ticks
from bot.features.pairs.share import cards as share_cards
from bot.features.pairs.share import flow as share
from bot.features.pairs.share import ticks as share_ticks
from bot.features.pairs.share.models import KEPT, SHARE
from bot.rounds.feature import Beginning, Feature, Kind
from bot.rounds.showing import meant
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.drawing import wordless

FEATURE = Feature(
    name=NAME,
    kinds=(
        Kind(PAIR, cards.draw, on_card, ticks.tick),
        Kind(SHARE, share_cards.draw, share.on_card, share_ticks.tick, kept=KEPT),
        Kind(NEEDS, needs_cards.draw, wordless, needs_ticks.tick),
    ),
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    home=home.home,
    sample=sample,
    begin=Beginning("pairs.do.invite", "pairs.invite"),
    doors={
        "invite": Offer("pairs.do.invite", "pairs.invite"),
        "page": Offer("pairs.do.page", "pairs.page"),
    },
    reads=frozenset({meant.WHO}),
    puts=False,
)

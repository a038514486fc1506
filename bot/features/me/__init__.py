"""Me: the experience a person brings, in their own words, if they like; and how often they are reminded."""

from bot.features.me import cards, listeners
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer

FEATURE = Feature(
    name="me",
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    home=cards.home,
    doors={
        "perspective": Offer("me.do.perspective", "me.perspective"),
        "fewer": Offer("me.do.fewer", "me.fewer"),
    },
)

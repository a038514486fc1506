"""Me: the experience a person brings, if they like; how often they are reminded; when they are away."""

from bot.features.me import cards, listeners
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer

FEATURE = Feature(
    name="me",
    says=listeners.SAYS,
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    home=cards.home,
    doors={
        "perspective": Offer("me.do.perspective", "me.perspective"),
        "fewer": Offer("me.do.fewer", "me.fewer"),
    },
)

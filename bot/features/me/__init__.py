"""Me: what a person brings, if they like; how often they are reminded; when they are away; their words."""

from bot.features.me import cards, listeners
from bot.features.me.mine import listeners as mine
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer

FEATURE = Feature(
    name="me",
    start=mine.start,
    says=listeners.SAYS,
    shows={**listeners.SHOWS, **mine.SHOWS},
    actions={**listeners.ACTIONS, **mine.ACTIONS},
    forms={**listeners.FORMS, **mine.FORMS},
    home=cards.home,
    doors={
        "perspective": Offer("me.do.perspective", "me.perspective"),
        "fewer": Offer("me.do.fewer", "me.fewer"),
        "apart": Offer("me.do.apart", "me.apart"),
    },
)

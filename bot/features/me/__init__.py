"""Me: the experience a person brings, in their own words, if they like; and how often they are reminded."""

from bot.features.me import listeners
from bot.rounds.feature import Feature
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.show import Drawn

FEATURE = Feature(
    name="me",
    drawn=Drawn(lambda _: {}, lambda *_: False),  # it has no rounds
    tick=lambda *_: None,
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    doors={
        "perspective": Offer("me.do.perspective", "me.perspective"),
        "fewer": Offer("me.do.fewer", "me.fewer"),
    },
)

"""Me: the experience a person brings, in their own words, if they like. Never required."""

from bot.features.me import listeners
from bot.rounds.closing import Offer
from bot.rounds.feature import Feature
from bot.rounds.show import Drawn

FEATURE = Feature(
    name="me",
    drawn=Drawn(lambda _: {}, lambda *_: False),  # it has no rounds
    tick=lambda *_: None,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    doors={"perspective": Offer("me.do.perspective", "me.perspective")},
)

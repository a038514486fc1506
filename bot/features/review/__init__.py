"""Review: a look at how we talk. Each writes apart and unsigned; one thing is kept, one is tried."""

from bot.features.review import cards, listeners
from bot.features.review.flow import PRACTICE, suits
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.install import feature
from bot.rounds.showing.closing import Offer

FACES = Faces(PRACTICE, first=cards.what_we_chose)
FEATURE = feature(
    PRACTICE,
    FACES,
    start=listeners.start,
    actions=listeners.ACTIONS,
    offers=(Offer("review.do.look_back", "review.look_back", suits),),
)

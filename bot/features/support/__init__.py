"""Support: a way to a human being. Whoever the operator names is written to, by one person, privately."""

from bot.features.support import cards, listeners
from bot.features.support.flow import take_back, time_passes
from bot.features.support.models import CALL, KEPT, NAME
from bot.rounds.feature import Feature, Kind
from bot.rounds.showing.closing import Offer
from bot.rounds.time import notices

FEATURE = Feature(
    name=NAME,
    kinds=(Kind(CALL, cards.draw, cards.on_card, notices.ticks(time_passes), kept=KEPT),),
    says=listeners.SAYS,
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    home=cards.home,
    doors={"talk": Offer("support.do.talk", "support.talk")},
    puts=False,
    takes_back={CALL: take_back},
)

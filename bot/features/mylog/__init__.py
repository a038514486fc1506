"""Log: what somebody writes for themselves alone, with a question or without; a page before they say it."""

from bot.features.mylog import cards, listeners
from bot.features.mylog.flow import time_passes
from bot.features.mylog.models import LOG, NAME
from bot.rounds.company.own import GONE_FOR, empty
from bot.rounds.feature import Feature, Kind
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.drawing import wordless
from bot.rounds.time import notices

FEATURE = Feature(
    name=NAME,
    kinds=(Kind(LOG, cards.draw, wordless, notices.ticks(time_passes), kept=GONE_FOR, own=True),),
    says=listeners.SAYS,
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    home=cards.home,
    doors={"log": Offer("mylog.do.open", "mylog.open"), "before": Offer("mylog.do.before", "mylog.before")},
    puts=False,
    takes_back={LOG: lambda round_, me, _: empty(round_, me)},
)

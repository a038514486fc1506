"""Proposals: people propose a question; it can be asked once two who bring different experience say yes."""

from bot.features.proposals import cards, listeners
from bot.features.proposals.flow import take_back, time_passes
from bot.features.proposals.models import KEPT, NAME, PROMPT
from bot.rounds.feature import Feature, Kind
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.drawing import wordless
from bot.rounds.time import notices

FEATURE = Feature(
    name=NAME,
    kinds=(Kind(PROMPT, cards.draw, wordless, notices.ticks(time_passes), kept=KEPT),),
    says=listeners.SAYS,
    shows=listeners.SHOWS,
    actions=listeners.ACTIONS,
    forms=listeners.FORMS,
    home=cards.home,
    doors={"propose": Offer("proposals.do.propose", "proposals.propose")},
    questions=listeners.questions,
    puts=False,
    takes_back={PROMPT: take_back},
)

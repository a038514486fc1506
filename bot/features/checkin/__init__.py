"""Action learning: check-ins, questions instead of advice, and commitments that come back."""

from bot.features.checkin import ticks
from bot.features.checkin.cards import home, own
from bot.features.checkin.commitment import cards as commitment_cards
from bot.features.checkin.commitment.flow import erase
from bot.features.checkin.commitment.listeners import DAYS, calendar_of, came
from bot.features.checkin.meeting import cards, forms, listeners
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import BOX, COMMITMENT, KEPT, MEETING, NAME, RHYTHM, SET, joined
from bot.features.checkin.rhythm import cards as rhythm_cards
from bot.features.checkin.set import cards as set_cards
from bot.rounds.company.own import GONE_FOR, empty
from bot.rounds.feature import Beginning, Feature, Fetched, Kind
from bot.rounds.showing import meant
from bot.rounds.showing.closing import Offer, once_closed
from bot.rounds.showing.drawing import wordless

FEATURE = Feature(
    name=NAME,
    kinds=(
        Kind(
            MEETING,
            cards.draw,
            standing.on_card,
            ticks.meeting,
            once_closed(joined),
            kept=KEPT,
            keeps=frozenset({"brought", "looks"}),
        ),
        Kind(SET, set_cards.draw, set_cards.on_card, ticks.set_),
        Kind(RHYTHM, rhythm_cards.draw, wordless, ticks.rhythm),
        Kind(COMMITMENT, commitment_cards.draw, wordless, ticks.commitment, own=True),
        Kind(BOX, lambda _: {}, wordless, ticks.box, kept=GONE_FOR),
    ),
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    offers=(Offer("checkin.do.commit_from", "checkin.commit_from"),),
    begin=Beginning(
        "checkin.do.begin_one",
        opens=lambda channel, _: forms.start(channel),
        suits=frozenset({"several", "go_on", "apart", "together"}),
    ),
    home=home,
    came=came,
    fetched={
        DAYS: Fetched("alongside.ics", "text/calendar; charset=utf-8", commitment_cards.fetching, calendar_of)
    },
    own=own,
    takes_back={
        COMMITMENT: lambda round_, me, _: erase(round_, me),
        BOX: lambda round_, me, _: empty(round_, me),
    },
    reads=frozenset({meant.RHYTHM}),
)

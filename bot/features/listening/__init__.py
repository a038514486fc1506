"""Listening: one question, each voice once, uninterrupted, and heard."""

from bot.features.listening import cards, flow, forms, listeners, ticks
from bot.features.listening.cards.home import home
from bot.features.listening.flow import standing
from bot.features.listening.listeners import overhearing
from bot.features.listening.models import KEPT, LISTENING, NAME, RHYTHM, joined
from bot.features.listening.rhythm import cards as rhythm_cards
from bot.rounds.feature import Beginning, Feature, Kind
from bot.rounds.showing import meant
from bot.rounds.showing.closing import once_closed

FEATURE = Feature(
    name=NAME,
    kinds=(
        Kind(
            LISTENING,
            cards.draw,
            standing.on_card,
            ticks.tick,
            once_closed(joined),
            kept=KEPT,
            keeps=frozenset({"open"}),
        ),
        Kind(RHYTHM, rhythm_cards.draw, rhythm_cards.on_card, ticks.planned),
    ),
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    overhears=overhearing.OVERHEARS,
    begin=Beginning(
        "listening.do.begin_one",
        opens=lambda channel, _: forms.start(channel),
        suits=frozenset({"several", "hear", "apart", "together"}),
    ),
    home=home,
    own=lambda reply: "" if reply.kind == "ear" else reply.text or "",
    takes_back={LISTENING: flow.withdraw},
    reads=frozenset({meant.PACE}),
)

"""Options and agreements: made together, tested without a vote, kept by the channel."""

from bot.features.options import cards, flow, forms, listeners, queries, ticks
from bot.features.options.cards.own import own
from bot.features.options.cards.personal import home
from bot.features.options.flow import standing
from bot.features.options.models import MATTER, NAME, REGISTER, UNREAD_KEPT
from bot.features.options.register import cards as register_card
from bot.features.options.register import listeners as register_listeners
from bot.features.options.register import ticks as register_ticks
from bot.features.options.register.queries import records
from bot.rounds.feature import Beginning, Feature, Kind
from bot.rounds.showing.closing import Offer

FEATURE = Feature(
    name=NAME,
    kinds=(
        Kind(
            MATTER,
            cards.draw,
            standing.on_card,
            ticks.tick,
            standing.at_its_end,
            kept=UNREAD_KEPT,
            keeps=frozenset({"record"}),
        ),
        Kind(REGISTER, register_card.draw, register_card.on_card, register_ticks.tick),
    ),
    commands=listeners.COMMANDS,
    shortcuts=listeners.SHORTCUTS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    offers=(Offer("options.do.from_round", "options.from_round"),),
    begin=Beginning(
        "options.do.begin_one",
        opens=lambda channel, who: forms.start(channel, chosen=[who]),
        suits=frozenset({"two", "several", "decide", "apart"}),
    ),
    home=home,
    own=own,
    beside=queries.beside,
    takes_back={MATTER: flow.take_back_ideas},
    unnames=queries.unname,
    agreed=register_listeners.agreed,
    exports=register_listeners.EXPORTS,
    unopened=records.unopened,
)

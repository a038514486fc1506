"""Options and agreements: made together, tested without a vote, kept by the channel."""

from bot.features.options import cards, listeners, ticks
from bot.features.options.flow import standing
from bot.features.options.listeners import home
from bot.features.options.listeners.export import EXPORTS
from bot.features.options.models import Step
from bot.features.options.register import cards as register_card
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.show import Drawing, Drawn


def _draw(round_: Round) -> dict[str, Drawing]:
    return register_card.draw(round_) if round_.step == Step.REGISTER else cards.draw(round_)


def _on_card(round_: Round, reply: Reply) -> bool:
    if round_.step == Step.REGISTER:
        return register_card.on_card(round_, reply)
    return standing.on_card(round_, reply)


FEATURE = Feature(
    name="options",
    drawn=Drawn(_draw, _on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    shortcuts=listeners.SHORTCUTS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    offers=(Offer("options.do.from_round", "options.from_round"),),
    home=home.home,
    exports=EXPORTS,
)

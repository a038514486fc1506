"""Action learning: check-ins, questions instead of advice, and commitments that come back."""

from bot.features.checkin import ticks
from bot.features.checkin.commitment import cards as commitment_cards
from bot.features.checkin.listeners import home
from bot.features.checkin.meeting import cards, listeners
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import Step, is_commitment
from bot.features.checkin.rhythm import cards as rhythm_cards
from bot.features.checkin.set import cards as set_cards
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.show import Drawing, Drawn


def _draw(round_: Round) -> dict[str, Drawing]:
    if round_.step == Step.SET:
        return set_cards.draw(round_)
    if round_.step == Step.RHYTHM:
        return rhythm_cards.draw(round_)
    return commitment_cards.draw(round_) if is_commitment(round_) else cards.draw(round_)


def _on_card(round_: Round, reply: Reply) -> bool:
    if round_.step in (Step.SET, Step.RHYTHM) or is_commitment(round_):
        return False
    return standing.on_card(round_, reply)


FEATURE = Feature(
    name="checkin",
    drawn=Drawn(_draw, _on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    offers=(Offer("checkin.do.commit_from", "checkin.commit_from"),),
    home=home.home,
)

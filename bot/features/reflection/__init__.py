"""Reflection: one question, answered apart, read together, played back until "yes, that's it"."""

from bot.features.reflection import cards, listeners, ticks
from bot.features.reflection.listeners import home
from bot.features.reflection.weekly import cards as weekly_cards
from bot.features.reflection.weekly import flow as weekly
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Round
from bot.rounds.showing.closing import Offer
from bot.rounds.showing.show import Drawing, Drawn


def _draw(round_: Round) -> dict[str, Drawing]:
    return weekly_cards.draw(round_) if weekly.is_one(round_) else cards.draw(round_)


FEATURE = Feature(
    name="reflection",
    drawn=Drawn(_draw, cards.on_card),
    tick=ticks.tick,
    commands=listeners.COMMANDS,
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    events=listeners.EVENTS,
    released=lambda reply: reply.kind == "joint",  # all agreed to it, word for word
    home=home.home,
    doors={"question": Offer("reflection.do.choose_question", "reflection.choose_question")},
)

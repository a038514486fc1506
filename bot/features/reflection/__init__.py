"""Reflection: one question, answered apart, read together, played back until "yes, that's it"."""

from bot.features.reflection import cards, flow, listeners, ticks
from bot.features.reflection.models import JOINT, KEPT, LAUNCHED, NAME, REFLECTION, VISITS, WEEKLY
from bot.features.reflection.visits import cards as visits_cards
from bot.features.reflection.visits import listeners as visits
from bot.features.reflection.visits import ticks as visits_ticks
from bot.features.reflection.weekly import cards as weekly_cards
from bot.features.reflection.weekly import ticks as weekly_ticks
from bot.rounds.feature import Beginning, Feature, Kind
from bot.rounds.keeping import queries
from bot.rounds.showing import meant
from bot.rounds.showing.closing import Offer, once_closed
from bot.rounds.showing.drawing import to_each, wordless

FEATURE = Feature(
    name=NAME,
    kinds=(
        Kind(
            REFLECTION,
            cards.draw,
            cards.on_card,
            ticks.tick,
            once_closed(lambda r: r.present),
            kept=KEPT,
            keeps=frozenset({JOINT}),
        ),
        Kind(WEEKLY, weekly_cards.draw, wordless, weekly_ticks.tick),
        Kind(VISITS, to_each(visits_cards.card), wordless, visits_ticks.tick),
        Kind(LAUNCHED, visits_cards.went, cards.on_card, lambda db, round_, _: queries.save(db, round_)),
    ),
    commands=listeners.COMMANDS,
    dashed=visits.DASHED,
    actions={**listeners.ACTIONS, **visits.ACTIONS},
    shows={**listeners.SHOWS, **visits.SHOWS},
    forms={**listeners.FORMS, **visits.FORMS},
    takes=listeners.takes,
    released=lambda reply: reply.kind == JOINT,  # all agreed to it, word for word
    takes_back={REFLECTION: flow.withdraw},
    home=visits_cards.home,
    begin=Beginning(
        "reflection.do.ask_pair",
        "reflection.choose_question",
        suits=frozenset({"two", "hear", "tell", "go_on", "apart"}),
    ),
    doors={
        "question": Offer("reflection.do.choose_question", "reflection.choose_question"),
        "here": Offer("reflection.do.here", "reflection.here"),
        "questions_from": Offer("reflection.do.questions_from", "reflection.questions_from"),
        "other": Offer("reflection.do.say_as_other", "reflection.say_as_other"),
        "rhythm": Offer("reflection.do.rhythm_of", "reflection.rhythm_of"),
        "ask": Offer("reflection.do.ask_about", "reflection.ask_about"),
        "kept": Offer("reflection.do.kept", "reflection.read_again"),
        "put": Offer("reflection.do.put", "reflection.put"),
    },
    reads=frozenset({meant.RHYTHM}),
)

"""Peer coaching: two people, each with a half of their own in which the other is there for them."""

from bot.features.coaching import cards, listeners
from bot.features.coaching.flow import PRACTICE
from bot.rounds.feature import Beginning
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.install import feature, kind
from bot.rounds.showing import meant

FACES = Faces(PRACTICE, lines=cards.lines, above=cards.above, beside=cards.beside)

FEATURE = feature(
    PRACTICE,
    FACES,
    kinds=(kind(PRACTICE, FACES), listeners.FINDING.kind),
    start=listeners.start,
    home=listeners.FINDING.home(FACES.home),
    actions=listeners.ACTIONS,
    shows=listeners.SHOWS,
    forms=listeners.FORMS,
    begin=Beginning("coaching.do.begin", "coaching.begin", suits=frozenset({"two", "go_on", "together"})),
    reads=frozenset({meant.WHO, meant.PACE}),
)

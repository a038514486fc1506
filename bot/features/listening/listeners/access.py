"""How listening rounds are reached, decided about, and kept."""

from datetime import datetime

from bot.features.listening import queries
from bot.features.listening.cards.saying import host_of, words
from bot.features.listening.flow import standing, steps
from bot.features.listening.models import LISTENING, NAME, sit
from bot.rounds.company import coming
from bot.rounds.company.loading import Door
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice.presses import Presses
from bot.store import Db


def save(db: Db, round_: Round, _: datetime) -> None:
    """The row remembers when time has something for it again, and is kept."""
    steps.settle(round_)
    queries.save(db, round_)


def arrives(round_: Round, who: Seat) -> None:
    """A place for whoever is about to join."""
    sit(coming.place(round_, who))


DOOR = Door(
    NAME,
    LISTENING,
    standing.readable,
    weighed=lambda reply: reply.kind in ("question", "ear"),
    in_channel=True,
)
presses = Presses(DOOR, words, save, blanks=lambda round_: {"host": host_of(round_)})

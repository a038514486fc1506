"""What is drawn of a round that holds a rhythm, in every practice that has one."""

from bot.rounds.keeping.models import Round
from bot.rounds.showing import rhythms
from bot.rounds.time import recurring
from bot.words import Words
from tests.practices import Drawn


def rhythm_forms(words: Words, round_: Round) -> Drawn:
    """The form in which it is changed."""
    kept = recurring.of(round_)
    yield "rhythms.form", rhythms.form(words, "rhythm_change", round_.id, "Europe/London", kept=kept)

"""What a card says that somebody did, they did: walks through random lives compare the two.

A practice says of each sentence that claims an act (heard, chosen, answered, agreed, deleted, closed, left)
when it is so. A new sentence that claims one and of which nobody says when it is so fails.
"""

import re
from copy import deepcopy

import pytest

from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Round
from tests.declared import CLAIMS
from tests.every.each import each_practice
from tests.practices import Handed, compared
from tests.reading import as_read, texts_of
from tests.size import SOAK, chance

pytestmark = pytest.mark.usefixtures("doors")

LIVES = 150 if SOAK else 8
_CLAIMS = re.compile(
    r"\b(heard|chose|chosen|ha(s|ve) answered|agreed|deleted|closed|stepped out|handed (in|on)|written down"
    r"|taken back|still open|is missing|ended)\b",
    re.IGNORECASE,
)


@each_practice
def test_what_cards_say_that_somebody_did_they_did(feature: Feature, practice: Handed) -> None:
    random, said = chance(f"so {feature.name}"), set[str]()

    for _ in range(LIVES if practice.claims else 0):
        before: dict[str, list[Round]] = {}
        for round_ in practice.lives(random):
            past = before.setdefault(round_.id, [])
            for key, so in compared(feature, practice, _as_drawn(feature, round_), past):
                said.add(key)
                assert so, (key, round_.step, round_.status)
            past.append(deepcopy(round_))

    assert said or not practice.claims


@each_practice
def test_of_each_sentence_that_claims_an_act_it_is_said_when_it_is_so(
    feature: Feature, practice: Handed
) -> None:
    tables = {key.partition(".")[0] for key in practice.claims}
    own = {f"{table}.{key}": text for table in tables for key, text in texts_of(feature.name, table).items()}
    shared = {f"{table}.{key}" for table in tables for key in texts_of("round", table)}

    assert _claiming(own) - set(practice.claims) - set(practice.claims_nothing) == set()
    assert set(practice.claims) - set(own) - shared == set()


def test_of_what_declared_practices_say_alike_too() -> None:
    words = {
        f"{table}.{key}": text for table in ("step", "mine") for key, text in texts_of("round", table).items()
    }

    assert _claiming(words) - set(CLAIMS) == set()


def _claiming(words: dict[str, str]) -> set[str]:
    return {key for key, text in words.items() if _CLAIMS.search(text)}


def _as_drawn(feature: Feature, round_: Round) -> Round:
    kind = next(kind for kind in feature.kinds if kind.name == round_.kind)
    return as_read(round_, kind.on_card)

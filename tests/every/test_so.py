"""What a card says that somebody did, they did: walks through random lives compare the two.

A practice says of each sentence that claims an act (heard, chosen, answered, agreed, deleted, closed, left)
when it is so. A new sentence that claims one and of which nobody says when it is so fails.
"""

import re
import tomllib
from copy import deepcopy

import pytest

from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Round, Seat
from bot.slack.blocks import Message
from bot.words import FOLDER
from tests.every.each import each_practice
from tests.practices import Handed, History
from tests.reading import as_read, lines_on
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
    on_card = {kind.name: kind for kind in feature.kinds}
    random, said = chance(f"so {feature.name}"), set[str]()

    for _ in range(LIVES if practice.claims else 0):
        before: dict[str, list[Round]] = {}
        for round_ in practice.lives(random):
            past = before.setdefault(round_.id, [])
            for place, drawing in on_card[round_.kind].draw(_as_drawn(feature, round_)).items():
                seat = next((seat for seat in round_.seats if seat.person_id == place), None)
                for key in _said(feature, practice, drawing.message):
                    said.add(key)
                    so = practice.claims[key](History(round_, past), seat or _NOBODY)
                    assert so, (key, round_.step, round_.status, place, drawing.message.text)
            past.append(deepcopy(round_))

    assert said or not practice.claims


@each_practice
def test_of_each_sentence_that_claims_an_act_it_is_said_when_it_is_so(
    feature: Feature, practice: Handed
) -> None:
    tables = {key.partition(".")[0] for key in practice.claims}
    words = tomllib.loads((FOLDER / f"{feature.name}.toml").read_text(encoding="utf-8"))
    there = {f"{table}.{key}" for table in tables for key in words[table]}
    found = {
        f"{table}.{key}"
        for table in tables
        for key, text in words[table].items()
        if isinstance(text, str) and _CLAIMS.search(text)
    }

    assert found - set(practice.claims) - set(practice.claims_nothing) == set()
    assert {key for key in practice.claims if key not in there} == set()


_NOBODY = Seat("")


def _as_drawn(feature: Feature, round_: Round) -> Round:
    kind = next(kind for kind in feature.kinds if kind.name == round_.kind)
    return as_read(round_, kind.on_card)


def _said(feature: Feature, practice: Handed, message: Message) -> set[str]:
    """The sentences on it that claim something."""
    tables = {key.partition(".")[0] for key in practice.claims}
    said = {f"{table}.{key}" for table in tables for key in lines_on(message, table, feature.name)}
    return said & set(practice.claims)

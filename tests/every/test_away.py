"""Whoever is away is said to be only where they ticked that; else they look like anybody else, everywhere."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta

from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Drawing
from tests.every.each import each_practice
from tests.practices import NOW, Handed, nobody
from tests.reading import as_read


def drawn(feature: Feature, round_: Round) -> Mapping[str, Drawing]:
    kind = next(kind for kind in feature.kinds if kind.name == round_.kind)
    return kind.draw(as_read(round_, kind.on_card))


def all_away(round_: Round, *, shown: bool) -> Round:
    gone = deepcopy(round_)
    for seat in gone.seats:
        seat.back_at, seat.away_shown = NOW + timedelta(days=9), shown
    return gone


@each_practice
def test_on_no_card_there_is_a_trace_of_it_without_the_tick_and_with_it_there_is(
    feature: Feature, practice: Handed
) -> None:
    said = False
    for round_ in practice.scenes():
        here = deepcopy(round_)
        for seat in here.seats:
            seat.notice, seat.unreached = "", False

        assert drawn(feature, all_away(here, shown=False)) == drawn(feature, here)
        said |= any(
            "is away until" in d.message.text for d in drawn(feature, all_away(here, shown=True)).values()
        )

    several = any(len(round_.seats) > 1 for round_ in practice.scenes())
    # Where nobody writes, or one person for themselves, nobody is waited for.
    assert said == (practice.may_read is not nobody and several)

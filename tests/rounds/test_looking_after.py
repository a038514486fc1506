"""Looking after a round: one or two do, with the same rights; each hands over their own part."""

from datetime import UTC, datetime

import pytest

from bot.refusal import Refusal
from bot.rounds.company.common import common, fresh
from bot.rounds.company.looking_after import offer, take
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Seat

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


@pytest.fixture
def two() -> Round:
    """Ana began it, and Ben looks after it with her."""
    round_ = Round("T1", "r1", "listening", "listening", "turns", "U0ANA", NOW)
    round_.facts = {**fresh()}
    round_.seats = [Seat("U0ANA"), Seat("U0BEN"), Seat("U0CHLOE")]
    offer(round_, "U0ANA", "U0BEN", round_.seats, NOW, together=True)
    take(round_, "U0BEN", NOW)
    return round_


def those(round_: Round) -> set[str]:
    return {seat.person_id for seat in hosts(round_)}


def test_two_look_after_it(two: Round) -> None:
    assert those(two) == {"U0ANA", "U0BEN"}


@pytest.mark.parametrize(("giver", "stays"), [("U0ANA", "U0BEN"), ("U0BEN", "U0ANA")])
def test_instead_of_me_is_instead_of_whoever_said_so(two: Round, giver: str, stays: str) -> None:
    offer(two, giver, "U0CHLOE", two.seats, NOW)
    before = take(two, "U0CHLOE", NOW)

    assert those(two) == {stays, "U0CHLOE"}
    assert before is two.seat(giver)


def test_there_is_no_third(two: Round) -> None:
    with pytest.raises(Refusal) as refusal:
        offer(two, "U0BEN", "U0CHLOE", two.seats, NOW, together=True)

    assert refusal.value.key == "listening.refused.two_already"
    assert common(two)["handing"] == ""
    assert those(two) == {"U0ANA", "U0BEN"}

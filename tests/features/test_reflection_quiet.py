"""A question that can hurt: that somebody lets it go by leaves no trace for anybody else."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.reflection import flow
from bot.features.reflection.cards import card, home
from bot.features.reflection.forms import read
from bot.features.reflection.models import Step
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat
from tests.size import examples

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = ("U0ANA", "U0BEN", "U0CHLOE")
BEN = PEOPLE[1]


@dataclass(frozen=True)
class Sore:
    """A question of the catalogue that can hurt."""

    id: str = "F90-01"
    version: int = 1
    sensitive: bool = True


def asked(people: int, *, sensitive: bool = True) -> Round:
    seats = [Seat(person, name=person) for person in PEOPLE[:people]]
    prompt = Sore(sensitive=sensitive)
    return flow.ask("T", "a-round", PEOPLE[0], "a-pair", seats, "What worries you?", TUESDAY, prompt)


ACTS = {
    "write": lambda round_, who, now: flow.write(round_, who, "Mine.", now),
    "draft": lambda round_, who, now: flow.write(round_, who, "Mine.", now, draft=True),
    "pass": lambda round_, who, now: flow.pass_on(round_, who, now),
    "share": lambda round_, who, now: flow.choose(round_, who, "share", now),
    "wait": lambda round_, who, now: flow.choose(round_, who, "wait", now),
    "stop": lambda round_, who, now: flow.stop(round_, who, now),
    "hours": lambda round_, who, now: None,
}


def does(round_: Round, act: str, who: str, now: datetime) -> str:
    """What became of it: "" or the key of the words by which it was refused."""
    try:
        ACTS[act](round_, who, now)
    except Refusal as refusal:
        return refusal.key
    return ""


def seen(round_: Round, who: str, now: datetime) -> list[object]:
    """All that this person is shown of it: their card, their lines at home, what they can read."""
    on_card = deepcopy(round_)
    return [card(on_card, on_card.seat(who)), home([on_card], who, now), read(on_card, who)]


@settings(max_examples=examples(150), deadline=None)
@given(
    people=st.sampled_from([2, 3]),
    before=st.integers(0, 4),
    acts=st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([0, 2]), st.integers(1, 40)), max_size=8
    ),
)
def test_that_somebody_lets_it_go_by_leaves_no_trace_for_anybody_else(
    people: int, before: int, acts: list[tuple[str, int, int]]
) -> None:
    """Ben passes, or does nothing: whatever the others do, and however time passes, they see the same."""
    passes, nothing, now = asked(people), asked(people), TUESDAY

    for nth, (act, who, hours) in enumerate(acts):
        if nth == before and passes.step in (Step.ASKED, Step.EMPTY, Step.CHOOSE):
            assert does(passes, "pass", BEN, now) == ""
        person = PEOPLE[who if who < people else 0]
        assert does(passes, act, person, now) == does(nothing, act, person, now)
        now += timedelta(hours=hours)
        for round_ in (passes, nothing):
            flow.time_passes(round_, now)
        for other in (p for p in PEOPLE[:people] if p != BEN):
            assert seen(passes, other, now) == seen(nothing, other, now)


@pytest.mark.parametrize("sensitive", [True, False])
def test_of_another_question_it_is_said(sensitive: bool) -> None:
    round_ = asked(2, sensitive=sensitive)

    flow.pass_on(round_, BEN, TUESDAY)

    said = "is not answering this one" in card(round_, round_.seat(PEOPLE[0])).text
    assert said is not sensitive
    assert "You are not answering this one" in card(round_, round_.seat(BEN)).text


def test_whoever_let_it_go_by_can_still_write_and_both_are_read() -> None:
    round_ = asked(2)
    flow.pass_on(round_, BEN, TUESDAY)
    flow.write(round_, PEOPLE[0], "Mine.", TUESDAY)
    assert round_.step == Step.ASKED

    flow.write(round_, BEN, "Mine too.", TUESDAY)

    assert round_.step == Step.READ


def test_where_all_let_it_go_by_it_ends_by_its_time_alone() -> None:
    round_ = asked(2)
    for person in PEOPLE[:2]:
        flow.pass_on(round_, person, TUESDAY)
    assert round_.step == Step.ASKED

    flow.time_passes(round_, TUESDAY + timedelta(days=4))
    assert round_.step == Step.EMPTY
    flow.time_passes(round_, TUESDAY + timedelta(days=20))

    assert round_.step == Step.CLOSED

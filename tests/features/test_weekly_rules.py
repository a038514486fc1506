"""The rules of a pair's rhythm alone: the order of its questions, how long it comes, who is in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import catalogue
from bot.features.reflection import flow as reflection
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.flow.order import in_order, next_one
from bot.features.reflection.weekly.flow.silence import missed
from bot.features.reflection.weekly.models import DIFFERENCE, PERSON, facts, place
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import begin

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Prompt:
    id: str
    sensitive: bool = False


@dataclass(frozen=True)
class Family:
    id: str
    prompts: tuple[Prompt, ...]
    weeks: tuple[int, ...] = field(default=())


@st.composite
def families(draw: st.DrawFn) -> list[Family]:
    ids = draw(st.lists(st.sampled_from([f"F{n:02}" for n in range(1, 12)]), min_size=1, unique=True))
    found = []
    for id_ in ids:
        sensitive = draw(st.lists(st.booleans(), min_size=1, max_size=4))
        prompts = tuple(Prompt(f"{id_}-{n:02}", one) for n, one in enumerate(sensitive, 1))
        found.append(Family(id_, prompts, tuple(draw(st.lists(st.integers(0, 16), max_size=2, unique=True)))))
    return found


def come(of: list[Family], wanted: list[str], many: int) -> list[str]:
    """So many questions, one after the other."""
    asked: list[str] = []
    for _ in range(many):
        chosen = next_one(of, wanted, asked)
        asked += [chosen] if chosen else []
    return asked


@given(families(), st.lists(st.integers(0, 10), max_size=3), st.integers(1, 40))
def test_nothing_comes_twice_before_all_were_asked_difference_waits_and_nothing_sensitive_comes(
    of: list[Family], places: list[int], many: int
) -> None:
    wanted = [of[at % len(of)].id for at in places]
    asked = come(of, wanted, many)
    theirs = in_order([one for one in of if one.id in wanted]) or in_order(of)

    assert not set(asked) & {p.id for f in of for p in f.prompts if p.sensitive}
    assert all(one.partition("-")[0] not in DIFFERENCE for one in asked[:PERSON])
    assert set(asked[PERSON:]) <= set(theirs)
    for at, one in enumerate(asked[PERSON:], PERSON):
        assert asked[:at].count(one) == min(asked[:at].count(other) for other in theirs)


@given(families())
def test_each_family_comes_in_the_order_of_its_week_and_its_questions_in_theirs(of: list[Family]) -> None:
    order = in_order(of)

    assert sorted(order) == sorted(p.id for f in of for p in f.prompts if not p.sensitive)
    for family in of:
        mine = [one for one in order if one.startswith(family.id)]
        assert mine == sorted(mine)
    first = {f.id: order.index(next(p.id for p in f.prompts if not p.sensitive)) for f in of if in_order([f])}
    week = {f.id: min(f.weeks, default=99) for f in of}
    assert [week[one] for one in sorted(first, key=first.__getitem__)] == sorted(week[one] for one in first)


def test_the_catalogue_begins_with_the_people_and_has_difference_later() -> None:
    order = come(catalogue.families("pair"), [], 6)  # type: ignore[arg-type]

    assert order[0].startswith("F01")
    assert not any(one.startswith("F07") for one in order[:PERSON])


def kept_by(*names: str) -> Round:
    seats = [Seat(name, name=name, zone="Europe/London") for name in names]
    wanted = begin("week", 3, datetime(2026, 1, 1, 15).time(), "Europe/London", TUESDAY)
    return weekly.start("T", "weekly", names[0], "a-pair", seats, wanted, TUESDAY)


def test_it_comes_for_as_long_as_was_planned_and_then_ends_and_says_so() -> None:
    round_, now, came = kept_by("Ana", "Ben"), TUESDAY, 0
    weekly.last_for(round_, 4, now)

    while recurring.runs(round_):
        now += timedelta(days=1)
        due = recurring.due(round_, now, timedelta(days=2))
        came += bool(due) and not weekly.has_ended(round_, due, now)  # type: ignore[arg-type]

    assert came == 4
    assert facts(round_)["ended"]
    assert all(seat.notice == "ended" for seat in round_.seats)


def test_who_is_left_alone_finds_it_resting_and_can_start_it_again() -> None:
    round_ = kept_by("Ana", "Ben")
    round_.seats[1].gone = True

    weekly.time_passes(round_, None, TUESDAY)

    assert recurring.rests(round_)
    assert weekly.is_alone(round_)
    weekly.start_again(round_, TUESDAY)
    assert recurring.planned(round_) is not None


def test_two_of_three_go_on() -> None:
    round_ = kept_by("Ana", "Ben", "Chloe")
    round_.seats[2].gone = True

    weekly.time_passes(round_, None, TUESDAY)

    assert not recurring.rests(round_)
    assert len(round_.present) == 2


def test_what_an_older_one_does_not_know_of_is_as_if_nothing_had_been() -> None:
    round_ = kept_by("Ana", "Ben")
    for name in ("first", "families", "weighed", "looked_back", "ends", "ended", "comes_at", "looks_at"):
        round_.facts.pop(name, None)
    for seat in round_.seats:
        seat.facts.clear()

    weekly.time_passes(round_, None, TUESDAY)
    assert recurring.planned(round_) == round_.wakes_at
    weekly.settle(round_, None, TUESDAY)

    assert place(round_.seats[0])["missed"] == 0
    assert recurring.runs(round_)


def asked(*, told: bool, away: bool = False) -> Round:
    """A question that nobody answered, to the end; whether it was shown to them, and found them there."""
    seats = [Seat(name, name=name, zone="Europe/London") for name in ("Ana", "Ben")]
    question = reflection.ask("T", "a-question", "Ana", "a-pair", seats, "What now?", TUESDAY)
    for seat in question.seats:
        seat.told_at, seat.back_at = TUESDAY if told else None, TUESDAY + timedelta(days=2) if away else None
    reflection.pass_on(question, "Ana", TUESDAY)
    now = TUESDAY
    while question.wakes_at and question.status == Status.RUNNING:
        now = max(now, question.wakes_at)
        reflection.time_passes(question, now)
        for seat in question.seats:
            seat.notice, seat.back_at = "", seat.back_at if seat.back_at and seat.back_at > now else None
    return question


def test_what_was_not_shown_to_somebody_or_came_while_they_were_away_does_not_count() -> None:
    assert missed(asked(told=True), "Ben") is True
    assert missed(asked(told=True), "Ana") is False
    assert missed(asked(told=False), "Ben") is None
    assert missed(asked(told=True, away=True), "Ben") is None
    assert missed(asked(told=True), "Chloe") is None

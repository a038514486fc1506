"""Who comes when: decided by nobody's speed, and so that no kind of experience speaks for long alone."""

from collections import Counter
from functools import cache
from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.features.listening.flow.order import places
from bot.features.listening.models import ROOM
from bot.rounds.company.order import rooms
from bot.rounds.keeping.models import Seat

KINDS = ("lived", "professional", "both", "unsaid")
LAPS = st.sampled_from(["turns:1", "turns:2", "check_in:0", "check_out:3"])
ROUNDS = st.text("abcdef0123456789", min_size=1, max_size=8)


def people(kinds: list[str]) -> list[Seat]:
    return [Seat(f"U{n}", kind=kind) for n, kind in enumerate(kinds)]


def longest(kinds: tuple[str, ...]) -> int:
    """The longest run of one known kind; `both` belongs to either, `unsaid` to none."""
    most = 0
    for known in ("lived", "professional"):
        run = 0
        for kind in kinds:
            run = run + 1 if kind in (known, "both") else 0
            most = max(most, run)
    return most


@cache
def shortest_possible(first: tuple[str, ...], between: tuple[str, ...], last: tuple[str, ...]) -> int:
    """Of all arrangements of those in the middle, tried one by one: the longest run in the best."""
    return min(longest((*first, *middle, *last)) for middle in set(permutations(between)))


def kinds_of(order: list[str], seats: list[Seat]) -> tuple[str, ...]:
    kinds = {seat.person_id: seat.kind for seat in seats}
    return tuple(kinds[person] for person in order)


SIX = st.lists(st.sampled_from(KINDS), min_size=1, max_size=6)
MANY = st.lists(st.sampled_from(KINDS), min_size=1, max_size=14)


@given(kinds=SIX, opening=st.sets(st.integers(0, 5)), host=st.integers(0, 6), round_id=ROUNDS, lap=LAPS)
def test_no_kind_runs_longer_than_two_where_any_order_could_avoid_it(
    kinds: list[str], opening: set[int], host: int, round_id: str, lap: str
) -> None:
    seats = people(kinds)
    volunteers = {f"U{n}" for n in opening}

    order = places(round_id, lap, seats, f"U{host}", volunteers)

    first = tuple(p for p in order if p in volunteers)
    last = tuple(p for p in order if p == f"U{host}" and p not in volunteers)
    best = shortest_possible(
        kinds_of(list(first), seats),
        tuple(sorted(kinds_of([p for p in order if p not in (*first, *last)], seats))),
        kinds_of(list(last), seats),
    )
    assert longest(kinds_of(order, seats)) <= max(2, best)
    assert tuple(order[: len(first)]) == first
    assert tuple(order[len(order) - len(last) :]) == last


@given(kinds=MANY, opening=st.sets(st.integers(0, 13)), host=st.integers(0, 14), mixed=st.randoms())
def test_the_order_is_the_same_for_the_same_people_whoever_joined_first(
    kinds: list[str], opening: set[int], host: int, mixed: object
) -> None:
    seats = people(kinds)
    later = list(seats)
    mixed.shuffle(later)  # type: ignore[attr-defined]
    volunteers = [f"U{n}" for n in opening]

    order = places("r", "turns:1", seats, f"U{host}", volunteers)

    assert order == places("r", "turns:1", later, f"U{host}", reversed(volunteers))
    assert sorted(order) == sorted(seat.person_id for seat in seats)


@given(kinds=MANY)
def test_nobody_is_put_first_because_of_what_they_bring(kinds: list[str]) -> None:
    """Where nobody offered to open, changing every kind into the other changes nothing."""
    other = {"lived": "professional", "professional": "lived"}
    changed = [other.get(kind, kind) for kind in kinds]

    assert places("r", "turns:1", people(kinds), "", []) == places("r", "turns:1", people(changed), "", [])


def test_another_time_round_has_another_order() -> None:
    seats = people(["unsaid"] * 8)

    orders = {tuple(places("r", f"turns:{lap}", seats, "U0", [])) for lap in range(1, 6)}

    assert len(orders) == 5
    assert {order[-1] for order in orders} == {"U0"}  # whoever asked comes last
    assert places("r", "turns:1", seats, "U0", []) != places("another", "turns:1", seats, "U0", [])


def test_everybody_comes_first_at_some_time() -> None:
    seats = people(["unsaid"] * 5)

    firsts = Counter(places(f"round-{n}", "turns:1", seats, "", [])[0] for n in range(200))

    assert set(firsts) == {seat.person_id for seat in seats}
    assert max(firsts.values()) < 80


def test_a_crowd_of_one_kind_is_put_in_order_promptly() -> None:
    for kind in KINDS:
        assert len(places("r", "turns:1", people([kind] * 60), "U1", ["U2"])) == 60


@given(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=60), mixed=st.randoms())
def test_groups_are_alike_in_size_and_in_what_people_bring(kinds: list[str], mixed: object) -> None:
    seats = people(kinds)
    later = list(seats)
    mixed.shuffle(later)  # type: ignore[attr-defined]

    found = rooms("r", seats, ROOM)

    sizes = Counter(found.values())
    assert set(found) == {seat.person_id for seat in seats}
    assert max(sizes.values()) <= ROOM
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert found == rooms("r", later, ROOM)
    for kind in KINDS:
        of_kind = Counter(dict.fromkeys(sizes, 0))
        of_kind.update(found[seat.person_id] for seat in seats if seat.kind == kind)
        assert max(of_kind.values()) - min(of_kind.values()) <= 1


@given(size=st.integers(13, 60))
def test_no_group_of_a_crowd_is_too_small_to_listen_in(size: int) -> None:
    sizes = Counter(rooms("r", people(["unsaid"] * size), ROOM).values())

    assume(len(sizes) > 1)
    assert min(sizes.values()) >= 4

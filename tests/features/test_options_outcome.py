"""What a test comes to: the vectors of the practice, and what holds for every group of up to six people.

A group is a multiset of elements: somebody's kind of experience, and their answer. Its key is a sum of
weights, one an element, so that a neighbour's is found by adding and taking away. Of two larger groups that
are each other's mirror (lived for professional) one is looked at, and in these a 4 stands for a 5 as well:
that mirrors come to the same, and a 4 and a 5 are worth the same, is asked of every group of up to four.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement, permutations

import pytest

from bot.features.options.flow.outcome import outcome
from bot.features.options.models import Level, Outcome
from tests.size import SOAK

KINDS = ("lived", "professional", "both", "unsaid")
MIRROR = {"lived": "professional", "professional": "lived"}
MISSING = None
ANSWERS = (*Level, MISSING)
SUPPORT = {Level.SUPPORT, Level.BEHIND}
RAISED = {Level.DISAGREE: Level.LIVE_WITH, Level.LIVE_WITH: Level.SUPPORT, Level.SUPPORT: Level.BEHIND}
AGREEING = {MISSING, Level.ASIDE, *SUPPORT}
BETTER = {Outcome.NOT_AGREED: 0, Outcome.TRY: 1, Outcome.RESERVATIONS: 2, Outcome.AGREED: 3}
LAST = {Outcome.OBJECTION: Outcome.NOT_AGREED, Outcome.MORE_TALK: Outcome.DEFERRED}
LARGEST = 6 if SOAK else 5  # of every group that is looked at
FEW = 4  # groups of up to so many are looked at with every answer, and with their mirrors

# An element is its place in these lists.
ELEMENTS = [(kind, answer) for kind in KINDS for answer in ANSWERS]
NUMBER = {element: number for number, element in enumerate(ELEMENTS)}
KIND, ANSWER = [kind for kind, _ in ELEMENTS], [answer for _, answer in ELEMENTS]
WITHOUT_5 = [number for number, answer in enumerate(ANSWER) if answer is not Level.BEHIND]
WEIGHT = [8**number for number in range(len(ELEMENTS))]
MIRRORED = [WEIGHT[NUMBER[MIRROR.get(kind, kind), answer]] for kind, answer in ELEMENTS]
# For each kind that an answer counts for, a bit; nothing for who is missing or stands aside.
_COUNTS_FOR = {"lived": 1, "professional": 2, "both": 3, "unsaid": 0}
HEARD = [0 if a in (MISSING, Level.ASIDE) else _COUNTS_FOR[kind] for kind, a in ELEMENTS]
Group = tuple[int, ...]


def comes_to(group: Group, test: int = 1, kinds: tuple[str, ...] = KINDS[:2]) -> Outcome:
    deciders = {place: KIND[one] for place, one in enumerate(group)}
    answers = {place: ANSWER[one] for place, one in enumerate(group) if ANSWER[one] is not MISSING}
    return outcome(deciders, answers, test, kinds)  # type: ignore[arg-type]


def key(group: Group) -> int:
    return sum(map(WEIGHT.__getitem__, group))


def mirrored(group: Group) -> int:
    return sum(map(MIRRORED.__getitem__, group))


def heard(group: Group) -> int:
    found = 0
    for one in group:
        found |= HEARD[one]
    return found


def groups(most: int) -> Iterator[tuple[Group, int]]:
    """Every group of up to so many, with its key."""
    for size in range(1, most + 1):
        several = range(len(ELEMENTS)) if size <= FEW else WITHOUT_5
        for group in combinations_with_replacement(several, size):
            at = key(group)
            if size <= FEW or at <= mirrored(group):
                yield group, at


def told(group: Group) -> list[tuple[str, Level | None]]:
    return [ELEMENTS[one] for one in group]


# --- the practice's own


@pytest.mark.parametrize(
    ("kinds", "answers", "test", "expected"),
    [
        ("LR", "54", 1, Outcome.AGREED),
        ("LR", "5-", 1, Outcome.NOT_ENOUGH),
        ("LR", "34", 1, Outcome.RESERVATIONS),
        ("LR", "33", 1, Outcome.TRY),
        ("LR", "11", 1, Outcome.NOT_AGREED),
        ("LR", "13", 1, Outcome.TRY),
        ("LR", "25", 1, Outcome.MORE_TALK),
        ("LR", "25", 3, Outcome.DEFERRED),
        ("LR", "05", 1, Outcome.OBJECTION),
        ("LR", "05", 3, Outcome.NOT_AGREED),
        ("LLRR", "55--", 1, Outcome.NOT_ENOUGH),
        ("LLRR", "544-", 1, Outcome.AGREED),
        ("LLRR", "5-S4", 1, Outcome.AGREED),
        ("LLRR", "1455", 1, Outcome.RESERVATIONS),
        ("LLRR", "3315", 1, Outcome.TRY),
        ("LLRR", "1115", 1, Outcome.NOT_AGREED),
        ("LLRR", "SS45", 1, Outcome.NOT_ENOUGH),
        ("LLRR", "SSS-", 1, Outcome.REFERRED),
        ("LLLRRR", "434543", 1, Outcome.RESERVATIONS),
        ("LLLRRR", "333415", 1, Outcome.TRY),
    ],
)
def test_the_vectors_of_the_practice(kinds: str, answers: str, test: int, expected: Outcome) -> None:
    named = {"L": "lived", "R": "professional"}
    pairs = zip(kinds, answers, strict=True)
    group = [NUMBER[named[kind], MISSING if answer == "-" else Level(answer)] for kind, answer in pairs]

    assert comes_to(tuple(group), test) is expected


# --- for every group


def test_nobody_decides_is_refused() -> None:
    for answers in ({}, {"ana": Level.BEHIND}):
        with pytest.raises(ValueError, match="nobody"):
            outcome({}, answers)


def test_in_every_group_objections_stand_silence_is_no_answer_and_a_higher_one_never_makes_it_worse() -> None:
    table = {}
    for group, at in groups(LARGEST):
        table[at] = comes_to(group)
        if len(group) > FEW:
            table[mirrored(group)] = table[at]

    assert len(table) > (1_300_000 if SOAK else 60_000)
    for group, at in groups(LARGEST):
        came_to = table[at]
        answers = [ANSWER[one] for one in group]
        assert answered(group, answers, came_to), (told(group), came_to)
        if came_to in BETTER:
            assert not worse_when_raised(group, at, table), told(group)
        if len(group) < FEW or (len(group) < LARGEST and Level.BEHIND not in answers):
            one_more = {table[at + WEIGHT[NUMBER[kind, MISSING]]] for kind in KINDS}
            assert one_more <= {came_to, Outcome.NOT_ENOUGH}, told(group)


def answered(group: Group, answers: list[Level | None], came_to: Outcome) -> bool:
    """Whether it is what these answers may come to."""
    given = len(group) - answers.count(MISSING)
    if Level.OBJECT in answers:
        return came_to is Outcome.OBJECTION
    if given < len(group) if len(group) <= 3 else 3 * given < 2 * len(group):
        return came_to is Outcome.NOT_ENOUGH
    if given == answers.count(Level.ASIDE):
        return came_to is Outcome.REFERRED
    if heard(group) < 3:
        return came_to is Outcome.NOT_ENOUGH
    if Level.TALK in answers:
        return came_to is Outcome.MORE_TALK
    return came_to in BETTER and (came_to is Outcome.AGREED) == all(a in AGREEING for a in answers)


def worse_when_raised(group: Group, at: int, table: dict[int, Outcome]) -> bool:
    """Whether a higher answer makes it worse, or silence in the place of support makes it better."""
    now = BETTER[table[at]]
    for one in set(group):
        kind, answer = ELEMENTS[one]
        if answer in RAISED and (len(group) <= FEW or answer is not Level.SUPPORT):
            raised = table[at - WEIGHT[one] + WEIGHT[NUMBER[kind, RAISED[answer]]]]
            if BETTER[raised] < now:
                return True
        if (
            answer in SUPPORT
            and BETTER.get(table[at - WEIGHT[one] + WEIGHT[NUMBER[kind, MISSING]]], -1) > now
        ):
            return True
    return False


def test_mirrors_come_to_the_same_and_a_4_is_worth_a_5() -> None:
    table = {at: comes_to(group) for group, at in groups(FEW)}

    for group, at in groups(FEW):
        lower = [NUMBER[KIND[one], Level.SUPPORT] if ANSWER[one] is Level.BEHIND else one for one in group]

        assert table[at] is table[mirrored(group)] is table[key(tuple(lower))], told(group)


def test_the_third_test_is_the_last() -> None:
    for group, _ in groups(FEW):
        first = comes_to(group)

        assert comes_to(group, 2) is first
        assert comes_to(group, 3) is LAST.get(first, first), told(group)


def test_whoever_is_named_at_the_start_must_be_among_those_who_answer() -> None:
    for group, _ in groups(FEW):
        anybody = comes_to(group, kinds=())
        weighed = anybody in BETTER or anybody is Outcome.MORE_TALK
        for kinds, wanted in ((("lived",), 1), (("professional",), 2), (("professional", "lived"), 3)):
            expected = Outcome.NOT_ENOUGH if weighed and heard(group) & wanted != wanted else anybody
            assert comes_to(group, kinds=kinds) is expected, (told(group), kinds)


def test_the_order_of_people_and_what_others_say_change_nothing() -> None:
    for group, _ in groups(3):
        deciders = {str(place): KIND[one] for place, one in enumerate(group)}
        answers = {str(n): answer for n, answer in enumerate(ANSWER[one] for one in group) if answer}
        came_to = outcome(deciders, answers)

        assert {comes_to(order) for order in permutations(group)} == {came_to}
        for level in Level:
            assert outcome(deciders, {"somebody": level, **answers}) is came_to

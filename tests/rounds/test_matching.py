"""Who is brought together: none who should not be, as many as can be, few who were before."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.people.models import Kind
from bot.rounds.practice.matching import OTHER, SAME, WISHES, Seeker, fits, matched, pair

SEEKERS = st.lists(
    st.builds(
        Seeker,
        st.sampled_from("ABCDEFGHIJ"),
        st.sampled_from(Kind),
        st.sampled_from(WISHES),
        st.integers(0, 20),
    ),
    unique_by=lambda one: one.id,
)
PAIRS = st.frozensets(st.sampled_from([pair(*two) for two in combinations("ABCDEFGHIJ", 2)]))


@given(SEEKERS, PAIRS, PAIRS)
def test_each_match_is_what_all_of_them_wish_for_and_nobody_is_in_two(seekers, never, before) -> None:  # type: ignore[no-untyped-def]
    found = matched(seekers, never, before)

    ids = [one.id for together in found for one in together]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {one.id for one in seekers}
    for together in found:
        for one, other in combinations(together, 2):
            assert fits(one, other)
            assert pair(one.id, other.id) not in never
    left = [one for one in seekers if one.id not in ids]
    assert not any(fits(*two) and pair(two[0].id, two[1].id) not in never for two in combinations(left, 2))


def test_who_did_not_say_what_they_bring_meets_nobodys_wish_for_it() -> None:
    unsaid, lived = Seeker("A", Kind.UNSAID), Seeker("B", Kind.LIVED, SAME)
    assert not fits(unsaid, lived)
    assert fits(Seeker("A", Kind.LIVED), lived)
    assert fits(Seeker("A", Kind.PROFESSIONAL), Seeker("B", Kind.LIVED, OTHER))
    assert not fits(Seeker("A", Kind.LIVED), Seeker("B", Kind.LIVED, OTHER))


def test_who_was_together_before_is_brought_together_with_others_where_that_can_be() -> None:
    four = [Seeker(name) for name in "ABCD"]

    found = matched(four, before={pair("A", "B"), pair("C", "D"), pair("A", "C"), pair("B", "D")})

    assert sorted(sorted(one.id for one in two) for two in found) == [["A", "D"], ["B", "C"]]


def test_of_three_one_more_joins_a_pair() -> None:
    assert [len(together) for together in matched([Seeker(name) for name in "ABC"])] == [3]

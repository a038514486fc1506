"""The rules of a pair alone: whatever people say, and however time passes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.pairs import flow
from bot.features.pairs.cards import card
from bot.features.pairs.flow import page
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import ASKED, LAPSED, YES, Step
from bot.features.pairs.needs import flow as needs
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = ("U0ANA", "U0BEN", "U0CHLOE")


def invited(people: int) -> Round:
    host, *others = [Seat(p, name=p) for p in PEOPLE[:people]]
    return flow.invite("T", "a-pair", host, others, TUESDAY)


ACTS = st.tuples(st.sampled_from(["yes", "no", "leave", "alone", "stop", "gone", "days"]), st.integers(0, 2))


@given(people=st.sampled_from([2, 3]), acts=st.lists(ACTS, max_size=20))
def test_nobody_is_in_a_pair_who_did_not_say_yes(people: int, acts: list[tuple[str, int]]) -> None:
    round_, now = invited(people), TUESDAY
    said_yes = {round_.host_id}

    for verb, number in acts:
        who = PEOPLE[number % people]
        try:
            if verb in ("yes", "no"):
                flow.answer(round_, who, yes=verb == "yes")
                said_yes |= {who} if verb == "yes" else set()
            elif verb == "leave":
                flow.leave(round_, who, now)
            elif verb == "alone":
                flow.go_on_alone(round_, who)
            elif verb == "stop":
                flow.stop(round_, who, now)
            else:
                round_.seat(who).gone |= verb == "gone"
                now += timedelta(days=number * 5)
                flow.time_passes(round_, now)
                assert round_.wakes_at is None or round_.wakes_at > now
        except Refusal:
            pass
        assert {s.person_id for s in members(round_)} <= said_yes
        assert all(card(round_, seat).text for seat in round_.seats)
        assert round_.status == Status.RUNNING or all(seat.step != ASKED for seat in round_.seats)

    flow.time_passes(round_, now + timedelta(days=15))
    assert all(seat.step != ASKED for seat in round_.present)
    assert round_.wakes_at is None
    assert (round_.step == Step.TOGETHER) == (
        round_.status == Status.RUNNING and any(s.step == YES for s in round_.present)
    )


@pytest.mark.parametrize("people", [[], ["U0ANA"], ["U0BEN", "U0CHLOE", "U0DEV"]])
def test_an_invitation_is_to_one_or_two_others(people: list[str]) -> None:
    with pytest.raises(Refusal):
        flow.invite("T", "a-pair", Seat("U0ANA"), [Seat(p) for p in people], TUESDAY)


def trio() -> Round:
    """Two have said yes, the third has not answered; it says what it is for."""
    host, *others = [Seat(p, name=p) for p in PEOPLE]
    round_ = flow.invite("T", "a-pair", host, others, TUESDAY, purpose="The clinic.")
    flow.answer(round_, PEOPLE[1], yes=True)
    return round_


@pytest.mark.parametrize("yes", [True, False])
def test_what_two_wrote_meanwhile_stands_and_not_what_the_invitation_was_for_beside_it(yes: bool) -> None:
    round_ = trio()
    page.write(round_, PEOPLE[1], {"what": "The letters."}, [], TUESDAY)
    page.see(round_, PEOPLE[0], [reply.id for reply in round_.of_kind("change")])

    flow.answer(round_, PEOPLE[2], yes=yes)

    assert [reply.text for reply in round_.replies if reply.about == "what"] == ["The letters."]


@pytest.mark.parametrize("leaving", [PEOPLE[:1], PEOPLE[1::-1]])  # the one who asked; the other first
def test_nobody_is_asked_any_more_once_whoever_asked_has_left(leaving: tuple[str, ...]) -> None:
    round_ = trio()

    for person in leaving:
        alone = [seat.person_id for seat in members(round_)] == [person]
        (flow.stop if alone else flow.leave)(round_, person, TUESDAY)

    assert round_.seat(PEOPLE[2]).step == LAPSED
    assert "This invitation is over" in card(round_, round_.seat(PEOPLE[2])).text
    assert round_.wakes_at is None
    with pytest.raises(Refusal):
        flow.answer(round_, PEOPLE[2], yes=True)


WRITES = st.tuples(
    st.sampled_from(["write", "see", "see some", "leave"]),
    st.integers(0, 2),
    st.sampled_from(["what", "pause"]),
    st.sampled_from(["", "The clinic.", "The letters.", "Tea."]),
)


@given(people=st.sampled_from([2, 3]), acts=st.lists(WRITES, max_size=25))
def test_what_stands_on_a_page_everybody_in_it_wrote_or_has_seen(
    people: int, acts: list[tuple[str, int, str, str]]
) -> None:
    """Whoever writes, sees or leaves in whatever order: until then what was there before stands."""
    round_ = invited(people)
    for person in PEOPLE[1:people]:
        flow.answer(round_, person, yes=True)
    known: dict[str, set[str]] = {}  # by the id of what was written, who has seen it

    for verb, number, field, text in acts:
        who = PEOPLE[number % people]
        before = {reply.about: reply.id for reply in round_.of_kind("line")}
        ids = [reply.id for reply in round_.of_kind("change")][: 1 if verb == "see some" else None]
        try:
            if verb == "write":
                page.write(round_, who, {field: text}, [reply.id for reply in round_.replies], TUESDAY)
            elif verb == "leave":
                flow.leave(round_, who, TUESDAY)
            else:
                page.see(round_, who, ids)
                for one in ids:
                    known[one].add(who)
        except Refusal:
            continue
        for reply in round_.replies:
            known.setdefault(reply.id, {reply.author_id})
        inside = {seat.person_id for seat in members(round_)}
        for reply in round_.of_kind("line"):
            assert reply.id == before.get(reply.about) or inside <= known[reply.id]
        assert len({(reply.kind, reply.about) for reply in round_.replies}) == len(round_.replies)
        assert all(reply.owner == f"pair:T:{round_.id}" for reply in round_.replies)


def test_what_helps_somebody_goes_when_they_and_whoever_reads_it_are_gone() -> None:
    round_ = needs.begin("T", "a-pair", Seat("U0ANA"), TUESDAY)
    needs.write(round_, "U0ANA", "Large print.", [Seat("U0BEN")], TUESDAY)
    for seat in round_.seats:
        seat.gone = True

    needs.time_passes(round_, True, TUESDAY)

    assert (round_.replies, round_.present) == ([], [])

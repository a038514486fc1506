"""The rules of a reflection alone: whatever people do, in whatever order, and however time passes."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.reflection import flow
from bot.features.reflection.cards import card
from bot.features.reflection.flow import live, standing
from bot.features.reflection.models import JOINT, LOOPS, TOGETHER, Hearing, Step, live_of, place
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status
from tests.size import examples
from tests.walking import hears

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = ("U0ANA", "U0BEN", "U0CHLOE")
ZONES = ("Europe/London", "Africa/Accra", "America/New_York")
WINDOWS = (Step.ASKED, Step.SHARED, Step.READ, Step.NOTE)


def asked(people: int = 2, *, as_other: bool = False) -> Round:
    seats = [Seat(p, name=p, zone=zone) for p, zone in zip(PEOPLE[:people], ZONES, strict=False)]
    question = "What did we avoid?"
    return flow.ask("T", "a-round", PEOPLE[0], "a-pair", seats, question, TUESDAY, as_other=as_other)


class Room:
    """A reflection, what people do in it, and what must be true whatever they do."""

    def __init__(self, people: int, *, as_other: bool = False) -> None:
        self.round = asked(people, as_other=as_other)
        self.now = TUESDAY
        self.only_reads: set[str] = set()
        self.played_back: Counter[str] = Counter()
        self.reminded: Counter[tuple[object, ...]] = Counter()

    def does(self, verb: str, who: str, chance: random.Random) -> None:
        before = self.round.step, self.round.status, {r.id for r in self.round.of_kind("open")}
        try:
            self._do(verb, who, chance)
        except Refusal:
            assert (self.round.step, self.round.status) == before[:2]
            return
        if verb == "play_back":
            self.played_back[who] += 1
        if {r.id for r in self.round.of_kind("open")} > before[2]:
            self._opened()

    def _opened(self) -> None:
        """Answers open when everybody's is in, or when all who answered chose to share."""
        authors = {reply.author_id for reply in self.round.of_kind("open")}
        without = [s for s in self.round.present if s.person_id not in authors]
        if self.round.step == Step.SHARED:
            assert {place(s)["choice"] for s in self.round.present if s.person_id in authors} <= {"share"}
        else:
            assert all(s.person_id in self.only_reads for s in without)

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        round_, now = self.round, self.now
        if verb in ("here", "all_here", "in_our_time"):
            self._is_there(verb, who)
            return
        other = chance.choice([seat.person_id for seat in round_.seats])
        note = round_.one("note")
        if verb in ("write", "draft"):
            flow.write(round_, who, f"the words of {who}", now, draft=verb == "draft")
        elif verb == "erase":
            flow.erase(round_, who, now)
        elif verb in ("share", "wait", "keep"):
            flow.choose(round_, who, verb, now)
        elif verb == "keep_open":
            until = chance.choice([None, (now + timedelta(days=chance.randint(-1, 70))).date()])
            flow.keep_open(round_, who, now, until)
        elif verb == "play_back":
            flow.play_back(round_, who, "what I heard", now)
        elif verb == "confirm":
            flow.confirm(round_, who, other, chance.choice(["yes", "nearly", "not_yet", "?"]), "more", now)
        elif verb == "note":
            seen = note.id if note and chance.random() < 0.8 else ""
            text = chance.choice(["ours", "ours too"])
            flow.write_note(round_, who, text, chance.random() < 0.7, seen, now)
        elif verb == "gone":
            round_.seat(who).gone = True
            flow.time_passes(round_, now)
        else:
            self.only_reads |= {who} if verb in ("just_read", "withdraw") else set()
            getattr(flow, verb)(round_, who, now)

    def _is_there(self, verb: str, who: str) -> None:
        """Somebody says that they are here, or all do, or one goes back: nobody's time is any shorter."""
        before = self._ends()
        if verb == "in_our_time":
            flow.in_our_time(self.round, who, self.now)
            assert live_of(self.round) is None
        else:
            for one in [seat.person_id for seat in self.round.present] if verb == "all_here" else [who]:
                flow.here(self.round, one, self.now)
        for was, is_ in zip(before, self._ends(), strict=True):
            assert was is None or (is_ is not None and is_ >= was)

    def _ends(self) -> list[datetime | None]:
        return [self.round.ends_at, *(seat.due_at for seat in self.round.seats)]

    def passes_time(self, hours: float) -> None:
        """Each thing happens when it is due, as with the tick; notices ring at once."""
        end = self.now + timedelta(hours=hours)
        for _ in range(60):
            due = self.round.wakes_at
            if due is None or due > end:
                break
            self.now = max(self.now, due)
            self._ticks()
        else:
            raise AssertionError("the tick never comes to an end")
        self.now = end

    def sleeps(self, hours: float) -> None:
        """The machine slept, and wakes to one tick."""
        self.now += timedelta(hours=hours)
        self._ticks()

    def _ticks(self) -> None:
        flow.time_passes(self.round, self.now)
        due = self.round.wakes_at
        assert due is None or due > self.now, (self.round.step, due, self.now)
        for seat in self.round.present:
            if seat.notice.startswith("nudge"):
                windows = tuple(s.since for s in self.round.seats)
                self.reminded[seat.person_id, seat.notice.rpartition(":")[0], windows] += 1
            if seat.notice:
                hears(seat, self.now)

    def holds(self) -> None:
        round_ = self.round
        for reply in round_.replies:
            if reply.kind in ("draft", "answer"):
                readers = [p for p in PEOPLE if standing.may_read(round_, reply, p)]
                assert readers == [reply.author_id]
                assert not standing.may_read(round_, reply, None)
            if reply.kind == "open" and round_.step == Step.SHARED:
                first = [s.person_id for s in round_.present if s.step in ("", "draft", "passed")]
                assert not [p for p in first if p != reply.author_id and standing.may_read(round_, reply, p)]
        assert all(times <= LOOPS for times in self.played_back.values())
        assert all(place(seat)["loops"] <= LOOPS for seat in round_.seats)
        assert all(seat.nudges <= 2 for seat in round_.seats)
        assert all(times <= 2 for times in self.reminded.values())
        there = live_of(round_)
        if there:
            assert live.can(round_)
            assert datetime.fromisoformat(there["until"]) <= self.now + TOGETHER
        assert not round_.paused_by or round_.status == Status.PAUSED
        assert round_.paused_by in ("", *(seat.person_id for seat in round_.present))
        for seat in round_.seats:
            assert len(seat.rang) <= 64
            assert card(round_, seat).text  # there is something to show, whatever happened


LIKELY = {
    Step.ASKED: "write write write draft erase pass_on withdraw stop here all_here",
    Step.EMPTY: "write keep_open keep_open stop pass_on draft",
    Step.CHOOSE: "share share share wait keep write draft erase pass_on withdraw",
    Step.SHARED: "write just_read draft erase withdraw share pass_on",
    Step.READ: "play_back play_back play_back confirm confirm confirm pass_on enough landed_badly withdraw "
    "here all_here in_our_time",
    Step.NOTE: "all_here note note note enough landed_badly withdraw stop go_on",
    Step.RESTING: "take_up take_up withdraw play_back",
    Step.ALONE: "write draft erase withdraw stop",
    Step.CLOSED: "withdraw take_up write enough",
    Step.FORGOTTEN: "withdraw take_up write",
}
ANY = sorted({verb for verbs in LIKELY.values() for verb in verbs.split()})
TIMES = (0.03, 1, 7, 20, 30, 0.2, 55, 80, 400)


def next_thing(room: Room, number: int) -> str:
    """Most of what people do is what their card offers; now and then it is a card of last week's."""
    likely = LIKELY[Step(room.round.step)].split()
    if room.round.status == Status.PAUSED:
        likely = ["go_on", "go_on", "withdraw", "stop", "play_back", "confirm"]
    kinds = [
        *likely,
        *likely,
        "passes_time",
        "passes_time",
        "sleeps",
        (number // 64 % 5 and "write") or "gone",
    ]
    return ANY[number % len(ANY)] if number % 7 == 0 else kinds[number % len(kinds)]


@settings(max_examples=examples(250))
@given(
    people=st.sampled_from([2, 3]),
    as_other=st.booleans(),
    steps=st.lists(st.tuples(st.integers(0, 2**12), st.integers(0, 2), st.integers(0, 2**12)), max_size=50),
)
def test_whatever_people_do_a_reflection_keeps_its_promises_and_ends(
    people: int, as_other: bool, steps: list[tuple[int, int, int]]
) -> None:
    room = Room(people, as_other=as_other)

    for number, who, seed in steps:
        verb = next_thing(room, number)
        if verb in ("passes_time", "sleeps"):
            getattr(room, verb)(TIMES[seed % len(TIMES)])
        else:
            room.does(verb, PEOPLE[who % people], random.Random(seed))
        room.holds()
    room.passes_time(24 * 200)

    assert room.round.status in (Status.CLOSED, Status.STOPPED)
    assert room.round.step == Step.FORGOTTEN
    assert room.round.wakes_at is None
    together = room.round.present and room.round.one(JOINT)
    assert [reply.kind for reply in room.round.replies] == (["question", JOINT] if together else [])


def test_an_answer_that_is_shown_early_would_be_noticed() -> None:
    """The promises above can be broken: the room notices an answer that its reader should wait for."""
    room = Room(2)
    flow.write(room.round, "U0ANA", "Mine.", TUESDAY)
    room.round.of_kind("answer")[0].kind = "open"

    with pytest.raises(AssertionError):
        room._opened()


def test_two_who_answer_at_the_same_moment_open_it_once() -> None:
    round_ = asked()

    flow.write(round_, "U0ANA", "Mine.", TUESDAY)
    flow.write(round_, "U0BEN", "Mine too.", TUESDAY)

    assert round_.step == Step.READ
    assert [seat.rang for seat in round_.seats] == ["opened", "asked"]
    with pytest.raises(Refusal):
        flow.write(round_, "U0ANA", "Once more.", TUESDAY)


def test_the_order_of_the_answers_does_not_show_who_was_first() -> None:
    orders = set()
    for first, second in (PEOPLE[:2], PEOPLE[1::-1]):
        round_ = asked()
        flow.write(round_, first, "Mine.", TUESDAY)
        flow.write(round_, second, "Mine too.", TUESDAY)
        orders.add(tuple(reply.author_id for reply in standing.in_order(round_)))

    assert len(orders) == 1


def test_a_refusal_changes_nothing_of_what_is_kept() -> None:
    round_ = asked()
    flow.write(round_, "U0ANA", "Mine.", TUESDAY)
    before = str(round_), [(r.kind, r.text) for r in round_.replies]

    for verb in (flow.enough, flow.take_up, flow.landed_badly, flow.go_on, flow.just_read, flow.stop):
        with pytest.raises(Refusal):
            verb(round_, "U0ANA", TUESDAY)

    assert (str(round_), [(r.kind, r.text) for r in round_.replies]) == before


def test_a_round_never_says_in_a_traceback_what_somebody_wrote() -> None:
    round_ = asked()

    flow.write(round_, "U0ANA", "A secret.", TUESDAY)

    assert "A secret." not in repr(round_)


def opened() -> Round:
    round_ = asked()
    for person in PEOPLE[:2]:
        flow.write(round_, person, "Mine.", TUESDAY)
    return round_


def test_a_play_back_that_was_never_answered_does_not_make_a_fourth_time_round() -> None:
    round_ = opened()
    for _ in range(LOOPS):
        flow.play_back(round_, "U0ANA", "I heard.", TUESDAY)
        if place(round_.seat("U0ANA"))["loops"] < LOOPS:
            flow.confirm(round_, "U0BEN", "U0ANA", "not_yet", "", TUESDAY)
    later = TUESDAY + timedelta(days=1)
    flow.play_back(round_, "U0BEN", "And I.", later)  # so that it is not over when the time for Ana's is

    flow.time_passes(round_, TUESDAY + timedelta(days=1, hours=9))

    assert (round_.step, round_.seat("U0ANA").step) == (Step.READ, Hearing.LET_GO)
    with pytest.raises(Refusal):
        flow.play_back(round_, "U0ANA", "A fourth time.", later)


def test_a_reminder_that_waits_is_dropped_when_it_is_done_meanwhile() -> None:
    round_ = opened()
    flow.play_back(round_, "U0ANA", "I heard.", TUESDAY)
    later = TUESDAY + timedelta(days=1, hours=2)
    flow.time_passes(round_, later)
    assert round_.seat("U0BEN").notice.startswith("nudge")
    flow.play_back(round_, "U0BEN", "And I.", later)

    flow.confirm(round_, "U0BEN", "U0ANA", "yes", "", later)

    assert round_.seat("U0BEN").notice == ""


def test_a_choice_that_waits_to_be_asked_for_is_dropped_when_it_is_made() -> None:
    round_ = asked(3)
    for person in PEOPLE[:2]:
        flow.write(round_, person, "Mine.", TUESDAY)
    over = TUESDAY + timedelta(days=3)
    flow.time_passes(round_, over)
    assert [seat.notice[:6] for seat in round_.seats[:2]] == ["choose", "choose"]

    flow.choose(round_, "U0ANA", "share", over)

    assert [seat.notice[:6] for seat in round_.seats[:2]] == ["", "choose"]
    assert round_.wakes_at
    assert round_.wakes_at <= over  # the tick looks at once, so that Ben's is not forgotten


def test_one_who_is_heard_does_not_end_the_hearing_of_the_others() -> None:
    round_ = asked(3)
    flow.write(round_, "U0ANA", "Mine.", TUESDAY)
    over = TUESDAY + timedelta(days=3)
    flow.time_passes(round_, over)
    flow.choose(round_, "U0ANA", "share", over)
    for person in PEOPLE[1:]:
        flow.just_read(round_, person, over)
    flow.play_back(round_, "U0BEN", "I heard.", over)
    flow.confirm(round_, "U0ANA", "U0BEN", "yes", "", over)

    flow.time_passes(round_, over + timedelta(minutes=1))

    assert round_.seat("U0CHLOE").step == Hearing.HEAR


def test_where_nobody_has_anything_to_play_back_a_note_is_offered_at_once() -> None:
    round_ = asked(3)
    flow.write(round_, "U0ANA", "Mine.", TUESDAY)
    over = TUESDAY + timedelta(days=3)
    flow.time_passes(round_, over)
    flow.choose(round_, "U0ANA", "share", over)
    flow.step_out(round_, "U0ANA", over)

    for person in PEOPLE[1:]:
        flow.just_read(round_, person, over)

    assert round_.step == Step.NOTE


def test_a_window_of_three_days_has_one_reminder_and_no_second() -> None:
    round_ = asked()

    reminders = 0
    for minutes in range(0, 60 * 55, 10):
        round_.seat("U0BEN").notice = ""
        flow.time_passes(round_, TUESDAY + timedelta(minutes=minutes))
        reminders += round_.seat("U0BEN").notice.startswith("nudge")

    assert reminders == 1

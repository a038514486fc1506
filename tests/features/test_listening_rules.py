"""The rules of a listening round alone: whatever people do, in whatever order, and however time passes."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.listening import flow
from bot.features.listening.flow import hosting, standing, steps
from bot.features.listening.models import (
    HERE,
    MOST,
    PASSED,
    Form,
    Pace,
    Plan,
    Step,
    facts,
    is_in,
    joined,
    pace,
    plan_of,
)
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.company import looking_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import is_working, worked
from bot.rounds.time.windows import zones
from tests.size import examples
from tests.walking import SECRET, Walk, again, hears, somebody

TUESDAY, DAY = datetime(2026, 9, 15, 9, tzinfo=UTC), timedelta(days=1)
PEOPLE = tuple(f"U0{n:02}" for n in range(14))
OPEN = (Status.RUNNING, Status.PAUSED)
GATHER, LIVE, RELAY = Pace.GATHER, Pace.LIVE, Pace.RELAY


def asked(plan: Plan, now: datetime = TUESDAY, size: int = 14) -> Round:
    host, *others = [somebody(n) for n in range(size)]
    named = [seat for seat in others if seat.person_id in plan.people]
    round_ = flow.ask("T", "a-round", host, named, "C0HOME", plan, f"{SECRET}?", f"{SECRET} ear", now)
    flow.stand(round_)
    return round_


class Group(Walk):
    """A listening round, what people do in it, and what must be true whatever they do."""

    def __init__(self, plan: Plan, size: int, kinds: int = 0, now: datetime = TUESDAY) -> None:
        self.seats = [somebody(n, kinds) for n in range(size)]
        self.now = now
        host, *others = [replace(seat) for seat in self.seats]
        named = [seat for seat in others if seat.person_id in plan.people]
        self.round = flow.ask("T", "a-round", host, named, "C0HOME", plan, f"{SECRET}?", f"{SECRET} ear", now)
        self._born()

    def _born(self) -> None:
        self.lap = self._which_lap(self.round)
        self.began = {s.person_id for s in joined(self.round)}  # whoever was in it when this lap began
        self.came_back: set[str] = set()  # left it in this lap, and joined again
        self.left_over: tuple[float, str] | None = None
        self.rooms: list[Group] = []

    @classmethod
    def of_room(cls, room: Round, now: datetime) -> "Group":
        made = cls.__new__(cls)
        made.round, made.now, made.seats = room, now, list(room.seats)
        made._born()
        return made

    # what people do

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        round_ = self.round
        if verb == "gone":
            if any(s.person_id == who for s in round_.present):
                round_.seat(who).gone = True
                self._tick(alone=False)
            return
        self._decide(verb, who, chance)
        steps.settle(round_)

    def _decide(self, verb: str, who: str, chance: random.Random) -> None:
        round_, now = self.round, self.now
        other = chance.choice(self.seats).person_id
        if verb in ("join", "write"):
            self._join(verb, who)
            return
        may("withdraw" if verb in ("withdraw", "keep", "unkeep") else "take part", round_.roles(who))
        more: dict[str, Callable[[], object]] = {
            "away": lambda: flow.miss(round_, who, now),
            "decline": lambda: flow.decline(round_, who, now),
            "still_here": lambda: flow.still_here(round_, who),
            "plain": lambda: flow.plain(round_, who),
            "open": lambda: flow.offer_to_open(round_, who),
            "listened": lambda: flow.listened(round_, who, now),
            "play_back": lambda: flow.play_back(round_, who, f"{SECRET} heard by {who}", now),
            "confirm": lambda: flow.confirm(round_, who, other, chance.choice(["yes", "nearly", "not_yet"])),
            "say": lambda: flow.say_later(round_, who, f"{SECRET} note", now),
            "take": lambda: flow.take_along(round_, who, f"{SECRET} taking", True, now),
            "nothing": lambda: flow.take_along(round_, who, "", False, now),
            "keep": lambda: flow.keep(round_, who, True),
            "unkeep": lambda: flow.keep(round_, who, False),
            "think": lambda: flow.think_together(round_, who, f"{SECRET} together?", now),
            "begin": lambda: self._begin(who, chance),
            "question": lambda: hosting.next_question(round_, who, f"{SECRET} next?", now),
            "offer": lambda: looking_after.offer(
                round_, who, other, joined(round_), now, together=chance.random() < 0.5
            ),
            "host": lambda: hosting.take(round_, who, now),
            "no_host": lambda: hosting.decline(round_, who, now),
            "change": lambda: self._change(who, chance),
        }
        if verb in more:
            more[verb]()
        elif verb in ("read_now", "skip", "extend", "leave_out", "close", "take_back"):
            getattr(hosting, verb)(round_, who, now)
        else:
            getattr(flow, verb)(round_, who, now)

    def _join(self, verb: str, who: str) -> None:
        """What the listeners do: *Write* is joining, and thinking again."""
        round_ = self.round
        if verb == "write" and pace(round_) is not GATHER:
            raise Refusal("listening.refused.moved_on")
        seat = next(s for s in self.seats if s.person_id == who)
        if any(s.person_id == who and s.left_at for s in round_.seats):
            self.came_back.add(who)
        flow.join(round_, Seat(who, name=seat.name, zone=seat.zone, kind=seat.kind), self.now)
        if verb == "write":
            if round_.step == Step.WRITE and round_.seat(who).step == PASSED:
                round_.seat(who).step = HERE
            flow.write(round_, who, f"{SECRET} of {who}", f"{SECRET} arrives", self.now)

    def _begin(self, who: str, chance: random.Random) -> None:
        two = len(joined(self.round)) == 2
        rooms = hosting.begin(self.round, who, self.now, two=two)
        for room in rooms:
            flow.stand(room)
        if rooms:
            here = [s.person_id for s in joined(self.round)]
            assert sorted(p for room in rooms for p in (s.person_id for s in joined(room))) == sorted(here)
            assert all(len(joined(room)) <= MOST for room in rooms)
            self.rooms = [Group.of_room(room, self.now) for room in rooms]

    def _change(self, who: str, chance: random.Random) -> None:
        plan = Plan(chance.choice(list(Pace)), chance.choice(list(Form)), people=plan_of(self.round).people)
        named = [replace(s) for s in self.seats if s.person_id in plan.people and s.person_id != who]
        hosting.change(self.round, who, plan, f"{SECRET} otherwise?", named, self.now)

    # what time does

    def _tick(self, *, alone: bool = True) -> None:
        said = {seat.person_id: seat.rang for seat in self.round.seats}
        flow.time_passes(self.round, self.now)
        for seat in self.round.present:
            if alone and pace(self.round) is RELAY and seat.rang != said[seat.person_id]:
                assert is_working(self.now, seat.zone), f"time alone rang at night: {seat.rang}"
        waiting = [seat for seat in self.round.present if seat.notice]
        for seat in waiting:
            hears(seat, self.now)
        if any(seat.rang.startswith("turn") for seat in waiting):
            flow.time_passes(self.round, self.now)  # whose turn it is knows: it runs from here

    # what must be true

    def _held(self, before: Round, verb: str) -> list[Seat] | None:
        apart = (
            "listened",
            "change",
            "take_back",
            "gone",
            "step_out",
        )  # of those who listen nobody knows who
        if pace(before) is LIVE or pace(self.round) is LIVE or verb in apart:
            return None
        if steps.in_turns(before) and steps.in_turns(self.round):
            return None  # the floor has a window a turn
        return steps.holds_up(before)

    def _stands(self, round_: Round) -> object:
        turns = steps.in_turns(round_)  # the floor has a window a turn
        return (round_.step, facts(round_)["lap"], None if turns else round_.since)

    def _watch(self, before: Round, verb: str, who: str) -> None:
        self._offers(before, verb, who)
        self._openings(before, verb, who)
        self._pauses(before, verb)
        self.holds()

    def _which_lap(self, round_: Round) -> tuple[object, ...]:
        return (round_.step, facts(round_)["lap"]) if steps.in_turns(round_) else ()

    def _offers(self, before: Round, verb: str, who: str) -> None:
        f, old, lap = facts(self.round), facts(before), self._which_lap(self.round)
        same = lap == self.lap and f["offered"][: len(old["offered"])] == old["offered"]
        fresh = f["offered"][len(old["offered"]) if same else 0 :] if lap else []
        if not same:
            if self.lap:
                self._lap_over(before, verb, who)
            self.lap, self.came_back = lap, set()
            self.began = {s.person_id for s in joined(self.round)}
        in_it = {s.person_id for s in joined(self.round)}
        for person in fresh:
            assert f["offered"].count(person) <= 2
            if f["offered"].count(person) == 2:
                waiting = {p for p in in_it if p not in f["offered"]}
                assert not waiting, f"{person} is offered it again before {waiting}"

    def _lap_over(self, before: Round, verb: str, who: str) -> None:
        """A lap ends when all were offered it, unless whoever looks after it closes, or nobody is there."""
        old = facts(before)
        cut = verb == "close" or self.round.status != Status.RUNNING
        gone = {s.person_id for s in self.round.seats if s.left_at}
        was_in = {s.person_id for s in joined(before)} - gone
        if cut or before.status != Status.RUNNING:
            return
        assert self.began & was_in <= set(old["offered"])
        assert was_in <= set(old["offered"]) | self.came_back
        last = {old["holder"], who}
        passed = all(before.seat(p).step == PASSED for p in was_in - last)
        if before.step == Step.TURNS and passed and not old["spoke"] and verb != "done":
            return  # a whole group that passes has said something
        for person in was_in - last - self.came_back:
            again_ = (HERE, PASSED) if before.step == Step.TURNS else (HERE,)  # arriving takes a word
            if before.seat(person).step in again_:
                assert old["offered"].count(person) == 2, person

    def _openings(self, before: Round, verb: str, who: str) -> None:
        round_ = self.round
        opened = {r.id for r in round_.of_kind("open")} - {r.id for r in before.of_kind("open")}
        if not opened or before.step != Step.WRITE:
            return
        f = facts(before)
        waited = [s for s in round_.present if s.step in ("invited", HERE)]
        over = bool(before.ends_at and self.now >= before.ends_at)
        if verb == "read_now":
            assert who == before.host_id
        elif not over:
            assert not waited, "somebody who joined has not written yet"
            assert plan_of(before).people or f["lap"] > 1

    def _pauses(self, before: Round, verb: str) -> None:
        """A pause freezes what is left of the time, as long as nobody leaves meanwhile."""
        round_ = self.round
        if before.status == Status.RUNNING and round_.status == Status.PAUSED:
            self.left_over = self._left(before)
        elif verb in ("step_out", "gone", "withdraw", "decline"):
            self.left_over = None
        elif before.status == Status.PAUSED and round_.status == Status.RUNNING and self.left_over:
            left, holder = self.left_over
            if (round_.step, facts(round_)["holder"]) == (before.step, holder) and verb == "go_on":
                now = self._left(round_)
                assert abs(now[0] - left) < 1, (before.step, left, now)
            self.left_over = None

    def _left(self, round_: Round) -> tuple[float, str]:
        """Seconds to the end of this step: of working time where days count."""
        if round_.ends_at is None:
            return 0, ""
        holder, begins = facts(round_)["holder"], self.now
        if pace(round_) is LIVE:
            return (round_.ends_at - begins).total_seconds(), holder
        last = min(
            zones(round_), key=lambda name: begins.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
        )
        zone = round_.seat(holder).zone if holder else last  # whoever's day ends last
        return worked(max(begins, round_.since or begins), round_.ends_at, zone).total_seconds(), holder

    def holds(self) -> None:
        round_, f = self.round, facts(self.round)
        in_it = {s.person_id for s in joined(round_)}
        if f["holder"]:
            assert f["holder"] in in_it
            assert steps.in_turns(round_)
            assert round_.status in OPEN
            assert (round_.ends_at is None) == (round_.status == Status.PAUSED)  # a pause has no deadline
        queues = [*f["order"], *f["again"]]
        assert len(set(queues)) == len(queues)
        assert set(queues) <= in_it
        assert f["holder"] not in queues
        assert round_.wakes_at is not None or round_.status not in OPEN
        self._private()
        self._plain()
        assert all(len(seat.rang) <= 63 and len(seat.notice) <= 64 for seat in round_.seats)
        assert all(seat.nudges <= 2 for seat in round_.seats)
        assert f["beside"] in ("", *(seat.person_id for seat in round_.present))
        assert not round_.paused_by or round_.status == Status.PAUSED
        assert round_.paused_by in ("", *(seat.person_id for seat in round_.present))
        assert all(seat.due_at is None and not seat.notice for seat in round_.seats if seat.left_at)

    def _private(self) -> None:
        round_ = self.round
        for reply in round_.replies:
            readers = {p for p in PEOPLE if standing.readable(round_, reply, p)}
            if reply.kind in ("answer", "arrival", "note"):
                assert readers == {reply.author_id}
                assert not standing.on_card(round_, reply)
                assert not round_.seat(reply.author_id).left_at
            if reply.kind == "ear":
                assert readers == set()
            if reply.kind == "arrived":
                opened = {(r.author_id, r.about) for r in round_.of_kind("open")}
                assert (reply.author_id, reply.about) in opened or readers <= {reply.author_id}
            if reply.kind in ("open", "heard", "arrived"):
                assert all(is_in(round_, p) for p in readers - {reply.author_id})
        for person in PEOPLE:
            wrote = [r for k in ("answer", "open") for r in round_.of_kind(k, person)]
            if not (is_in(round_, person) or wrote):
                with pytest.raises(Refusal):
                    standing.may_read(round_, person)
        if round_.status not in OPEN:
            assert not [r for r in round_.replies if r.kind in ("ear", "note", "arrival", "arrived")]
            assert facts(round_)["heard"] == {}

    def _plain(self) -> None:
        """What is remembered is plain, has nobody's words, and names nobody who listened."""
        f = facts(self.round)
        assert SECRET not in json.dumps(f)
        assert SECRET not in repr(self.round)
        for marks in f["heard"].values():
            assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in marks)
            assert marks == sorted(set(marks))
        assert all(
            isinstance(number, int) for number in (*f["counts"].values(), *standing.counts(self.round))
        )


MOSTLY = {
    Step.ASKED: "join join join join join join begin begin open open decline pause step_out change say",
    Step.CHECK_IN: "done done done pass_on more away skip say join pause step_out listened",
    Step.TURNS: "done done done done pass_on pass_on away skip extend more say join pause step_out listened"
    " question offer close confirm confirm still_here plain leave_out",
    Step.WRITE: "write write write write write join decline erase pause step_out read_now extend question"
    " change",
    Step.READ: "listened listened listened write play_back confirm take withdraw keep join pause question"
    " close step_out extend",
    Step.TALK: "take question think close pause extend step_out",
    Step.CHECK_OUT: "take nothing take nothing done done pass_on more away skip close pause keep step_out",
    Step.CLOSED: "withdraw keep unkeep step_out take",
    Step.FORGOTTEN: "withdraw keep",
    Step.SPLIT: "join write",
    Step.TAKEN_BACK: "join write",
}
ANY = sorted({verb for verbs in MOSTLY.values() for verb in verbs.split()} | {"host", "no_host", "take_back"})
BY_HOST = {
    "begin",
    "skip",
    "extend",
    "leave_out",
    "question",
    "offer",
    "close",
    "read_now",
    "change",
    "take_back",
}
BY_HOLDER = {"done", "pass_on", "more", "still_here", "plain"}
HOURS = (0.2, 1, 3, 7, 20, 30, 55, 80, 200)
SECONDS = (5, 11, 25, 70, 100, 130, 200, 700, 2000, 4000)


def next_thing(group: Group, number: int) -> str:
    """Most of what people do is what their card offers; now and then it is a card of last week's."""
    likely = MOSTLY[Step(group.round.step)].split()
    if group.round.status == Status.PAUSED:
        likely = ["go_on", "go_on", "go_on", "withdraw", "step_out", "think", "host", "say"]
    if facts(group.round)["wanted"] or facts(group.round)["handing"]:
        likely += ["host", "no_host"]
    kinds = [*likely, *likely, "passes_time", "passes_time", "sleeps"]
    if number % 97 == 0:
        return "gone"
    return ANY[number % len(ANY)] if number % 11 == 0 else kinds[number % len(kinds)]


def whoever(group: Group, verb: str, who: int) -> str:
    """Mostly whoever may."""
    f = facts(group.round)
    if who % 5 and verb in BY_HOST:
        return group.round.host_id
    if who % 5 and verb in BY_HOLDER and f["holder"]:
        return f["holder"]
    if who % 5 and verb == "go_on":
        return group.round.paused_by or group.round.host_id
    return group.seats[who % len(group.seats)].person_id


PLANS = st.builds(
    Plan,
    pace=st.sampled_from(Pace),
    form=st.sampled_from(Form),
    people=st.just(()) | st.integers(1, 14).map(lambda n: PEOPLE[:n]),
    check_in=st.booleans(),
    play_back=st.booleans(),
    publish=st.booleans(),
)


@settings(max_examples=examples(200))
@given(
    plan=PLANS,
    size=st.integers(2, 14),
    kinds=st.integers(0, 4**14),
    joining=st.integers(0, 14),
    things=st.lists(
        st.tuples(st.integers(0, 2**12), st.integers(0, 2**8), st.integers(0, 2**12)), max_size=60
    ),
)
def test_whatever_people_do_a_listening_round_keeps_its_promises_and_ends(
    plan: Plan, size: int, kinds: int, joining: int, things: list[tuple[int, int, int]]
) -> None:
    group = Group(plan, size, kinds)
    chance = random.Random(kinds)
    for seat in group.seats[:joining]:
        group.does("join", seat.person_id, chance)

    for number, who, seed in things:
        verb = next_thing(group, number)
        if verb in ("passes_time", "sleeps"):
            live = pace(group.round) is LIVE
            unit, amounts = ("seconds", SECONDS) if live else ("hours", HOURS)
            getattr(group, verb)(**{unit: amounts[seed % len(amounts)]})
        else:
            group.does(verb, whoever(group, verb, who), random.Random(seed))

    for one in (group, *group.rooms):
        one.passes_time(days=800)
        assert one.round.status in (Status.CLOSED, Status.STOPPED)
        assert one.round.step in (Step.FORGOTTEN, Step.CLOSED, Step.TAKEN_BACK, Step.SPLIT)
        assert one.round.wakes_at is None
        kept = {r.author_id for r in one.round.of_kind("open")}
        assert kept <= set(facts(one.round)["keeps"])
        assert not [
            r for r in one.round.replies if r.kind in ("answer", "note", "arrival", "arrived", "heard", "ear")
        ]


def test_words_that_somebody_may_read_early_would_be_noticed() -> None:
    """The promises above can be broken: the group notices words that were opened before their time."""
    group = Group(Plan(), 3)
    for person in PEOPLE[:3]:
        group.does("join", person, random.Random(0))
    flow.write(group.round, PEOPLE[0], f"{SECRET} mine", "", TUESDAY)
    before = again(group.round)
    group.round.of_kind("answer")[0].kind = "open"

    with pytest.raises(AssertionError, match="has not written yet"):
        group._watch(before, "write", PEOPLE[0])


def test_a_floor_that_is_offered_twice_too_early_would_be_noticed() -> None:
    group = Group(Plan(LIVE), 3)
    for person in PEOPLE[:3]:
        group.does("join", person, random.Random(0))
    group.does("begin", PEOPLE[0], random.Random(0))
    before = again(group.round)
    f = facts(group.round)
    f["offered"].append(f["holder"])

    with pytest.raises(AssertionError, match="is offered it again before"):
        group._watch(before, "pass_on", f["holder"])


# --- one after the other, live or over some days


def going_round(plan: Plan, size: int, now: datetime = TUESDAY) -> Round:
    before = now if plan.pace is LIVE else now - 4 * DAY  # passed on, others had time to come, a weekend too
    round_ = asked(plan, before, size)
    for n in range(size):
        flow.join(round_, somebody(n), before)
    if round_.step == Step.ASKED:
        hosting.begin(round_, PEOPLE[0], now, two=True)
    return round_


def holder(round_: Round) -> str:
    return facts(round_)["holder"]


def ticks(round_: Round, until: datetime) -> None:
    """Whatever falls due until then happens when it is due."""
    steps.settle(round_)
    for _ in range(2000):
        if round_.wakes_at is None or round_.wakes_at > until:
            return
        _passes(round_, round_.wakes_at)
    raise AssertionError("the tick never comes to an end")


def _passes(round_: Round, now: datetime) -> None:
    """One tick, and whose turn it is hears so at once: it runs from there."""
    flow.time_passes(round_, now)
    turns = [seat for seat in round_.present if seat.notice.startswith("turn")]
    for seat in turns:
        hears(seat, now)
    if turns:
        flow.time_passes(round_, now)


@given(size=st.integers(2, 12), form=st.sampled_from(Form), slow=st.sampled_from([LIVE, RELAY]))
def test_everybody_has_the_floor_once_when_nobody_passes(size: int, form: Form, slow: Pace) -> None:
    round_, now, had = going_round(Plan(slow, form), size), TUESDAY, []

    while round_.step == Step.TURNS and facts(round_)["lap"] == 1:
        now = max(now, round_.since or now) + timedelta(seconds=5)
        if holder(round_):
            had.append(holder(round_))
            flow.done(round_, holder(round_), now)
        else:
            now = max(now, round_.wakes_at or now)
            flow.time_passes(round_, now)

    assert sorted(had) == sorted(PEOPLE[:size])
    assert had[-1] == PEOPLE[0]  # whoever asked comes last


@given(size=st.integers(2, 12), passes=st.sets(st.integers(0, 11)))
def test_whoever_passes_is_offered_it_once_more_at_the_end(size: int, passes: set[int]) -> None:
    round_, now, offered = going_round(Plan(LIVE), size), TUESDAY, []
    quiet = {PEOPLE[n] for n in passes if n < size}

    while round_.step == Step.TURNS:
        now += timedelta(seconds=11)
        if holder(round_):
            offered.append(holder(round_))
            act = flow.pass_on if holder(round_) in quiet else flow.done
            act(round_, holder(round_), now)
        else:
            flow.time_passes(round_, now)

    first, second = offered[:size], offered[size:]
    assert sorted(first) == sorted(PEOPLE[:size])
    expected = [p for p in first if p in quiet]
    assert second == ([] if len(quiet) == size else expected)
    assert facts(round_)["quiet"] == (len(quiet) == size)


def test_a_group_that_passes_all_the_way_round_has_chosen_quiet() -> None:
    round_ = going_round(Plan(LIVE, Form.COUNCIL), 3)

    for _ in range(3):
        flow.pass_on(round_, holder(round_), TUESDAY)

    assert facts(round_)["quiet"]
    assert round_.step == Step.CHECK_OUT


def test_whoever_comes_late_has_the_floor_after_the_others_and_before_anybody_has_it_again() -> None:
    round_ = going_round(Plan(RELAY), 3)
    first = holder(round_)
    flow.pass_on(round_, first, TUESDAY)

    flow.join(round_, somebody(9), TUESDAY)

    order = [holder(round_)]
    while first not in order:
        flow.done(round_, holder(round_), TUESDAY)
        order.append(holder(round_))
    assert order[-2:] == [PEOPLE[9], first]


def test_whoever_steps_out_with_the_floor_hands_it_on_and_nobody_has_it_twice() -> None:
    round_ = going_round(Plan(RELAY), 4)
    first = holder(round_)

    flow.step_out(round_, first, TUESDAY)

    assert holder(round_) not in ("", first)
    assert first not in (*facts(round_)["order"], *facts(round_)["again"])


def test_a_turn_that_is_passed_on_while_it_rests_is_a_whole_one_afterwards() -> None:
    """Whoever holds the floor leaves in the pause: the next has all their time, from when it goes on."""
    for slow, whole in ((LIVE, timedelta(minutes=2)), (RELAY, timedelta(hours=4))):
        round_ = going_round(Plan(slow), 3)
        later = TUESDAY + (timedelta(seconds=100) if slow is LIVE else timedelta(hours=3))
        flow.pause(round_, PEOPLE[0], later)
        flow.step_out(round_, holder(round_), later)
        much_later = later + timedelta(minutes=5)

        flow.go_on(round_, round_.host_id if holder(round_) != round_.host_id else PEOPLE[0], much_later)
        ticks(round_, much_later)

        assert holder(round_)
        zone = round_.seat(holder(round_)).zone
        assert round_.ends_at
        left = round_.ends_at - much_later if slow is LIVE else worked(much_later, round_.ends_at, zone)
        assert left == whole


def test_a_turn_that_had_not_begun_still_begins_in_working_hours_after_a_pause() -> None:
    """Somebody's card is not rung at night because somebody else let it go on then."""
    evening = TUESDAY + timedelta(hours=9)  # seven in the evening in London
    round_ = going_round(Plan(RELAY), 2, evening)
    seat = round_.seat(holder(round_))
    assert not is_working(evening, seat.zone)
    flow.pause(round_, PEOPLE[0], evening)
    night = evening + timedelta(hours=3)

    flow.go_on(round_, PEOPLE[0], night)
    ticks(round_, night + timedelta(hours=1))

    assert not facts(round_)["told"]
    ticks(round_, night + timedelta(hours=40))
    assert seat.rang.startswith("turn:") or facts(round_)["offered"] != [seat.person_id]


MINUTES = st.integers(0, 60 * 24 * 8).map(lambda n: timedelta(minutes=n))


@given(
    slow=st.sampled_from(Pace),
    before=st.integers(0, 100_000),
    rests=st.integers(0, 60 * 24 * 13).map(lambda n: timedelta(minutes=n)),
    asked_at=MINUTES,
    host=st.integers(0, 3),
)
def test_a_pause_freezes_the_time_whatever_the_clock_did_meanwhile(
    slow: Pace, before: int, rests: timedelta, asked_at: timedelta, host: int
) -> None:
    now = TUESDAY + asked_at
    round_ = going_round(Plan(slow), 4, now)
    assert round_.ends_at
    now += (round_.ends_at - now) * (before / 100_001)
    holder_, zone = holder(round_), last_zone(round_, now)
    left = time_left(round_, now, zone)
    told = facts(round_)["told"]
    flow.pause(round_, PEOPLE[host], now)

    flow.go_on(round_, PEOPLE[host], now + rests)

    assert holder(round_) == holder_
    assert abs(time_left(round_, now + rests, zone) - left) < timedelta(seconds=1)
    assert facts(round_)["told"] == told


def last_zone(round_: Round, now: datetime) -> str:
    """The zone of whoever has the floor; else of whoever's day ends last."""
    if holder(round_):
        return round_.seat(holder(round_)).zone
    return min(zones(round_), key=lambda name: now.astimezone(ZoneInfo(name)).utcoffset() or timedelta())


def time_left(round_: Round, now: datetime, zone: str) -> timedelta:
    assert round_.ends_at
    if pace(round_) is LIVE:
        return round_.ends_at - now
    return worked(max(now, round_.since or now), round_.ends_at, zone)


def test_a_long_pause_before_a_live_one_begins_does_not_end_it() -> None:
    """Two are here; it rests for most of an hour; when it goes on, there is time to begin."""
    round_ = asked(Plan(LIVE))
    for n in range(2):
        flow.join(round_, somebody(n), TUESDAY)
    flow.pause(round_, PEOPLE[0], TUESDAY + timedelta(minutes=5))
    later = TUESDAY + timedelta(minutes=70)
    ticks(round_, later)

    flow.go_on(round_, PEOPLE[0], later)
    ticks(round_, later + timedelta(minutes=1))

    assert round_.status == Status.RUNNING
    assert round_.step == Step.ASKED


def test_one_that_is_changed_to_live_is_not_over_before_it_begins() -> None:
    """Two have opened the form days ago, and nobody has written: now it is asked live."""
    round_ = asked(Plan())
    for n in range(2):
        flow.join(round_, somebody(n), TUESDAY)
    later = TUESDAY + timedelta(hours=5)

    hosting.change(round_, PEOPLE[0], Plan(LIVE), "And now?", [], later)
    ticks(round_, later + timedelta(minutes=2))

    assert round_.status == Status.RUNNING
    assert round_.step == Step.ASKED


@pytest.mark.parametrize("form", Form)
def test_one_that_is_passed_on_among_people_who_are_all_away_comes_to_an_end(form: Form) -> None:
    round_ = going_round(Plan(RELAY, form), 3)

    ticks(round_, TUESDAY + timedelta(days=365))

    assert round_.status == Status.CLOSED
    assert facts(round_)["lap"] <= 2


def test_more_than_twelve_who_pass_it_on_are_parted_when_time_alone_begins_it_too() -> None:
    round_ = asked(Plan(RELAY))
    for n in range(14):
        flow.join(round_, somebody(n), TUESDAY)

    ticks(round_, TUESDAY + timedelta(days=2))

    assert len(joined(round_)) <= MOST or round_.step == Step.ASKED


# --- written apart


def test_words_that_are_taken_back_before_it_opens_are_waited_for_again() -> None:
    round_ = asked(Plan())
    for n in range(4):
        flow.join(round_, somebody(n), TUESDAY)
        flow.write(round_, PEOPLE[n], "Mine.", "", TUESDAY)

    flow.withdraw(round_, PEOPLE[3], TUESDAY)
    ticks(round_, TUESDAY + timedelta(hours=1))

    assert round_.step == Step.WRITE
    assert round_.seat(PEOPLE[3]).step == HERE


def test_two_of_three_who_wrote_open_nothing_before_the_third() -> None:
    round_ = asked(Plan(people=PEOPLE[:3]))
    for n in range(2):
        flow.join(round_, somebody(n), TUESDAY)
        flow.write(round_, PEOPLE[n], "Mine.", "", TUESDAY)

    ticks(round_, TUESDAY + timedelta(hours=5))

    assert round_.step == Step.WRITE
    assert not round_.of_kind("open")
    assert standing.counts(round_) == (2, 2)


@given(order=st.permutations(range(5)))
def test_the_order_in_which_it_is_read_does_not_show_who_was_first(order: list[int]) -> None:
    read = []
    for quick in (sorted(order), order):
        round_ = asked(Plan())
        for n in quick:
            flow.join(round_, somebody(n), TUESDAY)
        for n in quick:
            flow.write(round_, PEOPLE[n], "Mine.", "", TUESDAY)
        hosting.read_now(round_, PEOPLE[0], TUESDAY + DAY)
        read.append([reply.author_id for reply in standing.voices(round_, PEOPLE[0])])

    assert read[0] == read[1]
    assert sorted(read[0]) == sorted(PEOPLE[:5])


def test_one_who_is_in_another_group_reads_only_their_own_group() -> None:
    round_ = asked(Plan())
    for n in range(14):
        flow.join(round_, somebody(n), TUESDAY)
        flow.write(round_, PEOPLE[n], "Mine.", "", TUESDAY)
    hosting.read_now(round_, PEOPLE[0], TUESDAY + DAY)
    rooms = facts(round_)["rooms"]

    assert sorted(list(rooms.values()).count(room) for room in set(rooms.values())) == [7, 7]
    for person in PEOPLE:
        seen = {r.author_id for r in round_.of_kind("open") if standing.readable(round_, r, person)}
        assert seen == {p for p in PEOPLE if rooms[p] == rooms[person]}
        assert {r.author_id for r in standing.voices(round_, person)} == seen


def test_what_the_one_who_looks_after_it_did_can_be_read_and_what_others_wrote_cannot() -> None:
    round_ = asked(Plan())
    for n in range(3):
        flow.join(round_, somebody(n), TUESDAY)
    flow.write(round_, PEOPLE[1], "Mine.", "On foot.", TUESDAY)

    unread = [r for r in round_.replies if r.kind in ("answer", "arrival")]
    assert not any(standing.readable(round_, reply, round_.host_id) for reply in unread)
    assert len(unread) == 2


def test_nobody_is_counted_twice_who_listened_and_no_name_stays() -> None:
    round_ = asked(Plan(form=Form.CAFE))
    for n in range(3):
        flow.join(round_, somebody(n), TUESDAY)
        flow.write(round_, PEOPLE[n], "Mine.", "", TUESDAY)
    hosting.read_now(round_, PEOPLE[0], TUESDAY + DAY)

    for person in (PEOPLE[1], PEOPLE[2], PEOPLE[1]):
        flow.listened(round_, person, TUESDAY)

    assert len(facts(round_)["heard"]["all"]) == 2
    assert not any(person in str(facts(round_)["heard"]) for person in PEOPLE)
    hosting.close(round_, PEOPLE[0], TUESDAY + 2 * DAY)
    hosting.close(round_, PEOPLE[0], TUESDAY + 4 * DAY)
    assert (facts(round_)["heard"], facts(round_)["counts"]) == ({}, {"all": 2})


def test_a_round_never_says_in_a_traceback_what_somebody_wrote() -> None:
    round_ = asked(Plan())
    flow.join(round_, somebody(1), TUESDAY)

    flow.write(round_, PEOPLE[1], "A secret.", "", TUESDAY)

    assert "A secret." not in repr(round_)

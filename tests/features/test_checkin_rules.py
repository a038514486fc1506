"""The rules of a check-in and of a set meeting alone: whatever people do, and however time passes."""

import json
import pickle
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.features.checkin.meeting import flow
from bot.features.checkin.meeting.flow import hosting, queue, standing, steps
from bot.features.checkin.models import (
    ASKING,
    IN,
    INVITED,
    MOST,
    OF_PRESENTER,
    OVER,
    PRESENTERS,
    Asking,
    Step,
    facts,
    is_in,
    joined,
)
from bot.features.checkin.set import flow as sets
from bot.refusal import Refusal
from bot.right import Role, may
from bot.rounds.company import looking_after
from bot.rounds.company.pausing import RESTS
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import worked
from bot.rounds.time.windows import end_of
from tests.size import examples
from tests.walking import Walk, hears, in_time

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = tuple(f"U0{n}" for n in range(8))
ZONES = ("Europe/London", "Africa/Accra", "America/New_York", "Asia/Tokyo")
SECRET = "CANARY"  # part of everything that somebody writes here
FOR_OTHERS = ("brought", "looks")
# What may take a question away that was handed in, and what a presenter ends.
_TAKES = {"question_back", "step_out", "gone", "stop_slot", "another", "away", "pass", "close", "take_back"}


def somebody(number: int) -> Seat:
    return Seat(PEOPLE[number], name=f"N{number}", zone=ZONES[number % len(ZONES)])


def again(round_: Round) -> Round:
    """The same meeting after a restart: what is kept of it, and no more."""
    kept = json.loads(json.dumps(round_.facts))
    copy: Round = pickle.loads(pickle.dumps(round_))
    assert kept == round_.facts
    copy.facts = kept
    return copy


def _left(round_: Round, ends_at: datetime, now: datetime) -> list[float]:
    """Seconds until then for each who is there: of their working time, unless it is live."""
    if facts(round_)["live"]:
        return [(ends_at - now).total_seconds()]
    there = [s for s in round_.present if s.step in (IN, INVITED)] or round_.present
    return [worked(now, ends_at, seat.zone).total_seconds() for seat in there]


class Group(Walk):
    """A meeting, what people do in it, and what must be true whatever they do."""

    def __init__(
        self,
        size: int,
        *,
        short: bool = True,
        live: bool = False,
        of_set: bool = False,
        unsigned: bool = False,
        quick: bool = False,
    ) -> None:
        self.seats = [somebody(n) for n in range(size)]
        self.now, self.number = TUESDAY, 0
        asked = [replace(seat) for seat in (self.seats if of_set else self.seats[:1])]
        plan = flow.Plan(
            short=short, live=live, quick=quick, unsigned=unsigned, set="a-set" if of_set else "",
            channel="" if of_set else "C0HOME", where="Room 4" if live else "",
        )  # fmt: skip
        self.round = flow.start("T", "a-meeting", asked[0], asked[1:], plan, f"{SECRET}?", TUESDAY)
        facts(self.round)["there"] = True
        self.left_over: float | None = None
        self.opened: set[tuple[int, str]] = set()  # who has asked for ideas, in which of the times
        self.committed = 0

    # what people do

    def does(self, verb: str, who: str, chance: random.Random) -> None:
        if any(s.person_id == who and s.gone for s in self.round.seats):
            return  # nobody there any more
        before = again(self.round)
        try:
            self._do(verb, who, chance)
        except Refusal:
            self.round = before  # the transaction is undone
            return
        steps.settle(self.round)
        self._watch(before, verb, who)
        self._nobody_has_less_time(before, verb, who)
        self.round = again(self.round)

    def _held(self, before: Round, verb: str) -> list[Seat] | None:
        theirs = ("stop_slot", "another", "step_out", "gone", "hear_ideas", "take_back")  # to bring or not
        apart = facts(before)["live"] or verb in theirs or before.step == Step.PRESENT
        return None if apart else standing.holds_up(before)

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        round_, now = self.round, self.now
        if verb == "gone":
            if any(s.person_id == who for s in round_.present):
                round_.seat(who).gone = True
                self._tick()
            return
        may("join", round_.roles(who) | ({Role.AROUND} if round_.channel_id else set()))
        self.number += 1
        words = f"{SECRET} {self.number} by {who}"
        some = chance.choice([words, words, ""])
        yes, often = chance.random() < 0.5, chance.random() < 0.2
        asked = queue.shown(round_) or round_.one("asks")
        mine = chance.choice([r.id for r in round_.of_kind("asks", who)] or [""])
        state = chance.choice([*OVER, Asking.ANSWERED, Asking.PARKED])
        newcomer = replace(next(s for s in self.seats if s.person_id == who))
        verbs: dict[str, Callable[[], object]] = {
            "join": lambda: flow.join(round_, newcomer, some, words if yes else "", follows=often, now=now),
            "became": lambda: flow.became(round_, who, "done", some, some, more=yes, now=now),
            "pass": lambda: flow.pass_on(round_, who, now),
            "bid": lambda: flow.bid(round_, who, words, chance.randint(1, 5), now),
            "present": lambda: flow.present(round_, who, some, keep=yes, now=now),
            "ask": lambda: flow.ask(round_, who, words, "open", now),
            "question_back": lambda: flow.take_question_back(round_, who, mine, now),
            "park_idea": lambda: flow.park_idea(round_, who, words, now),
            "respond": lambda: flow.respond(round_, who, asked.id if asked else "", state, words, now),
            "look": lambda: flow.look(round_, who, some, keep=yes, opens=chance.random() < 0.5, now=now),
            "offer": lambda: flow.offer(round_, who, words, now),
            "process": lambda: flow.process(round_, who, words, some, now),
            "forget_kept": lambda: flow.forget_kept(round_, who),
            "hand": lambda: looking_after.offer(round_, who, chance.choice(PEOPLE), joined(round_), now),
            "choose": lambda: hosting.choose(
                round_, who, chance.sample(PEOPLE[: len(self.seats)], chance.randint(1, 2)), now
            ),
            "not_me": lambda: looking_after.decline(round_, who, now),
        }
        if verb in verbs:
            verbs[verb]()
        elif verb in _BY_HOSTS:
            getattr(hosting, verb)(round_, who, now)
        else:
            getattr(flow, verb)(round_, who, now)
        if verb == "hear_ideas" or (verb == "look" and facts(round_)["offers"]):
            self.opened.add((facts(round_)["slot"], who))

    # what time does

    def passes_time(self, **delta: float) -> int:  # type: ignore[override]
        """Each thing happens when it is due, as with the tick; notices ring at once. How many there were."""
        end, ticks = self.now + timedelta(**delta), 0
        steps.settle(self.round)
        while (due := self.round.wakes_at) and due <= end:
            self.now = max(self.now, due)
            self._one_tick()
            ticks += 1
            assert ticks < 600, "the tick never comes to an end"
        self.now = end
        return ticks

    def sleeps(self, **delta: float) -> None:
        """The machine slept, and wakes."""
        self.now += timedelta(**delta)
        self._one_tick()

    def _one_tick(self) -> None:
        for _ in range(2):
            before = again(self.round)
            self._tick()
            self._watch(before, "tick", "")
            if not (self.round.wakes_at and self.round.wakes_at <= self.now):
                break
        due = self.round.wakes_at
        assert due is None or due > self.now, (self.round.step, due, self.now)
        self.round = again(self.round)

    def _tick(self) -> None:
        steps.time_passes(self.round, self.now)
        for seat in self.round.present:
            if seat.notice:
                hears(seat, self.now)
        steps.settle(self.round)

    # what must be true

    def _watch(self, before: Round, verb: str, who: str) -> None:
        self._queue(before)
        self._nothing_lost(before, verb)
        self._pauses(before, verb)
        self.holds()

    def _queue(self, before: Round) -> None:
        """One question at a time; nobody's second while somebody could still be the first."""
        round_, f = self.round, facts(self.round)
        assert list(f["queue"].values()).count(Asking.SHOWN) <= 1
        came = [r for id_ in f["came"] for r in round_.of_kind("asks") if r.id == id_]
        for fresh in [r for r in came if r.id not in facts(before)["came"]]:
            same = [r for r in came if r.about == fresh.about and r.id != fresh.id]
            mine = sum(r.author_id == fresh.author_id for r in same)
            for other in queue.of(round_, Asking.ASKED):
                assert mine <= sum(r.author_id == other.author_id for r in same)
            asked = {r.author_id for r in round_.of_kind("asks") if r.about == fresh.about}
            could = {s.person_id for s in queue.askers(round_)} - asked - {*f["done"]}
            assert not mine or not could or self.now >= queue.half(before)

    def _nothing_lost(self, before: Round, verb: str) -> None:
        """No place, no question, nothing that somebody took on."""
        round_, f, old = self.round, facts(self.round), facts(before)
        assert {s.person_id for s in before.seats} <= {s.person_id for s in round_.seats}
        assert f["committed"] == old["committed"] + (verb == "commit")
        left = {r.id for r in before.of_kind("asks")} - {r.id for r in round_.replies}
        ends = round_.step in standing.CLOSED or f["slot"] != old["slot"] or not f["presenter"]
        gone = any(s.gone for s in round_.seats)
        assert not left or ends or gone or verb in _TAKES, verb
        read = {id_ for id_ in left if old["queue"].get(id_) != Asking.ASKED}
        assert not read or f["slot"] != old["slot"] or verb != "step_out" or ends
        wishes = {r.author_id for r in before.of_kind("bid")} - {r.author_id for r in round_.of_kind("bid")}
        brought = {r.author_id for r in round_.of_kind("brought")}
        kept = verb in ("pass", "decline", "step_out", "gone", "tick", "stop_slot", "join") or gone
        assert not wishes - brought or kept or round_.step in standing.CLOSED

    def _pauses(self, before: Round, verb: str) -> None:
        """A pause freezes what is left of the time, and only a fortnight or somebody ends it."""
        round_ = self.round
        if verb == "pause":
            assert before.ends_at
            self.left_over = max(_left(before, before.ends_at, self.now))
        if round_.status == Status.PAUSED:
            assert round_.ends_at is None
        elif before.status == Status.PAUSED and verb == "tick":
            assert round_.step == Step.CLOSED
            assert before.since
            assert self.now >= before.since + RESTS
        goes_on = verb == "go_on" and round_.step == before.step
        another = facts(round_)["slot"] != facts(before)["slot"]
        if goes_on and another:  # whoever presented is gone: the next one has a whole time of their own
            assert round_.since == self.now
            if (days := facts(round_)["days"]) and round_.ends_at:
                assert round_.ends_at >= end_of(round_.present, self.now, days)
        elif goes_on and self.left_over and round_.ends_at:
            left = min(_left(round_, round_.ends_at, self.now))  # for whoever's day ends last it is just that
            assert abs(left - max(self.left_over, 0)) < 1
        if before.status == round_.status == Status.PAUSED:
            assert round_.step == before.step

    def holds(self) -> None:
        round_, f = self.round, facts(self.round)
        over = round_.step in standing.CLOSED
        assert over == (round_.status in (Status.CLOSED, Status.STOPPED))
        assert over or round_.wakes_at
        assert over or (round_.ends_at is None) == (round_.status == Status.PAUSED)
        brought = [r.author_id for r in round_.of_kind("brought")]
        assert len(brought) == len(set(brought)) <= PRESENTERS  # and nobody twice
        if round_.status == Status.RUNNING and f["presenter"] and round_.step in OF_PRESENTER:
            assert is_in(round_, f["presenter"])
        if round_.step in (*ASKING, Step.PRESENT, Step.LOOKS, Step.OFFERS):
            assert f["presenter"]
        assert all(seat.due_at is None and not seat.notice for seat in round_.seats if seat.left_at)
        assert all(len(seat.rang) <= 64 and len(seat.notice) <= 64 for seat in round_.seats)
        assert all(seat.nudges <= 2 for seat in round_.seats)
        assert not round_.paused_by or round_.status == Status.PAUSED
        assert round_.paused_by in ("", *(seat.person_id for seat in round_.present))
        assert f["handing"] == "" or is_in(round_, f["handing"])
        assert SECRET not in json.dumps(f)
        assert SECRET not in repr(round_)
        self._read()
        if over:
            self._closed()

    def _read(self) -> None:
        """Who may read what: what waits and what is kept for later is its author's; the rest is theirs."""
        round_, f = self.round, facts(self.round)
        for reply in round_.replies:
            readers = {p for p in PEOPLE if standing.readable(round_, reply, p)} - {reply.author_id}
            if reply.kind in ("question", "where"):
                continue
            assert not standing.on_card(round_, reply)
            assert readers <= {s.person_id for s in joined(round_)}
            state = f["queue"].get(reply.id)
            if state == Asking.ASKED and not _did_not_come(round_, reply.about):
                assert not readers
            if state in (Asking.ASKED, Asking.PARKED):
                assert readers <= {f["presenter"]}
                assert reply.about.startswith(f"{f['slot']}:")  # and goes with that presenter's time
            if reply.kind == "idea":
                assert not readers
            if reply.kind == "process" and round_.step == Step.PROCESS and reply.about == str(f["slot"]):
                assert not readers
            if reply.kind == "offer":
                assert any(str(slot) == reply.about for slot, _ in self.opened)
        if round_.step == Step.OFFERS:
            assert (f["slot"], f["presenter"]) in self.opened

    def _closed(self) -> None:
        """Nothing that was said stays, but what its presenters keep for themselves, and how it was."""
        round_, f = self.round, facts(self.round)
        assert {r.kind for r in round_.replies} <= {"question", "process", *FOR_OTHERS}
        for reply in [r for r in round_.replies if r.kind in FOR_OTHERS]:
            assert reply.author_id in f["kept"]
            assert [p for p in PEOPLE if standing.readable(round_, reply, p)] == [reply.author_id]
        assert not f["weights"]
        assert not f["queue"]
        if round_.step == Step.FORGOTTEN:
            assert not round_.of_kind("process")
        assert round_.ends_at is None or round_.step == Step.CLOSED


def _did_not_come(round_: Round, about: str) -> bool:
    """Whether the time for those questions is over."""
    slot, _, step = about.partition(":")
    if slot != str(facts(round_)["slot"]) or round_.step not in OF_PRESENTER:
        return True
    return OF_PRESENTER.index(Step(round_.step)) > OF_PRESENTER.index(Step(step))


_BY_HOSTS = {"move_on", "away", "extend", "helper", "take", "close", "take_back"}
MOSTLY = {
    Step.CHECK_IN: "join join join join join join join join decline move_on",
    Step.FOLLOW_UP: "became became pass join",
    Step.BIDS: "bid bid pass bid bid",
    Step.CHOOSE: "choose take_mine take_mine can_wait can_wait bid move_on",
    Step.PRESENT: "present present present present another away pause",
    Step.CLARIFY: "ask ask respond respond pass park_idea enough question_back move_on",
    Step.HUSH: "ask ask ask pass park_idea move_on question_back",
    Step.QUESTIONS: "ask ask ask ask respond respond respond pass park_idea enough step_out question_back",
    Step.LOOKS: "look look look pause",
    Step.OFFERS: "offer offer no_offer pass move_on",
    Step.COMMIT: "commit pass pass hear_ideas hear_ideas",
    Step.PROCESS: "process process process pass",
    Step.CHECK_OUT: "pass pass close planned",
    Step.CLOSED: "forget_kept ask",
    Step.FORGOTTEN: "forget_kept",
    Step.TAKEN_BACK: "join",
}  # fmt: skip
ANY = sorted({verb for verbs in MOSTLY.values() for verb in verbs.split()} | _BY_HOSTS
             | {"pause", "go_on", "step_out", "hand", "not_me", "stop_slot"})  # fmt: skip
OF_ONE = {"present", "respond", "enough", "look", "another", "stop_slot", "hear_ideas"}
HOURS = (0.02, 0.2, 0.5, 1, 1, 2, 3, 7, 12, 30, 55, 500)


def next_thing(group: Group, number: int) -> str:
    """Most of what people do is what their card offers; now and then it is a card of last week's."""
    likely = MOSTLY[Step(group.round.step)].split()
    if group.round.status == Status.PAUSED:
        likely = ["go_on", "go_on", "another", "stop_slot", "close"]
    if facts(group.round)["handing"]:
        likely += ["take", "not_me"]
    if number % 97 == 0:
        return "gone"
    if number % 11 == 0:
        return ANY[number % len(ANY)]
    kinds = [*likely * 4, "passes_time", *["sleeps"] * (number % 3 == 0)]
    return kinds[number % len(kinds)]


def whoever(group: Group, verb: str, who: int) -> str:
    """Mostly whoever may."""
    f = facts(group.round)
    out = [s.person_id for s in group.seats if not is_in(group.round, s.person_id)]
    if who % 5 and verb == "join" and out:
        return out[who % len(out)]
    if who % 5 and verb in OF_ONE and f["presenter"]:
        return f["presenter"]
    if who % 5 and (verb in _BY_HOSTS or verb in ("hand", "choose")):
        return f["handing"] if verb == "take" and f["handing"] else group.round.host_id
    waits = [s.person_id for s in standing.waited_for(group.round)]
    if who % 3 and waits and verb not in ("join", "step_out", "gone"):
        return waits[who % len(waits)]
    return group.seats[who % len(group.seats)].person_id


def walks(group: Group, things: list[tuple[int, int, int]]) -> None:
    for number, who, seed in things:
        if group.round.step in standing.CLOSED and number % 4:
            continue
        verb = next_thing(group, number)
        if verb in ("passes_time", "sleeps"):
            getattr(group, verb)(hours=HOURS[who % len(HOURS)])
        else:
            group.does(verb, whoever(group, verb, who), random.Random(seed))


THING = st.tuples(st.integers(0, 2**12), st.integers(0, 2**8), st.integers(0, 2**12))
# Whoever presents leaves while it is paused, and it goes on with the next one.
GONE_WHILE_PAUSED = [(0, 0, 0)] * 32 + [
    (1, 1, 0),
    (1, 1, 0),
    (1, 1, 0),
    (1, 1, 1),
    (156, 1, 0),
    (1671, 0, 0),
    (0, 44, 0),
    (1, 1, 0),
]


@settings(max_examples=examples(100))
@given(
    size=st.integers(2, 8),
    form=st.sampled_from(["long", "long", "short in a set", "short"]),
    live=st.booleans(),
    unsigned=st.booleans(),
    quick=st.booleans(),
    things=st.lists(THING, min_size=40, max_size=100),
)
@example(3, "long", False, False, False, GONE_WHILE_PAUSED)
def test_whatever_people_do_a_meeting_keeps_its_promises_and_comes_to_its_end(
    size: int, form: str, live: bool, unsigned: bool, quick: bool, things: list[tuple[int, int, int]]
) -> None:
    of_set = form != "short"
    group = Group(
        size, short=form != "long", live=live, of_set=of_set, unsigned=unsigned, quick=quick and of_set
    )

    walks(group, things)
    ticks = group.passes_time(days=90)

    assert ticks <= 120
    assert group.round.status in (Status.CLOSED, Status.STOPPED)
    assert not group.round.of_kind("process")
    assert group.round.wakes_at is None


# --- one thing at a time


def at_questions(size: int = 4, step: Step = Step.HUSH, *, live: bool = False) -> Group:
    """A set meeting in which the first has brought something, at that step."""
    group, chance = Group(size, short=False, of_set=True, live=live), random.Random(0)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "", "", follows=False, now=group.now)
    if live:
        group.does("move_on", group.round.host_id, chance)
    flow.bid(group.round, "U01", "Mine.", 3, group.now)
    for seat in group.seats:
        if seat.person_id != "U01" and group.round.step == Step.BIDS:
            group.does("pass", seat.person_id, chance)
    flow.present(group.round, "U01", "It is this.", keep=True, now=group.now)
    for _ in range({Step.CLARIFY: 0, Step.HUSH: 1}.get(step, 2)):
        for seat in queue.askers(group.round):
            before = group.round.step
            if not live:
                group.does("pass", seat.person_id, chance)
            if group.round.step != before:
                break
        if live:
            group.does("move_on", group.round.host_id, chance)
    assert (group.round.step, facts(group.round)["presenter"]) == (step, "U01")
    return group


def asks(group: Group, *who: str) -> None:
    for person in who:
        flow.ask(group.round, person, f"{SECRET} {person} {group.number}", "open", group.now)
        group.number += 1


def came(group: Group) -> list[str]:
    """Whose questions came, in this order, if each is sat with as it comes."""
    while asked := queue.shown(group.round):
        flow.respond(group.round, "U01", asked.id, Asking.SAT_WITH, "", group.now)
    return [r.author_id for id_ in facts(group.round)["came"] for r in group.round.replies if r.id == id_]


def test_no_speed_decides_whose_question_comes_first() -> None:
    orders = set()
    for order in permutations(["U00", "U02", "U03"]):
        group = at_questions()
        asks(group, *order)
        assert group.round.step == Step.QUESTIONS
        orders.add(tuple(came(group)))

    assert len(orders) == 1


def test_nobody_s_second_comes_while_somebody_could_still_be_the_first_until_half_of_the_time_is_over() -> (
    None
):
    group = at_questions(step=Step.QUESTIONS)
    asks(group, "U00", "U00", "U02")

    assert sorted(came(group)) == ["U00", "U02"]
    half = queue.half(group.round)
    group.passes_time(seconds=(half - group.now).total_seconds() - 1)
    assert queue.shown(group.round) is None
    group.passes_time(seconds=2)

    assert queue.shown(group.round)
    assert group.round.step == Step.QUESTIONS


def test_once_all_others_have_asked_or_have_nothing_the_second_comes_at_once() -> None:
    group = at_questions(step=Step.QUESTIONS)
    asks(group, "U00", "U00", "U02")
    came(group)

    flow.pass_on(group.round, "U03", group.now)

    shown = queue.shown(group.round)
    assert shown
    assert shown.author_id == "U00"


def test_a_question_that_was_in_front_when_time_was_up_is_not_in_front_any_more() -> None:
    group = at_questions(step=Step.CLARIFY)
    asks(group, "U00")

    in_time(flow.enough, group.round, "U01", group.now)
    in_time(hosting.move_on, group.round, "U00", group.now)
    asks(group, "U02")

    assert group.round.step == Step.QUESTIONS
    assert list(facts(group.round)["queue"].values()).count(Asking.SHOWN) == 1


def test_what_did_not_come_up_is_read_by_whoever_presented_and_by_nobody_else() -> None:
    group = at_questions(step=Step.QUESTIONS)
    asks(group, "U00", "U02", "U03")
    waits = queue.waiting(group.round)[-1]
    assert [p for p in PEOPLE if standing.readable(group.round, waits, p)] == [waits.author_id]

    in_time(flow.enough, group.round, "U01", group.now)

    assert group.round.step == Step.LOOKS
    assert {p for p in PEOPLE if standing.readable(group.round, waits, p)} == {waits.author_id, "U01"}


@pytest.mark.parametrize("opens", [True, False])
def test_what_is_kept_for_the_offers_is_read_only_once_whoever_presents_opens_them(opens: bool) -> None:
    group = at_questions(step=Step.QUESTIONS)
    flow.park_idea(group.round, "U02", f"{SECRET} idea", group.now)
    in_time(flow.enough, group.round, "U01", group.now)

    flow.look(group.round, "U01", "", keep=False, opens=opens, now=group.now)

    kinds = {r.kind for r in group.round.replies if SECRET in (r.text or "") and r.author_id == "U02"}
    assert group.round.step == (Step.OFFERS if opens else Step.COMMIT)
    assert kinds == ({"offer"} if opens else {"idea"})
    idea = next(r for r in group.round.replies if r.author_id == "U02")
    assert standing.readable(group.round, idea, "U01") == opens
    assert standing.readable(group.round, idea, "U03") == opens


def test_what_somebody_keeps_for_themselves_is_read_by_nobody_else_once_it_is_closed() -> None:
    group = at_questions(step=Step.QUESTIONS)
    assert standing.readable(group.round, group.round.of_kind("brought")[0], "U02")

    in_time(hosting.close, group.round, group.round.host_id, group.now)

    [kept] = group.round.of_kind("brought")
    assert [p for p in PEOPLE if standing.readable(group.round, kept, p)] == ["U01"]


def test_nobody_has_the_time_a_second_time_where_the_next_one_is_not_there() -> None:
    group, chance = Group(3, short=False, of_set=True), random.Random(0)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "", "", follows=False, now=group.now)
    for person in ("U01", "U02"):
        flow.bid(group.round, person, "Mine.", 3, group.now)
    group.does("pass", "U00", chance)
    first = facts(group.round)["presenter"]
    flow.present(group.round, first, "It is this.", keep=False, now=group.now)
    while group.round.step != Step.PRESENT:
        in_time(hosting.move_on, group.round, group.round.host_id, group.now)

    in_time(hosting.away, group.round, group.round.host_id, group.now)

    assert group.round.step == Step.BIDS
    assert facts(group.round)["presenter"] == ""
    flow.bid(group.round, first, "Once more.", 5, group.now)
    assert standing.bidders(group.round) == []


def test_whoever_presents_and_is_gone_while_it_rests_is_not_waited_for_afterwards() -> None:
    group = at_questions(step=Step.QUESTIONS)
    flow.pause(group.round, "U02", group.now)
    group.round.seat("U01").gone = True
    group.sleeps(hours=1)

    group.does("go_on", "U02", random.Random(0))

    assert group.round.status == Status.RUNNING
    assert facts(group.round)["presenter"] != "U01"
    assert group.round.step == Step.CHECK_OUT


def test_where_nobody_looks_after_it_and_one_is_not_in_it_a_refusal_names_nobody_by_an_empty_name() -> None:
    group = Group(3)
    flow.join(group.round, replace(group.seats[1]), "", "", follows=False, now=group.now)
    flow.join(group.round, replace(group.seats[0]), "", "", follows=False, now=group.now)
    flow.step_out(group.round, "U00", group.now)

    for who in ("U00", "U02"):
        with pytest.raises(Refusal) as refused:
            in_time(hosting.move_on, group.round, who, group.now)
        assert refused.value.blanks.get("host") != ""


@pytest.mark.parametrize("verb", ["decline", "step_out", "pass_on", "pause"])
def test_who_is_in_the_channel_alone_is_refused_and_nothing_breaks(verb: str) -> None:
    group = Group(3)

    with pytest.raises(Refusal):
        getattr(flow, verb)(group.round, "U02", group.now)


# --- sets


SET_THINGS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "yes", "yes", "no", "leave", "invite", "gone", "plan", "time"]),
        st.integers(0, 11),
    ),
    max_size=60,
)


@settings(max_examples=examples(100))
@given(size=st.integers(3, 8), things=SET_THINGS)
def test_a_set_has_room_for_eight_and_whoever_looks_after_it_is_in_it_or_it_is_over(
    size: int, things: list[tuple[str, int]]
) -> None:
    everybody = [Seat(f"U{n}", name=f"N{n}", zone=ZONES[n % 4]) for n in range(12)]
    now = TUESDAY
    made = [replace(seat) for seat in everybody]
    round_ = sets.start("T", "a-set", made[0], made[1:size], f"{SECRET} set", unsigned=False, now=now)

    for verb, number in things:
        who = everybody[number]
        before = again(round_)
        try:
            if verb == "time":
                now += timedelta(days=number)
                sets.time_passes(round_, now)
            elif verb == "gone":
                for seat in round_.seats:
                    seat.gone = seat.gone or seat.person_id == who.person_id
                sets.time_passes(round_, now)
            elif verb == "invite":
                inside = next(s.person_id for s in round_.seats if s.step == IN)
                sets.invite(round_, inside, [replace(who)])
            else:
                may("take part", round_.roles(who.person_id))
                if verb == "leave":
                    sets.member(round_, who.person_id)
                    sets.leave(round_, who.person_id, now)
                elif verb == "plan":
                    sets.plan(round_, who.person_id, now.date() + timedelta(days=number), now)
                else:
                    sets.answer(round_, who.person_id, verb == "yes")
        except Refusal:
            round_ = before
        round_ = again(round_)
        there = [s for s in round_.present if s.step in ("invited", IN)]
        assert len(there) <= MOST
        assert round_.status != Status.RUNNING or is_in(round_, round_.host_id)
        assert (
            round_.status == Status.RUNNING or round_.wakes_at is None or any(s.notice for s in round_.seats)
        )
        assert {s.person_id for s in before.seats} <= {s.person_id for s in round_.seats}
        assert SECRET not in json.dumps(round_.facts)


def test_two_may_look_after_a_meeting_with_the_same_rights_and_one_of_them_is_enough() -> None:
    group = at_questions()
    looking_after.offer(group.round, "U00", "U02", joined(group.round), group.now, together=True)
    hosting.take(group.round, "U02", group.now)
    flow.pass_on(group.round, "U03", group.now)

    in_time(hosting.move_on, group.round, "U02", group.now)
    in_time(hosting.move_on, group.round, "U00", group.now)
    while group.round.step != Step.CHECK_OUT:
        in_time(hosting.move_on, group.round, "U02", group.now)

    assert [seat.person_id for seat in standing.waited_for(group.round)] == ["U00", "U02"]
    flow.planned(group.round, "U02", group.now)
    assert group.round.step == Step.CLOSED
    done = [(who, what) for _, who, what in facts(group.round)["log"]]
    assert done.index(("U00", "offered")) < done.index(("U02", "took")) < done.index(("U02", "moved_on"))


def test_where_one_of_two_presents_the_other_moves_it_on_alone() -> None:
    group = at_questions()
    looking_after.offer(group.round, "U00", "U01", joined(group.round), group.now, together=True)
    hosting.take(group.round, "U01", group.now)

    assert not standing.may_lead(group.round, "U03")
    flow.step_out(group.round, "U00", group.now)
    assert standing.may_lead(group.round, "U03")
    in_time(hosting.move_on, group.round, "U03", group.now)


def test_what_waited_for_one_presenter_is_gone_with_their_time() -> None:
    group = at_questions(step=Step.QUESTIONS)
    asked = flow.ask(group.round, "U00", "What?", "open", group.now)
    flow.respond(group.round, "U01", asked.id, Asking.PARKED, "", group.now)

    while group.round.step != Step.CHECK_OUT:
        in_time(hosting.move_on, group.round, "U00", group.now)

    assert not group.round.of_kind("asks")

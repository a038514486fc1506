"""The rules of options and agreements alone: whatever people do, and however time passes."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.options import flow
from bot.features.options.flow import building, hosting, passing, recording, standing, testing
from bot.features.options.models import (
    AGREED,
    KINDS,
    STANDING,
    TESTS,
    Level,
    Outcome,
    State,
    Step,
    deciders,
    facts,
    kind_of,
)
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.company import looking_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import say, text_of
from bot.rounds.time.hours import worked
from tests.size import examples
from tests.walking import BRINGS, SECRET, Walk, again, hears, somebody

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
PEOPLE = tuple(f"U0{n}" for n in range(6))
OPEN = (Status.RUNNING, Status.PAUSED)
NAMED = {state.value for state in State}


class Group(Walk):
    """A matter, what people do in it, and what must be true whatever they do."""

    levels: list[Level] = []  # noqa: RUF012 - what they mostly answer; none: anything

    def __init__(
        self,
        size: int,
        kinds: int = 0,
        needed: tuple[str, ...] = KINDS,
        *,
        short: bool = False,
        many: int = 6,
    ) -> None:
        self.seats = [somebody(n, kinds, digits=1) for n in range(6)]
        self.now, self.number = TUESDAY, 0
        named = [replace(seat) for seat in self.seats[:size]]
        keys = ("can_decide", "can_influence", "is_fixed", "who_decides")
        mandate = {key: f"{SECRET} {key}" for key in keys}
        first = f"{SECRET} first" if short else ""
        frame = flow.Frame(
            f"{SECRET}?", mandate, needed, short=short, proposal=first, why_now=f"{SECRET} now"
        )
        self.round = flow.start("T", "a-matter", named[many % size], named, "C0HOME", frame, TUESDAY)
        self.given: dict[str, Level] = {}  # what each who decides has answered in this test
        self.versions: dict[int, str] = {}
        self.hands: dict[str, set[str]] = {}  # who had a hand in each option
        self.texts: dict[str, str | None] = {}
        self.left_over: float | None = None
        self.said: dict[str, bool] = {}  # who has said yes or no to what is put to all

    # what people do

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        round_, now = self.round, self.now
        if verb == "gone":
            if any(s.person_id == who for s in round_.present):
                round_.seat(who).gone = True
                self._tick()
            return
        if verb in JOINS:
            flow.take_part(round_, replace(next(s for s in self.seats if s.person_id == who)))
        may("take part", round_.roles(who))
        self.number += 1
        words = f"{SECRET} {self.number} by {who}"
        live = facts(round_)["live"] or [""]
        one, other = chance.choice(live), chance.choice(live)
        question = chance.choice([r.id for r in round_.of_kind("asks")] or [""])
        level, kind = chance.choice(self.levels or LEVELS), chance.choice(["", *BRINGS])
        everybody = [replace(s) for s in self.seats]
        owner = chance.choice([None, replace(self.seats[0])])
        written = flow.Written(
            {"decision": words, "why": f"{words} why", "harms": f"{words} harms"},
            owner,
            chance.choice([None, None, (now + timedelta(days=chance.randrange(1, 180))).date()]),
            chance.choice([f"{words} because", f"{words} because", ""]),
            f"{words} heard",
        )
        version = facts(round_)["version"]
        verbs: dict[str, Callable[[], object]] = {
            "share": lambda: flow.share(round_, who, {"same": f"{words} same", "differ": ""}, now),
            "missing": lambda: flow.share(round_, who, {"absent": f"{words} absent"}, now),
            "react": lambda: flow.share(round_, who, {"reaction": f"{words} reaction"}, now),
            "unsigned": lambda: flow.idea(round_, who, words, named=False, now=now),
            "signed": lambda: flow.idea(round_, who, words, named=True, now=now),
            "ideas_back": lambda: flow.take_back_ideas(round_, who, now),
            "ask": lambda: flow.ask(round_, who, one, f"{words} asks", now),
            "clear": lambda: flow.clear_up(round_, who, question, f"{words} clear", now),
            "add": lambda: flow.add(round_, who, words, now),
            "edit": lambda: building.edit(round_, who, one, words, f"{words} kept", now),
            "merge": lambda: building.merge(round_, who, [one, other], words, f"{words} kept", now),
            "split": lambda: building.split(round_, who, one, words, f"{words} more", now),
            "choose": lambda: hosting.choose(round_, who, one, now),
            "answer": lambda: self._answer(who, level, f"{words} answer", kind),
            "behind": lambda: self._answer(who, Level.BEHIND, "", kind),
            "wait": lambda: flow.wait_for_me(round_, who, now),
            "write": lambda: flow.write_down(round_, who, replace(written, why=""), now),
            "correct": lambda: flow.correct(round_, who, written, version, now),
            "amend": lambda: flow.amend(round_, who, words, f"{words} because", now),
            "look": lambda: flow.look(round_, who, now),
            "working": lambda: flow.still_working(
                round_,
                who,
                chance.choice(["yes", "partly", "no"]),
                f"{words} working",
                kind,
                named=True,
                now=now,
            ),
            "keep": lambda: flow.keep(round_, who, f"{words} because", None, now),
            "end": lambda: flow.end(round_, who, f"{words} because", now),
            "refer": lambda: flow.refer(round_, who, now),
            "leave_it": lambda: flow.leave_it(round_, who, f"{words} because", now),
            "yes": lambda: self._say(who, yes=True, why=""),
            "no": lambda: self._say(who, yes=False, why=f"{words} against"),
            "name": lambda: hosting.name(round_, who, [chance.choice(everybody)], now),
            "offer": lambda: looking_after.offer(
                round_, who, chance.choice(PEOPLE), round_.present, now, together=self.number % 3 == 0
            ),
            "decline": lambda: looking_after.decline(round_, who, now),
        }
        if verb in verbs:
            verbs[verb]()
        elif verb in ("pause", "go_on", "step_out"):
            getattr(flow, verb)(round_, who, now)
        else:
            getattr(hosting, verb)(round_, who, now)
        passing.settle(round_)

    def _say(self, who: str, *, yes: bool, why: str) -> None:
        flow.say_to_it(self.round, who, yes=yes, why=why, now=self.now)
        self.said[who] = yes

    def _answer(self, who: str, level: Level, words: str, kind: str) -> None:
        before = facts(self.round)["test"], self.round.step
        given, self.given = dict(self.given), {**self.given, who: level}
        try:
            flow.answer(self.round, who, testing.Answer(level, words, named=bool(words)), kind, self.now)
        except Refusal:
            self.given = given
            raise
        assert before == (facts(self.round)["test"], Step.TEST) or self.round.step != Step.TEST

    # what time does

    def _tick(self) -> None:
        passing.time_passes(self.round, self.now)
        for seat in self.round.present:
            if seat.notice:
                hears(seat, self.now)
        passing.settle(self.round)

    # what must be true

    def _held(self, before: Round, verb: str) -> list[Seat] | None:
        # What is sent back comes again, and has its whole time; what is put to all goes on where it stood.
        back = ("send_back", "take_back", "gone", "leave_it")
        by_one = (Step.WRITE, Step.RECORDED)  # what one does there, is done for all
        return None if verb in back or before.step in by_one else passing.holds_up(before)

    def _stands(self, round_: Round) -> object:
        return round_.step, round_.since, facts(round_)["opened"]

    def _watch(self, before: Round, verb: str, _: str) -> None:
        self._tested(before)
        self._records(before)
        self._one_hand(before, verb)
        self._pauses(before, verb)
        self.holds()

    def _tested(self, before: Round) -> None:
        """What came of a test is what the answers say: an objection, a kind, or silence is never a yes."""
        round_, f, old = self.round, facts(self.round), facts(before)
        for seat in round_.seats:
            if seat.left_at:
                self.given.pop(seat.person_id, None)
        if round_.step == Step.CONSENT and f["motion"] and f["motion"]["back"] == Step.TEST:
            pass  # whether it is left for now is put to all: what was answered waits meanwhile
        elif before.step == Step.TEST and round_.step != Step.TEST:
            amended = (
                f["version"] > old["version"] and recording.words_of(round_)["change"]["what"] == "amended"
            )
            if amended or round_.step == Step.WRITE:
                self._said_yes()
            if round_.step in (Step.WRITE, Step.INTEGRATE, Step.BUILD):
                self._counted()
            self.given = {}
        elif round_.step != Step.TEST or f["test"] != old["test"]:
            self.given = {}
        assert f["test"] <= TESTS

    def _said_yes(self) -> None:
        round_, f = self.round, facts(self.round)
        who = {seat.person_id: kind_of(round_, seat) for seat in deciders(round_)}
        given = {person: level for person, level in self.given.items() if person in who}
        levels = {person: level for person, level in given.items() if level is not Level.ASIDE}
        assert Outcome(f["outcome"]) in AGREED
        assert levels
        assert Level.OBJECT not in given.values()
        assert Level.TALK not in given.values()
        assert len(given) == len(who) if len(who) <= 3 else len(given) * 3 >= len(who) * 2
        for kind in f["kinds"]:
            assert any(who[person] in (kind, "both") for person in levels), kind

    def _counted(self) -> None:
        result = testing.result(self.round)
        assert result
        who = {seat.person_id for seat in deciders(self.round)}
        given = [level for person, level in self.given.items() if person in who]
        assert result["levels"] == {level: given.count(level) for level in Level if level in given}
        assert (result["deciders"], result["missing"]) == (len(who), len(who) - len(given))
        objected = Level.OBJECT in given
        assert objected == (self.round.step == Step.INTEGRATE)

    def _records(self, before: Round) -> None:
        """One version after the other, and what one says is never another."""
        round_, f, old = self.round, facts(self.round), facts(before)
        assert f["version"] - old["version"] in (0, 1)
        if f["record"]:
            assert old["record"] in ("", f["record"])
            kept = text_of(round_, "record")
            assert kept
            assert self.versions.setdefault(f["version"], kept) == kept
            assert list(self.versions) == list(range(1, f["version"] + 1))
            assert f["state"] in NAMED
            made = recording.record_of(round_, self.now)
            assert made.version == f["version"]
            assert made.state in STANDING or made.review_at is None
        fresh = f["version"] != old["version"] and round_.step == Step.RECORDED
        corrected = recording.words_of(round_)["change"]["what"] == "corrected"
        if fresh and State(f["state"]) in STANDING and not corrected:
            review = recording.review_of(round_)
            assert review
            assert review > self.now

    def _one_hand(self, before: Round, verb: str) -> None:
        """Nobody alone ends, keeps, rewords or buries what others agreed to or answered."""
        round_, f, old = self.round, facts(self.round), facts(before)
        motion = f["motion"]
        if motion and motion != old["motion"]:
            by = [motion["by"]] if motion["by"] in [seat.person_id for seat in deciders(round_)] else []
            self.said = dict.fromkeys(by, True)
        if f["version"] == old["version"]:
            return
        was, words = recording.words_of(before), recording.words_of(round_)
        what, new = words["change"]["what"], was["decision"] != words["decision"]
        reworded = what == "corrected" and old["record"] and new
        if what in ("kept", "ended", "left") or reworded:
            who = {seat.person_id for seat in deciders(round_)}
            said = [yes for person, yes in self.said.items() if person in who]
            assert all(said)
            assert len(said) == len(who) if len(who) <= 3 else len(said) * 3 >= len(who) * 2
        if what == "made" and before.step == Step.WRITE:
            assert words["decision"].split() == was["decision"].split() or not was["decision"]
        assert verb != "put_off" or not before.of_kind("answer")

    def _pauses(self, before: Round, verb: str) -> None:
        """A pause freezes what is left of the time: nobody has less of their working time afterwards."""
        round_ = self.round
        where = [seat.zone for seat in round_.present] or ["UTC"]
        if verb == "pause" and before.ends_at:
            self.left_over = max(worked(self.now, before.ends_at, zone).total_seconds() for zone in where)
            assert round_.ends_at is None
        elif verb == "go_on" and self.left_over and round_.step == before.step and round_.ends_at:
            left = min(worked(self.now, round_.ends_at, zone).total_seconds() for zone in where)
            assert abs(left - self.left_over) < 1
        if round_.status == Status.RUNNING:
            self.left_over = None

    def holds(self) -> None:
        round_, f = self.round, facts(self.round)
        assert round_.wakes_at is not None or round_.status not in OPEN
        if round_.status == Status.RUNNING:
            assert round_.ends_at is not None
        if round_.status not in OPEN:
            assert round_.ends_at is None or round_.of_kind("answer")  # not read by anybody, till it is gone
            assert f["state"] in NAMED or round_.step == Step.TAKEN_BACK
        if round_.step == Step.RECORDED and round_.status == Status.RUNNING:
            assert State(f["state"]) in STANDING
            assert round_.ends_at == recording.review_of(round_)
        assert all(seat.due_at is None and not seat.notice for seat in round_.seats if seat.left_at)
        assert all(len(seat.rang) <= 64 and len(seat.notice) <= 64 for seat in round_.seats)
        assert all(seat.nudges <= 2 for seat in round_.seats)
        assert not round_.paused_by or round_.status == Status.PAUSED
        assert round_.paused_by in ("", *(seat.person_id for seat in round_.present))
        assert SECRET not in json.dumps(f)
        assert SECRET not in repr(round_)
        self._apart()
        self._lineage()

    def _apart(self) -> None:
        """What is written apart is its author's, and stands in nothing that others read."""
        round_ = self.round
        shared = " ".join(r.text or "" for r in round_.replies if r.kind in standing.SHARED)
        for reply in round_.replies:
            readers = {p for p in PEOPLE if standing.readable(round_, reply, p)}
            if reply.kind not in standing.SHARED:
                assert readers <= {reply.author_id}
                assert not standing.on_card(round_, reply)
            if reply.kind == "answer":
                given = testing.read(reply)
                assert given
                assert not given.why or given.why not in shared
                assert not round_.seat(reply.author_id).left_at
            if reply.kind == "idea":
                assert reply.text
                assert f"{reply.text} " not in f"{shared} "
        assert not round_.of_kind("pool") or round_.step == Step.GATHER or round_.status != Status.RUNNING
        if round_.step in (Step.RECORDED, Step.TAKEN_BACK):
            assert not [r for r in round_.replies if r.kind in ("working", "pool", "idea", "consent")]
            assert facts(round_)["state"] == State.DEFERRED or not round_.of_kind("answer")

    def _lineage(self) -> None:
        """Whoever had a hand in an option has one in all that is made of it; and no option's words change."""
        round_, f = self.round, facts(self.round)
        for reply in round_.of_kind("option"):
            hands = set(building.contributors(round_, reply.id))
            assert self.hands.setdefault(reply.id, hands) <= hands
            assert self.texts.setdefault(reply.id, reply.text) == reply.text
            for older in f["of"].get(reply.id, []):
                assert self.hands[older] <= hands
        assert len(set(f["live"])) == len(f["live"])
        there = {reply.id for reply in standing.live(round_)}
        assert there == set(f["live"]) or round_.step == Step.TAKEN_BACK


JOINS = {"share", "missing", "react", "unsigned", "signed", "ask", "clear", "add", "edit", "split", "merge"}
LEVELS = [*Level, Level.BEHIND, Level.BEHIND, Level.SUPPORT, Level.LIVE_WITH]
MOSTLY = {
    Step.SHARE: "share share share move_on move_on step_out name",
    Step.GATHER: "unsigned unsigned signed unsigned ideas_back move_on pause",
    Step.CLARIFY: "ask clear ask clear move_on move_on send_back",
    Step.BUILD: "add edit merge split choose choose move_on move_on ask send_back put_off",
    Step.MISSING: "missing missing move_on move_on send_back",
    Step.REACT: "react react move_on move_on pause",
    Step.TEST: "answer answer answer answer behind behind behind behind wait step_out leave_it",
    Step.CONSENT: "yes yes yes yes yes yes no step_out pause",
    Step.INTEGRATE: "edit edit move_on move_on extend",
    Step.WRITE: "write write correct pause",
    Step.RECORDED: "look amend correct correct refer",
    Step.REVIEW: "working working working working keep end amend correct",
    Step.TAKEN_BACK: "share answer",
}
ANY = sorted({verb for verbs in MOSTLY.values() for verb in verbs.split()} | {"offer", "take", "decline"}
             | {"take_back", "go_on", "extend"})  # fmt: skip
BY_HOST = {"move_on", "send_back", "extend", "put_off", "name", "offer", "choose", "take_back"}
HOURS = (1, 5, 20, 30, 55, 80, 200, 1500)


def next_thing(group: Group, number: int) -> str:
    """Most of what people do is what their card offers; now and then it is a card of last week's."""
    likely = MOSTLY[Step(group.round.step)].split()
    if group.round.status == Status.PAUSED:
        likely = ["go_on", "go_on", "go_on", "put_off", "answer"]
    if facts(group.round)["handing"]:
        likely += ["take", "decline"]
    kinds = [*likely, *likely, "passes_time", "sleeps"]
    if number % 53 == 0:
        return "gone"
    return ANY[number % len(ANY)] if number % 7 == 0 else kinds[number % len(kinds)]


def whoever(group: Group, verb: str, who: int) -> str:
    """Mostly whoever may."""
    if who % 5 and verb in BY_HOST:
        return group.round.host_id
    if who % 5 and verb == "take" and facts(group.round)["handing"]:
        return facts(group.round)["handing"]
    waits = [s.person_id for s in deciders(group.round) if s.step == "asked"]
    if who % 5 and verb in ("answer", "behind", "working", "yes", "no") and waits:
        return waits[who % len(waits)]
    return group.seats[who % len(group.seats)].person_id


def walks(group: Group, things: list[tuple[int, int, int]]) -> None:
    for number, who, seed in things:
        verb = next_thing(group, number)
        if verb == "passes_time":
            group.passes_time(hours=HOURS[who % len(HOURS)])
        elif verb == "sleeps":
            group.sleeps(hours=HOURS[who % len(HOURS)])
        else:
            group.does(verb, whoever(group, verb, who), random.Random(seed))


THINGS = st.lists(st.tuples(st.integers(0, 2**12), st.integers(0, 2**8), st.integers(0, 2**12)), max_size=60)
NEEDED = st.sampled_from([(), ("lived",), ("professional",), KINDS])


@settings(max_examples=examples(150))
@given(
    size=st.integers(2, 6),
    kinds=st.integers(0, 4**6),
    needed=NEEDED,
    short=st.booleans(),
    host=st.integers(0, 5),
    things=THINGS,
)
def test_whatever_people_do_a_matter_keeps_its_promises_and_comes_to_a_state_with_a_name(
    size: int,
    kinds: int,
    needed: tuple[str, ...],
    short: bool,
    host: int,
    things: list[tuple[int, int, int]],
) -> None:
    group = Group(size, kinds, needed, short=short, many=host)

    walks(group, things)
    group.passes_time(days=200)

    round_, f = group.round, facts(group.round)
    if round_.status == Status.RUNNING:
        assert State(f["state"]) in STANDING
        assert round_.step == Step.REVIEW
        assert f["opened"]
        assert round_.wakes_at
        assert round_.wakes_at <= group.now + timedelta(days=28)  # it comes back, whoever sees to it
    else:
        assert round_.status in (Status.CLOSED, Status.STOPPED)
        assert f["state"] in NAMED or round_.step == Step.TAKEN_BACK


def agreed(size: int = 3) -> Group:
    """A matter that is written down, by the short way."""
    group = Group(size, 0b10_10_10_10_10_10, short=True)
    for seat in group.seats[:size]:
        group.does("behind", seat.person_id, random.Random(0))
    assert group.round.step == Step.WRITE
    group.does("write", group.seats[0].person_id, random.Random(0))
    assert group.round.step == Step.CONSENT  # it was written down in other words
    for seat in group.seats[1:size]:
        group.does("yes", seat.person_id, random.Random(0))
    assert group.round.step == Step.RECORDED
    return group


def test_an_agreement_comes_back_weekly_three_times_then_monthly_until_somebody_sees_to_it() -> None:
    group, told = agreed(), list[datetime]()
    for _ in range(300):
        before = facts(group.round)["times"]
        group.passes_time(days=1)
        opened = facts(group.round)["opened"]
        if opened and (not told or facts(group.round)["times"] != before):
            told.append(group.now)

    days = [(later - earlier).days for earlier, later in pairwise(told)]

    assert days[:3] == [7, 7, 7]
    assert set(days[3:]) == {28}
    assert facts(group.round)["state"] == State.AGREED


@pytest.mark.parametrize("level", [Level.OBJECT, Level.TALK])
def test_nothing_is_tested_more_than_three_times(level: Level) -> None:
    group = Group(2, 0b10_10, short=True)
    for _ in range(6):
        for person in PEOPLE[:2]:
            if group.round.step == Step.TEST:
                given_ = testing.Answer(level, f"{SECRET} {group.number}", named=False)
                group._answer(person, level, given_.why, "")
        for verb in ("edit", "move_on"):
            group.does(verb, group.round.host_id, random.Random(0))
            group.passes_time(hours=28)  # to build has its time

    assert facts(group.round)["state"] == (State.NOT_AGREED if level is Level.OBJECT else State.DEFERRED)
    assert facts(group.round)["version"] == 1
    assert recording.words_of(group.round)["tests"] == TESTS


def test_an_answer_that_stands_in_what_others_read_would_be_noticed() -> None:
    group = Group(3, short=True)
    group.does("answer", PEOPLE[1], random.Random(0))
    given_ = testing.read(group.round.of_kind("answer")[0])
    assert given_
    assert given_.why
    say(group.round, PEOPLE[1], "same", given_.why, group.now)

    with pytest.raises(AssertionError):
        group.holds()


def test_an_earlier_version_that_changes_would_be_noticed() -> None:
    group = agreed()
    before = again(group.round)
    (group.round.one("record") or group.round.replies[0]).rewrite("{}")

    with pytest.raises(AssertionError):
        group._records(before)


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [
        (["lived"] * 3 + ["professional"], {"all": 4}),  # under five, anybody could count who is who
        (["lived"] * 2 + ["professional"] * 3, {"all": 5, "professional": 3}),
        (["lived"] * 3 + ["both"] * 2 + ["unsaid"], {"all": 6, "lived": 5}),
        (["lived"] * 2 + ["both"] + ["professional"] * 2, {"all": 5, "lived": 3, "professional": 3}),
    ],
)
def test_who_took_part_is_counted_by_kind_only_where_enough_hide_each_other(
    kinds: list[str], counts: dict[str, int]
) -> None:
    group = Group(len(kinds), needed=(), short=True)
    for seat, kind in zip(group.round.seats, kinds, strict=True):
        seat.kind = kind

    assert recording.counted(group.round) == counts


@pytest.mark.parametrize("named", [None, 0, 2])
def test_who_answered_what_stands_nowhere_and_a_name_only_where_it_was_ticked(named: int | None) -> None:
    given_ = [
        testing.Answer(level, f"{SECRET} {place}", named=place == named)
        for place, level in enumerate((Level.SUPPORT, Level.LIVE_WITH, Level.DISAGREE))
    ]

    def opened(*order: int) -> tuple[object, ...]:
        """All that is kept, where these people gave these answers; reasons in no order."""
        group = Group(3, needed=(), short=True)
        for seat, place in zip(group.round.seats, order, strict=True):
            flow.answer(group.round, seat.person_id, given_[place], "", group.now)
        assert group.round.step == Step.WRITE
        assert not group.round.of_kind("answer")
        result = testing.result(group.round)
        assert result
        named_ = {reason["text"]: reason["name"] for reason in result["reasons"]}
        whose = {f"{SECRET} {place}": seat.name for seat, place in zip(group.round.seats, order, strict=True)}
        assert named_ == {text: whose[text] if text == f"{SECRET} {named}" else "" for text in whose}
        seats = [(seat.person_id, seat.step, seat.facts) for seat in group.round.seats]
        kinds = sorted((reply.kind, reply.author_id) for reply in group.round.replies)
        remembered = str(group.round.facts).replace(str(facts(group.round)["proposal"]), "the proposal")
        return result["levels"], remembered, seats, kinds

    assert opened(0, 1, 2) == opened(1, 2, 0) == opened(2, 1, 0)

"""The rules of options and agreements alone: whatever people do, and however time passes."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.options import flow
from bot.features.options.flow import (
    asking,
    beside,
    building,
    consent,
    further,
    hosting,
    passing,
    putting,
    recording,
    standing,
    tagging,
    testing,
    unnaming,
)
from bot.features.options.forms import SAFE_MAX, TEXT_MAX
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
    decides,
    done_last,
    facts,
    kind_of,
    words_from,
)
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.company import looking_after
from bot.rounds.keeping import sealing
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import drop_kinds, say, text_of
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
            date(2026, 10, 5) if owner else None,
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
            "tick": lambda: flow.take_further(round_, who, chance.sample(live, len(live) // 2), now),
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
            "lives": lambda: flow.lives_with_it(
                round_, who, chance.choice(["yes", "partly", "no"]), words, named=False, now=now
            ),
            "pull": lambda: flow.pull(round_, who, words, now),
            "sign_back": lambda: beside.take_back(round_, who, now),
            "keep": lambda: flow.keep(round_, who, f"{words} because", None, now),
            "end": lambda: flow.end(round_, who, f"{words} because", now),
            "refer": lambda: flow.refer(round_, who, now),
            "hand_on": lambda: flow.hand_on(round_, who, words, now),
            "came_back": lambda: flow.came_back(round_, who, words, now),
            "ready": lambda: flow.ready(round_, who, now),
            "seal": lambda: putting.seal(round_, who, words, now),
            "public": lambda: putting.publish(round_, who, words, now),
            "private": lambda: putting.make_private(round_, who, now),
            "let_go": lambda: putting.let_go(round_, who, chance.choice(PEOPLE), words, now),
            "unname": lambda: self._unname(who, f"by {chance.choice(PEOPLE)}"),
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

    def _unname(self, who: str, passage: str) -> None:
        kept = [recording.record_of(self.round, self.now)] if facts(self.round)["version"] else []
        putting.unname(self.round, who, passage, kept, "", self.now)

    def _say(self, who: str, *, yes: bool, why: str) -> None:
        flow.say_to_it(self.round, who, yes=yes, why=why, now=self.now)
        self.said[who] = yes

    def _answer(self, who: str, level: Level, words: str, kind: str) -> None:
        before = facts(self.round)["test"], self.round.step
        given, self.given = dict(self.given), {**self.given, who: level}
        try:
            flow.answer(
                self.round, who, testing.Answer(level, words, bool(words), f"{words} safe"), kind, self.now
            )
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

    def _register_has_heard(self) -> None:
        """What was blacked out is so in every version: whoever keeps the matter sees to that."""
        for order, line in unnaming.orders(self.round):
            for version, said in self.versions.items():
                words = (
                    unnaming.in_words(words_from(said), order)
                    if order["name"] or not order["author"]
                    else words_from(said)
                )
                self.versions[version] = json.dumps(
                    {**words, "unnamed": [*words["unnamed"], line]}, ensure_ascii=False
                )
        drop_kinds(self.round, unnaming.ORDER)

    # what must be true

    def _held(self, before: Round, verb: str) -> list[Seat] | None:
        # What is sent back comes again, and has its whole time; what is put to all goes on where it stood.
        back = ("send_back", "take_back", "gone", "leave_it", "unname", "let_go")
        by_one = (Step.WRITE, Step.RECORDED)  # what one does there, is done for all
        return None if verb in back or before.step in by_one else passing.holds_up(before)

    def _stands(self, round_: Round) -> object:
        return round_.step, round_.since, facts(round_)["opened"]

    def _watch(self, before: Round, verb: str, who: str) -> None:
        self._register_has_heard()
        self._nobody_elses_words(before, verb, who)
        self._tested(before)
        self._ticked(before)
        self._records(before)
        self._one_hand(before, verb)
        self._two_signs(before, verb, who)
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
        self._asked(given)
        objected = Level.OBJECT in given
        assert objected == (self.round.step == Step.INTEGRATE)

    def _asked(self, given: list[Level]) -> None:
        """Who was asked is as many as answered, stood aside, did not answer and had left, together."""
        found, who = asking.asked(self.round), {seat.person_id for seat in deciders(self.round)}
        assert found
        assert found["aside"] == given.count(Level.ASIDE)
        assert found["answered"] + found["aside"] == len(given)
        assert found["answered"] + found["aside"] + found["missing"] == len(who)
        assert len(found["who"]) == len(who) + found["left"]
        assert len(given) <= found["reached"] <= len(found["who"])
        assert {person for person in who if asking.counted(self.round, person)} == {*self.given} & who

    def _ticked(self, before: Round) -> None:
        """What people ticked is read before it goes, and nobody is counted twice."""
        round_ = self.round
        wrote = {reply.author_id for reply in before.of_kind("further")}
        there = wrote & {seat.person_id for seat in round_.present}
        if there and round_.step in (Step.BUILD, Step.MISSING, Step.CLARIFY):
            assert further.is_open(round_) or there <= {r.author_id for r in round_.of_kind("further")}
        assert all(count <= further.many(round_) for count in further.counts(round_).values())
        assert not (round_.of_kind("further") and further.is_open(round_))

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
        assert what not in ("kept", "ended") or all(one in words["beside"] for one in beside.opened(before))
        assert what == "sealed" or words["handed"][: len(was["handed"])] == was["handed"]
        reworded = reworded or (what == "corrected" and was["came_back"] not in ("", words["came_back"]))
        if what in ("kept", "ended", "left", "sealed", "public") or reworded:
            who = {seat.person_id for seat in deciders(round_)}
            said = [yes for person, yes in self.said.items() if person in who]
            assert all(said)
            assert len(said) == len(who) if len(who) <= 3 else len(said) * 3 >= len(who) * 2
        if what == "made" and before.step == Step.WRITE:
            assert words["decision"].split() == was["decision"].split() or not was["decision"]
        assert verb != "put_off" or not before.of_kind("answer")

    def _nobody_elses_words(self, before: Round, verb: str, who: str) -> None:
        """Nobody alone blacks out what others wrote or all agreed, and nobody alone lets somebody go."""
        round_, motion = self.round, facts(before)["motion"]
        all_said = motion is not None and facts(round_)["motion"] is None and facts(round_)["stood"] is None
        was = {reply.id: reply for reply in before.replies}
        for reply in round_.replies:
            old = was.get(reply.id)
            if old is None or old.text == reply.text or reply.kind not in standing.SHARED:
                continue
            own = verb == "unname" and (old.author_id == who or _signed_alone(old, reply, round_, who))
            assert own or (all_said and motion and motion["what"] == "unname"), reply.kind
            self.texts[reply.id] = reply.text
        decided = {seat.person_id for seat in deciders(before)} - {
            seat.person_id for seat in deciders(round_)
        }
        for person in decided - {s.person_id for s in round_.seats if s.left_at}:
            others = {seat.person_id for seat in deciders(before)} - {person}
            assert motion
            assert motion["what"] == "let_go"
            assert all(self.said.get(one) for one in others)
            assert self.said.get(person, True)
            assert len(others) >= 2 or before.seat(person).outside

    def _two_signs(self, before: Round, verb: str, who: str) -> None:
        """One alone brings nothing forward; and what was seen is buried by nobody but its author."""
        round_ = self.round
        pulled = {reply.author_id: reply.text for reply in before.of_kind(beside.SIGN)}
        looked = before.step == Step.RECORDED and round_.step == Step.REVIEW
        if looked and verb == "pull":
            assert pulled.keys() - {who}
        for author, seen in pulled.items():
            stands = any(r.author_id == author for r in round_.of_kind(beside.SIGN))
            read = seen in [one["text"] for one in beside.opened(round_)]
            own = author == who and verb in ("sign_back", "step_out", "pull")
            taken_out = facts(round_)["state"] == State.SEALED  # by all who decide
            assert stands or read or own or taken_out or round_.seat(author).left_at

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
            if reply.kind == "asked":  # who answered, and what, is not in it
                assert readers == {seat.person_id for seat in deciders(round_)}
            elif reply.kind not in standing.SHARED:
                assert readers <= {reply.author_id}
                assert not standing.on_card(round_, reply)
            if reply.kind == "answer":
                given = testing.read(reply)
                assert given
                assert not given.why or given.why not in shared
                assert not round_.seat(reply.author_id).left_at
            if reply.kind == "sign":
                assert reply.text
                assert reply.text not in shared
            if reply.kind == "idea":
                assert reply.text
                assert f"{reply.text} " not in f"{shared} "
        motion = facts(round_)["motion"]
        gathers = Step.GATHER in (round_.step, motion["back"] if motion else "")
        assert not round_.of_kind("pool") or gathers or round_.status != Status.RUNNING
        if round_.step in (Step.RECORDED, Step.TAKEN_BACK):
            apart = ("working", "pool", "idea", "consent", "further", "ticks", "lives")
            assert not [r for r in round_.replies if r.kind in apart]
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


def _signed_alone(old: Reply, new: Reply, round_: Round, who: str) -> bool:
    """Whether all that differs in what is kept as JSON is signed by this person, and nobody else."""
    if new.kind not in ("record", "result", "looked", "beside"):
        return False
    return not _of_others(json.loads(old.text or ""), json.loads(new.text or ""), round_.seat(who).name, "")


def _of_others(old: Any, new: Any, name: str, key: str) -> bool:
    if isinstance(old, dict):
        by = old.get("by", [])
        signed = [one for one in [old.get("name"), *(by if isinstance(by, list) else [by])] if one]
        theirs = signed == [name] and not old.get("chosen")
        parts = [(one, old[one], new[one]) for one in old if one not in ("unnamed", "into")]
        return any(was != is_ and not theirs and _of_others(was, is_, name, one) for one, was, is_ in parts)
    if isinstance(old, list) and key != "by":
        return any(_of_others(was, is_, name, key) for was, is_ in zip(old, new, strict=True))
    return bool(old != new)


JOINS = {"share", "missing", "react", "unsigned", "signed", "ask", "clear", "add", "edit", "split", "merge"}
JOINS |= {"lives", "pull", "unname"}
LEVELS = [*Level, Level.BEHIND, Level.BEHIND, Level.SUPPORT, Level.LIVE_WITH]
MOSTLY = {
    Step.SHARE: "share share share move_on move_on step_out name",
    Step.GATHER: "unsigned unsigned signed unsigned ideas_back move_on pause",
    Step.CLARIFY: "ask clear ask clear ready ready move_on move_on send_back",
    Step.BUILD: "add edit merge split choose choose move_on move_on ask send_back put_off tick tick tick"
    " ready ready unname let_go",
    Step.MISSING: "missing missing move_on move_on send_back",
    Step.REACT: "react react move_on move_on pause",
    Step.TEST: "answer answer answer answer behind behind behind behind wait step_out leave_it",
    Step.CONSENT: "yes yes yes yes yes yes no step_out pause",
    Step.INTEGRATE: "edit edit move_on move_on extend",
    Step.WRITE: "write write correct pause",
    Step.RECORDED: "look look amend amend correct correct refer pull pull sign_back hand_on came_back seal"
    " public public private let_go unname",
    Step.REVIEW: "working working working working working working lives keep keep end amend correct came_back"
    " seal unname let_go",
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
    if who % 5 and verb == "tick":
        waits = [
            s.person_id for s in deciders(group.round) if not further.has_ticked(group.round, s.person_id)
        ]
    if who % 5 and verb in ("answer", "behind", "working", "yes", "no", "tick") and waits:
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


@settings(max_examples=examples(60))
@given(size=st.integers(2, 6), short=st.booleans(), who=st.integers(0, 5), things=THINGS)
def test_tags_change_nothing_of_what_was_agreed_whoever_writes_them_whenever(
    size: int, short: bool, who: int, things: list[tuple[int, int, int]]
) -> None:
    group = Group(size, 0b10_10_10_10_10_10, (), short=short)
    walks(group, things)
    round_, person, before = group.round, group.seats[who].person_id, again(group.round)
    version, was = facts(round_)["version"], recording.words_of(round_)

    try:
        made = tagging.tag(round_, person, "  night,  discharge ", version, group.now)
    except Refusal:
        gone = facts(before)["state"] == State.SEALED
        assert gone or not (version and decides(before, person)) or before.status == Status.PAUSED
        return

    words = recording.words_of(round_)
    assert made
    assert (words["tags"], words["change"]["what"]) == ("night, discharge", "tagged")
    assert {**words, "tags": was["tags"], "change": was["change"], "last": was["last"]} == was
    assert done_last(words) == was["change"]  # why it is as it is can still be read
    assert facts(round_) == {**facts(before), "version": version + 1, "tagged": 1}
    assert (round_.step, round_.status, round_.ends_at) == (before.step, before.status, before.ends_at)
    assert not tagging.tag(round_, person, "night, discharge", version, group.now)  # they are the same
    with pytest.raises(Refusal, match="changed_meanwhile"):
        tagging.tag(round_, person, "other", version, group.now)


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We ring before noon.", "we ring, before noon!", True),
        ("We ring before noon.", "We ring after noon.", False),
        ("👍", "👎", False),
        ("👍", " 👍 ", True),
        ("…", "", False),
    ],
)
def test_marks_change_nothing_but_where_there_is_nothing_else(one: str, other: str, same: bool) -> None:
    assert consent.says_the_same(one, other) == same


def test_what_was_put_to_all_before_more_was_kept_of_it_takes_effect_all_the_same() -> None:
    group = agreed()
    round_, now = group.round, group.now
    putting.publish(round_, PEOPLE[0], f"{SECRET} others ask", now)
    motion = facts(round_)["motion"]
    assert motion
    for newer in ("about", "since", "retried", "extended"):
        del motion[newer]  # type: ignore[misc]

    for person in PEOPLE[1:3]:
        flow.say_to_it(round_, person, yes=True, why="", now=now)

    assert (round_.step, facts(round_)["public"]) == (Step.RECORDED, True)


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


def test_more_time_because_too_little_was_answered_is_never_less_time() -> None:
    group = Group(2, needed=KINDS, short=True)
    facts(group.round)["said"] = {"U00": "lived", "U01": "professional"}
    group.does("wait", "U00", random.Random(0))
    until = group.round.ends_at

    flow.answer(group.round, "U00", testing.Answer(Level.BEHIND), "", group.now)
    flow.answer(group.round, "U01", testing.Answer(Level.ASIDE), "", group.now)

    assert (group.round.step, facts(group.round)["retried"]) == (Step.TEST, True)
    assert group.round.ends_at == until


def test_of_a_proposal_that_is_taken_back_no_option_is_left() -> None:
    group = Group(2, needed=(), short=True)

    group.does("take_back", group.round.host_id, random.Random(0))

    assert group.round.step == Step.TAKEN_BACK
    assert standing.live(group.round) == facts(group.round)["live"] == []


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


def test_whether_ones_answer_counted_says_as_much_to_whoever_sees_how_long_it_is() -> None:
    group = Group(4, needed=(), short=True)
    for person in PEOPLE[:3]:
        group._answer(person, Level.BEHIND, "", "")
    group.passes_time(days=3)

    kept = group.round.of_kind("counted")

    assert sorted(reply.author_id for reply in kept) == [*PEOPLE[:4]]
    assert len({len(reply.text or "") for reply in kept}) == 1
    assert [asking.counted(group.round, person) for person in PEOPLE[:4]] == [True, True, True, False]


def test_a_test_that_began_before_it_was_kept_whom_it_asks_is_opened_like_any_other() -> None:
    group = Group(3, needed=(), short=True)
    del group.round.facts["asking"]
    for person in PEOPLE[:3]:
        for reply in group.round.of_kind("answer"):
            older = json.loads(reply.text or "")
            older.pop("safe", "")
            reply.rewrite(json.dumps(older))
        flow.answer(group.round, person, testing.Answer(Level.OBJECT, f"{SECRET}."), "", group.now)

    found = asking.asked(group.round)

    assert found
    assert (found["who"], found["answered"]) == ([*PEOPLE[:3]], 3)


def test_who_may_not_move_it_on_takes_nothing_further_and_what_was_never_there_is_not_ticked() -> None:
    group = Group(3, needed=())
    for verb in ("move_on", "unsigned", "signed", "move_on", "move_on"):
        group.now += timedelta(days=4 * (verb == "move_on"))
        group.does(verb, group.round.host_id, random.Random(0))
    (other,) = {*PEOPLE[1:3]} - {group.round.host_id} - {PEOPLE[2]}
    live = facts(group.round)["live"]

    with pytest.raises(Refusal, match="steer"):
        hosting.choose(group.round, other, live[0], group.now)
    with pytest.raises(Refusal, match="changed_meanwhile"):
        flow.take_further(group.round, other, [*live, "another"], group.now)
    with pytest.raises(Refusal, match="not_in"):
        flow.take_further(group.round, PEOPLE[5], live, group.now)
    assert not further.lie_closed(group.round)


def test_the_longest_answer_is_kept_no_longer_than_any_other() -> None:
    long = testing.Answer(Level.OBJECT, "\U0001f30a" * TEXT_MAX, True, "\U0001f30a" * SAFE_MAX)

    assert len(long.sealed().encode()) <= sealing._STEP


def beside_it(group: Group, *numbers: int) -> None:
    for number in numbers:
        flow.take_part(group.round, replace(group.seats[number]))


def test_who_pulled_the_sign_and_who_said_what_stands_nowhere_once_it_can_be_read() -> None:
    def opened(*order: int) -> tuple[object, ...]:
        """All that is kept, where these two saw these things and say so in the review; words in no order."""
        group = agreed(3)
        beside_it(group, 4, 5)
        for person, place in zip(PEOPLE[4:], order, strict=True):
            flow.pull(group.round, person, f"{SECRET} seen {place}", group.now)
        assert group.round.step == Step.REVIEW
        for person, place in zip(PEOPLE[4:], order, strict=True):
            flow.lives_with_it(
                group.round, person, "no", f"{SECRET} said {place}", named=False, now=group.now
            )
        for person in PEOPLE[:3]:
            flow.still_working(group.round, person, "yes", "", "", named=False, now=group.now)
        assert not group.round.of_kind(beside.SIGN) + group.round.of_kind(beside.LIVES)
        said = sorted((one["answer"], one["text"], one["name"]) for one in beside.opened(group.round))
        assert [name for *_, name in said] == [""] * 4
        kinds = sorted((reply.kind, reply.author_id) for reply in group.round.replies)
        remembered = {**group.round.facts, "record": "", "proposal": "", "tested": "", "live": []}
        return said, kinds, str(remembered)

    assert opened(0, 1) == opened(1, 0)


def test_in_what_order_beside_lines_lie_open_chance_decides() -> None:
    seen = set()
    for _ in range(40):
        group = agreed(3)
        beside_it(group, 4, 5)
        for person in PEOPLE[4:]:
            flow.pull(group.round, person, person, group.now)
        seen.add(tuple(one["text"] for one in beside.opened(group.round)))
        for person in PEOPLE[:3]:
            flow.still_working(group.round, person, "yes", "", "", named=False, now=group.now)
        flow.lives_with_it(group.round, PEOPLE[4], "no", "late", named=False, now=group.now)
        seen.add(
            (
                "late at",
                *(str(n) for n, one in enumerate(beside.opened(group.round)) if one["text"] == "late"),
            )
        )

    assert len(seen) == 5


def test_nobody_who_is_not_here_pulls_the_sign_with_another() -> None:
    for away in ("outside", "gone", "left_at"):
        group = agreed(3)
        beside_it(group, 4, 5)
        flow.pull(group.round, PEOPLE[4], "Seen.", group.now)
        setattr(group.round.seat(PEOPLE[4]), away, group.now if away == "left_at" else True)

        flow.pull(group.round, PEOPLE[5], "Seen, too.", group.now)

        assert group.round.step == Step.RECORDED, away
        assert beside.pulled(group.round) == 1


def test_a_change_that_is_asked_for_while_it_is_looked_at_buries_no_line_beside() -> None:
    group = agreed(3)
    beside_it(group, 4)
    flow.look(group.round, PEOPLE[0], group.now)
    flow.lives_with_it(group.round, PEOPLE[4], "no", "It is late.", named=False, now=group.now)
    group.now += timedelta(days=4)

    flow.amend(group.round, PEOPLE[0], "We write.", "It is calmer.", group.now)

    assert [one["text"] for one in beside.opened(group.round)] == ["It is late."]
    for person in PEOPLE[:3]:
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    assert [one["text"] for one in recording.words_of(group.round)["beside"]] == ["It is late."]

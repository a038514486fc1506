"""Random lives of a matter, watched closely: no one hand undoes what all made, and no word is posted unasked.

A life begins on the long way or the short one, at an agreement, in its review, or in a test that some have
answered; then people do whatever they do, are put out of the channel and come back, and time passes. At each
step it is watched: what is sealed is opened or stays its author's, what was agreed is changed by all or by a
test, dissent is kept word for word, and what stands in a message is what its author chose to publish.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.options import cards, flow
from bot.features.options.cards import saying
from bot.features.options.flow import building, consent, passing, recording, standing, testing, unnaming
from bot.features.options.models import FRAMED, STANDING, WEEK, Level, State, Step, Words, deciders, facts
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.keeping.replies import drop_kinds
from tests.features.test_options_rules import HOURS, NEEDED, Group, next_thing, whoever
from tests.size import examples
from tests.walking import SECRET

STAGES = ("long", "short", "answered", "leaving", "agreed", "review", "opened")
TO_ALL = ("keep", "end", "leave", "wording")
MOODS: list[list[Level]] = [
    [],
    [],
    [Level.DISAGREE],
    [Level.LIVE_WITH, Level.SUPPORT],
    [Level.OBJECT, Level.TALK],
]
STAYS = (*flow.EDITABLE, *FRAMED, "question", "same", "differ", "absent")  # what nobody rewords alone
SAID = re.compile(rf"{SECRET} \d+ by U\d+(?: [a-z]+\b)?")  # what somebody wrote on a walk, and in which box


class Life(Group):
    """A matter at that stage, and everything that must not happen to it; `looks` whether it is drawn."""

    looks = True

    def __init__(self, size: int, kinds: int, needed: tuple[str, ...], stage: str, host: int) -> None:
        super().__init__(size, kinds, needed, short=stage != "long", many=host)
        self.stage(stage, [seat.person_id for seat in self.seats[:size]])

    def stage(self, stage: str, people: list[str]) -> None:
        some = stage in ("answered", "leaving")
        for person in people[:-1] if some else people:
            if stage not in ("long", "short"):
                self.does("answer" if some else "behind", person, random.Random(person))
        if stage == "leaving":
            self.does("leave_it", people[0], random.Random(0))
        if self.round.step != Step.WRITE:
            return
        self.does("write", people[0], random.Random(0))
        for person in people[1:]:
            self.does("yes", person, random.Random(0))
        if stage in ("review", "opened"):
            self.does("look", people[0], random.Random(0))
            for person in people[: None if stage == "opened" else 1]:
                self.does("working", person, random.Random(0))

    def goes_on(self, things: list[tuple[int, int, int]]) -> None:
        for number, who, seed in things:
            seldom = {0: "put_out", 1: "back", 2: "put_off"}
            verb = seldom.get(number % 23) or next_thing(self, number)
            if verb == "passes_time":
                self.passes_time(hours=HOURS[who % len(HOURS)])
            elif verb == "sleeps":
                self.sleeps(hours=HOURS[who % len(HOURS)])
            else:
                self.does(verb, whoever(self, verb, who), random.Random(seed))

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        there = [seat for seat in self.round.present if seat.person_id == who]
        if verb in ("put_out", "back"):
            for seat in there:
                seat.outside = verb == "put_out"
            self._tick()
        elif verb == "step_out" and there and there[0].outside:
            flow.step_out(self.round, who, self.now)  # nobody needs to be let in to go
        else:
            super()._do(verb, who, chance)

    # what must be true

    def _watch(self, before: Round, verb: str, who: str) -> None:
        super()._watch(before, verb, who)
        self._all_of_them(before, verb)
        self._agreed_by_all(before)
        self._dissent_stays(before)
        self._is_heard(before, verb, who)
        if self.looks:
            self._published()

    def _all_of_them(self, before: Round, verb: str) -> None:
        """Whoever is put out of the channel still decides: nobody is voted away."""
        if verb in ("put_out", "back"):
            still = [seat for seat in deciders(before) if not seat.gone]
            assert {s.person_id for s in still} <= {s.person_id for s in deciders(self.round)}

    def _agreed_by_all(self, before: Round) -> None:
        """What stands is reworded, ended, or put off by enough of those who decide, or by a test."""
        f, old = facts(self.round), facts(before)
        if f["version"] == old["version"] or not old["record"]:
            return
        was, words = recording.words_of(before), recording.words_of(self.round)
        what = words["change"]["what"]
        if what == "sealed":  # all of it went, where enough said so
            assert self._enough_said_yes()
            return
        changed = {key for key in STAYS if said(was, key) and not same(said(was, key), said(words, key))}
        if what == "amended":
            changed -= {"decision"}
        if changed or what in ("ended", "kept", "left"):
            assert self._enough_said_yes(), (what, changed)
        if old["state"] in STANDING and f["state"] not in STANDING:
            assert what == "ended"
        self._looked_at_in_time(before, what)

    def _looked_at_in_time(self, before: Round, what: str) -> None:
        """No later than it was to be, but where enough said so or a test did."""
        was, is_ = recording.review_of(before), recording.review_of(self.round)
        if was and is_ and is_ > was and what not in ("amended", "kept"):
            soon = what == "held" and is_ <= self.now + WEEK
            assert soon or self._enough_said_yes(), (what, was, is_)

    def _enough_said_yes(self) -> bool:
        who = {seat.person_id for seat in deciders(self.round)}
        yes = [person for person, one in self.said.items() if person in who and one]
        against = [person for person, one in self.said.items() if person in who and not one]
        enough = len(yes) == len(who) if len(who) <= 3 else 3 * len(yes) >= 2 * len(who)
        return enough and not against

    def _dissent_stays(self, before: Round) -> None:
        """What people had against it, or against a change of it, is in every later version, word for word."""
        if facts(before)["record"] and facts(self.round)["state"] != State.SEALED:
            was, words = recording.words_of(before), recording.words_of(self.round)
            if len(words["unnamed"]) > len(was["unnamed"]):  # who may black what out, `Group` watches
                return
            assert not Counter(_against(was)) - Counter(_against(words))

    def _is_heard(self, before: Round, verb: str, who: str) -> None:
        """What lies apart and is there no more was opened, or has gone with its author, or by their hand."""
        there, opened = {reply.id for reply in self.round.replies}, [*_opened(self.round)]
        for reply in before.replies:
            if reply.kind in ("answer", "working", "idea") and reply.id not in there:
                words = _words(reply)
                read = not words or words in opened or _is_no_reason(reply)
                assert read or self._went_rightly(before, reply, verb, who), (verb, reply.kind, before.step)
        unsigned = Counter(pool.texts(before, building.POOL)) - Counter(pool.texts(self.round, building.POOL))
        assert not unsigned - Counter(opened), verb

    def _went_rightly(self, before: Round, reply: Reply, verb: str, who: str) -> bool:
        """Though nobody read it: its author put another in its place or took it along, or all left it."""
        mine = reply.author_id == who and verb in ("answer", "behind", "working", "ideas_back", "step_out")
        left = self.round.seat(reply.author_id).left_at is not None
        return mine or left or before.step == Step.RECORDED or self._left_by_all(before)

    def _left_by_all(self, before: Round) -> bool:
        motion = facts(before)["motion"]
        return bool(motion) and motion["what"] in ("leave", "seal") and self._enough_said_yes()

    def _published(self) -> None:
        """What is sent has nobody's words but a question, a mandate, a proposal, what was agreed and why."""
        round_ = self.round
        sent = json.dumps([[drawing.message.text, drawing.message.blocks] for drawing in _drawn(round_)])
        found = set(SAID.findall(sent))
        assert found <= set(SAID.findall("\n".join(_chosen(round_)))), found
        assert not SECRET or SECRET not in json.dumps(facts(round_))


def said(words: Words, key: str) -> str:
    return str(dict(words)[key])


def same(one: str, other: str) -> bool:
    """Marks and capitals aside."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _against(words: Words) -> list[tuple[str, str]]:
    heard = [*words["reservations"], *words["earlier"], *words["held"]]
    return [(one["level"], one["text"]) for one in heard]


def _words(reply: Reply) -> str:
    kept = json.loads(reply.text or "{}") if reply.kind != "idea" else {"text": reply.text}
    return str(kept.get("why") or kept.get("text") or "")


def _is_no_reason(reply: Reply) -> bool:
    """What nobody asked to have noted: why somebody is fully behind it."""
    given = testing.read(reply) if reply.kind == "answer" else None
    return given is not None and given.level is Level.BEHIND


def _opened(round_: Round) -> Iterator[str]:
    """What everybody in the channel can read of what once lay apart."""
    result, record = testing.result(round_), recording.words_of(round_)
    yield from (reply.text or "" for reply in round_.of_kind("option"))
    yield from (one["text"] for one in record["options"])
    yield from (one["text"] for one in [*testing.looked(round_), *record["working"]])
    yield from (one["text"] for one in (result["reasons"] + result["earlier"] if result else []))
    yield from (text for _, text in _against(record))


def _chosen(round_: Round) -> Iterator[str]:
    """What its authors chose to publish: the question and its frame, a proposal, what was agreed and why."""
    shown = ("question", *FRAMED)
    yield from (reply.text or "" for reply in round_.replies if reply.kind in shown)
    record, proposal = recording.words_of(round_), standing.proposal(round_)
    yield proposal.text or "" if proposal else ""
    yield from (said(record, key) for key in ("decision", "why", "first_step"))
    yield record["change"]["why"]
    yield from (one["to"] for one in record["handed"])


def _drawn(round_: Round) -> Iterator[Any]:
    """What is sent, drawn from what may be read for it."""
    on_card = copy(round_)
    on_card.replies = [copy(reply) for reply in round_.replies]
    for reply in on_card.replies:
        reply.text = reply.text if standing.on_card(on_card, reply) else None
    return iter(cards.draw(on_card).values())


THINGS = st.lists(st.tuples(st.integers(0, 2**12), st.integers(0, 2**8), st.integers(0, 2**12)), max_size=50)


@settings(max_examples=examples(240), deadline=None)
@given(
    size=st.integers(2, 6),
    kinds=st.integers(0, 4**6),
    needed=NEEDED,
    stage=st.sampled_from(STAGES),
    host=st.integers(0, 5),
    things=THINGS,
)
def test_in_no_life_of_a_matter_one_alone_undoes_what_all_made_and_no_word_is_posted_unasked(
    size: int, kinds: int, needed: tuple[str, ...], stage: str, host: int, things: list[tuple[int, int, int]]
) -> None:
    life = Life(size, kinds, needed, stage, host)
    life.levels = MOODS[kinds % len(MOODS)]

    life.goes_on(things)
    life.passes_time(days=100)


# --- lives go everywhere, and each of these rules, broken, would be noticed


def lives(*, looks: bool = False, many: int = 250) -> Iterator[Life]:
    """The same lives each time, one after the other."""
    for seed in range(many):
        chance = random.Random(seed)
        stage, size = STAGES[seed % len(STAGES)], chance.choice([2, 3, 4, 6])
        life = Life(size, chance.randrange(4**6), (), stage, chance.randrange(6))
        life.levels, life.looks = chance.choice(MOODS), looks
        life.goes_on([(chance.randrange(4096), chance.randrange(256), seed + n) for n in range(50)])
        life.passes_time(days=100)
        yield life


def test_lives_come_to_every_step_every_state_and_all_that_can_be_put_to_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen, watch = set[object](), Life._watch

    def notes(self: Life, before: Round, verb: str, who: str) -> None:
        watch(self, before, verb, who)
        f = facts(self.round)
        seen.update([("step", self.round.step), ("state", f["state"]), ("status", self.round.status)])
        seen.add(("put", (f["motion"] or {"what": ""})["what"]))
        seen.add(("what", recording.words_of(self.round)["change"]["what"] if f["record"] else ""))

    monkeypatch.setattr(Life, "_watch", notes)
    wanted = {("step", step) for step in Step if step != Step.TAKEN_BACK} | {("status", Status.PAUSED)}
    wanted |= {("state", state.value) for state in State}
    wanted |= {("put", what) for what in (*TO_ALL, "seal", "unname", "public", "let_go")}
    wanted |= {("what", what) for what in ("made", "corrected", "amended", "held", "kept", "ended", "left")}
    wanted |= {("what", what) for what in ("sealed", "public", "private")}

    for _ in lives(many=1500):
        if wanted <= seen:
            break

    assert wanted <= seen, wanted - seen


def _drops(*kinds: str) -> Callable[..., None]:
    return lambda round_, *_: drop_kinds(round_, *kinds)


BROKEN: dict[str, tuple[object, str, object]] = {
    "one yes is enough": (consent, "passes", lambda came_to: came_to["yes"] > 0),
    "silence is a yes": (consent, "passes", lambda came_to: not came_to["against"]),
    "an objection is outvoted": (consent, "passes", lambda came_to: came_to["yes"] > came_to["against"]),
    "other words are the same words": (consent, "says_the_same", lambda *_: True),
    "whoever looks after it buries answers": (standing, "answers_wait", lambda _: False),
    "a change buries what was said in a review": (testing, "open_working", _drops("working")),
    "what stood against a change is dropped": (recording, "kept_against", recording.looked_at),
    "one puts off the review": (flow, "_later", lambda *_: None),
    "one blacks out what others wrote": (
        unnaming, "own", lambda _, __, passage, *___: unnaming.Order(passage=passage, name="", author=""),
    ),
    "unread ideas are thrown away": (building, "open_ideas", _drops("idea", "pool")),
    "whoever is put out decides no more": (
        passing, "gone", lambda round_: [s for s in round_.present if s.gone or s.outside],
    ),
    "what was said in a review is posted": (cards, "looked_counted", saying.looked),
    "reasons are posted": (cards, "counted", saying.reasons),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_rule_that_is_broken_would_be_noticed(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    module, name, rule = BROKEN[broken]
    monkeypatch.setattr(module, name, rule)

    with pytest.raises(AssertionError):
        for _ in lives(looks="posted" in broken):
            pass

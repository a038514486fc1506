"""Every way that options and agreements can look, and all that is drawn of it."""

import json
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from bot.features.options import cards, flow, forms
from bot.features.options.cards import personal
from bot.features.options.cards.saying import words as said
from bot.features.options.flow import (
    asking,
    becoming,
    building,
    consent,
    further,
    hosting,
    passing,
    putting,
    recording,
    standing,
    steps,
    testing,
    unnaming,
)
from bot.features.options.models import (
    APART,
    FROM_THERE,
    KINDS,
    MANDATE,
    MATTER,
    OPEN,
    REGISTER,
    STOP,
    TESTS,
    Change,
    Considered,
    Handed,
    How,
    Level,
    Link,
    Note,
    Record,
    Reservation,
    State,
    Step,
    Unnamed,
    Working,
    blank,
    decides,
    facts,
)
from bot.features.options.register import cards as register_card
from bot.features.options.register import forms as pages
from bot.features.options.register import queries as register
from bot.features.options.register.flow import finding
from bot.features.options.register.forms import DUE, NOTE_MAX, PAGE, Place
from bot.rounds.company import looking_after
from bot.rounds.keeping.models import Card, Reply, Round, Status
from bot.rounds.keeping.replies import drop_kinds
from bot.rounds.showing import jobs
from bot.rounds.showing import pages as common_pages
from bot.slack.blocks import Message, View, section
from bot.slack.text import safe
from bot.store import Db
from bot.words import FOLDER
from tests.features.test_options_rules import HOURS, Group, next_thing, whoever
from tests.once import once_a_run
from tests.practices import HERE, NOW, Drawn, Readable
from tests.reading import actions_in
from tests.walking import covering, different

TABLE = tomllib.loads((FOLDER / "options.toml").read_text(encoding="utf-8"))
OF_REGISTER = tomllib.loads((FOLDER / "register.toml").read_text(encoding="utf-8"))


# --- every state that a matter can come to, by walking there


class Unwatched(Group):
    """The rules have tests of their own: here they only walk."""

    def _watch(self, before: Round, verb: str, _: str) -> None:
        self._register_has_heard()


def walk(random: Random) -> Iterator[Round]:
    """One walk; each state on the way."""
    needed = random.choice([(), KINDS, KINDS, ("lived",)])
    short, host = random.random() < 0.5, random.randrange(6)
    group = Unwatched(random.choice([2, 3, 4, 6]), random.randrange(4**6), needed, short=short, many=host)
    yield group.round
    for _ in range(50):
        verb = next_thing(group, random.randrange(1, 4096))
        if verb in ("passes_time", "sleeps"):
            getattr(group, verb)(hours=random.choice(HOURS))
        else:
            group.now += timedelta(days=4 * (verb == "move_on"))
            group.does(verb, whoever(group, verb, random.randrange(256)), random)
        yield group.round


def state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing mostly depends on; not who it is, nor how many there are."""
    f = facts(round_)
    seats = {(s.step, bool(s.left_at), s.rang[:4]) for s in round_.seats if s.rang or s.left_at}
    what = [f["test"] > 1, f["amends"], f["retried"], f["opened"], f["hear"], f["state"], f["handing"] != ""]
    some = min(len(f["live"]), 2), bool(f["proposal"]), f["outcome"], f["log"][-1][2] if f["log"] else ""
    said = recording.words_of(round_)["change"]
    change = (said["what"], bool(said["why"])) if f["record"] else ""
    kinds = frozenset(r.kind for r in round_.replies if r.kind in ("asks", "result", "looked", "absent"))
    return round_.status, round_.step, change, *what, *some, *_put(round_), kinds, len(seats)


def _of_its_end(round_: Round) -> tuple[object, ...]:
    """What the card of what came of it says of objections, of advice, of why it was left."""
    if not facts(round_)["record"]:
        return ("end",)
    record = recording.words_of(round_)
    objected = sum(one["level"] == Level.OBJECT for one in record["reservations"])
    return (
        "end",
        min(objected, 2),
        bool(record["can_decide"]),
        bool(record["who_decides"]),
        record["change"]["what"],
    )


def _put(round_: Round) -> tuple[str, str]:
    """What is put to all, and what of that changed nothing the last time."""
    f = facts(round_)
    return (f["motion"] or {"what": ""})["what"], (f["stood"] or {"what": ""})["what"]


def looks_of(round_: Round) -> set[object]:
    """What makes this state look different: the lines of its cards, and what can be pressed where."""
    f, message = facts(round_), cards.card(round_)
    looks: set[object] = {("row", *actions_in(message.blocks))}
    looks |= {("card", round_.step, round_.status, f["outcome"], f["retried"], f["hear"], f["test"] > 1)}
    looks |= {("said", round_.step, reply.kind) for reply in round_.replies}
    looks |= {("state", f["state"], round_.step), ("amends", f["amends"], round_.step)}
    looks |= {("further", standing.ticks_wait(round_), further.is_open(round_), further.lie_closed(round_))}
    looks |= {("tested", len(round_.of_kind("asked")), standing.test_runs(round_), f["test"] > 1)}
    looks |= {("put", round_.step, *_put(round_)), _of_its_end(round_)}
    if f["record"]:
        change = recording.words_of(round_)["change"]
        looks.add(("change", change["what"], f["state"], bool(change["why"])))
    for seat in round_.seats:
        key, does = personal._face(round_, seat)
        looks |= {("mine", key, *does), ("moment", seat.rang.partition(":")[0])}
    for seat in round_.seats[:2]:
        looks.add(("menu", *actions_in(forms.menu(round_, seat.person_id).blocks)))
    return looks | {("log", what) for *_, what in f["log"]}


@once_a_run
def scenes() -> list[Round]:
    """One matter for each way that it can look, in the channel, to a person or in a form."""
    found, random = [crowded(), *seldom()], Random(25)
    walked = (round_ for _ in range(70) for round_ in walk(random))
    return [*found, *different(walked, state_of, looks_of)]


@cache
def cover() -> list[Round]:
    """Fewer of them, in which every line of a card and every button is still there."""
    return covering(scenes(), _parts)


def _parts(round_: Round) -> set[object]:
    parts: set[object] = set()
    for look in looks_of(round_):
        assert isinstance(look, tuple)
        whole = {"mine": look[:2], "change": look, "end": look}.get(str(look[0]))
        parts |= {whole} if whole else {(look[0] == "menu", part) for part in look}
    return parts


def recorded(db: Db, round_: Round) -> None:
    """Every version of its record stands in the channel's register."""
    record = recording.record_of(round_, NOW) if facts(round_)["version"] else None
    for version in range(1, facts(round_)["version"] + 1):
        assert record
        register.keep(db, replace(record, version=version), NOW)


def crowded() -> Round:
    """Everything at once: as many options as there is room for, all asked about and changed."""
    group, random = Unwatched(6), Random(3)
    verbs = ["share", "move_on", *["unsigned"] * 6, "move_on", "ask", "clear", "move_on"]
    verbs += [*["add"] * 22, *["ask", "clear"] * 4, *["edit"] * 10, "merge"]
    for place, verb in enumerate(verbs):
        who = group.round.host_id if verb == "move_on" else group.seats[place % 6].person_id
        group.now += timedelta(days=4 * (verb == "move_on"))  # everybody has had their time
        group.does(verb, who, random)
    assert group.round.step == Step.BUILD
    assert len(facts(group.round)["live"]) > 25
    return group.round


def seldom() -> list[Round]:
    """What people come to seldom: taken back; declined; an objection while others are silent."""
    back, alone, left = Unwatched(3), Unwatched(3, needed=KINDS, short=True), Unwatched(3)
    back.does("take_back", back.round.host_id, Random(0))
    for group in (back, left):
        for seat in group.round.seats:
            seat.rang = "asked"
    testing.answer(alone.round, "U00", testing.Answer(Level.OBJECT, "Harm."), "", alone.now)
    alone.passes_time(days=5)
    looking_after.offer(left.round, left.round.host_id, "U01", left.round.present, left.now)
    looking_after.decline(left.round, "U01", left.now)
    assert (back.round.step, alone.round.step) == (Step.TAKEN_BACK, Step.INTEGRATE)
    rested = Unwatched(3)
    rested.does("pause", rested.round.host_id, Random(0))
    rested.passes_time(days=30)
    assert recording.words_of(rested.round)["change"]["what"] == "rested"
    unchanged = deepcopy(alone)
    unchanged.passes_time(days=14)
    assert recording.words_of(unchanged.round)["change"]["what"] == "not_changed"
    lacking = Unwatched(2, needed=KINDS, short=True, kinds=0b11_11)
    for person in ("U00", "U01"):
        flow.answer(lacking.round, person, testing.Answer(Level.BEHIND), "", lacking.now)
    assert standing.short_of(lacking.round)
    for seat in lacking.round.seats:
        seat.rang = "lacking:1"
    found = [back.round, alone.round, rested.round, unchanged.round, left.round, lacking.round]
    return [*found, *_alone_or_torn(), *_ends(), *_on_the_way_to_it()]


def _ends() -> list[Round]:
    tested = [_third_test(Level.OBJECT, 1), _third_test(Level.OBJECT, 2), _third_test(Level.TALK, 1)]
    assert {facts(one)["state"] for one in tested} == {State.NOT_AGREED, State.DEFERRED}
    advice = [_advice("can_decide"), _advice("can_decide", "who_decides")]
    ends = [*_reserved_and_ended(), *_put_to_all(), *_beside(), *_once_more(), *_handed_on(), *_became()]
    ends += [_ownerless(), *_nobody_looked(), _ready()]
    return [*tested, *advice, *ends]


def _nobody_looked() -> list[Round]:
    """It was to be looked at again, and nobody said how it works."""
    group = Unwatched(3, needed=(), short=True)
    for person in ("U00", "U01", "U02"):
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    steps.write_down(group.round, group.now, None)
    flow.look(group.round, "U00", group.now)
    passing.settle(group.round)
    group.passes_time(days=9)
    assert facts(group.round)["opened"]
    assert not testing.looked(group.round)
    return [group.round, _heard(group.round, "looked:1")]


def _ready() -> Round:
    """One of three needs no more time for questions."""
    group = Unwatched(3, needed=())
    for verb in ("move_on", "unsigned", "signed", "move_on"):
        group.now += timedelta(days=4 * (verb == "move_on"))
        group.does(verb, group.round.host_id, Random(0))
    flow.ready(group.round, "U00", group.now)
    assert group.round.step == Step.CLARIFY
    return group.round


def _put_to_all() -> list[Round]:
    """An agreement of three; all that can be put to them: while they are asked, where one says no, where all
    say yes.
    """
    found, (ana, ben, chloe) = list[Round](), ("U00", "U01", "U02")
    asks: dict[str, Callable[[Round, datetime], object]] = {
        "seal": lambda round_, now: putting.seal(round_, ana, "It was about one person.", now),
        "public": lambda round_, now: putting.publish(round_, ana, "Others ask.", now),
        "unname": lambda round_, now: putting.unname(round_, ana, "first", [], "", now),
        "let_go": lambda round_, now: putting.let_go(round_, ana, chloe, "They moved.", now),
        "end": lambda round_, now: flow.end(round_, ana, "It is done.", now),
        "wording": lambda round_, now: flow.correct(round_, ana, other, facts(round_)["version"], now),
    }
    other = flow.Written({"decision": "We write."}, None, None, "Calmer.")
    for what, put in asks.items():
        for yes in (False, True):
            round_, now = _looked_at((ana, ben, chloe), written=what in ("public", "wording"))
            put(round_, now)
            found.append(deepcopy(round_))
            flow.say_to_it(round_, ben, yes=yes, why="" if yes else "No.", now=now)
            if what == "let_go":  # she says nothing
                round_.ends_at = now
                passing.time_passes(round_, now)
            else:
                flow.say_to_it(round_, chloe, yes=True, why="", now=now)
            drop_kinds(round_, unnaming.ORDER)
            found.append(_heard(round_, "let_go:1"))
            if facts(round_)["public"]:
                putting.make_private(round_, ben, now)
                found.append(_everybody_heard(round_))
    return found


def _looked_at(people: tuple[str, ...], *, written: bool) -> tuple[Round, datetime]:
    """Agreed and written down; where it is not to stay so, all have said how it works."""
    group = Unwatched(len(people), needed=(), short=True)
    for person in people:
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    steps.write_down(group.round, group.now, None)
    if written:
        return group.round, group.now
    flow.look(group.round, people[0], group.now)
    for person in people:
        flow.still_working(group.round, person, "no", "", "", named=False, now=group.now)
    return group.round, group.now


def _became() -> list[Round]:
    """Ideas taken further, merged and left; the same in a record of long ago; and no idea at all."""
    group, who = Unwatched(3, needed=()), "U00"
    verbs = ["share", "move_on", *["unsigned"] * 2, *["signed"] * 2, "move_on", "ask", "move_on"]
    for verb in verbs:
        group.now += timedelta(days=4 * (verb == "move_on"))
        group.does(verb, group.round.host_id if verb == "move_on" else who, Random(0))
    left, taken, *others = [reply.id for reply in standing.live(group.round)]
    building.merge(group.round, "U01", others, "Both.", "The best of each.", group.now)
    put_off = deepcopy(group.round)
    steps.put_off(put_off, group.now, who)
    building.merge(group.round, "U01", [taken, facts(group.round)["live"][-1]], "All three.", "", group.now)
    facts(group.round)["proposal"] = facts(group.round)["live"][0]
    chosen = deepcopy(group.round)
    facts(chosen)["proposal"] = facts(chosen)["live"][-1]
    ends = [group.round, chosen]
    for one in ends:
        facts(one)["outcome"] = State.AGREED
        steps.write_down(one, group.now, None)
        words = recording.but(recording.words_of(one), why="It is calmer.")
        recording.keep(one, words, State.AGREED, words["change"], group.now, None)
    assert {becoming.way(words, option) for option in words["options"]} >= {"taken", "carried", "left"}
    old = deepcopy(chosen)
    options = [{**option, "into": None} for option in words["options"]]
    recording.keep(old, recording.but(words, options=options), State.AGREED, words["change"], NOW, None)
    empty = Unwatched(3, needed=())
    empty.passes_time(days=30)
    assert left
    return [put_off, *ends, old, empty.round]


def _handed_on() -> list[Round]:
    """It goes to somebody outside; it is looked at again; something comes back."""
    round_ = _advice()
    flow.hand_on(round_, "U00", "The board", NOW)
    found = [_everybody_heard(round_)]
    flow.look(round_, "U00", NOW)
    found.append(deepcopy(round_))
    flow.came_back(round_, "U01", "They said yes.", NOW)
    found.append(deepcopy(round_))
    for person in ("U00", "U01", "U02"):
        flow.still_working(round_, person, "yes", "", "", named=False, now=NOW)
    stood = deepcopy(round_)
    flow.keep(stood, "U00", "It helps.", None, NOW)
    found.append(deepcopy(stood))
    for person in ("U01", "U02"):
        flow.say_to_it(stood, person, yes=False, why="No.", now=NOW)
    assert facts(stood)["stood"]
    found.append(_everybody_heard(stood))
    flow.came_back(round_, "U01", "They said no.", NOW)
    found.append(deepcopy(round_))
    for person in ("U00", "U02"):
        flow.say_to_it(round_, person, yes=True, why="", now=NOW)
    steps.held(round_, NOW, None)
    return [*found, _everybody_heard(round_)]


def _beside() -> list[Round]:
    """Two who do not decide: one pulls the stop-sign, then the other; and how it is for them."""
    round_ = _advice()
    found = []
    for number, seat in enumerate(Unwatched(6).seats[4:]):
        flow.take_part(round_, replace(seat))
        flow.pull(round_, seat.person_id, "Nobody rings.", NOW)
        found.append(deepcopy(round_))
        assert facts(round_)["sooner"] == bool(number)
    flow.lives_with_it(round_, "U04", "no", "It is too late.", named=False, now=NOW)
    found.append(deepcopy(round_))
    for person in ("U00", "U01", "U02"):
        flow.still_working(round_, person, "yes", "", "", named=False, now=NOW)
    return [*found, round_]


def _once_more() -> list[Round]:
    """Answers are asked for again to the same; a change to what holds that is not agreed."""
    group, people = Unwatched(3, needed=(), short=True), ("U00", "U01", "U02")
    for person in people:
        flow.answer(group.round, person, testing.Answer(Level.TALK, "Who rings?"), "", group.now)
    group.passes_time(days=4)
    found = [deepcopy(group.round)]
    assert (found[0].step, facts(found[0])["test"], steps.changed_since(found[0])) == (Step.TEST, 2, False)
    held = _advice()
    flow.amend(held, "U00", "We write.", "It is calmer.", NOW)
    for person in people:
        flow.answer(held, person, testing.Answer(Level.DISAGREE, "No."), "", NOW)
    assert recording.words_of(held)["change"]["what"] == "held"
    group = Unwatched(3, needed=(), short=True)
    for person in people:
        flow.answer(group.round, person, testing.Answer(Level.OBJECT, "Harm."), "", group.now)
    group.passes_time(days=9)
    assert recording.words_of(group.round)["change"]["what"] == "not_changed"
    return [*found, held, group.round, _handed(), _looked_after(), _back()]


def _looked_after() -> Round:
    """By somebody who does not decide, and has heard of it."""
    group = Unwatched(3)
    host = group.round.seat(group.round.host_id)
    host.step, host.rang = APART, "share"
    return group.round


def _handed() -> Round:
    """Somebody is asked to look after it, and reads so on their own card."""
    group = Unwatched(3)
    looking_after.offer(group.round, group.round.host_id, "U01", group.round.present, group.now)
    for seat in group.round.seats:
        seat.rang = "handing"
    return group.round


def _back() -> Round:
    """One of two was not in the channel, the other would let them go, and they are back."""
    group = Unwatched(2, needed=())
    away = group.round.seat("U01")
    away.outside = True
    putting.let_go(group.round, "U00", "U01", "They moved away.", group.now)
    away.outside = False
    group.passes_time(days=4)
    assert facts(group.round)["stood"]
    return _everybody_heard(group.round)


def _ownerless() -> Round:
    """Whoever saw to what was agreed has left."""
    group = Unwatched(3, needed=(), short=True)
    for person in ("U00", "U01", "U02"):
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    tested = recording.gathered(group.round)["decision"]
    written = flow.Written({"decision": tested}, group.round.seat("U02"), None)
    flow.write_down(group.round, "U00", written, group.now)
    flow.step_out(group.round, "U02", group.now)
    assert standing.ownerless(group.round)
    return _everybody_heard(group.round)


def _reserved_and_ended() -> list[Round]:
    """One of two who bring the same disagrees: to be heard first; then written down; then ended by all."""
    group, people = Unwatched(3, needed=(), short=True), ("U00", "U01", "U02")
    facts(group.round)["said"] = {"U00": "lived", "U01": "lived", "U02": "professional"}
    for person in people:
        level = Level.DISAGREE if person == "U00" else Level.BEHIND
        flow.answer(
            group.round, person, testing.Answer(level, "No." if person == "U00" else ""), "", group.now
        )
    assert facts(group.round)["hear"]
    found = [deepcopy(group.round)]
    steps.write_down(group.round, group.now, None)
    found.append(_everybody_heard(group.round))
    flow.look(group.round, "U00", group.now)
    for person in people:
        flow.still_working(group.round, person, "no", "", "", named=False, now=group.now)
    flow.end(group.round, "U00", "It is done.", group.now)
    stood = deepcopy(group.round)
    found.append(deepcopy(stood))
    for person in people[1:]:
        flow.say_to_it(stood, person, yes=False, why="No.", now=group.now)
    assert facts(stood)["stood"]
    found.append(_everybody_heard(stood))
    for person in people[1:]:
        flow.say_to_it(group.round, person, yes=True, why="", now=group.now)
    assert facts(group.round)["state"] == State.ENDED
    return [*found, _everybody_heard(group.round)]


def _everybody_heard(round_: Round) -> Round:
    return _heard(round_, f"recorded:{facts(round_)['version']}")


def _heard(round_: Round, rang: str) -> Round:
    heard = deepcopy(round_)
    for seat in heard.seats:
        seat.rang = rang
    return heard


def _third_test(level: Level, many: int) -> Round:
    """What comes of the third test of a proposal, where so many of three say that."""
    group = Unwatched(3, needed=(), short=True)
    facts(group.round)["test"] = TESTS
    for number in range(3):
        given = testing.Answer(level, "Harm.") if number < many else testing.Answer(Level.BEHIND)
        flow.answer(group.round, f"U0{number}", given, "", group.now)
    return group.round


def _advice(*left_out: str) -> Round:
    """Agreed, where nothing of it was theirs to decide."""
    group = Unwatched(3, needed=(), short=True)
    group.round.replies = [reply for reply in group.round.replies if reply.kind not in left_out]
    for person in ("U00", "U01", "U02"):
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    steps.write_down(group.round, group.now, None)
    return group.round


def _alone_or_torn() -> list[Round]:
    """One who is left alone; many options and nobody chooses; all can live with it, and nobody more."""
    one, torn, tried = Unwatched(2, needed=(), short=True), Unwatched(3, needed=()), Unwatched(3, short=True)
    one.does("step_out", "U00", Random(0))
    for verb in ("move_on", "unsigned", "signed", "move_on", "move_on"):
        torn.now += timedelta(days=4 * (verb == "move_on"))
        torn.does(verb, torn.round.host_id, Random(0))
    torn.passes_time(days=4)
    facts(tried.round)["kinds"] = []
    for person in ("U00", "U01", "U02"):
        flow.answer(tried.round, person, testing.Answer(Level.LIVE_WITH), "", tried.now)
    assert (torn.round.step, facts(torn.round)["retried"]) == (Step.BUILD, True)
    assert (tried.round.step, facts(tried.round)["outcome"]) == (Step.WRITE, "try")
    empty = Unwatched(2, needed=(), short=True)
    for person in ("U00", "U01"):
        empty.does("step_out", person, Random(0))
    written = deepcopy(tried.round)
    steps.write_down(written, tried.now, None)
    against = Unwatched(3, needed=(), short=True)
    for person in ("U00", "U01", "U02"):
        flow.answer(against.round, person, testing.Answer(Level.DISAGREE, "No."), "", against.now)
    assert facts(against.round)["state"] == "not_agreed"
    return [one.round, torn.round, tried.round, empty.round, written, against.round]


def _on_the_way_to_it() -> list[Round]:
    """Ticked by one, by all, and chosen after; tested twice, changed and unchanged; a change not agreed."""
    group = Unwatched(3, needed=())
    for verb in ("move_on", "unsigned", "signed", "move_on", "move_on"):
        group.now += timedelta(days=4 * (verb == "move_on"))
        group.does(verb, group.round.host_id, Random(0))
    found, live = [deepcopy(group.round)], facts(group.round)["live"]
    assert len(live) == 2
    for person in ("U00", "U01", "U02"):
        for seat in group.round.seats:
            seat.rang = "choose:0:0:counted"
        flow.take_further(group.round, person, live[:1], group.now)
        found.append(deepcopy(group.round))
    assert further.is_open(group.round)
    hosting.choose(group.round, group.round.host_id, live[0], group.now)
    return [*found, deepcopy(group.round), *_tested_twice(), _held(), _looked_after_by_another()]


def _tested_twice() -> list[Round]:
    found = []
    for level, text in ((Level.OBJECT, "Another."), (Level.TALK, "first")):
        group = Unwatched(3, needed=(), short=True)
        for person in ("U00", "U01", "U02"):
            given = testing.Answer(level, "Harm.", person == "U01", "A nurse beside it.")
            flow.answer(group.round, person, given, "", group.now)
        found.append(deepcopy(group.round))
        (option,) = standing.live(group.round)
        words = text if level is Level.OBJECT else f"{option.text}!"
        building.edit(group.round, "U00", option.id, words, "", group.now)
        group.now += timedelta(days=4)
        hosting.move_on(group.round, group.round.host_id, group.now)
        assert facts(group.round)["test"] == 2
        found.append(deepcopy(group.round))
    return found


def _held() -> Round:
    """A change to what was agreed was tested, and is not agreed."""
    group, people = Unwatched(3, needed=(), short=True), ("U00", "U01", "U02")
    for person in people:
        flow.answer(group.round, person, testing.Answer(Level.BEHIND), "", group.now)
    steps.write_down(group.round, group.now, None)
    flow.amend(group.round, "U00", "Another.", "Calmer.", group.now)
    for person in people:
        flow.answer(group.round, person, testing.Answer(Level.DISAGREE, "No."), "", group.now)
    assert recording.words_of(group.round)["change"]["what"] == "held"
    return _everybody_heard(group.round)


def _looked_after_by_another() -> Round:
    """Whoever looks after it does not decide."""
    group = Unwatched(3, needed=())
    group.does("share", "U05", Random(0))
    looking_after.offer(group.round, group.round.host_id, "U05", group.round.present, group.now)
    hosting.take(group.round, "U05", group.now)
    for seat in group.round.seats:
        seat.rang = "share:0:0"
    return group.round


# --- with other people's words


_JSON = (
    *("record", "result", "looked", "working", "answer", "pool", "beside", "lives"),
    *(consent.MOTION, consent.CONSENT, consent.AGAINST),
)


def worn(reply: Reply, names: tuple[str, ...], words: str) -> str:
    """What stands in it, with these words wherever somebody wrote some."""
    name = safe(names[0], 80) or "somebody"
    if reply.kind in (further.TICKED, further.OPENED, asking.ASKED, asking.COUNTED):
        return reply.text or ""  # ids and counts, nobody's words
    if reply.kind in (*_JSON, recording.UNNAMED) and reply.text:
        return json.dumps(_worn(json.loads(reply.text), name, words[: forms.TEXT_MAX]))
    if reply.kind in (register.LABEL, register.WAY):
        return words[: forms.QUESTION_MAX] or "?"
    lengths = {"question": forms.QUESTION_MAX, "reaction": forms.LINE_MAX, "asks": forms.LINE_MAX}
    mandate = dict.fromkeys(MANDATE, forms.LINE_MAX)
    return words[: (lengths | mandate).get(reply.kind, forms.TEXT_MAX)].strip()


_OURS = {"level", "what", "answer", "at", "public"}  # keys under which no words of people's stand
_LISTS = {"kinds", "skipped", "lacks"}


def _worn(part: Any, name: str, words: str, key: str = "") -> Any:
    if isinstance(part, dict):
        return {
            one: value if one in _OURS | _LISTS else _worn(value, name, words, one)
            for one, value in part.items()
        }
    if isinstance(part, list):
        return [_worn(one, name, words, key) for one in part]
    if isinstance(part, str):
        if key == "day":
            return part
        if key in ("name", "by", "owner"):
            return part and name
        if key == "first_day":
            return part
        said = words.strip()[: forms.QUESTION_MAX].strip() if key == "question" else words.strip()
        return said if part or key not in ("why", *MANDATE) else ""  # who gave no reason gave none
    return part


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    return reply.kind in (register.LABEL, register.WAY) or standing.readable(round_, reply, person_id)


# --- everything that is drawn, by the name of the function that draws it


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    if round_.kind == MATTER:
        on_card = readable(round_, None)
        yield cards.card(on_card)
        yield from (personal.card(on_card, seat) for seat in on_card.seats)


def of_options(round_: Round, readable: Readable, words: str = "") -> Drawn:
    on_card = readable(round_, None)
    if round_.kind == REGISTER:
        yield from _of_register(on_card)
        return
    wanted = cards.draw(on_card)
    yield "cards.card", cards.card(on_card)
    yield from (("cards.draw", drawing.message) for drawing in wanted.values())
    for seat in on_card.seats:
        yield "cards.personal.card", personal.card(on_card, seat)
    refused = Card("T1", "c", round_.id, "channel", HERE, 1, "", state="parked")
    unreached = replace(on_card, seats=[replace(seat, unreached=True) for seat in on_card.seats])
    for told in jobs._told_host(unreached, wanted, [refused]).values():
        yield "jobs._told_host", told.message
    for person in (round_.seats[0].person_id, "U0NOBODY"):
        mine = readable(round_, person)
        yield "forms.menu", forms.menu(mine, person)
        pages_ = -(-len(facts(mine)["live"]) // forms.PAGE) or 1
        yield from (("forms.table", forms.table(mine, number, person)) for number in range(pages_))
        yield "forms._form", forms.share(mine, person)
        yield "forms.share", forms.share(mine, person)
        yield "forms.missing", forms.missing(mine, person)
        yield "forms.react", forms.react(mine, person)
        yield "forms.idea", forms.idea(mine, person)
    for signed in round_.of_kind("idea")[:1]:
        yield "forms.idea", forms.idea(readable(round_, signed.author_id), signed.author_id)
    for sign in round_.of_kind("sign")[:1]:
        yield "forms.stop", forms.stop(readable(round_, sign.author_id), sign.author_id)
    yield from _forms(readable(round_, round_.seats[0].person_id), round_.seats[0].person_id, words)


def _forms(mine: Round, person: str, words: str) -> Drawn:
    """What opens in front of somebody who decides."""
    f, live = facts(mine), standing.live(mine)
    yield "forms.idea_kept", forms.idea_kept(mine)
    if mine.ends_at:
        yield "forms.receipt", forms.receipt(mine)
    yield "forms.add", forms.add(mine)
    yield "forms.answer", forms.answer(mine, person)
    yield "forms.answered", forms.answered(mine)
    if standing.ticks_wait(mine) and decides(mine, person):
        yield "forms.take_further", forms.take_further(mine, person)
        yield "forms.ticked", forms.ticked(mine, person)
    if standing.may_read_who(mine, person):
        yield "forms.who_asked", forms.who_asked(mine, person)
    yield "pages.log", common_pages.log(said, mine, "Europe/London")
    yield "forms.name", forms.name(mine)
    for support in ("", words[:1500]) if mine.step == Step.SHARE else ():
        yield "forms.how", forms.how(mine, support)
    if others := mine.others(person):
        yield "pages.hand", common_pages.hand(said, mine, others)
    for reply in live[:1]:
        for draw in (forms.ask, forms.edit, forms.split):
            yield f"forms.{draw.__name__}", draw(mine, reply.id)
    for reply in mine.of_kind("asks")[:1]:
        yield "forms.clear", forms.clear(mine, reply.id)
    if len(live) > 1:
        yield "forms.merge", forms.merge(mine)
    if mine.step == Step.CONSENT and decides(mine, person):
        yield "forms.say_to_it", forms.say_to_it(mine, person)
    if standing.can_let_go(mine, person):
        yield "forms.let_go", forms.let_go(mine, person)
    if standing.has_words(mine) and mine.step in (Step.BUILD, Step.RECORDED):
        yield "forms.unname", forms.unname(mine)
    if standing.answers_wait(mine):
        yield "forms.leave_it", forms.leave_it(mine)
    if f["outcome"] in list(State):
        yield "forms.write", forms.write(mine, NOW)
    if f["record"]:
        yield from _of_record(mine, person, words)


def _of_record(mine: Round, person: str, words: str) -> Drawn:
    notes = [Note(person, words[:NOTE_MAX] or "A note.", ""), Note("U0BEN", "x", safe(words, 80))]
    yield "forms.correct", forms.correct(mine, NOW)
    yield "forms.seal", forms.seal(mine)
    for reader in (person, "U0NOBODY"):
        yield "forms.became", forms.became(mine, reader)
    if standing.holds(mine):
        yield "forms.public", forms.public(mine)
        yield "forms.amend", forms.amend(mine)
        yield "forms.keep", forms.keep(mine, NOW)
        yield "forms.end", forms.end(mine)
        yield "forms.working", forms.working(mine, person, notes, [section("Taken on: 2. Done: 1.")])
        yield "forms.hand_on", forms.hand_on(mine)
        if recording.words_of(mine)["handed"]:
            yield "forms.came_back", forms.came_back(mine)
        for draw in (forms.lives, forms.lived, forms.stop, forms.stopped):
            yield f"forms.{draw.__name__}", draw(mine, person)
    found = replace(recording.record_of(mine, NOW), notes=notes)
    acts = dict.fromkeys((*standing.on_record(mine, person), "stop"))
    yield (
        "register.forms.record",
        pages.record(
            found, _place(), zone_name="Europe/London", link="https://x.example/p1", noting=True, acts=acts
        ),
    )
    yield (
        "register.forms.history",
        pages.history([replace(found, version=1), found], _place(), zone_name="UTC"),
    )


def _place(record: str = "R1", **more: Any) -> Place:
    return replace(Place(HERE, record), **more)


def full(words: str, names: tuple[str, ...]) -> Record:
    """A record with something in every place where there can be something; the same at length in some."""
    name, line = safe(names[0], 80) or "somebody", words[:60]
    long = ("decision", "why", "same")
    filled: Any = {key: words if key in long else line for key, text in blank("").items() if text == ""}
    filled = blank(words[: forms.QUESTION_MAX]) | filled | {"owner": name, "kinds": list(KINDS), "tests": 2}
    filled["question"] = words[: forms.QUESTION_MAX]
    filled["options"] = [
        Considered(text=words, kept=words, by=[name, ""], chosen=False, into=[line]),
        Considered(text=line, kept=line, by=[name], chosen=True, into=[], further=3, ticked=5),
        Considered(text=line, kept="", by=[], chosen=False, into=None),
        Considered(text=line, kept="", by=[], chosen=True, into=[]),
    ]
    filled["contributors"] = {"lived": 3, "professional": 4, "all": 7}
    filled |= {"deciders": 7, "missing": 1, "aside": 1, "levels": {level.value: 1 for level in Level}}
    filled["reservations"] = [Reservation(level=level, text=line, name=name) for level in Level]
    filled["working"] = [Working(answer=one, text=line, name="") for one in ("yes", "partly", "no")]
    filled |= {"public": NOW.isoformat(), "unnamed": [Unnamed(by=name, at=AT), Unnamed(by="", at=AT)]}
    filled |= {"first_day": "2026-10-05"}
    filled["beside"] = [Working(answer=one, text=line, name="") for one in ("yes", "partly", "no", STOP)]
    filled["handed"] = [Handed(to=line, day="2026-09-15", by=name)]
    filled |= {"skipped": ["share", "gather"], "change": Change(what="made", why=line, by=name)}
    notes = [Note("U0ANA", words[:NOTE_MAX], name), Note("U0BEN", line, "")]
    made = Record("T1", HERE, "R1", 1, State.AGREED, "M1", NOW, NOW, filled, "U0ANA", notes=notes)
    return replace(made, links=[Link(how, "R2", line) for how in (*How, *FROM_THERE.values())])


AT, COPIES = NOW.isoformat(), [["Ana", "md", NOW.isoformat()], ["", "html", NOW.isoformat(), "unsure"]]


def of_no_matter(names: tuple[str, ...], words: str) -> Drawn:
    """What is drawn without a matter: forms to begin with, the register, pages that say it is done."""
    question, long = words.strip()[: forms.QUESTION_MAX].strip() or "?", words.strip()[: forms.TEXT_MAX]
    yield from endless()
    yield "forms.start", forms.start(HERE)
    yield "forms.start", forms.start(HERE, proposal=long)
    yield "forms.start", forms.start(HERE, question, long, chosen=["U0ANA"], follows="R1")
    for key in sorted(set(TABLE["done"]) - {"title"}):
        yield "pages.done", common_pages.done(said, key)
    yield "forms.elsewhere", forms.elsewhere(question)
    record = full(long, names)
    bare = Record("T1", HERE, "R2", 1, State.NOT_AGREED, "M2", NOW, None, blank(question))
    later = replace(record, version=2, state=State.ENDED, review_at=None, words=blank(question))
    tested = replace(bare, words={**blank(question), "decision": long})
    lost = replace(bare, state=State.AGREED)
    matter = next(one for one in scenes() if one.kind == MATTER and facts(one)["record"])
    for there, others in ((record.links, [record, bare]), ([], [])):
        yield "register.forms.links", pages.links(matter, record.words, there, others)
    for found, ownerless in ((record, True), (lost, True), (bare, False), (tested, False)):
        yield "register.forms.record", pages.record(found, _place(), zone_name="UTC", ownerless=ownerless)
    stone = replace(bare, state=State.SEALED, words=blank("") | {"change": record.words["change"]})
    for found in (record, stone):
        yield "register.forms.record", pages.record(found, _place(), zone_name="UTC", copies=COPIES)
    other = replace(later, version=3, words={**later.words, "decision": long})
    yield "register.forms.history", pages.history([record, later, other], _place(), zone_name="UTC")
    yield "register.forms.note", pages.note(record, None, _place())
    yield "register.forms.note", pages.note(record, record.notes[0], _place())
    for key in sorted(set(OF_REGISTER["done"]) - {"title"}):
        yield "register.forms.done", pages.done(key, _place())
        yield "register.forms.page", pages.done(key, _place(""))
    yield from _lists(record, bare, long)
    for count in (1, 12):
        yield "register.cards.at_home", View("Home", register_card.at_home(HERE, count).blocks())
    for fmt in OF_REGISTER["format"]:
        yield "register.cards.copied", register_card.copied(names[0], fmt)
        yield "register.cards.copied", register_card.copied("", fmt)
        yield "register.cards.copied", register_card.copied(names[0], fmt, unsure=True)


def _lists(record: Record, bare: Record, words: str) -> Drawn:
    due = replace(record, review_at=NOW - timedelta(days=1))
    for place, found, total, late in (
        (_place(""), [], 0, 0),
        (_place("", words=words[:100]), [], 0, 0),
        (_place("", words=words[:100], state=DUE), [due], 1, 1),
        (_place(""), [record], 1, 1),
        (_place(""), [record, bare, due] * 6 + [record] * 2, 3 * PAGE, 7),
        (_place("", offset=PAGE), [bare] * PAGE, 3 * PAGE, 1),
    ):
        for bookmark, files in ((True, True), (False, True), (True, False)):
            here = {"zone_name": "UTC", "now": NOW, "bookmark": bookmark, "files": files}
            yield "register.forms.listing", pages.listing(place, found, total, late, **here)
    goes_on = [one for one in scenes() if one.status == Status.RUNNING and one.step != Step.RECORDED]
    for some in (goes_on[:6], goes_on[6:11], [one for one in goes_on if one.step == Step.INTEGRATE][:1]):
        here = {"zone_name": "UTC", "now": NOW, "bookmark": True, "goes_on": some}
        yield "register.forms.listing", pages.listing(_place(""), [], 0, 0, **here)
    sought = {"zone_name": "UTC", "now": NOW, "bookmark": False, "years": [2026, 2025]}
    for typed in (words[:100], words.split()[-1][:100] if words.split() else "", "nowhere"):
        place = _place("", words=typed, owner="U0ANA", year="2025")
        for alike in (True, False):
            terms = finding.asked(typed).terms
            yield (
                "register.forms.listing",
                pages.listing(place, [record, bare, due], 3, 1, terms=terms, alike=alike, **sought),
            )


@cache
def registers() -> list[Round]:
    """A channel's register with one record and with as many as there is room for; with what is under way."""
    return [_register(count, "words", ways) for count, ways in ((1, 7), (register.SHOWN, 11), (1, 0))]


def _of_register(on_card: Round) -> Drawn:
    yield "register.cards.card", register_card.card(on_card)
    yield "register.cards._card", register_card.card(on_card)
    for drawing in register_card.draw(on_card).values():
        yield "register.cards.copied", drawing.message


def _register(count: int, words: str, ways: int) -> Round:
    ids = [f"R{number}" for number in range(count)]
    states = {one: list(State)[number % len(State)].value for number, one in enumerate(ids)}
    kept = {"shown": ids, "states": states, "exports": [["Ana", "md", ""], ["Ana", "md", "", "unsure"]]}
    kept |= {"sending": [], "exported": 2, "bookmark": ""}
    made = Round("T1", "register", "options", "register", "stands", "", NOW, Status.RUNNING, channel_id=HERE)
    made.facts = kept
    titled = [one for one in ids if states[one] != State.SEALED]
    made.replies = [Reply(one, "", register.LABEL, "", words or "?", NOW, about=one) for one in titled]
    way = [f"M{number}" for number in range(ways)]
    kept["way"] = [
        [one, str(step), NOW.isoformat() if number else "", number]
        for number, (one, step) in enumerate(zip(way, OPEN, strict=False))
    ]
    made.replies += [Reply(one, "", register.WAY, "", words or "?", NOW, about=one) for one in way[:5]]
    return made


def endless() -> Drawn:
    """More than any page or card has room for."""
    long, record = "&" * forms.TEXT_MAX, full("words", ("Ana",))
    options = [Considered(text="words", kept="words", by=[], chosen=False, into=[]) for _ in range(60)]
    yield (
        "register.forms.record",
        pages.record(replace(record, words={**record.words, "options": options}), _place(), zone_name="UTC"),
    )
    group, table = Unwatched(6, needed=(), short=True), crowded()
    for number in range(6):
        given = testing.Answer(Level.TALK if number else Level.OBJECT, long, safe=long[: forms.SAFE_MAX])
        flow.answer(group.round, f"U0{number}", given, "", group.now)
    assert group.round.step == Step.INTEGRATE
    yield "cards.card", cards.card(group.round)
    yield "forms.edit", forms.edit(group.round, facts(group.round)["live"][0])
    many = replace(group.round, replies=[*group.round.replies])
    found = testing.result(many)
    assert found
    found["reasons"] *= 3
    (many.one("result") or many.replies[0]).rewrite(json.dumps(found))
    yield "forms.edit", forms.edit(many, facts(many)["live"][0])
    changed = _tested_twice()[1]  # as it is: other words than those that were tested
    yield "forms.answer", forms.answer(changed, changed.seats[0].person_id)
    for _ in range(50):
        flow.ask(table, "U00", facts(table)["live"][0], "What?", NOW)
    yield "forms.table", forms.table(table)
    for reply in table.of_kind("option"):
        reply.rewrite("&\n" * (forms.TEXT_MAX // 2))
    yield "forms.take_further", forms.take_further(table, "U00")
    review = next(r for r in scenes() if r.step == Step.REVIEW and facts(r)["record"])
    notes = [Note("U00", long, "") for _ in range(30)]
    yield "forms.working", forms.working(review, review.seats[0].person_id, notes)
    [*_, crowd] = _became()
    many = recording.but(recording.words_of(crowd), options=options * 2)
    recording.keep(crowd, many, State.DEFERRED, many["change"], NOW, None)
    yield "forms.became", forms.became(crowd, crowd.seats[0].person_id)

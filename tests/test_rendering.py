"""Everything the bot can draw, with the worst that people can write: Slack takes it, nothing comes alive."""

import html
import importlib
import inspect
import json
import pkgutil
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import cycle
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import features, home, routes
from bot.features import FEATURES
from bot.features.checkin.commitment import cards as commitment_cards
from bot.features.checkin.commitment import forms as commitment_forms
from bot.features.checkin.commitment import listeners as commitment_listeners
from bot.features.checkin.listeners import asking as checkin_asking
from bot.features.checkin.meeting import cards as checkin_cards
from bot.features.checkin.meeting import forms as checkin_forms
from bot.features.checkin.meeting import listeners as checkin_listeners
from bot.features.checkin.meeting.cards import personal as checkin_personal
from bot.features.checkin.rhythm import cards as rhythm_cards
from bot.features.checkin.set import cards as set_cards
from bot.features.checkin.set import listeners as set_listeners
from bot.features.listening import cards as listening_cards
from bot.features.listening import flow as listening_flow
from bot.features.listening import forms as listening_forms
from bot.features.listening import listeners as listening_listeners
from bot.features.listening.cards import personal, receipts, saying
from bot.features.listening.flow import hosting
from bot.features.listening.flow import standing as listening
from bot.features.listening.listeners import overhearing
from bot.features.listening.models import PAGE, Form, Pace, Plan, Step, facts, joined, pace
from bot.features.me import cards as me
from bot.features.options import cards as options_cards
from bot.features.options import forms as options_forms
from bot.features.options.cards import personal as options_personal
from bot.features.options.register import cards as register_card
from bot.features.options.register import forms as pages
from bot.features.pairs import cards as pairs
from bot.features.pairs import flow as pairing
from bot.features.pairs import listeners as pairs_listeners
from bot.features.reflection import cards, flow, forms, listeners
from bot.features.reflection.flow import standing
from bot.features.reflection.listeners import asking
from bot.features.reflection.models import place, stands_at
from bot.features.reflection.weekly import cards as weekly_cards
from bot.features.reflection.weekly import flow as weekly
from bot.features.review import cards as review_cards
from bot.people import queries as people
from bot.people.models import Kind, Member, Pair, Person
from bot.people.refresh import NAME_MAX
from bot.playground import blockkit, limits
from bot.refusal import Refusal
from bot.rounds.company import looking_after
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Card, Reply, Round, Seat, Status
from bot.rounds.showing import closing, show
from bot.rounds.showing import pages as common
from bot.rounds.showing.pages import done
from bot.rounds.showing.sentences import whisper
from bot.rounds.showing.typed import rhythm
from bot.rounds.time import recurring
from bot.slack.asked import Asked, Who
from bot.slack.blocks import CUT, Message, View, fits, section
from bot.slack.errors import refused_view, said
from bot.slack.text import clean, safe
from bot.slack.there import not_here
from bot.store import Store
from bot.vault import Vault
from bot.words import FOLDER, Markup, blanks, phrase, read
from tests import checkin_drawn, options_drawn
from tests.features.test_listening_rules import HOURS, SECONDS, Group, next_thing, whoever
from tests.features.test_listening_rules import asked as asked_to_listen
from tests.options_drawn import actions_in
from tests.walking import covering
from tests.world import SECRET

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
IDS = ("U0ANA", "U0BEN", "U0CHLOE")
PLAIN = ("Ana", "Ben", "Chloe")
TEAM = "T1"
EIGHT_WORDS = "What did we leave out of it today?"

# What people could write: long, in every script, made to look like mark-up, made to break what is around it.
HOSTILE = [
    "&" * 1500,
    "W" * 1500,
    "\n" * 700 + "a" + "\n" * 700,
    "a\n" * 300,
    "👩‍⚕️👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇬🇧" * 40,
    "شكراً לך, " * 150,
    "\u202eabc\u2066def \u200f\u202d" + "מה נשמע",
    "\x00\x07\x1b[31m\x7f\x85 controls \x9b \ufffe",
    "Z̵̧̡͎͍̬̹͗̍̀́a̷̛͚͍̽l̴̢̹̈́g̶̻̈́o̷͠ " * 30,
    "<!channel> <!here> <!everyone> <@U0BEN> <#C0HOME|x> <!subteam^S1|all>",
    "<http://x|y> http://example.org/?a=1&b=2 <mailto:a@b> https://example.org",
    "*bold* _slanted_ ~gone~ `code` ```block``` > quoted\n> again",
    "*_~`" * 20,
    '</script><script>alert(1)</script> <!-- {"type": "section"}',
    "{blank} {names} {0} {} {{}} %s %(x)s %d $x ${x}",
    "&lt;!channel&gt; &amp;amp; &#60;b&#62;",
    ":smile: :skull: :wave::skin-tone-3: @here @channel @everyone #general",
    "<!date^1^{date}|now> <!date^1789000000^{date_long} at {time}^http://x|soon>",
    "<" * 300,
    "|" * 40 + ">" * 40,
    "\u200b \u2060 \ufeff",
]
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=400) | st.text(
    st.sampled_from(list("<>&|*_~`{}%!@#:/\\\"'\n\t \u202e\u2066\u2069\u200d\u200b👩🏽אa1")), max_size=120
)


@pytest.fixture(autouse=True)
def doors() -> None:
    """What features hand each other, as app.py gathers it."""
    closing.gather(
        [closing.Offer("reflection.do.choose_question", f"other.{n}") for n in range(5)],
        {name: offer for feature in FEATURES for name, offer in feature.doors.items()},
    )


# --- every state that a reflection and a pair can come to, by walking there


def text(round_: Round, kind: str) -> str:
    found = round_.one(kind)
    return (found.text or "") if found else ""


def listener_of(round_: Round, person_id: str) -> str:
    return next((s.person_id for s in round_.present if place(s)["listens_to"] == person_id), "")


def note_of(round_: Round) -> str:
    found = round_.one("note")
    return found.id if found else ""


def somebody_goes(round_: Round, person_id: str, now: datetime) -> None:
    round_.seat(person_id).gone = True
    flow.time_passes(round_, now)


Verb = Callable[[Round, str, datetime], object]
VERBS: dict[str, Verb] = {
    "write": lambda r, p, now: flow.write(r, p, "Mine.", now),
    "draft": lambda r, p, now: flow.write(r, p, "Half.", now, draft=True),
    "erase": lambda r, p, now: flow.erase(r, p, now),
    "pass": lambda r, p, now: flow.pass_on(r, p, now),
    "share": lambda r, p, now: flow.choose(r, p, "share", now),
    "wait": lambda r, p, now: flow.choose(r, p, "wait", now),
    "keep": lambda r, p, now: flow.choose(r, p, "keep", now),
    "just_read": lambda r, p, now: flow.just_read(r, p, now),
    "keep_open": lambda r, p, now: flow.keep_open(r, p, now),
    "another_day": lambda r, p, now: flow.keep_open(r, p, now, (now + timedelta(days=3)).date()),
    "play_back": lambda r, p, now: flow.play_back(r, p, "You said.", now),
    "yes": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "yes", "", now),
    "nearly": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "nearly", "And.", now),
    "not_yet": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "not_yet", "", now),
    "note": lambda r, p, now: flow.write_note(r, p, "Ours.", False, note_of(r), now),
    "tick": lambda r, p, now: flow.write_note(r, p, text(r, "note") or "Ours.", True, note_of(r), now),
    "enough": lambda r, p, now: flow.enough(r, p, now),
    "take_up": lambda r, p, now: flow.take_up(r, p, now),
    "badly": lambda r, p, now: flow.landed_badly(r, p, now),
    "go_on": lambda r, p, now: flow.go_on(r, p, now),
    "withdraw": lambda r, p, now: flow.withdraw(r, p, now),
    "step_out": lambda r, p, now: flow.step_out(r, p, now),
    "goes": somebody_goes,
    "stop": lambda r, p, now: flow.stop(r, p, now),
    "time": lambda r, p, now: flow.time_passes(r, now),
}
RARE = {"step_out": 0.25, "goes": 0.1, "withdraw": 0.2, "enough": 0.3, "badly": 0.6, "stop": 0.4, "keep": 0.3}
LIKELY = {"not_yet": 3.0, "nearly": 2.0, "play_back": 4.0, "write": 3.0, "time": 2.0}


def asked(size: int, question: str = EIGHT_WORDS) -> Round:
    seats = [Seat(p, name=n, zone="Europe/London") for p, n in zip(IDS[:size], PLAIN, strict=False)]
    return flow.ask(TEAM, f"round-of-{size}", IDS[0], "pair-1", seats, question, NOW)


def walk(size: int, random: Random) -> Iterator[Round]:
    round_, now = asked(size), NOW
    yield round_
    names = list(VERBS)
    odds = [RARE.get(name, LIKELY.get(name, 1.0)) for name in names]
    for verb in random.choices(names, odds, k=150):
        if verb == "time" and round_.wakes_at:
            now = max(now, round_.wakes_at)
        try:
            VERBS[verb](round_, random.choice(round_.seats).person_id, now)
        except (Refusal, KeyError):
            continue
        now += timedelta(hours=random.randrange(4))
        for seat in round_.present:  # as `notices` does in working hours
            if seat.notice:
                seat.rang, seat.notice = seat.notice, ""
        yield round_


def state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing can depend on, but for names, texts and times."""
    seats = [(s.step, s.left_at is None, _facts(s.facts), s.rang[:5]) for s in round_.seats]
    kinds = (r.kind for r in round_.replies)
    return round_.status, round_.step, round_.paused_by, stands_at(round_), *seats, *kinds


def _facts(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(fact)[:8]) for name, fact in found.items())


def shape_of(round_: Round, seat: Seat) -> tuple[Any, ...]:
    """What makes this state look different: the card's words and buttons, and what the reading form holds."""
    face = cards._face(round_, seat)
    view = forms.read(readable(round_, seat.person_id), seat.person_id)
    return len(round_.seats), face.key, face.does, tuple(actions_in(view.blocks)), bool(round_.one("note"))


@cache
def scenes() -> list[Round]:
    """One round for each way that a reflection can look, for one, two and three people."""
    closing.gather([], {name: offer for feature in FEATURES for name, offer in feature.doors.items()})
    found, seen, met = [], set(), set()
    for size, walks in ((1, 20), (2, 120), (3, 220)):
        random = Random(size)
        for _ in range(walks):
            for round_ in walk(size, random):
                state = state_of(round_)
                if state in met:
                    continue
                met.add(state)
                shapes = {shape_of(round_, seat) for seat in round_.seats}
                if not shapes <= seen:
                    seen |= shapes
                    found.append(deepcopy(round_))
    return found


@cache
def cover() -> list[Round]:
    """Fewer of them, in which every card and every kind of reading form is still there."""

    def looks(round_: Round) -> set[object]:
        faces: set[object] = {cards._face(round_, seat).key for seat in round_.seats}
        return faces | {(len(round_.seats), reply.kind) for reply in round_.replies}

    return covering(scenes(), looks)


PAIR_VERBS: dict[str, Verb] = {
    "yes": lambda r, p, _: pairing.answer(r, p, yes=True),
    "no": lambda r, p, _: pairing.answer(r, p, yes=False),
    "leave": pairing.leave,
    "alone": lambda r, p, _: pairing.go_on_alone(r, p),
    "stop": pairing.stop,
    "time": lambda r, _, now: pairing.time_passes(r, now + timedelta(days=20)),
    "goes": lambda r, p, now: (setattr(r.seat(p), "gone", True), pairing.time_passes(r, now)),
}


@cache
def pair_scenes() -> list[Round]:
    found, seen, random = [], set(), Random(4)
    for turn in range(400):
        host, *others = (Seat(p, name=n) for p, n in zip(IDS[: 2 + turn % 2], PLAIN, strict=False))
        round_ = pairing.invite(TEAM, "pair-1", host, others, NOW)
        for _ in range(8):
            shapes = {(len(round_.seats), *pairs._face(round_, seat)) for seat in round_.seats}
            if not shapes <= seen:
                seen |= shapes
                found.append(deepcopy(round_))
            try:
                verb = random.choice(list(PAIR_VERBS))
                PAIR_VERBS[verb](round_, random.choice(round_.seats).person_id, NOW)
            except Refusal:
                continue
    return found


class Unwatched(Group):
    """The rules have tests of their own: here they only walk."""

    def _watch(self, before: Round, verb: str, who: str) -> None:
        pass


def listening_walk(random: Random) -> Iterator[Round]:
    """One walk through a listening round, as its rules are tried; each state on the way."""
    people = random.choice([(), (), tuple(f"U0{n:02}" for n in range(3))])
    ticks = {name: random.random() < 0.5 for name in ("check_in", "play_back", "publish")}
    plan = Plan(random.choice(list(Pace)), random.choice(list(Form)), random.choice([0, 1]), people, **ticks)
    group = Unwatched(plan, random.choice([2, 3, 4]), random.randrange(4**4))
    yield group.round
    for seat in group.seats[: random.randrange(5)]:
        group.does("join", seat.person_id, random)
    for _ in range(50):
        verb = next_thing(group, random.randrange(1, 4096))
        if verb in ("passes_time", "sleeps"):
            live = pace(group.round) is Pace.LIVE
            delta = {"seconds": random.choice(SECONDS)} if live else {"hours": random.choice(HOURS)}
            group.passes_time(**delta)
        else:
            group.does(verb, whoever(group, verb, random.randrange(256)), random)
        yield group.round
        if group.rooms:
            yield from (room.round for room in group.rooms)
            group.rooms = []


@cache
def listening_scenes() -> list[Round]:
    """One round for each way that a listening round can look, in the channel, to a person or in a form."""
    closing.gather([], {name: offer for feature in FEATURES for name, offer in feature.doors.items()})
    found, seen, met, random = (
        [crowded(), parted(), in_smaller_groups()[-1], taken_back(), *said_back(), *asked_to_look_after_it()],
        set[object](),
        set[object](),
        Random(11),
    )
    for _ in range(160):
        for round_ in listening_walk(random):
            state = listening_state_of(round_)
            if state in met:
                continue
            met.add(state)
            looks = looks_of(round_)
            if not looks <= seen:
                seen |= looks
                found.append(deepcopy(round_))
    return found


def listening_state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing mostly depends on; not who it is, nor how many there are."""
    f = facts(round_)
    seats = {
        (s.step, bool(s.left_at), bool(s.facts.get("listens_to")), s.rang[:6], s.person_id == f["holder"])
        for s in round_.seats
    }
    what = [
        bool(f[key])
        for key in ("holder", "calling", "opens", "quiet", "wanted", "handing", "retried", "rooms")
    ]  # type: ignore[literal-required]
    kinds = frozenset(r.kind for r in round_.replies)
    return round_.status, round_.step, pace(round_), *what, f["mark"], f["lap"] > 1, kinds, frozenset(seats)


def looks_of(round_: Round) -> set[object]:
    """What makes this state look different: the lines of its cards, and what can be pressed where."""
    message = listening_cards.card(round_)
    looks: set[object] = {("row", *actions_in(message.blocks))}
    looks |= {("line", key) for key in lines_on(message, "card")}
    for seat in round_.seats:
        keys, does = personal._face(round_, seat)
        looks |= {("mine", *keys, *does)}
    for seat in round_.seats[:2]:
        mine = round_  # texts decide nothing here
        looks.add(("menu", *actions_in(listening_forms.menu(mine, seat.person_id).blocks)))
        looks.add(("read", *actions_in(listening_forms.read(mine, seat.person_id).blocks)))
    return looks | {("log", what) for *_, what in facts(round_)["log"]}


@cache
def listening_cover() -> list[Round]:
    """Fewer of them, in which every line of a card and every button is still there."""

    def parts(round_: Round) -> set[object]:
        found: set[object] = set()
        for look in looks_of(round_):
            assert isinstance(look, tuple)
            found |= {(look[0] == "read", part) for part in look}
        return found

    return covering(listening_scenes(), parts)


def all_scenes() -> list[Round]:
    return [*scenes(), *listening_scenes(), *options_drawn.scenes(), *checkin_drawn.scenes()]


def covers() -> list[Round]:
    return [*cover(), *listening_cover(), *options_drawn.cover(), *checkin_drawn.cover()]


@cache
def crowded(size: int = 14) -> Round:
    """Everything at once: so many people, all written, played back, confirmed and closed with takings."""
    group = Unwatched(Plan(Pace.GATHER, Form.SIMPLE, check_in=True, play_back=True, publish=True), size)
    random = Random(3)
    for verb in ("write", "listened", "play_back", "keep", "take"):
        for seat in group.seats:
            if verb == "listened" and group.round.step == Step.WRITE:
                group.does("read_now", group.round.host_id, random)
            if verb == "take" and group.round.step == Step.READ:
                group.does("close", group.round.host_id, random)
            if (verb, seat) != ("listened", group.seats[-1]):
                group.does(verb, seat.person_id, random)
    assert group.round.status == Status.CLOSED
    for seat in group.round.seats:
        facts(group.round)["confirmed"][seat.person_id] = "nearly"
    return group.round


def in_smaller_groups() -> list[Round]:
    """Thirteen people go on in two groups; nobody looks after the second yet."""
    round_ = asked_to_listen(Plan(Pace.LIVE))
    for n in range(13):
        listening_flow.join(round_, Seat(f"U{n:03}", name=f"Person {n}"), NOW)
    rooms = hosting.begin(round_, round_.host_id, NOW)
    for room in rooms:
        facts(room)["there"] = True
    return sorted(rooms, key=lambda room: room.host_id, reverse=True)


def taken_back() -> Round:
    round_ = asked_to_listen(Plan(people=("U001",)))
    hosting.take_back(round_, round_.host_id, NOW)
    return round_


def said_back() -> list[Round]:
    """One thing was played back, and whoever said it has said whether that is it: in each of three ways."""
    found = []
    for choice in ("yes", "nearly", "not_yet"):
        group = Unwatched(Plan(play_back=True, people=("U001", "U002")), 3)
        for verb in ("write", "play_back"):
            for seat in group.seats[1:]:
                group.does(verb, seat.person_id, Random(0))
        for listener in ("U001", "U002"):
            speaker = group.round.seat(listener).facts["listens_to"]
            listening_flow.confirm(group.round, speaker, listener, choice)
        found.append(group.round)
    return found


def asked_to_look_after_it() -> list[Round]:
    """Somebody was asked to look after it: they would rather not; or they do so together."""
    found = []
    for answer in (hosting.decline, hosting.take):
        round_ = asked_to_listen(Plan(Pace.RELAY))
        host, other = round_.host_id, "U001"
        for person in (host, other):
            listening_flow.join(
                round_, round_.seat(person) if person == host else Seat(other, name=other), NOW
            )
        looking_after.offer(round_, host, other, joined(round_), NOW, together=True)
        found.append(deepcopy(round_))
        answer(round_, other, NOW)
        found.append(round_)
    return found


@cache
def parted() -> Round:
    """More than twelve who are there, parted into two; and the one who looks after neither."""
    group = Unwatched(Plan(Pace.LIVE), 14)
    for seat in group.seats:
        group.does("join", seat.person_id, Random(0))
    group.does("begin", group.round.host_id, Random(0))
    assert group.round.step == Step.SPLIT
    return group.round


def lines_on(thing: Message | View, table: str, file: str = "listening") -> set[str]:
    """The keys of those words of this table that stand there, whatever filled their blanks."""
    return lines_in(written_on(thing), table, file)


def written_on(thing: Message | View) -> str:
    return json.dumps(list(thing.blocks), ensure_ascii=False)


def lines_in(spoken: str, table: str, file: str = "listening") -> set[str]:
    return {key for key, parts in literals(table, file) if _in_order(parts, spoken)}


def _in_order(parts: list[str], spoken: str) -> bool:
    at = 0
    for part in parts:
        at = spoken.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@cache
def literals(table: str, file: str) -> list[tuple[str, list[str]]]:
    """The parts between the blanks, as they stand in the JSON of what is drawn."""
    words = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))[table]
    parts = [(key, re.split(r"\{\w+\}", text_)) for key, text_ in words.items()]
    return [(key, [json.dumps(part, ensure_ascii=False)[1:-1] for part in split]) for key, split in parts]


def apart(round_: Round) -> Round:
    """A copy whose people and texts can be changed; the rest is shared, as to draw changes nothing."""
    return replace(
        round_, seats=[copy(seat) for seat in round_.seats], replies=[copy(reply) for reply in round_.replies]
    )


def readable(round_: Round, person_id: str | None) -> Round:
    """As it is unsealed for this person; for None, for a card in a direct message."""
    seen = apart(round_)
    for reply in seen.replies:
        if not _may_read(seen, reply, person_id):
            reply.text = None
    return seen


def _may_read(round_: Round, reply: Reply, person_id: str | None) -> bool:
    if round_.feature == "reflection":
        return standing.may_read(round_, reply, person_id)
    if round_.feature == "options":
        return options_drawn.may_read(round_, reply, person_id)
    if round_.feature == "checkin":
        return checkin_drawn.may_read(round_, reply, person_id)
    if person_id is None:
        return listening.on_card(round_, reply)
    return listening.readable(round_, reply, person_id)


LENGTHS = {
    "question": forms.QUESTION_MAX,
    "taking": listening_forms.LINE_MAX,
    "arrival": listening_forms.LINE_MAX,
}


def dressed(round_: Round, names: tuple[str, ...], words: str) -> Round:
    """The same round, with these names and this text wherever somebody wrote one."""
    worn = apart(round_)
    for seat, name in zip(worn.seats, cycle(names), strict=False):
        seat.name, seat.words = safe(name, NAME_MAX) or seat.person_id, words[:80]
    for reply in worn.replies:
        if round_.feature == "options":
            reply.text = options_drawn.worn(reply, names, words)
        elif round_.feature == "checkin":
            reply.text = checkin_drawn.worn(reply, words)
        elif reply.kind != "withdrawn":  # of these no word is kept
            reply.text = words[: LENGTHS.get(reply.kind, forms.ANSWER_MAX)].strip()
    return worn


# --- everything that is drawn of them, by the name of the function that draws it


Drawn = Iterator[tuple[str, Message | View]]


def of_reflection(round_: Round, words: str = "") -> Drawn:
    on_card = readable(round_, None)
    for drawing in cards.draw(on_card).values():
        yield "cards.card", drawing.message
    for told in show._told_host(_unreached(on_card), cards.draw(on_card), []).values():
        yield "show._told_host", told.message
    for seat in round_.seats:
        mine = readable(round_, seat.person_id)
        who = Person(TEAM, seat.person_id, seat.name, words=seat.words, fewer=bool(seat.nudges))
        yield "forms.answer", forms.answer(mine, who)
        again = Person(TEAM, who.id, who.name, facts={"reflection": {"has_written": True}})
        yield "forms.answer", forms.answer(mine, again, words[:1500])
        yield "forms.read", forms.read(mine, seat.person_id)
        if place(seat)["listens_to"]:
            yield "forms.hear", forms.hear(mine, seat.person_id)
        for listener in mine.present:
            if place(listener)["listens_to"] == seat.person_id:
                yield "forms.confirm", forms.confirm(mine, seat.person_id, listener)
        yield "forms.note", forms.note(mine, seat.person_id)
        yield "forms.note", forms.note(mine, seat.person_id, words[:1500])
        yield "forms.another_day", forms.another_day(mine, NOW.date())
        for support in ("", words[:1500]):
            yield "forms.how", forms.how(mine, who, support)
            yield "forms.paused", forms.paused(support)
        yield "listeners._is_this_it", listeners._is_this_it(mine.id, "1789462800.000100")


def _unreached(round_: Round) -> Round:
    for seat in round_.seats:
        seat.unreached = True
    return round_


def of_listening(round_: Round, words: str = "") -> Drawn:
    on_card = readable(round_, None)
    wanted = listening_cards.draw(on_card)
    yield "listening_cards.card", listening_cards.card(on_card)
    for reply in listening_cards.published(on_card):
        yield "listening_cards.voice", listening_cards.voice(on_card, reply)
    yield "listening_cards.closed", listening_cards.closed(on_card)
    yield "listening_cards._with_takings", listening_cards.closed(on_card)
    yield from (("listening_cards.draw", drawing.message) for drawing in wanted.values())
    refused = Card(TEAM, "c", round_.id, "channel", round_.channel_id or "", 1, "", state="parked")
    for cards_ in ([], [refused]):
        for told in show._told_host(_unreached(apart(on_card)), wanted, cards_).values():
            yield "show._told_host", told.message
    for seat in round_.seats:
        yield "personal.card", personal.card(on_card, seat)
    for seat in round_.seats[:2]:
        yield from _listening_forms(round_, seat, words)
        yield "receipts.came", receipts.came(on_card, seat.person_id)
    yield "listening_forms.menu", listening_forms.menu(readable(round_, "U0NOBODY"), "U0NOBODY")
    yield "receipts.asked", receipts.asked(on_card, "Europe/London")
    yield "receipts.page", receipts.page(on_card, "Europe/London")
    yield "receipts.two", receipts.two(on_card)
    yield "overhearing._shall_i", overhearing._shall_i(on_card, words)
    yield "listening_forms.debating", listening_forms.debating(on_card, "")


def _listening_forms(round_: Round, seat: Seat, words: str) -> Drawn:
    """Everything that can open in front of this person in this state."""
    person, mine, drawn = seat.person_id, readable(round_, seat.person_id), listening_forms
    who = Person(TEAM, person, seat.name, words=seat.words, fewer=bool(seat.nudges))
    yield "listening_forms.write", drawn.write(mine, person)
    yield "listening_forms.wrote", drawn.wrote(mine, person)
    for page in range(-(-len(listening.voices(mine, person)) // PAGE) or 1):
        yield "listening_forms.read", drawn.read(mine, person, str(page))
    yield "listening_forms.read_now", drawn.read_now(mine, person)
    yield "listening_forms.said", drawn.said(mine, person)
    yield "listening_forms.took", drawn.took(mine, person)
    yield "listening_forms.listened", drawn.listened(mine, person)
    yield "listening_forms.say", drawn.say(mine, person)
    yield "listening_forms.taking", drawn.taking(mine, person)
    if listening.heard_next(mine, person):
        yield "listening_forms.hear", drawn.hear(mine, person)
    yield "listening_forms.question", drawn.question(mine, person)
    if others := [s for s in joined(mine) if s.person_id != person]:
        yield "common.hand", common.hand(saying.words, mine, others)
    yield "listening_forms.menu", drawn.menu(mine, person)
    yield "common.log", common.log(saying.words, mine, seat.zone)
    for support in ("", words[:1500]):
        yield "listening_forms.how", drawn.how(mine, who, "", support)
    question = listening.question(mine)
    yield "listening_forms.start", drawn.start("C0HOME", question, saying.plan_of(mine), round_id=mine.id)


def of_pairs(round_: Round) -> Drawn:
    for seat in round_.seats:
        yield "pairs.card", pairs.card(round_, seat)


def of_no_round(names: tuple[str, ...], words: str) -> Drawn:
    """What is drawn without a round: answers to commands, forms to choose in, pages that say it is done."""
    called, question = [safe(name, NAME_MAX) for name in names], words[: forms.QUESTION_MAX]
    all_pairs = [
        (Pair(TEAM, f"pair-{n}", NOW, members=[Member(p, called[0]) for p in IDS]), " and ".join(called[1:]))
        for n in range(100)
    ]
    who = Who(TEAM, IDS[0], called[0])
    table = tomllib.loads((FOLDER / "reflection.toml").read_text(encoding="utf-8"))
    yield "forms.catalogue", forms.catalogue()
    for most in (2, 10, 11, 100):
        yield "forms.which_pair", forms.which_pair(question, all_pairs[:most])
    yield "asking._which", asking._which("", [pair for pair, _ in all_pairs[:3]], who)
    line = phrase("reflection.receipt.nobody").fill(question=question)
    yield "asking._page", asking._page(whisper(line))
    for key in table["done"]:
        yield "done", done(cards.words, key)
    line = phrase("reflection.receipt.asked").fill(names=" and ".join(called[1:]))
    yield "asking._put", Message(line, [section(line)])
    yield "pairs.invite", pairs.invite()
    yield "pairs.how", pairs.how()
    for count in (0, 1, 45):
        yield "pairs.usage", pairs.usage([pair for pair, _ in all_pairs[:count]], who.id)
    for key in ("invited", "left", "here"):
        yield "done", done(pairs.words, key, names=" and ".join(called))
    for kind in Kind:
        yield "me.perspective", me.perspective(Person(TEAM, who.id, who.name, kind=kind, words=words[:80]))
        yield "me.perspective", me.perspective(Person(TEAM, who.id, who.name, words="", words_shown=True))
    for fewer in (False, True):
        yield "me.reminders", me.reminders(Person(TEAM, who.id, who.name, fewer=fewer))
    for every in ("weekly thu 15:00", "fortnightly fri 9:00", "daily 9:30"):
        kept = rhythm(every, "Europe/London", NOW)
        assert kept
        of_two = [Seat(person, name=name) for person, name in zip(IDS[:2], called, strict=False)]
        weekly_ = weekly.start(TEAM, "weekly-1", IDS[0], "pair-1", of_two, kept, NOW)
        yield "weekly_cards.receipt", weekly_cards.receipt(weekly_, NOW)
        for seat in of_two:
            yield "weekly_cards.card", weekly_cards.card(weekly_, seat)
        recurring.stop(weekly_, NOW)
        yield "weekly_cards.card", weekly_cards.card(weekly_, of_two[0])
    typed = Asked("command", "/reflect", who, "r", text=words)
    yield "there.not_here", not_here(typed)
    yield "receipts.usage", receipts.usage()
    yield "listening_forms.choose", listening_forms.choose("C0HOME")
    yield "listening_forms.start", listening_forms.start("C0HOME", question)
    for pace_ in Pace:
        yield "listening_forms.start", listening_forms.start("C0HOME", plan=Plan(pace_, turn=3, people=IDS))
    table = tomllib.loads((FOLDER / "listening.toml").read_text(encoding="utf-8"))
    for key in set(table["done"]) - {"title"}:
        yield "common.done", common.done(saying.words, key, host=called[0])
    helped: list[Message] = []
    routes.helping(FEATURES)(helped.append)
    yield "routes.helping", helped[0]
    yield from options_drawn.of_no_matter(names, words)
    yield from checkin_drawn.of_no_meeting(names, words)
    shrunk = show._shrink(Card(TEAM, "c", "r", IDS[0], IDS[0], 1, "asked"))
    yield "show._shrink", shrunk.message


def refusals(words: str) -> Iterator[tuple[str, Markup]]:
    """Every polite no, with its blanks filled."""
    texts, _ = read(FOLDER)
    for key, text_ in texts.items():
        if ".refused." in key or key in COMMON:
            yield key, said(Refusal(key, None, **dict.fromkeys(blanks(text_), words)))


COMMON = ("common.not_yours", "common.not_here_any_more", "common.apology", "common.too_late")


# --- what must hold of every one of them

# What we write in Slack's own mark-up: a moment, the channel that a card is about, who has no name yet.
_DATE = re.compile(r"<!date\^\d+\^[^|<>^]*\|[^<>|]*>|<#C0HOME>|<@U0\d\d>")
_SIGN = re.compile("[*_~`](?!\u200b)")


def mrkdwn_in(part: Any) -> list[str]:
    found: list[str] = []
    _collect(part, found)
    return found


def _collect(part: Any, found: list[str]) -> None:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            found.append(part["text"])
        part = part.values()
    for one in part:
        if isinstance(one, dict | list | tuple):
            _collect(one, found)


def labels_in(blocks: Any) -> list[str]:
    elements = [e for b in blocks for e in b.get("elements", [])]
    return [e["text"]["text"] for e in elements if e.get("type") == "button"]


def faults(thing: Message | View) -> list[str]:
    found: list[Any] = []
    if isinstance(thing, Message):
        blocks = list(thing.blocks)
        found += blockkit.message_problems(blocks)
        if blockkit.characters(blocks) > limits.of("message.blocks.characters"):
            found.append("too many words")
        if not 0 < len(thing.text) <= 4000:
            found.append(f"a text of {len(thing.text)}")
        found += _alive(thing.text)
    else:
        payload = json.loads(json.dumps(thing.payload()))
        blocks = thing.blocks
        found += blockkit.view_problems(payload, "modal")
        if blockkit.view_is_too_large(payload):
            found.append("too large")
    if not fits(thing):
        found.append("it does not fit")
    for line in mrkdwn_in(blocks):
        found += _alive(line)
    return [str(fault)[:200] for fault in found]


@lru_cache(10_000)
def _alive(line: str) -> tuple[str, ...]:
    rest = _DATE.sub("", line)
    odd = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", line)
    alive = (f"alive: {rest[:80]!r}",) if re.search("[<>]", rest) else ()
    return (*alive, f"odd: {odd[0]!r}") if odd else alive


def signs(thing: Message | View) -> list[int]:
    """How many signs of mark-up stand in each mrkdwn text, other people's not counted."""
    return [_signs_in(line) for line in marked_up(thing)]


def marked_up(thing: Message | View) -> list[str]:
    return [line for line in mrkdwn_in(list(thing.blocks)) if line not in _cut_short()]


@cache
def _cut_short() -> set[str]:
    """What stands in the place of all that there was no room for."""
    return {
        str(phrase(key).fill())
        for key in ("options.card.more", "options.table.more", "register.cut.page", "checkin.where.more")
    }


@lru_cache(10_000)
def _signs_in(line: str) -> int:
    whole = re.sub(rf"[*_~`]?{CUT}$", "", line)
    return len(_SIGN.findall(_DATE.sub("", whole)))


def of_round(round_: Round, words: str) -> Drawn:
    if round_.feature == "options":
        return options_drawn.of_options(round_, readable, words)
    if round_.feature == "checkin":
        return checkin_drawn.of_checkin(round_, readable, words)
    return of_reflection(round_, words) if round_.feature == "reflection" else of_listening(round_, words)


def everything(names: tuple[str, ...], words: str, of: list[Round], of_pair: list[Round]) -> Drawn:
    for round_ in of:
        yield from of_round(dressed(round_, names, words), words)
    for round_ in of_pair:
        yield from of_pairs(dressed(round_, names, words))
    yield from of_no_round(names, words)
    yield "review_cards.alone", review_cards.alone()


@dataclass
class Plainly:
    """What is found in everything that is drawn where nobody wrote anything odd."""

    drawers: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    spoken: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)  # who drew it, text, labels
    lines: set[tuple[str, str]] = field(default_factory=set)
    of_checkin: set[str] = field(default_factory=set)  # every text in it


@cache
def plainly() -> Plainly:
    found = Plainly()
    for name, thing in everything(PLAIN, "words", all_scenes(), pair_scenes()):
        blocks = list(thing.blocks)
        found.drawers.add(name)
        if name.startswith(("checkin_", "commitment_", "set_", "rhythm_")):
            found.of_checkin |= strings(thing)
        found.actions |= set(actions_in(blocks))
        found.lines |= {(name, line) for line in mrkdwn_in(blocks)}
        if isinstance(thing, Message):
            found.spoken.add((name, thing.text, tuple(labels_in(blocks))))
        elif thing.callback_id:
            found.forms.add(thing.callback_id)
    return found


def check(names: tuple[str, ...], words: str, of: list[Round], of_pair: list[Round]) -> None:
    for name, thing in everything(names, words, of, of_pair):
        assert faults(thing) == [], name


PARTS = 12  # every text meets a twelfth of what there is to draw, and every state some of the texts


@cache
def usual_signs(part: int) -> list[list[int]]:
    return [signs(thing) for _, thing in everything(PLAIN, "words", covers()[part::PARTS], pair_scenes())]


@pytest.mark.parametrize("nth", range(len(HOSTILE)))
def test_slack_takes_everything_and_nothing_that_people_wrote_comes_alive(nth: int) -> None:
    words, part = HOSTILE[nth], nth % PARTS
    names = (words, words[1:], f"x{words}")

    drawn = everything(names, words, covers()[part::PARTS], pair_scenes())

    for (name, thing), usual in zip(drawn, usual_signs(part), strict=True):
        assert faults(thing) == [], name
        if len(signs(thing)) == len(usual):  # an empty text has no line of its own
            for line, now, was in zip(marked_up(thing), signs(thing), usual, strict=True):
                whole_pairs = line.endswith(CUT) and now < was and now % 2 == 0
                assert now == was or whole_pairs, name


@settings(max_examples=60)
@given(words=ANYTHING, name=ANYTHING, nth=st.integers(0, 10_000))
def test_no_text_breaks_a_card_or_a_form(words: str, name: str, nth: int) -> None:
    of, of_pair = all_scenes(), pair_scenes()

    check((name, "Ben", name[::-1]), words, [of[nth % len(of)]], [of_pair[nth % len(of_pair)]])


@pytest.mark.parametrize("words", [*HOSTILE, "fine"], ids=range(len(HOSTILE) + 1))
def test_a_refusal_can_be_shown_wherever_somebody_is_looking(words: str) -> None:
    shown = 0
    lines = list(refusals(words))
    longest = max(lines, key=lambda refused: len(refused[1]))
    fullest = max(views(), key=lambda view: len(json.dumps(view)))

    for key, line in lines:
        shown += 1
        assert faults(Message(line, [section(line)])) == [], key
        assert html.unescape(line).strip(), key
        assert faults(refused_view(fullest, line)) == [], key
    for view in views():
        assert faults(refused_view(view, longest[1])) == [], view["callback_id"]
    assert shown >= 20


@cache
def views() -> list[dict[str, Any]]:
    """One of each form that needs nothing to be drawn of, as Slack hands it on."""
    found = {name: f for name, f in of_no_round(PLAIN, "words") if isinstance(f, View)}
    return [{**form.payload(), "state": {"values": {}}} for form in found.values()]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_the_home_tab_takes_everything_too(sqlite_url: str, words: str) -> None:
    store = Store(sqlite_url, None, Vault([_KEY]))
    names = [safe(one, NAME_MAX) for one in (words, f"x{words}", words[::-1])]
    with store.begin() as db:
        for person_id, name in zip(IDS, names, strict=True):
            people.meet(db, TEAM, person_id, name or person_id)
        for n in range(3):
            people.join(db, TEAM, f"pair-{n}", list(IDS[: 1 + n]), NOW)
        for nth, scene in enumerate(
            [
                *scenes()[::8],
                *listening_scenes()[::16],
                *options_drawn.scenes()[::16],
                *checkin_drawn.scenes()[::16],
            ]
        ):
            round_ = dressed(scene, tuple(names), words or "words")
            round_.id = f"round-{nth}"
            for reply in round_.replies:
                reply.id = f"{reply.id}{nth}"
            queries.add(db, round_)

    views = [home.home(store, FEATURES, TEAM, person_id, NOW) for person_id in IDS]

    store.close()
    for view in views:
        assert blockkit.view_problems(json.loads(json.dumps(view)), "home") == []
        assert not blockkit.view_is_too_large(view)
        assert [fault for line in mrkdwn_in(view["blocks"]) for fault in _alive(line)] == []
        assert "reflection.read_again" in actions_in(view["blocks"])


_KEY = "0" * 42 + "0="


# --- that nothing was left out


def keys_of(file: str, table: str) -> set[str]:
    return set(tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))[table])


def test_every_card_there_are_words_for_was_drawn() -> None:
    drawn = {cards._face(round_, seat).key for round_ in scenes() for seat in round_.seats}
    drawn_of_pairs = {pairs._face(round_, seat)[0] for round_ in pair_scenes() for seat in round_.seats}

    titles = {"title", "title_alone"}
    assert keys_of("reflection", "card") - titles == drawn
    assert keys_of("pairs", "card") == drawn_of_pairs


TABLES = ("card", "mine", "closing", "voice", "read")


@cache
def lines_drawn() -> dict[str, set[str]]:
    """Of each table, which words stand anywhere."""
    drawn: dict[str, set[str]] = {table: set() for table in TABLES}
    for round_ in listening_scenes():
        for _, thing in of_listening(dressed(round_, PLAIN, "words"), "words"):
            spoken = written_on(thing)
            for table in TABLES:
                drawn[table] |= lines_in(spoken, table)
    for table in TABLES:
        drawn[table] |= lines_on(listening_cards.closed(dressed(crowded(), PLAIN, HOSTILE[0])), table)
    return drawn


@pytest.mark.parametrize("table", TABLES)
def test_every_line_there_are_words_for_was_drawn_of_listening(table: str) -> None:
    drawn = lines_drawn()[table]

    elsewhere = {"title", "close", "intro"} if table == "read" else set()
    assert keys_of("listening", table) - elsewhere - drawn == set()


OPTIONS_TABLES = (
    "card",
    "mine",
    "recorded",
    "review",
    "result",
    "table",
    "mandate",
    "table_on",
    "move_on",
    "log",
)
REGISTER_TABLES = ("list", "record", "history", "copy", "copied", "done", "card", "cut")


@pytest.mark.parametrize(
    ("file", "table"),
    [*(("options", table) for table in OPTIONS_TABLES), *(("register", table) for table in REGISTER_TABLES)],
)
def test_every_line_there_are_words_for_was_drawn_of_options(file: str, table: str) -> None:
    elsewhere = {("list", "search"), ("copy", "comment")}  # on the form's own button, beside a file
    drawn = options_lines()[file, table]

    without = {key for key in keys_of(file, table) if (table, key) in elsewhere or key == "title"}
    assert keys_of(file, table) - without - drawn == set()


@cache
def options_lines() -> dict[tuple[str, str], set[str]]:
    """Of each table, which words stand anywhere."""
    tables = [*(("options", table) for table in OPTIONS_TABLES)]
    tables += [("register", table) for table in REGISTER_TABLES]
    drawn: dict[tuple[str, str], set[str]] = {one: set() for one in tables}
    some = [
        thing for r in options_drawn.scenes() for _, thing in of_round(dressed(r, PLAIN, "words"), "words")
    ]
    some += [thing for _, thing in options_drawn.of_no_matter(PLAIN, "words")]
    some += [thing for _, thing in options_drawn.endless()]
    for spoken in {written_on(thing) for thing in some}:
        for file, table in tables:
            drawn[file, table] |= lines_in(spoken, table, file)
    return drawn


# What is said where nothing is drawn: under a box, in the answer to a command, in the Home tab.
_SAID_ELSEWHERE = ("refused.", "home.", "usage", "help", "and", "comma", "member")


def test_every_word_of_check_ins_was_drawn() -> None:
    """Wherever it stands: on a card, on a button, in what it asks before it is pressed, in a form."""
    table = tomllib.loads((FOLDER / "checkin.toml").read_text(encoding="utf-8"))
    drawn = plainly().of_checkin

    missing = [
        key
        for key, text_ in flat(table)
        if not key.startswith(_SAID_ELSEWHERE) and not _stands(re.split(r"\{\w+\}", text_.strip()), drawn)
    ]

    assert missing == []


def _stands(parts: list[str], drawn: set[str]) -> bool:
    return any(_in_order(parts, line) for line in drawn)


def flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield above + key, value
        else:
            yield from flat(value, f"{above}{key}.")


def strings(part: Any) -> set[str]:
    """Every text in what is drawn, as it is read."""
    if isinstance(part, Message | View):
        part = part.payload() if isinstance(part, View) else [part.text, *part.blocks]
    if isinstance(part, str):
        return {html.unescape(part)}
    found = part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else ()
    return {text_ for one in found for text_ in strings(one)}


MODULES = {
    "cards": cards,
    "forms": forms,
    "listeners": listeners,
    "asking": asking,
    "pairs": pairs,
    "pairs_listeners": pairs_listeners,
    "me": me,
    "listening_cards": listening_cards,
    "listening_forms": listening_forms,
    "receipts": receipts,
    "listening_listeners": listening_listeners,
    "personal": personal,
    "saying": saying,
    "overhearing": overhearing,
    "options_cards": options_cards,
    "options_forms": options_forms,
    "options_personal": options_personal,
    "pages": pages,
    "register_card": register_card,
    "weekly_cards": weekly_cards,
    "checkin_cards": checkin_cards,
    "checkin_forms": checkin_forms,
    "checkin_personal": checkin_personal,
    "commitment_cards": commitment_cards,
    "commitment_forms": commitment_forms,
    "set_cards": set_cards,
    "rhythm_cards": rhythm_cards,
    "review_cards": review_cards,
}


def test_everything_that_draws_was_called() -> None:
    names = plainly().drawers

    missed = [f"{where}.{name}" for where, module in MODULES.items() for name in drawers(module)]

    assert [name for name in missed if name not in names] == []
    assert len(missed) > 20


def test_no_module_that_draws_was_forgotten() -> None:
    names = [found.name for found in pkgutil.walk_packages(features.__path__, "bot.features.")]
    drawing = [name for name in names if drawers(importlib.import_module(name))]

    assert [name for name in drawing if name not in {m.__name__ for m in MODULES.values()}] == []
    assert len(drawing) >= 5


# Listeners of check-ins: they hand on what their cards and forms draw.
HANDING_ON = (checkin_asking, checkin_listeners, commitment_listeners, set_listeners)


def drawers(module: ModuleType) -> list[str]:
    """Functions of the module that return a message or a form, but for the listeners that hand one on."""
    if module in HANDING_ON:
        return []
    reached: set[object] = set()
    for table in ("COMMANDS", "SHOWS", "ACTIONS", "FORMS", "EVENTS", "SHORTCUTS"):
        handed = getattr(module, table, {})
        reached |= set(handed.values()) if isinstance(handed, Mapping) else set()
    return [
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and inspect.signature(function).return_annotation in (Message, View)
        and function not in reached
        and name not in ("here", "_posted", "_writing", "begin")  # these hand a receipt or a form on
        and name not in ("_message", "message")  # these are in all of them
    ]


DECLARED = ("review",)  # drawn by its declaration, which hands in how it can look (tests/practices)


def test_every_button_leads_somewhere() -> None:
    reached = {i for f in FEATURES if f.name not in DECLARED for i in [*f.actions, *f.shows]}
    reached |= {"alongside.again"}
    reached |= {f"other.{n}" for n in range(5)}

    drawn = plainly().actions

    assert drawn - reached == set()
    assert reached - drawn - {
        "reflection.no_thanks",
        "pairs.leave",
        "me.reminders",
        "listening.begin_two",
        "options.from_round",
        "checkin.commit_from",
    } == {i for i in reached - drawn if i.startswith("other.")}


def test_every_form_that_can_be_sent_in_has_a_listener() -> None:
    sent = plainly().forms

    assert sent == {i for feature in FEATURES if feature.name not in DECLARED for i in feature.forms}


# --- what a card says aloud


def aloud_of(round_: Round) -> Iterator[Message]:
    on_card = readable(round_, None)
    if round_.feature == "checkin":
        yield from checkin_drawn.spoken(round_, on_card)
        return
    if round_.feature != "reflection":
        in_channel = {"listening": listening_cards.card, "options": options_cards.card}
        yield in_channel[round_.feature](on_card)
    own = {"listening": personal.card, "options": options_personal.card, "reflection": cards.card}
    draw = own[round_.feature]
    for seat in round_.seats:
        yield draw(on_card, seat)


def test_a_card_says_all_of_itself_aloud() -> None:
    others = [*listening_scenes(), *options_drawn.scenes(), *checkin_drawn.scenes()]
    for round_ in [*scenes(), *(dressed(r, PLAIN, "What now?") for r in others)]:
        for message in aloud_of(round_):
            for part in (*labels_in(message.blocks), text(round_, "question")):
                assert part in html.unescape(message.text), part


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_the_question_is_said_aloud_as_it_was_written(words: str) -> None:
    round_ = dressed(asked(2), PLAIN, words)

    message = next(aloud_of(round_))

    question = bare(" ".join(clean(text(round_, "question")).split()))
    said_ = bare(html.unescape(message.text))
    assert question[:100] in said_
    assert said_.endswith(CUT) or (question in said_ and "Write my answer" in said_)


def bare(line: str) -> str:
    """Without what keeps other people's words apart from ours."""
    return re.sub("[\u200b\u2068\u2069]", "", line)


def test_every_message_reads_well_aloud() -> None:
    for name, text_, labels in plainly().spoken:
        spoken = _DATE.sub("", text_)
        assert re.match(r"[A-Z“/]", spoken), (name, spoken)
        assert not re.search(r"[*_~`]|:[a-z_]+:|\{|\}", spoken), (name, spoken)
        for label in labels:
            assert label in html.unescape(spoken), (name, label)


def test_the_same_round_is_the_same_picture() -> None:
    for round_ in scenes():
        assert cards.draw(readable(round_, None)) == cards.draw(readable(deepcopy(round_), None))
        for seat in round_.seats:
            mine = readable(round_, seat.person_id)
            assert forms.read(mine, seat.person_id) == forms.read(deepcopy(mine), seat.person_id)
    for round_ in listening_scenes():
        on_card = readable(round_, None)
        assert listening_cards.draw(on_card) == listening_cards.draw(deepcopy(on_card))
        assert listening_cards.closed(on_card) == listening_cards.closed(deepcopy(on_card))
    for round_ in options_drawn.scenes():
        on_card = readable(round_, None)
        assert options_cards.draw(on_card) == options_cards.draw(deepcopy(on_card))
        assert options_forms.table(on_card) == options_forms.table(deepcopy(on_card))


def test_a_check_in_is_the_same_picture_too() -> None:
    for round_ in checkin_drawn.meetings():
        on_card = readable(round_, None)
        assert checkin_cards.draw(on_card) == checkin_cards.draw(deepcopy(on_card))
        mine = readable(round_, round_.host_id)
        assert checkin_forms.where(mine, mine.host_id) == checkin_forms.where(deepcopy(mine), mine.host_id)


def test_no_card_counts_down() -> None:
    counting = re.compile(
        r"\b(?:in|within|only|another) (?:\w+ )?(?:\d+|an?|one|two) (?:minute|hour|day)s?\b"
        r"|\b(?:minutes?|hours?|days?) (?:left|to go|remain)|\bremaining\b|\btime is running\b"
        r"|(?<!\bno )\bhurry\b",
        re.IGNORECASE,
    )

    for name, line in plainly().lines:
        assert not counting.search(line), (name, line)


def test_the_end_of_a_window_is_told_by_the_readers_own_clock() -> None:
    round_ = asked(2)
    round_.seats[1].zone = "America/New_York"
    assert round_.ends_at

    cards_ = cards.draw(readable(round_, None))

    stamp = int(round_.ends_at.timestamp())
    for person, hour in (("U0ANA", "5 pm"), ("U0BEN", "12 pm")):
        line = next(line for line in mrkdwn_in(list(cards_[person].message.blocks)) if "until" in line)
        assert f"<!date^{stamp}^" in line
        assert f"Thursday 17 September, {hour}>" in line


# --- the first card


def words_on(message: Message) -> str:
    """All that stands on a card, as it is read: dates as somebody sees them."""
    found: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                collect(one)
        elif isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for key, one in part.items():
                if key not in ("confirm", "accessibility_label"):
                    collect(one)

    collect(list(message.blocks))
    return re.sub(r"<!date\^[^|]*\|([^>]*)>", r"\1", " ".join(found))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_first_card_has_one_question_three_buttons_and_at_most_sixty_words(size: int) -> None:
    round_ = asked(size)

    for drawing in cards.draw(round_).values():
        message = drawing.message
        assert len(EIGHT_WORDS.split()) == 8
        assert len(words_on(message).split()) <= 60, words_on(message)
        assert words_on(message).count("?") == 1
        assert labels_in(message.blocks) == ["Write my answer", "Not this time", "How this works"]


def test_a_wordy_first_card_would_be_noticed() -> None:
    wordy = Message("text", [section("one two three"), section("<!date^1^{date}|Friday 3 May> four")])

    assert len(words_on(wordy).split()) == 7
    assert words_on(wordy).split()[-2:] == ["May", "four"]


# --- a great many people, and a great many questions


@pytest.mark.parametrize("words", ["&" * 1500, "W" * 1500, "👩‍⚕️" * 500], ids=range(3))
def test_a_crowd_with_long_names_and_long_words_fits_wherever_it_is_drawn(words: str) -> None:
    names = tuple(f"{n}{words[:79]}" for n in range(14))

    for round_ in (crowded(), parted(), *many_questions()):
        for name, thing in of_listening(dressed(round_, names, words), words):
            assert faults(thing) == [], name
    twelve = readable(dressed(crowded(12), names, words), "U000")
    pages = [listening_forms.read(twelve, "U000", str(n)) for n in range(3)]
    voices = [len([b for b in page.blocks if b["type"] == "header"]) for page in pages]
    assert voices == [5, 5, 2 + 1]  # and what people are taking
    assert actions_in(pages[2].blocks)[-1] == "listening.withdraw"


@cache
def many_questions() -> list[Round]:
    """Whoever looks after it asked one question after another: while it goes on, and when it is closed."""
    group, random = Unwatched(Plan(people=("U000", "U001")), 2), Random(0)
    for _ in range(30):
        group.does("question", "U000", random)
        for verb in ("write", "listened"):
            for person in ("U000", "U001"):
                group.does(verb, person, random)
    found = [deepcopy(group.round)]
    assert len(listening.was_asked(group.round)) == 31
    group.does("close", "U000", random)
    group.does("take", "U001", random)
    group.does("close", "U000", random)
    assert group.round.status == Status.CLOSED
    return [*found, group.round]


def test_whoever_left_is_not_told_that_others_took_their_words_back() -> None:
    group = Group(Plan(), 3)
    for seat in group.seats:
        group.does("write", seat.person_id, Random(0))
    group.does("read_now", "U000", Random(0))
    group.does("step_out", "U001", Random(0))

    page = listening_forms.read(readable(group.round, "U001"), "U001")

    assert lines_on(page, "read") & {"withdrawn"} == set()
    assert group.round.one("open", "U001") is not None


def test_the_first_card_in_a_channel_asks_one_thing_and_has_two_buttons() -> None:
    for people_ in ((), ("U001", "U002")):
        round_ = dressed(asked_to_listen(Plan(people=people_), size=3), PLAIN, EIGHT_WORDS)

        message = listening_cards.card(readable(round_, None))

        assert words_on(message).count("?") == 1
        assert labels_in(message.blocks) == ["Write", "More"]
        assert len(words_on(message).split()) <= 80, words_on(message)


# --- in front of people, from end to end


JOURNEY = [HOSTILE[n] for n in (0, 4, 5, 9, 11, 14)]


@pytest.mark.parametrize("words", JOURNEY, ids=range(len(JOURNEY)))
def test_a_whole_conversation_in_such_words_mentions_nobody(world: Any, words: str) -> None:
    ana, ben = world["Ana"], world["Ben"]
    for somebody in (ana, ben):
        world.slack.workspace.people[somebody.id].name = words[:80]
    world.clock.move_to(world.clock() + timedelta(days=1, hours=1))
    world.settle()

    ana.types(f"/reflect {words[:400]}")
    ana.answers(words[:1500])
    ben.answers(words[:1500])
    ben.presses("Play back what I heard")
    ben.sends(dict.fromkeys(_boxes(ben.form), words[:1500]))
    ana.presses("Is that it?")
    ana.sends({"How close is that?": "Nearly", "What I would add": words[:1500]})

    assert "Play back what I heard" in ben.card.buttons  # once more
    for call in world.slack.calls:
        for line in [*mrkdwn_in(_parsed(call.args)), *_texts(call.args)]:
            assert not _alive(line), call.method


def _boxes(form: dict[str, Any]) -> list[str]:
    return [b["label"]["text"] for b in form["blocks"] if b["type"] == "input"]


def _parsed(args: Any) -> Any:
    return [json.loads(v) if isinstance(v, str) and v[:1] in "[{" else v for v in dict(args).values()]


def _texts(args: Any) -> list[str]:
    return [v for k, v in dict(args).items() if k == "text"]


def test_the_secret_is_not_what_is_drawn() -> None:
    assert SECRET not in json.dumps([list(t.blocks) for _, t in of_no_round(PLAIN, "words")])

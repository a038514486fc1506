"""Every way that a listening round can look, and all that is drawn of it."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from bot.features.listening import cards, flow, forms
from bot.features.listening.cards import personal, receipts, saying
from bot.features.listening.flow import hosting, standing
from bot.features.listening.listeners import overhearing
from bot.features.listening.models import PAGE, RHYTHM, Form, Pace, Plan, Step, facts, joined, pace
from bot.features.listening.rhythm import cards as rhythm_cards
from bot.features.listening.rhythm import flow as rhythm
from bot.people.models import Person
from bot.people.refresh import NAME_MAX
from bot.rounds.company import looking_after
from bot.rounds.keeping.models import Card, Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import jobs, typed
from bot.rounds.showing import pages as common
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Due
from bot.slack.blocks import Message
from bot.slack.text import safe
from bot.words import FOLDER
from tests.features.test_listening_rules import HOURS, SECONDS, Group, asked, next_thing, whoever
from tests.once import once_a_run
from tests.practices import IDS, NOW, PLAIN, TEAM, Drawn, Names, Readable
from tests.practices.coming import rhythm_forms
from tests.reading import actions_in, apart, lines_on
from tests.walking import covering, different


class Unwatched(Group):
    """The rules have tests of their own: here they only walk."""

    def _watch(self, before: Round, verb: str, who: str) -> None:
        pass


def walk(random: Random) -> Iterator[Round]:
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


@once_a_run
def scenes() -> list[Round]:
    """One round for each way that a listening round can look, in the channel, to a person or in a form."""
    found = [
        crowded(),
        parted(),
        in_smaller_groups()[-1],
        taken_back(),
        unopened(),
        *said_back(),
        *asked_to_look_after_it(),
    ]
    random = Random(8)
    walked = (round_ for _ in range(160) for round_ in walk(random))
    return [*found, *different(walked, state_of, looks_of)]


def state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing mostly depends on; not who it is, nor how many there are."""
    f = facts(round_)
    seats = {
        (s.step, bool(s.left_at), bool(s.facts.get("listens_to")), s.rang[:6], s.person_id == f["holder"])
        for s in round_.seats
    }
    what = [bool(f[key]) for key in ("holder", "calling", "quiet", "wanted", "handing", "retried", "rooms")]  # type: ignore[literal-required]
    kinds = frozenset(r.kind for r in round_.replies)
    return round_.status, round_.step, pace(round_), *what, f["mark"], f["lap"] > 1, kinds, frozenset(seats)


def looks_of(round_: Round) -> set[object]:
    """What makes this state look different: the lines of its cards, and what can be pressed where."""
    message = cards.card(round_)
    looks: set[object] = {("row", *actions_in(message.blocks))}
    looks |= {("line", key) for key in lines_on(message, "card", "listening")}
    for seat in round_.seats:
        keys, does = personal._face(round_, seat)
        looks |= {("mine", *keys, *does)}
    for seat in round_.seats[:2]:
        mine = round_  # texts decide nothing here
        looks.add(("menu", *actions_in(forms.menu(mine, seat.person_id).blocks)))
        looks.add(("read", *actions_in(forms.read(mine, seat.person_id).blocks)))
    return looks | {("log", what) for *_, what in facts(round_)["log"]}


@cache
def cover() -> list[Round]:
    """Fewer of them, in which every line of a card and every button is still there."""

    def parts(round_: Round) -> set[object]:
        found: set[object] = set()
        for look in looks_of(round_):
            assert isinstance(look, tuple)
            found |= {(look[0] == "read", part) for part in look}
        return found

    return covering(scenes(), parts)


DAY = timedelta(days=1)


@cache
def crowded(size: int = 14) -> Round:
    """Everything at once: so many people, all written, played back, confirmed and closed with takings."""
    group = Unwatched(Plan(Pace.GATHER, Form.SIMPLE, check_in=True, play_back=True, publish=True), size)
    random = Random(3)
    for verb in ("write", "listened", "play_back", "keep", "take"):
        for seat in group.seats:
            if verb == "listened" and group.round.step == Step.WRITE:
                group.now += DAY  # they have had their time
                group.does("read_now", group.round.host_id, random)
            if verb == "take" and group.round.step == Step.READ:
                group.now += 2 * DAY
                group.does("close", group.round.host_id, random)
            if (verb, seat) != ("listened", group.seats[-1]):
                group.does(verb, seat.person_id, random)
    assert group.round.status == Status.CLOSED
    for seat in group.round.seats:
        facts(group.round)["confirmed"][seat.person_id] = "nearly"
    return group.round


def in_smaller_groups() -> list[Round]:
    """Thirteen people go on in two groups; nobody looks after the second yet."""
    round_ = asked(Plan(Pace.LIVE))
    for n in range(13):
        flow.join(round_, Seat(f"U{n:03}", name=f"Person {n}"), NOW)
    rooms = hosting.begin(round_, round_.host_id, NOW)
    for room in rooms:
        facts(room)["there"] = True
    return sorted(rooms, key=lambda room: room.host_id, reverse=True)


def taken_back() -> Round:
    round_ = asked(Plan(people=("U001",)))
    hosting.take_back(round_, round_.host_id, NOW)
    return round_


def unopened() -> Round:
    """Two have written, and it is closed before anybody has read anything."""
    group = Unwatched(Plan(people=("U001", "U002", "U003")), 4)
    for seat in group.seats[1:3]:
        group.does("write", seat.person_id, Random(0))
    group.passes_time(days=1, hours=8)  # whoever has not written has had half of their time
    group.does("close", group.round.host_id, Random(0))
    assert (group.round.status, len(group.round.of_kind("answer"))) == (Status.STOPPED, 2)
    for seat in group.round.seats:
        seat.rang = "stopped"
    return group.round


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
            flow.confirm(group.round, speaker, listener, choice)
        found.append(group.round)
    return found


def asked_to_look_after_it() -> list[Round]:
    """Somebody was asked to look after it: they would rather not; or they do so together."""
    found = []
    for answer in (hosting.decline, hosting.take):
        round_ = asked(Plan(Pace.RELAY))
        host, other = round_.host_id, "U001"
        for person in (host, other):
            flow.join(round_, round_.seat(person) if person == host else Seat(other, name=other), NOW)
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


_LENGTHS = {
    "question": forms.QUESTION_MAX,
    "taking": forms.LINE_MAX,
    "arrival": forms.LINE_MAX,
    "arrived": forms.LINE_MAX,
}


def worn(reply: Reply, _: Names, words: str) -> str | None:
    """What stands in it when somebody wrote this, as the forms cut it; of some, no word is kept."""
    if reply.kind == "withdrawn":
        return reply.text
    return words.strip()[: _LENGTHS.get(reply.kind, forms.ANSWER_MAX)].strip()


@cache
def planned() -> list[Round]:
    """Questions that are planned: each way to come; one that has stopped, one that came, one that did not."""
    found = []
    for when in ("weekly thu 15:00", "fortnightly fri 9:00", "daily 9:30", "thu 15:00"):
        kept, _ = typed.planned(when, "Europe/London", NOW)
        assert kept
        host = Seat(IDS[0], name=PLAIN[0])
        found.append(rhythm.start(TEAM, f"r-{when}", host, "C0HOME", Plan(), "How are we?", kept, NOW))
    over, came, stopped = deepcopy(found[0]), deepcopy(found[3]), deepcopy(found[3])
    recurring.stop(over, NOW)
    recurring.time_passes(came, NOW + timedelta(days=2, hours=6), rhythm.USEFUL)
    recurring.stop(stopped, NOW)
    rests = deepcopy(found[0])
    recurring.kept(rests)["rests"] = True
    recurring.settle(rests, NOW)
    return [*found, rests, over, came, stopped]


def put_by_rhythm() -> Round:
    """A question that came by itself, and reached whom it names."""
    kept, _ = typed.planned("weekly thu 15:00", "Europe/London", NOW)
    assert kept
    host, ben = (Seat(person, name=name) for person, name in zip(IDS[:2], PLAIN, strict=False))
    plan = Plan(people=(ben.person_id,))
    comes = rhythm.start(TEAM, "r-put", host, "C0HOME", plan, "How are we?", kept, NOW)
    due = Due(NOW.date(), NOW, late=False, missed=0)
    made = rhythm.next_one(comes, host, [ben], "00" * 32, due, NOW)
    made.seat(ben.person_id).rang, made.seat(ben.person_id).notice = "asked", ""
    return made


def of_planned(round_: Round, readable: Readable) -> Drawn:
    on_card = readable(round_, None)
    yield "rhythm.cards.card", rhythm_cards.card(on_card)
    yield "rhythm.cards.receipt", rhythm_cards.receipt(on_card, NOW)
    yield "rhythm.cards.page", rhythm_cards.page(on_card, NOW)
    yield "rhythm.cards.behind", rhythm_cards.behind(on_card, IDS[0])
    yield from rhythm_forms(saying.words, on_card)


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    if round_.kind == RHYTHM:
        return
    on_card = readable(round_, None)
    yield cards.card(on_card)
    yield from (personal.card(on_card, seat) for seat in on_card.seats)


def of_listening(round_: Round, readable: Readable, words: str = "") -> Drawn:
    if round_.kind == RHYTHM:
        yield from of_planned(round_, readable)
        return
    on_card = readable(round_, None)
    wanted = cards.draw(on_card)
    yield "cards.card", cards.card(on_card)
    for reply in cards.published(on_card):
        yield "cards.voice", cards.voice(on_card, reply)
    yield "cards.closed", cards.closed(on_card)
    yield "cards._with_takings", cards.closed(on_card)
    yield from (("cards.draw", drawing.message) for drawing in wanted.values())
    refused = Card(TEAM, "c", round_.id, "channel", round_.channel_id or "", 1, "", state="parked")
    unreached = apart(on_card)
    for seat in unreached.seats:
        seat.unreached = True
    for cards_ in ([], [refused]):
        for told in jobs._told_host(unreached, wanted, cards_).values():
            yield "jobs._told_host", told.message
    for seat in round_.seats:
        yield "cards.personal.card", personal.card(on_card, seat)
    for seat in round_.seats[:2]:
        yield from _forms(round_, readable, seat, words)
        yield "cards.receipts.came", receipts.came(on_card, seat.person_id)
    yield "forms.menu", forms.menu(readable(round_, "U0NOBODY"), "U0NOBODY")
    if text_of(on_card, "question"):  # while it is not taken back
        yield "cards.receipts.asked", receipts.asked(on_card, "Europe/London")
        yield "cards.receipts.page", receipts.page(on_card, "Europe/London")
    yield "cards.receipts.two", receipts.two(on_card)
    yield "listeners.overhearing._shall_i", overhearing._shall_i(on_card, words)
    yield "forms.debating", forms.debating(on_card, "")


def _forms(round_: Round, readable: Readable, seat: Seat, words: str) -> Drawn:
    """Everything that can open in front of this person in this state."""
    person, mine, drawn = seat.person_id, readable(round_, seat.person_id), forms
    yield "forms.write", drawn.write(mine, person)
    yield "forms.wrote", drawn.wrote(mine, person)
    for page in range(-(-len(standing.voices(mine, person)) // PAGE) or 1):
        yield "forms.read", drawn.read(mine, person, str(page))
    yield "forms.read_now", drawn.read_now(mine, person)
    yield "forms.said", drawn.said(mine, person)
    yield "forms.took", drawn.took(mine, person)
    yield "forms.listened", drawn.listened(mine, person)
    yield "forms.say", drawn.say(mine, person)
    yield "forms.taking", drawn.taking(mine, person)
    if standing.heard_next(mine, person):
        yield "forms.hear", drawn.hear(mine, person)
    yield "forms.question", drawn.question(mine, person)
    if others := [s for s in joined(mine) if s.person_id != person]:
        yield "pages.hand", common.hand(saying.words, mine, others)
    yield "forms.menu", drawn.menu(mine, person)
    yield "pages.log", common.log(saying.words, mine, seat.zone)
    who = Person(TEAM, person, seat.name, words=seat.words, fewer=bool(seat.nudges))
    for support in ("", words[:1500]):
        yield "forms.how", drawn.how(mine, who, "", support)
    question = standing.question(mine)
    yield "forms.start", drawn.start("C0HOME", question, saying.plan_of(mine), round_id=mine.id)


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
    assert len(standing.was_asked(group.round)) == 31
    group.now += 2 * DAY
    group.does("close", "U000", random)
    group.does("take", "U001", random)
    group.now += 2 * DAY
    group.does("close", "U000", random)
    assert group.round.status == Status.CLOSED
    return [*found, group.round]


def of_no_round(names: Names, words: str) -> Drawn:
    """What is drawn without one: answers to commands, forms to begin with, pages that say it is done."""
    called, question = safe(names[0], NAME_MAX), words[: forms.QUESTION_MAX]
    yield "cards.receipts.usage", receipts.usage()
    yield "forms.choose", forms.choose("C0HOME")
    yield "forms.start", forms.start("C0HOME", question)
    for pace_ in Pace:
        yield "forms.start", forms.start("C0HOME", plan=Plan(pace_, turn=3, people=IDS))
    table = tomllib.loads((FOLDER / "listening.toml").read_text(encoding="utf-8"))
    for key in set(table["done"]) - {"title"}:
        yield "pages.done", common.done(saying.words, key, host=called)

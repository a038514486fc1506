"""Every way that check-ins, sets and what people take on can look, and all that is drawn of it."""

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from random import Random
from typing import Any

from bot.features.checkin.box import flow as boxes
from bot.features.checkin.box import forms as box_forms
from bot.features.checkin.box.models import BOXES, LINE, MOST
from bot.features.checkin.commitment import cards as commitment_cards
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment import forms as commitment_forms
from bot.features.checkin.commitment.flow import From, Taken
from bot.features.checkin.commitment.models import ENDED, Doing, commitment
from bot.features.checkin.meeting import cards, flow, forms
from bot.features.checkin.meeting.cards import personal
from bot.features.checkin.meeting.cards.saying import words as said
from bot.features.checkin.meeting.flow import hosting, queue, standing
from bot.features.checkin.models import BOX, COMMITMENT, MEETING, RHYTHM, SET, Asking, Step, facts, is_in
from bot.features.checkin.rhythm import cards as rhythm_cards
from bot.features.checkin.rhythm import flow as rhythms
from bot.features.checkin.set import cards as set_cards
from bot.features.checkin.set import flow as sets
from bot.features.checkin.set.models import set_facts
from bot.people.models import Person
from bot.rounds.company import looking_after, own
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import TRIES, Card, Reply, Round, Seat, Status
from bot.rounds.showing import jobs, pages, typed
from bot.rounds.showing import rhythms as shown
from bot.rounds.time import recurring
from bot.slack.blocks import Message
from bot.slack.times import day_of
from bot.words import FOLDER
from tests.features.test_checkin_rules import HOURS, Group, next_thing, somebody, whoever
from tests.once import once_a_run
from tests.practices import HERE, NOW, Drawn, Names, Readable
from tests.practices.coming import rhythm_forms
from tests.reading import actions_in
from tests.walking import covering, different, in_time

DAY = date(2026, 9, 24)
TABLE = tomllib.loads((FOLDER / "checkin.toml").read_text(encoding="utf-8"))


# --- every state that a meeting can come to, by walking there


class Unwatched(Group):
    """The rules have tests of their own: here they only walk."""

    def _watch(self, before: Round, verb: str, who: str) -> None:
        pass


def walk(random: Random) -> Iterator[Round]:
    """One walk; each state on the way."""
    form, size = random.choice(["long", "long", "short in a set", "short"]), random.choice([2, 3, 4, 5])
    live, unsigned = random.random() < 0.4, random.random() < 0.4
    group = Unwatched(size, short=form != "long", live=live, of_set=form != "short", unsigned=unsigned)
    yield group.round
    for _ in range(70):
        verb = next_thing(group, random.randrange(1, 4096))
        if group.round.step in standing.CLOSED and random.random() < 0.3:
            break
        if verb in ("passes_time", "sleeps"):
            getattr(group, verb)(hours=random.choice(HOURS))
        else:
            group.does(verb, whoever(group, verb, random.randrange(256)), random)
        yield group.round


def state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing mostly depends on; not who it is, nor how many there are."""
    f = facts(round_)
    seats = {
        (
            s.step,
            bool(s.left_at),
            s.rang.partition(":")[0],
            s.person_id == f["presenter"],
            s.person_id in f["done"],
        )
        for s in round_.seats
    }
    what = [f["short"], f["live"], f["unsigned"], f["stems"], f["offers"], f["handing"] != "", f["slot"] > 0]
    kinds = frozenset(r.kind for r in round_.replies) | set(f["queue"].values())
    host = (
        f["presenter"] == round_.host_id,
        bool(hosts(round_)),
        min(f["committed"], 2),
        f["helper"],
    )
    return round_.status, round_.step, f["mark"], *what, *host, kinds, frozenset(seats)


def looks_of(round_: Round) -> set[object]:
    """What makes this state look different: the lines of its cards, and what can be pressed where."""
    f, message = facts(round_), cards.card(round_)
    presents = f["presenter"] == round_.host_id
    looks: set[object] = {
        ("row", *actions_in(message.blocks)),
        ("card", round_.status, round_.step, f["committed"] > 1),
    }
    looks |= {("step", round_.step, f["short"], f["live"], f["mark"], bool(f["presenter"]), presents)}
    looks |= {("said", r.kind, r.about if r.kind == "became" else "") for r in round_.replies}
    looks |= {("stands", state, f["unsigned"]) for state in f["queue"].values()}
    for seat in round_.seats:
        key, does = personal.face(round_, seat)
        looks |= {("mine", key, *does, f["live"])}
    for seat in round_.seats[:2]:
        who = Person("T1", seat.person_id, seat.name)
        steers = standing.may_steer(round_, seat.person_id)
        looks.add(("menu", *actions_in(forms.menu(round_, who, steers=steers).blocks)))
    return looks | {("log", what) for *_, what in f["log"]}


@once_a_run
def meetings() -> list[Round]:
    """One meeting for each way that it can look, in the channel, to a person or in a form."""
    found, random = [crowded(), *seldom()], Random(5)
    walked = (round_ for _ in range(90) for round_ in walk(random))
    return [*found, *different(walked, state_of, looks_of)]


@cache
def scenes() -> list[Round]:
    return [*meetings(), *taken_on(), *of_sets(), *coming_again(), *put_by()]


@cache
def cover() -> list[Round]:
    """Fewer of them, in which every line of a card and every button is still there."""
    return [
        *covering(meetings(), _parts),
        *taken_on()[::4],
        *of_sets(),
        *coming_again()[:1],
        *put_by(),
    ]


def _parts(round_: Round) -> set[object]:
    parts: set[object] = set()
    for look in looks_of(round_):
        assert isinstance(look, tuple)
        parts |= {look[:2]} if look[0] in ("mine", "said", "step") else {(look[0] == "menu", p) for p in look}
    return parts


def crowded() -> Round:
    """Everything at once: eight people, all have asked often, and whoever presents has answered."""
    group = Unwatched(8, short=False, of_set=True)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "Tired.", "", follows=False, now=group.now)
    for seat in group.seats:
        flow.bid(group.round, seat.person_id, "Mine.", 3, group.now)
    flow.take_mine(group.round, "U01", group.now)
    for seat in group.seats:
        if seat.person_id != "U01":
            flow.can_wait(group.round, seat.person_id, group.now)
    flow.present(group.round, "U01", "It is this.", keep=True, now=group.now)
    in_time(hosting.move_on, group.round, "U00", group.now)
    in_time(hosting.move_on, group.round, "U00", group.now)
    for _ in range(3):
        for seat in group.seats:
            if seat.person_id != "U01":
                flow.ask(group.round, seat.person_id, "What?", "open", group.now)
    for _ in range(6):
        shown = queue.shown(group.round)
        assert shown
        flow.respond(group.round, "U01", shown.id, Asking.ANSWERED, "This.", group.now)
    assert group.round.step == Step.QUESTIONS
    return group.round


def seldom() -> list[Round]:
    """What people come to seldom: nobody joined; a check-in of a rhythm that comes late; two that wait."""
    alone, apart, waits = Unwatched(2), Unwatched(2, of_set=True), crowded()
    alone.passes_time(days=9)
    for seat in apart.round.seats:
        seat.rang = "stopped"
    apart.passes_time(days=20)
    assert alone.round.status == apart.round.status == Status.STOPPED
    facts(waits)["unsigned"] = True
    return [alone.round, apart.round, late(), waits, handed(), offered(), became(), *nothing_comes()]


def nothing_comes() -> list[Round]:
    """Nobody would like the time; nobody has a question, and some beginnings were offered."""
    found = []
    for bid in (False, True):
        group = Unwatched(3, short=False, of_set=True)
        for seat in group.seats:
            flow.join(group.round, replace(seat), "", "", follows=False, now=group.now)
        if bid:
            flow.bid(group.round, "U01", "Mine.", 3, group.now)
        for seat in group.seats:
            if group.round.step == Step.BIDS and not (bid and seat.person_id == "U01"):
                flow.pass_on(group.round, seat.person_id, group.now)
        if bid:
            flow.present(group.round, "U01", "It is this.", keep=False, now=group.now)
            group.passes_time(days=1, hours=14)
            while group.round.step in (Step.CLARIFY, Step.HUSH):
                for seat in standing.waited_for(group.round):
                    flow.pass_on(group.round, seat.person_id, group.now)
            facts(group.round)["stems"] = True
            assert group.round.step == Step.QUESTIONS
        found.append(group.round)
    return found


def offered() -> Round:
    """Somebody is asked to look after it, and has not said yet."""
    group = Unwatched(3, short=False, of_set=True)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "", "", follows=False, now=group.now)
    looking_after.offer(group.round, "U00", "U01", group.seats, group.now)
    return group.round


def handed() -> Round:
    """Nobody has said anything yet; it was handed over, its helper turned off and on, and it rests."""
    group = Unwatched(3, short=False, of_set=True, live=True)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "", "", follows=False, now=group.now)
    hosting.helper(group.round, "U00", group.now)
    hosting.helper(group.round, "U00", group.now)
    looking_after.offer(group.round, "U00", "U01", group.seats, group.now)
    hosting.take(group.round, "U01", group.now)
    flow.pause(group.round, "U01", group.now)
    group.round.replies = []
    return group.round


def became() -> Round:
    """Eight people say what became of five things each: more than there is room for."""
    group = Unwatched(8, short=False, of_set=True)
    for seat in group.seats:
        flow.join(group.round, replace(seat), "Tired.", "", follows=True, now=group.now)
    for seat in group.seats[:7]:
        for what in (Doing.DONE, Doing.PART, Doing.OPEN, Doing.CHANGED, Doing.NO_LONGER):
            more = what != Doing.NO_LONGER
            flow.became(group.round, seat.person_id, what, "It.", "That.", more=more, now=group.now)
    assert group.round.step == Step.FOLLOW_UP
    return group.round


def late() -> Round:
    made = flow.start("T1", "late", somebody(0), [], flow.Plan(channel=HERE), "", NOW)
    facts(made)["rhythm"] = "r"
    facts(made)["planned"], facts(made)["there"] = (NOW - timedelta(hours=3)).isoformat(), True
    return made


@cache
def taken_on() -> list[Round]:
    """What somebody took on, from everywhere, at each point of its life."""
    found, places = [], [("set", ""), ("myself", ""), *((name, HERE) for name in TABLE["from"])]
    places += [(name, "") for name in TABLE["from_alone"] if name not in ("set", "myself")]
    for number, (feature, channel) in enumerate(places):
        seats = [replace(somebody(n), rang="taken") for n in (0, 1)]
        taken = Taken("It.", "First.", "Then.", DAY, 7, before=bool(number % 2), shown=number % 3 > 0)
        made = commitments.start(
            "T1", f"c{number}", seats[0], seats[1], taken, From(feature, "What?", "", channel), NOW
        )
        found.append(made)
    first = found[1]
    waits = (
        ("soon:x", Doing.DUE_SOON),
        ("due:x", Doing.ASKED),
        ("", Doing.CARRIED),
        ("again:x", Doing.CARRIED),
    )
    for moment, step in waits:
        for dates in (0, 3):
            again = deepcopy(first)
            again.step = step
            commitment(again)["dates"] = dates
            for seat in again.seats:
                seat.rang = moment or seat.rang
            found.append(again)
    for what in ENDED:
        over = deepcopy(first)
        commitments.became(over, over.host_id, what, "A lot.", None, tell=True, now=NOW)
        found.append(over)
    alone = deepcopy(first)
    commitments.let_know(alone, alone.host_id)
    gone = deepcopy(first)
    commitments.erase(gone, gone.host_id)
    return [*found, alone, gone]


@cache
def of_sets() -> list[Round]:
    found = []
    for number in range(6):
        seats = [somebody(n) for n in range(8)]
        made = sets.start(
            "T1", f"s{number}", seats[0], seats[1:], "Our set", unsigned=number % 2 > 0, now=NOW
        )
        for n in range(1, 5):
            sets.answer(made, f"U0{n}", yes=n != 4)
        if number != 1:
            sets.choose_way(
                made, "U00", "week" if number % 2 else "live" if number > 3 else "weeks", "Room 4", NOW
            )
        if number:
            sets.leave(made, "U03", NOW)
            sets.plan(made, "U01", DAY, NOW, time(15) if number > 3 else None)
            made.seat("U00").rang = f"eve:{DAY.isoformat()}"
        if number in (2, 5):
            set_facts(made)["way"] = "live" if number == 5 else "weeks"
            sets.waits(made, NOW)
            made.seat("U00").rang = f"{'waits' if number == 2 else 'missed'}:{DAY.isoformat()}"
        if number == 3:
            sets.end(made)
        found.append(made)
    return found


@cache
def coming_again() -> list[Round]:
    found = []
    for every in ("weekly thu 15:00", "fortnightly fri 9:00", "daily 9:30"):
        kept = typed.rhythm(every, "Europe/London", NOW)
        assert kept
        found.append(rhythms.start("T1", f"r-{every}", somebody(0), HERE, kept, NOW))
    over, rests = deepcopy(found[0]), deepcopy(found[0])
    recurring.stop(over, NOW)
    recurring.kept(rests)["rests"] = True
    recurring.settle(rests, NOW)
    return [*found, rests, over]


@cache
def put_by() -> list[Round]:
    """A box with nothing in it, with one thing, and full."""
    found = []
    for many in (0, 1, MOST):
        made = BOXES.begin("T1", f"b{many}", somebody(0), NOW)
        for _ in range(many):
            boxes.put_by(made, made.host_id, "It.", NOW)
        found.append(made)
    return found


# --- with other people's words


_LINES = (
    "question",
    "arrival",
    "bid",
    "item",
    "asks",
    "idea",
    "offer",
    "first",
    "know",
    "name",
    "title",
    "where",
)


def worn(reply: Reply, _: Names, words: str) -> str:
    """What stands in it, with these words wherever somebody wrote some."""
    if reply.kind in ("became", "process") and reply.text:
        most = forms.TEXT_MAX if reply.kind == "became" else forms.LINE_MAX
        return json.dumps({key: was and words[:most].strip() for key, was in json.loads(reply.text).items()})
    return words[: forms.LINE_MAX if reply.kind in _LINES else forms.TEXT_MAX].strip()


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    if round_.kind == COMMITMENT:
        return commitments.readable(round_, reply, person_id)
    if round_.kind == BOX:
        return own.may_read(round_, reply, person_id)
    if round_.kind != MEETING:
        return is_in(round_, person_id)
    return standing.readable(round_, reply, person_id)


# --- everything that is drawn, by the name of the function that draws it


def of_checkin(round_: Round, readable: Readable, words: str) -> Drawn:
    if round_.kind == SET:
        yield from _of_set(round_, readable)
    elif round_.kind == RHYTHM:
        yield "rhythm.cards.card", rhythm_cards.card(round_)
        yield "rhythm.cards.page", rhythm_cards.page(round_, "U00")
        yield "rhythm.cards.receipt", rhythm_cards.receipt(round_, NOW)
        yield from rhythm_forms(said, round_)
        yield "rhythms.form", shown.form(said, "rhythm_start", HERE, "Europe/London")
    elif round_.kind == BOX:
        yield from _of_box(readable(round_, round_.host_id), words)
    elif round_.kind == COMMITMENT:
        yield from _of_commitment(round_, readable)
    else:
        yield from _of_meeting(round_, readable, words)


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    """The cards of it that say what it is about."""
    if round_.kind == MEETING:
        on_card = readable(round_, None)
        yield cards.card(on_card)
        yield from (personal.card(on_card, seat) for seat in on_card.present)


def _of_meeting(round_: Round, readable: Readable, words: str) -> Drawn:
    on_card = readable(round_, None)
    yield "meeting.cards.card", cards.card(on_card)
    wanted = cards.draw(on_card)
    yield from (("meeting.cards.draw", drawing.message) for drawing in wanted.values())
    refused = Card("T1", "c", round_.id, "channel", HERE, 1, "", state="parked")
    unreached = replace(on_card, seats=[replace(seat, unreached=True) for seat in on_card.seats])
    for told in jobs._told_host(unreached, wanted, [refused]).values():
        yield "jobs._told_host", told.message
    for seat in on_card.seats:
        yield "meeting.cards.personal.card", personal.card(on_card, seat)
    presents = facts(round_)["presenter"] or round_.seats[-1].person_id
    for person in dict.fromkeys([round_.host_id, presents, round_.seats[-1].person_id]):
        yield from _forms(readable(round_, person), round_.seat(person), words)
    if round_.ends_at:
        yield "meeting.forms.receipt", forms.receipt(on_card)


def _forms(mine: Round, seat: Seat, words: str) -> Drawn:
    """What opens in front of this person."""
    me, f = seat.person_id, facts(mine)
    who = Person("T1", me, seat.name, facts={"checkin": {"hints": bool(len(me) % 2)}})
    yield "meeting.forms.arrive", forms.arrive(mine, who)
    tried = Reply("tried", "", TRIES, "subject:T1:set", words[:1500] or "–", mine.created_at)
    yield "meeting.forms.arrive", forms.arrive(replace(mine, replies=[*mine.replies, tried]), who)
    yield "meeting.forms.where", forms.where(mine, me)
    for hints in (True, False):
        who.facts = {"checkin": {"hints": hints}}
        yield "meeting.forms.menu", forms.menu(mine, who, steers=True)
    yield "meeting.forms.menu", forms.menu(mine, replace(who, id="U0NOBODY"), steers=False)
    yield "meeting.forms.log", pages.log(said, mine, "Europe/London")
    for support in ("", words[:1500]):
        yield "meeting.forms.how", forms.how(mine, me, support)
    yield "meeting.forms.kept", forms.kept(mine, me)
    yield "meeting.forms.bid", forms.bid(mine, me)
    yield "meeting.forms.present", forms.present(mine, me)
    yield "meeting.forms.look", forms.look(mine, me)
    yield "meeting.forms.offer", forms.offer(mine, me)
    yield "meeting.forms.process", forms.process(mine, me)
    yield "meeting.forms.read", forms.read(mine)
    if f["presenter"]:
        yield "meeting.forms.parked", forms.parked(mine)
        yield "meeting.forms.ask", forms.ask(mine, me)
        yield "meeting.forms.ask", forms.ask(mine, me, words[: forms.LINE_MAX], helper=False)
    if mine.step in (Step.CLARIFY, Step.QUESTIONS):
        for label in ("advice", "closed", "statement", "unsure"):
            if label != "closed" or mine.step == Step.QUESTIONS:
                for stem in TABLE["reword"]:
                    yield (
                        "meeting.forms.hint",
                        forms.hint(mine, words[: forms.LINE_MAX], label, stem, []),
                    )
        for flag in TABLE["flag"]:
            yield "meeting.forms.hint", forms.hint(mine, words[: forms.LINE_MAX], "advice", "help", [flag])
    if mine.step == Step.CHOOSE:
        yield "meeting.forms.choose", forms.choose(mine)
    if any(is_in(mine, s.person_id) for s in mine.others(me)):
        yield "meeting.forms.hand", pages.hand(said, mine, mine.others(me))


def _of_commitment(round_: Round, readable: Readable) -> Drawn:
    on_card = readable(round_, None)
    for drawing in commitment_cards.draw(on_card).values():
        yield "commitment.cards.card", drawing.message
    for seat in on_card.seats:
        yield "commitment.cards.card", commitment_cards.card(on_card, seat)
    asker = on_card.seats[1]
    yield "commitment.cards._asks", commitment_cards.card(on_card, asker)
    for seat in round_.seats:
        mine = readable(round_, seat.person_id)
        yield "commitment.forms.look_at", commitment_forms.look_at(mine, seat.person_id)
    mine = readable(round_, round_.host_id)
    yield "commitment.forms.follow", commitment_forms.follow(mine)
    yield "commitment.forms.taken", commitment_forms.taken(mine)
    yield "commitment.forms.change", commitment_forms.change(mine)
    yield "commitment.forms.changed", commitment_forms.changed(mine)
    if round_.step in (Doing.OPEN, *ENDED):
        yield "commitment.forms.said", commitment_forms.said(mine)
    open_, over = ([], [mine] * 9) if round_.step in ENDED else ([mine] * 25, [])
    yield "commitment.forms.mine", commitment_forms.mine(open_[:1], over, DAY)
    yield "commitment.forms.mine", commitment_forms.mine(open_, over, DAY, days=True)
    for key in ("sent", "not_sent", "asked", "none"):
        yield "commitment.forms.sent", commitment_forms.sent(key)


def _of_box(mine: Round, words: str) -> Drawn:
    """Its page, its forms; and what lies there in a form of a meeting's, before and after it is taken."""
    yield "box.forms.box", box_forms.box(mine)
    yield "box.forms.write", box_forms.write()
    meeting = next(one for one in meetings() if one.step == Step.BIDS)
    typed = words[: LINE // 2].strip()
    for item in boxes.items(mine)[:1]:
        yield "box.forms.change", box_forms.change(mine, item.id)
        form = replace(forms.bid(meeting, mine.host_id), private_metadata=meeting.id)
        offered = box_forms.offered(form, mine, "bid")
        yield "box.forms.offered", offered
        taken = box_forms.taken_in(offered, mine, "bid", item.id)
        yield "box.forms.taken_in", taken
        yield "box.forms.left_there", box_forms.left_there(taken, mine, "bid", item.id)
        full = box_forms._with(offered, "bid", (typed or "It.").ljust(LINE, "."))
        yield "box.forms.taken_in", box_forms.taken_in(full, mine, "bid", item.id)


def _of_set(round_: Round, readable: Readable) -> Drawn:
    for seat in round_.seats:
        yield "set.cards.card", set_cards.card(readable(round_, None), seat)
    mine = readable(round_, round_.host_id)
    for person in ("U00", "U01"):
        yield "set.cards.menu", set_cards.menu(mine, person)
    yield "set.cards.meet", set_cards.meet(mine)
    yield "set.cards.way", set_cards.way(mine)
    yield "set.cards.plan", set_cards.plan(mine)
    yield "set.cards.plan", set_cards.plan(mine, "a-meeting")
    yield "set.cards.shared", set_cards.shared(mine)
    yield "set.cards.invite", set_cards.invite(mine)
    yield "set.cards.created", set_cards.created([mine])
    yield "set.cards.created", set_cards.created([mine, mine])


def of_no_meeting(names: tuple[str, ...], words: str) -> Drawn:
    """What is drawn without one: forms to begin with, pages that say it is done."""
    question, name = words[: forms.QUESTION_MAX], words.strip()[:80].strip() or "somebody"
    yield "meeting.forms.start", forms.start(HERE)
    yield "meeting.forms.start", forms.start(HERE, question)
    for channel in ("", HERE):
        yield "meeting.forms.choose_kind", forms.choose_kind(channel, [])
        yield "meeting.forms.choose_kind", forms.choose_kind(channel, [("s", name)] * 10)
    for key in sorted(set(TABLE["done"]) - {"title"}):
        yield "meeting.forms.done", forms.done(key, presenter=name)
    yield "meeting.forms.page", forms.page("read", said["read.none"].fill())
    yield "set.cards.create", set_cards.create(HERE, ("U0ANA",))
    for title in ("", question):
        yield "commitment.forms.take_on", commitment_forms.take_on("meeting|m", DAY, title)
    yield "commitment.forms.none_open", commitment_forms.none_open("a-meeting")
    yield "commitment.forms.mine", commitment_forms.mine([], [], DAY)
    link = "https://alongside.example.org/copy/days/token"
    yield "commitment.forms.by_link", commitment_forms.by_link(link)
    for support in ("", words[:1500]):
        yield "commitment.forms.why", commitment_forms.why(support)
    line = said["receipt.asked"].fill(until=day_of(DAY))
    yield (
        "listeners.asking._posted",
        Message(line, [{"type": "section", "text": {"type": "mrkdwn", "text": line}}]),
    )

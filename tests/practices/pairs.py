"""What pairs hand to the generic tests: an invitation, and what becomes of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from bot.features.pairs import cards, flow, forms
from bot.features.pairs.flow import inviting
from bot.features.pairs.flow import page as rules
from bot.features.pairs.flow.standing import may_read, members
from bot.features.pairs.forms import page
from bot.features.pairs.models import ASKS, LAPSED, NEEDS, NO, PARTS, Step
from bot.features.pairs.needs import cards as needs_cards
from bot.features.pairs.needs import flow as needs_flow
from bot.features.pairs.needs import forms as needs_forms
from bot.features.pairs.share import cards as share_cards
from bot.features.pairs.share import flow as share
from bot.features.pairs.share import forms as share_forms
from bot.features.pairs.share.models import SHARE
from bot.people.models import Member, Pair
from bot.people.refresh import NAME_MAX
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.showing.around import Around, Kept
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.pages import done
from bot.slack.blocks import Message
from bot.slack.text import safe
from bot.words import Markup
from tests.faults.harness import closes, presses, sends, types
from tests.practices import HERE, IDS, NOW, PLAIN, TEAM, Claim, Drawn, Handed, History, Names, Readable
from tests.practices.reflection.transitions import of, step
from tests.practices.reflection.transitions import reads as shows
from tests.world import NAMES

Verb = Callable[[Round, str, datetime], object]


def time_passes(round_: Round, now: datetime) -> None:
    """And what waits to be said is said."""
    flow.time_passes(round_, now)
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice or seat.rang, ""


def _there(round_: Round) -> list[str]:
    return [reply.id for reply in round_.replies]


ASKED = "Who else is in it?"


def told(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever invites answers the first of what was asked."""
    for reply in inviting.questions(round_)[:1]:
        inviting.tell(round_, person_id, reply.author_id, "Nobody else.", now)


VERBS: dict[str, Verb] = {
    "yes": lambda r, p, _: flow.answer(r, p, yes=True),
    "no": lambda r, p, _: flow.answer(r, p, yes=False),
    "leave": flow.leave,
    "alone": lambda r, p, _: flow.go_on_alone(r, p),
    "stop": flow.stop,
    "asks": lambda r, p, now: inviting.ask(r, p, ASKED, now),
    "tells": told,
    "takes back": lambda r, p, _: flow.take_back(r, p),
    "writes": lambda r, p, now: rules.write(r, p, {"what": f"The clinic, {p}", "pause": ""}, _there(r), now),
    "clears": lambda r, p, now: rules.write(r, p, {"what": ""}, _there(r), now),
    "sees": lambda r, p, _: rules.see(r, p, [one.id for one in r.of_kind("change")]),
    "time": lambda r, _, now: time_passes(r, now + timedelta(days=20)),
    "goes": lambda r, p, now: (setattr(r.seat(p), "gone", True), flow.time_passes(r, now)),
}


def _more(turn: int) -> Any:
    """For what, how long, and whether all must say yes: as different ones say it."""
    whole = turn % 4 == 3
    return {"purpose": "The clinic." * (turn // 2 % 2), "minutes": 20 * (turn // 4 % 2), "whole": whole}


@cache
def scenes() -> list[Round]:
    found, seen, random = list[Round](), set[object](), Random(4)
    for turn in range(600):
        host, *others = (Seat(p, name=n) for p, n in zip(IDS[: 2 + turn % 2], PLAIN, strict=False))
        round_ = flow.invite(TEAM, "pair-1", host, others, NOW, **_more(turn))
        for _ in range(8):
            many = len(round_.seats), len(members(round_))
            shapes = {(*many, *cards._face(round_, seat)) for seat in round_.seats}
            shapes |= {(len(round_.seats), *(one.kind + one.about for one in round_.replies))}
            if not shapes <= seen:
                seen |= shapes
                found.append(deepcopy(round_))
            try:
                verb = random.choice(list(VERBS))
                VERBS[verb](round_, random.choice(round_.seats).person_id, NOW)
            except Refusal:
                continue
    return found


def life(random: Random) -> Iterator[Round]:
    """An invitation, and whatever comes of it."""
    host, *others = (Seat(p, name=n) for p, n in zip(IDS[: random.choice((2, 3))], PLAIN, strict=False))
    more = _more(random.randrange(8))
    round_ = flow.invite(TEAM, f"pair-{random.random()}", host, others, NOW, **more)
    yield round_
    for hour in range(1, 9):
        try:
            VERBS[random.choice(list(VERBS))](
                round_, random.choice(round_.seats).person_id, NOW + timedelta(hours=hour)
            )
        except Refusal:
            continue
        yield round_


def worn(reply: Reply, _: Names, words: str) -> str | None:
    """As the form cuts it; whoever has it empty is still choosing."""
    return words[: page.LINE_MAX].strip() if reply.text else reply.text


def _in_it(past: History, seat: Seat) -> bool:
    return seat in members(past.round)


def _said(what: str) -> Claim:
    return lambda past, _: any(seat.step == what for seat in past.round.seats)


def _together(past: History, seat: Seat) -> bool:
    return _in_it(past, seat) and len(members(past.round)) > 1


def _alone(past: History, seat: Seat) -> bool:
    return members(past.round) == [seat] and any(one.left_at for one in past.round.seats)


def _goes_last(past: History, seat: Seat) -> bool:
    """Whether everybody else was gone when they stepped out."""
    there = [one for one in past.before if seat.person_id in [s.person_id for s in members(one)]]
    return seat.left_at is not None and bool(there) and len(members(there[-1])) == 1


CLAIMS: dict[str, Claim] = {
    "card.together": _together,
    "card.asking": lambda past, seat: past.round.of_kind("ask", seat.person_id),
    "card.told": lambda past, seat: inviting.answer_to(past.round, seat.person_id),
    "card.asked_first": lambda past, _: inviting.questions(past.round),
    "card.asked_waits": lambda past, _: any(s.step == "asked" for s in past.round.seats),
    "card.declined_waits": _said(NO),
    "card.yes_waits": lambda _, seat: seat.step == "yes",
    "card.you_took_back": lambda past, _: past.round.facts.get("taken_back"),
    "share_card.waits": lambda past, seat: share.has_ticked(past.round, seat),
    "share_card.read": lambda past, seat: not share.has_ticked(past.round, seat),
    "share_card.shared": lambda past, _: past.round.step == "shared",
    "share_card.not": lambda past, _: past.round.step == "not",
    "share_card.taken_back": lambda past, _: past.ever(lambda one: one.step == "shared"),
    "share_card.left": lambda _, seat: seat.left_at,
    "needs_card.told": lambda past, seat: seat.person_id in needs_flow.readers_of(past.round),
    "needs_card.gone": lambda past, seat: seat.left_at or past.round.step == needs_flow.GONE,
    "card.page_changed": lambda past, seat: _together(past, seat) and rules.unseen(past.round, seat),
    "card.joined": lambda past, seat: _together(past, seat) and _said(NO)(past, seat),
    "card.joined_unanswered": lambda past, seat: _together(past, seat) and _said(LAPSED)(past, seat),
    "card.declined": _said(NO),
    "card.unanswered": _said(LAPSED),
    "card.unreachable": lambda past, _: any(s.step == LAPSED and s.gone for s in past.round.seats),
    "card.lapsed": lambda _, seat: seat.step == LAPSED,
    "card.you_declined": lambda _, seat: seat.step == NO,
    "card.left_alone": _alone,
    "card.alone": _alone,
    "card.left_two": lambda past, seat: _together(past, seat) and any(s.left_at for s in past.round.seats),
    "card.you_left": lambda past, seat: seat.left_at and not _goes_last(past, seat),
    "card.you_ended": _goes_last,
}


def of_pair(round_: Round, readable: Readable, words: str) -> Drawn:
    if round_.kind == NEEDS:
        yield from of_needs(round_, readable)
        return
    if round_.kind == SHARE:
        yield from of_share(round_, readable, words)
        return
    for seat in round_.seats:
        yield "cards.card", cards.card(readable(round_, None), seat)
    yield from before_yes(round_, readable)
    yield from on_page(round_, readable, words)


def before_yes(round_: Round, readable: Readable) -> Drawn:
    """What somebody asks first, and the answer."""
    for seat in [seat for seat in round_.present if seat.step == "asked"]:
        read = readable(round_, seat.person_id)
        yield "forms.invited", forms.invited(read, seat.person_id)
        yield "cards.invitation", cards.invitation(read, seat)
        yield "forms.ask", forms.ask(read, seat.person_id)
        yield "forms.told", forms.told(read, seat.person_id)
    for asked in inviting.questions(round_):
        read = readable(round_, round_.host_id)
        yield "forms.answer", forms.answer(read, round_.host_id, asked.author_id)


def of_needs(round_: Round, readable: Readable) -> Drawn:
    """What somebody needs, as those see it whom they named; and the form in which it stands."""
    for seat in round_.seats:
        yield "needs.cards.card", needs_cards.card(round_, seat)
        yield "needs.cards.read", needs_cards.read(readable(round_, seat.person_id), seat.person_id)
    host, *others = (Seat(s.person_id, name=s.name, step="yes") for s in round_.seats)
    pair = Round(TEAM, "pair-1", "pairs", "pair", Step.TOGETHER, host.person_id, NOW, seats=[host, *others])
    for said in (None, readable(round_, host.person_id)):
        yield "needs.forms.needs", needs_forms.needs(pair, host.person_id, said)


@cache
def needs() -> list[Round]:
    """What somebody needs: for nobody, for their partner, for two, taken away again, and gone with them."""
    found = []
    for readers in (0, 1, 2):
        host, *others = (Seat(p, name=n) for p, n in zip(IDS, PLAIN, strict=True))
        round_ = needs_flow.begin(TEAM, "pair-1", host, NOW)
        needs_flow.write(round_, host.person_id, "Large print.", others[:readers], NOW)
        for seat in round_.seats:
            seat.rang, seat.notice = seat.notice or seat.rang, ""
        found += [round_, deepcopy(round_), deepcopy(round_)]
        needs_flow.write(found[-1], host.person_id, "Large print.", (), NOW)
        needs_flow.write(found[-2], host.person_id, "", (), NOW)
    return found


def of_share(round_: Round, readable: Readable, words: str) -> Drawn:
    """Something that is to be shared, as each sees it; and as it stands in the channel."""
    for seat in round_.seats:
        yield "share.cards.card", share_cards.card(readable(round_, None), seat)
        if round_.step == "offered" and not seat.left_at:
            read = readable(round_, seat.person_id)
            for typed in (None, words[:1000]):
                yield "share.forms.read", share_forms.read(read, seat.person_id, typed)
    if share_cards.THERE in share_cards.draw(round_):
        yield "share.cards.posted", share_cards.posted(readable(round_, None))


SHARE_VERBS: dict[str, Verb] = {
    "ticks": lambda r, p, now: share.agree(r, p, TEXT, _version(r), now, signed=r.facts["signed"]),
    "changes": lambda r, p, now: share.agree(r, p, f"{TEXT} {now:%H}", _version(r), now, signed=False),
    "rather not": lambda r, p, _: share.rather_not(r, p),
    "takes back": lambda r, p, _: share.take_back(r, p),
    "leaves": share.leave,
    "time": lambda r, _, now: share.time_passes(r, IDS, now + timedelta(days=40)),
}
TEXT = "The letters that people get."


def _version(round_: Round) -> str:
    current = share.words_of(round_)
    return current.id if current else ""


@cache
def shares() -> list[Round]:
    """Something to share, by two or three, with and without their names; and what comes of it."""
    found, seen, random = list[Round](), set[object](), Random(6)
    for turn in range(200):
        seats = [Seat(p, name=n) for p, n in zip(IDS[: 2 + turn % 2], PLAIN, strict=False)]
        round_ = share.offer(TEAM, "share-1", "pair-1", seats, HERE, TEXT, NOW, signed=turn % 2 == 0)
        for _ in range(6):
            ticked = [(share.has_ticked(round_, one), bool(one.left_at)) for one in round_.seats]
            shape = (round_.step, len(round_.replies), round_.facts["signed"], *ticked)
            if shape not in seen:
                seen.add(shape)
                found.append(deepcopy(round_))
            try:
                SHARE_VERBS[random.choice(list(SHARE_VERBS))](round_, random.choice(seats).person_id, NOW)
            except Refusal:
                continue
    return found


def leaves(round_: Round, person_id: str, now: datetime) -> None:
    leave = {NEEDS: needs_flow.leave, SHARE: share.leave}.get(round_.kind, flow.leave)
    leave(round_, person_id, now)


def reads(round_: Round, reply: Reply, person_id: str) -> bool:
    rule = {NEEDS: needs_flow.may_read, SHARE: share.may_read}.get(round_.kind, may_read)
    return rule(round_, reply, person_id)


def on_page(round_: Round, readable: Readable, words: str) -> Drawn:
    """Their page, as each of them reads it, and the forms in which they write on it."""
    for seat in members(round_) if round_.step == Step.TOGETHER else []:
        read = readable(round_, seat.person_id)
        kept = [Kept(f"r{n}", f"r{n}-1", words * (n % 2), words[:1500], ASKS["pause"]) for n in range(9)]
        goes_on = Entry(Weight.GOES_ON, Markup("Something goes on."))
        for around in (Around(), Around([goes_on] * 9, kept)):
            yield "forms.page.page", page.page(read, seat.person_id, around)
            yield "share.forms.what", share_forms.what(read, around.kept)
        if len(members(round_)) > 1:
            yield "share.forms.share", share_forms.share(read, seat.person_id, words[:1000], "")
        for part, fields in PARTS.items():
            for typed, crossed in ((None, ()), (dict.fromkeys(fields, words[:300]), fields)):
                yield "forms.page.write", page.write(read, seat.person_id, part, typed, crossed)


def spoken(round_: Round, _: Readable) -> Iterator[Message]:
    card = {NEEDS: needs_cards.card, SHARE: share_cards.card}.get(round_.kind, cards.card)
    yield from (card(round_, seat) for seat in round_.seats)


SAID = (
    *("asked_first", "told", "declined", "taken_back", "yes_waits", "needs_said", "needs_gone"),
    *("share", "rather_not"),
)


def of_no_pair(names: Names, words: str) -> Drawn:
    """What is drawn without one: answers to commands, a form to invite with, pages that say it is done."""
    called = [safe(name, NAME_MAX) or person for name, person in zip(names, IDS, strict=False)]
    members = [Member(person, called[0]) for person in IDS]
    pairs = [Pair(TEAM, f"pair-{n}", NOW, members=members) for n in range(45)]
    yield "forms.invite", forms.invite()
    yield "forms.invite", forms.invite(IDS[1:], words)
    yield "forms.join", forms.join()
    yield "forms.how", forms.how()
    yield "forms.page.which", page.which(pairs[:25], IDS[0])
    for count in (0, 1, 45):
        yield "cards.usage", cards.usage(pairs[:count], IDS[0])
    for key in SAID:
        yield "pages.done", done(cards.words, key)
    for key in ("invited", "left", "here"):
        yield "pages.done", done(cards.words, key, names=" and ".join(called))


invited = (types("Ana", "/pair @chloe"),)
own_page = (types("Ana", "/pair"),)
writes = (*own_page, presses("Ana", "pairs.change"), sends("Ana", what=TEXT), closes("Ana"))
to_share = (
    *(*writes, types("Ben", "/pair"), presses("Ben", "pairs.seen"), closes("Ben"), *own_page),
    *(presses("Ana", "pairs.share"), presses("Ana", "pairs.share_this")),
)
offered = (*to_share, sends("Ana", channel=HERE, words=TEXT, signed="signed"), closes("Ana"))
to_read = (*offered, presses("Ben", "pairs.read_share"))
stands_there = (*to_read, sends("Ben"), closes("Ben"))
to_say = (*own_page, presses("Ana", "pairs.needs"))

TRANSITIONS = (
    of("invited", (), invited, step("pairs.invited")),
    of("invited by the form", (types("Ana", "/pair help"), presses("Ana", "pairs.invite")),
       (sends("Ana", people=[NAMES["Chloe"]]),), step("pairs.invited")),
    of("accepted", invited, (presses("Chloe", "pairs.yes"),), step("pairs.together")),
    of("declined", invited, (presses("Chloe", "pairs.no"),), step("pairs.apart")),
    of("better not", invited, (presses("Chloe", "pairs.better_not"),), step("pairs.apart")),
    of("taken back", invited, (presses("Ana", "pairs.take_back"),), step("pairs.apart")),
    of("a question first", (*invited, presses("Chloe", "pairs.ask")), (sends("Chloe", ask=ASKED),),
       shows("Chloe", "You have asked Ana something first.")),
    of("a line is written", (*own_page, presses("Ana", "pairs.change")), (sends("Ana", what=TEXT),),
       shows("Ben", "Ana wrote on your page.")),
    of("what helps is told", to_say, (sends("Ana", needs="Large print.", who="partners"),),
       shows("Ben", "Ana lets you know what helps them take part.")),
    of("what helps is not told any more",
       (*to_say, sends("Ana", needs="Large print.", who="partners"), closes("Ana"), *to_say),
       (sends("Ana", needs="", who="nobody"),), shows("Ben", "is not here any more")),
    of("something to share", to_share, (sends("Ana", channel=HERE, words=TEXT, signed="signed"),),
       shows("Ben", "Ana would share something")),
    of("shared", to_read, (sends("Ben"),), shows("Ana", "It stands in")),
    of("other words to share", to_read, (sends("Ben", words="The letters."),),
       shows("Ana", "Ben would share something")),
    of("not shared", to_read, (presses("Ben", "pairs.rather_not"),), shows("Ana", "This is not shared.")),
    of("shared, and taken back", stands_there, (presses("Ana", "pairs.unshare"),),
       shows("Ben", "It is taken back from")),
)  # fmt: skip

# What each button and form is about (tests/journeys/test_rights.py).
PRESSES = {
    "pairs.invite": "oneself",
    "pairs.how": "oneself",
    "pairs.yes": "round",
    "pairs.no": "round",
    "pairs.leave": "round",
    "pairs.alone": "round",
    "pairs.stop": "round",
    "pairs.join": "oneself",
    "pairs.invited": "round",
    "pairs.ask": "round",
    "pairs.answer": "round",
    "pairs.told": "round",
    "pairs.better_not": "round",
    "pairs.take_back": "round",
    "pairs.needs": "round",
    "pairs.read_needs": "round",
    "pairs.share": "round",
    "pairs.share_this": "round",
    "pairs.read_share": "round",
    "pairs.rather_not": "round",
    "pairs.unshare": "round",
    "pairs.page": "round",
    "pairs.put_note": "round",
    "pairs.change": "round",
    "pairs.seen": "round",
}
FORMS = {
    "pairs.invite": "oneself",
    "pairs.write": "round",
    "pairs.join": "oneself",
    "pairs.ask": "round",
    "pairs.tell": "round",
    "pairs.needs": "round",
    "pairs.share": "round",
    "pairs.share_read": "round",
}

HANDED = Handed(
    elsewhere=("pairs.sample",),
    lives=life,
    claims=CLAIMS,
    claims_nothing=("card.invited", "card.invited_three"),
    scenes=lambda: [*scenes(), *needs(), *shares()],
    cover=lambda: [*scenes(), *needs(), *shares()],
    draws=of_pair,
    alone=of_no_pair,
    spoken=spoken,
    hands_on=(
        "listeners.page",
        "listeners.inviting",
        "forms._invites",
        "needs.listeners.asks",
        "share.listeners",
        "listeners.here",
        "listeners.invites",
    ),
    leaves=leaves,
    worn=worn,
    may_read=reads,
    sealed={"pair": frozenset(), NEEDS: frozenset({"needs"}), SHARE: frozenset()},
    days={SHARE: 30},
    posted={
        "posted": "each of them ticks that these very words stand in that channel",
        "purpose": "whoever invites reads in its form that those whom they ask read it in a message",
    },
    opened=lambda round_, _: bool(needs_flow.readers_of(round_)),
    keeps={
        "needs": "for as long as they are in the pair",
        "line": "a pair keeps its page for as long as somebody is in it",
        "change": "the others see it whenever they look",
    },
    lasts={
        NEEDS: "what somebody needs is kept for as long as they are in the pair",
        "pair.together": "two who said yes are a pair until one of them leaves",
    },
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    final=("pairs.leave",),
    scopes=("channels:history",),
)

"""What pairs hand to the generic tests: an invitation, and what becomes of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from random import Random

from bot.features.pairs import cards, flow, forms
from bot.features.pairs.flow import page as rules
from bot.features.pairs.flow.standing import may_read, members
from bot.features.pairs.forms import page
from bot.features.pairs.models import LAPSED, NO, PARTS, Step
from bot.people.models import Member, Pair
from bot.people.refresh import NAME_MAX
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.showing.pages import done
from bot.slack.blocks import Message
from bot.slack.text import safe
from tests.faults.harness import presses, sends, types
from tests.practices import IDS, NOW, PLAIN, TEAM, Claim, Drawn, Handed, History, Names, Readable
from tests.practices.reflection.transitions import of, step
from tests.world import NAMES

Verb = Callable[[Round, str, datetime], object]


def time_passes(round_: Round, now: datetime) -> None:
    """And what waits to be said is said."""
    flow.time_passes(round_, now)
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice or seat.rang, ""


def _there(round_: Round) -> list[str]:
    return [reply.id for reply in round_.replies]


VERBS: dict[str, Verb] = {
    "yes": lambda r, p, _: flow.answer(r, p, yes=True),
    "no": lambda r, p, _: flow.answer(r, p, yes=False),
    "leave": flow.leave,
    "alone": lambda r, p, _: flow.go_on_alone(r, p),
    "stop": flow.stop,
    "writes": lambda r, p, now: rules.write(r, p, {"what": f"The clinic, {p}", "pause": ""}, _there(r), now),
    "clears": lambda r, p, now: rules.write(r, p, {"what": ""}, _there(r), now),
    "sees": lambda r, p, _: rules.see(r, p, [one.id for one in r.of_kind("change")]),
    "time": lambda r, _, now: time_passes(r, now + timedelta(days=20)),
    "goes": lambda r, p, now: (setattr(r.seat(p), "gone", True), flow.time_passes(r, now)),
}


@cache
def scenes() -> list[Round]:
    found, seen, random = list[Round](), set[object](), Random(4)
    for turn in range(600):
        host, *others = (Seat(p, name=n) for p, n in zip(IDS[: 2 + turn % 2], PLAIN, strict=False))
        round_ = flow.invite(TEAM, "pair-1", host, others, NOW)
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
    round_ = flow.invite(TEAM, f"pair-{random.random()}", host, others, NOW)
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
    for seat in round_.seats:
        yield "cards.card", cards.card(round_, seat)
    yield from on_page(round_, readable, words)


def on_page(round_: Round, readable: Readable, words: str) -> Drawn:
    """Their page, as each of them reads it, and the forms in which they write on it."""
    for seat in members(round_) if round_.step == Step.TOGETHER else []:
        read = readable(round_, seat.person_id)
        yield "forms.page.page", page.page(read, seat.person_id)
        for part, fields in PARTS.items():
            for typed, crossed in ((None, ()), (dict.fromkeys(fields, words[:300]), fields)):
                yield "forms.page.write", page.write(read, seat.person_id, part, typed, crossed)


def spoken(round_: Round, _: Readable) -> Iterator[Message]:
    yield from (cards.card(round_, seat) for seat in round_.seats)


def of_no_pair(names: Names, _: str) -> Drawn:
    """What is drawn without one: answers to commands, a form to invite with, pages that say it is done."""
    called = [safe(name, NAME_MAX) or person for name, person in zip(names, IDS, strict=False)]
    members = [Member(person, called[0]) for person in IDS]
    pairs = [Pair(TEAM, f"pair-{n}", NOW, members=members) for n in range(45)]
    yield "forms.invite", forms.invite()
    yield "forms.how", forms.how()
    yield "forms.page.which", page.which(pairs[:25], IDS[0])
    for count in (0, 1, 45):
        yield "cards.usage", cards.usage(pairs[:count], IDS[0])
    for key in ("invited", "left", "here"):
        yield "pages.done", done(cards.words, key, names=" and ".join(called))


invited = (types("Ana", "/pair @chloe"),)
TRANSITIONS = (
    of("invited", (), invited, step("pairs.invited")),
    of("invited by the form", (types("Ana", "/pair help"), presses("Ana", "pairs.invite")),
       (sends("Ana", people=[NAMES["Chloe"]]),), step("pairs.invited")),
    of("accepted", invited, (presses("Chloe", "pairs.yes"),), step("pairs.together")),
    of("declined", invited, (presses("Chloe", "pairs.no"),), step("pairs.apart")),
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
    "pairs.page": "round",
    "pairs.change": "round",
    "pairs.seen": "round",
}
FORMS = {
    "pairs.invite": "oneself",
    "pairs.write": "round",
}

HANDED = Handed(
    elsewhere=("pairs.sample",),
    lives=life,
    claims=CLAIMS,
    claims_nothing=("card.invited", "card.invited_three"),
    scenes=scenes,
    cover=scenes,
    draws=of_pair,
    alone=of_no_pair,
    spoken=spoken,
    hands_on=("listeners.page", "listeners.here", "listeners.invites"),
    leaves=flow.leave,
    worn=worn,
    may_read=may_read,
    sealed={"pair": frozenset()},
    not_yet={"leaks": "what stands on their page is read by all in it, as soon as it is written"},
    keeps={
        "line": "a pair keeps its page for as long as somebody is in it",
        "change": "the others see it whenever they look",
    },
    lasts={"pair.together": "two who said yes are a pair until one of them leaves"},
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    final=("pairs.leave",),
)

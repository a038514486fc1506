"""What pairs hand to the generic tests: an invitation, and what becomes of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from random import Random

from bot.features.pairs import cards, flow
from bot.features.pairs.models import LAPSED, NO
from bot.people.models import Member, Pair
from bot.people.refresh import NAME_MAX
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat
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


VERBS: dict[str, Verb] = {
    "yes": lambda r, p, _: flow.answer(r, p, yes=True),
    "no": lambda r, p, _: flow.answer(r, p, yes=False),
    "leave": flow.leave,
    "alone": lambda r, p, _: flow.go_on_alone(r, p),
    "stop": flow.stop,
    "time": lambda r, _, now: time_passes(r, now + timedelta(days=20)),
    "goes": lambda r, p, now: (setattr(r.seat(p), "gone", True), flow.time_passes(r, now)),
}


@cache
def scenes() -> list[Round]:
    found, seen, random = list[Round](), set[object](), Random(4)
    for turn in range(400):
        host, *others = (Seat(p, name=n) for p, n in zip(IDS[: 2 + turn % 2], PLAIN, strict=False))
        round_ = flow.invite(TEAM, "pair-1", host, others, NOW)
        for _ in range(8):
            shapes = {(len(round_.seats), *cards._face(round_, seat)) for seat in round_.seats}
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


def _in_it(past: History, seat: Seat) -> bool:
    return seat in flow.members(past.round)


def _said(what: str) -> Claim:
    return lambda past, _: any(seat.step == what for seat in past.round.seats)


def _together(past: History, seat: Seat) -> bool:
    return _in_it(past, seat) and len(flow.members(past.round)) > 1


def _alone(past: History, seat: Seat) -> bool:
    return flow.members(past.round) == [seat] and any(one.left_at for one in past.round.seats)


def _goes_last(past: History, seat: Seat) -> bool:
    """Whether everybody else was gone when they stepped out."""
    there = [one for one in past.before if seat.person_id in [s.person_id for s in flow.members(one)]]
    return seat.left_at is not None and bool(there) and len(flow.members(there[-1])) == 1


CLAIMS: dict[str, Claim] = {
    "card.together": _together,
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


def of_pair(round_: Round, _: Readable, __: str) -> Drawn:
    for seat in round_.seats:
        yield "cards.card", cards.card(round_, seat)


def spoken(round_: Round, _: Readable) -> Iterator[Message]:
    yield from (cards.card(round_, seat) for seat in round_.seats)


def of_no_pair(names: Names, _: str) -> Drawn:
    """What is drawn without one: answers to commands, a form to invite with, pages that say it is done."""
    called = [safe(name, NAME_MAX) or person for name, person in zip(names, IDS, strict=False)]
    members = [Member(person, called[0]) for person in IDS]
    pairs = [Pair(TEAM, f"pair-{n}", NOW, members=members) for n in range(45)]
    yield "cards.invite", cards.invite()
    yield "cards.how", cards.how()
    for count in (0, 1, 45):
        yield "cards.usage", cards.usage(pairs[:count], IDS[0])
    for key in ("invited", "left", "here"):
        yield "pages.done", done(cards.words, key, names=" and ".join(called))


invited = (types("Ana", "/pair @chloe"),)
TRANSITIONS = (
    of("invited", (), invited, step("pairs.invited")),
    of("invited by the form", (types("Ana", "/pair"), presses("Ana", "pairs.invite")),
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
}
FORMS = {
    "pairs.invite": "oneself",
}

HANDED = Handed(
    lives=life,
    claims=CLAIMS,
    claims_nothing=("card.invited", "card.invited_three"),
    scenes=scenes,
    cover=scenes,
    draws=of_pair,
    alone=of_no_pair,
    spoken=spoken,
    hands_on=("listeners.here", "listeners.invites"),
    leaves=flow.leave,
    lasts={"pair.together": "two who said yes are a pair until one of them leaves"},
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    final=("pairs.leave",),
)

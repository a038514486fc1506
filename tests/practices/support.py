"""What a way to a human being hands to the generic tests: a message to one person, and what becomes of it."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from random import Random

from bot.features.support import cards, flow, forms
from bot.features.support.models import Step
from bot.people.refresh import NAME_MAX
from bot.refusal import Refusal
from bot.rounds.company.away import NO_DATE
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.pages import done
from bot.slack.blocks import Message
from bot.slack.text import safe
from tests.faults.harness import Fragile, presses, sends, types, walks
from tests.practices import IDS, NOW, PLAIN, TEAM, Claim, Drawn, Handed, History, Names, Readable
from tests.practices.reflection.transitions import of, step
from tests.world import NAMES

WORDS = f"I do not know how to go on, {secrets.token_hex(16)}"


def begun(turn: int = 0) -> Round:
    sender, to = (Seat(person, name=name) for person, name in zip(IDS[:2], PLAIN, strict=False))
    return flow.write_to(TEAM, f"call-{turn}", sender, to, "words", NOW)


def arrives(round_: Round) -> None:
    flow.receiver_of(round_).told = "asked"
    flow.time_passes(round_, NOW + timedelta(minutes=1))


def is_refused(round_: Round) -> None:
    flow.receiver_of(round_).unreached = True
    flow.time_passes(round_, NOW + timedelta(minutes=1))


def life(random: Random) -> Iterator[Round]:
    """It arrives or does not; whoever wrote it takes it back, or it is forgotten."""
    round_ = begun(random.randrange(1_000_000))
    yield round_
    random.choice((arrives, is_refused))(round_)
    yield round_
    try:
        flow.take_back(round_, random.choice(IDS[:2]), NOW + timedelta(hours=1))
    except Refusal:
        flow.time_passes(round_, NOW + timedelta(days=random.choice((1, 20))))
    yield round_


@cache
def scenes() -> list[Round]:
    """Each step it can stand at."""
    found: dict[tuple[str, bool], Round] = {}
    for turn in range(200):
        for round_ in life(Random(turn)):
            found.setdefault((round_.step, flow.receiver_of(round_).unreached), deepcopy(round_))
    refused, left = begun(), begun()
    flow.receiver_of(refused).unreached = True  # Slack said so, and it was not looked at since
    arrives(left)
    flow.take_back(left, IDS[0], NOW + timedelta(hours=1))
    flow.receiver_of(left).unreached = True  # Slack took it, and would not change it
    return [*found.values(), refused, left]


def of_call(round_: Round, readable: Readable, _: str) -> Drawn:
    yield "cards.received", cards.received(readable(round_, None))
    yield "cards.sent", cards.sent(readable(round_, None))


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    yield cards.received(readable(round_, None))


def of_no_call(names: Names, words: str) -> Drawn:
    """The page, with nobody to write to, with one, with several of whom some are away."""
    called = [safe(name, NAME_MAX) or person for name, person in zip(names, IDS, strict=False)]
    until = NOW + timedelta(days=9)
    seats = [
        Seat(IDS[0], name=called[0], back_at=until, away_shown=True),
        Seat(IDS[1], name=called[1], back_at=NO_DATE, away_shown=True),
        Seat(IDS[2], name=called[2], back_at=until),
    ]
    for support in ("", f"Maya, {words[:200]}"):
        for people in ([], seats[:1], seats):
            yield "forms.talk", forms.talk(support, people, "")
    yield "forms.talk", forms.talk("", seats, called[0])
    yield "forms.write_to", forms.write_to([], seats)
    yield "pages.done", done(cards.words, "sent", name=called[0])


def _at(*steps: Step) -> Claim:
    return lambda past, _: past.round.step in steps


def _told(past: History) -> bool:
    return bool(flow.receiver_of(past.round).told)


CLAIMS: dict[str, Claim] = {
    "card.received": lambda past, seat: bool(past.round.replies) and seat is flow.receiver_of(past.round),
    "card.taken_back": _at(Step.TAKEN_BACK),
    "card.forgotten": _at(Step.FORGOTTEN),
    "sent.arrived": lambda past, _: _told(past),
    "sent.lost": lambda past, _: flow.receiver_of(past.round).unreached and not _told(past),
    "sent.stands": lambda past, _: flow.receiver_of(past.round).unreached and _told(past),
    "sent.taken_back": lambda past, _: not past.round.replies,
    "sent.forgotten": lambda past, _: not past.round.replies,
}

opened = (types("Ana", "/alongside talk"),)
sent = (*opened, sends("Ana", who=NAMES["Esi"], words=WORDS))


def stands(text: str, name: str = "Esi") -> object:
    def does(world: Fragile) -> bool:
        return any(text in one.words for one in world[name].messages() if not one.ephemeral)

    return does


TRANSITIONS = (
    of("written to", opened, (sends("Ana", who=NAMES["Esi"], words=WORDS),), step("support.going")),
    of("it has arrived", sent, (walks(minutes=2),), step("support.arrived")),
    of("taken back", (*sent, walks(minutes=2)), (presses("Ana", "support.take_back"),),
       step("support.taken_back")),
)  # fmt: skip

PRESSES = {"support.talk": "oneself", "support.take_back": "round"}
FORMS = {"support.send": "oneself"}

HANDED = Handed(
    scenes=scenes,
    cover=scenes,
    draws=of_call,
    alone=of_no_call,
    spoken=spoken,
    may_read=flow.may_read,
    posted={"question": "the form says that it is a message to the one who was chosen"},
    days={"call": 14},
    lives=life,
    claims=CLAIMS,
    claims_nothing=("card.please", "sent.going"),
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    answered=("written to",),
)

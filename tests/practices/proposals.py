"""What a proposed question hands to the generic tests: who proposed it, who is asked, and how it went."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from random import Random

from bot.features.proposals import cards, flow, forms
from bot.features.proposals.models import LINE, LINE_MAX, QUESTION, QUESTION_MAX, WHY_MAX, Step
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.showing.pages import done, said
from bot.slack.blocks import Message
from tests.faults.harness import Fragile, by_time, presses, sends, types, walks
from tests.practices import IDS, NOW, PLAIN, TEAM, Claim, Drawn, Handed, History, Names, Readable
from tests.practices.reflection.transitions import of, step
from tests.world import NAMES
from tests.world import TEAM as PLAYED


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    for seat in round_.seats:
        yield cards.card(readable(round_, None), seat)


TEXT = "What helped you to speak up today?"
WHY = "We often stay silent, and nobody knows why."
SAID = f"Say it in other words, {secrets.token_hex(16)}"
KINDS = ("lived", "professional", "both", "unsaid")


def begun(
    turn: int = 0, *, signed: bool = False, kinds: tuple[str, str] = ("lived", "professional")
) -> Round:
    host, *others = (Seat(person, name=name) for person, name in zip(IDS, PLAIN, strict=True))
    for seat, kind in zip(others, kinds, strict=True):
        seat.kind = kind
    return flow.propose(TEAM, f"prompt-{turn}", host, others, ("words", "words"), NOW, signed=signed)


def _heard(round_: Round) -> None:
    """What waits to be said is said."""
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice or seat.rang, ""


def life(random: Random) -> Iterator[Round]:
    """Those who were asked say yes or no, and change it; it is taken back, or time is over."""
    kinds = (random.choice(KINDS), random.choice(KINDS))
    round_, now = begun(random.randrange(1_000_000), signed=random.random() < 0.5, kinds=kinds), NOW
    _heard(round_)
    yield round_
    for _ in range(random.randrange(1, 8)):
        now += timedelta(hours=random.choice((1, 30, 400)))
        try:
            _happens(round_, random, now)
        except Refusal:
            continue
        _heard(round_)
        yield round_


def _happens(round_: Round, random: Random, now: object) -> None:
    assert isinstance(now, type(NOW))
    what = random.random()
    if what < 0.1:
        flow.ask(round_, IDS[0], [Seat("U0DEV", name="Dev", kind=random.choice(KINDS))], now)
    elif what < 0.6:
        line = random.choice(("", "words"))
        flow.answer(round_, random.choice(IDS[1:]), line, now, yes=random.random() < 0.8)
    elif what < 0.9:
        flow.time_passes(round_, now)
    else:
        flow.take_back(round_, random.choice(IDS), now)


@cache
def scenes() -> list[Round]:
    """Each step, with a line or without, named or not, asked or answered."""
    found: dict[tuple[object, ...], Round] = {}
    for turn in range(400):
        for round_ in life(Random(turn)):
            lines, signed = bool(round_.of_kind(LINE)), round_.facts["signed"]
            shape = (round_.step, lines, signed, *(seat.step for seat in flow.asked(round_)))
            found.setdefault(shape, deepcopy(round_))
    return list(found.values())


@cache
def cover() -> list[Round]:
    found = {(r.step, bool(r.of_kind(LINE)), *sorted(s.step for s in flow.asked(r))): r for r in scenes()}
    return list(found.values())


def of_prompt(round_: Round, readable: Readable, _: str) -> Drawn:
    for seat in round_.seats:
        mine = readable(round_, seat.person_id)
        yield "cards.card", cards.card(readable(round_, None), seat)
        if seat.person_id == round_.host_id:
            if round_.step != Step.OVER:
                yield "forms.mine", forms.mine(mine, seat.person_id)
            if round_.step == Step.WAITS:
                yield "forms.ask", forms.ask(mine, seat.person_id)
            if round_.step == Step.LAPSED:
                yield "forms.again", forms.again(mine, seat.person_id)
        elif round_.step in (Step.WAITS, Step.USABLE):
            yield "forms.read", forms.read(mine, seat.person_id)


def of_no_prompt(_: Names, words: str) -> Drawn:
    yield "forms.propose", forms.propose()
    for support in ("", f"Maya, {words[:200]}"):
        yield "forms.how", forms.how(support)
    for key in ("proposed", "asked"):
        yield "pages.done", done(cards.words, key)
    for key in ("answered", "taken_back"):
        yield "pages.said", said(cards.words, cards.words[f"done.{key}"].fill())


def worn(reply: Reply, _: Names, words: str) -> str | None:
    """As the forms cut it."""
    if reply.text is None:
        return None
    most = {QUESTION: QUESTION_MAX, LINE: LINE_MAX}.get(reply.kind, WHY_MAX)
    return (words.strip() or "words")[:most]


def _proposers(*steps: Step) -> Claim:
    return lambda past, seat: past.round.step in steps and seat.person_id == past.round.host_id


def _different(past: History, _: Seat) -> bool:
    """Two others said yes, one of either side."""
    kinds = [seat.kind for seat in past.round.seats[1:] if seat.step == "yes"]
    sides = [kind for kind in kinds if kind != "unsaid"]
    return len(sides) > 1 and set(sides) not in ({"lived"}, {"professional"})


CLAIMS: dict[str, Claim] = {
    "stands.one_yes": lambda past, _: any(seat.step == "yes" for seat in past.round.seats[1:]),
    "stands.usable": _different,
    "stands.lapsed": _proposers(Step.LAPSED),
    "stands.over": lambda past, _: not past.round.replies,
    "stands.line": lambda past, _: bool(past.round.of_kind(LINE)),
    "asked.signed": lambda past, _: past.round.facts["signed"],
    "asked.yes": lambda _, seat: seat.step == "yes",
    "asked.no": lambda _, seat: seat.step == "no",
    "asked.enough": _different,
    "asked.over": lambda past, _: past.round.step in (Step.LAPSED, Step.OVER),
}

typed = (types("Ana", "/alongside propose"),)
WRITTEN = {"question": TEXT, "why": WHY}
proposed = (*typed, sends("Ana", **WRITTEN, people=[NAMES["Ben"], NAMES["Chloe"]]))
reads = (*proposed, walks(days=1), presses("Ben", "proposals.read"))
answered = (*reads, sends("Ben", says="yes", line=SAID))


def says(choice: str) -> object:
    def does(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            [round_] = queries.of_person(db, PLAYED, "U0BEN", "proposals")
        return round_.seat("U0BEN").step == choice

    return does


TRANSITIONS = (
    of("proposed", typed, proposed[1:], step("proposals.waits")),
    of("answered", reads, (sends("Ben", says="yes", line=SAID),), says("yes")),
    of("not as it is", reads, (sends("Ben", says="no"),), says("no")),
    of("taken back", answered, (presses("Ana", "proposals.take_back"),), step("proposals.over")),
    by_time(of("it lapses", proposed, (), step("proposals.lapsed"))),
)

PRESSES = {
    **dict.fromkeys(("proposals.propose", "proposals.how"), "oneself"),
    **dict.fromkeys(
        (
            *("proposals.read", "proposals.change", "proposals.mine", "proposals.ask", "proposals.again"),
            "proposals.take_back",
        ),
        "round",
    ),
}
FORMS = {"proposals.propose": "oneself", "proposals.ask": "round", "proposals.answer": "round"}

HANDED = Handed(
    scenes=scenes,
    cover=cover,
    draws=of_prompt,
    alone=of_no_prompt,
    worn=worn,
    spoken=spoken,
    may_read=flow.may_read,
    hands_on=("cards._proposers", "cards._asked"),
    days={"prompt": 14},
    keeps={
        "proposed": "people can be asked it until it is taken back",
        "why": "it stands with the question",
        "line": "whoever proposed it reads it beside the question",
    },
    lasts={"prompt.usable": "people can be asked it until whoever proposed it, or said yes, takes that back"},
    lives=life,
    claims=CLAIMS,
    claims_nothing=("asked.unsigned", "stands.waits"),
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    secret=(SAID,),
    not_yet={
        "leaks": "nothing in it waits to be opened: each text is for named people, from the first moment"
    },
    elsewhere=("proposals.home.news", "proposals.family", "proposals.fault"),
)

"""What peer coaching hands to the generic tests: what it declares, walked to its end, unhurried and live."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial

from sqlalchemy import text

from bot.features.coaching import FACES, cards
from bot.features.coaching.flow import PRACTICE, ask, matched
from bot.features.coaching.listeners import FINDING
from bot.people.models import Person
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import finding, halves, life
from bot.rounds.practice.declared import CLOSED, FORGOTTEN, STOPPED
from bot.slack.blocks import Message
from tests.declared import SAID, handing
from tests.faults.harness import Fragile, Step, Transition, presses, sends, types, walks
from tests.practices import IDS, NOW, PLAIN, TEAM, Drawn, Names, Readable

LIVE = partial(ask, live=True)
DECLARED = handing(PRACTICE, FACES, (ask, LIVE))
LATER = NOW + timedelta(hours=2)


# --- how it can look


def _walk(*wishes: str, live: bool = False) -> Iterator[Round]:
    """Each wishes something else for their half, and writes whatever they are asked for."""
    host, *named = (Seat(person, name=name) for person, name in zip(IDS, PLAIN, strict=True))
    named = named[: len(wishes) - 1]
    round_ = ask(TEAM, f"walk-{wishes}", host, named, None, "", NOW, live=live)
    life.stand(round_)
    yield deepcopy(round_)
    for seat in named:
        life.join(PRACTICE, round_, seat)
        life.go_on(PRACTICE, round_, LATER, seat.person_id)
    if live:
        yield deepcopy(round_)
        for seat in round_.seats:
            PRACTICE.presses[0].rule(round_, seat.person_id, LATER)
    wished = dict(zip(IDS, wishes, strict=False))
    while round_.step in [step.name for step in PRACTICE.steps]:
        for seat in life.waited_for(PRACTICE, round_):
            said = {
                box.kind: wished[seat.person_id] if box.options else SAID for box in PRACTICE.at(round_).boxes
            }
            life.write(PRACTICE, round_, seat.person_id, said, LATER, sure=True)
            life.settle(PRACTICE, round_, LATER)
            yield deepcopy(round_)
    life.time_passes(PRACTICE, round_, LATER + PRACTICE.kept)
    yield round_


def _searches() -> Iterator[Round]:
    """Somebody looks, and that is over in each way."""
    for step in ("looks", "found", "not_found", "stopped"):
        seat = Seat(IDS[0], name=PLAIN[0])
        round_ = finding.look("coaching", TEAM, f"search-{step}", seat, "any", [IDS[2]], NOW, own=True)
        if step != "looks":
            finding.over(round_, step, LATER)
        seat.rang = seat.notice or seat.rang
        yield round_


def _found() -> Iterator[Round]:
    """Two looked, and are asked."""
    seats = [Seat(person, name=name) for person, name in zip(IDS[:2], PLAIN, strict=False)]
    round_ = matched(TEAM, "found", seats, NOW)
    for seat in seats:
        seat.rang, seat.notice = seat.notice, ""
    yield round_


def _early() -> Iterator[Round]:
    """It is closed when one has had their half."""
    round_ = next(one for one in _walk("ask", "ask") if halves.had(one))
    life.enter(PRACTICE, round_, CLOSED, LATER, IDS[0])
    yield round_


def _own() -> list[Round]:
    walks_ = (*_early(), *_walk("listen", "offer"), *_walk("ask", "listen", "offer", live=True))
    return [*walks_, *_searches(), *_found()]


@cache
def scenes() -> list[Round]:
    return [*_own(), *DECLARED.scenes()]


@cache
def cover() -> list[Round]:
    return [*_own(), *DECLARED.cover()]


def draws(round_: Round, readable: Readable, words: str) -> Drawn:
    if round_.kind == finding.SEARCH:
        yield "cards.search", FINDING.card(readable(round_, None), round_.seats[0])
        yield "cards.find", FINDING.form()
        yield "cards.search_how", FINDING.how(round_, Person(TEAM, IDS[0], PLAIN[0]), "", "Maya")
    else:
        yield from DECLARED.draws(round_, readable, words)


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    if round_.kind != finding.SEARCH:
        yield from DECLARED.spoken(round_, readable)


def alone(names: Names, words: str) -> Drawn:
    yield "cards.usage", cards.usage()
    yield "cards.ask", cards.ask()
    host, *named = (Seat(person, name=name) for person, name in zip(IDS, names, strict=True))
    yield "cards.receipt", cards.receipt(ask(TEAM, "r", host, named, None, "", NOW))


# --- what happens in it


def _stands(*steps: str) -> Callable[[Fragile], bool]:
    def stands(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            found = db.execute(text("SELECT step FROM rounds WHERE feature = 'coaching'")).scalars().all()
            return [str(step) for step in found] in [[step] for step in steps]

    return stands


def _writes(name: str, **said: str) -> tuple[Step, ...]:
    return presses(name, "coaching.write"), sends(name, **said)


asked = (types("Ana", "/alongside coaching @ben"),)
joined = (*asked, presses("Ben", "coaching.join"))
contracted = (*joined, *_writes("Ana", wish="listen"), *_writes("Ben", wish="offer"))
live = (types("Ana", "/alongside coaching @ben -- live"), presses("Ben", "coaching.join"))
more = (presses("Ben", "coaching.menu"),)
find = (types("Ana", "/alongside coaching"), presses("Ana", "coaching.find"))

TRANSITIONS = (
    Transition("asked", (), asked, _stands("asked")),
    Transition("joined", asked, (presses("Ben", "coaching.join"),), _stands("contract")),
    Transition("declined", asked, (presses("Ben", "coaching.pass"),), _stands(STOPPED)),
    Transition(
        "wished",
        (*joined, presses("Ben", "coaching.write")),
        (sends("Ben", wish="offer"),),
        _stands("contract"),
    ),
    Transition(
        "both wished",
        (*joined, *_writes("Ben", wish="ask"), presses("Ana", "coaching.write")),
        (sends("Ana", wish="listen"),),
        _stands("focus"),
    ),
    Transition(
        "here",
        (*live, presses("Ana", "coaching.here")),
        (presses("Ben", "coaching.here"),),
        _stands("contract"),
    ),
    Transition("paused", (*joined, *more), (presses("Ben", "coaching.pause"),), _stands("contract")),
    Transition("left", (*contracted, *more), (presses("Ben", "coaching.step_out"),), _stands(STOPPED)),
    Transition("looks", find, (sends("Ana", wish="any"),), _stands("looks")),
    Transition("over", contracted, (walks(days=90),), _stands(STOPPED, FORGOTTEN)),
)

HANDED = replace(
    DECLARED,
    scenes=scenes,
    cover=cover,
    draws=draws,
    spoken=spoken,
    alone=alone,
    posted={},
    keeps={},
    transitions=TRANSITIONS,
    presses={
        **DECLARED.presses,
        "coaching.begin": "oneself",
        "coaching.again": "round",
        "coaching.find": "oneself",
        "coaching.stop_looking": "round",
        "coaching.search_how": "round",
    },
    elsewhere=(
        "coaching.done.here",
        "coaching.done.looking",
        "coaching.done.stop_looking",
        "coaching.search.home",
    ),
    hands_on=("cards.again", "listeners.typed"),
    # At home; and no step of it is only read.
    pressed_elsewhere=("coaching.begin", "coaching.done"),
    forms={**DECLARED.forms, "coaching.ask": "oneself", "coaching.find": "oneself"},
    scopes=(),
)

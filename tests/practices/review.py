"""What a look at how we talk hands to the generic tests: what it declares, walked to its end."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import cache

from sqlalchemy import text

from bot.features.review import FACES, cards
from bot.features.review.flow import KEEP, NOTICE, PRACTICE, TRY, VIEW
from bot.rounds.keeping.models import TRIES, Reply, Round, Seat
from bot.rounds.practice import life
from bot.rounds.practice.declared import FORGOTTEN, STOPPED, Box
from tests.declared import SAID, handing
from tests.faults.harness import Fragile, Step, Transition, presses, sends, types, walks
from tests.practices import HERE, IDS, NOW, PLAIN, TEAM, Drawn, Names

DECLARED = handing(PRACTICE, FACES)
LATER = NOW + timedelta(hours=2)


# --- how it can look


def _all_say(round_: Round, boxes: tuple[Box, ...]) -> Iterator[Round]:
    """Each writes something else; the last of them opens it."""
    for number, person_id in enumerate(IDS):
        said = {box.kind: box.options[number] if box.options else f"{box.kind} {number}" for box in boxes}
        life.write(PRACTICE, round_, person_id, said, LATER)
        life.settle(PRACTICE, round_, LATER)
        yield deepcopy(round_)


def _walk(channel: str | None, about: str) -> Iterator[Round]:
    """From the question to its end, with something that was to be tried."""
    host, *named = (Seat(person, name=name) for person, name in zip(IDS, PLAIN, strict=True))
    round_ = life.ask(PRACTICE, TEAM, f"walk-{channel}", host, named, channel, about, NOW)
    round_.replies.append(Reply("tries", "", TRIES, "channel:T1:C0HOME", "Phones away", NOW))
    life.stand(round_)
    yield deepcopy(round_)
    for person_id in IDS:
        life.join(PRACTICE, round_, round_.seat(person_id))
    yield deepcopy(round_)
    for boxes in (VIEW, NOTICE):
        yield from _all_say(round_, boxes)
    for person_id in IDS:
        life.write(PRACTICE, round_, person_id, {KEEP.kind: "1", TRY.kind: "0"}, LATER)
        yield deepcopy(round_)
    life.time_passes(PRACTICE, round_, LATER + PRACTICE.kept)
    yield round_


@cache
def scenes() -> list[Round]:
    """Every step of it, in a channel and in direct messages; and whatever else people come to."""
    return [*_walk(HERE, ""), *_walk(None, "About: How was it?"), *DECLARED.scenes()]


def alone(names: Names, words: str) -> Drawn:
    yield from DECLARED.alone(names, words)
    yield "cards.alone", cards.alone()


# --- what happens in it


def _stands(*steps: str) -> Callable[[Fragile], bool]:
    def stands(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            asked = text("SELECT step FROM rounds WHERE feature = 'review'")
            return str(db.execute(asked).scalar()) in steps

    return stands


def _writes(name: str, **said: str) -> tuple[Step, ...]:
    return presses(name, "review.write", where=HERE), sends(name, **said)


asked = (types("Ana", "/alongside review", HERE),)
viewed = tuple(act for name in PLAIN for act in _writes(name, helped=SAID, even="7"))
opened = (*asked, *viewed, walks(days=2))
noticed = tuple(
    act for name in PLAIN for act in _writes(name, noticed=SAID, keep_this=f"{name[:1]} {SAID}"[:75])
)
chosen = tuple(act for name in PLAIN for act in _writes(name, keep="1"))
more = (presses("Ben", "review.menu", where=HERE),)
doubt = "It was Ana who interrupted."

TRANSITIONS = (
    Transition("asked", (), asked, _stands("view")),
    Transition("written", (*asked, viewed[0]), viewed[1:2], _stands("view")),
    Transition("doubted", (*asked, viewed[0]), (sends("Ana", helped=doubt),), _stands("view")),
    Transition("opened by time", (*asked, *viewed), (walks(days=2),), _stands("notice")),
    Transition("too few", (*asked, *viewed[:4]), (walks(days=5),), _stands(STOPPED)),
    Transition("noticed", (*opened, *noticed[:-1]), noticed[-1:], _stands("choose")),
    Transition("chosen", (*opened, *noticed, *chosen[:-1]), chosen[-1:], _stands("closed")),
    Transition("paused", (*opened, *more), (presses("Ben", "review.pause"),), _stands("notice")),
    Transition("left", (*opened, *more), (presses("Ben", "review.step_out"),), _stands("notice")),
    Transition("over", opened, (walks(days=60),), _stands(FORGOTTEN)),
)

HANDED = replace(
    DECLARED,
    in_channel=True,
    scenes=scenes,
    cover=scenes,
    alone=alone,
    elsewhere=("review.about", "review.help", "review.do.look_back", "review.receipt.asked_all"),
    transitions=TRANSITIONS,
    presses={**DECLARED.presses, "review.look_back": "round"},
)

"""What became of a life that was lived under faults, held against the same life without any."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.features import FEATURES
from bot.rounds.feature import keeps_of
from bot.rounds.time import ends
from tests.faults.harness import Fragile, Transition, assert_kept, picture

_AN_ID = re.compile(r"[\w-]{22}")
_MOMENT = re.compile(r"<!date\^[^>]*>|\b\d{4}-\d\d-\d\d \d\d\b")
Picture = dict[str, Any]
_AGAIN = 12  # lives without faults, before two that differ are said not to differ by chance


@dataclass
class Verdict:
    """Sentences for whoever mends it: which act or word is not there, what is there twice, what got out."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.leaked)


def seen(world: Fragile) -> Picture:
    """What is stored and what people see, without what any start leaves behind, and how often it rang.

    What has come to its end is gone, and so are the keys that are spent, whether somebody has looked by then
    or not.
    """
    ending = ends.Ending(world.clock(), timedelta(days=world.settings.keep_days), keeps_of(FEATURES))
    while ends.end(world.bot.store, ending):
        pass
    world.bot.store.sweep()
    found = _plain(picture(world))
    found["keys"] = [owner for owner in found["keys"] if owner != "proof"]
    found["cards"] = sorted({key for key, _ in picture(world)["cards"]})
    del found["notices"]  # what falls due together rings once, or on two days where one died between them
    return dict(found)


def _plain(found: Any) -> Any:
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%d %H}"  # how long whoever tells takes is not compared
    if isinstance(found, dict):
        return {name if isinstance(name, str) else str(name): _plain(one) for name, one in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(one) for one in found]
    return "an id" if isinstance(found, str) and _AN_ID.fullmatch(found) else found


def shape(found: Picture) -> Picture:
    """As much of it as chance does not decide: how many there are of everything, not whose."""
    return {
        "rounds": [f"{one['feature']}, {one['status']}, {one['step']}" for one in found["rounds"]],
        "replies": [f"{kind}: {text}" for one in found["rounds"] for _, kind, text, *_ in one["replies"]],
        "records": ["a record" for _ in found["records"]],
        "notes": ["a note" for _ in found["notes"]],
        "cards": ["a card" for _ in found["cards"]],
        "direct": ["a message" for those in found["seen"].values() for _ in those],
        "posted": {place: ["a message" for _ in those] for place, those in found["channels"].items()},
        "pairs": found["pairs"],
    }


class Expected:
    """The same life without faults, lived once; and again where one differs, as chance decides in some.

    What chance decides is not compared. `live` is handed by which chance.
    """

    def __init__(self, live: Callable[[int], Picture]) -> None:
        self._live = live
        self._lived = [live(0)]

    def differs(self, found: Picture, *, late: bool = False) -> tuple[list[str], list[str]]:
        """What is not there, and what is there besides; `late`: it may have come later than it should.

        Where nothing could be written for a while, what time causes meanwhile is caused afterwards: two whole
        working days from then end later, too.
        """
        as_it_is = _whenever if late else _exactly
        found = as_it_is(found)
        if as_it_is(self._lived[0]) == found:
            return [], []
        while len(self._lived) < _AGAIN:
            self._lived.append(self._live(len(self._lived)))
        lived = [as_it_is(one) for one in self._lived]
        if any(one != lived[0] for one in lived):
            lived, found = [shape(one) for one in lived], shape(found)
        first = {name: _counted(one) for name, one in lived[0].items()}
        stable = [name for name in first if all(_counted(one[name]) == first[name] for one in lived)]
        want = _counted({name: lived[0][name] for name in stable})
        have = _counted({name: found[name] for name in stable})
        return sorted((want - have).elements()), sorted((have - want).elements())

    def how_many_differ(self, found: Picture) -> tuple[list[str], list[str]]:
        """The same of how many there are of everything alone: another version may say it in other words."""
        want, have = _counted(shape(self._lived[0])), _counted(shape(found))
        return sorted((want - have).elements()), sorted((have - want).elements())


def _exactly(found: Picture) -> Picture:
    return found


def _whenever(found: Picture) -> Picture:
    """That something has a moment is said; not which."""
    told: Picture = json.loads(_MOMENT.sub("a moment", json.dumps(found, ensure_ascii=False, default=str)))
    return told


def _counted(found: Any) -> Counter[str]:
    return Counter(_atoms(found))


def _atoms(found: Any, where: str = "") -> Iterator[str]:
    """Each thing in it with its place; the order within lists counts for nothing."""
    if isinstance(found, dict) and found:
        for name, one in found.items():
            yield from _atoms(one, f"{where}.{name}")
    elif isinstance(found, list) and found:
        for one in found:
            if isinstance(one, dict):
                yield from _atoms(one, where)
            else:
                yield f"{where}: {_said(one)}"
    else:
        yield f"{where}: {_said(found)}"


def _said(found: Any) -> str:
    return json.dumps(found, sort_keys=True, default=str, ensure_ascii=False)[:400]


def held_against(world: Fragile, expected: Expected, *, late: bool = False) -> Verdict:
    """What is lost, and what stands there twice; `late` as in `differs`."""
    verdict, dead = Verdict(), world.dead_lines()
    verdict.doubled += [line for line in dead if "twice" in line]
    verdict.lost += [line for line in dead if "twice" not in line]
    less, more = expected.differs(seen(world), late=late)
    if more and not less:
        verdict.doubled += [f"besides {one}" for one in more]
    else:
        verdict.lost += [f"not there {one}" for one in less] + [f"instead {one}" for one in more]
    return verdict


def leaks(world: Fragile, transition: Transition, said: str, secret: Sequence[str]) -> list[str]:
    """`said` is all that the processes logged; `secret` is what nobody may find there."""
    logged = [f"in the log: {words[:12]}…" for words in secret if words in said]
    return [*logged, *_shown(world, transition)]


def _shown(world: Fragile, transition: Transition) -> Iterator[str]:
    for author, words in transition.kept.items():
        try:
            assert_kept(world, author, words)
        except AssertionError as shown:
            yield f"what {author} wrote: {str(shown)[:80]}"

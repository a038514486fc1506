"""One life after the other on one database, and what was counted of them."""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from bot import logs
from bot.migrate import migrate
from bot.settings import Settings
from tests.faults.harness import Fragile, Transition, _Saved
from tests.practices import Handed, everybody
from tests.soak import living
from tests.soak.databases import opened
from tests.soak.far import FarWorld
from tests.soak.judging import Expected, Verdict, held_against, leaks
from tests.soak.trouble import Trouble

COLUMNS = ("lives", "messages", "kills", "faults", "pressed again", "lost", "doubled", "leaked")


@dataclass
class Counts:
    """By practice what COLUMNS names; `kinds` of kills and faults; `misses` in sentences."""

    by_practice: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    minutes: float = 0

    @property
    def clean(self) -> bool:
        return not self.misses

    def plain(self) -> dict[str, Any]:
        return vars(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Counts":
        by_practice = {name: Counter(one) for name, one in plain["by_practice"].items()}
        return cls(by_practice, Counter(plain["kinds"]), plain["misses"], plain["minutes"])

    def add(self, other: "Counts") -> None:
        for name, one in other.by_practice.items():
            self.by_practice[name] += one
        self.kinds += other.kinds
        self.misses += other.misses
        self.minutes = max(self.minutes, other.minutes)


class Lane:
    """Everything on one database: its processes, and a world beside it in which nothing goes wrong."""

    def __init__(
        self, database: str, seed: int, practices: list[str], life: str = "", **trouble: Any
    ) -> None:
        self._trouble = trouble
        self._database, self._seed = database, seed
        self._lives = [
            (feature.name, handed, found)
            for feature, handed in everybody()
            if (found := [one for one in handed.transitions if life in one.name])
            and (not practices or feature.name in practices)
        ]
        assert self._lives, "there is no such life"
        self.counts = Counts()

    def run(self, minutes: float, most: int = 10**9) -> Counts:
        logs.quieten()
        began = time.monotonic()
        with ExitStack() as held:
            self._prepare(held)
            for number, (name, handed, transition) in enumerate(self._drawn()):
                self.counts.minutes = round((time.monotonic() - began) / 60, 1)
                if number >= most or self.counts.minutes >= minutes:
                    break
                try:
                    self._live(number, name, handed, transition)
                except Exception as broke:  # noqa: BLE001 - the next life may go better; this one is told of
                    self.counts.misses.append(f"the harness: {name}: {transition}: {broke!r}"[:600])
                    self.world.processes.anew()
        return self.counts

    def _prepare(self, held: ExitStack) -> None:
        database = held.enter_context(opened(self._database))
        beside = f"sqlite:///{database.folder / 'beside.db'}"
        migrate(Settings(database_url=beside))
        self.near = Fragile(beside)
        held.callback(self.near.close)
        self.world = FarWorld(database.url, database.processes, database.folder)
        held.callback(self.world.close)
        self._manifest = self.world.slack.app.manifest
        self.trouble = Trouble(self.world, database, Random(self._seed), **self._trouble)
        self.world.processes.wait()
        self._empty = {id(world): _Saved(world) for world in (self.near, self.world)}

    def _drawn(self) -> Iterator[tuple[str, Handed, Transition]]:
        """Each practice in turn, one of its lives, in an order drawn anew."""
        dice = Random(f"{self._seed} {self._database}")
        while True:
            dice.shuffle(self._lives)
            for name, handed, found in self._lives:
                yield name, handed, dice.choice(found)

    def _live(self, number: int, name: str, handed: Handed, transition: Transition) -> None:
        processes, faults = self.world.processes, self.trouble.kinds.copy()
        processes.wait()
        killed, ended = processes.killed, len(processes.ended)
        for world in (self.near, self.world):
            scopes = self._manifest.scopes | {*handed.scopes}
            world.slack.app.manifest = replace(self._manifest, scopes=scopes)
        verdict, again = self._verdict(handed, transition)
        killed, faults = self._killed - killed, self.trouble.kinds - faults
        row = self.counts.by_practice[name]
        row.update({"lives": 1, "kills": killed.total(), "faults": faults.total(), "pressed again": again})
        row["messages"] += sum(call.method == "chat.postMessage" for call in self.world.slack.calls)
        self.counts.kinds += Counter({f"killed {where}": many for where, many in killed.items()}) + faults
        self.counts.kinds["ended by itself"] += len(processes.ended) - ended
        self._note(row, verdict, f"{name}: {transition} ({self._database}, {[*killed, *faults]})")
        print(f"{self._database} {number} {name}: {transition}: {row}", file=sys.stderr, flush=True)

    def _note(self, row: Counter[str], verdict: Verdict, which: str) -> None:
        for column, found in vars(verdict).items():
            row[column] += bool(found)
            if found:
                self.counts.misses.append(f"{column}: {which}: {found[:12]}")
        if not verdict.clean:
            found = [one for column in vars(verdict).values() for one in column]
            print(which, *self.world.story, *found, sep="\n  ", file=sys.stderr, flush=True)

    def _verdict(self, handed: Handed, transition: Transition) -> tuple[Verdict, int]:
        near, empty = self._empty[id(self.near)], self._empty[id(self.world)]
        expected = Expected(lambda turn: living.near(self.near, near, transition, turn))
        self.trouble.steps, before = len(transition.start) + len(transition.act), self.trouble.kinds.copy()
        verdict, again = Verdict(), 0
        try:
            again = living.far(self.world, empty, transition, self.trouble)
        except Exception as broke:  # noqa: BLE001 - whatever it is, the life did not come to its end
            verdict.lost.append(f"{type(broke).__name__}: {str(broke)[:300]}")
            self.trouble.over()
        self._killed = self.world.processes.killed
        late = self.trouble.lasted(since=before)
        if verdict.clean:
            verdict = held_against(self.world, expected, late=late)
            if verdict.lost and living.once_more(self.world, transition):
                verdict, again = held_against(self.world, expected, late=late), again + 1
        secret = [*handed.secret, *transition.kept.values()]
        verdict.leaked += leaks(self.world, transition, self.world.processes.said(), secret)
        if not verdict.clean:
            self.world.processes.anew()  # whatever they are in, the next life begins without it
        return verdict, again

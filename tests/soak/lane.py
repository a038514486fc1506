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
from tests.soak.judging import Expected, Verdict, judged
from tests.soak.trouble import Trouble

COLUMNS = ("lives", "kills", "faults", "pressed again", "lost", "doubled", "leaked")


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
            (feature.name, handed, [one for one in handed.transitions if life in one.name])
            for feature, handed in everybody()
            if handed.transitions and (not practices or feature.name in practices)
        ]
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
                self._live(number, name, handed, transition)
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
        """Each practice in turn, each of its lives in turn, in an order drawn anew."""
        dice = Random(f"{self._seed} {self._database}")
        while True:
            dice.shuffle(self._lives)
            for name, handed, left in self._lives:
                if left:
                    yield name, handed, dice.choice(left)

    def _live(self, number: int, name: str, handed: Handed, transition: Transition) -> None:
        self.world.processes.wait()
        kills, begun = self.world.processes.kills, self.trouble.kinds.copy()
        for world in (self.near, self.world):
            world.slack.app.manifest = replace(
                self._manifest, scopes=self._manifest.scopes | {*handed.scopes}
            )
        verdict, again = self._verdict(handed, transition)
        row = self.counts.by_practice[name]
        fresh = self.trouble.kinds - begun
        row["lives"] += 1
        row["kills"] += self._kills - kills
        row["faults"] += sum(many for kind, many in fresh.items() if not kind.startswith("killed"))
        row["pressed again"] += again
        where = f"{name}: {transition} ({self._database}, seed {self._seed}, {dict(fresh)})"
        for column in ("lost", "doubled", "leaked"):
            found = getattr(verdict, column)
            row[column] += bool(found)
            if found:
                self.counts.misses.append(f"{column}: {where}: {found[:6]}")
        if not verdict.clean:
            print(where, *self.world.story, sep="\n  ", file=sys.stderr, flush=True)
        self.counts.kinds = self.trouble.kinds
        print(f"{self._database} {number} {name}: {transition}: {row}", file=sys.stderr, flush=True)

    def _verdict(self, handed: Handed, transition: Transition) -> tuple[Verdict, int]:
        expected = Expected(lambda: living.near(self.near, self._empty[id(self.near)], transition))
        self.trouble.steps = len(transition.start) + len(transition.act)
        again = 0
        try:
            again = living.far(self.world, self._empty[id(self.world)], transition, self.trouble)
        except (AssertionError, LookupError, living.NotTakenError) as broke:
            self._kills = self.world.processes.kills
            self.trouble.over()
            self.world.processes.anew()
            return Verdict(lost=[f"{type(broke).__name__}: {str(broke)[:300]}"]), again
        self._kills = self.world.processes.kills
        secret = [*handed.secret, *transition.kept.values()]
        return judged(self.world, transition, expected, self.world.processes.said(), secret), again

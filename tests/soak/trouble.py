"""What goes wrong while people live: kills at random and where it hurts, and all that may befall the rest."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from time import sleep

from tests.every.test_crashes import named_in_the_code
from tests.soak.databases import Fault, Postgres, Sqlite
from tests.soak.far import FarWorld
from tests.soak.processes import Process

FAULTS_A_LIFE = 0.7
_SOON = 0.4  # seconds after a press, within which a kill at random comes
_ALL = 0.2  # of them: all processes at once
AN_HOUR = 3600
POINTS = sorted(named_in_the_code())


@dataclass
class Trouble:
    """`kinds` counts the faults that were begun, by name; kills the processes count."""

    world: FarWorld
    database: Sqlite | Postgres
    dice: Random
    kills_a_life: float = 5.0
    without: tuple[str, ...] = ()  # faults that are not tried
    kinds: Counter[str] = field(default_factory=Counter)
    steps: int = 1
    _under_way: list[threading.Thread] = field(default_factory=list)

    def before(self) -> None:
        """A step comes: perhaps something goes wrong in it."""
        if self.dice.random() < self.kills_a_life / self.steps:
            self._begin(
                self.dice.choice([self._at_random, self._at_a_point, self._at_a_point, self._at_slack])
            )
        if self.dice.random() < FAULTS_A_LIFE / self.steps:
            faults = {**self._faults(), **self.database.troubles(self.world)}
            name = self.dice.choice(sorted(faults.keys() - {*self.without}))
            self.kinds[name] += 1
            self.world.story.append(name)
            self._goes_wrong(name, faults[name])

    def after(self) -> None:
        """Slack sends everything once again."""
        self.world.times = 1

    def over(self) -> None:
        """Nothing goes wrong any more, and everybody is up."""
        for thread in self._under_way:
            thread.join()
        self._under_way.clear()
        self.world.counter.taken = None
        self.world.slack.faults.planned.clear()
        for one in self.world.processes.every:
            one.page.dies_at("", 0)
        self.world.times = 1
        self.world.processes.wait()

    def lasted(self, since: Counter[str]) -> bool:
        """Whether there was something since then for the length of which nothing could be written."""
        return bool((self.kinds - since).keys() & self.database.troubles(self.world).keys())

    def _goes_wrong(self, name: str, fault: Fault) -> None:
        """What belongs to the database takes a while; all else is so at once, while nothing is under way."""
        if name in self.database.troubles(self.world):
            self._thread(lambda: fault(self.world.database_alone))
        else:
            fault(self.world.database_alone)

    def _begin(self, kill: Callable[[Process], str]) -> None:
        self.world.story.append(kill(self.dice.choice(self.world.processes.every)))

    def _at_random(self, who: Process) -> str:
        wait = self.dice.random() * _SOON
        some = self.world.processes.every if self.dice.random() < _ALL else [who]
        self._thread(lambda: (sleep(wait), [one.kill() for one in some], self.world.story.append("now")))
        return "is killed soon"

    def _at_a_point(self, who: Process) -> str:
        name = self.dice.choice(["", *POINTS])
        who.page.dies_at(name, self.dice.randint(1, 3 if name else 9))
        return f"is killed at a fail point: {name}"

    def _at_slack(self, who: Process) -> str:
        def taken(method: str) -> None:
            if method.startswith("chat."):
                self.world.counter.taken = None
                who.kill("between what Slack took and what it answered")

        self.world.counter.taken = taken
        return "is killed as Slack answers"

    def _faults(self) -> dict[str, Fault]:
        silent = ("chat.postMessage", "chat.update", "chat.delete")
        return {
            "delivered three times": lambda _: setattr(self.world, "times", 3),
            "delivered late again": lambda _: self.world.delivers_again(self.dice),
            "clock set back": lambda _: self.world.clock_was_wrong(-AN_HOUR),
            "clock set on": lambda _: self.world.later(seconds=AN_HOUR),
            "Slack took it and did not answer": lambda _: self._silent(self.dice.choice(silent)),
        }

    def _silent(self, method: str) -> None:
        self.world.slack.faults.next(method, self.dice.choice(("timeout_after", "drop_after")))

    def _thread(self, act: Callable[[], object]) -> None:
        thread = threading.Thread(target=act, daemon=True)
        thread.start()
        self._under_way.append(thread)


class Calm:
    """In the place of Trouble: nothing goes wrong, but that there are two versions."""

    steps = 1

    def before(self) -> None: ...
    def after(self) -> None: ...
    def over(self) -> None: ...

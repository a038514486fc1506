"""People who write all the while, into rounds `r0`, `r1` … that are there."""

import threading
import time
from datetime import UTC, datetime
from random import Random

from bot import owners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply
from bot.store import Store

TEAM, NOW = "T", datetime(2026, 9, 15, 9, tzinfo=UTC)
_PEOPLE = 4


class People:
    """Who write all the while, half of them to another replica: each text under a new key or an old one."""

    def __init__(self, *replicas: Store, among: int, round_count: int = 20) -> None:
        self.kept: dict[str, tuple[str, bytes]] = {}
        self.errors: list[BaseException] = []
        self._among, self._rounds, self._over = among, round_count, threading.Event()
        of = [replicas[number % len(replicas)] for number in range(_PEOPLE)]
        self._threads = [
            threading.Thread(target=self._live, args=(number, store)) for number, store in enumerate(of)
        ]

    def __enter__(self) -> "People":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Until they have written so much more."""
        until, end = len(self.kept) + more, time.monotonic() + 60
        while len(self.kept) < until and not self.errors and time.monotonic() < end:
            self._over.wait(0.01)

    def _live(self, number: int, store: Store) -> None:
        drawn, turn = Random(f"{number}"), 0
        try:
            while not self._over.wait(0.005):
                turn += 1
                who = drawn.choice([f"U{drawn.randrange(self._among)}", f"N{number}-{turn}"])
                self._write(
                    store, f"r{drawn.randrange(self._rounds)}", owners.person(TEAM, who), f"{number}-{turn}"
                )
        except BaseException as error:  # noqa: BLE001 - it is raised where the test looks
            self.errors.append(error)

    def _write(self, store: Store, round_id: str, owner: str, words: str) -> None:
        with store.begin() as db:
            round_ = queries.lock(db, TEAM, round_id)
            round_.facts["turn"], round_.seats[0].facts["turn"] = words, words
            round_.replies = [Reply(words, "U0ANA", "draft", owner, words, NOW)]
            queries.save(db, round_)
            self.kept[words] = (owner, db.seal(owner, words, "row"))

"""Journeys of the browser, as they are, on two processes of which now one is killed and now the other.

Not collected by itself: `make soak` runs it (`pytest tests/soak/browsing.py`), and counts the kills.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from bot.features import FEATURES
from bot.play import ANA, BEN, OFFERED, prepare
from tests.browser.test_checkin import (  # noqa: F401 - they are run here, at another address
    test_from_one_line_to_what_somebody_takes_on_and_what_became_of_it,
)
from tests.browser.test_listening import (  # noqa: F401
    test_five_people_gather_and_read_together_to_the_closing_card,
    test_three_people_speak_in_turn_to_the_closing_card,
)
from tests.browser.test_newcomer import (  # noqa: F401
    test_a_newcomer_reflects_with_a_partner_and_finds_it_again,
)
from tests.browser.test_options import (  # noqa: F401
    test_two_people_come_to_an_agreement_and_it_is_found_again,
)
from tests.browser.window import CHROMIUM
from tests.faults.harness import is_kept_waiting
from tests.size import SEED
from tests.soak.__main__ import COUNT
from tests.soak.databases import opened
from tests.soak.far import FarWorld
from tests.world import TEAM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture
def address() -> Iterator[str]:
    with opened("postgres") as database:
        world = FarWorld(database.url, 2, database.folder)
        world.slack.grant(*OFFERED)
        world.moves_by_the_page()
        world.processes.fails_over = True
        world.processes.wait()
        prepare(world.bot, FEATURES, TEAM, (ANA, BEN))
        over = threading.Event()
        threads = [threading.Thread(target=one, args=(world, over)) for one in (_kills, _runs_out)]
        for thread in threads:
            thread.start()
        yield world.slack.base_url
        over.set()
        for thread in threads:
            thread.join()
        kills = world.processes.kills
        world.close()
    assert kills, "nobody was killed"
    if path := os.environ.get(COUNT):
        with Path(path).open("a") as file:
            file.write(f"{kills}\n")


def _kills(world: FarWorld, over: threading.Event) -> None:
    """One of them as soon as both are there; while nobody waits for it to show what they asked for.

    Cards are being drawn then, and what is due is done; but who asked in vain would ask again, and these do
    not.
    """
    dice = Random(SEED)
    while not over.wait(dice.uniform(0.2, 1.5)):
        while not over.wait(0.05):
            if _nobody_waits(world):
                dice.choice(world.processes.every).kill()
                time.sleep(0.3)
                break


def _nobody_waits(world: FarWorld) -> bool:
    """Both processes are there, and neither owes anybody an answer."""
    kept_waiting = world.processes.owe_an_answer or any(map(is_kept_waiting, world.everybody))
    there = all(one.is_up for one in world.processes.every)
    return there and world.counter.quiet(0.1) and not kept_waiting


def _runs_out(world: FarWorld, over: threading.Event) -> None:
    """What the dead had in hand is free again sooner than in a minute."""
    while not over.wait(0.2):
        with suppress(AssertionError):
            world.settle()

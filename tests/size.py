"""How large the tests are: small by default, whole with SOAK=1 (`make whole`). Said here, and nowhere else.

What stands for "for all" is drawn anew each run. A run says its seed; SEED=… draws the same once more.
"""

import os
from collections.abc import Sequence
from random import Random
from secrets import randbelow
from typing import TypeVar

T = TypeVar("T")

SOAK = "SOAK" in os.environ
GIVEN = "SEED" in os.environ  # to draw what a run before drew, hypothesis too
# Handed down to the workers of a run, so that all of them draw the same.
SEED = int(os.environ.setdefault("SEED", str(randbelow(2**31))))

EVERY = 1 if SOAK else 8  # of transitions, of crash points in them, of ways to look: one in so many
TEXTS = 1 if SOAK else 5  # of the worst that people write: one in so many
PAIRS = 50 if SOAK else 12  # who all answer at the same instant
TIMES = 20 if SOAK else 8  # that Slack delivers one request

# Seconds that the tests of one practice may take in a small run, and those that are about all of them.
BUDGET = {"a practice": 60, "all": 150}


def examples(usual: int) -> int:
    """How many examples of something are tried, where that many are a good look at it."""
    return usual * 10 if SOAK else max(10, usual // 4)


def chance(what: str) -> Random:
    """Chance for one test: in every worker of a run the same, another one in the next run."""
    return Random(f"{SEED} {what}")


def some(found: Sequence[T], what: str, one_in: int = EVERY) -> list[T]:
    """One in so many, in their order, drawn anew each run; all of them in a soak."""
    if SOAK or not found:
        return list(found)
    drawn = chance(what).sample(range(len(found)), -(-len(found) // one_in))
    return [found[place] for place in sorted(drawn)]

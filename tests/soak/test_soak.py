"""A few lives with real processes, which are killed; `make soak` lives them for an hour."""

import pytest

from tests.size import SEED, SOAK
from tests.soak.lane import Lane
from tests.soak.telling import markdown

LIVES = 40 if SOAK else 1  # each process that begins takes a second or two


@pytest.mark.parametrize(("database", "practice"), [("sqlite", "mylog"), ("postgres", "everyone")])
def test_lives_with_processes_that_are_killed_lose_nothing(database: str, practice: str) -> None:
    lane = Lane(database, SEED, [practice], kills_a_life=2.0, without=("disk read-only",))

    counts = lane.run(minutes=5, most=LIVES)

    assert counts.clean, "\n".join(counts.misses)
    assert sum(row["lives"] for row in counts.by_practice.values()) == LIVES, markdown(counts)

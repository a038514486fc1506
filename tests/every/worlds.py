"""Worlds whose bot can die, one for each practice and database, and what was come to in them before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.features import FEATURES
from bot.rounds.feature import Feature
from tests.faults.harness import Beginnings, Fragile, Transition, Trial
from tests.practices import Handed, everybody

DATABASES = ("sqlite", "postgres")


@dataclass
class Shared:
    """To come to where transitions begin takes longer than they do: many are tried in one world."""

    world: Fragile
    known: Beginnings = field(default_factory=dict)

    def trial(self, transition: Transition) -> Trial:
        """That transition in it, acted out once without faults."""
        trial = Trial(self.world, transition, self.known)
        trial.record()
        return trial


WorldOf = Callable[[Feature, Handed, str], Shared]


@contextmanager
def a_world(url: str, practice: Handed) -> Iterator[Fragile]:
    world = Fragile(url)
    world.may(*practice.scopes)
    try:
        yield world
    finally:
        world.close()


def each_transition(of: Callable[[Handed], Any] = lambda practice: practice.transitions) -> Any:
    """Each of them, of each practice; `of` names some of what a practice hands in."""
    every = [
        pytest.param(feature, practice, transition, id=f"{feature.name}: {transition}")
        for feature, practice in everybody()
        for transition in practice.transitions
        if transition in of(practice) or transition.name in of(practice)
    ]
    assert len(every) >= len(FEATURES)
    return pytest.mark.parametrize(("feature", "practice", "transition"), every)

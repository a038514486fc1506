"""At every named fail point of every transition: a crash, a restart, and nothing lost, doubled or leaked."""

import ast

import pytest

from bot import failpoints
from bot.rounds.feature import Feature
from bot.words import ROOT
from tests.every.each import each_practice
from tests.every.worlds import DATABASES, WorldOf, each_transition
from tests.faults.harness import Crash, Fragile, Transition, some_of
from tests.practices import Handed, everybody

GARBLED = ("500", "fatal_error", "html")


@pytest.mark.drawn(one_in=20)
@pytest.mark.parametrize("database", DATABASES)
@each_transition()
def test_after_a_crash_at_any_point_it_goes_on_where_it_was(
    world_of: WorldOf,
    feature: Feature,
    practice: Handed,
    transition: Transition,
    database: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    trial = world_of(feature, practice, database).trial(transition)

    for hit in some_of(trial.cases, transition):
        trial.crash_at(hit)

    assert trial.cases
    for words in practice.secret:
        assert words not in caplog.text


@pytest.mark.drawn(one_in=8)
@each_transition(lambda practice: practice.answered)
def test_whatever_slack_answers_it_ends_as_it_would_with_good_answers(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)
    garbled = GARBLED[len(transition.name) % len(GARBLED)]

    for kind in ("drop_after", "drop_before", "ratelimited", garbled):
        trial.again(lambda world, kind=kind: world.goes_wrong(kind))  # type: ignore[misc]
    if transition.name not in practice.asks_slack:
        trial.during_an_outage(hours=1)


@pytest.mark.drawn(one_in=20)
@each_transition()
def test_where_the_machines_clock_goes_back_an_hour_nothing_stands_still_for_it(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)

    trial.again(dies_and_the_clock_goes_back)

    failpoints.hook = None


def dies_and_the_clock_goes_back(world: Fragile) -> None:
    """What was claimed then is claimed until an hour from now."""

    def passing(name: str) -> None:
        if name == "show.told":
            failpoints.hook = None
            world.later(hours=-1)
            raise Crash

    failpoints.hook = passing


@each_practice
def test_what_it_names_of_its_transitions_is_there(feature: Feature, practice: Handed) -> None:
    names = [transition.name for transition in practice.transitions]

    assert len(names) == len(set(names))
    assert {*practice.answered, *practice.asks_slack} <= set(names)


def test_every_fail_point_that_the_code_names_is_reached(world_of: WorldOf) -> None:
    reached: set[str] = set()

    for feature, practice in everybody():
        shared = world_of(feature, practice, "sqlite")
        by_time = [one for one in practice.transitions if one.name == "a nudge"]
        for one in [*practice.transitions[:2], *by_time]:
            reached |= {hit.name for hit in shared.trial(one).passed}

    elsewhere = {"erasing.left"}  # tests/test_erasing.py
    assert reached == named_in_the_code() - elsewhere


def named_in_the_code() -> set[str]:
    """Every `failpoint("…")` in bot/."""
    names = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint":
                [argument] = node.args
                assert isinstance(argument, ast.Constant), path
                names.add(argument.value)
    return names

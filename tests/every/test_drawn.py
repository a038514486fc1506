"""Whatever draws was called, every button leads somewhere, and no picture changes by itself."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from copy import deepcopy
from importlib.util import find_spec
from types import ModuleType

import pytest

from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.practice.declared import Practice
from bot.rounds.showing import behind, jobs, meant
from bot.slack.blocks import Message, View
from bot.slack.choices import CHOICES
from tests.every.drawing import of_round
from tests.every.each import each_practice
from tests.every.plainly import plainly
from tests.practices import Handed, everybody

pytestmark = pytest.mark.usefixtures("doors")


@each_practice
def test_everything_that_draws_was_called(feature: Feature, practice: Handed) -> None:
    assert not_called(feature, practice) == []


def not_called(feature: Feature, practice: Handed) -> list[str]:
    """Functions that return a message or a form, and drew nothing of what was handed in."""
    whole = importlib.import_module(f"bot.features.{feature.name}")
    found = [found.name for found in pkgutil.walk_packages(whole.__path__, f"{whole.__name__}.")]
    names = [
        f"{module.removeprefix(whole.__name__)[1:]}.{name}"
        for module in found
        for name in drawers(importlib.import_module(module))
    ]
    handed_on = [name for name in names if name.startswith(practice.hands_on)] if practice.hands_on else []
    return [name for name in names if name not in {*plainly(feature).drawers, *handed_on}]


def drawers(module: ModuleType) -> list[str]:
    """Functions of the module that return a message or a form, but for listeners."""
    reached: set[object] = set()
    for table in ("COMMANDS", "SHOWS", "ACTIONS", "FORMS", "EVENTS", "SHORTCUTS"):
        given = getattr(module, table, {})
        reached |= set(given.values()) if isinstance(given, Mapping) else set()
    return [
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and inspect.signature(function).return_annotation in (Message, View)
        and function not in reached
        and name.lstrip("_") != "message"  # it stands in all of them, and makes what the others draw
    ]


def test_every_button_leads_somewhere() -> None:
    reached = {verb for feature in FEATURES for verb in [*feature.actions, *feature.shows]}
    reached |= {
        "alongside.again",
        jobs.LET_GO,
        behind.MORE,
        CHOICES,
        meant.ALL_THE_SAME,
        *(f"other.{n}" for n in range(5)),
    }

    drawn = {action for feature in FEATURES for action in plainly(feature).actions}

    assert drawn - reached == set()


@each_practice
def test_every_button_that_is_answered_is_drawn(feature: Feature, practice: Handed) -> None:
    answered = {*feature.actions, *feature.shows}
    # Drawn by others: what it offers them, and what stands in somebody's Home tab alone.
    offered = {offer.action_id for offer in (*feature.offers, *feature.doors.values())}

    assert answered - plainly(feature).actions - offered == set(practice.pressed_elsewhere)


@each_practice
def test_every_form_that_can_be_sent_in_has_a_listener(feature: Feature, practice: Handed) -> None:
    assert plainly(feature).forms == set(feature.forms)


@each_practice
def test_the_same_round_is_the_same_picture(feature: Feature, practice: Handed) -> None:
    for round_ in practice.cover():
        once = list(of_round(feature, practice, round_, "words"))
        again = list(of_round(feature, practice, deepcopy(round_), "words"))

        assert once == again


def declared(feature: Feature) -> Practice | None:
    """What it declares of itself, where it stands on the kit."""
    module = f"bot.features.{feature.name}.flow"
    return getattr(importlib.import_module(module), "PRACTICE", None) if find_spec(module) else None


@pytest.mark.parametrize(
    ("found", "practice"),
    [(found, practice) for feature, practice in everybody() if (found := declared(feature))],
    ids=lambda one: getattr(one, "name", ""),
)
def test_what_follows_is_an_answer_and_changes_nothing(found: Practice, practice: Handed) -> None:
    for round_ in practice.scenes() if found.after else []:
        before = deepcopy(round_)

        found.follows(round_)

        assert round_ == before

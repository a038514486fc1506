"""Everything that is drawn, with the worst that people can write: Slack takes it, and nothing comes alive."""

import html
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features import FEATURES
from bot.people import queries as people
from bot.people.refresh import NAME_MAX
from bot.playground import blockkit
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.slack.blocks import Message, View, section
from bot.slack.errors import refused_view
from bot.slack.text import safe
from bot.store import Store
from bot.vault import Vault
from tests.every.drawing import (
    ANYTHING,
    HOSTILE,
    Signs,
    alive,
    drawn,
    dressed,
    faults,
    of_no_practice,
    ours,
    refusals,
    signs,
)
from tests.every.each import each_practice, holds
from tests.every.left import KEY
from tests.practices import IDS, NOW, PLAIN, TEAM, Handed, everybody
from tests.reading import mrkdwn_in
from tests.size import TEXTS, examples, some
from tests.world import SECRET

pytestmark = pytest.mark.usefixtures("doors")

PARTS = 12  # every text meets a twelfth of what there is to draw, and every state some of the texts


def wrong(feature: Feature, practice: Handed) -> list[str]:
    """A few of the worst texts, in a part of all that is drawn."""
    nothing = [] if practice.scenes() or not feature.kinds else ["nothing of it was drawn"]
    texts = some(range(len(HOSTILE)), f"limits of {feature.name}", len(HOSTILE) // 3)
    return nothing + [fault for nth in texts for fault in _broken(feature, practice, nth)]


def _broken(feature: Feature, practice: Handed, nth: int) -> list[str]:
    words, part = HOSTILE[nth], nth % PARTS
    names = (words, words[1:], f"x{words}")
    found = []
    all_drawn = drawn(feature, practice, names, words, practice.cover()[part::PARTS])
    for (name, thing), usual in zip(all_drawn, _usual_signs(feature.name, part), strict=True):
        found += [f"{name}: {fault}" for fault in faults(thing)]
        if not ours(signs(thing), usual):
            found.append(f"{name}: marks that nobody meant")
    return found


@cache
def _usual_signs(name: str, part: int) -> list[list[Signs]]:
    [(feature, practice)] = [(f, p) for f, p in everybody() if f.name == name]
    every = drawn(feature, practice, PLAIN, "words", practice.cover()[part::PARTS])
    return [signs(thing) for _, thing in every]


@pytest.mark.parametrize("nth", some(range(len(HOSTILE)), "hostile", TEXTS))
@each_practice
def test_slack_takes_everything_and_nothing_that_people_wrote_comes_alive(
    feature: Feature, practice: Handed, nth: int
) -> None:
    holds("limits", lambda *of: _broken(*of, nth), feature, practice)


@settings(max_examples=examples(80))
@given(which=st.sampled_from(everybody()), words=ANYTHING, name=ANYTHING, nth=st.integers(0, 10_000))
def test_no_text_breaks_a_card_or_a_form(
    which: tuple[Feature, Handed], words: str, name: str, nth: int
) -> None:
    feature, practice = which
    every = practice.scenes()
    one = [every[nth % len(every)]] if every else []

    for by, thing in drawn(feature, practice, (name or "x", "Ben", name[::-1]), words, one):
        assert faults(thing) == [], by


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_of_no_practice_is_taken_too(words: str) -> None:
    for name, thing in of_no_practice(words):
        assert faults(thing) == [], name


# --- refusals


@pytest.mark.parametrize("words", [*some(HOSTILE, "refusals", TEXTS), "fine"], ids=lambda text: text[:6])
def test_a_refusal_can_be_shown_wherever_somebody_is_looking(words: str) -> None:
    lines = list(refusals(words))
    longest = max(lines, key=lambda refused: len(refused[1]))
    fullest = max(_views(), key=lambda view: len(json.dumps(view)))

    for key, line in lines:
        assert faults(Message(line, [section(line)])) == [], key
        assert html.unescape(line).strip(), key
        assert faults(refused_view(fullest, line)) == [], key
    for view in _views():
        assert faults(refused_view(view, longest[1])) == [], view.get("callback_id")
    assert len(lines) >= 20


@cache
def _views() -> list[dict[str, Any]]:
    """One of each form that needs no round to be drawn of, as Slack hands it on."""
    found = {
        (feature.name, name): form
        for feature, practice in everybody()
        for name, form in practice.alone(PLAIN, "words")
        if isinstance(form, View)
    }
    return [{**form.payload(), "state": {"values": {}}} for form in found.values()]


# --- somebody's Home tab


@pytest.mark.parametrize("words", some(HOSTILE, "home", TEXTS), ids=lambda text: text[:6])
def test_the_home_tab_takes_everything_too(sqlite_url: str, words: str) -> None:
    store = Store(sqlite_url, None, Vault([KEY]))
    names = [safe(one, NAME_MAX) for one in (words, f"x{words}", words[::-1])]
    with store.begin() as db:
        for person_id, name in zip(IDS, names, strict=True):
            people.meet(db, TEAM, person_id, name or person_id)
        for n in range(3):
            people.join(db, TEAM, f"pair-{n}", list(IDS[: 1 + n]), NOW)
        for round_ in _at_home(tuple(names), words or "words"):
            queries.add(db, round_)

    [tab] = [feature.tab for feature in FEATURES if feature.tab]
    views = [tab(store, FEATURES, frozenset, TEAM, person_id, NOW) for person_id in IDS]

    store.close()
    for view in views:
        assert blockkit.view_problems(json.loads(json.dumps(view)), "home") == []
        assert not blockkit.view_is_too_large(view)
        assert [fault for line in mrkdwn_in(view["blocks"]) for fault in alive(line)] == []


def _at_home(names: tuple[str, ...], words: str) -> list[Round]:
    """Some rounds of each practice, in one workspace."""
    found = []
    for feature, practice in everybody():
        for nth, scene in enumerate(practice.scenes()[::12]):
            round_ = dressed(practice, scene, names, words)
            round_.id = f"{feature.name}-{nth}"
            found.append(round_)
    return found


def test_the_secret_is_not_what_is_drawn() -> None:
    for feature, practice in everybody():
        every = [thing for _, thing in practice.alone(PLAIN, "words")]
        assert SECRET not in json.dumps([list(thing.blocks) for thing in every]), feature.name

"""What is found in everything that a practice draws where nobody wrote anything odd."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.showing.behind import MORE
from bot.rounds.showing.drawing import Entry
from bot.slack import parts
from bot.slack.blocks import Message, View
from bot.words import phrase
from tests.every.drawing import OPENED, drawn, dressed, helping, read_by
from tests.measured import characters, ours, questions, words_of_ours
from tests.once import kept
from tests.practices import NOW, PLAIN, Handed, handed
from tests.reading import actions_in, labels_in, mrkdwn_in, pressed_in, strings


@dataclass
class Plainly:
    """By whom it was drawn, which buttons and forms are in it, and what it says, to the eye and aloud."""

    drawers: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    messages: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)  # who drew it, what to press
    behind: set[str] = field(default_factory=set)  # of cards with their practice's own *More*
    menus: set[str] = field(default_factory=set)  # what stands there
    forms: set[str] = field(default_factory=set)
    asks: set[tuple[str, int, int]] = field(default_factory=set)  # who drew it, how much, in how many words
    opening: set[tuple[str, str]] = field(default_factory=set)  # who drew it, and what is ours of a form
    pages: set[tuple[str, int]] = field(default_factory=set)  # to read: who drew it, how long
    aloud: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)  # who drew it, text, labels
    lines: set[tuple[str, str]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def plainly(feature: Feature) -> Plainly:
    return _plainly(feature.name)


@cache
def _plainly(name: str) -> Plainly:
    return kept(f"plainly {name}", lambda: _found(name))


def _found(name: str) -> Plainly:
    feature = next(feature for feature in FEATURES if feature.name == name)
    practice, found = handed(feature), Plainly()
    for by, thing in drawn(feature, practice, PLAIN, "words", practice.scenes()):
        blocks = list(thing.blocks)
        found.drawers.add(by)
        found.actions |= set(actions_in(blocks))
        found.texts |= strings(thing)
        found.lines |= {(by, line) for line in mrkdwn_in(blocks)}
        if isinstance(thing, View) and questions(thing):
            found.asks.add((by, questions(thing), words_of_ours(thing, practice.not_ours)))
            plain = replace(thing, blocks=ours(thing, practice.not_ours)).payload()
            found.opening |= set() if by == OPENED else {(by, json.dumps(plain, sort_keys=True))}
        elif isinstance(thing, View):
            found.pages |= {(by, characters(replace(thing, blocks=one))) for one in parts.cut(thing.blocks)}
        if isinstance(thing, Message):
            found.messages.add((by, tuple(pressed_in(blocks))))
            pressed = {element["action_id"] for row in thing.rest for element in row}
            found.behind |= set() if MORE in actions_in(blocks) else pressed
            found.aloud.add((by, thing.text, tuple(labels_in(blocks))))
        elif by.endswith("menu"):
            found.menus |= set(actions_in(blocks))
        elif thing.callback_id:
            found.forms.add(thing.callback_id)
    found.texts |= strings(helping())
    found.texts |= set(_begun(feature))
    for entry in _at_home(feature, practice):
        found.texts |= strings(entry.blocks())
        found.actions |= set(actions_in(entry.blocks()))
    return found


def _begun(feature: Feature) -> Iterator[str]:
    """What is said of what one can begin, wherever that stands."""
    if feature.begin:
        yield str(phrase(feature.begin.label))
        parts = ("line", "why") if feature.begin.suits else ("line",)
        yield from (str(phrase(f"{feature.name}.begin.{part}")) for part in parts)


def _at_home(feature: Feature, practice: Handed) -> Iterator[Entry]:
    """The lines in somebody's Home tab: without a round, with each, and with all of them."""
    if feature.home is None:
        return
    readable = read_by(feature, practice)
    of = [readable(dressed(practice, round_, PLAIN, "words"), None) for round_ in practice.scenes()]
    yield from feature.home([], "U0NOBODY", NOW)
    for round_ in of:
        for seat in round_.present:
            yield from feature.home([round_], seat.person_id, NOW)
    for person in {seat.person_id for round_ in of for seat in round_.present}:
        theirs = [round_ for round_ in of if any(s.person_id == person for s in round_.present)]
        yield from feature.home(theirs, person, NOW)

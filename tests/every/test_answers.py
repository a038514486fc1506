"""Whatever code Slack answers: what passes is waited for, and only a moment that rings is a post."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from bot.playground.records import Message
from bot.rounds.feature import Feature
from bot.slack import codes
from bot.slack.codes import Kind, means
from tests.every.worlds import WorldOf, each_transition
from tests.faults.harness import Fragile, NoButton, Transition, Trial, picture, says_what_stands
from tests.practices import Handed
from tests.size import chance
from tests.world import pressable, said

POST, UPDATE = "chat.postMessage", "chat.update"
NEW = "something_new_of_next_year"
# A post that it refuses like that, it takes later: some of these were taken for final.
SAID = [code for method, code in codes._BY_CODE if method in ("*", POST)]
PASSING = [NEW, *sorted({code for code in SAID if means(POST, code).kind is Kind.LATER})]
FIXED = sorted(code for method, code in codes._BY_CODE if means(UPDATE, code) is codes.FIXED)
STANDS = ("cards", "seen", "channels")  # in a picture: what stands in Slack
HISTORY = {"im:history", "channels:history", "groups:history", "mpim:history"}


def one_of(found: list[str], transition: Transition) -> str:
    return chance(f"answers {transition}").choice(found)


@pytest.mark.drawn(one_in=40)
@each_transition(lambda practice: practice.answered)
def test_what_passes_by_itself_is_waited_for(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)
    code = one_of(PASSING, transition)

    trial.again(lambda world: world.goes_wrong(code))


@pytest.mark.drawn(one_in=40)
@each_transition()
def test_a_redraw_that_slack_refuses_is_no_post(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    """People see it all the same, so that they do the same: only the answer is wrong."""
    trial = world_of(feature, practice, "sqlite").trial(transition)
    code = one_of(FIXED, transition)
    usual = posts(trial, lambda world: None)

    found = posts(trial, lambda world: refuses(world, code))

    assert found == usual
    trial.same(code)


@pytest.mark.drawn(one_in=40)
@each_transition()
def test_what_is_gone_from_slack_is_posted_when_it_would_ring_and_never_by_itself(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)
    usual = posts(trial, lambda world: None, days=2)

    found = posts(trial, lambda world: refuses(world, "message_not_found"), days=2)

    assert found - usual == Counter()


def refuses(world: Fragile, code: str) -> None:
    world.slack.faults.next(UPDATE, code, times=float("inf"), lands=True)


def posts(trial: Trial, wrong: Callable[[Fragile], None], days: int = 0) -> Counter[tuple[str, str]]:
    """Where something was posted while it happened, and on so many days after it, and when."""
    with suppress(NoButton):  # what is gone is pressed by nobody
        trial.act_out(wrong)
    trial.world.move(days=days)
    trial.world.recover()
    trial.world.slack.faults.planned.clear()
    calls = list(trial.world.slack.calls)
    trial.world.later(days=9)  # by then what Slack kept of words that are deleted is tried again
    trial.world.recover()
    told = [call for call in calls if call.method == POST and call.outcome == "ok"]
    told = [call for call in told if not says_what_stands(call.args["text"])]  # that is a moment of its own
    return Counter((str(call.args["channel"]), f"{call.at:%j %H:%M}" if days else "") for call in told)


@pytest.mark.drawn(one_in=40)
@each_transition()
def test_a_card_that_stands_twice_is_as_good_as_one_and_goes_when_it_is_pressed(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    """Slack took it and never said so, and nobody may look there: it was posted once more."""
    trial = world_of(feature, practice, "sqlite").trial(transition)
    with nobody_may_look(trial.world):
        trial.act_out(unheard)
        if not twice(trial.world):
            return  # nothing that was posted has a button
        of_ours = comes_of_pressing(trial, "the one that is known")
        of_the_stray = comes_of_pressing(trial, "the one that is not")

        assert of_the_stray == of_ours
        assert not twice(trial.world)


def unheard(world: Fragile) -> None:
    """Slack takes the next post, and does not say so."""
    world.slack.faults.next(POST, "fatal_error", lands=True)


@contextmanager
def nobody_may_look(world: Fragile) -> Iterator[None]:
    manifest = world.slack.app.manifest
    world.slack.app.manifest = replace(manifest, scopes=manifest.scopes - HISTORY)
    yield
    world.slack.app.manifest = manifest


class Twice(NamedTuple):
    """A card that stands twice, both with the same button, before somebody."""

    who: str
    channel: str
    stray: str
    known: str
    action: str


def twice(world: Fragile) -> Twice | None:
    for place in world.slack.conversations.values():
        first: dict[str, Message] = {}
        for message in place.messages:
            before = first.setdefault(_card(message), message)
            found = [action for action in _actions(before) if action in _actions(message)]
            if before is not message and found and _card(message):
                who = next(one for one in world.everybody if one.id in place.members)
                return Twice(who.name, place.id, before.ts, message.ts, found[0])
    return None


def _actions(message: Message) -> list[str]:
    return [element["action_id"] for _, element in pressable(message.blocks or [])]


def _card(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("card") or "")


def comes_of_pressing(trial: Trial, which: str) -> dict[str, Any]:
    """It all happens once more, and then this is pressed: what is stored then, and what opens."""
    trial.act_out(unheard)
    world, stands = trial.world, twice(trial.world)
    assert stands
    who, ts = world[stands.who], stands.known if which == "the one that is known" else stands.stray
    seen = next(m for m in who.messages(stands.channel) if m.raw["ts"] == ts)
    block = next(b for b, e in pressable(seen.raw["blocks"]) if e["action_id"] == stands.action)
    outcome = world.slack.press(
        who.id, channel=stands.channel, ts=ts, action_id=stands.action, block_id=block["block_id"]
    )
    world.recover()
    there = picture(world)
    stored = {name: one for name, one in there.items() if name not in STANDS}
    opened = sorted(said(who.form["blocks"]).split("\n")) if who.form else []  # what is unsigned is shuffled
    return {**stored, "ok": outcome.ok, "opened": opened}

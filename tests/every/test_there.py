"""Whoever was put out of a channel: as soon as Slack says so, no press shows or changes anything of others.

What is about themself they can do all the same: step out, have fewer reminders, have back their own words.
"""

import json
from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import text

from bot.features import FEATURES
from bot.right import OWN
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat
from tests.every.worlds import DATABASES, WorldOf
from tests.faults.harness import Fragile, Trial
from tests.journeys.steps import put_away
from tests.journeys.tampering import press, snapshot, submit
from tests.practices import Handed, handed
from tests.size import SOAK, chance, some
from tests.world import TEAM, Somebody

HERE = "C0HOME"
STATES = 2  # from which the presses of a practice are tried, in a small run
OUT = ("you are not in it just now", "so I show you nothing of what others wrote there")
# Somebody may be told this before anything is looked up: what they name is not there, or of another kind.
PLAIN = (*OUT, "This is not here any more", "This is for the people", "This is for those", "has moved on")
STANDS = [feature for feature in FEATURES if handed(feature).in_channel]


def test_every_practice_whose_rounds_stand_in_a_channel_is_tried() -> None:
    in_a_channel = {
        feature.name
        for feature in FEATURES
        if any(round_.channel_id for number in range(4) for round_ in handed(feature).lives(Random(number)))
    }

    assert in_a_channel <= {feature.name for feature in STANDS}
    assert set(OWN) == {"withdraw", "leave"}


@pytest.mark.drawn(one_in=2)
@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("feature", STANDS, ids=lambda feature: feature.name)
def test_whoever_was_put_out_reads_and_changes_nothing_and_may_go(
    world_of: WorldOf, feature: Feature, database: str
) -> None:
    practice, wrong, tried = handed(feature), list[str](), 0
    shared = world_of(feature, practice, database)

    drawn = chance(f"put out of {feature.name} {database}")
    for transition in drawn.sample(practice.transitions, len(practice.transitions)):
        if tried >= STATES and not SOAK:
            break
        world = shared.world
        Trial(world, transition, shared.known)
        with world.slack.workspace.changing():
            world.slack.conversations[HERE].kind = "private"
        for round_, seat in whom(world, feature, str(transition)):
            tried += 1
            wrong += [f"before {transition}: {fault}" for fault in put_out(world, practice, round_, seat)]

    assert tried
    assert wrong == [], "\n".join(dict.fromkeys(wrong))


def whom(world: Fragile, feature: Feature, what: str) -> Iterator[tuple[Round, Seat]]:
    """In each of its rounds that stand in the channel, one of those who have a place."""
    with world.bot.store.read() as db:
        where = text("SELECT id FROM rounds WHERE feature = :feature AND channel_id = :here ORDER BY id")
        ids = db.execute(where, {"feature": feature.name, "here": HERE}).scalars().all()
        rounds = queries.these(db, TEAM, ids)
    for round_ in rounds:
        there = [seat for seat in round_.present if by_id(world, seat.person_id)]
        if there:
            yield round_, chance(f"{what} {round_.id}").choice(there)


def by_id(world: Fragile, person_id: str) -> Somebody | None:
    return next((one for one in world.everybody if one.id == person_id), None)


def put_out(world: Fragile, practice: Handed, round_: Round, seat: Seat) -> list[str]:
    me = by_id(world, seat.person_id)
    assert me
    put_away(me)
    theirs = of_others(world, round_, me)
    world.slack.leave(me.id, HERE)
    world.settle()
    me.rang()
    world.settle()  # where others were told of it, their time runs from when Slack took that
    before = kept(world, round_)
    wrong = [*_presses(world, practice, round_, me, theirs, before)]
    world.move(weeks=5)
    wrong += [f"{me.name} is sent {line[:60]!r}" for line in me.rang()]
    gone = press(world, me, f"{round_.feature}.step_out", round_.id)
    wrong += [f"step out says {gone[:90]!r}"] if any(line in gone for line in OUT) else []
    fewer = press(world, me, "me.fewer", "")
    wrong += [] if "remind" in fewer else [f"fewer says {fewer[:90]!r}"]
    world.slack.invite(me.id, HERE, by=next(one.id for one in world.everybody if one.id != me.id))
    world.settle()
    back = press(world, me, f"{round_.feature}.menu", round_.id)
    wrong += [f"the menu says {back[:90]!r}, when they are back"] if any(line in back for line in OUT) else []
    return wrong


def _presses(
    world: Fragile, practice: Handed, round_: Round, me: Somebody, theirs: list[str], before: str
) -> Iterator[str]:
    feature, stranger = next(f for f in FEATURES if f.name == round_.feature), from_elsewhere(world)
    buttons = practice.presses.keys() - {*feature.shortcuts, f"{feature.name}.step_out"}
    pressed = [(verb, practice.presses[verb], press) for verb in sorted(buttons)]
    sent = [(verb, about, send) for verb, about in practice.forms.items()]
    for verb, about, does in some([*pressed, *sent], f"{round_.id} {me.name}"):
        told = does(world, me, verb, round_.id)
        if any(words in told for words in theirs):
            yield f"{verb} shows {me.name} what others wrote"
        was, before = before, kept(world, round_)
        if about == "own words" or verb in practice.about_oneself:
            continue
        if not refused(told) and refused(does(world, stranger, verb, round_.id)):  # else it is about oneself
            yield f"{verb} says {told[:90]!r}"
        if was != before:
            yield f"{verb} changes something"


def send(world: Fragile, me: Somebody, verb: str, round_id: str) -> str:
    return submit(world, me, verb, round_id, {})


def from_elsewhere(world: Fragile) -> Somebody:
    """Somebody of the workspace who is not in the channel, and has a place nowhere."""
    somebody = world.newcomer("Zoe")
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard(somebody.id)
    return somebody


def refused(told: str) -> bool:
    return any(line in told for line in PLAIN)


def kept(world: Fragile, round_: Round) -> str:
    return snapshot(world, round_.id)


def of_others(world: Fragile, round_: Round, me: Somebody) -> list[str]:
    """What others wrote in it, in their words, but for what is a part of something that is theirs alone."""
    with world.bot.store.read() as db:
        where = text("SELECT DISTINCT round_id FROM replies WHERE author_id = :who")
        ids = db.execute(where, {"who": me.id}).scalars().all()
        rounds = queries.these(db, TEAM, dict.fromkeys([*ids, round_.id]))
        queries.unseal_all(db, rounds, lambda _, __: True)
    texts = [(reply, reply.text) for one in rounds for reply in one.replies if reply.text]
    mine = [part for reply, words in texts if reply.author_id == me.id for part in _said(words)]
    here = {reply.id for one in rounds if one.id == round_.id for reply in one.replies}
    others = [
        part
        for reply, words in texts
        if reply.author_id != me.id and reply.id in here
        for part in _said(words)
    ]
    return [part for part in others if len(part) > 8 and part not in mine]


def _said(text: str) -> list[str]:
    try:
        parts = json.loads(text)
    except ValueError:
        return [text]
    found = parts.values() if isinstance(parts, dict) else parts if isinstance(parts, list) else []
    return [part for part in found if isinstance(part, str)]

"""A set of six who each look once a day, at half past four, over two meetings.

What they do then is what their own card asks of them at that moment; it is done by the rules, since a
thousand presses would take a minute. What rings for them, and when it goes on, is as people live through it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.features.checkin import queries as kept
from bot.features.checkin.meeting import flow
from bot.features.checkin.meeting.cards.personal import face
from bot.features.checkin.meeting.flow import queue
from bot.features.checkin.models import MEETING, NAME, SET, Asking, facts
from bot.features.checkin.set import flow as sets
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from tests.journeys.checkin_steps import SIX, begin, make_set, meeting
from tests.world import TEAM, Somebody, World

Deed = Callable[[Round, str, datetime], object]


def answers(round_: Round, me: str, now: datetime) -> None:
    asked = queue.shown(round_)
    assert asked
    flow.respond(round_, me, asked.id, Asking.ANSWERED, "A queue.", now)


DEEDS: dict[str, Deed] = {
    "arrive": lambda r, me, now: flow.join(r, r.seat(me), "Here.", "", follows=False, now=now),
    "bid": lambda r, me, now: flow.pass_on(r, me, now),
    "take_mine": flow.take_mine,
    "present": lambda r, me, now: flow.present(r, me, "The wards do not talk.", keep=False, now=now),
    "ask": lambda r, me, now: flow.ask(r, me, "What do you see there?", "open", now),
    "read": answers,
    "look": lambda r, me, now: flow.look(r, me, "I could ring.", keep=False, opens=True, now=now),
    "offer": lambda r, me, now: flow.offer(r, me, "We rang before noon.", now),
    "commit": flow.commit,
    "process": lambda r, me, now: flow.process(r, me, "The quiet.", "", now),
}


def looks(world: World, met: Round, somebody: Somebody, would_like: Sequence[str]) -> None:
    """They do what their card asks of them, each thing once, and go."""
    done: list[str] = []
    for _ in range(9):
        with world.bot.store.begin() as db:
            set_ = queries.lock(db, TEAM, facts(met)["set"], NAME, SET)
            round_ = queries.lock(db, TEAM, met.id, NAME, MEETING)
            me, now, names = somebody.id, world.clock(), face(round_, round_.seat(somebody.id))[1]
            name = next((one for one in names if one in DEEDS and (one == "read" or one not in done)), "")
            if round_.status != Status.RUNNING:
                return
            if "plan" in names:
                sets.plan(set_, me, now.date() + timedelta(days=14), now)
                queries.save(db, set_)
                flow.planned(round_, me, now)
            elif name == "bid" and somebody.name in would_like:
                flow.bid(round_, me, "Something with the wards", 3, now)
            elif name:
                DEEDS[name](round_, me, now)
            elif "ask" in names:
                flow.pass_on(round_, me, now)  # one question was theirs
            else:
                return
            kept.save(db, round_)
        done.append(name)


def stands(round_: Round) -> tuple[str, str, int]:
    return round_.id, round_.step, facts(round_)["slot"]


def lives(
    world: World, people: Sequence[Somebody], would_like: Sequence[str]
) -> tuple[set[str], Counter[str]]:
    """One meeting, until it is closed and the next one has begun: who had the time, how often it rang."""
    rings, had, before = Counter[str](), set[str](), meeting(world)
    for _ in range(60):
        if world.clock().weekday() < 5:
            for one in people:
                looks(world, before, one, would_like)
            world.settle()
        rings.update(one.name for one in people for _ in one.rang())
        before = meeting(world)
        had |= {one.name for one in people if one.id == facts(before)["presenter"]}
        assert facts(before)["missed"] == []
        world.move(hours=24)
        after = meeting(world)
        if after.id != before.id:
            return had, rings
        assert stands(after) == stands(before)  # time alone moves nothing on
    raise AssertionError(f"it stands at {stands(before)}")


def test_six_who_look_once_a_day_have_the_time_they_wanted_and_five_rings_a_meeting(world: World) -> None:
    """Nothing goes by default. The second meeting begins by its date, and so does a third."""
    people = make_set(world, *SIX)
    world.move(hours=6, minutes=30)
    begin(world)

    first, rang = lives(world, people, ("Ben", "Chloe", "Dev"))
    assert len(first) == 2
    assert max(rang.values()) <= 5

    left = {"Ben", "Chloe", "Dev"} - first
    second, rang = lives(world, people, (*left, "Esi"))
    assert second == {*left, "Esi"}
    assert set(rang) == set(SIX)
    assert max(rang.values()) <= 5

"""A life of a practice: what people and time do in it, from an empty workspace on, patiently."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, timedelta

from sqlalchemy.exc import DBAPIError

from bot.playground.box import Outcome
from tests.faults.harness import Fragile, Step, Transition, _Saved, is_kept_waiting
from tests.soak.far import FarWorld
from tests.soak.judging import Picture, seen
from tests.soak.trouble import Calm, Trouble
from tests.world import TUESDAY_TEN

AFTERWARDS = timedelta(minutes=15)  # what the last press began comes to its end, where it is unsure, too
LOOKS = 8.0  # seconds, in which what somebody waits for comes before them
TRIES = 9
_BEGINS = TUESDAY_TEN.astimezone(UTC)  # to the second: two worlds are compared
NOT_THERE = (AssertionError, LookupError, StopIteration)  # what somebody looks for
Act = Callable[[Fragile], Outcome | None]


class NotTakenError(Exception):
    """Somebody was told again and again that it did not work."""


def begins(world: Fragile, empty: _Saved, transition: Transition, turn: int = 0) -> None:
    """An empty workspace, and who is a pair in it; `turn` is by which chance Slack gives its ids."""
    empty.restore(world)
    world.slack.workspace.chance.seed(turn)
    world.clock._still = _BEGINS
    for pair in transition.pairs:
        world.pair(*pair)


def near(world: Fragile, empty: _Saved, transition: Transition, turn: int) -> Picture:
    """What comes of it where nothing goes wrong."""
    begins(world, empty, transition, turn)
    for step in (*transition.start, *transition.act):
        outcome = step.first(world)
        assert outcome is None or outcome.ok, outcome
        world.recover()
    assert transition.ends(world), transition.name
    world.move(seconds=AFTERWARDS.total_seconds())
    return seen(world)


def far(world: FarWorld, empty: _Saved, transition: Transition, trouble: Trouble | Calm) -> int:
    """The same while things go wrong.

    How often something was pressed once more, because it came to nothing, though Slack had been told that
    it was taken.
    """
    offset = world.offset
    world.goes_back(_BEGINS)
    _cleared(world, empty, transition)
    world.offset = offset
    world.sent.clear()
    world.story.clear()
    world.slack.calls.clear()
    world.later(hours=2)  # what the processes remember of the life before is too old
    steps, again = (*transition.start, *transition.act), 0
    for number, step in enumerate(steps):
        world.story.append(f"step {number}")
        trouble.before()
        again += _done(world, step, steps[max(0, number - 2) : number])
        trouble.after()
    trouble.over()
    world.move(seconds=AFTERWARDS.total_seconds())
    return again


def _cleared(world: FarWorld, empty: _Saved, transition: Transition) -> None:
    """All tables at once: whoever of the processes looks after something meanwhile may come in between."""
    for left in range(4, -1, -1):
        try:
            begins(world, empty, transition)
        except DBAPIError:
            if not left:
                raise
            time.sleep(0.2)
        else:
            return


def once_more(world: FarWorld, transition: Transition) -> bool:
    """Whoever sees nothing come of the last thing they did does it again; whether anybody did."""
    last = transition.act[-1] if transition.act else transition.start[-1]
    try:
        outcome = last.again(world)
    except NOT_THERE:
        return False
    world.settle()
    world.move(seconds=AFTERWARDS.total_seconds())
    return outcome is not None


def _done(world: FarWorld, step: Step, earlier: tuple[Step, ...]) -> int:
    """Until it is taken; whoever does not find what they look for does once more what should bring it."""
    ways = ((), [one.again for one in earlier[-1:]], [one.insists or one.again for one in earlier[-1:]])
    for number, way in enumerate((*ways, [one.insists or one.again for one in earlier])):
        try:
            for act in way:
                world.story.append("once more, what came before")
                _taken(world, act, _looking(lambda act=act: act(world)))  # type: ignore[misc]
            _taken(world, step.again, _looking(lambda: step.first(world)), step.insists)
        except NOT_THERE:
            if number == len(ways):
                raise
        else:
            return bool(number)
    raise AssertionError("there is no step to be done")


def _taken(world: FarWorld, again: Act, outcome: Outcome | None, insists: Act | None = None) -> None:
    """Whoever was told that it did not work tries again, a little later each time.

    Whoever was told so, and sees something else by now, insists: it may be of somebody else. So does whoever
    was told that it comes in a moment, where it does not come.
    """
    for number in range(TRIES):
        world.recover()
        sorry = world.apologised()
        if (outcome is None or outcome.ok) and not sorry and not _gives_up_waiting(world):
            return
        world.story.append(f"again: {str(outcome)[:120]}")
        time.sleep(0.1 * 2**number)
        outcome = _looking(lambda: again(world))
        if outcome is None and insists:
            with suppress(*NOT_THERE):
                outcome = insists(world)
    raise NotTakenError(str(outcome)[:300])


def _gives_up_waiting(world: FarWorld) -> bool:
    """Whether somebody closed a page that said *one moment* for too long: its process died."""
    until = time.monotonic() + LOOKS
    while waiting := [one for one in world.everybody if is_kept_waiting(one)]:
        if time.monotonic() > until:
            for one in waiting:
                if form := one.form:
                    world.slack.close(one.id, form["id"])
            return True
        time.sleep(0.05)
    return False


def _looking(act: Callable[[], Outcome | None]) -> Outcome | None:
    until = time.monotonic() + LOOKS
    while True:
        try:
            return act()
        except NOT_THERE:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)

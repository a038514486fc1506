"""A round that holds a rhythm: it says when something is due, and is skipped, rests and stops.

What is due then is the practice's to know. The rhythm lies under `facts["rhythm"]`. Moments are in UTC.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypedDict, cast

from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time import rhythm
from bot.rounds.time.rhythm import Due, Rhythm
from bot.rounds.time.windows import ring, tell

SNOOZE = timedelta(weeks=4)
SILENT = 2  # in a row that nobody answers: then it rests


class Kept(TypedDict):
    """What a round remembers of its rhythm, beside the practice's own facts."""

    rhythm: dict[str, Any]  # of `Rhythm`
    last_one: str  # the id of the last round that came of it; "" for none
    left_out: str  # when the one was planned that was left out while the one before was open; "" for none
    shut: str  # why its channel took nothing when the last one was due; "" where it came, or was left out
    silent: int  # so many in a row that nobody answered
    rests: bool  # until somebody starts it again
    comes_at: str  # when it is due next (ISO 8601); "" for never
    looks_at: str  # when the practice looks at it before that, for reasons of its own; "" for never


def start(round_: Round, wanted: Rhythm, now: datetime) -> Round:
    """This round holds that rhythm from now on."""
    round_.facts |= Kept(
        rhythm=wanted.to_dict(),
        last_one="",
        left_out="",
        shut="",
        silent=0,
        rests=False,
        comes_at="",
        looks_at="",
    )
    settle(round_, now)
    return round_


def of(round_: Round) -> Rhythm:
    """The rhythm that the round holds."""
    return Rhythm.from_dict(round_.facts["rhythm"])


def runs(round_: Round) -> bool:
    """Whether it has not been stopped."""
    return round_.status == Status.RUNNING


def rests(round_: Round) -> bool:
    """Whether it waits for somebody to start it again."""
    return runs(round_) and kept(round_)["rests"]


def kept(round_: Round) -> Kept:
    """That part of the round's facts, to read and to change."""
    return cast(Kept, round_.facts)


def planned(round_: Round) -> datetime | None:
    """When it is due next (UTC), as its card says; None where it rests or has stopped."""
    comes_at = round_.facts.get("comes_at")  # what older ones lack: they woke for nothing else
    return round_.wakes_at if comes_at is None else datetime.fromisoformat(comes_at) if comes_at else None


def next_at(round_: Round, now: datetime) -> datetime | None:
    """When it is due next, after `now` (UTC); None where it has stopped."""
    return rhythm.next_at(of(round_), now) if runs(round_) and not rests(round_) else None


def time_passes(round_: Round, now: datetime, useful: timedelta) -> Due | None:
    """What is to be run now, as `due` says; it stops where somebody is gone, or nobody is left."""
    there = round_.present
    if runs(round_) and (not there or any(seat.gone for seat in there)):
        stop(round_, now)
    return due(round_, now, useful)


def due(round_: Round, now: datetime, useful: timedelta) -> Due | None:
    """What is to be run now, once; None where there is nothing, or what there was is older than `useful`."""
    found = rhythm.due(of(round_), now, useful) if runs(round_) and not rests(round_) else None
    if found:
        _keep(round_, rhythm.ran(of(round_), found))
        if of(round_).stopped:  # what is planned once has come
            round_.status = Status.CLOSED
    settle(round_, now)
    return found


def comes(
    round_: Round,
    due_: Due,
    last: Round | None,
    answered: Callable[[Round], bool],
    new_id: str,
    now: datetime,
    *,
    shut: str = "",
) -> bool:
    """Whether what is due comes, as the round of that id, after the `last` one.

    It is left out while that is open, or while its channel is `shut`; after two to which nobody had
    `answered` it rests, and says so.
    """
    f = kept(round_)
    is_open = last is not None and last.status in (Status.RUNNING, Status.PAUSED)
    f["left_out"] = due_.planned.isoformat() if is_open or shut else ""
    f["shut"] = shut
    if shut and of(round_).every == rhythm.ONCE:
        round_.status = Status.STOPPED
    if is_open or shut:
        return False
    f["silent"] = f["silent"] + 1 if last and not answered(last) else 0
    if f["silent"] >= SILENT:
        f["rests"] = True
        tell(round_.present, f"rests:{due_.day.isoformat()}", None)
        settle(round_, now)
        return False
    f["last_one"] = new_id
    return True


def start_again(round_: Round, now: datetime) -> None:
    """It goes on with the next one after `now` (UTC); refuses where it does not rest."""
    _running(round_)
    f = kept(round_)
    if not f["rests"]:
        raise Refusal("common.rhythm.runs")
    f["rests"], f["silent"], f["last_one"] = False, 0, ""
    while (found := rhythm.due(of(round_), now, timedelta.max)) is not None:
        _keep(round_, rhythm.ran(of(round_), found))
    settle(round_, now)


def change(round_: Round, wanted: Rhythm, by: str, now: datetime) -> None:
    """It comes at that time from now on, also where it rested; the others in it are told. Refuses like
    `changing`.
    """
    changing(round_)
    f = kept(round_)
    f["rests"], f["silent"], f["left_out"] = False, 0, ""
    _keep(round_, wanted)
    ring(round_.others(by), f"changed:{now.isoformat()}")
    settle(round_, now)


def changing(round_: Round) -> None:
    """Refuses where it has stopped."""
    _running(round_)


def skip(round_: Round, planned: str, now: datetime) -> None:
    """This one only: the one that stood on the card, `planned` (ISO 8601) then; refuses what is no such."""
    _running(round_)
    _keep(round_, rhythm.skip(of(round_), planned=_moment(planned)))
    settle(round_, now)


def snooze(round_: Round, now: datetime, until: datetime | None = None) -> None:
    """Nothing `until` then (UTC), or for four weeks; not even where it rested."""
    _running(round_)
    f = kept(round_)
    f["rests"], f["silent"], f["left_out"] = False, 0, ""
    _keep(round_, rhythm.snooze(of(round_), until or now + SNOOZE))
    settle(round_, now)


def rest(round_: Round, now: datetime) -> None:
    """Nothing until somebody starts it again."""
    _running(round_)
    f = kept(round_)
    f["rests"], f["silent"], f["left_out"] = True, 0, ""
    settle(round_, now)


def stop(round_: Round, now: datetime) -> None:
    """Nothing any more; refuses where it has stopped already. `now` is in UTC."""
    _running(round_)
    _keep(round_, rhythm.stop(of(round_)))
    round_.status = Status.STOPPED if of(round_).every == rhythm.ONCE else Status.CLOSED
    settle(round_, now)


def settle(round_: Round, now: datetime) -> None:
    """It wakes when it is due next, after `now` (UTC); what was planned once and did not come is over."""
    comes_at, f = next_at(round_, now), kept(round_)
    f["comes_at"] = comes_at.isoformat() if comes_at else ""
    looks_at = datetime.fromisoformat(f["looks_at"]) if f.get("looks_at") else None
    round_.wakes_at = min((at for at in (comes_at, looks_at) if at), default=None) if runs(round_) else None
    if runs(round_) and not rests(round_) and comes_at is None:
        round_.status = Status.STOPPED


def _moment(planned: str) -> datetime:
    try:
        moment = datetime.fromisoformat(planned)
    except ValueError:
        raise Refusal("common.not_here_any_more") from None
    if moment.tzinfo is None:
        raise Refusal("common.not_here_any_more")
    return moment


def _running(round_: Round) -> None:
    if not runs(round_):
        raise Refusal("common.rhythm.stopped")


def _keep(round_: Round, changed: Rhythm) -> None:
    round_.facts["rhythm"] = changed.to_dict()

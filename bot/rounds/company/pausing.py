"""A pause: its time stands still, and it goes on with what was left of it. Moments are in UTC."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rounds.company.common import common
from bot.rounds.company.standing import going, looks_after, refused
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.hours import after_work, worked
from bot.rounds.time.windows import no_windows, zones

RESTS = timedelta(days=14)  # how long it may stand paused (practice text 02)


def pause(
    round_: Round, person_id: str, now: datetime, *, live: bool = False, where: Sequence[str] = ()
) -> None:
    """Nothing runs out any more; what was left of its working time (`live`: of its time) is kept.

    `where` are the zones whose working time counts, where it is not everybody's. Refuses while it does not
    go on.
    """
    going(round_)
    f = common(round_)
    f["left"], f["days"] = time_left(round_, now, live=live, where=where).total_seconds(), 0
    round_.status, round_.paused_by, round_.since, round_.ends_at = Status.PAUSED, person_id, now, None
    no_windows(round_)


def may_resume(round_: Round, person_id: str, *others: str, host: bool = True) -> None:
    """Refuses where it is not paused, and everybody but who paused it, looks after it, or is one of `others`.

    Where whoever paused it has left, anybody may. With `host` False, looking after it is not enough.
    """
    if round_.status != Status.PAUSED:
        raise refused(round_, "moved_on")
    if (
        round_.paused_by
        and person_id not in (round_.paused_by, *others)
        and not (host and looks_after(round_, person_id))
    ):
        raise refused(round_, "not_yours_to_resume")


def resume(round_: Round, now: datetime, *, live: bool = False, where: Sequence[str] = ()) -> None:
    """It goes on with the time that was left (a live one may have run over, and still has).

    The windows of people are the practice's to begin again.
    """
    left = timedelta(seconds=common(round_)["left"])
    round_.status, round_.paused_by, round_.since = Status.RUNNING, "", now
    round_.ends_at = ends_after(round_, now, left, live=live, where=where)


def time_left(round_: Round, now: datetime, *, live: bool = False, where: Sequence[str] = ()) -> timedelta:
    """How much of this step's time is left: of working time, the most of anybody's, unless it is `live`.

    `where` are the zones that count, where it is not everybody's.
    """
    ends = round_.ends_at or now
    return ends - now if live else max(worked(now, ends, name) for name in where or zones(round_))


def ends_after(
    round_: Round, now: datetime, left: timedelta, *, live: bool = False, where: Sequence[str] = ()
) -> datetime:
    """When so much time has passed: of working time, the latest of everybody's, unless it is `live`.

    `where` are the zones that count, where it is not everybody's.
    """
    return now + left if live else max(after_work(now, left, name) for name in where or zones(round_))


def rests_until(round_: Round) -> datetime | None:
    """When a pause is over by itself (UTC); None where there is none."""
    return round_.since + RESTS if round_.status == Status.PAUSED and round_.since else None

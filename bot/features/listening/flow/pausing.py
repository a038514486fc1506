"""A pause freezes the time; a host who does not answer is not waited for."""

from datetime import datetime, timedelta

from bot.features.listening.models import (
    HERE,
    INVITED,
    LIVE_ENDS,
    RESTS,
    SILENT,
    SILENT_DAYS,
    Pace,
    Step,
    facts,
    joined,
    kept_moment,
    pace,
)
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.hours import after_work, end_after, next_working, worked, zone
from bot.rounds.time.windows import begin, ring, zones


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """It stands still for everybody, with what was left of its time."""
    f = facts(round_)
    f["paused"], f["asked_on"] = now.isoformat(), False
    f["left"] = _left(round_, now, round_.ends_at)
    f["opens_left"] = ((kept_moment(f["opens"]) or now) - now).total_seconds()
    round_.status, round_.paused_by = Status.PAUSED, person_id
    for seat in round_.seats:
        seat.notice = ""


def resume(round_: Round, now: datetime) -> None:
    """It goes on with the time that was left."""
    f = facts(round_)
    paused = kept_moment(f["paused"]) or now
    gone = paused - round_.since if round_.since else timedelta()
    untold = bool(f["holder"]) and not f["told"]
    if round_.ends_at:
        f["days"] = 0
        round_.ends_at = _after(round_, f["left"], now)
    if f["joined"]:  # whoever was waited for to begin it has as long as before
        f["joined"] = ((kept_moment(f["joined"]) or now) + (now - paused)).isoformat()
    if f["opens"]:
        f["opens"] = (now + timedelta(seconds=f["opens_left"])).isoformat()
    # A turn that had not begun begins in its hours; another has been going for as long as before.
    round_.since = next_working(now, _zone(round_, now)) if untold else now - gone
    round_.status, round_.paused_by, f["paused"], f["asked_on"], f["left"] = Status.RUNNING, "", "", False, 0
    f["calling"] = ""
    for seat in round_.present:
        writes = round_.step == Step.WRITE and seat.step in (INVITED, HERE)
        holds = seat.person_id == f["holder"] and seat.due_at
        if round_.ends_at and (writes or holds):
            nudges = seat.nudges
            begin([seat], max(now, round_.since), round_.ends_at)
            seat.nudges = nudges


def time_passes(round_: Round, now: datetime) -> bool:
    """Asks whether it may go on, then offers the host's part to all; True if it has to close."""
    f = facts(round_)
    waits = waits_for_host(round_)
    if waits is None:
        return False
    if now >= waits + (RESTS if round_.status == Status.PAUSED else LIVE_ENDS):
        return True
    if round_.status == Status.PAUSED and not f["asked_on"] and now >= silent(round_, waits):
        f["asked_on"] = True
        _tell_host(round_)
    elif not f["wanted"] and now >= _wanted_at(round_, waits):
        want(round_, now)
    return False


def want(round_: Round, now: datetime) -> None:
    """The host does not answer, or has left: anybody who is in it may host."""
    f = facts(round_)
    f["wanted"] = True
    f["log"].append([now.isoformat(), "", "wanted"])
    if pace(round_) is not Pace.LIVE:
        for seat in joined(round_):
            if seat.person_id != round_.host_id:
                seat.notice = f"wanted:{len(f['log'])}"


def due(round_: Round) -> list[datetime]:
    """When time has something for whoever paused or hosts."""
    f = facts(round_)
    waits = waits_for_host(round_)
    if waits is None:
        return []
    moments = [waits + (RESTS if round_.status == Status.PAUSED else LIVE_ENDS)]
    if round_.status == Status.PAUSED and not f["asked_on"]:
        moments.append(silent(round_, waits))
    elif not f["wanted"]:
        moments.append(_wanted_at(round_, waits))
    return moments


def waits_for_host(round_: Round) -> datetime | None:
    """Since when something waits for a word of the host's; None where nothing does."""
    f = facts(round_)
    if round_.status == Status.PAUSED:
        return kept_moment(f["paused"])
    if round_.status != Status.RUNNING or pace(round_) is not Pace.LIVE:
        return None
    if round_.step == Step.ASKED:
        return kept_moment(f["joined"]) if len(joined(round_)) > 1 else None
    return round_.ends_at if f["holder"] else None


def silent(round_: Round, since: datetime) -> datetime:
    """When a host whom something has waited for since then counts as silent."""
    if pace(round_) is Pace.LIVE:
        return since + SILENT
    return end_after(since, SILENT_DAYS, zones(round_))


def _wanted_at(round_: Round, waits: datetime) -> datetime:
    """After a pause the host is asked first, and has as long again; so has one who did something since."""
    first = silent(round_, waits)
    wanted = silent(round_, first) if round_.status == Status.PAUSED else first
    acts = [kept_moment(at) for at, who, _ in facts(round_)["log"] if who == round_.host_id]
    return max([wanted, *(silent(round_, at) for at in acts[-1:] if at)])


def _tell_host(round_: Round) -> None:
    name = f"still_paused:{facts(round_)['paused']}"
    for seat in round_.present:
        if seat.person_id not in (round_.host_id, round_.paused_by):
            continue
        if pace(round_) is Pace.LIVE:
            ring([seat], name)
        else:
            seat.notice = name


def _zone(round_: Round, now: datetime) -> str:
    """Whose working time counts: the holder's in a relay, else of whoever's day ends last."""
    holder = facts(round_)["holder"]
    if holder:
        return round_.seat(holder).zone
    return min(zones(round_), key=lambda name: now.astimezone(zone(name)).utcoffset() or timedelta())


def _left(round_: Round, now: datetime, until: datetime | None) -> float:
    """Seconds until then: of working time, but in a live round; below nothing where it is over."""
    if until is None:
        return 0
    if pace(round_) is Pace.LIVE:
        return (until - now).total_seconds()
    begins = max(now, round_.since or now)
    return worked(begins, until, _zone(round_, now)).total_seconds()


def _after(round_: Round, left: float, now: datetime) -> datetime:
    if pace(round_) is Pace.LIVE:
        return now + timedelta(seconds=left)
    return after_work(now, timedelta(seconds=left), _zone(round_, now))

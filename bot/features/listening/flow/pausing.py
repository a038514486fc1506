"""A pause freezes the time of turns and windows; a host who does not answer is not waited for."""

from datetime import datetime, timedelta

from bot.features.listening.flow import standing
from bot.features.listening.models import (
    LIVE_ENDS,
    SILENT,
    SILENT_DAYS,
    Pace,
    Step,
    facts,
    joined,
    kept_moment,
    pace,
)
from bot.rounds.company import pausing
from bot.rounds.company.looking_after import log
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.hours import next_working, zone
from bot.rounds.time.windows import end_of, tell, zones


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """It stands still for everybody, with what was left of its time."""
    f = facts(round_)
    f["gone"], f["asked_on"] = (now - (round_.since or now)).total_seconds(), False
    pausing.pause(round_, person_id, now, live=pace(round_) is Pace.LIVE, where=_zones(round_, now))


def resume(round_: Round, now: datetime) -> None:
    """It goes on with the time that was left."""
    f, rested, where = facts(round_), now - (round_.since or now), _zones(round_, now)
    pausing.resume(round_, now, live=pace(round_) is Pace.LIVE, where=where)
    # Whoever was waited for to begin it has as long as before.
    f["joined"] = _later(f["joined"], rested)
    # A turn that had not begun begins in its hours; another has been going for as long as before.
    untold = bool(f["holder"]) and not f["told"]
    round_.since = next_working(now, where[0]) if untold else now - timedelta(seconds=f["gone"])
    f["asked_on"], f["calling"] = False, ""
    waited = standing.to_write(round_) if round_.step == Step.WRITE else []
    if pace(round_) is Pace.RELAY and f["holder"]:
        waited = [round_.seat(f["holder"])]
    for seat in waited:  # whoever was reminded is not reminded of the same once more
        seat.since, seat.due_at = max(now, round_.since), round_.ends_at


def time_passes(round_: Round, now: datetime) -> bool:
    """Asks whether it may go on, then offers the host's part to all; True if it has to close."""
    over = {what for at, what in _comes(round_) if now >= at}
    if "close" in over:
        return True
    if "ask" in over:
        facts(round_)["asked_on"] = True
        _tell_host(round_)
    elif "want" in over:
        want(round_, now)
    return False


def want(round_: Round, now: datetime, by: str | None = None) -> None:
    """The host does not answer, or has left (`by` themself): anybody who is in it may host."""
    f = facts(round_)
    f["wanted"] = True
    log(round_, "", "wanted", now)
    if pace(round_) is not Pace.LIVE:
        others = [seat for seat in joined(round_) if seat not in hosts(round_)]
        tell(others, f"wanted:{len(f['log'])}", by)


def due(round_: Round) -> list[datetime]:
    """When time has something for whoever paused or hosts."""
    return [at for at, _ in _comes(round_)]


def _comes(round_: Round) -> list[tuple[datetime, str]]:
    """What time has for whoever paused or hosts, and when."""
    f, waits = facts(round_), _waits_for_host(round_)
    if waits is None:
        return []
    paused = round_.status == Status.PAUSED
    moments = [(waits + (pausing.RESTS if paused else LIVE_ENDS), "close")]
    if paused and not f["asked_on"]:
        moments.append((_silent(round_, waits), "ask"))
    elif not f["wanted"]:
        moments.append((_wanted_at(round_, waits), "want"))
    return moments


def _waits_for_host(round_: Round) -> datetime | None:
    """Since when something waits for a word of the host's; None where nothing does."""
    f = facts(round_)
    if round_.status == Status.PAUSED:
        return round_.since
    if round_.status != Status.RUNNING or pace(round_) is not Pace.LIVE:
        return None
    if round_.step == Step.ASKED:
        return kept_moment(f["joined"]) if len(joined(round_)) > 1 else None
    return round_.ends_at if f["holder"] else None


def _silent(round_: Round, since: datetime) -> datetime:
    """When a host whom something has waited for since then counts as silent."""
    if pace(round_) is Pace.LIVE:
        return since + SILENT
    return end_of(round_.present, since, SILENT_DAYS)


def _wanted_at(round_: Round, waits: datetime) -> datetime:
    """After a pause the host is asked first, and has as long again; so has one who did something since."""
    first = _silent(round_, waits)
    wanted = _silent(round_, first) if round_.status == Status.PAUSED else first
    ids = [seat.person_id for seat in hosts(round_)]
    acts = [datetime.fromisoformat(at) for at, who, _ in facts(round_)["log"] if who in ids]
    return max([wanted, *(_silent(round_, at) for at in acts[-1:])])


def _tell_host(round_: Round) -> None:
    asked = [s for s in round_.present if s in hosts(round_) or s.person_id == round_.paused_by]
    tell(asked, f"still_paused:{round_.since}", "" if pace(round_) is Pace.LIVE else None)


def _later(moment: str, by: timedelta) -> str:
    return (datetime.fromisoformat(moment) + by).isoformat() if moment else ""


def _zones(round_: Round, now: datetime) -> list[str]:
    """Whose working time counts: the holder's in a relay, else of whoever's day ends last."""
    holder = facts(round_)["holder"]
    if holder:
        return [round_.seat(holder).zone]
    return [min(zones(round_), key=lambda name: now.astimezone(zone(name)).utcoffset() or timedelta())]

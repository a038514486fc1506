"""Looking after a round: offered, taken, declined; two may do it together; all of it stands in a log.

Moments are in UTC.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.rounds.company.common import common
from bot.rounds.company.standing import going, hosting, hosts, refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.windows import move_end, ring


def log(round_: Round, person_id: str, what: str, now: datetime) -> None:
    """What somebody did for all, for everybody in it to read: `log.<what>` are its words."""
    common(round_)["log"].append([now.isoformat(), person_id, what])


def offer(
    round_: Round, person_id: str, to: str, inside: Iterable[Seat], now: datetime, *, together: bool = False
) -> None:
    """Ask one of those `inside` to look after it instead, or `together`; theirs when they say yes.

    Refuses while it does not go on, whoever does not look after it, oneself, whoever is not in it, a third.
    """
    going(round_)
    hosting(round_, person_id)
    if to == person_id or to not in [seat.person_id for seat in inside]:
        raise refused(round_, "choose_somebody", "who")
    if together and len(hosts(round_)) > 1:
        raise refused(round_, "two_already", "way")
    f = common(round_)
    f["handing"], f["shares"], f["wanted"] = to, together, False
    ring([round_.seat(to)], f"handing:{now.isoformat()}")
    log(round_, person_id, "offered", now)


def take(round_: Round, person_id: str, now: datetime, *, free: bool = False) -> Seat | None:
    """Yes: whoever was asked, or anybody where it is `free`. Who looked after it before and is there.

    Refuses everybody else.
    """
    f = common(round_)
    asked = f["handing"] == person_id
    if not asked and not free:
        raise refused(round_, "moved_on")
    giver = next((who for _, who, what in reversed(f["log"]) if asked and what == "offered"), round_.host_id)
    before = next((seat for seat in round_.others(person_id) if seat.person_id == giver), None)
    if asked and before and (f["shares"] or giver == f["beside"]):
        f["beside"] = person_id
    else:
        round_.host_id = person_id
        f["beside"] = "" if f["beside"] == person_id else f["beside"]
    f["handing"], f["shares"], f["wanted"] = "", False, False
    log(round_, person_id, "took", now)
    return before


def decline(round_: Round, person_id: str, now: datetime) -> Seat | None:
    """No, thank you. Who looks after it still, and is there; refuses whoever was not asked."""
    f = common(round_)
    if f["handing"] != person_id:
        raise refused(round_, "moved_on")
    f["handing"], f["shares"] = "", False
    log(round_, person_id, "declined", now)
    return next((seat for seat in round_.present if seat.person_id == round_.host_id), None)


def extend(round_: Round, person_id: str, end: datetime, now: datetime) -> None:
    """This step ends then (UTC), and not sooner: once a step.

    Refuses while it does not go on, whoever does not look after it, and the second time.
    """
    going(round_)
    hosting(round_, person_id)
    f = common(round_)
    if f["extended"]:
        raise refused(round_, "extended")
    move_end(round_, end)
    f["extended"], f["days"] = True, 0
    log(round_, person_id, "extended", now)

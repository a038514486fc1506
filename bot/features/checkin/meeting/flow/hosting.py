"""What whoever looks after a meeting can do; all of it stands in a log that everybody can open."""

from datetime import datetime

from bot.features.checkin.meeting.flow import standing, steps
from bot.features.checkin.models import PRESENTERS, Step, facts, is_in, joined
from bot.rounds.company import looking_after, taking_back
from bot.rounds.company.looking_after import log
from bot.rounds.company.standing import at, going, hosting, refused
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.windows import tell


def move_on(round_: Round, person_id: str, now: datetime) -> None:
    """To the next step; what is open stays open, and nobody is named."""
    f = facts(round_)
    going(round_)
    standing.steering(round_, person_id)
    if round_.step == Step.CHECK_IN and len(joined(round_)) < 2:
        raise refused(round_, "nobody_here")
    if round_.step == Step.PRESENT and not round_.of_kind("brought", f["presenter"]):
        if not f["live"]:
            raise refused(round_, "not_brought", name=standing.presenter_name(round_))
        f["presented"][f["presenter"]] = now.isoformat()
    standing.nobody_left_behind(round_, person_id, now)
    log(round_, person_id, "moved_on", now)
    steps.after(round_, now, person_id)
    if round_.status == Status.RUNNING and not f["live"]:
        tell(joined(round_), f"{round_.step}:{f['slot']}", person_id)


def away(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents is not there: their wish stays, and somebody else has the time."""
    at(round_, Step.PRESENT)
    standing.steering(round_, person_id)
    standing.nobody_left_behind(round_, person_id, now)
    log(round_, person_id, "away", now)
    steps.absent(round_, now, person_id)


def choose(round_: Round, person_id: str, chosen: list[str], now: datetime) -> None:
    """What the group agreed on, being there together: one or two who present."""
    at(round_, Step.CHOOSE)
    standing.steering(round_, person_id)
    if not facts(round_)["live"]:
        raise refused(round_, "moved_on")
    if not 1 <= len(set(chosen)) <= steps.room(round_) or not set(chosen) <= set(standing.bidders(round_)):
        raise refused(round_, "choose", "first", most=PRESENTERS)
    facts(round_)["chosen"] = list(dict.fromkeys(chosen))
    log(round_, person_id, "chose", now)
    steps.next_presenter(round_, now, person_id)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """Half as much time again, once a step."""
    going(round_)
    standing.steering(round_, person_id)
    if facts(round_)["extended"]:
        raise refused(round_, "extended")
    facts(round_)["extended"] = True
    steps.longer(round_, now)
    log(round_, person_id, "extended", now)


def helper(round_: Round, person_id: str, now: datetime) -> None:
    """Whether questions are looked at before they are posted, for everybody in this one."""
    going(round_)
    hosting(round_, person_id)
    f = facts(round_)
    f["helper"] = not f["helper"]
    log(round_, person_id, "helper_on" if f["helper"] else "helper_off", now)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Accepted; or taken up where nobody looks after it."""
    going(round_)
    looking_after.take(round_, person_id, now, free=standing.may_take(round_, person_id))


def close(round_: Round, person_id: str, now: datetime) -> None:
    """It ends here, with thanks; also while it rests."""
    if round_.status != Status.PAUSED:
        going(round_)
    standing.steering(round_, person_id)
    standing.nobody_left_behind(round_, person_id, now)
    log(round_, person_id, "closed", now)
    steps.close(round_, now)


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """While nobody is in it but whoever asked."""
    others = any(is_in(round_, seat.person_id) for seat in round_.others(person_id))
    taking_back.take_back(round_, person_id, now, begun=others or round_.step != Step.CHECK_IN)

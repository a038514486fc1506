"""What whoever looks after a meeting can do; all of it stands in a log that everybody can open."""

from datetime import datetime

from bot.features.checkin.meeting.flow import standing, steps
from bot.features.checkin.models import PRESENTERS, Step, facts, is_in
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.windows import ring


def move_on(round_: Round, person_id: str, now: datetime) -> None:
    """To the next step; what is open stays open, and nobody is named."""
    standing.going(round_)
    standing.steering(round_, person_id, now)
    if round_.step in standing.CLOSED:
        raise Refusal("checkin.refused.over")
    if round_.step == Step.CHECK_IN and sum(is_in(round_, s.person_id) for s in round_.seats) < 2:
        raise Refusal("checkin.refused.nobody_here")
    if round_.step == Step.PRESENT and not round_.of_kind("brought", facts(round_)["presenter"]):
        if not facts(round_)["live"]:
            raise Refusal("checkin.refused.not_brought", name=standing.presenter_name(round_))
        facts(round_)["presented"][facts(round_)["presenter"]] = now.isoformat()
    _log(round_, person_id, "moved_on", now)
    steps.after(round_, now, person_id)
    steps.settle(round_)


def away(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents is not there: their wish stays, and somebody else has the time."""
    standing.at(round_, Step.PRESENT)
    standing.steering(round_, person_id, now)
    _log(round_, person_id, "away", now)
    steps.absent(round_, now, person_id)
    steps.settle(round_)


def choose(round_: Round, person_id: str, chosen: list[str], now: datetime) -> None:
    """What the group agreed on: one or two who present."""
    standing.at(round_, Step.CHOOSE)
    standing.steering(round_, person_id, now)
    if not 1 <= len(set(chosen)) <= steps.room(round_) or not set(chosen) <= set(steps.bidders(round_)):
        raise Refusal("checkin.refused.choose", field="first", most=PRESENTERS)
    facts(round_)["chosen"] = list(dict.fromkeys(chosen))
    _log(round_, person_id, "chose", now)
    steps.next_presenter(round_, now, person_id)
    steps.settle(round_)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """Half as much time again, once a step."""
    standing.going(round_)
    standing.steering(round_, person_id, now)
    if facts(round_)["extended"]:
        raise Refusal("checkin.refused.extended")
    if round_.step in standing.CLOSED:
        raise Refusal("checkin.refused.over")
    facts(round_)["extended"] = True
    steps.longer(round_, now)
    _log(round_, person_id, "extended", now)
    steps.settle(round_)


def helper(round_: Round, person_id: str, now: datetime) -> None:
    """Whether questions are looked at before they are posted, for everybody in this one."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    f = facts(round_)
    f["helper"] = not f["helper"]
    _log(round_, person_id, "helper_on" if f["helper"] else "helper_off", now)
    steps.settle(round_)


def offer(round_: Round, person_id: str, to: str, now: datetime) -> None:
    """Somebody else looks after it, once they say yes."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    if to == person_id or not is_in(round_, to):
        raise Refusal("checkin.refused.nobody_here", field="who")
    facts(round_)["handing"] = to
    ring([round_.seat(to)], f"handing:{now.isoformat()}")
    _log(round_, person_id, "offered", now)
    steps.settle(round_)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Accepted; or taken up where nobody looks after it."""
    standing.going(round_)
    f = facts(round_)
    if f["handing"] != person_id and not standing.may_take(round_, person_id):
        raise Refusal("checkin.refused.moved_on")
    round_.host_id, f["handing"] = person_id, ""
    _log(round_, person_id, "took", now)
    steps.settle(round_)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    if facts(round_)["handing"] != person_id:
        raise Refusal("checkin.refused.moved_on")
    facts(round_)["handing"] = ""
    _log(round_, person_id, "declined", now)
    steps.settle(round_)


def close(round_: Round, person_id: str, now: datetime) -> None:
    """It ends here, with thanks."""
    if round_.status == Status.PAUSED:
        round_.status, round_.paused_by = Status.RUNNING, ""
    standing.going(round_)
    standing.steering(round_, person_id, now)
    _log(round_, person_id, "closed", now)
    steps.close(round_, now)
    steps.settle(round_)


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """While nobody is in it but whoever asked."""
    standing.at(round_, Step.CHECK_IN)
    standing.hosting(round_, person_id)
    if any(is_in(round_, seat.person_id) for seat in round_.others(person_id)):
        raise Refusal("checkin.refused.begun")
    steps.close(round_, now)
    round_.step, round_.status, round_.ends_at = Step.TAKEN_BACK, Status.STOPPED, None
    round_.replies = round_.of_kind("question")
    for seat in round_.seats:
        seat.notice = ""
    steps.settle(round_)


def _log(round_: Round, person_id: str, what: str, now: datetime) -> None:
    facts(round_)["log"].append([now.isoformat(), person_id, what])

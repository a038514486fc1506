"""What whoever looks after a matter can do; all of it stands in a log that everybody can open."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.flow import standing, steps
from bot.features.options.models import ASKED, DECIDES, LONG, MOST, Step, deciders, facts
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.windows import begin, no_windows, ring

_MOVES = (Step.SHARE, Step.GATHER, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT, Step.INTEGRATE)


def move_on(round_: Round, person_id: str, now: datetime) -> None:
    """To the next step. Who is missing is never skipped in silence; what is tested is chosen first."""
    standing.at(round_, *_MOVES)
    standing.steering(round_, person_id)
    f = facts(round_)
    if round_.step == Step.GATHER and not steps.has_ideas(round_):
        raise Refusal("options.refused.no_ideas")
    if round_.step == Step.MISSING and not round_.of_kind("absent"):
        raise Refusal("options.refused.missing_first")
    if round_.step in (Step.BUILD, Step.INTEGRATE) and f["proposal"] not in f["live"]:
        if len(f["live"]) != 1:
            raise Refusal("options.refused.choose_first")
        f["proposal"] = f["live"][0]
    if round_.step == Step.INTEGRATE and not steps.changed_since(round_):
        raise Refusal("options.refused.change_first")
    _log(round_, person_id, "moved_on", now)
    steps.after(round_, now, person_id)
    steps.settle(round_)


def choose(round_: Round, person_id: str, option: str, now: datetime) -> None:
    """Which option goes on towards the test."""
    standing.at(round_, Step.BUILD)
    standing.steering(round_, person_id)
    if option not in facts(round_)["live"]:
        raise Refusal("options.refused.changed_meanwhile", field="option")
    facts(round_)["proposal"] = option
    _log(round_, person_id, "chose", now)
    steps.settle(round_)


def send_back(round_: Round, person_id: str, now: datetime) -> None:
    """One step back, with its whole time."""
    standing.at(round_, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT)
    standing.hosting(round_, person_id)
    if facts(round_)["test"]:
        raise Refusal("options.refused.moved_on")
    before = {
        Step.CLARIFY: Step.GATHER,
        Step.BUILD: Step.CLARIFY,
        Step.MISSING: Step.BUILD,
        Step.REACT: Step.BUILD,
    }
    _log(round_, person_id, "sent_back", now)
    steps.enter(round_, before[Step(round_.step)], now, person_id)
    steps.settle(round_)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """More time, once a step."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    if round_.step == Step.RECORDED or round_.ends_at is None:
        raise Refusal("options.refused.moved_on")
    if facts(round_)["extended"]:
        raise Refusal("options.refused.extended")
    steps.extend(round_, now)
    _log(round_, person_id, "extended", now)
    steps.settle(round_)


def put_off(round_: Round, person_id: str, now: datetime) -> None:
    """Left for now: the record says so, and anybody may start it again."""
    standing.hosting(round_, person_id)
    if round_.status == Status.PAUSED:
        round_.status, round_.paused_by = Status.RUNNING, ""
    standing.going(round_)
    if round_.step in (Step.RECORDED, Step.REVIEW, Step.WRITE):
        raise Refusal("options.refused.moved_on")
    _log(round_, person_id, "put_off", now)
    steps.put_off(round_, now, person_id)
    steps.settle(round_)


def name(round_: Round, person_id: str, seats: Sequence[Seat], now: datetime) -> None:
    """More people who decide: also where nobody is left who brings what has to be heard."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    there = {seat.person_id: seat for seat in round_.seats}
    fresh = [there.get(seat.person_id, seat) for seat in seats]
    added = [seat for seat in fresh if seat.left_at or seat.step not in DECIDES]
    if not added:
        raise Refusal("options.refused.nobody_new", field="deciders")
    if len(deciders(round_)) + len(added) > MOST:
        raise Refusal("options.refused.too_many_decide", field="deciders", most=MOST)
    for seat in added:
        seat.left_at, seat.step = None, ASKED
        if seat.person_id not in there:
            round_.seats.append(seat)
    if round_.ends_at and round_.step in (Step.GATHER, Step.TEST):
        begin(added, now, round_.ends_at)
    ring(
        [s for s in added if s.person_id != person_id],
        f"named:{facts(round_)['version']}:{len(round_.seats)}",
    )
    _log(round_, person_id, "named", now)
    steps.settle(round_)


def offer(round_: Round, person_id: str, to: str, now: datetime) -> None:
    """Somebody else looks after it, once they say yes."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    if to == person_id or to not in [seat.person_id for seat in round_.present]:
        raise Refusal("options.refused.nobody_here", field="who")
    facts(round_)["handing"] = to
    ring([round_.seat(to)], f"handing:{now.isoformat()}")
    _log(round_, person_id, "offered", now)
    steps.settle(round_)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Accepted; or taken up where nobody looks after it."""
    standing.going(round_)
    f = facts(round_)
    if f["handing"] != person_id and not standing.may_take(round_, person_id):
        raise Refusal("options.refused.moved_on")
    round_.host_id, f["handing"] = person_id, ""
    _log(round_, person_id, "took", now)
    steps.settle(round_)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    if facts(round_)["handing"] == person_id:
        facts(round_)["handing"] = ""
        _log(round_, person_id, "declined", now)
    steps.settle(round_)


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """While nobody has said anything to it."""
    standing.going(round_)
    standing.hosting(round_, person_id)
    begun = round_.step not in (LONG[0], Step.TEST) or facts(round_)["test"] > 1 or facts(round_)["record"]
    said = [r for r in round_.replies if r.author_id not in (person_id, "")]
    if begun or said or round_.of_kind("answer") or round_.of_kind("pool"):
        raise Refusal("options.refused.begun")
    round_.step, round_.status, round_.ends_at = Step.TAKEN_BACK, Status.STOPPED, None
    no_windows(round_)
    steps.settle(round_)


def _log(round_: Round, person_id: str, what: str, now: datetime) -> None:
    facts(round_)["log"].append([now.isoformat(), person_id, what])

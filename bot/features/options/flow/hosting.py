"""What whoever looks after a matter can do; all of it stands in a log that everybody can open."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.flow import asking, further, passing, standing, steps
from bot.features.options.models import ASKED, DAYS, LONG, MOST, ON_THE_WAY, OPEN, Step, deciders, facts
from bot.rounds.company import looking_after, taking_back
from bot.rounds.company.coming import comes, place
from bot.rounds.company.looking_after import log
from bot.rounds.company.moving_on import may_go_on
from bot.rounds.company.standing import at, going, hosting, refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.windows import begin, end_of, no_sooner, ring, tell

MOVES = (Step.SHARE, Step.GATHER, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT, Step.INTEGRATE)
BACK = {
    Step.CLARIFY: Step.GATHER,
    Step.BUILD: Step.CLARIFY,
    Step.MISSING: Step.BUILD,
    Step.REACT: Step.BUILD,
}


def move_on(round_: Round, person_id: str, now: datetime) -> None:
    """To the next step. Who is missing is never skipped in silence; what is tested is chosen first."""
    at(round_, *MOVES)
    standing.steering(round_, person_id)
    f = facts(round_)
    if round_.step == Step.GATHER and not steps.has_ideas(round_):
        raise refused(round_, "no_ideas")
    if round_.step == Step.MISSING and not round_.of_kind("absent"):
        raise refused(round_, "missing_first")
    if round_.step in (Step.BUILD, Step.INTEGRATE) and f["proposal"] not in f["live"]:
        if len(f["live"]) != 1:
            raise refused(round_, "choose_first")
        f["proposal"] = f["live"][0]
    if round_.step == Step.INTEGRATE and not steps.changed_since(round_):
        raise refused(round_, "change_first")
    may_go_on(round_, person_id, passing.holds_up(round_), now)
    log(round_, person_id, "moved_on", now)
    steps.after(round_, now, person_id)
    tell(standing.concerned(round_), f"{round_.step}:{f['version']}:{f['test']}", person_id)


def choose(round_: Round, person_id: str, option: str, now: datetime) -> None:
    """Which option goes on towards the test. What people would take further is counted first, where some
    have ticked; then it is chosen.
    """
    at(round_, Step.BUILD)
    standing.steering(round_, person_id)
    standing.current(round_, option, facts(round_)["live"])
    if further.lie_closed(round_):
        further.count_all(round_, now, person_id)
        log(round_, person_id, "counted", now)
        return
    facts(round_)["proposal"] = option
    log(round_, person_id, "chose", now)


def send_back(round_: Round, person_id: str, now: datetime) -> None:
    """One step back, with its whole time."""
    at(round_, *BACK)
    hosting(round_, person_id)
    if facts(round_)["test"]:
        raise refused(round_, "moved_on")
    log(round_, person_id, "sent_back", now)
    steps.enter(round_, BACK[Step(round_.step)], now, person_id)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """More time, once a step."""
    at(round_, *OPEN)
    hosting(round_, person_id)
    steps.extend(round_, now)
    log(round_, person_id, "extended", now)


def put_off(round_: Round, person_id: str, now: datetime) -> None:
    """Left for now, also while it rests: the record says so, and anybody may start it again."""
    hosting(round_, person_id)
    if standing.answers_wait(round_):
        raise refused(round_, "answered_already")  # what is sealed is nobody's to bury: it is put to all
    may_go_on(round_, person_id, passing.holds_up(round_), now)
    if round_.status == Status.PAUSED:
        round_.status, round_.paused_by = Status.RUNNING, ""
    at(round_, *ON_THE_WAY)
    log(round_, person_id, "put_off", now)
    steps.put_off(round_, now, person_id)


def name(round_: Round, person_id: str, seats: Sequence[Seat], now: datetime) -> None:
    """More people who decide: also where nobody is left who brings what has to be heard."""
    standing.leading(round_, person_id)
    added = [seat for seat in (place(round_, seat) for seat in seats) if seat not in deciders(round_)]
    if not added:
        raise refused(round_, "nobody_new", "deciders")
    if len(deciders(round_)) + len(added) > MOST:
        raise refused(round_, "too_many_decide", "deciders", most=MOST)
    for seat in added:
        comes(round_, seat, ASKED)
    if round_.step == Step.TEST:
        asking.more(round_, added)
    if round_.ends_at and round_.step in (Step.GATHER, Step.TEST):  # they have as long as the others had
        no_sooner(round_, end_of(added, now, DAYS[round_.step]))
        begin(added, now, round_.ends_at)
    moment = f"named:{facts(round_)['version']}:{len(round_.seats)}"
    ring([seat for seat in added if seat.person_id != person_id], moment)
    log(round_, person_id, "named", now)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Accepted; or taken up where nobody looks after it. Refuses once it is over."""
    if round_.status != Status.PAUSED:
        going(round_)
    looking_after.take(round_, person_id, now, free=standing.may_take(round_, person_id))


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """While nobody has said anything to it."""
    begun = round_.step not in (LONG[0], Step.TEST) or facts(round_)["test"] > 1 or facts(round_)["record"]
    said = [r for r in round_.replies if r.author_id not in (person_id, "")]
    written = [*said, *round_.of_kind("answer"), *round_.of_kind("pool")]
    taking_back.take_back(round_, person_id, now, begun=bool(begun or written))
    facts(round_)["live"] = []  # its words are gone

"""The questions to whoever presents: one at a time, and everybody once before anybody twice.

A question waits unseen until it is its turn. Which waits longest for it says its author's count, then
chance: never who was quicker (practice text, 2D, "Question queue").
"""

from collections.abc import Sequence
from datetime import datetime

from bot.features.checkin.models import OVER, QUIET, Asking, Step, facts, joined
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import say
from bot.rounds.time.hours import share

SHOWS = (Step.CLARIFY, Step.QUESTIONS)


def key(round_: Round) -> str:
    """What the questions of now are about: this presenter, and facts or what comes after the hush."""
    step = Step.CLARIFY if round_.step == Step.CLARIFY else Step.QUESTIONS
    return f"{facts(round_)['slot']}:{step}"


def askers(round_: Round) -> list[Seat]:
    """Who is asked for questions: all who are in it but the presenter and, of three, whoever notices."""
    if parts := three(round_):
        return [parts[0]]
    return [seat for seat in joined(round_) if seat.person_id != facts(round_)["presenter"]]


def three(round_: Round) -> tuple[Seat, Seat] | None:
    """Where three meet, who asks this time, and who notices: it goes round (practice text, "3 people")."""
    f, here = facts(round_), joined(round_)
    others = [seat for seat in here if seat.person_id != f["presenter"]]
    if f["short"] or len(here) != 3 or len(others) != 2:
        return None
    asks, notices = sorted(others, key=lambda s: shuffled(round_.id, "three", s.person_id))
    return (asks, notices) if f["slot"] % 2 else (notices, asks)


def notices(round_: Round, person_id: str) -> bool:
    """Whether this person notices, of three, while another one asks."""
    parts = three(round_)
    return parts is not None and parts[1].person_id == person_id


def of(round_: Round, *states: Asking, about: str = "") -> list[Reply]:
    """The questions of now that stand like that."""
    found = facts(round_)["queue"]
    about = about or key(round_)
    return [r for r in round_.of_kind("asks") if r.about == about and found.get(r.id) in states]


def shown(round_: Round) -> Reply | None:
    """The one that is in front of the presenter."""
    return next(iter(of(round_, Asking.SHOWN)), None)


def waiting(round_: Round) -> list[Reply]:
    """Those that wait, in the order in which they will come if nothing else is asked."""
    found: list[Reply] = []
    left = sorted(of(round_, Asking.ASKED), key=lambda r: shuffled(round_.id, r.about, r.author_id))
    counts = {reply.author_id: put(round_, reply.author_id) for reply in left}
    while left:
        first = min(left, key=lambda r: counts[r.author_id])
        counts[first.author_id] += 1
        left.remove(first)
        found.append(first)
    return found


def put(round_: Round, person_id: str) -> int:
    """How many of this person's questions have come to the presenter."""
    came = (Asking.SHOWN, Asking.PARKED, *OVER)
    return sum(r.author_id == person_id for r in of(round_, *came))


def hand_in(round_: Round, person_id: str, text: str, now: datetime) -> Reply:
    """A question waits for its turn; in a short check-in each has one."""
    if facts(round_)["short"] and any(r.about == key(round_) for r in round_.of_kind("asks", person_id)):
        raise refused(round_, "one_each")
    reply = say(round_, person_id, "asks", text, now, about=key(round_))
    facts(round_)["queue"][reply.id] = Asking.ASKED.value
    return reply


def next_up(round_: Round, now: datetime) -> Reply | None:
    """The one that may be shown now; None where there is none, or where others come first."""
    if round_.step not in SHOWS or round_.status != Status.RUNNING or shown(round_):
        return None
    first = next(iter(waiting(round_)), None)
    if first is None or put(round_, first.author_id) == 0:
        return first
    return first if not _not_yet(round_, first.author_id) or now >= half(round_) else None


def half(round_: Round) -> datetime:
    """When half of the time is over: from then on nobody is waited for."""
    begins, ends = round_.since or round_.created_at, round_.ends_at or round_.created_at
    if facts(round_)["live"]:
        return begins + (ends - begins) / 2
    return min((share(begins, ends, 0.5, s.zone) for s in joined(round_)), default=begins)


def show_next(round_: Round, now: datetime) -> Reply | None:
    """The next question comes to the presenter."""
    found = next_up(round_, now)
    if found:
        facts(round_)["queue"][found.id] = Asking.SHOWN.value
        facts(round_)["came"].append(found.id)
    return found


def settle_one(round_: Round, question: str, state: Asking) -> Reply:
    """The presenter has seen to the one in front of them."""
    found = shown(round_)
    if found is None or found.id != question:
        raise refused(round_, "moved_on")
    facts(round_)["queue"][question] = state.value
    return found


def let_pass(round_: Round) -> None:
    """The time for these questions is over: the one in front is so no longer."""
    for reply_id, state in facts(round_)["queue"].items():
        if state == Asking.SHOWN:
            facts(round_)["queue"][reply_id] = Asking.PASSED.value


def drop(round_: Round, gone: Sequence[Reply]) -> None:
    """These are taken away."""
    round_.replies = [reply for reply in round_.replies if reply not in gone]
    for reply in gone:
        facts(round_)["queue"].pop(reply.id, None)


def unread(round_: Round, person_id: str) -> list[Reply]:
    """What this person handed in and nobody has read."""
    states = facts(round_)["queue"]
    return [reply for reply in round_.of_kind("asks", person_id) if states.get(reply.id) == Asking.ASKED]


def empty(round_: Round) -> bool:
    """Whether nothing waits and nothing is in front of the presenter."""
    return not of(round_, Asking.ASKED, Asking.SHOWN)


def due(round_: Round) -> datetime | None:
    """When half of the window is over, where somebody's second question waits for that."""
    held = round_.step in SHOWS and waiting(round_) and not shown(round_)
    return half(round_) if held else None


def quiet_at(round_: Round) -> datetime | None:
    """When some beginnings of questions are offered, where nobody asks; None where they are not."""
    f = facts(round_)
    if round_.step != Step.QUESTIONS or f["stems"] or not f["presenter"] or of(round_, *Asking):
        return None
    return (round_.since or round_.created_at) + QUIET if f["live"] else half(round_)


def _not_yet(round_: Round, but: str) -> list[Seat]:
    """Who could still be the first: has neither asked nor said that there is nothing."""
    asked = {r.author_id for r in round_.of_kind("asks") if r.about == key(round_)}
    done = facts(round_)["done"]
    return [s for s in askers(round_) if s.person_id not in (*asked, *done, but)]

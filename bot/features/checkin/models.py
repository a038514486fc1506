"""The words of a meeting (a check-in, or a set's): steps, times, what it remembers; and what all kinds share.

Each kind is a round of its own. A *meeting* is one time; a *set* meets again and again; a *rhythm* posts
check-ins; a *commitment* is what somebody took on, and lives on by itself; a *box* is one person's own.
"""

from datetime import timedelta
from enum import StrEnum
from typing import cast

from bot.rounds.company.common import Common, fresh
from bot.rounds.keeping.models import Round, Seat

NAME = "checkin"
MEETING, SET, RHYTHM, COMMITMENT, BOX = "meeting", "set", "rhythm", "commitment", "box"

LEAST, MOST, ROOM = 3, 8, 8  # people in a set (practice text, 2D: four to eight; three go as a triad)
PRESENTERS = 2  # in a meeting, at most
WEIGHTS = (1, 2, 3, 4, 5)
# Working days of each step in a meeting that takes days, at the latest: it ends when all have done theirs.
DAYS = 1
LONGER = {"present": 2, "commit": 2, "process": 2}
# Minutes of each step where people are there together; of some of them, for each person.
MINUTES = {
    "check_in": 10, "follow_up": 2, "bids": 1, "choose": 2, "present": 5, "clarify": 5, "hush": 1,
    "questions": 15, "looks": 2, "offers": 5, "commit": 3, "process": 5, "check_out": 1,
}  # fmt: skip
EACH = ("follow_up", "bids", "check_out")
NEARLY = 0.8  # of its minutes: time is nearly up
QUIET = timedelta(minutes=1)  # nobody has asked: some beginnings of questions are offered
LIVE_ENDS = timedelta(minutes=60)  # after the time of a step is over, and nobody has done anything
KEPT = timedelta(days=30)  # what was noticed about the meeting itself
USEFUL = timedelta(days=1)  # a check-in of a rhythm that comes later than that waits for the next time


class Step(StrEnum):
    """Where a meeting stands."""

    CHECK_IN = "check_in"
    FOLLOW_UP = "follow_up"  # what became of what people took on
    BIDS = "bids"  # who would like the time
    CHOOSE = "choose"
    PRESENT = "present"
    CLARIFY = "clarify"  # facts only
    HUSH = "hush"  # everybody writes a question
    QUESTIONS = "questions"
    LOOKS = "looks"  # now it looks like …
    OFFERS = "offers"  # only if the presenter opens them
    COMMIT = "commit"
    PROCESS = "process"  # how it was
    CHECK_OUT = "check_out"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"
    FORGOTTEN = "forgotten"


LONG = (
    Step.CHECK_IN, Step.FOLLOW_UP, Step.BIDS, Step.CHOOSE, Step.PRESENT, Step.CLARIFY, Step.HUSH,
    Step.QUESTIONS, Step.LOOKS, Step.OFFERS, Step.COMMIT, Step.PROCESS, Step.CHECK_OUT,
)  # fmt: skip
IN_SET = dict.fromkeys(LONG, 2) | {Step.CLARIFY: 1}
# What is told at once in a meeting of a set that takes days (`standing.quiet`).
TOLD = (Step.CHECK_IN, Step.PRESENT, Step.CLARIFY)
ASKING = (Step.CLARIFY, Step.HUSH, Step.QUESTIONS)  # somebody may hand in a question
OF_PRESENTER = (
    Step.PRESENT, Step.CLARIFY, Step.HUSH, Step.QUESTIONS, Step.LOOKS, Step.OFFERS, Step.COMMIT,
)  # fmt: skip
# How a set would like to meet: a working day a step, or as suits whoever looks once a day, or live.
WAYS = ("week", "weeks", "live")
# Where somebody stands in a set or a meeting.
INVITED, IN, DECLINED = "invited", "in", "declined"


class Asking(StrEnum):
    """Where a question stands on its way to the presenter."""

    ASKED = "asked"  # waits; nobody but its author can read it
    SHOWN = "shown"  # the one that is in front of the presenter
    ANSWERED = "answered"
    SAT_WITH = "sat_with"
    PASSED = "passed"
    PARKED = "parked"  # kept for the offers: nobody can read it before they open


OVER = (Asking.ANSWERED, Asking.SAT_WITH, Asking.PASSED)


class Facts(Common):
    """What a meeting remembers. People and questions stand here by id; never anybody's words."""

    short: bool  # the short check-in
    live: bool
    quick: bool  # of a set, over days: a working day a step, and each is told when something is theirs
    set: str  # the set that meets; "" in a channel
    unsigned: bool  # whether the presenter reads questions without a name
    helper: bool  # whether questions are looked at before they are posted
    rhythm: str  # the id of the rhythm that posted it; "" where somebody did
    of_itself: bool  # a set's, begun by its date
    planned: str  # when it was to be asked, where it comes late
    done: list[str]  # who has done what this step asks
    follows: list[str]  # who has something open from before
    weights: dict[str, int]  # how much it weighs on somebody: for choosing alone
    bids: list[str]  # who would like the time
    yields: list[str]  # who would like the time, and can wait
    chosen: list[str]  # whose turn it is to present, after the one who presents now
    missed: list[str]  # who was not there when it was their turn: their wish stays
    slot: int  # which presenter this is, counted from 1
    presenter: str
    presented: dict[str, str]  # when somebody presented last, in this set
    kept: list[str]  # presenters who keep what they brought
    queue: dict[str, str]  # how each question stands
    came: list[str]  # those that came to the presenter, in this order
    labels: dict[str, int]  # how many questions of each kind were put
    offers: bool  # whether the presenter opened them
    stems: bool  # some beginnings of questions were offered
    from_box: dict[str, list[str]]  # what of somebody's box they would bring; none once they have
    committed: int
    mark: int  # of a live step: 1 nearly over, 2 over


def begun(*, short: bool, live: bool) -> Facts:
    return {
        **fresh(), "short": short, "live": live, "quick": False, "set": "", "unsigned": False, "helper": True,
        "rhythm": "", "of_itself": False, "planned": "",
        "done": [], "follows": [], "weights": {}, "bids": [], "yields": [], "chosen": [], "missed": [],
        "slot": 0, "presenter": "", "presented": {}, "kept": [], "queue": {}, "came": [], "labels": {},
        "offers": False, "stems": False, "from_box": {}, "committed": 0, "mark": 0,
    }  # fmt: skip


def facts(round_: Round) -> Facts:
    """What the meeting remembers, to read and to change."""
    return cast(Facts, round_.facts)


def joined(round_: Round) -> list[Seat]:
    """Who is in it: said so themselves, and still there."""
    return [seat for seat in round_.present if seat.step == IN]


def is_in(round_: Round, person_id: str) -> bool:
    return any(seat.person_id == person_id for seat in joined(round_))


def place_of(round_: Round) -> str:
    """What joins one meeting to the next: the set, or the channel."""
    return facts(round_)["set"] or round_.channel_id or ""

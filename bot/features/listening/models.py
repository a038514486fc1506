"""The words of a listening round's steps, how it was asked for, and what it remembers."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.company import common
from bot.rounds.company.common import Common
from bot.rounds.keeping.models import Round, Seat

NAME = LISTENING = "listening"
RHYTHM = "rhythm"  # a question that is planned, once or again and again

LEAST, MOST, ROOM = (
    3,
    12,
    8,
)  # people (practice text, "Sizes"); above MOST it splits into rooms of at most ROOM
PAGE = 5  # voices on a page
KEPT = timedelta(days=30)  # how long gathered words stay after the close
CALL = timedelta(seconds=20)  # a quiet call for whoever does not answer (edge table, "Absent")
HUSH = timedelta(seconds=10)
TALK = timedelta(minutes=20)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NEARLY = 0.8  # part of a live turn after which time is nearly up
OVER = (timedelta(seconds=30), timedelta(seconds=60))  # past the time: told privately, then gently to all
SILENT, SILENT_DAYS = timedelta(minutes=10), 2  # a host whom something waits for: live, else working days
LIVE_ENDS = timedelta(hours=1)  # a live round in which nothing happens any more
READ_DAYS, TALK_DAYS, OUT_DAYS, JOIN_DAYS, AGAIN_DAYS = 1, 2, 1, 1, 1  # working days
MORE = 3  # times that a holder may ask for more time in one turn


class Pace(StrEnum):
    """How time goes in it."""

    GATHER = "gather"  # everybody writes apart, and it is read together
    LIVE = "live"  # people are there at once: minutes a turn
    RELAY = "relay"  # one piece passed on: working hours a turn


class Form(StrEnum):
    """What comes after the first time round."""

    SIMPLE = "simple"  # once round
    CAFE = "cafe"  # twice round, then open talk
    COUNCIL = "council"  # round and round, until everybody passes


TURN = {Pace.GATHER: 2, Pace.LIVE: 2, Pace.RELAY: 4}  # days to write, minutes or working hours a turn
TURN_MOST = {Pace.GATHER: 10, Pace.LIVE: 10, Pace.RELAY: 24}


class Step(StrEnum):
    """Where a listening round stands."""

    ASKED = "asked"  # live and relay: who is here?
    CHECK_IN = "check_in"  # live: a word of arriving from each
    TURNS = "turns"  # the floor goes round
    WRITE = "write"  # gather: each writes apart
    READ = "read"  # gather: it is read together
    TALK = "talk"  # café: open conversation
    CHECK_OUT = "check_out"  # one thing I am taking with me
    CLOSED = "closed"
    SPLIT = "split"  # too many for one: it went on in rooms
    TAKEN_BACK = "taken_back"
    FORGOTTEN = "forgotten"


# Where one person stands: apart (a host who has not joined), asked by name, not this time; there, has spoken
# or written, passed.
APART = ""
INVITED, DECLINED, HERE, DONE, PASSED = "invited", "declined", "here", "done", "passed"
OPEN_TO_JOIN = (Step.ASKED, Step.CHECK_IN, Step.TURNS, Step.WRITE, Step.READ, Step.TALK)
# What is written apart, and as what it stands there once it is read together: each a reply of its own kind,
# so that no row says of another that it is open.
OPENED = {"answer": "open", "arrival": "arrived"}
LATE = (Step.READ, Step.TALK, Step.CHECK_OUT)  # gathered words are taken until the close
BY_TIME = ("nudge", "still_good", "stopped", "wanted", "still_paused")  # moments that time alone makes


@dataclass(frozen=True)
class Plan:
    """How a round was asked for. `turn` is in working days (gather), minutes (live) or working hours."""

    pace: Pace = Pace.GATHER
    form: Form = Form.SIMPLE
    turn: int = 0  # 0: what the pace usually takes
    people: tuple[str, ...] = ()  # asked by name: then it is for them; else for everybody in the channel
    check_in: bool = False
    play_back: bool = False  # aloud, from LEAST people on; else whatever their number
    publish: bool = False

    @property
    def length(self) -> int:
        usual = 1 if (self.pace, self.form) == (Pace.LIVE, Form.CAFE) else TURN[self.pace]
        return self.turn or usual


class Facts(Common):
    """What a round remembers beside what every round does; and here everybody in it may look after it.

    People stand here by id, moments as ISO 8601 texts.
    """

    plan: dict[str, object]
    prompt: str  # the id of the prompt that it was asked with; "" where the question is their own
    version: int  # of that prompt, as it was asked; 0 where the question is their own
    rhythm: str  # the id of the rhythm that put it; "" where somebody did
    lap: int  # how often it has gone round with a question
    base: int  # of these, how many belong to the form
    added: bool  # the question that is asked now was added to it
    question: str  # the reply that is asked now
    next: list[str]  # replies that will be asked after it
    holder: str  # who has the floor
    spoke: str  # who had it last
    order: list[str]  # who is still to be offered it, this time round
    again: list[str]  # who is to be offered it once more
    offered: list[str]  # who was offered it, this time round
    told: bool  # the holder's turn has begun, and they know
    more: int  # how often more time was asked for in this turn
    mark: int  # how far time is up in a live turn: 0, 1 nearly, 2 and 3 past it
    calling: str  # until when somebody who seems away is quietly called
    quiet: bool  # the last time round nobody had anything to say
    chose_quiet: bool  # ... and everybody who was in it had said so: each passed by themselves
    talked: bool  # café: the open talk is over
    heard: dict[str, list[str]]  # who listened, as keyed hashes, by whom they listened to
    counts: dict[str, int]  # the same after the close: numbers alone
    confirmed: dict[str, str]  # what speakers said of the play-back by each listener
    out: list[str]  # who has checked out
    rooms: dict[str, int]
    keeps: list[str]  # whose words stay for longer than 30 days, by their own choice
    joined: str  # when somebody last joined
    gone: float  # seconds that this turn or step had gone on for when it was paused; below 0: it comes yet
    asked_on: bool  # whether the pause was asked about


class Place(TypedDict):
    """What it remembers of somebody's place."""

    turns: int  # how often they were offered the floor; gathered: 1, as soon as they can write
    volunteers: bool  # whether they offered to open
    listens_to: str  # whose words they play back; "" for nobody's


def kept(plan: Plan) -> dict[str, object]:
    return asdict(plan) | {"people": list(plan.people)}


def fresh(plan: Plan, prompt: str = "", version: int = 0) -> Facts:
    return {
        **common.fresh(there=False),
        "plan": kept(plan), "prompt": prompt, "version": version, "rhythm": "",
        "lap": 0, "base": 0, "added": False, "question": "", "next": [],
        "holder": "", "spoke": "", "order": [], "again": [], "offered": [], "told": False, "more": 0,
        "mark": 0, "calling": "", "quiet": False, "chose_quiet": False,
        "talked": False, "heard": {}, "counts": {},
        "confirmed": {}, "out": [], "rooms": {}, "keeps": [], "joined": "", "gone": 0, "asked_on": False,
    }  # fmt: skip


def facts(round_: Round) -> Facts:
    """What the round remembers, to read and to change."""
    return cast(Facts, round_.facts)


def sit(seat: Seat) -> Seat:
    """A place in it: what it remembers of that begins, or goes on in a room of its own."""
    seat.facts = {**Place(turns=0, volunteers=False, listens_to=""), **seat.facts}
    return seat


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)


def plan_of(round_: Round) -> Plan:
    kept = dict(facts(round_)["plan"])
    people = cast(list[str], kept.pop("people"))
    pace, form = Pace(str(kept.pop("pace"))), Form(str(kept.pop("form")))
    return Plan(pace, form, people=tuple(people), **kept)  # type: ignore[arg-type]


def pace(round_: Round) -> Pace:
    return plan_of(round_).pace


def lap(round_: Round) -> str:
    """This time round: what gathered words are about."""
    return str(facts(round_)["lap"])


def kept_moment(kept: str) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def joined(round_: Round) -> list[Seat]:
    """Everybody who is in it: said so themselves, and has not left."""
    return [seat for seat in round_.present if seat.step in (HERE, DONE, PASSED)]


def is_in(round_: Round, person_id: str) -> bool:
    return any(seat.person_id == person_id for seat in joined(round_))

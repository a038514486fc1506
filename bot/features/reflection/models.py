"""The words of a reflection's steps."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypedDict, cast

from bot.rounds.company.common import Common, fresh
from bot.rounds.keeping.models import Round, Seat

NAME = REFLECTION = "reflection"
WEEKLY = "weekly"  # what a rhythm of them is called, whatever its rhythm
VISITS = "visits"  # a pair lets questions from a channel in
LAUNCHED = "launched"  # what a channel reads of a question for its pairs

# Unhurried timings, in working days (practice text 03, column "Async").
ANSWER_DAYS, WAIT_DAYS, HEAR_DAYS, CONFIRM_DAYS, AGAIN_DAYS, NOTE_DAYS = 3, 2, 2, 2, 1, 2
EMPTY_DAYS = 5  # long enough for the weekly budget to let the question through
LOOPS = 3  # times round before it may stay open
KEPT = timedelta(days=90)  # how long texts stay after the close


# There together (practice text 03, column "Live"): what is on takes about so many minutes. They end nothing.
TOGETHER, BOTH_WITHIN = timedelta(minutes=20), timedelta(minutes=2)
MINUTES = {"write": 5, "read": 2, "hear": 3, "again": 2, "confirm": 1, "note": 4}
NEARLY = 0.8  # of those minutes, after which whoever is on reads, once, that they are nearly over


class Step(StrEnum):
    """Where a reflection stands."""

    ASKED = "asked"  # each answers apart
    EMPTY = "empty"  # the window is over and nobody has answered
    CHOOSE = "choose"  # some have answered: they choose what happens with it
    SHARED = "shared"  # they shared; the others answer first, or just read
    READ = "read"  # open: read, play back, confirm
    NOTE = "note"  # heard; a joint note, if they like
    RESTING = "resting"  # enough for today
    ALONE = "alone"  # everybody else has stepped out
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"
    FORGOTTEN = "forgotten"


class Hearing(StrEnum):
    """Where one listener stands with what they heard."""

    HEAR = "hear"  # may play back
    HEARD = "heard"  # played back; the author's word is awaited
    AGAIN = "again"  # nearly, or not yet: once more
    AGREED = "agreed"
    OPEN = "open"  # three times round: it may stay open
    LET_GO = "let_go"  # passed, or the time ran out
    NOTHING = "nothing"  # there is nothing to play back


ENDED = {Hearing.AGREED, Hearing.OPEN, Hearing.LET_GO, Hearing.NOTHING}
CHOICES = ("share", "wait", "keep")  # what may become of an answer that stands alone
WAITING, DRAFT, ANSWERED, PASSED, READS = "", "draft", "answered", "passed", "reads"
MINE = ("draft", "answer")  # what somebody writes, before it is opened
UNREAD = (*MINE, "then")  # kinds of replies that their author alone may read
JOINT = "joint"  # a note that all have ticked
THEN = "then_open"  # what somebody wrote at the beginning, and lets others read beside how it is now


class Prompt(Protocol):
    """What a question of the catalogue is known by."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def sensitive(self) -> bool: ...


class Live(TypedDict):
    """They are there together: moments as ISO 8601 texts (UTC).

    - `until`: when the time together is over; what is open then goes on unhurried.
    - `part`: what is on, as time saw it last ("write", "hear:U1:0"; "" where it is anybody's turn), since
      when, and when its minutes are `over`; `nearly`: whether they were said to be.
    - `past`: the parts whose minutes are over: what comes next begins beside them.
    """

    until: str
    part: str
    over: str
    near: str
    nearly: bool
    past: list[str]


class Facts(Common):
    """What a reflection remembers."""

    rhythm: str  # the id of the rhythm that put its question; "" where somebody did
    prompt: str  # the id of the prompt that it was asked with; "" where the question is their own
    version: int  # of that prompt, as it was asked; 0 where the question is their own
    quiet: bool  # it can hurt: that somebody lets it go by leaves no trace for anybody else
    planned: str  # when a rhythm was to ask it, where that comes late (ISO 8601); else ""
    reopened: int  # how often its question was opened again
    rests_from: str  # the step that it rests from; "" where it does not rest
    asked_on: bool  # whether the pause was asked about
    asked_in: str  # the channel where it was asked, for pairs; "" elsewhere
    as_other: bool  # each writes it as another would say it; not in what was asked before there was that
    looks_back: str  # the id of the round in which the same was asked at the beginning; "" for none
    note_out: str  # who took the note out that they had kept; "" for nobody
    live: Live | None  # while they are there together; not in what was asked before there was that


class Place(TypedDict):
    """What it remembers of somebody's place."""

    choice: str  # what is to become of an answer that stands alone: share, wait or keep; "" until they say
    listens_to: str  # whose answer they play back, or as whom they say it; "" for nobody
    loops: int  # how often they have played it back
    confirmed: str  # what its author said of that last: yes, nearly or not_yet
    ticked: str  # the version of the joint note that they agree with
    closes: bool  # whether they would close it as it is, without a note or without this one
    away: bool  # whether they were away at any time while it was asked
    here: str  # when they said that they are here (ISO 8601); "" where they did not, or nobody came
    unhurried: str  # the step at which they read that it goes on unhurried; "" for none


def remember(
    round_: Round, prompt: Prompt | None, rhythm: str = "", *, as_other: bool = False, looks_back: str = ""
) -> None:
    """There is nothing yet to remember of it, and of anybody's place."""
    new: Facts = {
        **fresh(),
        "rhythm": rhythm,
        "prompt": prompt.id if prompt else "",
        "version": prompt.version if prompt else 0,
        "quiet": prompt.sensitive if prompt else False,
        "planned": "",
        "reopened": 0,
        "rests_from": "",
        "asked_on": False,
        "asked_in": "",
        "as_other": as_other,
        "looks_back": looks_back,
        "note_out": "",
        "live": None,
    }
    round_.facts = dict(new)
    for seat in round_.seats:
        new_place = Place(
            choice="",
            listens_to="",
            loops=0,
            confirmed="",
            ticked="",
            closes=False,
            away=False,
            here="",
            unhurried="",
        )
        seat.facts = dict(new_place)


def facts(round_: Round) -> Facts:
    """What the reflection remembers, to read and to change."""
    return cast(Facts, round_.facts)


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)


def as_other(round_: Round) -> bool:
    """Whether each writes it as another would say it, who then says how near that is."""
    return facts(round_).get("as_other", False)


def live_of(round_: Round) -> Live | None:
    """How they are there together; None where they are not."""
    return facts(round_).get("live")


def stands_at(round_: Round) -> str:
    """Its step; where it rests, the one that it would be taken up at."""
    return facts(round_)["rests_from"] or round_.step

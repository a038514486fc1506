"""The words of a matter's steps, the levels of its test, what it remembers, and the record that comes of it.

A *matter* is one question on its way to an agreement: a round that lives until its record is ended.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NotRequired, TypedDict, cast

from bot.rounds.company import common
from bot.rounds.keeping.models import Round, Seat

NAME, MATTER, REGISTER = "options", "matter", "register"

TESTS = 3  # at most, of one proposal and what becomes of it
# Working days (practice text, 2E).
DAYS = {
    "share": 2, "gather": 3, "clarify": 1, "build": 3, "missing": 1, "react": 1, "test": 2, "integrate": 5,
    "write": 2, "review": 5, "consent": 2,
}  # fmt: skip
AGAIN_DAYS = 2  # where too few have answered: once more
REVIEW_WEEKS, REVIEW_WEEKS_MOST, TRY_WEEKS = 8, 26, 8
WEEK, MONTH = timedelta(days=7), timedelta(days=28)
UNREAD_KEPT = timedelta(days=14)  # an answer that was never opened, for its author to make a note of it
WEEKLY = 3  # times that a review which nobody takes up comes back after a week; then monthly
GUESSED = 5  # under so many people others may guess who wrote what
HIDES = 3  # so many of one kind hide each other in a count
LEAST, MOST = 2, 25  # people who decide
OPTIONS_MOST = 30  # on the table at once


class Level(StrEnum):
    """What somebody answers when a proposal is tested; the values are the practice's numbers."""

    BEHIND = "5"
    SUPPORT = "4"
    LIVE_WITH = "3"
    TALK = "2"
    DISAGREE = "1"
    OBJECT = "0"
    ASIDE = "S"  # not mine to decide


REQUIRED_WHY = {Level.OBJECT}


class Outcome(StrEnum):
    """What a test comes to."""

    AGREED = "agreed"
    RESERVATIONS = "reservations"
    TRY = "try"
    MORE_TALK = "more_talk"
    OBJECTION = "objection"
    NOT_AGREED = "not_agreed"
    DEFERRED = "deferred"
    REFERRED = "referred"
    NOT_ENOUGH = "not_enough"


AGREED = {Outcome.AGREED, Outcome.RESERVATIONS, Outcome.TRY}


class State(StrEnum):
    """What a record says of its matter."""

    AGREED = "agreed"
    RESERVATIONS = "reservations"
    TRY = "try"
    NOT_AGREED = "not_agreed"
    DEFERRED = "deferred"
    REFERRED = "referred"
    ENDED = "ended"
    SEALED = "sealed"  # a stone stands where its words were


STANDING = {State.AGREED, State.RESERVATIONS, State.TRY}  # agreements that hold, and are looked at again
UNDECIDED = {State.NOT_AGREED, State.DEFERRED, State.REFERRED}


class Step(StrEnum):
    """Where a matter stands."""

    SHARE = "share"  # what we see the same way, and where we still differ
    GATHER = "gather"  # ideas, written apart
    CLARIFY = "clarify"  # questions only
    BUILD = "build"  # merge, split, edit
    MISSING = "missing"  # who is not here
    REACT = "react"  # one line each
    TEST = "test"  # each decider answers apart
    INTEGRATE = "integrate"  # an objection: the proposal is changed
    WRITE = "write"  # what came of it is written down
    CONSENT = "consent"  # what would keep, end, reword or put it off is put to all who decide
    RECORDED = "recorded"
    REVIEW = "review"  # is it still working?
    TAKEN_BACK = "taken_back"


LONG = (Step.SHARE, Step.GATHER, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT, Step.TEST)
SHORT = (Step.TEST,)
ON_THE_WAY = (*LONG, Step.INTEGRATE)  # nothing has come of it yet: it can be put off
OPEN = (
    *ON_THE_WAY,
    Step.WRITE,
    Step.REVIEW,
    Step.CONSENT,
)  # it has a time in which somebody is asked for something
SEEN_OUTSIDE = ("question", "decision", "why")  # of what is made public; and the day of its review
STOP = "stop"  # the answer of a line that came with a stop-sign
# Where somebody stands: around, decides and is asked, decides and has answered.
APART, ASKED, ANSWERED = "", "asked", "answered"
DECIDES = (ASKED, ANSWERED)
KINDS = ("lived", "professional")
COUNTS_FOR = {"lived": {"lived"}, "professional": {"professional"}, "both": {"lived", "professional"}}
MANDATE = ("can_decide", "can_influence", "is_fixed", "who_decides")  # the fields of the mandate note
FRAMED = ("why_now", *MANDATE)  # what is said beside the question
HEAR = "hear"  # among what was left out: nobody heard those who disagree


class Motion(TypedDict):
    """What one of those who decide has put to all of them; its words are a reply of their own."""

    what: str  # keep, end, wording, leave, seal, unname, public or let_go
    by: str  # who put it
    review: str  # the moment at which it would be looked at again, "" where that stays
    back: str  # the step it came from: there it goes on where not enough say yes
    until: str  # when that step would have ended, "" for never
    days: int
    opened: bool
    about: str  # whom it is about, where it is about somebody
    since: str  # when that step had begun
    retried: bool
    extended: bool


class Stood(TypedDict):
    """What came of a motion that did not take effect."""

    what: str
    yes: int
    against: int
    of: int
    lacks: NotRequired[list[str]]  # kinds of experience named at the start that nobody brings who said yes


class Asking(TypedDict):
    """Whom a test asks: ids; since when; who let it begin, "" for time."""

    who: list[str]
    at: str
    by: str


class Facts(common.Common):
    """What a matter remembers. People stand here by id, options by their reply's; never anybody's words."""

    kinds: list[str]  # whose experience must be among those who answer
    said: dict[str, str]  # what deciders said that they bring to this, where their profile does not
    short: bool  # propose, test, record
    live: list[str]  # the options on the table
    of: dict[str, list[str]]  # which options each one was made of
    proposal: str  # the option that is tested
    wrote: list[str]  # who wrote an idea, in the order of their ids
    tested: str  # the option that was tested last
    test: int  # which test this is, counted from 1; 0 before
    outcome: str
    amends: bool  # what is tested would change an agreement that holds
    hear: bool  # those who disagree all bring the same kind: hear them before it is written down
    skipped: list[str]  # steps that it did not go through
    record: str  # the record of it, once there is one
    version: int
    state: str
    review_at: str
    owner: str  # who sees to it
    ownerless: bool  # those who decide were told that whoever saw to it is not here any more
    times: int  # how often its review was put again
    opened: bool  # the answers of this review were opened
    motion: Motion | None  # what is put to all, while it is
    motions: int  # how many there were
    stood: Stood | None  # the last one, where it changed nothing
    public: bool  # its title, decision, why and review day may be read outside
    follows: str  # the record that it was started again from, "" for none
    tagged: int  # how many versions of its record changed only the tags
    asking: Asking | None  # whom the test that runs has asked
    said_beside: list[str]  # who does not decide and has said in this review how it is for them, by their ids
    ready: list[str]  # who decides and has said in this step that it may go on, by their ids
    within: int  # versions that were written while it is looked at again
    sooner: bool  # two of them have pulled the stop-sign: this review came of it


def fresh(kinds: list[str], *, short: bool) -> Facts:
    return Facts(
        **common.fresh(), kinds=kinds, said={}, short=short, live=[], of={}, proposal="", wrote=[], tested="",
        test=0, outcome="", amends=False, hear=False, skipped=[], record="", version=0, state="",
        review_at="", owner="", ownerless=False, times=0, opened=False, motion=None, motions=0, stood=None,
        public=False, follows="", tagged=0, asking=None, said_beside=[], sooner=False, within=0, ready=[],
    )  # fmt: skip


_LATER = ("ownerless", "public", "follows", "tagged", "asking", "said_beside", "sooner", "within", "ready")


def facts(round_: Round) -> Facts:
    """What the matter remembers, to read and to change; an older one knows nothing yet of what came later."""
    if any(key not in round_.facts for key in _LATER):
        new = fresh([], short=False)
        round_.facts |= {key: one for key, one in new.items() if key in _LATER and key not in round_.facts}
    return cast(Facts, round_.facts)


def deciders(round_: Round) -> list[Seat]:
    """Who decides: named at the start or since, and still there."""
    return [seat for seat in round_.present if seat.step in DECIDES]


def decides(round_: Round, person_id: str) -> bool:
    return any(seat.person_id == person_id for seat in deciders(round_))


def kind_of(round_: Round, seat: Seat) -> str:
    """Whose experience somebody brings to this: as they said here, else as their profile says."""
    return facts(round_)["said"].get(seat.person_id, seat.kind)


class Reservation(TypedDict):
    """Why somebody answered as they did, word for word; `name` only where they ticked it."""

    level: str
    text: str
    name: str
    safe: NotRequired[str]  # what would make it safe enough to try; older ones say nothing of it


class Considered(TypedDict):
    """An option that was on the table, or that another was made of; `by` are names, "" is a member."""

    text: str
    kept: str  # what the next one kept of it
    by: list[str]
    chosen: bool
    further: NotRequired[int]  # how many would take it further, of so many who ticked; only where that is so
    ticked: NotRequired[int]
    into: list[str] | None  # the texts of what was made of it; None where nobody kept that


class Change(TypedDict):
    """Why there is this version.

    `what` is made, corrected, amended, held, kept, ended, left, referred, handed, came_back, public, private
    or sealed.

    Where only its tags are others: tagged.

    Of what is left for now: put_off (by somebody), no_ideas, not_chosen, not_changed, too_few, talk, rested.
    """

    what: str
    why: str
    by: str  # the name of whoever wrote it; "" where time did


class Working(TypedDict):
    """What somebody said in a review: `answer` is yes, partly or no; stop, where they had pulled the sign."""

    answer: str
    text: str
    name: str


class Unnamed(TypedDict):
    """That a passage was blacked out, in every version: never what."""

    by: str  # the name of its author; "" where those who decide said so together
    at: str  # the moment, ISO 8601 in UTC


class Handed(TypedDict):
    """That what was agreed was handed on."""

    to: str
    day: str  # YYYY-MM-DD, in UTC
    by: str  # the name of whoever did


class Words(TypedDict):
    """A record's words, as they are sealed: JSON of this shape, every field there, empty where unsaid."""

    question: str
    why_now: str  # why it is asked just now
    can_decide: str  # the mandate note: what we can decide, what only influence, what is fixed, who decides
    can_influence: str
    is_fixed: str
    who_decides: str
    same: str  # what we see the same way
    differ: str
    decision: str
    tested: str  # as that was put to the test, where it reads otherwise since
    why: str
    options: list[Considered]
    contributors: dict[str, int]  # by kind, only where enough hide them; always "all"
    kinds: list[str]  # whose experience had to be among those who answered
    levels: dict[str, int]  # how many answered at each level
    deciders: int
    missing: int  # deciders who did not answer: never counted as agreement
    aside: int
    reservations: list[Reservation]
    earlier: list[Reservation]  # objections and what was needed first, of tests before the last
    held: list[Reservation]  # what stood against a change that was not agreed
    absent: str  # who is not here, and how they will be heard, or why it went on
    heard: str  # what those said who disagree, before it was written down, or why it went on
    harms: str
    stop: str  # what would make us look sooner
    owner: str  # a name
    first_step: str
    first_day: str  # the day of it (ISO), "" where none was said
    know: str  # how we will know
    skipped: list[str]  # steps it did not go through
    tests: int
    working: list[Working]
    unnamed: list[Unnamed]
    public: str  # since when title, decision, why and review day may be read outside, ISO 8601; "" for not
    tags: str  # a line of words by which it is found with others like it
    beside: list[Working]  # of those who live with it and do not decide
    handed: list[Handed]  # to whom it was handed on after it was agreed, the last one at the end
    came_back: str  # what came of that
    change: Change
    last: list[Change]  # where this version changed the tags alone: what was done to it before that


@dataclass(repr=False)
class Note:
    """A minority note: its writer's own, who may change it; it travels with the record.

    `mark` stands in the place of who they are; `name` is "" unless they signed it.
    """

    mark: str
    text: str
    name: str


class How(StrEnum):
    """How one record belongs to another; read from the other one it is called as `FROM_THERE` has it."""

    FOLLOWS = "follows"
    REPLACES = "replaces"
    BELONGS = "belongs"


FROM_THERE = {How.FOLLOWS: "followed", How.REPLACES: "replaced", How.BELONGS: "has_part"}


@dataclass(frozen=True)
class Link:
    """Another record of the same channel; `how` is a How, or what that is called from there."""

    how: str
    record_id: str
    title: str = field(repr=False)


@dataclass(repr=False)
class Record:
    """One version of what came of a matter. Its words belong to the channel."""

    team: str
    channel_id: str
    id: str
    version: int
    state: State
    round_id: str
    created_at: datetime
    review_at: datetime | None
    words: Words
    owner_id: str = ""
    notes: list[Note] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)  # read along only where they are shown

    @property
    def title(self) -> str:
        return self.words["question"]

    def __repr__(self) -> str:  # people's words never reach a log or a traceback
        return f"Record({self.id}, {self.version}, {self.state})"


def blank(question: str) -> Words:
    """A record's words before anything is known but the question."""
    return Words(
        question=question, why_now="", can_decide="", can_influence="", is_fixed="", who_decides="", heard="",
        same="", differ="",
        decision="", tested="", why="", options=[], contributors={"all": 0}, kinds=[], levels={}, deciders=0,
        missing=0, aside=0, reservations=[], earlier=[], held=[], absent="", harms="", stop="", owner="",
        first_step="", first_day="", know="", skipped=[], tests=0, working=[], beside=[], handed=[],
        came_back="", unnamed=[], public="", tags="", change=Change(what="made", why="", by=""), last=[],
    )  # fmt: skip


def done_last(words: Words) -> Change:
    """Why it is as it is: what was done to it last, but for its tags."""
    return next(iter(words["last"]), words["change"])


def day_from(said: str) -> date | None:
    """The day that stands in a record's words; None for none."""
    return date.fromisoformat(said) if said else None


def words_from(kept: str) -> Words:
    """A record's words as they were sealed; what an older row does not say yet is empty."""
    said = json.loads(kept)
    options = [{"into": None, **one} for one in said.get("options", [])]
    return cast(Words, {**blank(""), **said, "options": options})

"""What a practice says of itself: its steps, who each waits for, what is written there, who reads it when.

It is data, and plain functions where something is decided: `life` are its rules, `drawn` its cards and forms,
`install` makes a Feature of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rounds.keeping.models import Reply, Round, Seat

QUESTION = "question"
# Where somebody stands in the present step; "" for who is not in it.
INVITED, HERE, DONE = "invited", "here", "done"
# Where it stands when it is over.
CLOSED, STOPPED, TAKEN_BACK, FORGOTTEN = "closed", "stopped", "taken_back", "forgotten"
# What `about` says of a reply in a box: kept apart until its step is over, open, for its author alone.
APART, OPEN, DRAFT = "", "open", "draft"

Who = Callable[[Round], Sequence[Seat]]
Rule = Callable[[Round, str, datetime], object]  # round, who, now
Check = Callable[[Round, str, Mapping[str, str]], object]  # round, who, what they wrote by the kind of box


def joined(round_: Round) -> list[Seat]:
    """Everybody who is in it."""
    return [seat for seat in round_.present if seat.step in (HERE, DONE)]


def nobody(_: Round) -> list[Seat]:
    """Nobody is waited for: this step takes its time."""
    return []


@dataclass(frozen=True)
class Box:
    """Something to write, or one of `options` to choose: words `box.<kind>`, `option.<kind>.<option>`.

    An `unsigned` one is final when it is sent: it has no person and no time beside it, anywhere.
    """

    kind: str
    most: int = 1500  # characters; up to 200 it is one line
    unsigned: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A stretch of time, in working days, or live in minutes; its words are `step.<name>`, `mine.<name>`.

    It is over when its time is, or when nobody of `who` is waited for any more; in one that one can still
    join (`joins`), only when its time is. What is written `apart` is read when it is over, else at once, by
    `readers`; where anything in it is unsigned, what somebody sends is final. With fewer than `least` answers
    it goes on `again` days or minutes more, once; then all of it ends.
    """

    name: str
    days: int = 0
    minutes: int = 0
    who: Who = joined
    boxes: tuple[Box, ...] = ()
    apart: bool = True
    readers: Who = joined
    least: int = 0
    again: int = 1
    joins: bool = False

    @property
    def live(self) -> bool:
        return self.minutes > 0


@dataclass(frozen=True)
class Press:
    """A button of its own in these steps, for those of `who`; its words are `do.<name>` and `done.<name>`."""

    name: str
    rule: Rule
    steps: tuple[str, ...]
    who: Who = joined


@dataclass(frozen=True)
class Practice:
    """Everything that is its own; the rest is the common life.

    `after` names the step that follows the present one, or one of the ends; else they follow each other.
    `check` refuses what somebody is about to send. With fewer than `least` people nothing begins; `kept` is
    how long what was read stays when it is over.
    """

    name: str
    steps: tuple[Step, ...]
    after: Callable[[Round], str] | None = None
    presses: tuple[Press, ...] = ()
    check: Check | None = None
    least: int = 2
    most: int = 25
    kept: timedelta = timedelta(days=30)

    def __post_init__(self) -> None:
        kinds = [QUESTION, *(box.kind for step in self.steps for box in step.boxes)]
        if len(set(kinds)) < len(kinds) or any((step.days > 0) == step.live for step in self.steps):
            raise ValueError(f"{self.name}: a kind of box stands once, and a step has days or minutes")

    def step(self, name: str) -> Step:
        """The step of that name; where it is over, one in which nothing happens."""
        return next((step for step in self.steps if step.name == name), Step(name, who=nobody))

    def follows(self, round_: Round) -> str:
        """What comes after the present step."""
        if self.after:
            return self.after(round_)
        names = [*(step.name for step in self.steps), CLOSED]
        return names[names.index(round_.step) + 1]

    @property
    def written(self) -> dict[str, Step]:
        """In which step each kind of box is written."""
        return {box.kind: step for step in self.steps for box in step.boxes}


def readable(practice: Practice, round_: Round, reply: Reply, person_id: str) -> bool:
    """The one rule of who reads what, for all declared practices.

    The question, and one's own words, always; what stands in a box when it is open, if one is of its readers.
    """
    if reply.kind == QUESTION or reply.author_id == person_id:
        return True
    step = practice.written.get(reply.kind)
    readers = step.readers(round_) if step and reply.about == OPEN else []
    return any(seat.person_id == person_id for seat in readers)

"""What a practice says of itself: its steps, who each waits for, what is written there, who reads it when.

It is data, and plain functions where something is decided: `life` are its rules, `drawn` its cards and forms,
`install` makes a Feature of it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.questions.language import Label
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import TRIES, Reply, Round, Seat

QUESTION = "question"
ABOVE = (QUESTION, TRIES)  # what stands above all that is written
# Where somebody stands in the present step; "" for who is not in it.
INVITED, HERE, DONE = "invited", "here", "done"
# Where it stands when it is over.
CLOSED, STOPPED, FORGOTTEN = "closed", "stopped", "forgotten"
# What `about` says of a reply in a box: kept apart until its step is over, open, for its author alone; held
# back, once it was open, until its author has written it anew.
APART, OPEN, DRAFT, HELD = "", "open", "draft", "held"
LIVE = "live"  # in the facts of a round: whether people are there at once, so that its steps have minutes

RESTS = "rests"  # in the facts of a place: whether this person rests

Who = Callable[[Round], Sequence[Seat]]
Rule = Callable[[Round, str, datetime], object]  # round, who, now
Check = Callable[[Round, str, Mapping[str, str]], object]  # round, who, what they wrote by the kind of box


def joined(round_: Round) -> list[Seat]:
    """Everybody who is in it."""
    return [seat for seat in round_.present if seat.step in (HERE, DONE)]


def rests(round_: Round, person_id: str) -> bool:
    """Whether nothing is asked of this person until they say that they are back."""
    return any(seat.person_id == person_id and seat.facts.get(RESTS) for seat in round_.seats)


def nobody(_: Round) -> list[Seat]:
    """Nobody is waited for: this step takes its time."""
    return []


@dataclass(frozen=True)
class Box:
    """Something to write, or one of `options` to choose: words `box.<kind>`, `option.<kind>.<option>`.

    An `unsigned` one is final when it is sent: it has no person and no time beside it, anywhere. Where a
    `nameless` one points at somebody, it comes back to its author once. `of`: one is chosen of what lies in
    the box of that kind; it is asked where that is more than one thing. `about`: the kind of reply that is
    quoted above it, without which it is not asked. Where its step comes again and there are `many`, what was
    written there before stays. What stands in a box that `goes` leaves with whoever wrote it, read or not,
    and is kept under a key of its own, which is destroyed when it goes. What reads like something `unwanted`
    comes back to its author once, unless they want it as they typed it: `refused.<label>`.
    """

    kind: str
    most: int = 1500  # characters; up to 200 it is one line
    unsigned: bool = False
    options: tuple[str, ...] = ()
    nameless: bool = False
    of: str = ""
    about: str = ""
    many: bool = False
    goes: bool = False
    unwanted: tuple[Label, ...] = ()

    @property
    def longest(self) -> int:
        """Characters of the longest text that may come there; what is chosen is a number or a name."""
        return max(map(len, self.options)) if self.options else 2 if self.of else self.most


@dataclass(frozen=True)
class Step:
    """A stretch of time, in working days or hours, or live in minutes; its words are `step.<name>`,
    `mine.<name>`.

    Where it has both, the round says which (`LIVE`). Steps that follow each other `within` the same stretch
    share its time: the next one ends when the one before would have.

    It is over when its time is, or when nobody of `who` is waited for any more; in one that one can still
    join (`joins`), only when its time is. What is written `apart` is read when it is over, else at once, by
    `readers`; where anything in it is unsigned, what somebody sends is final. With fewer than `least` answers
    it goes on `again` days or minutes more, once; then all of it ends. A `quiet` one begins without ringing
    for anybody. The end of a `fixed` one is an appointment: nobody moves it, and no words come after it. Whom
    a `secret` one waits for is nobody else's to know.
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
    within: str = ""
    hours: int = 0
    quiet: bool = False
    fixed: bool = False
    secret: bool = False

    @property
    def live(self) -> bool:
        return self.minutes > 0 and not self.days

    @property
    def length(self) -> int:
        """So many working days, or hours; live, minutes."""
        return self.days or self.hours or self.minutes

    @property
    def stretch(self) -> str:
        return self.within or self.name

    @property
    def final(self) -> bool:
        """Whether what is sent in cannot be found again: anything in it is unsigned."""
        return any(box.unsigned for box in self.boxes)


@dataclass(frozen=True)
class Press:
    """A button of its own in these steps, for those of `who`; its words are `do.<name>` and `done.<name>`.

    Where it is `around`, it stands in the channel, too, for those who come in by it.
    """

    name: str
    rule: Rule
    steps: tuple[str, ...]
    who: Who = joined
    around: bool = True


@dataclass(frozen=True)
class Practice:
    """Everything that is its own; the rest is the common life.

    `after` names the step that follows the present one, or one of the ends, and changes nothing; else they
    follow each other. A step with nothing to ask is left out. `check` refuses what somebody is about to send;
    what `doubts` has against it is said once, unless they want it as they typed it. With fewer than `least`
    people nothing begins; where they become too few, or too little came, `ends` names the end. `kept` is how
    long what was read stays when it is over, `in_order` whether it is read in the order in which it was
    written, else step by step. It needs a question if it `asks` one. Where people are named and it is
    `theirs`, it is for them alone. `tries`: what this round, when it closes, says that its place will try.
    Without `more_time` nobody gives a step more than it has. `breaks` names a step, or an end, to which it
    goes at once, whatever has just happened; "" for none. `began` is told of each step that begins, and of
    the end, and writes what is true from then on. Where it `unnames`, whoever looks after it can ask an
    author to take a name out of words that are open: until then nobody else reads them. Where nobody is
    `named`, its cards in the channel do not say who is in it. Where it has `moments`, *I need a moment*
    stands on every card while it goes on. Of an unsigned box with options how many chose what stays, where so
    many answered as it `counts`; 0 for never.
    """

    name: str
    steps: tuple[Step, ...]
    after: Callable[[Round], str] | None = None
    presses: tuple[Press, ...] = ()
    check: Check | None = None
    doubts: Check | None = None
    ends: Callable[[Round], str] = lambda _: STOPPED
    in_order: bool = False
    asks: bool = True
    theirs: bool = False
    tries: Callable[[Round], str] | None = None
    more_time: bool = True
    breaks: Callable[[Round, datetime], str] | None = None
    began: Callable[[Round], object] | None = None
    unnames: bool = False
    named: bool = True
    moments: bool = False
    counts: int = 0
    least: int = 2
    most: int = 25
    kept: timedelta = timedelta(days=30)

    def __post_init__(self) -> None:
        kinds = [*ABOVE, *(box.kind for step in self.steps for box in step.boxes)]
        meant = [step.length and not (step.hours and (step.days or step.minutes)) for step in self.steps]
        if len(set(kinds)) < len(kinds) or not all(meant):
            raise ValueError(f"{self.name}: a kind of box stands once, and a step has days, hours or minutes")

    def step(self, name: str) -> Step:
        """The step of that name; where it is over, one in which nothing happens."""
        return next((step for step in self.steps if step.name == name), Step(name, who=nobody))

    def lived(self, round_: Round, name: str) -> Step:
        """The same, with minutes where this round is live and the step has some, else with days."""
        step = self.step(name)
        return replace(step, days=0) if round_.facts.get(LIVE) and step.minutes else step

    def at(self, round_: Round) -> Step:
        """The present step."""
        return self.lived(round_, round_.step)

    def follows(self, round_: Round) -> str:
        """What comes after the present step."""
        if self.after:
            return self.after(round_)
        at = [step.name for step in self.steps].index(round_.step)
        later = [step.name for step in self.steps[at + 1 :] if not step.boxes or asked(round_, step)]
        return next(iter(later), CLOSED)

    def goes(self, kind: str) -> bool:
        """Whether what is written in that box leaves with whoever wrote it."""
        return any(box.kind == kind and box.goes for step in self.steps for box in step.boxes)

    @property
    def helps(self) -> bool:
        """Whether what somebody writes is looked at before it is sent."""
        return self.doubts is not None or any(box.unwanted for step in self.steps for box in step.boxes)

    @property
    def hides(self) -> bool:
        """Whether who is in it would say who wrote: one comes in by writing what is unsigned."""
        return any(step.joins and step.final for step in self.steps)

    @property
    def written(self) -> dict[str, Step]:
        """In which step each kind of box is written."""
        return {box.kind: step for step in self.steps for box in step.boxes}


def asked(round_: Round, step: Step) -> list[Box]:
    """The boxes of this step that there is something to ask with."""
    return [
        box
        for box in step.boxes
        if (not box.of or len(sent_in(round_, box.of)) > 1) and (not box.about or round_.one(box.about))
    ]


def sent_in(round_: Round, kind: str) -> list[str]:
    """What was sent in there, each once, as far as it may be read here; drafts are not."""
    signed = [reply.text for reply in round_.of_kind(kind) if reply.author_id and reply.about != DRAFT]
    unsigned = [text for about in (APART, OPEN) for text in pool.texts(round_, kind, about)]
    return list(dict.fromkeys(text for text in [*signed, *unsigned] if text))


def chosen(round_: Round, box: Box) -> str:
    """What most chose in a box `of` another; by lot where as many chose others; "" where nobody did.

    Where there was one thing alone, that.
    """
    offered, votes = sent_in(round_, box.of), Counter(pool.texts(round_, box.kind, OPEN))
    votes.update(reply.text for reply in round_.of_kind(box.kind) if reply.author_id and reply.text)
    most = max(offered, key=lambda text: votes[str(offered.index(text))], default="")
    return most if votes or len(offered) == 1 else ""


def readable(practice: Practice, round_: Round, reply: Reply, person_id: str) -> bool:
    """The one rule of who reads what, for all declared practices.

    The question, what was to be tried, and one's own words, always; what stands in a box when it is open, if
    one is of its readers.
    """
    if reply.kind in ABOVE or reply.author_id == person_id:
        return True
    if rests(round_, reply.author_id) and practice.goes(reply.kind):
        return False  # while they rest, it is covered
    step = practice.written.get(reply.kind)
    readers = step.readers(round_) if step and reply.about == OPEN else []
    return any(seat.person_id == person_id for seat in readers)

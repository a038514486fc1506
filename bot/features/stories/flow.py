"""The rules of a stories round: who tells and has said yes, what it needs to open, what ends it, what stays.

Moments are in UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.questions.judging import doubt
from bot.questions.language import Label
from bot.refusal import Refusal
from bot.rounds.company import looking_after
from bot.rounds.company.common import common
from bot.rounds.company.standing import hosts, one_of, refused
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import drop
from bot.rounds.practice import life
from bot.rounds.practice.declared import (
    CLOSED,
    DRAFT,
    HERE,
    INVITED,
    OPEN,
    STOPPED,
    Box,
    Practice,
    Press,
    Step,
    joined,
    nobody,
)
from bot.rounds.time.windows import ring

NAME = "stories"
# Steps: at one's own pace; where people are there together; after either of them.
PREPARE, OPENED, READING, QUIET, RANG = "prepare", "opened", "reading", "quiet", "rang"
GATHER, WELCOME, TOLD, HUSH, ALOUD, THANKS = "gather", "welcome", "told", "hush", "aloud", "thanks"
AFTER, POSTPONED = "after", "postponed"
BEFORE, TELLING = (PREPARE, GATHER), (OPENED, READING, QUIET, RANG, WELCOME, TOLD, HUSH, ALOUD)
LIVE = (WELCOME, TOLD, HUSH, ALOUD, THANKS)
STORY = "story"  # a kind of reply
ITEMS = ("worth", "safe", "again")
ANSWERS = ("yes", "partly", "no")
# In the facts of a place: whether they tell (one of the next four); whether in a small circle, too; whom they
# would like to hear from.
TELLS, FEW, CALLS = "tells", "few", "calls"
ASKED, YES, NO, GONE = "asked", "yes", "no", "gone"
SUPPORT, ITEM, THERE, PROMPTS = "support", "items", "were", "prompts"  # in the facts of a round
LEAST_TELL, MOST_TELL = 2, 3
LEAST, MOST = 8, 30  # people (practice text, "Sizes")
ENOUGH = 5  # answers, with fewer of which nothing is counted
AHEAD = timedelta(days=1)  # nobody is asked to tell later than that before
LASTS = timedelta(minutes=60)
MOST_PROMPTS, PROMPT_AFTER = 3, timedelta(seconds=60)


# --- who is who


def of(round_: Round, *states: str) -> list[Seat]:
    """Those who stand so towards telling, in the order in which they were asked."""
    return [seat for seat in round_.present if seat.facts.get(TELLS) in states]


def telling(round_: Round) -> list[Seat]:
    """Who is asked to tell, or has said yes."""
    return of(round_, ASKED, YES)


def tellers(round_: Round) -> list[Seat]:
    """Who has said yes, and at one's own pace has written, too."""
    live = round_.step in (GATHER, *LIVE)
    wrote = {reply.author_id for reply in round_.of_kind(STORY) if reply.about != DRAFT}
    return [seat for seat in of(round_, YES) if live or seat.person_id in wrote]


def asked(round_: Round) -> list[Seat]:
    """Who was asked to tell and has not said no: they alone are waited for before it opens."""
    live = round_.step == GATHER  # where a yes is all
    return [seat for seat in of(round_, ASKED, *([] if live else [YES])) if seat.step != INVITED]


def listeners(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat not in tellers(round_)]


def on_turn(round_: Round) -> list[Seat]:
    """Whose story it is now, live."""
    order = [seat for seat in round_.seats if seat.facts.get(TELLS) in (YES, GONE)]
    at = life.been(round_).count(TOLD)
    return [seat for seat in order[at - 1 : at] if seat in tellers(round_)] if at else []


def support(round_: Round) -> list[Seat]:
    """The person who can be turned to, while they can be reached."""
    there = [seat for seat in round_.present if seat.person_id == round_.facts.get(SUPPORT)]
    return [seat for seat in there if not (seat.gone or seat.unreached)]


def missing(round_: Round) -> list[str]:
    """What it cannot open without."""
    circle = len(joined(round_)) >= LEAST or all(seat.facts.get(FEW) for seat in tellers(round_))
    needs = {
        "support": bool(support(round_)),
        "two": len(hosts(round_)) > 1,
        "tellers": len(tellers(round_)) >= LEAST_TELL,
        "few": circle,
    }
    return [need for need, there in needs.items() if not there]


# --- what follows


def follows(round_: Round) -> str:
    """It opens with all that it needs, or is put off; live, one tells after the other."""
    if round_.step in BEFORE:
        return POSTPONED if missing(round_) else OPENED if round_.step == PREPARE else WELCOME
    if round_.step in (WELCOME, TOLD):
        order = [seat for seat in round_.seats if seat.facts.get(TELLS) in (YES, GONE)]
        return TOLD if life.been(round_).count(TOLD) < len(order) else HUSH
    after = {OPENED: READING, READING: QUIET, QUIET: RANG, RANG: AFTER, HUSH: ALOUD, ALOUD: THANKS}
    return after.get(round_.step, AFTER if round_.step == THANKS else CLOSED)


def breaks(round_: Round, now: datetime) -> str:
    """It ends when it said that it would; without two who tell it is put off; who is not there is skipped."""
    last = round_.facts.get(life.LAST)
    if round_.step in LIVE and last and now >= datetime.fromisoformat(last):
        return AFTER
    if round_.step in TELLING and len(tellers(round_)) < LEAST_TELL:
        return POSTPONED
    return follows(round_) if round_.step == TOLD and not on_turn(round_) else ""


def began(round_: Round) -> None:
    """How many were there is kept, and what enough of them answered; who told is not."""
    if round_.step == AFTER:
        round_.facts[THERE] = len(joined(round_))
    if round_.step == CLOSED:
        said = {kind: pool.texts(round_, kind, OPEN) for kind in ITEMS}
        found = {kind: {one: texts.count(one) for one in ANSWERS} for kind, texts in said.items()}
        round_.facts[ITEM] = {kind: many for kind, many in found.items() if sum(many.values()) >= ENOUGH}
    if round_.step in (CLOSED, POSTPONED, STOPPED):
        for seat in round_.seats:
            seat.facts = {}


# --- before it opens


def ask(
    team: str,
    id_: str,
    host: Seat,
    named: Sequence[Seat],
    channel: str | None,
    theme: str,
    now: datetime,
    *,
    beside: Seat,
    support: Seat,
    opens: datetime,
    live: bool,
) -> Round:
    """Those `named` are asked to tell, each apart; `beside` looks after it too, if they say yes.

    Refuses what is too soon, fewer or more than can tell, and one person in two places.
    """
    if opens < now + AHEAD:
        raise Refusal(f"{NAME}.refused.too_soon", "day")
    if not LEAST_TELL <= len(named) <= MOST_TELL:
        raise Refusal(f"{NAME}.refused.how_many", "tellers", least=LEAST_TELL, most=MOST_TELL)
    everybody = [seat.person_id for seat in (host, beside, support, *named)]
    if len(set(everybody)) < len(everybody):
        raise Refusal(f"{NAME}.refused.twice", "tellers")
    round_ = life.ask(PRACTICE, team, id_, host, named, channel, theme, now)
    round_.seats += [beside, support]
    round_.facts |= {SUPPORT: support.person_id, "handing": beside.person_id, "shares": True}
    looking_after.log(round_, host.person_id, "offered", now)
    host.step = HERE
    for seat in named:
        seat.facts[TELLS] = ASKED
    if live:
        life.enter(PRACTICE, round_, GATHER, now, host.person_id)
        round_.facts[life.LAST] = (opens + LASTS).isoformat()
    round_.ends_at, common(round_)["days"] = opens, 0
    life.settle(PRACTICE, round_, now)
    return round_


def stand(round_: Round) -> None:
    """It is posted: who tells, looks after it too, and can be turned to hears of it, each apart."""
    life.stand(round_)
    ring([seat for seat in round_.seats if seat.person_id == round_.facts["handing"]], "handing")
    ring(hosts(round_), "begun")
    ring(support(round_), "support")


def say_yes(round_: Round, me: str, few: bool) -> None:
    """They tell; in a circle of fewer than eight, too, if they say so. Refuses whom nobody asks."""
    seat = one_of(round_, me, round_.present)
    if round_.step not in BEFORE or seat.facts.get(TELLS) not in (ASKED, YES):
        raise refused(round_, "not_yours_now")
    seat.step = HERE if seat.step == INVITED else seat.step
    seat.facts |= {TELLS: YES, FEW: few}


def not_telling(round_: Round, me: str, _: datetime) -> None:
    """They do not tell, or no more, and what they wrote is gone; no reason is asked."""
    seat = round_.seat(me)
    seat.facts[TELLS] = GONE if seat.facts[TELLS] == YES else NO
    seat.step, seat.notice = "" if seat.step == INVITED else HERE, ""
    drop(round_, me, STORY)


def is_absent(round_: Round, me: str, now: datetime) -> None:
    """Whoever is on turn is not there: it goes on without them."""
    for seat in on_turn(round_):
        not_telling(round_, seat.person_id, now)
    looking_after.log(round_, me, "moved_on", now)


def prompt(round_: Round, _: str, now: datetime) -> None:
    """A question for everybody, where it has been quiet for a minute: three at most. Refuses sooner."""
    many = round_.facts.get(PROMPTS, 0)
    if many >= MOST_PROMPTS or now < (round_.since or now) + PROMPT_AFTER:
        raise refused(round_, "no_prompt", most=MOST_PROMPTS)
    round_.facts[PROMPTS] = many + 1


def thinks_again(round_: Round, _: str, said: Mapping[str, str]) -> None:
    """A thought for its author alone, once: nobody is advised here, and nobody is asked."""
    if told := doubt(said.get(RANG, ""), (Label.ADVICE, Label.OPEN, Label.CLOSED)):
        raise refused(round_, "advice" if told.label is Label.ADVICE else "question", RANG).once()


def calls(round_: Round, me: str, whom: Sequence[str], *, rests: bool, now: datetime) -> None:
    """A moment for oneself: those hear of it who were ticked, and nobody else; it `rests` if they say so."""
    seat = one_of(round_, me, round_.present)
    seat.facts[CALLS] = [*whom]
    to = {SUPPORT: support(round_), "hosts": hosts(round_)}
    ring([one for name in whom for one in to[name]], f"calls:{now.isoformat()}")
    if rests:
        life.pause(PRACTICE, round_, me, now)


def called_by(round_: Round, me: str) -> list[Seat]:
    """Who would like to hear from this person."""
    mine = {SUPPORT: [s.person_id for s in support(round_)], "hosts": [s.person_id for s in hosts(round_)]}
    return [
        seat
        for seat in round_.present
        if seat.person_id != me and any(me in mine[name] for name in seat.facts.get(CALLS, []))
    ]


PRACTICE = Practice(
    name=NAME,
    steps=(
        Step(PREPARE, days=5, joins=True, who=asked, boxes=(Box(STORY, most=3000, goes=True),), fixed=True,
             secret=True),
        Step(OPENED, hours=8, joins=True, who=nobody),
        Step(READING, hours=8, who=nobody, quiet=True),
        Step(QUIET, hours=1, who=nobody, quiet=True),
        Step(RANG, days=2, who=listeners, boxes=(Box(RANG, most=600, goes=True),), apart=False),
        Step(GATHER, days=5, joins=True, who=asked, fixed=True, secret=True),
        Step(WELCOME, minutes=5, who=nobody),
        Step(TOLD, minutes=5, who=on_turn, fixed=True),
        Step(HUSH, minutes=1, who=nobody, quiet=True),
        Step(ALOUD, minutes=30, who=nobody),
        Step(THANKS, minutes=3, who=nobody),
        Step(AFTER, days=1, boxes=tuple(Box(one, unsigned=True, options=ANSWERS) for one in ITEMS),
             readers=nobody),
    ),
    after=follows,
    presses=(
        Press("not_telling", not_telling, (*BEFORE, *TELLING), telling, around=False),
        Press("absent", is_absent, (TOLD,), hosts, around=False),
        Press("prompt", prompt, (ALOUD,), hosts, around=False),
    ),
    doubts=thinks_again,
    more_time=False,
    breaks=breaks,
    began=began,
    unnames=True,
    named=False,
    least=0,  # what becomes of too few is said above
    most=MOST,
    kept=timedelta(days=1),
)  # fmt: skip

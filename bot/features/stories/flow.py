"""The rules of a stories round: who tells and has said yes, what it needs to open, what ends it, what stays.

Moments are in UTC.
"""

from datetime import datetime, timedelta

from bot.questions.language import Label
from bot.rounds.company import looking_after
from bot.rounds.company.standing import hosts, refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import caring, life
from bot.rounds.practice.declared import (
    CLOSED,
    DRAFT,
    INVITED,
    STOPPED,
    Box,
    Practice,
    Press,
    Step,
    joined,
    nobody,
)
from bot.rounds.practice.moments import support
from bot.rounds.practice.parts import ASKED, YES, next_one, of, on_turn, says_yes, stops, turn
from bot.rounds.practice.planned import Opening
from bot.rounds.time.windows import ring

NAME = "stories"
# Steps: at one's own pace; where people are there together; after either of them.
PREPARE, OPENED, READING, QUIET, RANG = "prepare", "opened", "reading", "quiet", "rang"
GATHER, WELCOME, TOLD, HUSH, ALOUD, THANKS = "gather", "welcome", "told", "hush", "aloud", "thanks"
DEBRIEF, AFTER, POSTPONED = "debrief", "after", "postponed"
BEFORE, TELLING = (PREPARE, GATHER), (OPENED, READING, QUIET, RANG, WELCOME, TOLD, HUSH, ALOUD)
LIVE = (WELCOME, TOLD, HUSH, ALOUD, THANKS)
STORY = "story"  # a kind of reply
ITEMS = ("worth", "safe", "again")
ANSWERS = ("yes", "partly", "no")
FEW = "few"  # in the facts of a place: whether they tell in a small circle, too
THERE, PROMPTS = "were", "prompts"  # in the facts of a round: how many were there, how often one was offered
LEAST, MOST = 8, 30  # people (practice text, "Sizes")
ENOUGH = 5  # answers, with fewer of which nothing is counted
MOST_PROMPTS, PROMPT_AFTER = 3, timedelta(seconds=60)


# --- who is who


def telling(round_: Round) -> list[Seat]:
    """Who is asked to tell, or has said yes."""
    return of(round_, ASKED, YES)


def tellers(round_: Round) -> list[Seat]:
    """Who has said yes, and at one's own pace has written, too."""
    live = life.LAST in round_.facts
    wrote = {reply.author_id for reply in round_.of_kind(STORY) if reply.about != DRAFT}
    return [seat for seat in of(round_, YES) if live or seat.person_id in wrote]


def asked(round_: Round) -> list[Seat]:
    """Who was asked to tell and has not said no: they alone are waited for before it opens."""
    live = round_.step == GATHER  # where a yes is all
    return [seat for seat in of(round_, ASKED, *([] if live else [YES])) if seat.step != INVITED]


def in_debrief(round_: Round) -> list[Seat]:
    """Who has a word afterwards: those who told, and those who look after it."""
    return [*tellers(round_), *hosts(round_)]


def listeners(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat not in tellers(round_)]


def missing(round_: Round) -> list[str]:
    """What it cannot open without."""
    circle = len(joined(round_)) >= LEAST or all(seat.facts.get(FEW) for seat in tellers(round_))
    needs = {
        "support": bool(support(round_)),
        "two": len(hosts(round_)) > 1,
        "tellers": len(tellers(round_)) >= OPENING.least,
        "few": circle,
    }
    return [need for need, there in needs.items() if not there]


# --- what follows


def follows(round_: Round) -> str:
    """It opens with all that it needs, or is put off; live, one tells after the other."""
    if round_.step in BEFORE:
        return POSTPONED if missing(round_) else OPENED if round_.step == PREPARE else WELCOME
    if round_.step in (WELCOME, TOLD):
        return TOLD if next_one(round_) else HUSH
    after = {OPENED: READING, READING: QUIET, QUIET: RANG, HUSH: ALOUD, ALOUD: THANKS, DEBRIEF: AFTER}
    return after.get(round_.step, DEBRIEF if round_.step in (RANG, THANKS) else CLOSED)


def breaks(round_: Round, now: datetime) -> str:
    """It ends when it said that it would; without two who tell it is put off; who is not there is skipped."""
    last = round_.facts.get(life.LAST)
    if round_.step in LIVE and last and now >= datetime.fromisoformat(last):
        return DEBRIEF
    if round_.step in TELLING and len(tellers(round_)) < OPENING.least:
        return POSTPONED
    return follows(round_) if round_.step == TOLD and not on_turn(round_) else ""


def began(round_: Round) -> None:
    """The turn goes on; how many were there is kept; who told is not, but for a word on the day after."""
    been, over = life.been(round_), round_.step in (CLOSED, POSTPONED, STOPPED)
    told = OPENED in been or TOLD in been
    if round_.step in (TOLD, HUSH):
        turn(round_)
    if round_.step in (DEBRIEF, CLOSED):
        round_.facts.setdefault(THERE, len(joined(round_)))
    if round_.step == DEBRIEF or (over and told and DEBRIEF not in been):
        caring.ask_later(of(round_, YES), round_.since or round_.created_at)
    if over:
        caring.forget_the_rest(round_)


# --- what people do


def say_yes(round_: Round, me: str, few: bool) -> None:
    """They tell; in a circle of fewer than eight, too, if they say so. Refuses whom nobody asks."""
    if round_.step not in BEFORE:
        raise refused(round_, "not_yours_now")
    says_yes(round_, me).facts[FEW] = few


def not_telling(round_: Round, me: str, now: datetime) -> None:
    """They do not tell, or no more, and what they wrote is gone.

    Before it opens, whoever looks after it hears that, and can ask somebody else.
    """
    stops(round_, me, STORY)
    if round_.step in BEFORE:
        ring(hosts(round_), f"no:{now.isoformat()}")
    else:
        caring.ask_later([round_.seat(me)], now)


def is_absent(round_: Round, me: str, now: datetime) -> None:
    """Whoever is on turn is not there: it goes on without them."""
    for seat in on_turn(round_):
        stops(round_, seat.person_id)
    looking_after.log(round_, me, "moved_on", now)


def prompt(round_: Round, _: str, now: datetime) -> None:
    """A question for everybody, where it has been quiet for a minute: three at most. Refuses sooner."""
    many = round_.facts.get(PROMPTS, 0)
    if many >= MOST_PROMPTS or now < (round_.since or now) + PROMPT_AFTER:
        raise refused(round_, "no_prompt", most=MOST_PROMPTS)
    round_.facts[PROMPTS] = many + 1


# Nobody is advised here, and nobody is asked.
_TRUE = Box(RANG, most=600, goes=True, unwanted=(Label.ADVICE, Label.OPEN, Label.CLOSED))

PRACTICE = Practice(
    name=NAME,
    steps=(
        Step(PREPARE, days=5, joins=True, who=asked, boxes=(Box(STORY, most=3000, goes=True),), fixed=True,
             secret=True),
        Step(OPENED, hours=8, joins=True, who=nobody),
        Step(READING, hours=8, who=nobody, quiet=True),
        Step(QUIET, hours=1, who=nobody, quiet=True),
        Step(RANG, days=2, who=listeners, boxes=(_TRUE,), apart=False),
        Step(GATHER, days=5, joins=True, who=asked, fixed=True, secret=True),
        Step(WELCOME, minutes=5, joins=True, who=nobody),
        Step(TOLD, minutes=5, who=on_turn, fixed=True),
        Step(HUSH, minutes=1, who=nobody, quiet=True),
        Step(ALOUD, minutes=30, who=nobody),
        Step(THANKS, minutes=3, who=nobody),
        Step(DEBRIEF, days=1, who=in_debrief, secret=True),
        Step(AFTER, days=1, boxes=tuple(Box(one, unsigned=True, options=ANSWERS) for one in ITEMS),
             readers=nobody),
    ),
    after=follows,
    presses=(
        Press("not_telling", not_telling, (*BEFORE, *TELLING), telling, around=False),
        Press("absent", is_absent, (TOLD,), hosts, around=False),
        Press("prompt", prompt, (ALOUD,), hosts, around=False),
    ),
    more_time=False,
    breaks=breaks,
    began=began,
    unnames=True,
    named=False,
    moments=True,
    counts=ENOUGH,
    least=0,  # what becomes of too few is said above
    most=MOST,
    kept=timedelta(days=1),
)  # fmt: skip

# Two or three tell, a day ahead at least.
OPENING = Opening(PRACTICE, GATHER, least=2, most=3, ahead=timedelta(days=1), lasts=timedelta(minutes=60))

"""The rules of peer coaching: each has a half, with the same time, and says how it would help to be heard.

Of three each has a third: one thinks, the next one is there for them, the other notices.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.questions.judging import doubt, said_of
from bot.questions.language import Label
from bot.rounds.company.common import common
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import halves, life
from bot.rounds.practice.declared import (
    CLOSED,
    DONE,
    HERE,
    LIVE,
    STOPPED,
    Box,
    Practice,
    Press,
    Step,
    Who,
    joined,
    nobody,
)
from bot.rounds.time import windows

NAME = "coaching"
LISTEN, ASK, OFFER = "listen", "ask", "offer"  # what somebody may wish for in their half
QUESTIONS = 4  # to one person: two a day
THERE = timedelta(minutes=10)  # for so long whoever says that they are there is
MEETS = "meets"  # in the facts of a round: they look for a time to be there at once
FOUND = "found"  # in the facts of a round: they looked for somebody, and were brought together
_DOUBTED = {"ask": (Label.ADVICE, Label.CLOSED, Label.STATEMENT), "heard": (Label.ADVICE,)}


# --- whose half it is


def thinker(round_: Round) -> list[Seat]:
    return halves.around(round_)[:1]


def partner(round_: Round) -> list[Seat]:
    return halves.around(round_)[1:2]


def notices(round_: Round) -> list[Seat]:
    return halves.around(round_)[2:]


def invited(_: Round) -> list[Seat]:
    """Nobody besides those who have not said whether they will."""
    return []


def wish(round_: Round) -> str:
    """How whoever thinks would like to be heard: with questions, where they did not say."""
    return next((seat.facts.get("wish", ASK) for seat in thinker(round_)), ASK)


# --- what follows what


def follows(round_: Round) -> str:
    """What comes next; the half of the next one begins when this one's is over."""
    heard = "ideas" if wish(round_) == OFFER else "heard"
    asked = [seat for seat in partner(round_) if seat.facts.get(life.SENT)]
    answered = any(seat.step == DONE for seat in thinker(round_))
    enough = any(len(round_.of_kind("ask", seat.person_id)) >= QUESTIONS for seat in partner(round_))
    after = {
        "asked": "meet" if round_.facts.get(MEETS) else "contract",
        "meet": "contract",
        "focus": "more" if wish(round_) == LISTEN else "ask",
        "more": heard,
        "ask": "answer" if asked else heard,
        "answer": "ask" if answered and not enough else heard,
        "heard": "notice" if notices(round_) else "own",
        "ideas": "notice" if notices(round_) else "own",
        "notice": "own",
        "learning": CLOSED,
    }
    return after.get(round_.step) or ("focus" if halves.next_one(round_) else "learning")


def ends(round_: Round) -> str:
    """Where one alone is left, or whoever was to think did not come: a half that was had stays to read."""
    return CLOSED if halves.had(round_) else STOPPED


# --- what somebody writes


def chooses(round_: Round, me: str, said: Mapping[str, str]) -> None:
    """How they would like to be heard, the rules go by: it opens a step, or leaves it shut."""
    if said.get("wish"):
        round_.seat(me).facts["wish"] = said["wish"]


def doubts(round_: Round, _: str, said: Mapping[str, str]) -> None:
    """Comes back once, to whoever wrote it alone: what is no open question, and advice that nobody asked for.

    Of what was heard advice alone; ideas are asked for where there is a step for them.
    """
    for kind, unwanted in _DOUBTED.items():
        text = said.get(kind)
        if text and (told := doubt(text, unwanted)):
            raise refused(round_, said_of(told), kind).once()


def here(round_: Round, me: str, now: datetime) -> None:
    """I am here: it begins when all are, within ten minutes."""
    round_.seat(me).facts["here"] = now.isoformat()
    if all(_is_here(seat, now) for seat in joined(round_)):
        round_.facts[LIVE] = True
        life.enter(PRACTICE, round_, "contract", now, me)
    else:
        windows.tell(joined(round_), f"here:{now.isoformat()}", me)


def _is_here(seat: Seat, now: datetime) -> bool:
    said = seat.facts.get("here", "")
    return said != "" and now < datetime.fromisoformat(said) + THERE


def extend(round_: Round, me: str, now: datetime) -> None:
    """More time for this step, in every half; later it would be for one alone."""
    if halves.had(round_):
        raise refused(round_, "same_time")
    life.extend(PRACTICE, round_, me, now)


# --- who is asked


def ask(
    team: str,
    id_: str,
    host: Seat,
    named: Sequence[Seat],
    channel: str | None,
    question: str,
    now: datetime,
    subject: str | None = None,
    *,
    live: bool = False,
) -> Round:
    """These are asked by somebody, who is in it already; two look after it. `live`: 45 minutes, at once,
    when a time is found.
    """
    round_ = life.ask(PRACTICE, team, id_, host, named, None, "", now, subject)
    host.step, round_.facts[MEETS] = HERE, live
    common(round_)["beside"] = next((seat.person_id for seat in named), "")
    life.settle(PRACTICE, round_, now)
    return round_


def matched(team: str, id_: str, seats: Sequence[Seat], now: datetime) -> Round:
    """These looked for somebody, and are asked by nobody but the clock."""
    round_ = life.ask(PRACTICE, team, id_, seats[0], seats[1:], None, "", now)
    common(round_)["beside"], round_.facts["there"], round_.facts[FOUND] = seats[1].person_id, True, True
    windows.tell(round_.seats, f"{life.BY_TIME}:{FOUND}:{round_.step}", None)
    life.settle(PRACTICE, round_, now, waiting=False)
    return round_


def _step(name: str, days: int, minutes: int, who: Who, *boxes: Box, **more: Any) -> Step:
    """What is written in it the others read at once."""
    return Step(name, days, minutes, who, boxes, apart=False, **more)


PRACTICE = Practice(
    name=NAME,
    steps=(
        Step("asked", days=4, who=invited, joins=True),
        Step("meet", days=5, who=nobody),
        _step("contract", 1, 3, joined, Box("wish", options=(LISTEN, ASK, OFFER))),
        _step("focus", 1, 2, thinker, Box("focus"), least=1, again=2),
        _step("more", 2, 8, thinker, Box("more")),
        _step("ask", 2, 8, partner, Box("ask", most=500, many=True), within="explore"),
        _step("answer", 2, 8, thinker, Box("answer", many=True), within="explore"),
        _step("heard", 1, 3, partner, Box("heard")),
        _step("ideas", 1, 3, partner, Box("idea")),
        _step("notice", 1, 3, notices, Box("noticed", most=600)),
        _step("own", 1, 5, thinker, Box("own"), Box("commit", most=300), Box("thanks", most=300)),
        Step("learning", days=1, minutes=3, boxes=(Box("learning"),), readers=nobody),
    ),
    after=follows,
    presses=(Press("here", here, ("meet",)),),
    check=chooses,
    doubts=doubts,
    began=halves.turns("focus", "learning"),
    ends=ends,
    in_order=True,
    asks=False,
    theirs=True,
    moments=True,
    most=3,
)

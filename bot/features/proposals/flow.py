"""The rules of a proposed question: who says yes to it, when it can be asked, and when it is gone.

Whoever proposes it is not one of the two who say yes: it is enough for nobody that they like it themselves.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import permutations

from bot.features.proposals.models import (
    AT_ONCE,
    KEPT,
    LINE,
    LINE_MAX,
    MOST,
    NAME,
    NO,
    PROMPT,
    QUESTION,
    QUESTION_MAX,
    SIDES,
    WHY,
    WHY_MAX,
    WINDOW,
    YES,
    Step,
    facts,
)
from bot.refusal import Refusal
from bot.rounds.company.standing import at, refused, short_enough
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import put, say, text_of
from bot.rounds.time.windows import ring, say_later


def propose(
    team: str,
    round_id: str,
    host: Seat,
    asked: Sequence[Seat],
    texts: tuple[str, str],
    now: datetime,
    *,
    signed: bool,
) -> Round:
    """The question, and why it is worth asking; one or two others are asked what they think of it."""
    question, why = texts
    short_enough(NAME, question, QUESTION_MAX)
    short_enough(NAME, why, WHY_MAX, field="why")
    round_ = Round(team, round_id, NAME, PROMPT, Step.WAITS, host.person_id, now, since=now)
    round_.seats, facts(round_)["signed"] = [host], signed
    say(round_, host.person_id, QUESTION, question, now)
    say(round_, host.person_id, WHY, why, now)
    ask(round_, host.person_id, asked, now)
    return round_


def ask(round_: Round, person_id: str, whom: Sequence[Seat], now: datetime) -> None:
    """Others are asked, in their hours; all have their time anew. Refuses all but whoever proposed it."""
    proposed_it(round_, person_id)
    at(round_, Step.WAITS)
    there = [seat.person_id for seat in round_.seats]
    new = [seat for seat in whom if seat.person_id not in there]
    if not 1 <= len(new) <= AT_ONCE:
        raise refused(round_, "whom", "people", most=AT_ONCE)
    if len(there) - 1 + len(new) > MOST:
        raise refused(round_, "many", "people", most=MOST)
    round_.seats += new
    round_.ends_at = round_.wakes_at = now + WINDOW
    for seat in new:
        say_later(seat, "asked")


def proposer(round_: Round) -> Seat:
    return round_.seat(round_.host_id)


def asked(round_: Round) -> list[Seat]:
    """Who was asked what they think of it."""
    return [seat for seat in round_.seats if seat.person_id != round_.host_id]


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    """The question: whoever was asked about it; a line: who wrote it, and who proposed the question."""
    if reply.kind == LINE:
        return person_id in (reply.author_id, round_.host_id)
    return person_id in [seat.person_id for seat in round_.present]


def open_to_all(round_: Round, reply: Reply) -> bool:
    """The question, for everybody who looks for one there, once it can be asked: its form said so."""
    return round_.step == Step.USABLE and reply.kind in (QUESTION, WHY)


def question_of(round_: Round) -> str:
    """As it was proposed; "" where it may not be read here, or is gone."""
    return text_of(round_, QUESTION, round_.host_id)


def says_yes(round_: Round) -> list[Seat]:
    return [seat for seat in asked(round_) if seat.step == YES and not seat.forged]


def enough(round_: Round) -> bool:
    """Whether two said yes who bring different experience; who did not say what they bring is neither."""
    one, other = SIDES
    return any(a.kind in one and b.kind in other for a, b in permutations(says_yes(round_), 2))


def may_answer(round_: Round, person_id: str) -> Seat:
    """This person's place, where they were asked; refuses whoever was not, and once it is over."""
    at(round_, Step.WAITS, Step.USABLE)
    for seat in asked(round_):
        if seat.person_id == person_id:
            return seat
    raise Refusal("common.not_yours")


def answer(round_: Round, person_id: str, text: str, now: datetime, *, yes: bool) -> None:
    """Yes, or not as it is, with or without a line; another answer takes its place, before and after."""
    seat = may_answer(round_, person_id)
    if len(text) > LINE_MAX:
        raise refused(round_, "long", "line", most=LINE_MAX, typed=text)
    first, said = not says_yes(round_), text_of(round_, LINE, person_id)
    seat.step, seat.notice = YES if yes else NO, ""
    put(round_, person_id, LINE, text, now)
    if _settles(round_, now):
        ring([proposer(round_)], f"{round_.step}:{now.isoformat()}")
    elif (first and yes and round_.step == Step.WAITS) or (text and text != said):
        ring([proposer(round_)], f"said:{now.isoformat()}")


def _settles(round_: Round, now: datetime) -> bool:
    """Whether it is another step now: enough have said yes, or not any more."""
    step = Step.USABLE if enough(round_) else Step.WAITS
    if step == round_.step:
        return False
    round_.step, round_.since = step, now
    round_.ends_at = round_.wakes_at = None if step == Step.USABLE else now + WINDOW
    for seat in asked(round_):
        seat.notice = ""
    return True


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever proposed it takes it back: it is deleted, and found no more; where it was asked, that stays."""
    proposed_it(round_, person_id)
    if round_.step == Step.OVER:
        raise refused(round_, "moved_on")
    _over(round_, now)


def time_passes(round_: Round, now: datetime) -> None:
    """Lets it lapse, and tells whoever proposed it; forgets it later.

    At once where its words are gone, or everybody is whose question it is.
    """
    lost = not round_.of_kind(QUESTION) or all(seat.gone for seat in round_.present)
    if lost and round_.step != Step.OVER:
        _over(round_, now)
    elif round_.ends_at and now >= round_.ends_at:
        if round_.step == Step.WAITS:
            _lapses(round_, now)
        else:
            _over(round_, now)
    else:
        round_.wakes_at = round_.ends_at


def _lapses(round_: Round, now: datetime) -> None:
    _quiet(round_)
    round_.step, round_.status, round_.since = Step.LAPSED, Status.CLOSED, now
    round_.replies = [reply for reply in round_.replies if reply.kind != LINE]
    round_.ends_at = round_.wakes_at = now + KEPT
    say_later(proposer(round_), Step.LAPSED)


def _over(round_: Round, now: datetime) -> None:
    _quiet(round_)
    round_.step, round_.status, round_.since = Step.OVER, Status.CLOSED, now
    round_.replies, round_.ends_at, round_.wakes_at = [], None, None


def _quiet(round_: Round) -> None:
    """Nothing waits to be said to anybody any more."""
    for seat in round_.seats:
        seat.notice = ""


def proposed_it(round_: Round, person_id: str) -> None:
    """Refuses all but whoever proposed it."""
    if person_id != round_.host_id:
        raise Refusal("common.not_yours")

"""From time: a pair's next question, and what became of the last one."""

from dataclasses import replace
from datetime import datetime

from bot import catalogue
from bot.catalogue import Prompt
from bot.features.reflection import flow
from bot.features.reflection.models import NAME, REFLECTION, facts
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.models import USEFUL, First
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.keeping.replies import text_of
from bot.rounds.time import notices, recurring
from bot.rounds.time.rhythm import Due
from bot.store import Db

_RECENT = 100  # of what they were asked, among which by hand


def tick(db: Db, round_: Round, now: datetime) -> None:
    """It asks what is due, looks at what became of the last one, and waits for the next time."""
    last = queries.last_of(db, round_)
    weekly.time_passes(round_, last, now)
    due = recurring.due(round_, now, USEFUL)
    if due and not weekly.has_ended(round_, due, now) and not weekly.held_by(round_):
        last = _ask(db, round_, last, due, now) or last
    weekly.settle(round_, last, now)
    notices.wait(round_, now)
    queries.save(db, round_)


def _ask(db: Db, round_: Round, last: Round | None, due: Due, now: datetime) -> Round | None:
    """The next question, for both; time alone asks, so it rings when it may. None where it does not come."""
    team, new_id = round_.team, id_from(round_.team, NAME, round_.id, due.day.isoformat())
    if not recurring.comes(round_, due, last, weekly.answered, new_id, now):
        return None
    first = weekly.looks_back(round_, now)
    again = _again(db, team, first) if first else None
    prompt = again or _next(db, round_)
    if prompt is None:
        return None
    there = [seat.person_id for seat in round_.present]
    new = flow.ask(
        team,
        new_id,
        round_.host_id if round_.host_id in there else there[0],
        round_.subject_id or "",
        [queries.seat(db, team, person_id) for person_id in there],
        prompt.question,
        now,
        prompt,
        rhythm=round_.id,
        planned=due.planned,
        looks_back=first["id"] if first and again else "",
    )
    facts(new)["planned"] = due.planned.isoformat() if due.late else ""
    notices.wait(new, now)
    queries.add(db, new)
    return new


def _next(db: Db, round_: Round) -> Prompt | None:
    """The prompt that comes next; None where there is none for them."""
    whom = "pair" if len(round_.present) > 1 else "alone"
    put = queries.of_person(db, round_.team, round_.present[0].person_id, NAME, _RECENT, kind=REFLECTION)
    theirs = [one for one in put if one.subject_id == round_.subject_id and not facts(one).get("rhythm")]
    by_hand = [facts(one)["prompt"] for one in theirs if facts(one).get("prompt")]
    return catalogue.find(weekly.next_prompt(round_, catalogue.families(whom), by_hand))


def _again(db: Db, team: str, first: First) -> Prompt | None:
    """The first question, as it was asked then where that is kept still; None where it is in the catalogue
    no more, or can hurt, as people have learnt since.
    """
    prompt = catalogue.find(first["prompt"])
    if prompt is None or prompt.sensitive:
        return None
    for then in queries.these(db, team, [first["id"]]):
        queries.unseal(db, then, lambda reply: reply.kind == "question")
        if asked := text_of(then, "question"):
            return replace(prompt, question=asked, version=facts(then).get("version", prompt.version))
    return prompt

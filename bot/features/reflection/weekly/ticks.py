"""From time: a pair's next question."""

from datetime import datetime

from bot import catalogue
from bot.features.reflection import flow
from bot.features.reflection.models import NAME, facts
from bot.features.reflection.weekly import flow as weekly
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.time import notices, recurring
from bot.rounds.time.rhythm import Due
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """It asks what is due, and waits for the next time."""
    due = recurring.time_passes(round_, now, weekly.USEFUL, least=2)
    if due:
        _ask(db, round_, due, now)
    notices.wait(round_, now)
    queries.save(db, round_)


def _ask(db: Db, round_: Round, due: Due, now: datetime) -> None:
    """The next question of the catalogue, for both; time alone asks, so it rings when it may."""
    team, new_id = round_.team, id_from(round_.team, NAME, round_.id, due.day.isoformat())
    if not recurring.comes(round_, due, queries.last_of(db, round_), weekly.answered, new_id, now):
        return
    prompts = [p for family in catalogue.families("pair") for p in family.prompts if not p.sensitive]
    chosen = weekly.next_prompt(round_, [prompt.id for prompt in prompts])
    prompt = next((p for p in prompts if p.id == chosen), None)
    if prompt is None:
        return
    seats = [queries.seat(db, team, s.person_id) for s in round_.present]
    new = flow.ask(
        team,
        new_id,
        round_.host_id,
        round_.subject_id or "",
        seats,
        prompt.question,
        now,
        prompt,
        rhythm=round_.id,
        planned=due.planned,
    )
    facts(new)["planned"] = due.planned.isoformat() if due.late else ""
    notices.wait(new, now)
    queries.add(db, new)

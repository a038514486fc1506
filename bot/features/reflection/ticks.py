"""From time: which reflection is due, and what happens to it."""

from collections.abc import Iterable
from datetime import datetime

from bot import catalogue
from bot.features.reflection import flow
from bot.features.reflection.models import NAME
from bot.features.reflection.weekly import flow as weekly
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.time import notices
from bot.rounds.time.rhythm import Due
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    """One due round: time passes for it, and what waits for somebody rings if it may."""
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is not None and weekly.is_one(round_):
        due = weekly.time_passes(round_, now)
        if due:
            _ask(db, round_, due, now)
        queries.save(db, round_)
    elif round_ is not None:
        flow.time_passes(round_, now)
        notices.deliver(db, round_, now)
        queries.save(db, round_)
    return round_


def _ask(db: Db, round_: Round, due: Due, now: datetime) -> None:
    """The next question of the catalogue, for both; time alone asks, so it rings when it may."""
    prompts = [p for family in catalogue.families("pair") for p in family.prompts if not p.sensitive]
    chosen = weekly.next_prompt(round_, [prompt.id for prompt in prompts])
    prompt = next((p for p in prompts if p.id == chosen), None)
    if prompt is None:
        return
    team, seats = round_.team, [queries.seat(db, round_.team, s.person_id) for s in round_.present]
    new_id = id_from(team, NAME, round_.id, due.day.isoformat())
    new = flow.ask(
        team,
        new_id,
        round_.host_id,
        round_.pair_id or "",
        seats,
        prompt.question,
        now,
        prompt.id,
        rings=False,
    )
    new.facts = {"planned": due.planned.isoformat()} if due.late else {}
    notices.deliver(db, new, now)
    queries.add(db, new)

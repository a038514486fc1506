"""The rules of a log: one person writes, changes and deletes in it; nobody else is ever in it."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.mylog.models import ASKED, ENTRY, EVERY, MOST, NAME, facts
from bot.refusal import Refusal
from bot.rounds.company.own import is_left
from bot.rounds.company.standing import short_enough
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.replies import say, text_of
from bot.rounds.time.windows import say_later


def write(
    round_: Round, person_id: str, text: str, now: datetime, *, question: str = "", prompt: str = ""
) -> None:
    """One entry more, with the question that it answers (and the id of that in the catalogue)."""
    short_enough(NAME, text, MOST, field="text")
    entry = say(round_, person_id, ENTRY, text, now, about=prompt)
    if question:
        say(round_, person_id, ASKED, question, now, about=entry.id)


def change(round_: Round, entry_id: str, text: str) -> None:
    """Other words in its place. Refuses where it is not there any more."""
    short_enough(NAME, text, MOST, field="text")
    entry_of(round_, entry_id).rewrite(text)


def delete(round_: Round, entry_id: str) -> None:
    """It goes at once, and nothing tells that it was there."""
    entry_of(round_, entry_id)
    round_.replies = [r for r in round_.replies if entry_id not in (r.id, r.about)]


def ask_by_itself(round_: Round, now: datetime, *, asks: bool) -> None:
    """Every four weeks, from four weeks on; or not any more."""
    facts(round_)["asks"] = asks
    round_.ends_at = round_.wakes_at = now + EVERY if asks else None
    if not asks:
        round_.seats[0].notice = ""


def entries(round_: Round) -> list[Reply]:
    """What was written, newest first."""
    return sorted(round_.of_kind(ENTRY), key=lambda entry: entry.created_at, reverse=True)


def entry_of(round_: Round, entry_id: str) -> Reply:
    for entry in round_.of_kind(ENTRY):
        if entry.id == entry_id:
            return entry
    raise Refusal("mylog.refused.gone")


def question_of(round_: Round, entry: Reply) -> str:
    """The question that it answers, as it was asked; "" for none."""
    return text_of(round_, ASKED, about=entry.id)


def next_of(round_: Round, prompts: Sequence[str], after: str = "") -> str:
    """The first of these not answered yet, `after` that one where it is named; else answered longest ago."""
    at = prompts.index(after) + 1 if after in prompts else 0
    last = {entry.about: entry.created_at for entry in reversed(entries(round_))}
    in_turn = [*prompts[at:], *prompts[:at]]
    unanswered = [prompt for prompt in in_turn if prompt not in last and prompt != after]
    if unanswered:
        return unanswered[0]
    others = [prompt for prompt in in_turn if prompt != after] or in_turn
    return min(others, key=lambda prompt: last.get(prompt, round_.created_at), default="")


def time_passes(round_: Round, now: datetime) -> None:
    """Asks where they wanted that; deletes all of it when its person has been gone for long."""
    if not is_left(round_, now):
        _asks(round_, round_.seats[0], now)
        round_.wakes_at = round_.ends_at


def _asks(round_: Round, seat: Seat, now: datetime) -> None:
    if facts(round_).get("asks") and round_.ends_at and now >= round_.ends_at:
        say_later(seat, f"asks:{round_.ends_at.isoformat()}")
        while round_.ends_at <= now:
            round_.ends_at += EVERY

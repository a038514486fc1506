"""The listening rounds in a person's Home tab: what waits for them, and what they can read again."""

from datetime import datetime

from bot.features.listening.cards.saying import act, words
from bot.features.listening.flow import standing
from bot.features.listening.models import NAME, Pace, Step, facts, is_in, pace
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.slack.blocks import Block, header, quote, section
from bot.store import Db
from bot.words import Markup

MOST = 5  # of each; the rest is in its channel


def home(db: Db, team: str, person_id: str, _: datetime) -> list[Block]:
    """Nothing where there is nothing."""
    mine = [r for r in queries.of_person(db, team, person_id, NAME) if facts(r)["there"]]
    for round_ in mine:
        queries.unseal(db, round_, lambda r: r.kind == "question")
    open_ = [r for r in mine if r.status in (Status.RUNNING, Status.PAUSED)]
    waiting = [r for r in open_ if standing.awaits(r, person_id)]
    running = [r for r in open_ if r not in waiting and is_in(r, person_id)]
    again = [r for r in mine if r.status == Status.CLOSED and is_in(r, person_id) and r.of_kind("open")]
    blocks: list[Block] = []
    for key, rounds in (("waiting", waiting), ("running", running), ("again", again)):
        for round_ in rounds[:MOST]:
            blocks += _line(round_, person_id, key)
    return [header(words["home.title"]), *blocks] if blocks else []


def _line(round_: Round, person_id: str, key: str) -> list[Block]:
    asked = standing.asked(round_)
    line = words[f"home.{key}"].fill(channel=Markup(f"<#{round_.channel_id}>"))
    said = quote(asked.text) if asked and asked.text else []
    return [*said, section(line) | {"accessory": _door(round_, key)}]


def _door(round_: Round, key: str) -> Block:
    if key == "again":
        return act("read_again", round_)
    if key == "running":
        return act("menu", round_)
    if pace(round_) is Pace.GATHER and round_.step == Step.WRITE:
        return act("write", round_)
    return act("read", round_) if round_.step == Step.READ else act("menu", round_)

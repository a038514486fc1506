"""The reflections in a person's Home tab: what waits for them, and what they can read again."""

from datetime import datetime

from bot.features.reflection.cards import names, words
from bot.features.reflection.flow import standing
from bot.features.reflection.models import NAME, REFLECTION, Step
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.slack.blocks import Block, button, context, header, quote, section
from bot.store import Db

MOST = 10  # of each; the rest is further down the direct message


def home(db: Db, team: str, person_id: str, _: datetime) -> list[Block]:
    mine = [
        queries.unseal(db, round_, lambda r: r.kind == "question")
        for round_ in queries.of_person(db, team, person_id, NAME, kind=REFLECTION)
    ]
    waiting = [r for r in mine if standing.awaits(r, person_id)][:MOST]
    running = [r for r in mine if r.status != Status.CLOSED and r not in waiting and _open_to(r, person_id)]
    closed = [r for r in mine if r.status == Status.CLOSED and _to_read(r, person_id)]
    blocks: list[Block] = []
    for key, rounds in (("waiting", waiting), ("running", running[:MOST]), ("again", closed[:MOST])):
        if rounds or key == "waiting":
            blocks += [header(words[f"home.{key}"])]
        for round_ in rounds:
            blocks += _line(round_, person_id, key)
    if not waiting:
        blocks.insert(1, context(words["home.nothing"].fill()))
    return blocks


def _line(round_: Round, person_id: str, key: str) -> list[Block]:
    asked = round_.one("question")
    others = names(round_.others(person_id))
    text = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
    writes = key == "waiting" and round_.step in (Step.ASKED, Step.EMPTY, Step.SHARED)
    opens = "write" if writes else "read_again"
    label = words["do.open"] if key == "waiting" else words["do.read_again"]
    row = section(text) | {"accessory": button(label, f"reflection.{opens}", round_.id)}
    return [*(quote(asked.text) if asked and asked.text else []), row]


def _to_read(round_: Round, person_id: str) -> bool:
    return _open_to(round_, person_id) or bool(round_.of_kind("answer", person_id))


def _open_to(round_: Round, person_id: str) -> bool:
    return any(standing.may_read(round_, reply, person_id) for reply in round_.of_kind("open"))

"""The pairs in a person's Home tab."""

from datetime import datetime

from bot.features.pairs.cards import leave_button, names, words
from bot.people import queries as people
from bot.rounds.showing import closing
from bot.slack.blocks import Block, button, buttons, header, section
from bot.store import Db


def home(db: Db, team: str, person_id: str, _: datetime) -> list[Block]:
    blocks: list[Block] = [header(words["home.title"])]
    pairs = people.pairs_of(db, team, person_id)
    for pair in pairs:
        others = names([member.name for member in pair.others(person_id)])
        line = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
        blocks.append(section(line) | {"accessory": leave_button(pair.id, others)})
    if not pairs:
        blocks.append(section(words["home.none"].fill()))
    row = [*(closing.door("question") if pairs else []), button(words["do.invite"], "pairs.invite")]
    return [*blocks, buttons(*row, *closing.door("perspective"))]

"""The App Home tab: one list of what the features hand in, with a number of statements that does not grow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.blocks import Block, context, header, section
from bot.store import Store
from bot.words import Words

words = Words("common")

MOST = 100  # blocks in a view (docs: surfaces, modals and Home tabs)
_WHOLE = (Weight.COMES, Weight.HAS)
EACH = 5  # lines of each practice under one header; the rest is where it was posted


def home(
    store: Store, features: Sequence[Feature], team: str, person_id: str, now: datetime
) -> dict[str, Any]:
    """The view to publish for one person; it holds nothing that another person wrote in private."""
    rounds = _rounds(store, features, team, person_id)
    entries = [entry for feature in features for entry in _few(feature, rounds, person_id, now)]
    head = [section(words["home.hello"].fill())]
    if not any(entry.weight is Weight.WAITS for entry in entries):
        head.append(context(words["home.nothing"].fill()))
    doors = _listed([entry for entry in entries if entry.weight is Weight.DOORS], MOST - len(head) - 1)
    foot = [*doors, context(words["home.foot"].fill())]
    lists = [entry for entry in entries if entry.weight is not Weight.DOORS]
    return {"type": "home", "blocks": [*head, *_listed(lists, MOST - len(head) - len(foot)), *foot]}


def _rounds(store: Store, features: Sequence[Feature], team: str, person_id: str) -> list[Round]:
    """Theirs, each with the question that stands on its cards."""
    kinds = {(feature.name, kind.name): kind for feature in features for kind in feature.kinds}

    def asks(round_: Round, reply: Reply) -> bool:
        kind = kinds.get((round_.feature, round_.kind))
        return kind is not None and reply.kind == "question" and kind.on_card(round_, reply)

    with store.read() as db:
        rounds = queries.at_home(db, team, person_id, [feature.name for feature in features])
        queries.unseal_all(db, rounds, asks)
    return rounds


def _few(feature: Feature, rounds: Sequence[Round], person_id: str, now: datetime) -> list[Entry]:
    """What this person has whole, of the rest the first few of each weight."""
    if feature.home is None:
        return []
    entries = feature.home([round_ for round_ in rounds if round_.feature == feature.name], person_id, now)
    of = {weight: [entry for entry in entries if entry.weight is weight] for weight in Weight}
    return [e for weight in Weight for e in of[weight][: MOST if weight in _WHOLE else EACH]]


def _listed(entries: Sequence[Entry], room: int) -> list[Block]:
    """In the order of their weights, a header before each: as many as there is room for."""
    blocks: list[Block] = []
    last = None
    for entry in sorted(entries, key=lambda entry: [*Weight].index(entry.weight)):
        head = [] if entry.weight is last else [header(words[f"home.{entry.weight}"])]
        if len(more := [*head, *entry.blocks()]) <= room - len(blocks):
            blocks += more
            last = entry.weight
    return blocks

"""What a card has no room for: at most five buttons stand on it, the rest behind *More*.

Nothing is kept for it: the page is drawn from the card as it stands now, and each button works from there.
Where the card has its practice's own *More*, its `menu`, they stand there (`pages.menu`).
"""

from collections.abc import Callable, Mapping, Sequence

from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.showing import outbox
from bot.rounds.showing.drawing import Drawn, as_it_stands
from bot.slack.asked import BEHIND, Asked
from bot.slack.blocks import Block, Message, View, button, buttons, section
from bot.store import Db, Store
from bot.words import Words

MORE = "alongside.more"
MOST = 5  # buttons on a message
# Seldom what somebody came for: these go last, whatever the order of their card.
_LAST = ("talk", "fewer", "how")
_OWN = "menu"

words = Words("common")


def few(wanted: Sequence[Sequence[Block]]) -> tuple[list[list[Block]], list[list[Block]]]:
    """What stands on the card, *More* with it where there are too many; and what stands behind it."""
    if sum(map(len, wanted)) <= MOST:
        return [[*row] for row in wanted if row], []
    every = [element for row in wanted for element in row]
    more = next((one for one in every if _verb(one) == _OWN), _more())
    last = [one for one in every if _verb(one) in _LAST]
    kept: list[list[Block]] = []
    rest: list[list[Block]] = []
    for row in [*([one for one in row if one not in [*last, more]] for row in wanted), last]:
        room = MOST - 1 - sum(map(len, kept))
        kept, rest = [*kept, row[:room]], [*rest, row[room:]]
    *above, foot = [row for row in kept if row]
    return [*above, [*foot, more]], [row for row in rest if row]


def page(message: Message, channel: str = "") -> View:
    """What stands behind a card that was pressed in that channel."""
    said = section(words["behind.text"].fill())
    return View(words["behind.title"], [said, *rows(message.rest, channel)], close=words["close"])


def rows(rest: Sequence[Sequence[Block]], channel: str) -> list[Block]:
    """On a page, as on a card of that channel: what comes of them is said there."""
    return [buttons(*row, block_id=f"{BEHIND}{channel}|{at}") for at, row in enumerate(rest)]


def more(kinds: Mapping[tuple[str, str], Drawn]) -> Callable[[Asked, Store], View]:
    """The listener behind *More*, which knows how each (feature, kind) is drawn."""

    def listen(asked: Asked, store: Store) -> View:
        with store.read() as db:
            return page(_card(db, kinds, asked), asked.channel)

    return listen


def _card(db: Db, kinds: Mapping[tuple[str, str], Drawn], asked: Asked) -> Message:
    """The card that was pressed, as it would stand now; refused where nothing is behind it any more."""
    team = asked.who.team
    card = outbox.at(db, team, asked.channel, asked.ts) or outbox.marked(db, team, asked.card)
    if card is None or card.place not in (asked.who.id, asked.channel):  # what a press says is only a hint
        raise Refusal("common.not_here_any_more")
    round_ = queries.find(db, team, card.round_id)
    drawing = as_it_stands(db, kinds[round_.feature, round_.kind], round_).get(card.key)
    if drawing is None or not drawing.message.rest:
        raise Refusal("common.not_here_any_more")
    return drawing.message


def _more() -> Block:
    return button(words["behind.label"], MORE, label_for_readers=words["behind.for_readers"])


def _verb(element: Block) -> str:
    return str(element["action_id"]).rpartition(".")[2].rpartition("_")[2]

"""What a locked screen says of a card: that there is something and what can be done, nothing of its words.

Slack takes the top-level text of a message for notifications, and screen readers read it in some clients.
What stands on the card itself stays as it is.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import aloud
from bot.slack.blocks import Block, Message
from bot.words import phrase


def hushed(round_: Round, wanted: Mapping[str, Drawing], *, everybody: bool = False) -> dict[str, Drawing]:
    """The same cards: each as whoever gets it wants it, or `everybody`'s, channels' included, hushed."""
    theirs = {seat.person_id for seat in round_.seats if seat.hushed}
    return {
        key: replace(drawing, message=_hush(round_, drawing))
        if everybody or drawing.place in theirs
        else drawing
        for key, drawing in wanted.items()
    }


def _hush(round_: Round, drawing: Drawing) -> Message:
    where = "own" if drawing.place.startswith(("U", "W")) else "channel"
    line = phrase(f"{round_.feature}.screen.{where}").fill()
    return replace(drawing.message, text=aloud(line, _pressed(drawing.message)), hushed=True)


def _pressed(message: Message) -> list[Block]:
    """Its buttons."""
    found = [one for block in message.blocks for one in (*block.get("elements", ()), block.get("accessory"))]
    return [one for one in found if one and one.get("type") == "button"]

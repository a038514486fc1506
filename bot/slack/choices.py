"""What a form need not open with stands behind *More choices*, a button that carries it.

Sent in without, the form says of what stands there what it began with: it is the same form, opened or not.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.objects import Block, exact, plain
from bot.words import phrase

CHOICES = "alongside.choices"
_ROOM = 2000  # docs: reference/block-kit/block-elements/button-element, value
# What an input began with is what it holds (docs: reference/block-kit/block-elements).
HELD = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_users": "selected_users",
    "initial_user": "selected_user",
    "initial_conversation": "selected_conversation",
    "initial_date": "selected_date",
}


def behind(blocks: Sequence[Block]) -> list[Block]:
    """The button that has these behind it; the blocks themselves, where they are more than it can carry."""
    carried = urlsafe_b64encode(zlib.compress(json.dumps(list(blocks)).encode(), 9)).decode()
    if not blocks or len(carried) > _ROOM:
        return list(blocks)
    label = plain(phrase("common.choices.label"), 75)
    element = {"type": "button", "text": label, "action_id": CHOICES, "value": exact(carried, _ROOM)}
    return [{"type": "actions", "block_id": CHOICES, "elements": [element]}]


def opened(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a form, with what stood behind its button in its place."""
    return [one for block in blocks for one in (_carried(block) or [block])]


def hidden(blocks: Sequence[Block]) -> dict[str, dict[str, dict[str, Any]]]:
    """What the questions behind its button hold, as Slack says it of those that stand there."""
    asked = [one for block in blocks for one in _carried(block) if one["type"] == "input"]
    return {block["block_id"]: {block["element"]["action_id"]: _holds(block["element"])} for block in asked}


def _carried(block: Block) -> list[Block]:
    if block.get("block_id") != CHOICES:
        return []
    packed = block["elements"][0]["value"]
    found: list[Block] = json.loads(zlib.decompress(urlsafe_b64decode(packed)))
    return found


def _holds(element: Mapping[str, Any]) -> dict[str, Any]:
    return {held: element[began] for began, held in HELD.items() if began in element}

"""The small parts that blocks are made of: text objects, ids, options."""

import html
from typing import Any

from bot.slack.text import clean, cut, escaped_bytes, sendable
from bot.words import Markup

Block = dict[str, Any]

NOTHING = "–"  # Slack refuses an empty text
ID = 255  # docs.slack.dev/reference/block-kit/block-elements: action_id; …/blocks: block_id
# docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_TEXT = 75
OPTION_VALUE = 150


def mrkdwn(text: str, limit: int) -> Block:
    """Words in which mentions and emphasis are alive, and nothing else: no bare address becomes a link."""
    shown = cut(sendable(text), limit, escaped_bytes, markup=True)
    return {"type": "mrkdwn", "text": shown if shown.strip() else NOTHING, "verbatim": True}


def plain(text: str, limit: int) -> Block:
    """Words in which nothing is alive: a title, a label."""
    bare = html.unescape(text) if isinstance(text, Markup) else text
    return {"type": "plain_text", "text": cut(" ".join(clean(bare).split()), limit) or NOTHING, "emoji": True}


def option(value: str, label: str) -> Block:
    """One of several to choose from: its label and its value."""
    return {"text": plain(label, OPTION_TEXT), "value": exact(value, OPTION_VALUE)}


def exact(value: str, limit: int = ID) -> str:
    """What must arrive as it is: too long is our mistake, never a reason to cut (ValueError)."""
    if not 0 < len(value) <= limit:
        raise ValueError(f"{len(value)} characters where Slack takes 1 to {limit}")
    return value

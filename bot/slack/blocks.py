"""Our few Block Kit words; other people's words only through `quote`, or `safe` where they are short."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

from bot.slack import quoting
from bot.slack.inputs import CHECKBOXES, channel, choice, date, people, text_input, tick, ticks
from bot.slack.objects import Block, exact, mrkdwn, plain
from bot.slack.text import CUT, cut, escaped_bytes, safe, sendable
from bot.words import Markup, escape

__all__ = [
    "CHECKBOXES",
    "CUT",
    "Block",
    "Message",
    "View",
    "button",
    "buttons",
    "channel",
    "choice",
    "context",
    "date",
    "divider",
    "fits",
    "header",
    "labels",
    "people",
    "quote",
    "safe",
    "section",
    "text_input",
    "tick",
    "ticks",
    "weight",
]

# docs.slack.dev/reference/block-kit/blocks/…
SECTION_TEXT = 3000  # section-block
HEADER_TEXT = 150  # header-block
CONTEXT_ELEMENTS = 10  # context-block
ACTIONS_ELEMENTS = 25  # actions-block
MESSAGE_BLOCKS = 50  # docs.slack.dev/reference/block-kit/blocks
VIEW_BLOCKS = 100
# docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_LABEL = 75
# docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
# docs.slack.dev/reference/views/modal-views
VIEW_TITLE = 24
VIEW_METADATA = 3000
VIEW_CALLBACK_ID = 255
VIEW_BYTES = 250_000
MESSAGE_TEXT = 4000  # docs.slack.dev/reference/methods/chat.postMessage
MESSAGE_WEIGHT = 13_000  # observed: msg_blocks_too_long near 13,200 (slackapi/bolt-js#2509)


@dataclass(frozen=True)
class Message:
    """A card: its blocks, and the whole of it in a sentence or two for notifications and screen readers.

    What is quoted stands there as messages hold it. `rest` are the rows of buttons that it has no room for:
    they stand behind its *More*. `hushed`: the text says nothing of what stands in the blocks.
    """

    text: str
    blocks: Sequence[Block]
    rest: Sequence[Sequence[Block]] = ()
    hushed: bool = False

    def __post_init__(self) -> None:
        # Read aloud, our signs of mark-up are in the way; after other people's stands a zero-width space.
        bare = re.sub("[*`](?!\u200b)", "", sendable(self.text))
        object.__setattr__(self, "text", cut(bare, MESSAGE_TEXT, escaped_bytes, markup=True))
        object.__setattr__(self, "blocks", [quoting.in_message(block) for block in self.blocks])

    @cached_property
    def digest(self) -> str:
        """The same for whatever looks the same."""
        plain = json.dumps([self.text, list(self.blocks)], sort_keys=True)
        return blake2b(plain.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class View:
    """A form or a page to read."""

    title: str
    blocks: list[Block]
    callback_id: str = ""
    submit: str | None = None
    close: str | None = None
    private_metadata: str = ""
    notify_on_close: bool = False

    def payload(self) -> dict[str, Any]:
        """As views.open, views.update and an ack take it."""
        payload: dict[str, Any] = {
            "type": "modal",
            "title": plain(self.title, VIEW_TITLE),
            "blocks": self.blocks,
        }
        if self.callback_id:
            payload["callback_id"] = exact(self.callback_id, VIEW_CALLBACK_ID)
        if self.submit is not None:
            payload["submit"] = plain(self.submit, VIEW_TITLE)
        if self.close is not None:
            payload["close"] = plain(self.close, VIEW_TITLE)
        if self.private_metadata:
            payload["private_metadata"] = exact(self.private_metadata, VIEW_METADATA)
        if self.notify_on_close:
            payload["notify_on_close"] = True
        return payload


def section(text: str) -> Block:
    """A paragraph of our own words, as mrkdwn."""
    return {"type": "section", "text": mrkdwn(text, SECTION_TEXT)}


def header(text: str) -> Block:
    """A heading, as plain text."""
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def context(*texts: str) -> Block:
    """Small print, as mrkdwn."""
    _between(1, texts, CONTEXT_ELEMENTS)
    return {"type": "context", "elements": [mrkdwn(text, SECTION_TEXT) for text in texts]}


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


def buttons(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons."""
    _between(1, elements, ACTIONS_ELEMENTS)
    row: Block = {"type": "actions", "elements": list(elements)}
    return row if block_id is None else row | {"block_id": exact(block_id)}


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: Literal["primary", "danger"] | None = None,
    label_for_readers: str | None = None,
    confirm: tuple[str, str, str, str] | None = None,
) -> Block:
    """A button; `confirm` is the title, the question, yes and no of "Are you sure?"."""
    element: Block = {"type": "button", "text": plain(label, BUTTON_TEXT), "action_id": exact(action_id)}
    if value:
        element["value"] = exact(value, BUTTON_VALUE)
    if style is not None:
        element["style"] = style
    if label_for_readers:
        element["accessibility_label"] = plain(label_for_readers, BUTTON_LABEL)["text"]
    if confirm is not None:
        element["confirm"] = _confirmation(*confirm)
    return element


def labels(row: Sequence[Block]) -> list[str]:
    """What stands on these buttons; what is on several of them, once."""
    return list(dict.fromkeys(element["text"]["text"] for element in row))


def _confirmation(title: str, text: str, yes: str, no: str) -> Block:
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def quote(text: str, *, attribution: str | None = None) -> list[Block]:
    """Other people's words, whole, in parts that fit; nothing in them can come alive."""
    said = quoting.parts(text)
    if attribution is None:
        return said
    return [context(attribution if isinstance(attribution, Markup) else escape(attribution)), *said]


def weight(blocks: Sequence[Block]) -> int:
    """How much of a message's room these blocks take, counted the way that gives most."""
    text = json.dumps(list(blocks), ensure_ascii=False, separators=(",", ":"))
    return escaped_bytes(text)


def fits(thing: Message | View) -> bool:
    """Whether Slack will take it whole."""
    if isinstance(thing, View):
        return len(thing.blocks) <= VIEW_BLOCKS and weight([thing.payload()]) <= VIEW_BYTES
    return (
        len(thing.blocks) <= MESSAGE_BLOCKS
        and escaped_bytes(thing.text) <= MESSAGE_TEXT
        and weight(thing.blocks) <= MESSAGE_WEIGHT
    )


def _between(least: int, things: Sequence[object], most: int) -> None:
    if not least <= len(things) <= most:
        raise ValueError(f"{len(things)} where Slack takes {least} to {most}")

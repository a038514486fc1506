"""A page to read that goes on: cut between its blocks, *More* turns to its next part and *Back* to the last.

Nothing is kept for it: whoever turns asks for the page again by the button that opened it, and reads it as it
stands by then.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.slack.asked import BEHIND, GO_BACK, GO_ON, HOME, MESSAGE, MODAL, Asked
from bot.slack.blocks import BUTTON_VALUE, Block, View, button, buttons
from bot.words import phrase

READ = 3000  # characters on a part
_BEFORE = ("divider", "header")  # these stand with what comes after them
_UNREAD = ("confirm", "options", "option_groups")


def part(view: View, asked: Asked) -> View:
    """Of a page too long to be read at once, what was asked for; every other view, as it is.

    So is one that no button can ask for again.
    """
    parts = cut(view.blocks)
    if len(parts) < 2 or view.submit is not None or not _again(asked):
        return view
    at = min(asked.part, len(parts) - 1)
    turns = [(GO_BACK, "parts.back", at - 1), (GO_ON, "parts.more", at + 1)]
    row = [_turn(asked, verb, key, to) for verb, key, to in turns if 0 <= to < len(parts)]
    return replace(view, blocks=[*parts[at], buttons(*row, block_id=f"{BEHIND}{asked.channel}|")])


def cut(blocks: Sequence[Block]) -> list[list[Block]]:
    """In parts that can be read at once: a heading stays with what it heads, buttons with what they do."""
    parts: list[list[Block]] = []
    for together in _together(blocks):
        if parts and length([*parts[-1], *together]) <= READ:
            parts[-1] += together
        else:
            parts.append(together)
    return parts


def length(part: Any) -> int:
    """How much there is to read in it, in characters."""
    if isinstance(part, list):
        return sum(map(length, part))
    if not isinstance(part, dict):
        return 0
    own = part.get("text")
    inner = [one for name, one in part.items() if name not in _UNREAD]
    return len(own) if isinstance(own, str) else sum(map(length, inner))


def _together(blocks: Sequence[Block]) -> list[list[Block]]:
    found: list[list[Block]] = []
    for block in blocks:
        if found and _belongs(found[-1][-1], block):
            found[-1].append(block)
        else:
            found.append([block])
    return found


def _belongs(before: Block, block: Block) -> bool:
    heads = before["type"] in ("context", "section") and block["type"] == "rich_text"
    return heads or before["type"] in _BEFORE or block["type"] == "actions"


def _again(asked: Asked) -> bool:
    pressed = asked.kind in (MESSAGE, MODAL, HOME)
    return pressed and len(_value(asked, 10)) <= BUTTON_VALUE


def _turn(asked: Asked, verb: str, key: str, to: int) -> Block:
    return button(phrase(f"common.{key}"), verb, _value(asked, to))


def _value(asked: Asked, to: int) -> str:
    return f"{to}|{asked.verb}|{asked.value}"

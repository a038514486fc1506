"""What stands in what is drawn: texts, labels, buttons, keys of words; a round as somebody may read it."""

import html
import json
import re
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cache
from typing import Any

from bot.rounds.keeping.models import Reply, Round
from bot.slack.blocks import Message, View
from bot.words import FOLDER, read


def apart(round_: Round) -> Round:
    """A copy whose people and texts can be changed; the rest is shared, as to draw changes nothing."""
    return replace(
        round_, seats=[copy(seat) for seat in round_.seats], replies=[copy(reply) for reply in round_.replies]
    )


def as_read(round_: Round, may_read: Callable[[Round, Reply], bool]) -> Round:
    """As it is unsealed for whoever may read that, and no more."""
    seen = apart(round_)
    for reply in seen.replies:
        if not may_read(seen, reply):
            reply.text = None
    return seen


def mrkdwn_in(part: Any) -> list[str]:
    found: list[str] = []
    _collect(part, found)
    return found


def _collect(part: Any, found: list[str]) -> None:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            found.append(part["text"])
        part = part.values()
    for one in part:
        if isinstance(one, dict | list | tuple):
            _collect(one, found)


def labels_in(blocks: Any) -> list[str]:
    elements = [e for b in blocks for e in b.get("elements", [])]
    return [e["text"]["text"] for e in elements if e.get("type") == "button"]


def actions_in(blocks: Any) -> list[str]:
    elements = [e for b in blocks for e in [*b.get("elements", []), b.get("accessory") or {}]]
    return [e["action_id"] for e in elements if e.get("type") == "button"]


def pressed_in(blocks: Any) -> list[str]:
    """Whatever can be pressed or chosen there, buttons and menus."""
    elements = [e for b in blocks for e in [*b.get("elements", []), b.get("accessory") or {}]]
    return [e["action_id"] for e in elements if "action_id" in e]


def strings(part: Any) -> set[str]:
    """Every text in what is drawn, as it is read."""
    if isinstance(part, Message | View):
        part = part.payload() if isinstance(part, View) else [part.text, *part.blocks]
    if isinstance(part, str):
        return {html.unescape(part)}
    found = part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else ()
    return {text for one in found for text in strings(one)}


def words_on(message: Message) -> str:
    """All that stands on a card, as it is read: dates as somebody sees them."""
    found: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                collect(one)
        elif isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for key, one in part.items():
                if key not in ("confirm", "accessibility_label"):
                    collect(one)

    collect(list(message.blocks))
    return re.sub(r"<!date\^[^|]*\|([^>]*)>", r"\1", " ".join(found))


# --- keys of words


def texts_of(file: str, table: str = "") -> dict[str, str]:
    """The words of that file, or of one table of it, by the rest of their key, as people read them."""
    beginning = f"{file}.{table}." if table else f"{file}."
    return {key.removeprefix(beginning): text for key, text in _every().items() if key.startswith(beginning)}


@cache
def _every() -> dict[str, str]:
    return read(FOLDER)[0]


def in_order(parts: list[str], spoken: str) -> bool:
    at = 0
    for part in parts:
        at = spoken.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def lines_on(thing: Message | View, table: str, file: str) -> set[str]:
    """The keys of those words of this table that stand there, whatever filled their blanks."""
    spoken = json.dumps(list(thing.blocks), ensure_ascii=False)
    return {key for key, parts in _literals(table, file) if in_order(parts, spoken)}


@cache
def _literals(table: str, file: str) -> list[tuple[str, list[str]]]:
    """The parts between the blanks, as they stand in the JSON of what is drawn."""
    words = texts_of(file, table)
    parts = [(key, re.split(r"\{\w+\}", text)) for key, text in words.items()]
    return [(key, [json.dumps(part, ensure_ascii=False)[1:-1] for part in split]) for key, split in parts]

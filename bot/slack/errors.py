"""Refusal -> words where the person is looking; anything else -> an apology."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.refusal import Refusal
from bot.slack.blocks import Block, View, section
from bot.slack.choices import HELD, hidden, opened
from bot.slack.forms import first_input
from bot.slack.times import when
from bot.words import Markup, phrase

APOLOGY = "common.apology"
_REFUSAL = "refusal"  # the block_id of the words on top
_QUOTED = ("rich_text", "context")  # people's words, and the line above that says whose they are
# What was typed or chosen stands there again.
_INITIAL = {held: began for began, held in HELD.items()}


def said(refusal: Refusal) -> Markup:
    """The words of a refusal, with its blanks filled: a moment as each reader's own clock tells it."""
    return phrase(refusal.key).fill(**{name: _told(blank) for name, blank in refusal.blanks.items()})


def _told(blank: object) -> object:
    if not isinstance(blank, datetime):
        return blank
    return when(blank, blank.tzinfo if isinstance(blank.tzinfo, ZoneInfo) else ZoneInfo("UTC"))


def under_an_input(view: dict[str, Any], field: str | None) -> str | None:
    """The question that an error goes under: the one named, else the first.

    None where there is none, or where the one named stands behind *More choices*.
    """
    if field in hidden(view.get("blocks", [])):
        return None
    ids = {block.get("block_id") for block in view.get("blocks", []) if block.get("type") == "input"}
    return field if field in ids else first_input(view)


def refused_view(view: dict[str, Any], words: str, about: str = "", *, hides: bool = False) -> View:
    """The same form with the words on top, and everything typed still there; `about` comes along with it.

    What others wrote does not come back, but where the words are a doubt (`about`): it was drawn before, and
    may have been taken back since. `hides`: nothing that stood around the boxes does.
    """
    kept = [block for block in _again(view, opened(view["blocks"])) if block.get("block_id") != _REFUSAL]
    kept = [block for block in kept if about or block["type"] not in _QUOTED]
    kept = [block for block in kept if block["type"] == "input"] if hides else kept
    return _as_it_was(view, [section(words) | {"block_id": _REFUSAL}, *kept], about)


def widened(view: dict[str, Any]) -> View:
    """The same form with what stood behind *More choices*, and everything typed still there."""
    return _as_it_was(view, _again(view, opened(view["blocks"])))


def _as_it_was(view: dict[str, Any], blocks: list[Block], about: str = "") -> View:
    text = {part: (view.get(part) or {}).get("text") for part in ("title", "submit", "close")}
    return View(
        title=text["title"] or "",
        blocks=blocks,
        callback_id=view.get("callback_id", ""),
        submit=text["submit"],
        close=text["close"],
        private_metadata="|".join(filter(None, [view.get("private_metadata", ""), about])),
    )


def _again(view: dict[str, Any], blocks: list[Block]) -> list[Block]:
    state = (view.get("state") or {}).get("values") or {}
    return [_kept(block, state) for block in blocks]


def _kept(block: Block, state: dict[str, Any]) -> Block:
    typed: dict[str, Any] = next(iter((state.get(block.get("block_id", "")) or {}).values()), {})
    element = block.get("element")
    if block.get("type") != "input" or element is None:
        return block
    own = {option["value"]: option for option in element.get("options", [])}  # ours, to the letter
    said = {_INITIAL[part]: _own(own, typed[part]) for part in _INITIAL if typed.get(part)}
    return {**block, "element": {**element, **{slot: one for slot, one in said.items() if one}}}


def _own(options: dict[str, Any], said: Any) -> Any:
    if isinstance(said, list):
        return [found for one in said if (found := _own(options, one))]
    return options.get(str(said.get("value"))) if isinstance(said, dict) else said

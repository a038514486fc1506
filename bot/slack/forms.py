"""A submitted view, or the words behind a command, -> plain values."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from bot.slack.choices import hidden
from bot.slack.text import typed

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_PLACE = re.compile(r"<[#!][^<>|]*\|([^<>]+)>|<#([A-Z0-9]+)\|?>|<!([a-z]+)>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True)
class Form:
    """What somebody sent in, by the block_id of the question; left empty is empty, never an error."""

    _answers: dict[str, dict[str, Any]] = field(repr=False)

    def text(self, block_id: str) -> str:
        """What was written there, every character of it, or "" where there is nothing to see."""
        return typed(self._answer(block_id).get("value") or "")

    def ticked(self, block_id: str) -> bool:
        """Whether the box was ticked."""
        return bool(self._answer(block_id).get("selected_options"))

    def several(self, block_id: str) -> list[str]:
        """The values of all boxes that were ticked there."""
        return [str(one.get("value") or "") for one in self._answer(block_id).get("selected_options") or []]

    def choice(self, block_id: str) -> str | None:
        """The value that was chosen."""
        chosen = self._answer(block_id).get("selected_option") or {}
        value: str | None = chosen.get("value")
        return value

    def number(self, block_id: str) -> int:
        """The number that was chosen, counted from 0; -1 for none."""
        chosen = self.choice(block_id) or ""
        return int(chosen) if chosen.isascii() and chosen.isdigit() else -1

    def people(self, block_id: str) -> tuple[str, ...]:
        """The ids of the people chosen, each once."""
        answer = self._answer(block_id)
        one = answer.get("selected_user")
        return tuple(dict.fromkeys(answer.get("selected_users") or ([one] if one else [])))

    def channel(self, block_id: str) -> str:
        """The id of the channel that was chosen; "" for none."""
        return str(self._answer(block_id).get("selected_conversation") or "")

    def date(self, block_id: str) -> datetime.date | None:
        """The day that was chosen, of the reader's own calendar; None for none."""
        day = self._answer(block_id).get("selected_date")
        return datetime.date.fromisoformat(day) if day else None

    def _answer(self, block_id: str) -> dict[str, Any]:
        return self._answers.get(block_id, {})


def values(view: dict[str, Any]) -> Form:
    """What a view was sent in with."""
    return Form(answers(view))


def answers(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers in a view's state, by the block_id: each of our input blocks holds one.

    What stands behind its *More choices* is as it began.
    """
    state = hidden(view.get("blocks") or []) | ((view.get("state") or {}).get("values") or {})
    return {block_id: next(iter(actions.values()), {}) for block_id, actions in state.items()}


def first_input(view: dict[str, Any]) -> str | None:
    """The block_id of the first question: where an error goes that belongs to none."""
    return next((block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"), None)


def mentions(text: str) -> tuple[list[str], str]:
    """The people mentioned in a command's text, each once, and what else it says, as it was typed."""
    ids = list(dict.fromkeys(_PERSON.findall(text)))
    return ids, unescape(re.sub(" {2,}", " ", _PERSON.sub(" ", text)))


def unescape(text: str) -> str:
    """A command's text as it was typed: Slack sends it with mentions, links and & < > escaped."""
    text = re.sub(r"<@[UW][A-Z0-9]+\|([^<>]+)>", r"@\1", text)
    text = _PLACE.sub(lambda m: "#" * m[0].startswith("<#") + (m[1] or m[2] or f"@{m[3]}"), text)
    return written(_LINK.sub(r"\1", text))


def written(text: str) -> str:
    """What somebody wrote: entities decoded once, composed (NFC), without what a database cannot keep."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return unicodedata.normalize("NFC", typed(text))

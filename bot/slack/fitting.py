"""What a form was sent in with, held against what it asks: the length of its boxes, and what it offers.

Slack's clients see to that, but whoever sends something else than a client does would not.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from bot.refusal import Refusal
from bot.slack.choices import opened
from bot.slack.forms import answers
from bot.slack.inputs import INPUT_TEXT
from bot.slack.objects import Block

OFFERED = "options"  # of a question: what can be chosen there
_ID = re.compile("[A-Z0-9]{1,32}")
_CHOSEN = ("selected_option", "selected_options")  # of what stands in the form
_PICKED = ("selected_user", "selected_users", "selected_conversation", "selected_conversations")  # by id


def fitting(view: dict[str, Any]) -> None:
    """Refuses what is longer than its box (in characters), what was not offered, and more than it takes."""
    asked = _asked(opened(view.get("blocks") or []))
    for block_id, answer in answers(view).items():
        if block_id not in asked:
            raise Refusal("common.misfit.other")
        _fits(block_id, asked[block_id], answer)


def _asked(blocks: Sequence[Block]) -> dict[str, dict[str, Any]]:
    """What each question takes, by its block_id."""
    found = {}
    for block in blocks:
        elements = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
        found[str(block.get("block_id"))] = next((one for one in elements if isinstance(one, dict)), {})
    return found


def _fits(block_id: str, element: dict[str, Any], answer: dict[str, Any]) -> None:
    value, most = answer.get("value"), element.get("max_length", INPUT_TEXT)
    if not isinstance(value, str | None):
        raise Refusal("common.misfit.other", block_id)
    if value is not None and len(value) > most:
        raise Refusal("common.misfit.long", block_id, most=most)
    if OFFERED in element and not _offered(element[OFFERED], [*_each(answer, _CHOSEN)]):
        raise Refusal("common.misfit.other", block_id)
    picked = [*_each(answer, _PICKED)]
    if not all(isinstance(one, str) and _ID.fullmatch(one) for one in picked):
        raise Refusal("common.misfit.other", block_id)
    if len(picked) > element.get("max_selected_items", len(picked)):
        raise Refusal("common.misfit.many", block_id, most=element["max_selected_items"])
    if not _is_day(answer.get("selected_date")):
        raise Refusal("common.misfit.other", block_id)


def _each(answer: dict[str, Any], names: Sequence[str]) -> Sequence[Any]:
    """All that was chosen there, one or several."""
    found = [answer.get(name) for name in names]
    return [one for some in found if some for one in (some if isinstance(some, list) else [some])]


def _offered(options: Sequence[dict[str, Any]], chosen: Sequence[Any]) -> bool:
    """Each of them, once."""
    values = [one.get("value") if isinstance(one, dict) else None for one in chosen]
    left = [option["value"] for option in options]
    return all(value in left for value in values) and len(values) == len({*map(str, values)})


def _is_day(text: Any) -> bool:
    with suppress(TypeError, ValueError):
        return text is None or bool(date.fromisoformat(text))
    return False

"""Block Kit: which blocks stand where, and what a whole message, modal or Home tab must hold to."""

import json
from typing import Any

from . import limits
from .elements import (
    ACCESSORIES,
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    image_or_file,
)
from .objects import plain, text
from .rich_text import RICH_TEXT
from .shapes import (
    Check,
    Field,
    Problems,
    boolean,
    complain,
    every,
    listed,
    may,
    needed,
    one_of,
    record,
    string,
    typed,
)


def _block(kind: str, *more: Check, **fields: Field) -> Check:
    head = {"type": needed(one_of(kind)), "block_id": may(string("block_id"))}
    return every(record(head | fields), *more)


def _text_or_fields(block: Any, path: str, problems: Problems) -> None:
    if "text" not in block and "fields" not in block:
        complain(problems, path, "must define either `text` or `fields`")


BLOCKS: dict[str, Check] = {
    "section": _block(
        "section",
        _text_or_fields,
        text=may(text("section.text")),
        fields=may(listed(text("section.field"), "section.fields")),
        accessory=may(typed(ELEMENTS, *ACCESSORIES)),
        expand=may(boolean),
    ),
    "divider": _block("divider"),
    "header": _block("header", text=needed(plain("header.text"))),
    "context": _block("context", elements=needed(listed(typed(ELEMENTS, *IN_CONTEXT), "context.elements"))),
    "actions": _block("actions", elements=needed(listed(typed(ELEMENTS, *IN_ACTIONS), "actions.elements"))),
    "input": _block(
        "input",
        label=needed(plain("input.label")),
        element=needed(typed(ELEMENTS, *IN_INPUT)),
        dispatch_action=may(boolean),
        hint=may(plain("input.hint")),
        optional=may(boolean),
    ),
    "image": _block("image", image_or_file, title=may(plain("image.title")), **IMAGE),
    "rich_text": RICH_TEXT,
    "markdown": _block("markdown", text=needed(string("markdown.text"))),
    "alert": _block(
        "alert",
        text=needed(text("alert.text")),
        level=may(one_of("default", "info", "warning", "error", "success")),
    ),
}
COMMON = ("section", "divider", "header", "context", "actions", "input", "image", "rich_text")
ON_MESSAGE = listed(typed(BLOCKS, *COMMON, "markdown"), "message.blocks", minimum=0)
ON_MODAL = listed(typed(BLOCKS, *COMMON, "alert"), "view.blocks", minimum=0)
ON_HOME = listed(typed(BLOCKS, *COMMON), "view.blocks", minimum=0)

VIEW = {
    "callback_id": may(string("view.callback_id", minimum=0)),
    "private_metadata": may(string("view.private_metadata", minimum=0)),
    "external_id": may(string("view.external_id", minimum=0)),
}
MODAL = record(
    VIEW
    | {
        "type": needed(one_of("modal")),
        "title": needed(plain("view.title")),
        "submit": may(plain("view.submit")),
        "close": may(plain("view.close")),
        "blocks": needed(ON_MODAL),
        "clear_on_close": may(boolean),
        "notify_on_close": may(boolean),
    }
)
HOME = record(VIEW | {"type": needed(one_of("home")), "blocks": needed(ON_HOME)})


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that somebody could use."""
    if block.get("type") == "rich_text":
        return []
    found = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
    return [one for one in found if isinstance(one, dict) and one.get("type") not in IN_CONTEXT]


def _ids_differ(blocks: list[Any], path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            complain(problems, f"{path}/{index}/block_id", f"`block_id` {block_id} already exists")
        seen |= {block_id} if block_id else set()
        actions = [one["action_id"] for one in elements_of(block) if "action_id" in one]
        if len(actions) != len(set(actions)):
            complain(problems, f"{path}/{index}", "`action_id` must be unique in its block")


def _one_focus(blocks: list[Any], path: str, problems: Problems) -> None:
    focused = [one for block in blocks for one in elements_of(block) if one.get("focus_on_load")]
    if len(focused) > limits.of("focus_on_load"):
        complain(problems, path, "only one element may have focus_on_load")


def message_problems(blocks: Any) -> Problems:
    problems: Problems = []
    ON_MESSAGE(blocks, "/blocks", problems)
    if problems:
        return problems
    _ids_differ(blocks, "/blocks", problems)
    _one_focus(blocks, "/blocks", problems)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > limits.of("message.markdown.characters"):
        complain(problems, "/blocks", "markdown blocks are too long together")
    return problems


def view_problems(view: Any, kind: str) -> Problems:
    problems: Problems = []
    (MODAL if kind == "modal" else HOME)(view, "/view", problems)
    if problems:
        return problems
    blocks = view["blocks"]
    _ids_differ(blocks, "/view/blocks", problems)
    _one_focus(blocks, "/view/blocks", problems)
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in blocks):
        complain(problems, "/view", "missing required field: submit")
    return problems


def view_is_too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > limits.of("view.bytes")


def characters(blocks: Any) -> int:
    """All the words in a message's blocks together: Slack refuses a message when they are too many."""
    if isinstance(blocks, dict):
        own = blocks.get("text")
        words = len(own) if isinstance(own, str) else 0
        return words + sum(characters(part) for part in blocks.values() if isinstance(part, dict | list))
    return sum(characters(part) for part in blocks)

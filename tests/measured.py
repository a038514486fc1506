"""How much a form asks at once: its questions, and the words of ours that stand there when it opens."""

from typing import Any

from bot.slack.blocks import Block, View
from tests.practices import Names

_LINES = ("section", "context")
_IN_VIEW = ("radio_buttons", "checkboxes")  # what can be chosen stands there; in a menu it does not


def questions(view: View) -> int:
    """How many things it asks."""
    return len([block for block in view.blocks if block["type"] == "input"])


def words_of_ours(view: View, not_ours: Names = ()) -> int:
    """Without people's words, which are quoted, stand in a box or are chosen among, and whose those are.

    Nor is counted what was found in a list, each with its button; what a menu shows once it is opened; and
    what can be chosen where the practice says that those words are `not_ours`.
    """
    return sum(len(text.split()) for block in ours(view, not_ours) for text in _texts(block))


def ours(view: View, not_ours: Names = ()) -> list[Block]:
    """The form without those: a box is empty, and of what is chosen among the label is left."""
    said = [block for block in view.blocks if block["type"] not in _LINES or "accessory" not in block]
    kinds = ["", *(block["type"] for block in said), ""]
    near = zip(said, kinds, kinds[2:], strict=False)
    left = [block for block, before, after in near if not _of_a_quote(block, before=before, after=after)]
    return [_without(block, not_ours) for block in left if block["type"] != "rich_text"]


def _without(block: Block, not_ours: Names) -> Block:
    if block["type"] != "input":
        return block
    element = {name: one for name, one in block["element"].items() if name != "initial_value"}
    if str(block["block_id"]).startswith(not_ours):
        one = [{"text": {"type": "plain_text", "text": ""}, "value": ""}]
        element = {"type": element["type"], "action_id": element["action_id"], "options": one}
    return {**block, "element": element}


def _of_a_quote(block: Block, *, before: str, after: str) -> bool:
    """Whose words stand under it; or why it is asked, and how long it takes, under what is asked."""
    heads = block["type"] in _LINES and after == "rich_text"
    return heads or (block["type"] == "context" and before == "rich_text" and "block_id" not in block)


def characters(view: View) -> int:
    """Of a page to read: all that stands there."""
    return sum(len(text) for block in view.blocks for text in _texts(block, quoted=True))


def _texts(part: Any, *, quoted: bool = False) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one, quoted=quoted)]
    if not isinstance(part, dict) or (part.get("type") == "rich_text" and not quoted):
        return []
    if isinstance(part.get("text"), str):
        return [part["text"]]
    hidden = {"confirm", "accessibility_label", *([] if part.get("type") in _IN_VIEW else ["options"])}
    chosen = ("initial_option", "initial_options", "option_groups")
    found = [one for name, one in part.items() if name not in hidden and name not in chosen]
    return [text for one in found for text in _texts(one, quoted=quoted)]

"""What a form asks: each question one input block."""

import datetime
from collections.abc import Sequence

from bot.slack.objects import Block, exact, option, plain
from bot.slack.text import cut, sendable, utf16

INPUT_LABEL = 2000  # docs.slack.dev/reference/block-kit/blocks/input-block
INPUT_HINT = 2000
PLACEHOLDER = 150  # docs.slack.dev/reference/block-kit/block-elements
INPUT_TEXT = 3000  # docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
RADIO_OPTIONS = 10  # docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
CHECKBOXES = 10  # docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
SELECT_OPTIONS = 100  # docs.slack.dev/reference/block-kit/block-elements/select-menu-element


def text_input(
    block_id: str,
    label: str,
    *,
    action_id: str = "text",
    value: str = "",
    multiline: bool = True,
    max_length: int = 1500,
    optional: bool = False,
    hint: str | None = None,
    placeholder: str | None = None,
    focus: bool = False,
) -> Block:
    """A box to write in; `value` is what was written before, and always finds room."""
    before = cut(sendable(value), INPUT_TEXT)  # one's own words come back as they were
    element: Block = {
        "type": "plain_text_input",
        "action_id": exact(action_id),
        "multiline": multiline,
        "max_length": max(1, min(INPUT_TEXT, max(max_length, utf16(before)))),
    }
    if before:
        element["initial_value"] = before
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    if focus:
        element["focus_on_load"] = True
    return _input(block_id, label, element, optional=optional, hint=hint)


def tick(
    block_id: str,
    label: str,
    *,
    action_id: str = "tick",
    checked: bool = False,
    hint: str | None = None,
    beside: str | None = None,
) -> Block:
    """One box to tick or leave; `beside` are the words next to the box, where they are not the label."""
    box = option("yes", beside or label)
    element: Block = {"type": "checkboxes", "action_id": exact(action_id), "options": [box]}
    if checked:
        element["initial_options"] = [box]
    return _input(block_id, label, element, optional=True, hint=hint)


def ticks(
    block_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    action_id: str = "ticks",
    chosen: Sequence[str] = (),
    hint: str | None = None,
) -> Block:
    """Any of several (value, label), or none: boxes while they are few, else a menu.

    ValueError for too many, or none.
    """
    if not 1 <= len(options) <= SELECT_OPTIONS:
        raise ValueError(f"{len(options)} options where Slack takes 1 to {SELECT_OPTIONS}")
    boxes = [option(*pair) for pair in options]
    kind = "checkboxes" if len(boxes) <= CHECKBOXES else "multi_static_select"
    element: Block = {"type": kind, "action_id": exact(action_id), "options": boxes}
    if checked := [box for box in boxes if box["value"] in chosen]:
        element["initial_options"] = checked
    return _input(block_id, label, element, optional=True, hint=hint)


def choice(
    block_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    action_id: str = "choice",
    chosen: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
    hint: str | None = None,
) -> Block:
    """One of several (value, label): all in view while they are few, else a menu.

    ValueError for too many, or none.
    """
    if not 1 <= len(options) <= SELECT_OPTIONS:
        raise ValueError(f"{len(options)} options where Slack takes 1 to {SELECT_OPTIONS}")
    offered = [option(*pair) for pair in options]
    element: Block = {
        "type": "radio_buttons" if len(offered) <= RADIO_OPTIONS else "static_select",
        "action_id": exact(action_id),
        "options": offered,
    }
    for one in offered:
        if one["value"] == chosen:
            element["initial_option"] = one
    return _input(block_id, label, element, optional=optional, hint=hint, dispatch=dispatch)


def people(
    block_id: str,
    label: str,
    *,
    action_id: str = "people",
    many: bool = False,
    chosen: Sequence[str] = (),
    at_most: int | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """Somebody, or several, of the workspace."""
    element: Block = {"type": "multi_users_select" if many else "users_select", "action_id": exact(action_id)}
    if many and at_most is not None:
        element["max_selected_items"] = at_most
    if chosen:
        element |= {"initial_users": list(chosen)} if many else {"initial_user": chosen[0]}
    return _input(block_id, label, element, optional=optional, hint=hint)


def channel(
    block_id: str,
    label: str,
    *,
    action_id: str = "channel",
    chosen: str = "",
    hint: str | None = None,
) -> Block:
    """One channel of those that whoever chooses is in, public or private; where they are at first."""
    element: Block = {
        "type": "conversations_select",
        "action_id": exact(action_id),
        "filter": {"include": ["public", "private"]},
        "default_to_current_conversation": True,  # docs: where the form was opened, if that is among them
        **({"initial_conversation": chosen} if chosen else {}),
    }
    return _input(block_id, label, element, optional=False, hint=hint)


def date(
    block_id: str,
    label: str,
    *,
    action_id: str = "date",
    value: datetime.date | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """A local date of whoever chooses it."""
    element: Block = {"type": "datepicker", "action_id": exact(action_id)}
    if value is not None:
        element["initial_date"] = f"{value:%Y-%m-%d}"
    return _input(block_id, label, element, optional=optional, hint=hint)


def _input(
    block_id: str, label: str, element: Block, *, optional: bool, hint: str | None, dispatch: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": exact(block_id),
        "label": plain(label, INPUT_LABEL),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, INPUT_HINT)
    if dispatch:
        block["dispatch_action"] = True
    return block

"""Block elements: the fields each one has, and where each may stand."""

from typing import Any

from .objects import (
    ACTION,
    CHANNEL_ID,
    CHOICE,
    CONVERSATION_ID,
    DATE,
    FILTER,
    FOCUS,
    LISTS,
    MANY,
    MENU,
    NUMBER,
    RICH_CHOICE,
    TIME,
    TYPING,
    USER_ID,
    mrkdwn,
    option,
    plain,
)
from .shapes import (
    Check,
    Fields,
    Problems,
    boolean,
    complain,
    every,
    integer,
    listed,
    may,
    needed,
    number,
    one_of,
    record,
    string,
)


def offered(element: dict[str, Any]) -> list[Any]:
    """Every option of an element, those in groups included."""
    groups = element.get("option_groups") or []
    grouped = [choice for group in groups if isinstance(group, dict) for choice in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def _initial_is_offered(element: Any, path: str, problems: Problems) -> None:
    chosen = element.get("initial_options", [])
    first = [element["initial_option"]] if "initial_option" in element else []
    if not isinstance(chosen, list) or any(one not in offered(element) for one in [*chosen, *first]):
        complain(problems, path, "initial option must match one of the options")


def _values_differ(element: Any, path: str, problems: Problems) -> None:
    values = [str(choice.get("value")) for choice in offered(element) if isinstance(choice, dict)]
    if len(values) != len(set(values)):
        complain(problems, path, "options must have unique values")


def _options_or_groups(element: Any, path: str, problems: Problems) -> None:
    if ("options" in element) == ("option_groups" in element):
        complain(problems, path, "must define either `options` or `option_groups`")


def _lengths_agree(element: Any, path: str, problems: Problems) -> None:
    low, high = element.get("min_length"), element.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        complain(problems, path, "min_length must not be more than max_length")


def _element(kind: str, fields: Fields, *more: Check) -> Check:
    return every(record({"type": needed(one_of(kind))} | dict(fields)), *more)


def image_or_file(element: Any, path: str, problems: Problems) -> None:
    if "image_url" not in element:
        complain(problems, path, "missing required field: image_url")


IMAGE: Fields = {"image_url": may(string("image.url")), "alt_text": needed(string("image.alt_text"))}
CHOICES = (_initial_is_offered, _values_differ)

ELEMENTS: dict[str, Check] = {
    "button": _element(
        "button",
        ACTION
        | {
            "text": needed(plain("button.text")),
            "url": may(string("button.url")),
            "value": may(string("button.value")),
            "style": may(one_of("primary", "danger")),
            "accessibility_label": may(string("button.accessibility_label")),
        },
    ),
    "checkboxes": _element(
        "checkboxes",
        FOCUS
        | {
            "options": needed(listed(RICH_CHOICE, "checkboxes.options")),
            "initial_options": may(listed(RICH_CHOICE)),
        },
        *CHOICES,
    ),
    "radio_buttons": _element(
        "radio_buttons",
        FOCUS
        | {
            "options": needed(listed(RICH_CHOICE, "radio_buttons.options")),
            "initial_option": may(RICH_CHOICE),
        },
        *CHOICES,
    ),
    "overflow": _element(
        "overflow",
        ACTION | {"options": needed(listed(option(plain, url=True), "overflow.options"))},
        _values_differ,
    ),
    "static_select": _element(
        "static_select", MENU | LISTS | {"initial_option": may(CHOICE)}, _options_or_groups, *CHOICES
    ),
    "multi_static_select": _element(
        "multi_static_select",
        MANY | LISTS | {"initial_options": may(listed(CHOICE))},
        _options_or_groups,
        *CHOICES,
    ),
    "users_select": _element("users_select", MENU | {"initial_user": may(USER_ID)}),
    "multi_users_select": _element("multi_users_select", MANY | {"initial_users": may(listed(USER_ID))}),
    "conversations_select": _element(
        "conversations_select",
        MENU
        | {
            "initial_conversation": may(CONVERSATION_ID),
            "default_to_current_conversation": may(boolean),
            "response_url_enabled": may(boolean),
            "filter": may(FILTER),
        },
    ),
    "channels_select": _element(
        "channels_select", MENU | {"initial_channel": may(CHANNEL_ID), "response_url_enabled": may(boolean)}
    ),
    "datepicker": _element("datepicker", MENU | {"initial_date": may(DATE)}),
    "timepicker": _element("timepicker", MENU | {"initial_time": may(TIME), "timezone": may(string())}),
    "datetimepicker": _element("datetimepicker", FOCUS | {"initial_date_time": may(number)}),
    "plain_text_input": _element(
        "plain_text_input",
        TYPING
        | {
            "initial_value": may(string("plain_text_input.initial_value", minimum=0)),
            "multiline": may(boolean),
            "min_length": may(integer("plain_text_input.min_length")),
            "max_length": may(integer("plain_text_input.max_length", minimum=1)),
        },
        _lengths_agree,
    ),
    "number_input": _element(
        "number_input",
        TYPING
        | {
            "is_decimal_allowed": needed(boolean),
            "initial_value": may(NUMBER),
            "min_value": may(NUMBER),
            "max_value": may(NUMBER),
        },
    ),
    "image": _element("image", IMAGE, image_or_file),
    "plain_text": plain("text"),
    "mrkdwn": mrkdwn("text"),
}

SELECTS = ("static_select", "users_select", "conversations_select", "channels_select")
MULTI_SELECTS = ("multi_static_select", "multi_users_select")
PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
ACCESSORIES = ("button", "image", "overflow", *PICKERS, *SELECTS, *MULTI_SELECTS)
IN_ACTIONS = ("button", "overflow", "datetimepicker", *PICKERS, *SELECTS, *MULTI_SELECTS)
IN_INPUT = ("plain_text_input", "number_input", "datetimepicker", *PICKERS, *SELECTS, *MULTI_SELECTS)
IN_CONTEXT = ("image", "plain_text", "mrkdwn")
STATEFUL = ("plain_text_input", "number_input", "datetimepicker", *PICKERS, *SELECTS, *MULTI_SELECTS)

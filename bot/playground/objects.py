"""Composition objects, and the fields that several elements share."""

from collections.abc import Callable

from .shapes import Check, Fields, boolean, listed, may, needed, number, one_of, record, string, typed


def plain(limit: str) -> Check:
    return record(
        {"type": needed(one_of("plain_text")), "text": needed(string(limit)), "emoji": may(boolean)}
    )


def mrkdwn(limit: str) -> Check:
    return record({"type": needed(one_of("mrkdwn")), "text": needed(string(limit)), "verbatim": may(boolean)})


def text(limit: str) -> Check:
    return typed({"plain_text": plain(limit), "mrkdwn": mrkdwn(limit)})


CONFIRM = record(
    {
        "title": needed(plain("confirm.title")),
        "text": needed(text("confirm.text")),
        "confirm": needed(plain("confirm.button")),
        "deny": needed(plain("confirm.button")),
        "style": may(one_of("primary", "danger")),
    }
)


def option(words: Callable[[str], Check], *, url: bool = False) -> Check:
    fields = {
        "text": needed(words("option.text")),
        "value": needed(string("option.value")),
        "description": may(words("option.description")),
    }
    return record(fields | {"url": may(string("option.url"))} if url else fields)


CHOICE = option(plain)
RICH_CHOICE = option(text)
GROUP = record(
    {"label": needed(plain("select.group_label")), "options": needed(listed(CHOICE, "select.options"))}
)

USER_ID = string(pattern=r"[UW][A-Z0-9]+")
CONVERSATION_ID = string(pattern=r"[CGDUW][A-Z0-9]+")
CHANNEL_ID = string(pattern=r"[CG][A-Z0-9]+")
DATE = string(pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = string(pattern=r"-?\d+(\.\d+)?")

ACTION: Fields = {"action_id": may(string("action_id")), "confirm": may(CONFIRM)}
FOCUS: Fields = ACTION | {"focus_on_load": may(boolean)}
MENU: Fields = FOCUS | {"placeholder": may(plain("placeholder"))}
MANY: Fields = MENU | {"max_selected_items": may(number)}
TYPING: Fields = {
    "action_id": may(string("action_id")),
    "focus_on_load": may(boolean),
    "placeholder": may(plain("placeholder")),
    "dispatch_action_config": may(
        record(
            {
                "trigger_actions_on": needed(
                    listed(one_of("on_enter_pressed", "on_character_entered"), minimum=1)
                )
            }
        )
    ),
}
LISTS: Fields = {
    "options": may(listed(CHOICE, "select.options")),
    "option_groups": may(listed(GROUP, "select.option_groups")),
}
FILTER = record(
    {
        "include": may(listed(one_of("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": may(boolean),
        "exclude_bot_users": may(boolean),
    }
)

"""What a post carries: text, blocks, metadata; checked the same for the Web API, acks and response_urls."""

import json
from typing import Any

from . import blockkit, limits
from .arguments import ApiError, Args
from .records import Conversation
from .shapes import Problems, needed, record, string
from .shown import filled_in

METADATA = record(
    {
        "event_type": needed(string("metadata.event_type", pattern=r"[A-Za-z0-9_.\-]+")),
        "event_payload": needed(lambda value, path, problems: _is_object(value, path, problems)),
    }
)


def _is_object(value: Any, path: str, problems: Problems) -> None:
    if not isinstance(value, dict):
        problems.append(f"must provide an object [json-pointer:{path}]")


def blocks(args: Args) -> list[dict[str, Any]]:
    given = args.get("blocks")
    if given is None:
        return []
    if not isinstance(given, list):
        raise ApiError("invalid_blocks_format")
    problems = blockkit.message_problems(given)
    if problems:
        raise ApiError("invalid_blocks", *problems)
    if blockkit.characters(given) > limits.of("message.blocks.characters"):
        raise ApiError("msg_blocks_too_long")
    return filled_in(given)


def text(args: Args) -> str:
    given = args.get("text")
    if given is not None and not isinstance(given, str):
        raise ApiError("invalid_arguments", "must be a string [json-pointer:/text]")
    if "markdown_text" in args:
        return _markdown(args)
    return given or ""


def posted(args: Args) -> tuple[str, dict[str, Any]]:
    """The text as it stands once it is posted; and what the answer says of it: that it was cut."""
    words, most = text(args), limits.of("message.text")
    if len(words) <= most:
        return words, {}
    said = f"[WARN] The message was cut: its `text` may have {most} characters."
    return words[:most], {"response_metadata": {"messages": [said], "warnings": ["message_truncated"]}}


def updated(args: Args) -> str:
    words = text(args)
    if len(words) > limits.of("message.text.updated"):
        raise ApiError("msg_too_long")
    return words


def _markdown(args: Args) -> str:
    if "text" in args or "blocks" in args:
        raise ApiError("markdown_text_conflict")
    if len(args["markdown_text"]) > limits.of("message.markdown_text"):
        raise ApiError("msg_too_long")
    return str(args["markdown_text"])


def metadata(args: Args) -> dict[str, Any] | None:
    given = args.get("metadata")
    if not given:
        return None
    problems: Problems = []
    METADATA(given, "/metadata", problems)
    if problems:
        raise ApiError("invalid_metadata_format", *problems)
    if len(json.dumps(given)) > limits.of("metadata.characters"):
        raise ApiError("metadata_too_large")
    return dict(given)


def something(words: str, found: list[dict[str, Any]]) -> None:
    if not words.strip() and not found:
        raise ApiError("no_text")


def thread(where: Conversation, thread_ts: str | None) -> str | None:
    """The thread that it lands in: none, in the open, where no such message is there any more."""
    parent = where.message(thread_ts) if thread_ts else None
    if parent is None:
        return None
    if parent.only_for:
        raise ApiError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts

"""A response_url: five posts in thirty minutes, to the person, to the channel, or in place of the message."""

from typing import Any

from . import content, limits
from .arguments import ApiError, Args, check
from .installation import Installation
from .records import APP_USER, Message, ResponseUrl

KNOWN = {
    "text": "str",
    "blocks": "json",
    "response_type": "str",
    "replace_original": "bool",
    "delete_original": "bool",
    "thread_ts": "str",
    "metadata": "json",
    "mrkdwn": "bool",
    "unfurl_links": "bool",
    "unfurl_media": "bool",
}


def take(app: Installation, key: str, args: Args) -> str:
    """Do what a post to the address asks for; the answer is "ok" or Slack's error code."""
    try:
        with app.workspace.changing():
            _take(app, _valid(app, key), check(args, KNOWN))
    except ApiError as refusal:
        return refusal.code
    return "ok"


def _valid(app: Installation, key: str) -> ResponseUrl:
    url = app.workspace.response_urls.get(key)
    if url is None:
        raise ApiError("invalid_url")
    if app.workspace.timer() - url.made_at > limits.of("response_url.seconds"):
        raise ApiError("expired_url")
    if url.posts >= limits.of("response_url.posts"):
        raise ApiError("used_url")
    return url


def _take(app: Installation, url: ResponseUrl, args: Args) -> None:
    where = app.workspace.conversations[url.channel]
    # A command has no message of its own: replacing it posts a new one.
    original = where.message(url.message_ts) if url.message_ts else None
    if url.message_ts and "replace_original" not in args and "delete_original" not in args:
        app.problems.append("a response_url of a message was used without saying replace_original")
    if args.get("delete_original"):
        if original is not None:
            where.messages.remove(original)
    elif args.get("replace_original") and original is not None:
        _replace(app, original, args)
    else:
        land(app, url, args)
    url.posts += 1


def _replace(app: Installation, original: Message, args: Args) -> None:
    (words, _), blocks = content.posted(args), content.blocks(args)
    content.something(words, blocks)
    original.text, original.blocks = words, blocks
    original.metadata = content.metadata(args) or original.metadata
    if not blocks:
        original.edited = app.workspace.next_ts()


def land(app: Installation, url: ResponseUrl, args: dict[str, Any]) -> Message:
    """Post into the conversation, member or not: for one person unless told otherwise."""
    kind = args.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise ApiError(
            "invalid_arguments", "must be one of ephemeral, in_channel [json-pointer:/response_type]"
        )
    (words, _), blocks = content.posted(args), content.blocks(args)
    content.something(words, blocks)
    workspace = app.workspace
    where = workspace.conversations[url.channel]
    if where.archived:
        raise ApiError("is_archived")
    message = Message(workspace.next_ts(), APP_USER, words, workspace.clock(), blocks)
    message.thread_ts = args.get("thread_ts") or url.thread_ts
    message.metadata = content.metadata(args)
    message.only_for = url.user if kind == "ephemeral" else None
    return workspace.add(where, message)

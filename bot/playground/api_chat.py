"""The Web API's chat methods: posting, updating, deleting, ephemeral messages, permalinks."""

from typing import Any

from . import content, shown
from .arguments import ApiError, Args
from .installation import Installation
from .records import APP_USER, Conversation, Message

WORDS = {"text": "str", "blocks": "json", "markdown_text": "str"}
SHARED = WORDS | {"parse": "str", "link_names": "bool", "as_user": "bool"}
POST = SHARED | {
    "channel": "str!",
    "metadata": "json",
    "thread_ts": "str",
    "reply_broadcast": "bool",
    "unfurl_links": "bool",
    "unfurl_media": "bool",
    "mrkdwn": "bool",
}
UPDATE = SHARED | {"channel": "str!", "ts": "str!", "metadata": "json", "reply_broadcast": "bool"}
EPHEMERAL = SHARED | {"channel": "str!", "user": "str!", "thread_ts": "str"}
DELETE = {"channel": "str!", "ts": "str!", "as_user": "bool"}
PERMALINK = {"channel": "str!", "message_ts": "str!"}
Answer = dict[str, Any]


def post_message(app: Installation, args: Args) -> Answer:
    where = app.open_to_posts(args["channel"])
    message, warned = new_message(app, where, args)
    message.metadata = content.metadata(args)
    app.workspace.add(where, message)
    answer = {"ok": True, "channel": where.id, "ts": message.ts, "message": shown.message(message, where)}
    return answer | warned


def new_message(app: Installation, where: Conversation, args: Args) -> tuple[Message, Answer]:
    """And what the answer says besides."""
    (words, warned), blocks = content.posted(args), content.blocks(args)
    content.something(words, blocks)
    thread_ts = content.thread(where, args.get("thread_ts"))
    workspace = app.workspace
    return Message(workspace.next_ts(), APP_USER, words, workspace.clock(), blocks, thread_ts), warned


def update(app: Installation, args: Args) -> Answer:
    where, message = _own(app, args, "cant_update_message", "no_permission")
    words, blocks = content.updated(args), content.blocks(args)
    metadata = content.metadata(args)
    if "text" not in args and "markdown_text" not in args and "blocks" not in args:
        raise ApiError("no_text")
    if blocks and _rich(message.blocks) and not _rich(blocks):
        raise ApiError("block_mismatch")
    # Blocks stay when only they are left out together with the text; a text alone takes them away.
    if "blocks" in args or words:
        message.blocks = blocks
    if words:
        message.text = words
    if not blocks:
        message.edited = app.workspace.next_ts()
    if "metadata" in args:
        message.metadata = metadata
    answer = shown.message(message, where)
    return {"ok": True, "channel": where.id, "ts": message.ts, "text": message.text, "message": answer}


def _rich(blocks: list[dict[str, Any]]) -> bool:
    return any(block["type"] == "rich_text" for block in blocks)


def delete(app: Installation, args: Args) -> Answer:
    where, message = _own(app, args, "cant_delete_message", "cant_delete_message")
    where.delete(message)
    return {"ok": True, "channel": where.id, "ts": message.ts}


def _own(app: Installation, args: Args, refusal: str, outside: str) -> tuple[Conversation, Message]:
    """The app's own message; `refusal` for somebody else's, `outside` where it is no member any more."""
    where = app.conversation(args["channel"])
    if where.archived:
        raise ApiError("is_inactive")
    message = where.message(args["ts"])
    if message is None or message.only_for or message.stone:
        raise ApiError("message_not_found")
    if message.user != APP_USER:
        raise ApiError(refusal)
    if not where.has_app:
        raise ApiError(outside)
    return where, message


def post_ephemeral(app: Installation, args: Args) -> Answer:
    if args["channel"] in app.workspace.people:
        raise ApiError("channel_not_found")
    where = app.open_to_posts(args["channel"])
    person = app.workspace.people.get(args["user"])
    if person is None or person.deleted or person.id not in where.members:
        raise ApiError("user_not_in_channel")
    message, warned = new_message(app, where, args)
    message.only_for = person.id
    app.workspace.add(where, message)
    return {"ok": True, "message_ts": message.ts} | warned


def permalink(app: Installation, args: Args) -> Answer:
    where = app.conversation(args["channel"])
    message = where.message(args["message_ts"])
    if message is None or message.only_for or message.stone:
        raise ApiError("message_not_found")
    link = f"{app.base_url}/archives/{where.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={where.id}"
    return {"ok": True, "channel": where.id, "permalink": link}

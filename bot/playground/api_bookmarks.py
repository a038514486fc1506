"""The Web API's bookmarks: links above a channel's messages, for everybody in it."""

import re
from typing import Any

from . import limits
from .arguments import ApiError, Args
from .installation import Installation
from .records import APP_USER, Bookmark, Conversation

ADD = {"channel_id": "str!", "title": "str!", "type": "str!", "link": "str", "emoji": "str"}
EDIT = {"channel_id": "str!", "bookmark_id": "str!", "title": "str", "link": "str", "emoji": "str"}
LIST = {"channel_id": "str!"}
Answer = dict[str, Any]


def add(app: Installation, args: Args) -> Answer:
    where = _open(app, args["channel_id"])
    if args["type"] != "link":
        raise ApiError("invalid_bookmark_type")
    _check(args.get("link", ""), args.get("emoji", ""))
    if len(where.bookmarks) >= limits.of("channel.bookmarks"):
        raise ApiError("too_many_bookmarks")
    id_ = app.workspace.new_id("Bk")
    made = Bookmark(id_, args["title"], args["link"], args.get("emoji", ""), _now(app))
    where.bookmarks.append(made)
    return {"ok": True, "bookmark": _drawn(made, where)}


def edit(app: Installation, args: Args) -> Answer:
    where = _open(app, args["channel_id"])
    found = next((one for one in where.bookmarks if one.id == args["bookmark_id"]), None)
    if found is None:
        raise ApiError("not_found")
    changed = {part: args[part] for part in ("title", "link", "emoji") if part in args}
    _check(changed.get("link", found.link), changed.get("emoji", found.emoji))
    for part, value in changed.items():
        setattr(found, part, value)
    found.updated = _now(app)
    return {"ok": True, "bookmark": _drawn(found, where)}


def everything(app: Installation, args: Args) -> Answer:
    where = _open(app, args["channel_id"])
    return {"ok": True, "bookmarks": [_drawn(one, where) for one in where.bookmarks]}


def _open(app: Installation, channel: str) -> Conversation:
    where = app.conversation(channel)
    if where.archived:
        raise ApiError("is_archived")
    if not where.has_app:
        raise ApiError("not_in_channel")
    return where


def _check(link: str, emoji: str) -> None:
    if not link.startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    if emoji and not re.fullmatch(r":[\w+-]+:", emoji):
        raise ApiError("invalid_emoji")


def _now(app: Installation) -> int:
    return int(app.workspace.clock().timestamp())


def _drawn(one: Bookmark, where: Conversation) -> dict[str, Any]:
    return {
        "id": one.id,
        "channel_id": where.id,
        "title": one.title,
        "link": one.link,
        "emoji": one.emoji,
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": one.created,
        "date_updated": one.updated,
        "rank": str(where.bookmarks.index(one)),
        "last_updated_by_user_id": APP_USER,
        "last_updated_by_team_id": where.team,
        "shortcut_id": None,
        "app_id": None,
    }

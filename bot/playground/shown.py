"""How Slack writes its own things down in JSON: people, conversations, messages and views."""

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .blockkit import elements_of
from .client import copied, state_of
from .records import APP_BOT, APP_ID, APP_USER, Conversation, Message, Person, View


def filled_in(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy with the ids and text defaults that Slack adds to what it is sent."""
    blocks = list(copied(blocks))
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_of(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
        _text_defaults(block)
    return blocks


def _text_defaults(part: Any) -> None:
    if isinstance(part, list):
        for one in part:
            _text_defaults(one)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for one in part.values():
            _text_defaults(one)


def person(one: Person, now: datetime) -> dict[str, Any]:
    local = now.astimezone(ZoneInfo(one.tz))
    offset = local.utcoffset()
    return {
        "id": one.id,
        "team_id": one.team,
        "name": one.handle,
        "deleted": one.deleted,
        "real_name": one.whole_name or one.name,
        "tz": one.tz,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "title": one.title,
            "real_name": one.whole_name or one.name,
            "real_name_normalized": one.whole_name or one.name,
            "display_name": one.name,
            "display_name_normalized": one.name,
            "team": one.team,
        }
        | ({"bot_id": APP_BOT, "api_app_id": APP_ID} if one.bot else {}),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": one.guest or one.single_channel,
        "is_ultra_restricted": one.single_channel,
        "is_stranger": one.stranger,
        "is_bot": one.bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }


def conversation(one: Conversation) -> dict[str, Any]:
    if one.kind == "app":
        user = next(member for member in one.members if member != APP_USER)
        return {
            "id": one.id,
            "is_im": True,
            "user": user,
            "is_archived": one.archived,
            "context_team_id": one.team,
        }
    return {
        "id": one.id,
        "name": one.name,
        "name_normalized": one.name,
        "is_channel": one.kind == "public",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": one.kind == "private",
        "is_archived": one.archived,
        "is_general": False,
        "is_member": one.has_app,
        "is_shared": bool(one.shared_with),
        "is_ext_shared": bool(one.shared_with),
        "is_org_shared": False,
        # Source: docs.slack.dev/reference/objects/conversation-object
        **({"shared_team_ids": [one.team, *one.shared_with]} if one.shared_with else {}),
        "context_team_id": one.team,
    }


def message(one: Message, conversation: Conversation, *, with_metadata: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "type": "message",
        "user": one.user,
        "ts": one.ts,
        "text": one.text,
        "team": conversation.team,
    }
    if one.stone:
        shown |= {"subtype": "tombstone", "hidden": True}
    if one.user == APP_USER:
        shown |= {"bot_id": APP_BOT, "app_id": APP_ID}
        shown["bot_profile"] = {"id": APP_BOT, "app_id": APP_ID, "name": "Alongside"}
        shown["bot_profile"]["team_id"] = conversation.team
    if one.blocks:
        shown["blocks"] = one.blocks
    replies = conversation.replies(one.ts)
    if one.thread_ts or replies:
        shown["thread_ts"] = one.thread_ts or one.ts
    if one.is_reply:
        parent = conversation.message(one.thread_ts or "")
        shown["parent_user_id"] = parent.user if parent else ""
    if replies:
        shown |= {"reply_count": len(replies), "latest_reply": replies[-1].ts}
    if one.edited:
        shown["edited"] = {"user": one.user, "ts": one.edited}
    if one.files:
        shown["subtype"] = "file_share"
        shown["files"] = [
            {"id": file.id, "name": file.name, "title": file.title, "size": file.length} for file in one.files
        ]
    if one.metadata and with_metadata:
        shown["metadata"] = one.metadata
    return dict(copied(shown))


def view(one: View) -> dict[str, Any]:
    given = one.given
    shown: dict[str, Any] = {
        "id": one.id,
        "team_id": one.team,
        "type": given["type"],
        "blocks": given["blocks"],
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "state": {"values": state_of(given["blocks"], one.values)},
        "hash": one.hash,
        "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "previous_view_id": one.previous_id,
        "root_view_id": one.root_id,
        "app_id": APP_ID,
        "external_id": given.get("external_id", ""),
        "app_installed_team_id": one.team,
        "bot_id": APP_BOT,
    }
    return dict(copied(shown))

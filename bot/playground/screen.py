"""What one person sees: the JSON the page draws from."""

from typing import Any

from . import shown
from .box import Box
from .records import APP_USER, Conversation, Message, View

Json = dict[str, Any]


def state(box: Box, user: str) -> Json:
    workspace = box.workspace
    with workspace.looking():
        me = workspace.people[user]
        home = workspace.homes.get(user)
        return {
            "rev": workspace.revision,
            "now": workspace.clock().isoformat(),
            "team": workspace.team,
            "note": workspace.note,
            "me": {"id": me.id, "name": me.name, "title": me.title, "tz": me.tz},
            "people": [
                {
                    "id": one.id,
                    "name": one.name,
                    "title": one.title,
                    "tz": one.tz,
                    "bot": one.bot,
                    "deleted": one.deleted,
                    "guest": one.guest or one.single_channel,
                }
                for one in workspace.people.values()
            ],
            "commands": [
                {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
                for one in box.app.manifest.commands.values()
            ],
            "shortcuts": [
                {"name": one.name, "callback_id": one.callback_id, "type": one.type}
                for one in box.app.manifest.shortcuts.values()
            ],
            "conversations": [
                _conversation(box, one, user)
                for one in workspace.conversations.values()
                if workspace.sees(one, user)
            ],
            "home": _home(home) if home else None,
            "views": [_view(one) for one in workspace.stacks.get(user, [])],
            "warnings": list(workspace.warnings.get(user, [])),
        }


def _conversation(box: Box, one: Conversation, user: str) -> Json:
    unread = {message.ts for message in box.workspace.unread(one, user)} if user in one.members else set()
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "member": user in one.members,
        "app_member": APP_USER in one.members,
        "archived": one.archived,
        "unread": len(unread),
        "bookmarks": [
            {"id": mark.id, "title": mark.title, "link": mark.link, "emoji": mark.emoji.strip(":")}
            for mark in one.bookmarks
        ],
        "messages": [_message(box, one, message, message.ts in unread) for message in one.visible_to(user)],
    }


def _message(box: Box, where: Conversation, one: Message, new: bool) -> Json:
    return {
        "ts": one.ts,
        "user": one.user,
        "name": "" if one.stone else box.workspace.people[one.user].name,
        "text": one.text,
        "blocks": one.blocks,
        "thread_ts": one.thread_ts,
        "reply_count": len(where.replies(one.ts)),
        "edited": one.edited is not None,
        "ephemeral": one.only_for is not None,
        "stone": one.stone,
        "time": one.posted_at.isoformat(),
        "new": new,
        "files": [
            {"id": file.id, "name": file.name, "title": file.title, "size": file.length} for file in one.files
        ],
    }


def _home(one: View) -> Json:
    return {"id": one.id, "hash": one.hash, "blocks": one.given["blocks"]}


def _view(one: View) -> Json:
    full = shown.view(one)
    wanted = ("id", "hash", "title", "submit", "close", "blocks", "callback_id", "state")
    return {name: full[name] for name in wanted}


def seen_by(box: Box, user: str, channel: str) -> list[Json]:
    with box.workspace.looking():
        where = box.workspace.conversations[channel]
        if not box.workspace.sees(where, user):
            return []
        return list(_conversation(box, where, user)["messages"])


def views(box: Box, user: str) -> list[Json]:
    with box.workspace.looking():
        return [shown.view(one) for one in box.workspace.stacks.get(user, [])]

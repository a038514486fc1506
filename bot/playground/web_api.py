"""The Web API: from a name and a body to an answer; anything it does not know is an error."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from . import api_blocks, api_bookmarks, api_chat, api_files, api_lookup, api_views
from .arguments import ApiError, Args, check
from .installation import Installation


class Method(NamedTuple):
    run: Callable[[Installation, Args], dict[str, Any]]
    arguments: Mapping[str, str]
    scope: str | None = None


METHODS = {
    "api.test": Method(api_lookup.api_test, {"error": "str", "foo": "str"}),
    "auth.test": Method(api_lookup.auth_test, {}),
    "blocks.validate": Method(api_blocks.validate, api_blocks.VALIDATE),
    "bookmarks.add": Method(api_bookmarks.add, api_bookmarks.ADD, "bookmarks:write"),
    "bookmarks.edit": Method(api_bookmarks.edit, api_bookmarks.EDIT, "bookmarks:write"),
    "bookmarks.list": Method(api_bookmarks.everything, api_bookmarks.LIST, "bookmarks:read"),
    "chat.postMessage": Method(api_chat.post_message, api_chat.POST, "chat:write"),
    "chat.update": Method(api_chat.update, api_chat.UPDATE, "chat:write"),
    "chat.delete": Method(api_chat.delete, api_chat.DELETE, "chat:write"),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, api_chat.EPHEMERAL, "chat:write"),
    "chat.getPermalink": Method(api_chat.permalink, api_chat.PERMALINK),
    "conversations.info": Method(api_lookup.conversations_info, api_lookup.CONVERSATION),
    "conversations.members": Method(api_lookup.conversations_members, api_lookup.MEMBERS),
    "conversations.open": Method(api_lookup.conversations_open, api_lookup.OPEN, "im:write"),
    "conversations.history": Method(api_lookup.conversations_history, api_lookup.PAST),
    "conversations.replies": Method(api_lookup.conversations_replies, api_lookup.THREAD),
    "files.getUploadURLExternal": Method(api_files.upload_url, api_files.URL, "files:write"),
    "files.completeUploadExternal": Method(api_files.complete, api_files.COMPLETE, "files:write"),
    "users.conversations": Method(api_lookup.users_conversations, api_lookup.THEIRS),
    "users.info": Method(api_lookup.users_info, api_lookup.USER, "users:read"),
    "users.list": Method(api_lookup.users_list, api_lookup.USERS, "users:read"),
    "views.open": Method(api_views.open_view, api_views.OPEN),
    "views.update": Method(api_views.update, api_views.UPDATE),
    "views.push": Method(api_views.push, api_views.OPEN),
    "views.publish": Method(api_views.publish, api_views.PUBLISH),
}
WITHOUT_TOKEN = {"api.test"}
CHANGES = ("bookmarks.add", "bookmarks.edit", "chat.", "conversations.open", "files.", "views.")


def call(app: Installation, name: str, args: Args, token: str | None) -> dict[str, Any]:
    """Answer a call; `args` are as decoded, before any check."""
    try:
        return _answer(app, name, dict(args), token)
    except ApiError as refusal:
        return refusal.body()


def _answer(app: Installation, name: str, args: Args, token: str | None) -> dict[str, Any]:
    method = METHODS.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    args.pop("token", None)
    # Bolt's client names the workspace in every call.
    named = args.get("team_id") if name == "users.conversations" else args.pop("team_id", None)
    if named is not None and named not in app.teams:
        raise ApiError("team_not_found")
    if name not in WITHOUT_TOKEN:
        _authenticate(app, token)
    if method.scope:
        app.need(method.scope)
    taken = check(args, method.arguments)
    with app.workspace.changing() if name.startswith(CHANGES) else app.workspace.looking():
        return method.run(app, taken)


def _authenticate(app: Installation, token: str | None) -> None:
    if not token:
        raise ApiError("not_authed")
    app.take(token)

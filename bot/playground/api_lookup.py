"""The Web API's questions: who am I, who is this, what is this conversation and who is in it."""

from typing import Any

from . import limits, shown
from .arguments import ApiError, Args
from .installation import HISTORY, READ, Installation
from .records import APP_BOT, APP_ID, APP_USER, Conversation, Message

USER = {"user": "str!", "include_locale": "bool"}
PAGE = {"cursor": "str", "limit": "int"}
USERS = PAGE | {"include_locale": "bool"}
CONVERSATION = {"channel": "str!", "include_locale": "bool", "include_num_members": "bool"}
MEMBERS = PAGE | {"channel": "str!"}
THEIRS = PAGE | {"user": "str", "team_id": "str", "types": "str", "exclude_archived": "bool"}
OPEN = {"channel": "str", "users": "str", "return_im": "bool", "prevent_creation": "bool"}
PAST = PAGE | {
    "channel": "str!",
    "oldest": "str",
    "latest": "str",
    "inclusive": "bool",
    "include_all_metadata": "bool",
}
THREAD = PAST | {"ts": "str!"}
Answer = dict[str, Any]
_TYPES = {"public_channel": "public", "private_channel": "private"}  # the others are not in this box


def api_test(_app: Installation, args: Args) -> Answer:
    return {"ok": True, "args": args}


def auth_test(app: Installation, _args: Args) -> Answer:
    return {
        "ok": True,
        "url": f"{app.base_url}/",
        "team": app.workspace.team,
        "user": app.manifest.name.lower(),
        "team_id": app.workspace.id,
        "user_id": APP_USER,
        "bot_id": APP_BOT,
        "app_id": APP_ID,
        "is_enterprise_install": app.org_wide,
    }


def users_info(app: Installation, args: Args) -> Answer:
    return {"ok": True, "user": _person(app, args["user"], args)}


def users_list(app: Installation, args: Args) -> Answer:
    people, cursor = _page(sorted(app.workspace.people), args)
    members = [_person(app, one, args) for one in people]
    now = int(app.workspace.clock().timestamp())
    return {"ok": True, "members": members, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


def _person(app: Installation, user: str, args: Args) -> dict[str, Any]:
    found = shown.person(app.person(user), app.workspace.clock())
    return found | {"locale": "en-GB"} if args.get("include_locale") else found


def conversations_info(app: Installation, args: Args) -> Answer:
    where = app.conversation(args["channel"])
    app.need(READ[where.kind])
    found = shown.conversation(where)
    if args.get("include_num_members"):
        found["num_members"] = len(where.members)
    return {"ok": True, "channel": found}


def conversations_members(app: Installation, args: Args) -> Answer:
    where = app.conversation(args["channel"])
    app.need(READ[where.kind])
    if not 0 < args.get("limit", 100) <= limits.of("members.page"):
        raise ApiError("invalid_limit")
    here = sorted(one for one in where.members if not app.workspace.people[one].deleted)
    members, cursor = _page(here, args)
    return {"ok": True, "members": members, "response_metadata": {"next_cursor": cursor}}


def users_conversations(app: Installation, args: Args) -> Answer:
    """Those that somebody is in, and the app: the app's own where nobody is named. Channels alone."""
    kinds = [_TYPES.get(one.strip(), "") for one in args.get("types", "public_channel").split(",")]
    if "" in kinds:
        raise ApiError("invalid_types")
    for kind in kinds:
        app.need(READ[kind])
    if not 0 < args.get("limit", 100) <= limits.of("channels.page"):
        raise ApiError("invalid_limit")
    # docs: users.conversations, "Required if org token is used".
    if app.org_wide and "team_id" not in args:
        raise ApiError("missing_argument")
    user = app.person(args["user"]).id if "user" in args else APP_USER
    whole = not args.get("exclude_archived")
    here = {
        one.id: one
        for one in app.workspace.conversations.values()
        if args.get("team_id", one.team) == one.team
        and one.kind in kinds
        and one.has_app
        and user in one.members
        and (whole or not one.archived)
    }
    page, cursor = _page(sorted(here), args)
    found = [_limited(shown.conversation(here[one])) for one in page]
    return {"ok": True, "channels": found, "response_metadata": {"next_cursor": cursor}}


def _limited(found: dict[str, Any]) -> dict[str, Any]:
    """Without what only conversations.info says (docs: users.conversations)."""
    return {name: one for name, one in found.items() if name not in ("is_member", "num_members")}


def conversations_open(app: Installation, args: Args) -> Answer:
    if ("channel" in args) == ("users" in args):
        raise ApiError("users_list_not_supplied" if "users" not in args else "invalid_arguments")
    if "channel" in args:
        where = app.conversation(args["channel"])
    else:
        people = args["users"].split(",")
        if len(people) > 1:  # group messages are not in this box
            raise ApiError("missing_scope", needed="mpim:write", provided=",".join(sorted(app.scopes)))
        person = app.person(people[0])
        if person.deleted:
            raise ApiError("user_disabled")
        if person.bot:
            raise ApiError("cannot_dm_bot")
        where = app.workspace.direct(person.id)
    found = shown.conversation(where) if args.get("return_im") else {"id": where.id}
    return {"ok": True, "channel": found}


def conversations_history(app: Installation, args: Args) -> Answer:
    where = app.conversation(args["channel"])
    app.need(HISTORY[where.kind])
    if not where.has_app:
        raise ApiError("not_in_channel")
    return _past(where, [m for m in reversed(where.messages) if not m.only_for and not m.is_reply], args)


def conversations_replies(app: Installation, args: Args) -> Answer:
    where = app.conversation(args["channel"])
    app.need(HISTORY[where.kind])
    if not where.has_app:
        raise ApiError("not_in_channel")
    root = where.message(args["ts"])
    if root is None:
        raise ApiError("thread_not_found")
    return _past(where, [root, *where.replies(root.ts)], args)


def _past(where: Conversation, here: list[Message], args: Args) -> Answer:
    oldest, latest = args.get("oldest", "0"), args.get("latest", "9")
    within = [
        one for one in here if float(oldest) < float(one.ts) < float(latest if latest != "9" else "inf")
    ]
    if args.get("inclusive"):
        within = [one for one in here if one in within or one.ts in (oldest, latest)]
    page, cursor = _page([one.ts for one in within], args)
    metadata = args.get("include_all_metadata", False)
    messages = [shown.message(one, where, with_metadata=metadata) for one in within if one.ts in page]
    answer = {"ok": True, "messages": messages, "has_more": bool(cursor), "pin_count": 0}
    return answer | {"response_metadata": {"next_cursor": cursor}}


def _page(entries: list[str], args: Args) -> tuple[list[str], str]:
    cursor = args.get("cursor") or ""
    if cursor and cursor not in entries:
        raise ApiError("invalid_cursor")
    start = entries.index(cursor) if cursor else 0
    end = start + (args.get("limit") or 100)
    return entries[start:end], entries[end] if end < len(entries) else ""

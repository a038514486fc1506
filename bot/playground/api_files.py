"""The Web API's files: an address for the bytes, the bytes, and then the message that shares them."""

import secrets
from typing import Any

from . import content
from .arguments import ApiError, Args
from .installation import Installation
from .records import APP_USER, Conversation, File, Message

URL = {"filename": "str!", "length": "int!", "alt_txt": "str", "snippet_type": "str"}
COMPLETE = {"files": "json!", "channel_id": "str", "initial_comment": "str", "thread_ts": "str"}
PARTS = {"id", "title", "highlight_type"}
Answer = dict[str, Any]


def upload_url(app: Installation, args: Args) -> Answer:
    if args["length"] == 0:
        raise ApiError("invalid_arguments", "must be more than 0 [json-pointer:/length]")
    key, id_ = secrets.token_urlsafe(18), app.workspace.new_id("F")
    app.workspace.uploads[key] = File(id_, args["filename"], args["length"])
    return {"ok": True, "upload_url": f"{app.base_url}/upload/v1/{key}", "file_id": id_}


def take(app: Installation, key: str, body: bytes, content_type: str) -> str:
    """The bytes themselves, sent raw; the answer is "ok" or what was wrong with them."""
    with app.workspace.looking():
        file = app.workspace.uploads.get(key)
        if file is None:
            return "no_such_upload"
        if "multipart/" in content_type:
            return "not_raw"
        if len(body) != file.length:
            return "wrong_length"
        file.data = body
    return "ok"


def complete(app: Installation, args: Args) -> Answer:
    asked = _asked(args["files"])
    where = _open(app, args["channel_id"]) if "channel_id" in args else None
    thread_ts = content.thread(where, args.get("thread_ts")) if where else None
    words, _ = content.posted({"text": args.get("initial_comment")})
    uploads = {file.id: key for key, file in app.workspace.uploads.items() if file.data is not None}
    if any(id_ not in uploads for id_ in asked):
        raise ApiError("file_not_found")
    files = [app.workspace.uploads.pop(uploads[id_]) for id_ in asked]
    for file in files:
        file.title = asked[file.id] or file.name
    if where:
        workspace = app.workspace
        message = Message(workspace.next_ts(), APP_USER, words, workspace.clock(), thread_ts=thread_ts)
        message.files = files
        workspace.add(where, message)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in files]}


def _asked(given: Any) -> dict[str, str]:
    """File ids and the titles for them."""
    if not isinstance(given, list) or not given:
        raise ApiError("invalid_arguments", "must be an array of files [json-pointer:/files]")
    for number, one in enumerate(given):
        if not isinstance(one, dict) or not isinstance(one.get("id"), str) or one.keys() - PARTS:
            raise ApiError("invalid_arguments", f"must be a file [json-pointer:/files/{number}]")
    return {one["id"]: one.get("title") or "" for one in given}


def _open(app: Installation, channel: str) -> Conversation:
    where = app.conversation(channel)  # a person's id is none: docs name it for `channels` alone
    if where.archived:
        raise ApiError("posting_to_channel_denied")
    if not where.has_app:
        raise ApiError("not_in_channel")
    return where

"""People talking: messages, and the commands they type."""

from dataclasses import replace
from typing import Any

from . import membership, payloads, response_url, shown, typed
from .arguments import ApiError, check
from .box import Box, Outcome
from .inbound import Ack
from .manifest import Command
from .records import APP_USER, Conversation, Message, Person

NOT_A_COMMAND = "{} is not a valid command. In Slack, a message that starts with “/” is a command."
IN_THREAD = "{} is not supported in threads. Sorry!"
FAILED = "{} failed with the error “{}”"
MESSAGE_EVENTS = {"public": "message.channels", "private": "message.groups", "app": "message.im"}
ANSWER = {
    "text": "str",
    "blocks": "json",
    "response_type": "str",
    "mrkdwn": "bool",
    "unfurl_links": "bool",
    "unfurl_media": "bool",
}


def post(box: Box, user: str, channel: str, text: str, thread_ts: str | None) -> Outcome:
    person = box.person(user)
    with box.workspace.looking():
        where = box.conversation(channel, user)
    if where.archived:
        return Outcome(ok=False, error="This channel is archived.")
    if text.startswith("/"):
        return _command(box, person, where, text, thread_ts)
    return _message(box, person, where, text, thread_ts)


def _message(box: Box, person: Person, where: Conversation, text: str, thread_ts: str | None) -> Outcome:
    workspace = box.workspace
    if not text.strip():
        return Outcome(ok=False, error="There is nothing to send yet.")
    with workspace.changing():
        words = typed.message(workspace, text)
        message = Message(workspace.next_ts(), person.id, words, workspace.clock())
        if thread_ts:
            parent = box.message(where, thread_ts, person.id)
            message.thread_ts = parent.thread_ts or parent.ts
        workspace.add(where, message)
        said = payloads.said(message, where)
        drawn = shown.message(message, where)
    if where.has_app:
        box.event(MESSAGE_EVENTS[where.kind], said)
        if f"<@{APP_USER}>" in message.text and where.kind != "app":
            box.event("app_mention", _mention(said))
    return Outcome(message=drawn)


def _mention(said: payloads.Payload) -> payloads.Payload:
    return {name: one for name, one in said.items() if name != "channel_type"} | {"type": "app_mention"}


def _command(box: Box, person: Person, where: Conversation, typed_in: str, thread_ts: str | None) -> Outcome:
    name, *rest = typed_in.split(maxsplit=1)
    text = rest[0].strip() if rest else ""
    if thread_ts:
        return Outcome(ok=False, error=IN_THREAD.format(name))
    if name in {"/invite", "/remove"}:
        return membership.by_command(box, person, where, name, text)
    command = box.app.manifest.commands.get(name)
    if command is None:
        return Outcome(ok=False, error=NOT_A_COMMAND.format(name))
    with box.workspace.changing():
        fields, key = _fields(box, person, where, command, text)
    ack = box.command(fields)
    if ack.error:
        return Outcome(ok=False, error=FAILED.format(name, ack.error))
    try:
        answer = _answer(box, key, ack)
    except ApiError as refusal:
        box.app.problems.append(f"the answer to a command: {refusal.code} {refusal.messages}")
        return Outcome(ok=False, error=FAILED.format(name, "dispatch_failed"))
    return replace(box.happened(person.id), message=shown.message(answer, where) if answer else None)


def _fields(
    box: Box, person: Person, where: Conversation, command: Command, text: str
) -> tuple[dict[str, str], str]:
    workspace = box.workspace
    words = typed.command(workspace, text) if command.should_escape else text
    key = workspace.response_url(person.id, where.id)
    trigger = workspace.trigger(person.id)
    return payloads.command(person, where, command.command, words, box.url(key), trigger), key


def _answer(box: Box, key: str, ack: Ack) -> Message | None:
    """Show what the app answered at once."""
    found: Any = ack.json()
    if found in (None, {}):
        return None
    body = {"text": found} if isinstance(found, str) else found
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    with box.workspace.changing():
        return response_url.land(box.app, box.workspace.response_urls[key], check(body, ANSWER))

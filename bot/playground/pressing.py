"""People using what the app shows them: buttons and selects, shortcuts, the Home tab."""

from typing import Any

from . import client, payloads, shown
from .box import Box, Outcome
from .client import NotThereError, State
from .inbound import Ack

TROUBLE = "“{}” did not go through ({}). Try again?"
Action = dict[str, Any] | None


def in_message(
    box: Box,
    user: str,
    channel: str,
    ts: str,
    action_id: str,
    block_id: str | None,
    action: Action,
    values: State,
) -> Outcome:
    workspace = box.workspace
    person = box.person(user)
    with workspace.changing():
        where = box.conversation(channel, user)
        message = box.message(where, ts, user)
        block_id, element = client.find(message.blocks, action_id, block_id)
        held = client.chosen(element, action or {})
        kept = client.merged(message.blocks, {}, values)
        state = client.state_of(message.blocks, _holding(kept, block_id, element, held))
        thread_ts = message.thread_ts if message.is_reply else None
        key = workspace.response_url(user, where.id, ts, thread_ts)
        payload = payloads.message_actions(
            person,
            where,
            message,
            state,
            _action(element, block_id, held, workspace.next_ts()),
            box.url(key),
            workspace.trigger(user),
        )
    return _pressed(box, user, element, box.interaction(payload))


def in_view(
    box: Box, user: str, view_id: str, action_id: str, block_id: str | None, action: Action, values: State
) -> Outcome:
    workspace = box.workspace
    person = box.person(user)
    with workspace.changing():
        view = box.view(user, view_id)
        blocks = view.given["blocks"]
        block_id, element = client.find(blocks, action_id, block_id)
        held = client.chosen(element, action or {})
        kept = client.merged(blocks, view.values, values)
        view.values = _holding(kept, block_id, element, held)
        modal = None if view.given["type"] == "home" else view.id
        payload = payloads.view_actions(
            person,
            view,
            _action(element, block_id, held, workspace.next_ts()),
            workspace.trigger(user, modal),
        )
    return _pressed(box, user, element, box.interaction(payload))


def _holding(kept: State, block_id: str, element: dict[str, Any], held: dict[str, Any]) -> State:
    if held and element["type"] != "overflow":
        kept.setdefault(block_id, {})[element["action_id"]] = held
    return kept


def _action(element: dict[str, Any], block_id: str, held: dict[str, Any], ts: str) -> dict[str, Any]:
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": ts,
    }
    for field in ("text", "value", "style", "placeholder", "confirm"):
        if field in element:
            action[field] = element[field]
    if element["type"] not in client.HELD:
        return action
    return action | held


def _pressed(box: Box, user: str, element: dict[str, Any], ack: Ack) -> Outcome:
    if ack.error:
        label = (element.get("text") or element.get("placeholder") or {}).get("text", "That")
        return _trouble(box, user, label, ack.error)
    if ack.json() not in (None, {}):
        box.app.problems.append("the ack of a press has a body, which Slack ignores")
    box.forgive(user)
    return box.happened(user)


def _trouble(box: Box, user: str, label: str, error: str) -> Outcome:
    words = TROUBLE.format(label, error)
    box.warn(user, words)
    return Outcome(ok=False, error=words, view=box.top(user))


def open_home(box: Box, user: str) -> Outcome:
    box.person(user)
    with box.workspace.changing():
        where = box.workspace.direct(user)
        home = box.workspace.homes.get(user)
        told: payloads.Payload = {
            "type": "app_home_opened",
            "user": user,
            "channel": where.id,
            "tab": "home",
            "event_ts": box.workspace.next_ts(),
            "team": box.workspace.id,
        }
        if home:
            told["view"] = shown.view(home)
    box.event("app_home_opened", told)
    with box.workspace.looking():
        home = box.workspace.homes.get(user)
        return Outcome(view=shown.view(home) if home else None)


def shortcut(box: Box, user: str, callback_id: str) -> Outcome:
    person = box.person(user)
    _known(box, callback_id, "global")
    with box.workspace.changing():
        ts, trigger = box.workspace.next_ts(), box.workspace.trigger(user)
    ack = box.interaction(payloads.shortcut(person, callback_id, ts, trigger))
    return _shortcut_done(box, user, callback_id, ack)


def message_shortcut(box: Box, user: str, callback_id: str, channel: str, ts: str) -> Outcome:
    person = box.person(user)
    _known(box, callback_id, "message")
    workspace = box.workspace
    with workspace.changing():
        where = box.conversation(channel, user)
        message = box.message(where, ts, user)
        if message.only_for:
            raise NotThereError("an ephemeral message has no shortcuts")
        key = workspace.response_url(user, where.id, ts)
        payload = payloads.message_action(
            person,
            where,
            message,
            callback_id,
            workspace.next_ts(),
            box.url(key),
            workspace.trigger(user),
        )
    return _shortcut_done(box, user, callback_id, box.interaction(payload))


def _shortcut_done(box: Box, user: str, callback_id: str, ack: Ack) -> Outcome:
    if ack.error:
        return _trouble(box, user, box.app.manifest.shortcuts[callback_id].name, ack.error)
    return box.happened(user)


def _known(box: Box, callback_id: str, kind: str) -> None:
    found = box.app.manifest.shortcuts.get(callback_id)
    if found is None or found.type != kind:
        raise NotThereError(f"there is no {kind} shortcut {callback_id}")

"""Requests that no client of Slack's would send, signed as if one had."""

import json
from typing import Any

from sqlalchemy import text

from bot.playground.records import APP_ID
from tests.world import TEAM, Somebody, World, said

ANOTHER_TEAM = "T0ELSEWHERE"


def press(
    world: World, somebody: Somebody, action_id: str, value: str, team: str = TEAM, channel: str = ""
) -> str:
    """A button with this value, in their direct message or that channel; what they are told of it."""
    slack, where = world.slack, channel or somebody.dm
    with slack.workspace.changing():
        url = f"{slack.base_url}/response/{slack.workspace.response_url(somebody.id, where)}"
        trigger = slack.workspace.trigger(somebody.id)
    action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": "1.1", "value": value}
    payload = _from(somebody, team, "block_actions") | {
        "container": {"type": "message", "message_ts": "1.1", "channel_id": where},
        "trigger_id": trigger,
        "channel": {"id": where, "name": "directmessage"},
        "state": {"values": {}},
        "response_url": url,
        "actions": [action | {"text": {"type": "plain_text", "text": "Press"}}],
    }
    before = len([m for m in somebody.messages(where) if m.ephemeral])
    ack = slack.inbound.interaction(payload)
    assert ack.error is None, ack.error
    world.settle()
    whispers = [m.words or m.text for m in somebody.messages(where) if m.ephemeral][before:]
    form = [somebody.reads] if somebody.form else []
    while somebody.form:
        somebody.closes()
    return "\n".join([*whispers, *form])


def submit(
    world: World, somebody: Somebody, callback_id: str, meta: str, typed: dict[str, Any], team: str = TEAM
) -> str:
    """A form with these answers by block_id (text, or the value chosen); what the answer says."""
    trigger = world.slack.workspace.trigger(somebody.id)
    values = {block: {"it": _held(answer)} for block, answer in typed.items()}
    view = {
        "id": f"V0{callback_id.upper()}",
        "hash": f"1.{abs(hash((callback_id, meta, team, somebody.id)))}",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": meta,
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": block} for block in typed],
        "state": {"values": values},
    }
    more = {"trigger_id": trigger, "view": view, "response_urls": []}
    ack = world.slack.inbound.interaction(_from(somebody, team, "view_submission") | more)
    assert ack.error is None, ack.error
    world.settle()
    answer = ack.json() or {}
    return "\n".join([*answer.get("errors", {}).values(), said(answer.get("view", {}))])


def send_as_it_is(world: World, somebody: Somebody, typed: dict[str, Any]) -> dict[str, Any]:
    """The form in front of them, with these answers by block_id that no client would send; the answer."""
    view, trigger = somebody.form, world.slack.workspace.trigger(somebody.id)
    assert view
    actions = {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if b["type"] == "input"}
    values = {block: {actions.get(block, "it"): _held(answer)} for block, answer in typed.items()}
    more = {"trigger_id": trigger, "view": {**view, "state": {"values": values}}, "response_urls": []}
    ack = world.slack.inbound.interaction(_from(somebody, TEAM, "view_submission") | more)
    assert ack.error is None, ack.error
    world.settle()
    answer: dict[str, Any] = ack.json() or {}
    return answer


def command(
    world: World, somebody: Somebody, name: str, text: str, *, times: int = 1, team: str = TEAM
) -> list[str]:
    """The same command, delivered as often as that; what each delivery is answered."""
    slack = world.slack
    with slack.workspace.changing():
        url = f"{slack.base_url}/response/{slack.workspace.response_url(somebody.id, somebody.dm)}"
        trigger = slack.workspace.trigger(somebody.id)
    fields = {
        "team_id": team,
        "channel_id": somebody.dm,
        "channel_name": "directmessage",
        "user_id": somebody.id,
        "user_name": somebody.name.lower(),
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "response_url": url,
        "trigger_id": trigger,
    }
    answers = [slack.inbound.command(fields) for _ in range(times)]
    world.settle()
    return [str((answer.json() or {}).get("text", "")) for answer in answers]


def _held(answer: Any) -> dict[str, Any]:
    if isinstance(answer, tuple):
        return {"type": "radio_buttons", "selected_option": {"value": answer[0]}}
    if isinstance(answer, list):
        return {"type": "multi_users_select", "selected_users": answer}
    return {"type": "plain_text_input", "value": answer}


def _from(somebody: Somebody, team: str, kind: str) -> dict[str, Any]:
    name = somebody.name.lower()
    return {
        "type": kind,
        "team": {"id": team, "domain": "somewhere"},
        "user": {"id": somebody.id, "username": name, "name": name, "team_id": team},
        "api_app_id": APP_ID,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def snapshot(world: World, *round_ids: str) -> str:
    """Everything the database holds of these rounds and pairs, in one text."""
    held: list[Any] = []
    with world.bot.store.read() as db:
        for table, column in (
            ("rounds", "id"),
            ("seats", "round_id"),
            ("replies", "round_id"),
            ("pairs", "id"),
            ("pair_members", "pair_id"),
        ):
            for round_id in round_ids:
                query = text(f"SELECT * FROM {table} WHERE {column} = :id ORDER BY 1, 2, 3")
                for row in db.execute(query, {"id": round_id}).mappings():
                    held.append(
                        [table, {k: _said(v) for k, v in row.items() if k not in ("unshown", "show_at")}]
                    )
    return json.dumps(held, indent=1)


def _said(value: object) -> str:
    """What is sealed in hexadecimal, where no name can stand by chance."""
    return value.hex() if isinstance(value, bytes) else str(value)

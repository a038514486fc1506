"""The bodies Slack sends to an app, field by field."""

import secrets
from typing import Any

from . import shown
from .records import APP_ID, APP_USER, TEAM, Conversation, Message, Person, View
from .workspace import Workspace

DOMAIN = "harbour-health"
VERIFICATION = "the-old-verification-token"
Payload = dict[str, Any]


def channel_name(where: Conversation) -> str:
    return {"public": where.name, "private": "privategroup", "app": "directmessage"}[where.kind]


def command(
    person: Person, where: Conversation, name: str, text: str, response_url: str, trigger: str
) -> dict[str, str]:
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": where.id,
        "channel_name": channel_name(where),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _interaction(kind: str, person: Person) -> Payload:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team},
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_actions(
    person: Person,
    where: Conversation,
    message: Message,
    state: dict[str, Any],
    action: Payload,
    response_url: str,
    trigger: str,
) -> Payload:
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": where.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = _interaction("block_actions", person) | {
        "container": container,
        "trigger_id": trigger,
        "channel": {"id": where.id, "name": channel_name(where)},
        "state": {"values": state},
        "response_url": response_url,
        "actions": [action],
    }
    # Nobody can look an ephemeral message up afterwards, so Slack leaves it out.
    return payload if message.only_for else payload | {"message": shown.message(message, where)}


def view_actions(person: Person, view: View, action: Payload, trigger: str) -> Payload:
    drawn = shown.view(view)
    return _interaction("block_actions", person) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger,
        "view": drawn,
        "actions": [action],
    }


def submission(person: Person, view: View, trigger: str, response_urls: list[Payload]) -> Payload:
    more = {"trigger_id": trigger, "view": shown.view(view), "response_urls": response_urls}
    return _interaction("view_submission", person) | more


def closed(person: Person, view: View, *, cleared: bool) -> Payload:
    return _interaction("view_closed", person) | {"view": shown.view(view), "is_cleared": cleared}


def shortcut(person: Person, callback_id: str, action_ts: str, trigger: str) -> Payload:
    more = {"callback_id": callback_id, "action_ts": action_ts, "trigger_id": trigger}
    return _interaction("shortcut", person) | more


def message_action(
    person: Person,
    where: Conversation,
    message: Message,
    callback_id: str,
    action_ts: str,
    response_url: str,
    trigger: str,
) -> Payload:
    return _interaction("message_action", person) | {
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger,
        "channel": {"id": where.id, "name": channel_name(where)},
        "message_ts": message.ts,
        "message": shown.message(message, where),
        "response_url": response_url,
    }


def event(inner: Payload, now: int) -> Payload:
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(5).upper(),
        "event_time": now,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": APP_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_urlsafe(12),
    }


def from_there(payload: Payload, workspace: Workspace, *, org_wide: bool) -> Payload:
    """The same, as it comes from that workspace: with an organisation's installation it says so."""
    enterprise, org = workspace.enterprise, {}
    team = _theirs(payload, workspace) if org_wide else workspace.id
    if enterprise:
        org = {"enterprise_id": enterprise, "is_enterprise_install": "true" if org_wide else "false"}
    if "command" in payload:
        return payload | {"team_id": team} | org
    if payload["type"] != "event_callback":
        whole = {"id": enterprise, "name": enterprise} if enterprise else None
        named = payload["team"] | {"id": team if org_wide else _named(payload, workspace)}
        named |= {"enterprise_id": enterprise} if enterprise else {}
        return payload | {"team": named, "enterprise": whole, "is_enterprise_install": org_wide}
    by = {"team_id": team, "enterprise_id": enterprise or None, "is_enterprise_install": org_wide}
    whose = [one | by for one in payload["authorizations"]]
    more: Payload = {"enterprise_id": enterprise} if enterprise else {}
    where = workspace.conversations.get(str(payload["event"].get("channel")))
    more |= {"is_ext_shared_channel": bool(where and where.shared_with)}
    return payload | {"team_id": team, "authorizations": whose} | more


def _theirs(payload: Payload, workspace: Workspace) -> str:
    """The workspace of whoever does it, in an organisation of several."""
    user = payload.get("user_id") or payload.get("user") or payload.get("event", {}).get("user")
    person = workspace.people.get(user["id"] if isinstance(user, dict) else str(user))
    return person.team if person else workspace.id


def _named(payload: Payload, workspace: Workspace) -> str:
    """In a form that somebody from elsewhere sends in it is theirs (github.com/slackapi/bolt-js/issues/1614);
    on a message the app's (github.com/slackapi/java-slack-sdk/issues/1041); assumed: in a form always theirs.
    """
    return str(payload["user"]["team_id"]) if "view" in payload else workspace.id


def of_organisation(told: Payload) -> Payload:
    """The same event, of no workspace."""
    whose = [one | {"team_id": None} for one in told["authorizations"]]
    return {name: one for name, one in told.items() if name != "team_id"} | {"authorizations": whose}


def said(message: Message, where: Conversation) -> Payload:
    """The event of a person's message."""
    kind = {"public": "channel", "private": "group", "app": "im"}[where.kind]
    piece = {"type": "text", "text": message.text}
    section = {"type": "rich_text_section", "elements": [piece]}
    return shown.message(message, where) | {
        "channel": where.id,
        "channel_type": kind,
        "event_ts": message.ts,
        "client_msg_id": secrets.token_hex(16),
        "blocks": [{"type": "rich_text", "block_id": secrets.token_urlsafe(4), "elements": [section]}],
    }

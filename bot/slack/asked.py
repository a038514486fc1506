"""What somebody did in Slack, opened once: past here there are no payloads."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.slack.forms import Form, values
from bot.slack.text import safe

_ID = re.compile("[A-Z0-9]{1,32}")
_NOBODY = "U0"  # an event that no person caused
_NAME = 80  # docs: users.profile.set, display_name
# docs: reference/events/message
_CONVERSATIONS = {"im": "im", "channel": "channels", "group": "groups", "mpim": "mpim"}
COMMAND, SUBMIT, MESSAGE, MODAL, HOME, EVENT = "command", "submit", "message", "modal", "home", "event"
SHORTCUT = "shortcut"  # in the menu of a message, or of the box one writes in
MARK = "alongside_card"  # the event type of the mark on a message: which card it is
PLACED = "alongside"  # in a body: by whose installation it is answered, where several have one
BEHIND = "behind|"  # begins the id of a block that stands behind a card's *More*: then, the card's channel

GO_ON, GO_BACK = "alongside.go_on", "alongside.go_back"  # a page that is read in parts
AGAIN = "alongside.again"  # a command once more, as it was typed


@dataclass(frozen=True)
class Who:
    """A person, by workspace and id, and the name that Slack sent along."""

    team: str
    id: str
    name: str


@dataclass(frozen=True)
class Asked:
    """One request: who asks, for which listener (`verb`), with what."""

    kind: str
    verb: str
    who: Who
    request: str  # the same when Slack sends the same thing twice, and in all events about one message
    value: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    channel: str = ""
    ts: str = ""  # of the message that a pressed button stands on
    part: int = 0  # of a page that is read in parts, from 0
    block: str = ""  # the id of the block that a pressed button stands in
    card: str = ""  # the card that a pressed message says it is
    meta: str = ""
    form: Form | None = None
    trigger: str = ""
    view: dict[str, Any] | None = field(default=None, repr=False)
    response_url: str = ""
    event: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def typed(self) -> str:
        """The whole command, as it was typed; "" where nothing was. A button may carry one, too."""
        return f"{self.verb} {self.text}".strip() if self.verb.startswith("/") else ""

    @property
    def behind(self) -> bool:
        """Whether what was pressed stands behind a card's *More*."""
        return self.block.startswith(BEHIND)


def opened(body: dict[str, Any]) -> Asked:
    """From any payload of Slack's that we listen to."""
    kind = body.get("type")
    if "command" in body:
        return _command(body)
    if kind == "event_callback":
        return _event(body)
    user, view = body["user"], body.get("view")
    who = _who(team_of(body), user["id"], user.get("name") or user.get("username"))
    if kind == "view_submission":
        assert view is not None
        # A form is sent in once: its id and hash stay the same however often it arrives.
        request = f"{view['id']}:{view.get('hash', '')}"
        return Asked(
            SUBMIT,
            view["callback_id"],
            who,
            request,
            meta=view.get("private_metadata", ""),
            form=values(view),
            trigger=_text(body.get("trigger_id")),
            view=view,
        )
    if kind == "message_action":
        return _shortcut(body, who)
    if kind == "shortcut":  # of the box one writes in: it does not say in which channel
        trigger = body.get("trigger_id", "")
        return Asked(SHORTCUT, body["callback_id"], who, trigger, trigger=trigger)
    action = body["actions"][0]
    verb, value, part = _pressed(action)
    place = MESSAGE if view is None else (HOME if view.get("type") == "home" else MODAL)
    return Asked(
        place,
        verb,
        who,
        body.get("trigger_id", ""),
        value=value,
        part=part,
        channel=(body.get("channel") or {}).get("id", "") or _carried(action.get("block_id", "")),
        ts=(body.get("container") or {}).get("message_ts", ""),
        block=action.get("block_id", ""),
        card=_marked(body.get("message") or {}),
        meta=(view or {}).get("private_metadata", ""),
        form=values(view) if view else None,
        trigger=_text(body.get("trigger_id")),
        view=view,
        response_url=_text(body.get("response_url")),
    )


def team_of(body: dict[str, Any]) -> str:
    """The workspace that the app is asked in: of somebody from a connected organisation, not theirs.

    As Bolt has it (`slack_bolt.request.internals.extract_team_id`): a form that is sent in names the person's
    in its `team`, and where the app is in its view (slackapi/bolt-js#1614); a press on a message names whose
    installation posted it (slackapi/java-slack-sdk#1041); an event says by whose installation it comes; and
    of an organisation's, nothing may be named but the person's.
    """
    if PLACED in body:
        return str(body[PLACED])
    team = body.get("team")
    authorized = next(iter(body.get("authorizations") or []), None) or {}
    found = (
        (body.get("view") or {}).get("app_installed_team_id")
        or (team.get("id") if isinstance(team, dict) else team)
        or authorized.get("team_id")
        or body.get("team_id")
        or (body.get("user") or {}).get("team_id")
    )
    return str(found or "")


def org_of(body: dict[str, Any]) -> str:
    """The organisation by whose installation it comes; "" where that is the workspace's own."""
    said = next(iter(body.get("authorizations") or []), None) or body
    if str(said.get("is_enterprise_install")).lower() != "true":
        return ""
    enterprise = body.get("enterprise")
    named = enterprise.get("id") if isinstance(enterprise, dict) else enterprise
    return str(named or said.get("enterprise_id") or body.get("enterprise_id") or "")


def _pressed(action: dict[str, Any]) -> tuple[str, str, int]:
    """What is asked for, about what, and which part: a page that is read in parts is asked for again."""
    value = action.get("value") or (action.get("selected_option") or {}).get("value", "")
    if action["action_id"] not in (GO_ON, GO_BACK):
        return action["action_id"], value, 0
    part, verb, about = value.split("|", 2)
    return verb, about, int(part)


def _text(value: Any) -> str:
    """Nothing where it is none: it is used after the answer, when nobody hears of it any more."""
    return value if isinstance(value, str) else ""


def _marked(message: dict[str, Any]) -> str:
    """Nothing where Slack leaves the message out, as it does with what one person alone sees."""
    mark = message.get("metadata") or {}
    return str((mark.get("event_payload") or {}).get("card", "")) if mark.get("event_type") == MARK else ""


def _carried(block_id: str) -> str:
    """The channel of the card behind which a button stands: a page has none of its own."""
    return block_id.split("|")[1] if block_id.startswith(BEHIND) else ""


def subscription(event: dict[str, Any]) -> str:
    """The name under which an event is subscribed to: messages have one for each kind of conversation."""
    if event["type"] != "message":
        return str(event["type"])
    return f"message.{_CONVERSATIONS.get(event.get('channel_type', ''), 'other')}"


def _who(team: str, person_id: str, name: str | None) -> Who:
    if not _ID.fullmatch(team) or not _ID.fullmatch(person_id):
        raise ValueError("not an id of Slack's")
    return Who(team, person_id, safe(name or "", _NAME) or person_id)


def _command(body: dict[str, Any]) -> Asked:
    return Asked(
        COMMAND,
        body["command"],
        _who(team_of(body), body["user_id"], body.get("user_name")),
        body.get("trigger_id", ""),
        text=body.get("text", ""),
        channel=body.get("channel_id", ""),
        trigger=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
    )


def _shortcut(body: dict[str, Any], who: Who) -> Asked:
    # docs: reference/interaction-payloads/shortcuts-interaction-payload
    message = body["message"]
    return Asked(
        SHORTCUT,
        body["callback_id"],
        who,
        body.get("trigger_id", ""),
        value=message["ts"],
        text=message.get("text") or "",
        channel=(body.get("channel") or {}).get("id", ""),
        trigger=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
    )


def _message(event: dict[str, Any]) -> str:
    """Which message it is about: one may come as several events, each with an id of its own; "" for none."""
    ts = (event.get("message") or event).get("ts")  # of one that was changed, its own stands within
    return f"{event['channel']}:{ts}" if ts and event.get("channel") else ""


def _event(body: dict[str, Any]) -> Asked:
    event = body["event"]
    user = event.get("user", "")
    person = user if isinstance(user, str) else user.get("id", "")
    return Asked(
        EVENT,
        subscription(event),
        _who(team_of(body), person or _NOBODY, person),
        _message(event) or body.get("event_id", ""),
        text=event.get("text", ""),
        channel=event.get("channel", ""),
        event=event,
    )

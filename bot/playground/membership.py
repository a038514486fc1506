"""Who is in a conversation: joining, leaving, inviting and removing the app, archives, deactivation."""

from . import shown, typed
from .box import Box, Outcome
from .client import NotThereError
from .payloads import Payload
from .records import APP_USER, Conversation, Person

KIND = {"public": "C", "private": "G"}


def by_command(box: Box, person: Person, where: Conversation, name: str, text: str) -> Outcome:
    """`/invite @Alongside` and `/remove @Alongside`; people come and go by themselves here."""
    if where.kind == "app":
        return Outcome(ok=False, error=f"{name} does not work in a direct message.")
    if typed.message(box.workspace, text) != f"<@{APP_USER}>":
        app = box.app.manifest.name
        return Outcome(ok=False, error=f"Here {name} knows only @{app}.")
    if name == "/remove":
        app_leaves(box, where)
    else:
        enters(box, APP_USER, where, inviter=person.id)
    return Outcome()


def join(box: Box, user: str, channel: str) -> Outcome:
    person = box.person(user)
    where = _channel(box, channel)
    if where.kind != "public" or person.is_confined:
        raise NotThereError(f"{user} cannot join {channel} without being asked")
    enters(box, user, where)
    return Outcome()


def enters(box: Box, user: str, where: Conversation, inviter: str | None = None) -> None:
    with box.workspace.changing():
        if user in where.members:
            return
        where.members.add(user)
        where.read[user] = where.messages[-1].ts if where.messages else ""
    _tell(box, "member_joined_channel", user, where, {"inviter": inviter} if inviter else {})


def leave(box: Box, user: str, channel: str) -> Outcome:
    box.person(user)
    where = box.conversation(channel, user)
    if where.kind == "app":
        raise NotThereError("nobody leaves their own direct messages")
    with box.workspace.changing():
        where.members.discard(user)
    _tell(box, "member_left_channel", user, where, {})
    return Outcome()


def invite(box: Box, user: str, channel: str, by: str) -> Outcome:
    """Somebody who is in it asks somebody else in."""
    where = box.conversation(channel, by)
    enters(box, box.person(user).id, where, inviter=by)
    return Outcome()


def _tell(box: Box, kind: str, user: str, where: Conversation, more: Payload) -> None:
    if where.has_app:
        ts = box.workspace.next_ts()
        event = {
            "type": kind,
            "user": user,
            "channel": where.id,
            "channel_type": KIND[where.kind],
            "team": where.team,
        }
        box.event(kind, event | {"event_ts": ts} | more)


def app_leaves(box: Box, where: Conversation) -> None:
    with box.workspace.changing():
        if not where.has_app:
            return
        where.members.discard(APP_USER)
    kind = "channel_left" if where.kind == "public" else "group_left"
    box.event(kind, {"type": kind, "channel": where.id, "event_ts": box.workspace.next_ts()})


def kick_app(box: Box, channel: str) -> None:
    app_leaves(box, _channel(box, channel))


def let_app_in(box: Box, channel: str, by: str | None) -> None:
    """By nobody who is named, unless somebody is."""
    enters(box, APP_USER, _channel(box, channel), inviter=by)


def archive(box: Box, channel: str, by: str) -> None:
    where = _channel(box, channel)
    with box.workspace.changing():
        where.archived = True
    _opened_or_shut(box, where, "archive", by)


def unarchive(box: Box, channel: str, by: str) -> None:
    """Into a private channel everybody comes back; into a public one only who opens it, and no app."""
    where = _channel(box, channel)
    with box.workspace.changing():
        where.archived = False
        if where.kind == "public":
            where.members = {by}
    _opened_or_shut(box, where, "unarchive", by)


def share(box: Box, channel: str, teams: tuple[str, ...]) -> None:
    """Source of the event: docs.slack.dev/reference/events/channel_shared."""
    where = _channel(box, channel)
    with box.workspace.changing():
        where.shared_with = teams
    if where.has_app:
        event = {"type": "channel_shared", "connected_team_id": teams[-1], "channel": where.id}
        box.event("channel_shared", event | {"event_ts": box.workspace.next_ts()})


def unshare(box: Box, channel: str, team: str) -> None:
    """That workspace has no part in it any more; source: docs.slack.dev/reference/events/channel_unshared."""
    where = _channel(box, channel)
    with box.workspace.changing():
        where.shared_with = tuple(one for one in where.shared_with if one != team)
    if where.has_app:
        event = {"type": "channel_unshared", "previously_connected_team_id": team, "channel": where.id}
        more = {"is_ext_shared": bool(where.shared_with), "event_ts": box.workspace.next_ts()}
        box.event("channel_unshared", {**event, **more})


def _opened_or_shut(box: Box, where: Conversation, what: str, by: str) -> None:
    kind = f"channel_{what}" if where.kind == "public" else f"group_{what}"
    if where.has_app:
        event = {"type": kind, "channel": where.id, "user": by}
        box.event(kind, event | {"event_ts": box.workspace.next_ts()})


def deactivate(box: Box, user: str) -> None:
    person = box.person(user)
    with box.workspace.changing():
        person.deleted = True
        box.workspace.stacks.pop(user, None)
        for where in box.workspace.conversations.values():
            if where.kind != "app":
                where.members.discard(user)
    changed(box, person)


def change(box: Box, user: str, **fields: str) -> None:
    person = box.person(user)
    with box.workspace.changing():
        for name, value in fields.items():
            setattr(person, name, value)
    changed(box, person)


def changed(box: Box, person: Person) -> None:
    now = box.workspace.clock()
    told = {"type": "user_change", "user": shown.person(person, now), "cache_ts": int(now.timestamp())}
    box.event("user_change", told | {"event_ts": box.workspace.next_ts()})


def _channel(box: Box, channel: str) -> Conversation:
    found = box.workspace.conversations.get(channel)
    if found is None or found.kind == "app":
        raise NotThereError(f"there is no channel {channel}")
    return found

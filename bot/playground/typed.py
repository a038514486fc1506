"""What somebody types, turned into what Slack stores and sends: escapes, mentions, channel links."""

import re
from collections.abc import Callable

from .records import Conversation, Person
from .workspace import Workspace

BROADCASTS = {"@here": "<!here>", "@channel": "<!channel>", "@everyone": "<!everyone>"}


def message(workspace: Workspace, text: str) -> str:
    return _links(workspace, text, lambda one: f"<@{one.id}>", lambda one: f"<#{one.id}|{one.name}>")


def command(workspace: Workspace, text: str) -> str:
    """As for a command with `should_escape`: ids with the name behind a bar."""
    return _links(
        workspace, text, lambda one: f"<@{one.id}|{one.handle}>", lambda one: f"<#{one.id}|{one.name}>"
    )


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _links(
    workspace: Workspace,
    text: str,
    person: Callable[[Person], str],
    channel: Callable[[Conversation], str],
) -> str:
    known = dict(BROADCASTS)
    for one in workspace.people.values():
        known |= {f"@{one.handle}".lower(): person(one), f"@{one.name}".lower(): person(one)}
    for where in workspace.conversations.values():
        if where.kind != "app":
            known[f"#{where.name}".lower()] = channel(where)
    longest_first = sorted(known, key=len, reverse=True)
    pattern = rf"(?<![\w<])({'|'.join(map(re.escape, longest_first))})(?![\w-])"
    return re.sub(pattern, lambda found: known[found[0].lower()], escape(text), flags=re.IGNORECASE)

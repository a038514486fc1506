"""The app is taken out of a workspace: what it hears of that, in either order.

Source: docs.slack.dev/reference/events/app_uninstalled and …/tokens_revoked; that a bot's token answers
`account_inactive` from then on is in the error list of docs.slack.dev/reference/methods/auth.test.
"""

from collections.abc import Iterable

from .box import Box
from .payloads import Payload
from .records import APP_USER


def uninstall(box: Box, events: Iterable[str]) -> None:
    with box.workspace.changing():
        box.app.token = ""
    for kind in events:
        tell(box, kind)


def tell(box: Box, kind: str) -> None:
    more: Payload = {"tokens": {"oauth": [], "bot": [APP_USER]}} if kind == "tokens_revoked" else {}
    box.event(kind, {"type": kind, "event_ts": box.workspace.next_ts(), **more})

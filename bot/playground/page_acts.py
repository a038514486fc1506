"""What the page may ask for: the acts of a person by name, and the clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from .box import Outcome
from .client import NotThereError
from .slack import Slack

Asked = dict[str, Any]
GONE = "That is no longer there."


class UnclearError(Exception):
    """The page asked for something that is no act."""


def _home(slack: Slack, user: str, _asked: Asked) -> Outcome:
    return slack.open_home(user)


def _press(slack: Slack, user: str, asked: Asked) -> Outcome:
    known = ("action_id", "channel", "ts", "view", "block_id", "action", "values")
    return slack.press(user, **{name: asked[name] for name in known if asked.get(name) is not None})


ACTS: dict[str, Callable[[Slack, str, Asked], Outcome]] = {
    "post": lambda slack, user, a: slack.post(user, a["channel"], a["text"], a.get("thread_ts")),
    "press": _press,
    "submit": lambda slack, user, a: slack.submit(user, a["view"], a.get("values") or {}),
    "close": lambda slack, user, a: slack.close(user, a["view"], everything=bool(a.get("everything"))),
    "home": _home,
    "read": lambda slack, user, a: slack.read(user, a["channel"]),
    "shortcut": lambda slack, user, a: slack.shortcut(user, a["callback_id"]),
    "message_shortcut": lambda slack, user, a: slack.message_shortcut(
        user, a["callback_id"], a["channel"], a["ts"]
    ),
    "join": lambda slack, user, a: slack.join(user, a["channel"]),
    "leave": lambda slack, user, a: slack.leave(user, a["channel"]),
}


def do(slack: Slack, asked: Asked) -> dict[str, Any]:
    act = ACTS.get(str(asked.get("act")))
    user = asked.get("as")
    if act is None or not isinstance(user, str):
        raise UnclearError("There is no such act.")
    try:
        outcome = act(slack, user, asked | {"view": asked.get("view") or asked.get("view_id")})
    except NotThereError:
        return {"ok": False, "error": GONE}
    except (KeyError, TypeError, AttributeError) as missing:
        raise UnclearError(f"The act {asked['act']} needs more: {missing}") from missing
    if outcome.ok:
        return {"ok": True}
    answer: dict[str, Any] = {"ok": False}
    if outcome.error:
        answer["error"] = outcome.error
    if outcome.errors:
        answer["errors"] = outcome.errors
    return answer


def start_again(again: Callable[[], object] | None) -> dict[str, Any]:
    if again is None:
        return {"ok": False, "error": "This workspace cannot be started again."}
    again()
    return {"ok": True}


def move_clock(slack: Slack, move: Callable[[timedelta], object] | None, asked: Asked) -> dict[str, Any]:
    if move is None:
        return {"ok": False, "error": "This clock cannot be moved."}
    if not asked or asked.keys() - {"minutes", "hours", "days", "weeks"}:
        raise UnclearError("Move by minutes, hours, days or weeks.")
    if not all(isinstance(one, int) and 0 < one <= 1000 for one in asked.values()):
        raise UnclearError("Time moves forward here.")
    move(timedelta(**asked))
    with slack.workspace.changing():
        return {"ok": True, "now": slack.workspace.clock().isoformat()}

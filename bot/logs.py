"""What is logged: what happened, where and to which row, never what somebody wrote."""

import logging
import traceback
from pathlib import Path

from bot.refusal import Refusal

_OURS = Path(__file__).parent

# At DEBUG these write whole requests, people's words included.
_TALKATIVE = ("sqlalchemy", "urllib3", "alembic")


def set_up(level: str) -> None:
    """Log to standard error at that level; libraries that quote requests stay at WARNING."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    quieten()


def quieten() -> None:
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of a token it finds in the environment, and of every request that nobody listens to.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    # It quotes answers of Slack's that it cannot read; what became of a call we say ourselves.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    # It warns of every tick that finds the one before it still at work.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # It warns of every request that waits a moment, and of those it lets go when it stops.
    logging.getLogger("waitress").setLevel(logging.ERROR)


def failure(error: BaseException) -> str:
    """Its kind, and where our code was; never what it says, which may be what somebody wrote."""
    kind = f"{type(error).__name__} {error.key}" if isinstance(error, Refusal) else type(error).__name__
    frames = traceback.walk_tb(error.__traceback__)
    places = [(Path(frame.f_code.co_filename), line) for frame, line in frames]
    ours = [f"{path.relative_to(_OURS)}:{line}" for path, line in places if path.is_relative_to(_OURS)]
    return f"{kind} at {ours[-1]}" if ours else kind

"""What goes on about a pair, and what was kept of it, over all practices: they need not know each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rounds.showing.drawing import Entry
from bot.store import Db


@dataclass(frozen=True, repr=False)
class Kept:
    """What those in it agreed to keep, word for word: of which round, and asked with what.

    `prompt`: the id of the question in the catalogue; "" where it is their own.
    """

    round_id: str
    reply_id: str
    question: str
    text: str
    prompt: str = ""

    def __repr__(self) -> str:  # people's words never reach a log or a traceback
        return f"Kept({self.round_id}, {self.reply_id})"


@dataclass(frozen=True)
class Around:
    """`open`: what waits for somebody or goes on, as their Home tab says it; `kept`: the newest first."""

    open: Sequence[Entry] = ()
    kept: Sequence[Kept] = ()


# The transaction, the workspace, what it is about, who reads it, and the moment (UTC).
LookAround = Callable[[Db, str, str, str, datetime], Around]

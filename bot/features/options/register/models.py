"""What a channel's register remembers: what stands on its card, and who has a copy."""

from datetime import timedelta
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round

CARD = "register"  # the key of its card
LABEL = "title"  # the kind of reply that holds one
WAY, WAYS = "way", 5  # the kind of reply that holds a question under way; how many of them are shown
UNHEARD = timedelta(minutes=5)  # so long Slack is waited for to say whether a copy came
UNSURE = "unsure"


class Facts(TypedDict):
    """What a register remembers; never anybody's words."""

    shown: list[str]  # ids of records, the newest first
    states: dict[str, str]
    way: list[
        list[str | int]
    ]  # [id of a matter under way, its step, until when ("" for never), for how many]
    sending: list[list[str]]  # [press, page, who, format, moment]: nobody knows yet whether it came
    exports: list[list[str]]  # [who ("" is on the server), format, moment], and UNSURE where it may have come
    exported: int  # how many copies there are, in all
    bookmark: str  # its id, once there is one


def facts(round_: Round) -> Facts:
    return cast(Facts, round_.facts)

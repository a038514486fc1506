"""What a channel's register remembers: which records stand on its card, and who asked for a copy."""

from typing import TypedDict, cast

from bot.rounds.keeping.models import Round

CARD = "register"  # the key of its card
LABEL = "title"  # the kind of reply that holds one


class Facts(TypedDict):
    """What a register remembers; never anybody's words."""

    shown: list[str]  # ids of records, the newest first
    states: dict[str, str]
    exports: list[list[str]]  # [who ("" is on the server), format, moment]
    exported: int  # how often a copy was asked for, in all
    bookmark: str  # its id, once there is one


def facts(round_: Round) -> Facts:
    return cast(Facts, round_.facts)

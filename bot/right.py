"""Who may do what, where: the one page that everything asks.

Right follows from place and role, never from kind of account: a guest or somebody from a connected
organisation who has a seat may do what anybody with a seat may. There is no role that reads over shoulders.
"""

from enum import Enum

from bot.refusal import Refusal


class Role(Enum):
    """What somebody is to a round, a pair or a channel."""

    SEATED = "has a place in it"
    HOST = "launched it"
    LEFT = "had a place and left"
    OUTSIDE = "has a place in it, and is not in its channel just now"
    AROUND = "is in the channel where it stands"
    STRANGER = "has nothing to do with it"


_MAY = {
    "join": {Role.SEATED, Role.AROUND},  # whoever sees it where it was posted, and whoever was asked
    "take part": {Role.SEATED},  # answer, pass, play back, pause, close, leave
    "read": {Role.SEATED},  # what its authors released; their own words always
    "withdraw": {Role.SEATED, Role.LEFT, Role.OUTSIDE},  # one's own words stay one's own
    "leave": {Role.SEATED, Role.OUTSIDE},  # nobody needs to be let in to go
}
# What is answered to whoever has no right to it, here and where it is asked of Slack who is in a channel.
REFUSES = ("common.not_yours", "common.outside", "common.only_members")
OWN = ("withdraw", "leave")  # what is about oneself: whether somebody is in the channel is not asked for it


def may(verb: str, roles: set[Role]) -> None:
    """Refuse unless one of these roles may do that."""
    if not _MAY[verb] & roles:
        raise Refusal("common.outside" if Role.OUTSIDE in roles else "common.not_yours")

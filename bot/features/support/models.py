"""The words of a call: somebody asks one person to talk. What they wrote is its question."""

from datetime import timedelta
from enum import StrEnum

NAME, CALL = "support", "call"
MOST = 1000  # characters
KEPT = timedelta(days=14)  # then the words are taken out of the message, too
SOON = timedelta(minutes=1)  # until it is looked at for the first time whether it has arrived


class Step(StrEnum):
    GOING = "going"  # Slack has not said yet whether it took it
    ARRIVED = "arrived"
    LOST = "lost"  # Slack refused it
    TAKEN_BACK = "taken_back"
    FORGOTTEN = "forgotten"

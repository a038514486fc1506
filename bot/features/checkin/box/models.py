"""The words of a box: one person's own, whichever sets they are in."""

from datetime import timedelta
from enum import StrEnum

ITEM = "item"  # something that they would like to bring
MOST, LINE = 10, 300  # how many there are at most; characters of one, as many as a wish for the time has
GONE_FOR = timedelta(days=30)  # then the box of somebody whose account has ended is emptied


class Step(StrEnum):
    """Where a box stands."""

    OPEN = "open"
    OVER = "over"  # its person is gone

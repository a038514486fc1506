"""The words of an invitation's steps. The pair itself lives in `people`."""

from datetime import timedelta
from enum import StrEnum

NAME, PAIR = "pairs", "pair"
MOST = 3  # a pair, or a trio (practice text 02, "Sizes")
WAITS = timedelta(days=14)  # an invitation that nobody answers closes by itself


class Step(StrEnum):
    INVITED = "invited"
    TOGETHER = "together"  # the pair's own card, for as long as it lives
    APART = "apart"


ASKED, YES, NO, LAPSED = "asked", "yes", "no", "lapsed"

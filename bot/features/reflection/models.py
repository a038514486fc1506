"""The words of a reflection's steps."""

from datetime import timedelta
from enum import StrEnum

NAME = REFLECTION = "reflection"
WEEKLY = "weekly"  # what a rhythm of them is called, whatever its rhythm

# Unhurried timings, in working days (practice text 03, column "Async").
ANSWER_DAYS, WAIT_DAYS, HEAR_DAYS, CONFIRM_DAYS, AGAIN_DAYS, NOTE_DAYS = 3, 2, 2, 2, 1, 2
EMPTY_DAYS = 5  # long enough for the weekly budget to let the question through
LOOPS = 3  # times round before it may stay open
RESTS = timedelta(days=14)  # how long it can be taken up again
KEPT = timedelta(days=90)  # how long texts stay after the close


class Step(StrEnum):
    """Where a reflection stands."""

    ASKED = "asked"  # each answers apart
    EMPTY = "empty"  # the window is over and nobody has answered
    CHOOSE = "choose"  # some have answered: they choose what happens with it
    SHARED = "shared"  # they shared; the others answer first, or just read
    READ = "read"  # open: read, play back, confirm
    NOTE = "note"  # heard; a joint note, if they like
    RESTING = "resting"  # enough for today
    ALONE = "alone"  # everybody else has stepped out
    CLOSED = "closed"
    FORGOTTEN = "forgotten"


class Hearing(StrEnum):
    """Where one listener stands with what they heard."""

    HEAR = "hear"  # may play back
    HEARD = "heard"  # played back; the author's word is awaited
    AGAIN = "again"  # nearly, or not yet: once more
    AGREED = "agreed"
    OPEN = "open"  # three times round: it may stay open
    LET_GO = "let_go"  # passed, or the time ran out
    NOTHING = "nothing"  # there is nothing to play back


ENDED = {Hearing.AGREED, Hearing.OPEN, Hearing.LET_GO, Hearing.NOTHING}
WAITING, DRAFT, ANSWERED, PASSED, READS = "", "draft", "answered", "passed", "reads"

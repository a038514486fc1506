"""Whether a question can be put to people: open, about one thing, and easy to read."""

import re
from collections.abc import Iterator

from bot import reading_age
from bot.questions.judging import STACKED, label
from bot.questions.language import Label, english

AGE, SENTENCE = 12, 22  # years; words in a sentence
_ASKS = r"(?:what|how|who|whom|whose|which|when|where|why)"
_TWO = re.compile(rf"\?.*\?|\b(?:and|or),? (?:by |to |for |with )?{_ASKS}\b", re.IGNORECASE | re.DOTALL)


def faults(question: str, context: str = "") -> Iterator[str]:
    """What is wrong with it, each in a word: not_open, two_things, long, hard.

    Whether it is open nobody can say while there is a slip in the rules.
    """
    told = label(question)
    if english() and told.label is not Label.OPEN:
        yield "not_open"
    if STACKED in told.flags or _TWO.search(question):
        yield "two_things"
    whole = f"{context} {question}"
    if reading_age.longest(whole) > SENTENCE:
        yield "long"
    if reading_age.age(whole) > AGE:
        yield "hard"

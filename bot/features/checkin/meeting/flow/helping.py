"""When somebody is shown a thought about their question before it is posted: never to stop them.

The labels come from `questions`; what is done with them is the practice's table (practice text, 4.4).
"""

from bot.features.checkin.models import Step
from bot.questions.judging import knows, label
from bot.questions.language import Label, Told

_NUDGED = {
    Step.CLARIFY: (Label.ADVICE, Label.STATEMENT),  # facts are asked for: a closed question is welcome
    Step.HUSH: (Label.ADVICE, Label.STATEMENT, Label.CLOSED),
    Step.QUESTIONS: (Label.ADVICE, Label.STATEMENT, Label.CLOSED),
}
_SAYING_BACK = "check"  # "so you felt left out?" is good practice, and closed


def thought(text: str, step: Step) -> Told | None:
    """What the text was taken for, where its author may want to think again; None where nothing is said."""
    if not knows(text):
        return None
    told = label(text)
    if told.label not in _NUDGED.get(step, ()):
        return None
    if told.label is Label.CLOSED and _SAYING_BACK in told.flags:
        return None
    return told


def kind(text: str) -> str:
    """The label that is counted where its author gave none."""
    return label(text).label.value if knows(text) else "unsaid"

"""When somebody is shown a thought about their question before it is posted: never to stop them.

The labels come from `questions`; what is done with them is the practice's table (practice text, 4.4).
"""

from bot.features.checkin.models import Step
from bot.questions.judging import doubt, knows, label, unsure
from bot.questions.language import Label, Told

_NUDGED = {
    Step.CLARIFY: (Label.ADVICE, Label.STATEMENT),  # facts are asked for: a closed question is welcome
    Step.HUSH: (Label.ADVICE, Label.STATEMENT, Label.CLOSED),
    Step.QUESTIONS: (Label.ADVICE, Label.STATEMENT, Label.CLOSED),
}


def thought(text: str, step: Step) -> Told | None:
    """What the text was taken for, where its author may want to think again; None where nothing is said."""
    return doubt(text, _NUDGED.get(step, ()))


def kind(text: str) -> str:
    """The label that is counted where its author gave none."""
    told = label(text)
    return told.label.value if knows(text) and not unsure(told) else "unsaid"


def counted(text: str, called: str) -> str:
    """The label that is counted; `called`: what its author says, "question", "advice", or "" for nothing."""
    found = kind(text)
    if called == "question":
        return found if found in (Label.OPEN, Label.CLOSED) else Label.OPEN.value
    return called if called == Label.ADVICE else found

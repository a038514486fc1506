"""What a question of the catalogue says of itself, wherever it is asked: why, how long it takes, and care."""

from bot import catalogue
from bot.catalogue import Prompt
from bot.rounds.keeping.models import Round
from bot.slack.blocks import Block, context, section
from bot.words import Markup, phrase

USUAL = 5  # minutes that people need for a question of their own


def prompt_of(round_: Round, question: str) -> Prompt | None:
    """The prompt that this question of the round is; None where it is somebody's own, or was changed."""
    found = catalogue.find(str(round_.facts.get("prompt") or ""))
    return found if found and found.question == question else None


def takes(prompt: Prompt | None) -> Markup:
    """About how long it takes to answer."""
    count = prompt.minutes if prompt else USUAL
    return phrase("round.takes.minute" if count == 1 else "round.takes.minutes").fill(count=count)


def why(prompt: Prompt | None) -> list[Markup]:
    """Why it is asked; and, where it can touch something sore, that one can let it go by."""
    if prompt is None:
        return []
    care = [phrase("round.asked.sensitive").fill(care=prompt.safety)] if prompt.sensitive else []
    return [phrase("round.asked.why").fill(why=prompt.context), *care]


def care(prompt: Prompt | None, support: str) -> list[Block]:
    """Whom one can talk to, where it can touch something sore; `support` is SUPPORT_TEXT."""
    if prompt is None or not prompt.sensitive:
        return []
    key = "round.asked.support" if support else "round.asked.no_support"
    return [section(phrase(key).fill(support=support))]


def above(prompt: Prompt | None) -> list[Block]:
    """The same, as small print under the question."""
    return [context(*lines)] if (lines := why(prompt)) else []

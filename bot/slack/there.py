"""Where the app is not in a channel and needs to be: how to let it in, and nothing typed is lost."""

from bot.slack.asked import Asked
from bot.slack.blocks import Message, button, buttons, section
from bot.words import phrase

AGAIN = "alongside.again"


def not_here(asked: Asked) -> Message:
    """Says how to invite the app; *Try again* carries the command as it was typed."""
    line = phrase("common.not_in_channel").fill()
    typed = f"{asked.verb} {asked.text}".strip()
    row = buttons(button(phrase("common.try_again"), AGAIN, typed[:2000], style="primary"))
    return Message(line, [section(line), row])

"""What the form of a question has boxes for: words, a list, a number with words, two texts.

An answer is kept, read and exported as one text, whatever it was written in; opened again, it goes back into
the boxes it came from. Where that cannot be told any more, it stands whole in the first of them.
"""

from bot import catalogue
from bot.catalogue import Prompt
from bot.slack.blocks import Block, choice, text_input
from bot.slack.forms import Form
from bot.words import phrase

HIGHEST = 10  # of a scale, from 0
NO_NUMBER = "none"
_BREAK, _BULLET = "\n\n", "• "


def behind(prompt: Prompt | None) -> str:
    """What stands behind the round's id in such a form: the prompt's id; "" where one box takes all."""
    return prompt.id if prompt and prompt.shape != "text" else ""


def boxes(prompt: Prompt | None, name: str, label: str, value: str, most: int, hint: str) -> list[Block]:
    """The boxes, `value` in them as it is kept; the one called `name` takes words."""
    match prompt.shape if prompt else "text":
        case "list":
            hint = f"{phrase('round.shapes.a_line')} {hint}"
        case "scale":
            assert prompt
            number, words = _taken_apart(prompt, value)
            return [_scale(prompt, number), _box(name, label, words, most, hint, optional=True)]
        case "two_texts":
            assert prompt
            first, second = prompt.labels
            one, other = _both(prompt, value)
            return [
                _box(name, first, one, most // 2, hint, optional=True),
                text_input("second", second, value=other, max_length=most // 2, optional=True),
            ]
    return [_box(name, label, value, most, hint)]


def written(prompt_id: str, form: Form, name: str) -> str:
    """What was written in them, as one text."""
    prompt, text = catalogue.find(prompt_id), form.text(name)
    match prompt.shape if prompt else "text":
        case "list":
            lines = [line.lstrip(_BULLET).rstrip() for line in text.splitlines()]
            return "\n".join(f"{_BULLET}{line}" for line in lines if line)
        case "scale":
            assert prompt
            number = form.number("number")
            return _joined(_said(prompt, number) if number >= 0 else "", text)
        case "two_texts":
            assert prompt
            first, second = prompt.labels
            other = form.text("second")
            return _joined(f"{first}: {text}" if text else "", f"{second}: {other}" if other else "")
    return text


def _box(name: str, label: str, value: str, most: int, hint: str, *, optional: bool = False) -> Block:
    return text_input(name, label, value=value, max_length=most, hint=hint, focus=True, optional=optional)


def _scale(prompt: Prompt, chosen: int) -> Block:
    low, high = prompt.labels
    ends = {0: f"0: {low}", HIGHEST: f"{HIGHEST}: {high}"}
    numbers = [(str(number), ends.get(number, str(number))) for number in range(HIGHEST + 1)]
    options = [(NO_NUMBER, phrase("round.shapes.no_number")), *numbers]
    label = phrase("round.shapes.number").plain(highest=HIGHEST)
    return choice("number", label, options, chosen=str(chosen) if chosen >= 0 else NO_NUMBER, optional=True)


def _said(prompt: Prompt, number: int) -> str:
    low, high = prompt.labels
    return phrase("round.shapes.said").plain(number=number, highest=HIGHEST, low=low, high=high)


def _taken_apart(prompt: Prompt, value: str) -> tuple[int, str]:
    """The number that it begins with (-1 for none), and the words."""
    for number in range(HIGHEST + 1):
        said = _said(prompt, number)
        if value == said or value.startswith(said + _BREAK):
            return number, value[len(said) :].removeprefix(_BREAK)
    return -1, value


def _both(prompt: Prompt, value: str) -> tuple[str, str]:
    first, second = (f"{label}: " for label in prompt.labels)
    if value.startswith(second):
        return "", value.removeprefix(second)
    one, _, other = value.removeprefix(first).partition(_BREAK + second)
    return one, other


def _joined(*parts: str) -> str:
    return _BREAK.join(part for part in parts if part)

"""The form that comes back: words on top, and everything typed or chosen still there."""

from datetime import date
from typing import Any

from bot.refusal import SURE
from bot.slack.blocks import View, choice, people, section, text_input, tick
from bot.slack.blocks import date as day
from bot.slack.errors import refused_view

FORM = View(
    "A form",
    [
        section("Words of ours."),
        text_input("said", "What?", value="before"),
        choice("level", "How?", [("1", "Little & often"), ("2", "Much")], chosen="1"),
        tick("shown", "Shown?"),
        people("who", "Who?", many=True),
        people("one", "Whom?"),
        day("when", "When?", value=date(2026, 9, 15)),
    ],
    callback_id="made.said",
    submit="Send",
    private_metadata="R1",
)


def sent(**values: dict[str, Any]) -> dict[str, Any]:
    """As Slack hands a form back: its text escaped, what was chosen in its state."""
    actions = {
        "said": "text",
        "level": "choice",
        "shown": "tick",
        "who": "people",
        "one": "people",
        "when": "date",
    }
    state = {block: {actions[block]: value} for block, value in values.items()}
    return {**FORM.payload(), "state": {"values": state}}


def element(view: View, block_id: str) -> dict[str, Any]:
    found = next(block for block in view.blocks if block.get("block_id") == block_id)
    return dict(found["element"])


def test_what_was_typed_and_chosen_stands_there_again() -> None:
    much = {"text": {"type": "plain_text", "text": "Little &amp; often"}, "value": "1"}
    yes = {"text": {"type": "plain_text", "text": "as Slack has it"}, "value": "yes"}

    back = refused_view(
        sent(
            said={"value": "after"},
            level={"selected_option": much},
            shown={"selected_options": [yes]},
            who={"selected_users": ["U1", "U2"]},
            one={"selected_user": "U3"},
            when={"selected_date": "2026-09-20"},
        ),
        "Please look again.",
    )

    assert back.blocks[0]["text"]["text"] == "Please look again."
    assert element(back, "said")["initial_value"] == "after"
    assert element(back, "level")["initial_option"] == element(back, "level")["options"][0]
    assert element(back, "shown")["initial_options"] == element(back, "shown")["options"]
    assert element(back, "who")["initial_users"] == ["U1", "U2"]
    assert element(back, "one")["initial_user"] == "U3"
    assert element(back, "when")["initial_date"] == "2026-09-20"


def test_what_was_left_as_it_was_stays_as_it_was() -> None:
    back = refused_view(sent(), "Please look again.")

    assert back.blocks[1:] == FORM.blocks
    assert back.private_metadata == "R1"


def test_a_second_time_the_words_stand_there_once_and_what_comes_along_with_it_does() -> None:
    first = refused_view(sent(), "Please look again.", SURE)
    second = refused_view({**first.payload(), "state": {}}, "And again.")

    assert first.private_metadata == second.private_metadata == "R1|sure"
    assert [b["text"]["text"] for b in second.blocks if b["type"] == "section"] == [
        "And again.",
        "Words of ours.",
    ]

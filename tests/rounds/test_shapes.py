"""What a form has boxes for is kept as one text, and goes back into the boxes it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import catalogue
from bot.catalogue import Prompt
from bot.rounds.showing import shapes
from bot.slack.forms import Form

SHAPED = [prompt for family in catalogue.families() for prompt in family.prompts if prompt.shape != "text"]
ONE_EACH = list({prompt.shape: prompt for prompt in SHAPED}.values())
LINES = st.text(alphabet=st.sampled_from("abc.: •"), max_size=8).map(str.strip)
WORDS = st.lists(LINES.filter(bool), max_size=3).map("\n".join)


def sent(prompt: Prompt, kept: str) -> Form:
    """The form with that in it, sent in as it is."""
    values = dict[str, dict[str, object]]()
    for block in shapes.boxes(prompt, "answer", "In your own words", kept, 1500, "A hint."):
        element = block["element"]
        state = {"value": element.get("initial_value"), "selected_option": element.get("initial_option")}
        values[block["block_id"]] = state
    return Form(values)


def typed(prompt: Prompt, first: str, second: str, number: int) -> Form:
    chosen = {"selected_option": {"value": str(number) if number >= 0 else shapes.NO_NUMBER}}
    return Form({"answer": {"value": first}, "second": {"value": second}, "number": chosen})


def test_every_shape_of_the_file_has_its_boxes() -> None:
    assert {prompt.shape for prompt in SHAPED} == {"list", "scale", "two_texts"}


@pytest.mark.parametrize("prompt", ONE_EACH, ids=lambda prompt: prompt.shape)
@given(first=WORDS, second=WORDS, number=st.integers(-1, 10))
def test_what_is_kept_comes_back_as_it_was(prompt: Prompt, first: str, second: str, number: int) -> None:
    kept = shapes.written(prompt.id, typed(prompt, first, second, number), "answer")

    assert shapes.written(prompt.id, sent(prompt, kept), "answer") == kept


@pytest.mark.parametrize("prompt", ONE_EACH, ids=lambda prompt: prompt.shape)
def test_words_from_elsewhere_stand_whole_in_the_first_box(prompt: Prompt) -> None:
    """Posted in the open and taken as the answer, or kept when the question had another shape."""
    form = sent(prompt, "Nobody asked us.")

    assert form.text("answer") == "Nobody asked us."
    assert "Nobody asked us." in shapes.written(prompt.id, form, "answer")


def test_nothing_typed_is_nothing_written() -> None:
    assert [shapes.written(one.id, typed(one, "", "", -1), "answer") for one in SHAPED] == [""] * len(SHAPED)


def test_an_answer_of_each_shape_reads_as_one_text() -> None:
    scale, list_, two = (next(p for p in SHAPED if p.shape == one) for one in ("scale", "list", "two_texts"))

    assert shapes.written(scale.id, typed(scale, "Slowly.", "", 7), "answer") == (
        f"7 of 10 (0: {scale.labels[0]}, 10: {scale.labels[1]})\n\nSlowly."
    )
    assert shapes.written(list_.id, typed(list_, "Carers\n\n Night staff ", "", -1), "answer") == (
        "• Carers\n• Night staff"
    )
    assert shapes.written(two.id, typed(two, "It was the form.", "Nobody asked.", -1), "answer") == (
        f"{two.labels[0]}: It was the form.\n\n{two.labels[1]}: Nobody asked."
    )

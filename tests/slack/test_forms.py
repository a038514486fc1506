"""What people send in, as plain values."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.forms import first_input, mentions, unescape, values
from bot.words import escape

VIEW = {
    "blocks": [
        {"type": "section", "block_id": "words"},
        {"type": "input", "block_id": "answer"},
        {"type": "input", "block_id": "draft"},
    ],
    "state": {
        "values": {
            "answer": {
                "text": {"type": "plain_text_input", "value": " Cafe\u0301 &lt;b&gt; &amp;lt;\x00\ud800 "}
            },
            "blank": {"text": {"type": "plain_text_input", "value": None}},
            "draft": {"tick": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}},
            "share": {"tick": {"type": "checkboxes", "selected_options": []}},
            "which": {"choice": {"type": "radio_buttons", "selected_option": {"value": "b"}}},
            "none": {"choice": {"type": "radio_buttons", "selected_option": None}},
            "who": {"people": {"type": "multi_users_select", "selected_users": ["U1", "U2", "U1"]}},
            "one": {"people": {"type": "users_select", "selected_user": "U3"}},
            "nobody": {"people": {"type": "users_select", "selected_user": None}},
            "day": {"date": {"type": "datepicker", "selected_date": "2026-09-15"}},
            "someday": {"date": {"type": "datepicker", "selected_date": None}},
        }
    },
}


def test_each_answer_is_a_plain_value():
    form = values(VIEW)

    assert form.text("answer") == "Cafe\u0301 &lt;b&gt; &amp;lt;"  # every character, as it was typed
    assert form.ticked("draft") is True
    assert form.choice("which") == "b"
    assert form.people("who") == ("U1", "U2")
    assert form.people("one") == ("U3",)
    assert form.date("day") == datetime.date(2026, 9, 15)


@pytest.mark.parametrize(
    "view", [VIEW, {}, {"state": {}}, {"state": None}, {"state": {"values": {"blank": {}}}}]
)
def test_what_was_left_empty_is_empty(view):
    form = values(view)

    assert form.text("blank") == ""
    assert form.text("not there") == ""
    assert form.ticked("share") is False
    assert form.choice("none") is None
    assert form.people("nobody") == ()
    assert form.date("someday") is None


def test_an_error_that_belongs_nowhere_goes_under_the_first_question():
    assert first_input(VIEW) == "answer"
    assert first_input({"blocks": [{"type": "section"}]}) is None
    assert first_input({}) is None


@pytest.mark.parametrize(
    ("text", "people", "rest"),
    [
        ("How are we? -- live <@U1|ana> <@W2>", ["U1", "W2"], "How are we? -- live"),
        ("<@U1|ana> and <@U1|ana>: why?", ["U1"], "and : why?"),
        ("&lt;@U1&gt; is not a mention", [], "<@U1> is not a mention"),
        ("&amp;lt; stays as typed", [], "&lt; stays as typed"),
        ("two\nlines <@U1>\nhere", ["U1"], "two\nlines \nhere"),
        ("in <#C1|general> or <#C2|> <#C3>", [], "in #general or #C2 #C3"),
        ("<!here> <!subteam^S1|@team>", [], "@here @team"),
        ("see <https://a.b/?x=1&amp;y=2|a.b>", [], "see https://a.b/?x=1&y=2"),
        ("", [], ""),
    ],
)
def test_the_people_in_a_command_are_found_and_the_rest_is_as_typed(text, people, rest):
    assert mentions(text) == (people, rest)


def test_a_mention_without_a_door_is_shown_as_a_name():
    assert unescape("ask <@U1|ana> &amp; co") == "ask @ana & co"


@pytest.mark.parametrize("unseen", ["\u200b", " \u200b \u2060 \ufeff ", "\u00ad", "\u202e", "\x00"])
def test_where_there_is_nothing_to_see_nothing_was_written(unseen):
    form = values({"state": {"values": {"answer": {"text": {"type": "plain_text_input", "value": unseen}}}}})

    assert form.text("answer") == ""
    assert unescape(unseen) == ""


@given(st.text("<>&;@#!|lgtamp U1\n"))
def test_whatever_is_typed_survives_the_escaping(text):
    typed = text.strip()

    assert unescape(escape(typed)) == typed
    assert mentions(escape(typed))[0] == []

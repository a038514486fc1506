"""What Slack refuses in blocks, views and Home tabs, the playground refuses too."""

from copy import deepcopy
from typing import Any

import pytest

from bot.playground.blockkit import message_problems, view_problems

from .conftest import CARD, FORM, option, plain

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x")} | more


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("x")} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def an_input(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("x"), "element": element} | more


def typing(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "t"} | more


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("a")]} | more


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def confirm(**more: Any) -> Json:
    texts = {name: plain("x") for name in ("title", "text", "confirm", "deny")}
    return texts | more


CHECKBOXES = {"type": "checkboxes", "action_id": "c", "options": [option("a")]}
PIECES = [
    {"type": "text", "text": "x", "style": {"bold": True}},
    {"type": "user", "user_id": "U0ANA"},
    {"type": "emoji", "name": "wave"},
    {"type": "link", "url": "https://example.org"},
    {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then"},
]
SECTION = {"type": "rich_text_section", "elements": PIECES}

FINE = {
    "a card": CARD,
    "section at its limit": [section(text=mrkdwn("x" * 3000))],
    "fields": [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
    "accessory": [section(accessory=button(style="danger", confirm=confirm(style="danger")))],
    "image": [section(accessory={"type": "image", "image_url": "https://e.org/x.png", "alt_text": "x"})],
    "header": [{"type": "header", "text": plain("x" * 150)}],
    "context": [{"type": "context", "elements": [mrkdwn("x"), plain("y")]}],
    "twenty-five buttons": [actions(*[button(action_id=str(n)) for n in range(25)])],
    "fifty blocks": [{"type": "divider"}] * 50,
    "groups": [
        actions(
            {k: v for k, v in select().items() if k != "options"}
            | {"option_groups": [{"label": plain("g"), "options": [option("a")]}]}
        )
    ],
    "rich text": [
        rich(
            SECTION,
            {"type": "rich_text_quote", "elements": PIECES},
            {"type": "rich_text_list", "style": "bullet", "elements": [SECTION]},
            {"type": "rich_text_preformatted", "elements": PIECES[:1]},
        )
    ],
    "markdown": [{"type": "markdown", "text": "**x**"}],
    "people": [actions({"type": "users_select", "action_id": "u", "initial_user": "U0ANA"})],
    "several people": [actions({"type": "multi_users_select", "action_id": "u", "initial_users": ["U0ANA"]})],
    "times": [
        actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-09-15"},
            {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
            {"type": "datetimepicker", "action_id": "b", "initial_date_time": 1789462800},
        )
    ],
}
REFUSED = {
    "no list": ({"type": "divider"}, "array"),
    "an unknown block": ([{"type": "carousel"}], "unsupported type"),
    "no type": ([{}], "missing required field: type"),
    "an alert in a message": ([{"type": "alert", "text": plain("x")}], "unsupported type"),
    "an unknown field": ([section(colour="red")], "invalid additional property: colour"),
    "a null": ([section(block_id=None)], "must not be null"),
    "section too long": ([section(text=mrkdwn("x" * 3001))], "less than 3001 characters"),
    "an empty text": ([section(text=mrkdwn(""))], "more than 0 characters"),
    "section of nothing": ([{"type": "section"}], "must define either"),
    "eleven fields": ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "no more than 10 items"),
    "a field too long": ([{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "less than 2001"),
    "mrkdwn header": ([{"type": "header", "text": mrkdwn("x")}], "must be one of plain_text"),
    "header too long": ([{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    "emoji in mrkdwn": ([section(text=mrkdwn("x") | {"emoji": True})], "additional property: emoji"),
    "verbatim in plain": ([section(text=plain("x") | {"verbatim": True})], "additional property: verbatim"),
    "eleven in context": ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10"),
    "a button in context": ([{"type": "context", "elements": [button()]}], "unsupported type: button"),
    "no actions": ([actions()], "no fewer than 1"),
    "twenty-six buttons": ([actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25"),
    "typing in actions": ([actions(typing())], "unsupported type"),
    "fifty-one blocks": ([{"type": "divider"}] * 51, "no more than 50"),
    "button too long": ([actions(button(text=plain("x" * 76)))], "less than 76"),
    "button value too long": ([actions(button(value="x" * 2001))], "less than 2001"),
    "mrkdwn button": ([actions(button(text=mrkdwn("x")))], "must be one of plain_text"),
    "a blue button": ([actions(button(style="blue"))], "must be one of primary, danger"),
    "action id too long": ([actions(button(action_id="x" * 256))], "less than 256"),
    "block id too long": ([section(block_id="x" * 256)], "less than 256"),
    "the same block id": ([section(block_id="b"), section(block_id="b")], "already exists"),
    "the same action id": ([actions(button(), button())], "must be unique"),
    "confirm without deny": ([actions(button(confirm={"title": plain("x")}))], "field: deny"),
    "confirm too long": ([actions(button(confirm=confirm(text=plain("x" * 301))))], "less than 301"),
    "option value too long": ([actions(select(options=[option("x" * 151)]))], "less than 151"),
    "option text too long": ([actions(select(options=[option("x" * 76)]))], "less than 76"),
    "mrkdwn in a select": ([actions(select(options=[{"text": mrkdwn("x"), "value": "x"}]))], "plain_text"),
    "101 options": ([actions(select(options=[option(str(n)) for n in range(101)]))], "no more than 100"),
    "11 checkboxes": ([actions(CHECKBOXES | {"options": [option(str(n)) for n in range(11)]})], "than 10"),
    "the same option": ([actions(select(options=[option("a"), option("a")]))], "unique values"),
    "an initial stranger": ([actions(select(initial_option=option("z")))], "initial option"),
    "options and groups": ([actions(select(option_groups=[]))], "either `options` or"),
    "six in overflow": (
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]})],
        "no more than 5",
    ),
    "no alt text": ([{"type": "image", "image_url": "https://e.org/x.png"}], "field: alt_text"),
    "no picture": ([{"type": "image", "alt_text": "x"}], "field: image_url"),
    "a wrong date": ([actions({"type": "datepicker", "initial_date": "15 Sept"})], "pattern"),
    "a wrong person": ([actions({"type": "users_select", "initial_user": "ana"})], "pattern"),
    "max below min": ([an_input(typing(min_length=9, max_length=3))], "min_length"),
    "max too high": ([an_input(typing(max_length=3001))], "between 1 and 3000"),
    "label too long": ([an_input(typing(), label=plain("x" * 2001))], "less than 2001"),
    "a button as input": ([an_input(button())], "unsupported type: button"),
    "a number without kind": ([an_input({"type": "number_input"})], "is_decimal_allowed"),
    "markdown too long": ([{"type": "markdown", "text": "x" * 12001}], "less than 12001"),
    "markdown too long together": ([{"type": "markdown", "text": "x" * 7000}] * 2, "too long together"),
    "an unknown piece": ([rich({"type": "rich_text_section", "elements": [{"type": "sound"}]})], "sound"),
    "an unknown rich part": ([rich({"type": "rich_text_poem", "elements": []})], "rich_text_poem"),
    "a user in code": ([rich({"type": "rich_text_preformatted", "elements": [PIECES[1]]})], "unsupported"),
    "two in focus": (
        [an_input(typing(focus_on_load=True)), an_input(typing(focus_on_load=True))],
        "focus_on_load",
    ),
}  # fmt: skip


@pytest.mark.parametrize("blocks", FINE.values(), ids=FINE)
def test_a_message_may_hold(blocks: Any) -> None:
    assert message_problems(blocks) == []


@pytest.mark.parametrize(("blocks", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_message_is_refused_for(blocks: Any, problem: str) -> None:
    problems = message_problems(blocks)

    assert any(problem in line for line in problems), problems
    assert all("[json-pointer:/blocks" in line for line in problems)


VIEWS = {
    "title too long": ({"title": plain("x" * 25)}, "less than 25"),
    "submit too long": ({"submit": plain("x" * 25)}, "less than 25"),
    "close too long": ({"close": plain("x" * 25)}, "less than 25"),
    "mrkdwn title": ({"title": mrkdwn("x")}, "plain_text"),
    "metadata too long": ({"private_metadata": "x" * 3001}, "less than 3001"),
    "callback id too long": ({"callback_id": "x" * 256}, "less than 256"),
    "external id too long": ({"external_id": "x" * 256}, "less than 256"),
    "101 blocks": ({"blocks": [{"type": "divider"}] * 101}, "no more than 100"),
    "an unknown field": ({"submit_disabled": True}, "additional property: submit_disabled"),
    "markdown": ({"blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type"),
    "an alert too long": ({"blocks": [{"type": "alert", "text": plain("x" * 201)}]}, "less than 201"),
    "an alarming alert": ({"blocks": [{"type": "alert", "text": plain("x"), "level": "red"}]}, "one of"),
}  # fmt: skip


def test_a_form_is_fine() -> None:
    assert view_problems(FORM, "modal") == []
    assert view_problems(FORM | {"blocks": [{"type": "alert", "text": plain("x")}]}, "modal") == []


@pytest.mark.parametrize(("change", "problem"), VIEWS.values(), ids=VIEWS)
def test_a_form_is_refused_for(change: Json, problem: str) -> None:
    problems = view_problems(FORM | change, "modal")

    assert any(problem in line for line in problems), problems


@pytest.mark.parametrize("field", ["title", "blocks", "type"])
def test_a_form_needs(field: str) -> None:
    view = {name: one for name, one in deepcopy(FORM).items() if name != field}

    assert any(f"missing required field: {field}" in line for line in view_problems(view, "modal"))


def test_a_form_with_an_input_needs_a_submit() -> None:
    view = {name: one for name, one in FORM.items() if name != "submit"}

    assert "submit" in view_problems(view, "modal")[0]


@pytest.mark.parametrize("field", ["title", "submit", "close"])
def test_a_home_tab_has_no(field: str) -> None:
    home = {"type": "home", "blocks": [], field: plain("x")}

    assert f"invalid additional property: {field}" in view_problems(home, "home")[0]


def test_a_form_is_no_home_tab() -> None:
    assert view_problems({"type": "modal", "blocks": []}, "home") != []

"""Forms: triggers that expire, hashes that conflict, a stack of three, and what a person sees."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.client import REQUIRED, NotThereError
from bot.playground.forms import TROUBLE
from bot.playground.slack import Slack

from .conftest import FORM, TheApp, Times, plain

Call = Callable[..., dict[str, Any]]
PAGE = {"type": "modal", "callback_id": "page", "title": plain("Page"), "blocks": [{"type": "divider"}]}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}
WORDS = {"words": {"text": {"value": "Thank you"}}}


@pytest.fixture
def trigger(slack: Slack, app: TheApp) -> Callable[[], str]:
    def trigger() -> str:
        slack.post("U0ANA", "C0HOME", "/reflect")
        return str(app.last["trigger_id"])

    return trigger


@pytest.fixture
def push(slack: Slack, app: TheApp, call: Call, modal: str) -> Callable[[], dict[str, Any]]:
    """Press in the first form and push a page with the trigger of that press."""

    def push() -> dict[str, Any]:
        slack.press("U0ANA", view=modal, action_id="turn")
        return call("views.push", trigger_id=app.last["trigger_id"], view=PAGE)

    return push


def test_a_trigger_opens_one_form(slack: Slack, call: Call, trigger: Callable[[], str]) -> None:
    one = trigger()

    assert call("views.open", trigger_id=one, view=FORM)["ok"]
    assert call("views.open", trigger_id=one, view=FORM)["error"] == "exchanged_trigger_id"
    assert [view["callback_id"] for view in slack.views("U0ANA")] == ["form"]
    assert slack.views("U0BEN") == []


def test_a_trigger_lasts_three_seconds(call: Call, trigger: Callable[[], str], times: Times) -> None:
    early, late = trigger(), trigger()

    times.seconds += 3
    assert call("views.open", trigger_id=early, view=FORM)["ok"]
    times.seconds += 0.1
    assert call("views.open", trigger_id=late, view=FORM)["error"] == "expired_trigger_id"


def test_a_trigger_nobody_made_opens_nothing(call: Call) -> None:
    assert call("views.open", trigger_id="1.2.abc", view=FORM)["error"] == "invalid_trigger_id"
    assert call("views.open", view=FORM)["error"] == "invalid_arguments"


def test_a_form_slack_refuses_does_not_use_up_the_trigger(call: Call, trigger: Callable[[], str]) -> None:
    one = trigger()

    assert call("views.open", trigger_id=one, view=FORM | {"colour": "red"})["error"] == "invalid_arguments"
    assert call("views.open", trigger_id=one, view=FORM)["ok"]


def test_a_form_too_large_is_refused(call: Call, trigger: Callable[[], str]) -> None:
    piece = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x" * 2999}]}
    large = PAGE | {"blocks": [{"type": "rich_text", "elements": [piece]}] * 90}

    assert call("views.open", trigger_id=trigger(), view=large)["error"] == "view_too_large"


def test_an_outdated_hash_conflicts(slack: Slack, call: Call, modal: str) -> None:
    old = slack.views("U0ANA")[-1]["hash"]

    assert call("views.update", view_id=modal, hash=old, view=FORM)["ok"]
    assert call("views.update", view_id=modal, hash=old, view=FORM)["error"] == "hash_conflict"
    assert call("views.update", view_id=modal, view=FORM)["ok"]


def test_an_update_needs_a_form_that_is_open(slack: Slack, call: Call, modal: str) -> None:
    slack.close("U0ANA", modal)

    assert call("views.update", view_id=modal, view=FORM)["error"] == "not_found"
    assert call("views.update", view=FORM)["error"] == "invalid_arguments"
    assert call("views.update", view_id=modal, external_id="x", view=FORM)["error"] == "invalid_arguments"


def test_an_external_id_is_unique(call: Call, trigger: Callable[[], str]) -> None:
    named = FORM | {"external_id": "mine"}
    call("views.open", trigger_id=trigger(), view=named)

    assert call("views.open", trigger_id=trigger(), view=named)["error"] == "duplicate_external_id"
    assert call("views.update", external_id="mine", view=named)["ok"]


def test_what_is_typed_stays_when_the_form_is_turned(slack: Slack, call: Call, modal: str) -> None:
    slack.press("U0ANA", view=modal, action_id="turn", values=WORDS)

    call("views.update", view_id=modal, view=FORM | {"title": plain("Another")})

    assert slack.views("U0ANA")[-1]["state"]["values"]["words"]["text"]["value"] == "Thank you"


def test_three_forms_lie_on_each_other_and_no_more(slack: Slack, push: Callable[..., Any]) -> None:
    second, third = push(), push()

    assert second["view"]["previous_view_id"] == second["view"]["root_view_id"]
    assert third["view"]["previous_view_id"] == second["view"]["id"]
    assert push()["error"] == "push_limit_reached"
    assert len(slack.views("U0ANA")) == 3


def test_a_push_needs_a_trigger_from_the_stack(call: Call, modal: str, trigger: Callable[[], str]) -> None:
    assert call("views.push", trigger_id=trigger(), view=PAGE)["error"] == "not_found"


def test_cancel_closes_the_form_on_top_and_says_so(slack: Slack, app: TheApp, modal: str) -> None:
    slack.close("U0ANA", modal)

    assert slack.views("U0ANA") == []
    assert (app.last["type"], app.last["is_cleared"]) == ("view_closed", False)
    assert "trigger_id" not in app.last


def test_the_cross_closes_the_whole_stack(slack: Slack, app: TheApp, push: Callable[..., Any]) -> None:
    top = push()["view"]["id"]

    slack.close("U0ANA", top, everything=True)

    assert slack.views("U0ANA") == []
    assert app.last["is_cleared"]


def test_a_required_input_is_asked_for_without_the_app(slack: Slack, app: TheApp, modal: str) -> None:
    before = len(app.sent)

    outcome = slack.submit("U0ANA", modal, {"words": {"text": {"value": "  "}}})

    assert outcome.errors == {"words": REQUIRED}
    assert len(app.sent) == before


def test_an_input_too_long_is_refused_without_the_app(slack: Slack, app: TheApp, modal: str) -> None:
    before = len(app.sent)
    many = {"who": {"people": {"selected_users": ["U0BEN", "U0DEV", "U0ESI"]}}}

    outcome = slack.submit("U0ANA", modal, {"words": {"text": {"value": "x" * 21}}} | many)

    assert outcome.errors is not None
    assert outcome.errors.keys() == {"words", "who"}
    assert len(app.sent) == before


def test_a_submission_has_slacks_shape(slack: Slack, app: TheApp, modal: str) -> None:
    outcome = slack.submit("U0ANA", modal, WORDS | {"who": {"people": {"selected_users": ["U0BEN"]}}})

    view = app.last["view"]
    assert outcome.ok
    assert slack.views("U0ANA") == []
    assert app.last.keys() >= {"type", "team", "user", "api_app_id", "token", "trigger_id", "response_urls"}
    assert view["private_metadata"] == "round:7"
    assert view["state"]["values"] == {
        "words": {"text": {"type": "plain_text_input", "value": "Thank you"}},
        "who": {"people": {"type": "multi_users_select", "selected_users": ["U0BEN"]}},
    }


def test_errors_stand_under_their_inputs_and_the_words_stay(slack: Slack, app: TheApp, modal: str) -> None:
    app.answer = lambda payload: {"response_action": "errors", "errors": {"words": "A little more?"}}

    outcome = slack.submit("U0ANA", modal, WORDS)

    assert outcome.errors == {"words": "A little more?"}
    assert slack.state("U0ANA")["views"][-1]["state"]["values"]["words"]["text"]["value"] == "Thank you"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"more": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"words": ""}},
        {"response_action": "dance"},
        {"response_action": "clear", "extra": 1},
        {"response_action": "update", "view": FORM | {"title": plain("x" * 25)}},
        {"response_action": "push"},
        {"other": 1},
        "words",
        (500, ""),
        (404, ""),
    ],
)
def test_an_answer_slack_cannot_read_is_trouble_and_the_form_stays(
    slack: Slack, app: TheApp, modal: str, answer: Any
) -> None:
    app.answer = lambda payload: answer

    outcome = slack.submit("U0ANA", modal, WORDS)

    assert (outcome.ok, outcome.error) == (False, TROUBLE)
    assert slack.views("U0ANA")[-1]["id"] == modal
    assert slack.problems


def test_a_form_acked_too_late_is_trouble_and_stays(
    slack: Slack, app: TheApp, modal: str, times: Times
) -> None:
    def slow(payload: dict[str, Any]) -> str:
        times.seconds += 3.1
        return ""

    app.answer = slow

    assert slack.submit("U0ANA", modal, WORDS).error == TROUBLE
    assert slack.views("U0ANA")[-1]["id"] == modal


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": PAGE}, ["page"]),
        ({"response_action": "push", "view": PAGE}, ["form", "page"]),
        ({}, []),
    ],
)
def test_an_answer_turns_the_stack(
    slack: Slack, app: TheApp, modal: str, answer: Any, left: list[str]
) -> None:
    app.answer = lambda payload: answer

    assert slack.submit("U0ANA", modal, WORDS).ok
    assert [view["callback_id"] for view in slack.views("U0ANA")] == left


def test_only_the_form_on_top_can_be_used(slack: Slack, modal: str, push: Callable[..., Any]) -> None:
    push()

    with pytest.raises(NotThereError):
        slack.submit("U0ANA", modal, WORDS)
    with pytest.raises(NotThereError):
        slack.submit("U0BEN", modal, WORDS)


def test_an_input_that_is_not_there_cannot_be_filled(slack: Slack, modal: str) -> None:
    with pytest.raises(NotThereError):
        slack.submit("U0ANA", modal, {"nowhere": {"text": {"value": "x"}}})
    with pytest.raises(NotThereError):
        slack.submit("U0ANA", modal, {"words": {"text": {"selected_date": "2026-09-15"}}})


def test_a_home_tab_is_published_for_one_person(slack: Slack, call: Call) -> None:
    first = call("views.publish", user_id="U0ANA", view=HOME)["view"]

    assert slack.state("U0ANA")["home"]["id"] == first["id"]
    assert slack.state("U0BEN")["home"] is None
    assert call("views.publish", user_id="U0ANA", view=HOME, hash=first["hash"])["ok"]
    assert call("views.publish", user_id="U0ANA", view=HOME, hash=first["hash"])["error"] == "hash_conflict"
    assert call("views.publish", user_id="U0NOBODY", view=HOME)["error"] == "invalid_arguments"
    assert call("views.publish", user_id="U0ANA", view=FORM)["error"] == "invalid_arguments"


def test_a_button_on_the_home_tab_reaches_the_app(slack: Slack, app: TheApp, call: Call) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    home_id = call("views.publish", user_id="U0ANA", view=home)["view"]["id"]

    slack.press("U0ANA", view=home_id, action_id="go")

    assert app.last["container"] == {"type": "view", "view_id": home_id}
    assert app.last["view"]["type"] == "home"
    assert "response_url" not in app.last

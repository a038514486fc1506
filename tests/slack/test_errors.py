"""A form that was refused: words on top, what was typed still there, nothing of others that may be gone."""

from typing import Any

from bot.slack.blocks import button, buttons, context, quote, section, text_input
from bot.slack.errors import refused_view
from tests.world import said

PAGE: dict[str, Any] = {
    "title": {"text": "A page"},
    "blocks": [
        section("Both have answered."),
        *quote("What Ana wrote.", attribution="Ana"),
        context("Brings: words of hers"),
        text_input("answer", "In your own words"),
        buttons(button("Go on", "a.b", "1"), block_id="row"),
    ],
    "state": {"values": {"answer": {"text": {"value": "Typed already."}}}},
}


def test_what_others_wrote_is_not_drawn_again_from_what_slack_sends_back() -> None:
    shown = said(refused_view(PAGE, "Not now.").blocks)

    assert shown.startswith("Not now.\nBoth have answered.")
    assert "Typed already." in shown
    assert "Go on" in shown
    assert "Ana" not in shown
    assert "hers" not in shown


def test_a_doubt_keeps_what_it_is_about_before_their_eyes() -> None:
    assert "What Ana wrote." in said(refused_view(PAGE, "Are you sure?", "sure").blocks)


def test_whoever_may_not_read_here_keeps_only_what_they_typed() -> None:
    shown = said(refused_view(PAGE, "Not now.", hides=True).blocks)

    assert shown.splitlines() == ["Not now.", "In your own words", "Typed already."]

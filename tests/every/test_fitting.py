"""Every form of every practice takes what fits it, and refuses at that question what does not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.refusal import Refusal
from bot.rounds.feature import Feature
from bot.slack import choices
from bot.slack.blocks import View
from bot.slack.choices import HELD
from bot.slack.fitting import OFFERED, fitting
from tests.every.drawing import drawn
from tests.every.each import each_practice
from tests.practices import PLAIN, Handed
from tests.size import some

pytestmark = pytest.mark.usefixtures("doors")

CHOSEN = {"radio_buttons": "selected_option", "static_select": "selected_option"}
SEVERAL = {"checkboxes": "selected_options", "multi_static_select": "selected_options"}


def forms(feature: Feature, practice: Handed) -> Iterator[dict[str, Any]]:
    """Each that is sent in, once for each way that its questions look."""
    seen = set()
    for _, thing in drawn(
        feature, practice, PLAIN, "words", some(practice.cover(), f"fitting {feature.name}")
    ):
        asks = [block for block in thing.blocks if block["type"] == "input"]
        if isinstance(thing, View) and asks and (look := json.dumps(asks)) not in seen:
            seen.add(look)
            yield {**thing.payload(), "blocks": list(choices.opened(thing.blocks))}


def sent(view: dict[str, Any], **other: dict[str, Any]) -> dict[str, Any]:
    """As it is when nothing was changed in it, but for these answers by block_id."""
    asks = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    began = {
        block_id: {held: element[began] for began, held in HELD.items() if began in element}
        for block_id, element in asks.items()
    }
    values = {id_: {asks[id_]["action_id"]: answer} for id_, answer in {**began, **other}.items()}
    return {**view, "state": {"values": values}}


def misfits(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Answers to such a question that no client of Slack's would send."""
    kind = element["type"]
    if kind == "plain_text_input":
        yield {"value": "x" * (10 * element["max_length"])}
        yield {"value": "x" * (element["max_length"] + 1)}
        yield {"value": {"text": "x"}}
    made_up = {"value": "made-up", "text": {"type": "plain_text", "text": "Made up"}}
    if kind in CHOSEN:
        yield {CHOSEN[kind]: made_up}
        yield {CHOSEN[kind]: "yes"}
    if kind in SEVERAL:
        yield {SEVERAL[kind]: [made_up]}
        yield {SEVERAL[kind]: [element[OFFERED][0]] * 2}
    if kind == "multi_users_select":
        yield {"selected_users": ["<!channel>"]}
        if most := element.get("max_selected_items"):
            yield {"selected_users": [f"U{n}" for n in range(most + 1)]}
    if kind == "users_select":
        yield {"selected_user": "U1 and others"}
    if kind == "conversations_select":
        yield {"selected_conversation": {"id": "C1"}}
    if kind == "datepicker":
        yield {"selected_date": "the day after"}


def refused_at(view: dict[str, Any]) -> str | None:
    try:
        fitting(view)
    except Refusal as refusal:
        return refusal.field
    return "nowhere"


@each_practice
def test_what_is_too_long_or_was_not_offered_is_refused_at_its_question(
    feature: Feature, practice: Handed
) -> None:
    tried = 0
    for view in forms(feature, practice):
        assert refused_at(sent(view)) == "nowhere", view["callback_id"]
        for block in view["blocks"]:
            for answer in misfits(block["element"]) if block["type"] == "input" else ():
                tried += 1
                where = refused_at(sent(view, **{block["block_id"]: answer}))
                assert where == block["block_id"], (view["callback_id"], block["element"]["type"])
    assert tried or not feature.forms


@each_practice
def test_what_no_question_asks_for_is_refused(feature: Feature, practice: Handed) -> None:
    for view in forms(feature, practice):
        smuggled = sent(view)
        smuggled["state"]["values"]["unasked"] = {"tick": {"selected_options": [{"value": "yes"}]}}

        assert refused_at(smuggled) is None

"""People filling in modals: submitting and closing, and what the app's answer does to the stack."""

from collections.abc import Mapping
from typing import Any

from . import api_views, client, payloads
from .arguments import ApiError
from .box import Box, Outcome
from .client import NotThereError, State
from .inbound import Ack
from .records import View

TROUBLE = "We had some trouble connecting. Try again?"
ANSWERS: Mapping[str, set[str]] = {
    "clear": {"response_action"},
    "errors": {"response_action", "errors"},
    "update": {"response_action", "view"},
    "push": {"response_action", "view"},
}


def submit(box: Box, user: str, view_id: str, values: State) -> Outcome:
    workspace = box.workspace
    person = box.person(user)
    with workspace.changing():
        view = _on_top(box, user, view_id)
        blocks = view.given["blocks"]
        view.values = client.merged(blocks, view.values, values)
        state = client.state_of(blocks, view.values)
        errors = client.refused(blocks, state)
        if errors:
            return Outcome(ok=False, errors=errors, view=box.top(user))
        urls = _response_urls(box, user, blocks, state)
        payload = payloads.submission(person, view, workspace.trigger(user, view.id), urls)
    ack = box.interaction(payload)
    if ack.error:
        return Outcome(ok=False, error=TROUBLE, view=box.top(user))
    return _answered(box, user, view, ack)


def _on_top(box: Box, user: str, view_id: str) -> View:
    stack = box.workspace.stacks.get(user, [])
    if not stack or stack[-1].id != view_id:
        raise NotThereError("that form is not open")
    if "submit" not in stack[-1].given:
        raise NotThereError("that form has nothing to submit")
    return stack[-1]


def _response_urls(box: Box, user: str, blocks: list[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    urls = []
    for block in blocks:
        element = block.get("element") or {}
        if element.get("response_url_enabled"):
            held = state[block["block_id"]][element["action_id"]]
            channel = held.get("selected_conversation") or held.get("selected_channel")
            if channel in box.workspace.conversations:
                url = box.url(box.workspace.response_url(user, channel))
                where = {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                }
                urls.append(where | {"response_url": url})
    return urls


def _answered(box: Box, user: str, view: View, ack: Ack) -> Outcome:
    answer: Any = ack.json()
    try:
        with box.workspace.changing():
            errors = _apply(box, user, view, {} if answer is None else answer)
    except ApiError as refusal:
        box.app.problems.append(f"the answer to a form: {refusal.code} {refusal.messages}")
        return Outcome(ok=False, error=TROUBLE, view=box.top(user))
    return Outcome(ok=errors is None, errors=errors, view=box.top(user))


def _apply(box: Box, user: str, view: View, answer: Any) -> dict[str, str] | None:
    stack = box.workspace.stacks.get(user, [])
    if not isinstance(answer, dict):
        raise ApiError("json_not_object")
    if not answer:
        if view in stack:
            stack.remove(view)
        return None
    kind = answer.get("response_action")
    if answer.keys() != ANSWERS.get(str(kind)):
        raise ApiError("invalid_arguments", f"a response_action {kind} with {sorted(answer)}")
    if kind == "errors":
        return _errors(view, answer["errors"])
    if kind == "clear":
        stack.clear()
    elif kind == "push":
        api_views.push_onto(box.app, stack, api_views.checked(box.app, answer["view"], "modal"))
    else:
        given = api_views.checked(box.app, answer["view"], "modal", replacing=view)
        api_views.renew(box.app, view, given)
    return None


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.given["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_arguments", "errors must name blocks")
    if errors.keys() - inputs:
        raise ApiError("invalid_arguments", f"no input has the block_id {sorted(errors.keys() - inputs)}")
    if not all(isinstance(words, str) and words for words in errors.values()):
        raise ApiError("invalid_arguments", "errors must be words")
    return dict(errors)


def close(box: Box, user: str, view_id: str, *, everything: bool = False) -> Outcome:
    """Cancel takes the form on top away; the cross, or `clear_on_close`, takes the whole stack."""
    person = box.person(user)
    with box.workspace.changing():
        stack = box.workspace.stacks.get(user, [])
        if not stack or stack[-1].id != view_id:
            raise NotThereError("that form is not open")
        cleared = everything or bool(stack[-1].given.get("clear_on_close"))
        gone = list(reversed(stack)) if cleared else [stack[-1]]
        del stack[-len(gone) :]
        told = [
            payloads.closed(person, view, cleared=cleared)
            for view in gone
            if view.given.get("notify_on_close")
        ]
    for payload in told:
        box.interaction(payload)
    return box.happened(user)

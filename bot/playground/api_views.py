"""The Web API's views: open, update, push, publish; with triggers, hashes and a stack of three."""

from typing import Any

from . import blockkit, limits, shown
from .arguments import ApiError, Args
from .installation import Installation
from .records import Trigger, View

OPEN = {"view": "json!", "trigger_id": "str", "interactivity_pointer": "str"}
UPDATE = {"view": "json!", "view_id": "str", "external_id": "str", "hash": "str"}
PUBLISH = {"view": "json!", "user_id": "str!", "hash": "str"}
Answer = dict[str, Any]


def open_view(app: Installation, args: Args) -> Answer:
    given = checked(app, args["view"], "modal")
    trigger = _exchange(app, args)
    # One stack at a time: a new modal takes the place of the one that was open.
    view = new_view(app, trigger.user, given)
    app.workspace.stacks[trigger.user] = [view]
    return {"ok": True, "view": shown.view(view)}


def push(app: Installation, args: Args) -> Answer:
    given = checked(app, args["view"], "modal")
    trigger = _exchange(app, args)
    stack = app.workspace.stacks.get(trigger.user, [])
    if not stack or trigger.view_id not in {view.id for view in stack}:
        raise ApiError("not_found")
    view = push_onto(app, stack, given)
    return {"ok": True, "view": shown.view(view)}


def push_onto(app: Installation, stack: list[View], given: dict[str, Any]) -> View:
    if len(stack) >= limits.of("view.stack"):
        raise ApiError("push_limit_reached")
    view = new_view(app, stack[-1].user, given)
    view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    return view


def update(app: Installation, args: Args) -> Answer:
    if ("view_id" in args) == ("external_id" in args):
        either = "Provide one of `view_id` and `external_id`, not both"
        raise ApiError("invalid_arguments", either)
    view = _wanted(app, args)
    given = checked(app, args["view"], view.given["type"], replacing=view)
    if args.get("hash") not in (None, view.hash):
        raise ApiError("hash_conflict")
    renew(app, view, given)
    return {"ok": True, "view": shown.view(view)}


def _wanted(app: Installation, args: Args) -> View:
    if "view_id" in args:
        found = app.workspace.view(args["view_id"])
    else:
        found = _by_external_id(app, args["external_id"])
    if found is None:
        raise ApiError("not_found")
    return found


def publish(app: Installation, args: Args) -> Answer:
    person = app.workspace.people.get(args["user_id"])
    if person is None or person.bot:
        raise ApiError("invalid_arguments", "invalid `user_id` [json-pointer:/user_id]")
    if not app.manifest.has_home:
        raise ApiError("not_enabled")
    home = app.workspace.homes.get(person.id)
    given = checked(app, args["view"], "home", replacing=home)
    if "hash" in args and (home is None or args["hash"] != home.hash):
        raise ApiError("hash_conflict")
    if home is None:
        home = app.workspace.homes[person.id] = new_view(app, person.id, given)
    else:
        renew(app, home, given)
    return {"ok": True, "view": shown.view(home)}


def checked(app: Installation, given: Any, kind: str, replacing: View | None = None) -> dict[str, Any]:
    """A view as the app sent it, refused or filled in with the ids that Slack makes up."""
    problems = blockkit.view_problems(given, kind)
    if problems:
        raise ApiError("invalid_arguments", *problems)
    if blockkit.view_is_too_large(given):
        raise ApiError("view_too_large")
    taken = _by_external_id(app, given["external_id"]) if given.get("external_id") else None
    if taken is not None and taken is not replacing:
        raise ApiError("duplicate_external_id")
    return {**given, "blocks": shown.filled_in(given["blocks"])}


def new_view(app: Installation, user: str, given: dict[str, Any]) -> View:
    view_id = app.workspace.new_id("V")
    return View(view_id, user, given, app.workspace.new_hash(), root_id=view_id, team=app.workspace.id)


def renew(app: Installation, view: View, given: dict[str, Any]) -> None:
    view.given = given
    view.hash = app.workspace.new_hash()


def _by_external_id(app: Installation, external_id: str) -> View | None:
    workspace = app.workspace
    everywhere = [*workspace.homes.values(), *(view for stack in workspace.stacks.values() for view in stack)]
    return next((view for view in everywhere if view.given.get("external_id") == external_id), None)


def _exchange(app: Installation, args: Args) -> Trigger:
    """A trigger opens one view, within three seconds of what the person did."""
    key = args.get("trigger_id") or args.get("interactivity_pointer")
    if not key:
        raise ApiError("invalid_arguments", "missing required field: trigger_id [json-pointer:/]")
    trigger = app.workspace.triggers.get(key)
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.uses >= limits.of("trigger.uses"):
        raise ApiError("exchanged_trigger_id")
    if app.workspace.timer() - trigger.made_at > limits.of("trigger.seconds"):
        raise ApiError("expired_trigger_id")
    trigger.uses += 1
    return trigger

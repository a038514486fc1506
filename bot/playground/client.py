"""What Slack's client does itself: the state of inputs, choosing among options, rules before a submit."""

from typing import Any

from .blockkit import elements_of
from .elements import STATEFUL, offered

REQUIRED = "Please complete this required field."
# element type -> the field of its state, and the field of the block that it starts from
HELD = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "radio_buttons": ("selected_option", "initial_option"),
    "static_select": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
State = dict[str, dict[str, Any]]


class NotThereError(LookupError):
    """Somebody reached for a thing that is not on their screen."""


def copied(part: Any) -> Any:
    """A copy of JSON, nothing of it shared: many times as fast as `deepcopy`, which expects anything."""
    if isinstance(part, dict):
        return {name: copied(one) for name, one in part.items()}
    return [copied(one) for one in part] if isinstance(part, list) else part


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    field, start = HELD[element["type"]]
    empty: Any = [] if field.endswith(("options", "users")) else None
    return {"type": element["type"], field: copied(element.get(start) or empty)}


def state_of(blocks: list[dict[str, Any]], values: State) -> State:
    """What every input holds now: what somebody chose, or what it started with."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATEFUL:
                kept = values.get(block["block_id"], {}).get(element["action_id"])
                fits = kept is not None and kept.get("type") == element["type"]
                found = kept if fits else _initial(element)
                state.setdefault(block["block_id"], {})[element["action_id"]] = copied(found)
    return state


def find(blocks: list[dict[str, Any]], action_id: str, block_id: str | None) -> tuple[str, dict[str, Any]]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
                return block["block_id"], element
    raise NotThereError(f"there is no {action_id} here")


def chosen(element: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What the element holds once somebody used it so: `{type, value | selected_…}`, options in full."""
    if element["type"] not in HELD:
        if given:
            raise NotThereError(f"a {element['type']} holds no value")
        return {}
    field, _ = HELD[element["type"]]
    if given.keys() - {"type", field}:
        raise NotThereError(
            f"a {element['type']} holds {field}, not {', '.join(given.keys() - {'type', field})}"
        )
    value = given.get(field)
    if field == "selected_option" and value is not None:
        value = _option(element, value)
    elif field == "selected_options":
        value = [_option(element, one) for one in value or []]
    elif field == "selected_users":
        value = list(value or [])
    elif field == "value":
        value = value or None
    return {"type": element["type"], field: value}


def _option(element: dict[str, Any], wanted: Any) -> dict[str, Any]:
    value = wanted.get("value") if isinstance(wanted, dict) else wanted
    for one in offered(element):
        if one["value"] == value:
            return dict(copied(one))
    raise NotThereError(f"{element['action_id']} offers no {value}")


def merged(blocks: list[dict[str, Any]], kept: State, given: State) -> State:
    """Everything the inputs hold once these values are typed in."""
    values: State = copied(kept)
    for block_id, actions in given.items():
        for action_id, held in actions.items():
            _, element = find(blocks, action_id, block_id)
            values.setdefault(block_id, {})[action_id] = chosen(element, held)
    return values


def refused(blocks: list[dict[str, Any]], state: State) -> dict[str, str]:
    """What the client says under its inputs before it sends anything."""
    errors = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            held = state[block["block_id"]][element["action_id"]]
            problem = _problem(element, held.get(HELD[element["type"]][0]), block.get("optional", False))
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _problem(element: dict[str, Any], value: Any, optional: bool) -> str | None:
    if value in (None, "", []):
        return None if optional else REQUIRED
    if element["type"] == "plain_text_input":
        return _wrong_length(element, value, optional)
    if element["type"] == "number_input":
        return _wrong_number(element, value)
    most = element.get("max_selected_items")
    if most and len(value) > most:
        return f"Please choose at most {most}."
    return None


def _wrong_length(element: dict[str, Any], value: str, optional: bool) -> str | None:
    if not value.strip() and not optional:
        return REQUIRED
    if len(value) > element.get("max_length", 3000):
        return f"Please shorten this to {element.get('max_length', 3000)} characters or fewer."
    if len(value) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    return None


def _wrong_number(element: dict[str, Any], value: str) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return None

"""The arguments of a Web API call: named one by one, decoded from form or JSON, anything unknown refused."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

Args = dict[str, Any]


class ApiError(Exception):
    """Slack's own error code, with the lines that go into `response_metadata`."""

    def __init__(self, code: str, *messages: str, **extra: str) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.extra = extra

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {line}" for line in self.messages]}
            if self.code == "invalid_blocks":
                answer["errors"] = self.messages
        return answer


def decode(body: bytes, content_type: str) -> Args:
    # slack_sdk may name a form JSON and the other way round, so the first character decides.
    text = body.decode("utf-8", errors="strict") if body else ""
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            raise ApiError("invalid_json") from None
        return dict(found)
    if text.lstrip().startswith("["):
        raise ApiError("json_not_object")
    if "multipart/" in content_type:
        raise ApiError("invalid_form_data")
    return dict(parse_qsl(text, keep_blank_values=True))


def check(given: Args, known: Mapping[str, str]) -> Args:
    """`known` says name -> type; a `!` at the end says that it must be there."""
    taken: Args = {}
    for name, value in given.items():
        kind = known.get(name)
        if kind is None:
            raise ApiError("invalid_arguments", f"invalid additional property: {name} [json-pointer:/{name}]")
        if value is not None:
            taken[name] = _convert(name, value, kind.rstrip("!"))
    for name, kind in known.items():
        if kind.endswith("!") and taken.get(name) in (None, ""):
            raise ApiError("invalid_arguments", f"missing required field: {name} [json-pointer:/]")
    return taken


def _convert(name: str, value: Any, kind: str) -> Any:
    if kind == "json":
        return _from_json(name, value)
    if kind == "bool":
        if str(value).lower() not in {"1", "0", "true", "false"}:
            raise ApiError("invalid_arguments", f"must be a boolean [json-pointer:/{name}]")
        return str(value).lower() in {"1", "true"}
    if kind == "int":
        if isinstance(value, bool) or not str(value).isdigit():
            raise ApiError("invalid_arguments", f"must be an integer [json-pointer:/{name}]")
        return int(value)
    if not isinstance(value, str):
        raise ApiError("invalid_arguments", f"must be a string [json-pointer:/{name}]")
    return value


def _from_json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        code = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        message = f"must be valid JSON [json-pointer:/{name}]"
        raise ApiError(code.get(name, "invalid_arguments"), message) from None

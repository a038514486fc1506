"""The body of a request, decoded strictly: a form or JSON, and nothing odd."""

import json
from binascii import a2b_qp
from typing import Any, NoReturn

_PRINTABLE = bytes(range(0x21, 0x7F))


def decode(content_type: str, body: bytes) -> dict[str, Any]:
    """A command's fields, an interaction's payload or an event; ValueError if it is none of them."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return _typed(body.decode("utf-8"))
    if kind != "application/x-www-form-urlencoded":
        raise ValueError("neither a form nor JSON")
    form = decode_form(body)
    # What people type can be anything, "payload" too: a field's name decides, and a command has no payload.
    if "command" in form or form.get("ssl_check") == "1":
        return form
    return _typed(form.get("payload", ""))


def decode_form(body: bytes) -> dict[str, str]:
    """The fields of a form; ValueError for bad or missing escapes, and for repeated or nameless fields."""
    # The standard library's own form decoder takes ten times as long: most of what answering a click costs.
    if body.translate(None, _PRINTABLE):
        raise ValueError("bytes that should have been escaped")
    fields: dict[str, str] = {}
    for pair in body.split(b"&"):
        name, equals, value = pair.partition(b"=")
        if not name or not equals:
            raise ValueError("a field without a name or a value")
        key = _unquote(name)
        if key in fields:
            raise ValueError("a field twice")
        fields[key] = _unquote(value)
    return fields


def _unquote(quoted: bytes) -> str:
    # Quoted-printable is the same with "=" for "%", and its decoder is written in C. It lets a bad escape
    # stand, but only a good one makes the text two shorter: the length tells whether all were good.
    text = a2b_qp(quoted.replace(b"=", b"=3D").replace(b"+", b" ").replace(b"%", b"="))
    if len(text) != len(quoted) - 2 * quoted.count(b"%"):
        raise ValueError("a bad escape")
    return text.decode("utf-8")


def _typed(text: str) -> dict[str, Any]:
    try:
        payload = json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(payload, dict) or not isinstance(payload.get("type"), str):
        raise ValueError("not an object with a type")
    return payload


def _refuse(constant: str) -> NoReturn:
    raise ValueError("not JSON")

"""The Web API's judgement of blocks that are posted nowhere (docs: blocks.validate)."""

from typing import Any

from . import api_views, content
from .arguments import ApiError, Args
from .installation import Installation

VALIDATE = {"blocks": "json", "message": "json", "view": "json"}


def validate(app: Installation, args: Args) -> dict[str, Any]:
    if len(args) != 1:
        raise ApiError("invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`")
    (what, given), *_ = args.items()
    try:
        if what == "view":
            api_views.checked(app, given, given.get("type", "") if isinstance(given, dict) else "")
        else:
            content.blocks(args if what == "blocks" else {"blocks": (given or {}).get("blocks")})
    except ApiError as refusal:
        raise ApiError(f"invalid_{what}", *refusal.messages) from None
    return {"ok": True}

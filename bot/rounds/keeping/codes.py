"""What the codes beside rounds and seats are made of: see `Vault.code`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

_ROUND_SAYS = (
    "team", "id", "feature", "kind", "status", "step", "host_id", "subject_id", "channel_id", "since",
    "ends_at", "paused_by", "facts",
)  # fmt: skip


def of_round(row: Mapping[str, Any] | RowMapping) -> str:
    """All that decides what is shown of it, and to whom."""
    said = [row[name] for name in _ROUND_SAYS]
    return json.dumps([one.astimezone(UTC).isoformat() if isinstance(one, datetime) else one for one in said])


def of_seat(team: str, round_id: str, row: Mapping[str, Any] | RowMapping) -> str:
    """Whose it is, where, and how they stand there."""
    left = row["left_at"].astimezone(UTC).isoformat() if row["left_at"] else ""
    return json.dumps(["seat", team, round_id, row["person_id"], row["step"], left, row["facts"]])

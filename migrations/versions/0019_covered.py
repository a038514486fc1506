"""What rounds remember, how people stand in them and who paused them is sealed, with ENCRYPTION_KEYS alone.

The columns where it stood are empty from now on. What the version before writes there while it runs is read;
what is sealed already it takes for changed by somebody else, and leaves as it is.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from bot.settings import SettingsError
from bot.vault import Vault

revision = "0019"
down_revision = "0018"

_COVERED = {"rounds": ("id", ("paused_by", "facts")), "seats": ("round_id", ("step", "facts"))}
_ROOM, _MOST = 256, 500  # bytes; rows at a time


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    for table in _COVERED:
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
    if op.get_bind().execute(sa.text("SELECT 1 FROM rounds LIMIT 1")).first():
        vault: Vault | None = context.config.attributes["vault"]
        if vault is None:
            raise SettingsError("ENCRYPTION_KEYS are needed once, to seal what is there")
        _cover(vault, "rounds", ["team", "id"])
        _cover(vault, "seats", ["team", "round_id", "person_id"])


def downgrade() -> None:
    raise NotImplementedError("what was sealed is not written in the clear again")


def _cover(vault: Vault, name: str, key: list[str]) -> None:
    of, covered = _COVERED[name]
    table = sa.table(name, *map(sa.column, dict.fromkeys([*key, *covered, "sealed"])))
    which = [table.c[one] == sa.bindparam(f"of_{one}") for one in key]
    change = sa.update(table).where(*which).values({c: sa.bindparam(c) for c in (*covered, "sealed")})
    every = sa.select(table).order_by(*(table.c[one] for one in key)).limit(_MOST)
    rows = op.get_bind().execute(every).mappings().all()
    while rows:
        op.get_bind().execute(change, [_row(vault, name, of, covered, key, row) for row in rows])
        last = sa.tuple_(*(rows[-1][one] for one in key))
        rows = (
            op.get_bind().execute(every.where(sa.tuple_(*(table.c[k] for k in key)) > last)).mappings().all()
        )


def _row(
    vault: Vault, name: str, of: str, covered: tuple[str, ...], key: list[str], row: Any
) -> dict[str, Any]:
    told = json.dumps([row[one] for one in covered])
    facts = {fact: one for fact, one in json.loads(row["facts"]).items() if fact == "rests"}
    return {
        **{f"of_{one}": row[one] for one in key},
        **dict.fromkeys(covered, ""),
        "facts": json.dumps(facts),
        "sealed": vault.cover(
            told.ljust(-(-len(told) // _ROOM) * _ROOM), f"v1|{name}|{row['team']}|{row[of]}|covered"
        ),
    }

"""What is unsigned cannot be tied to anybody, and what somebody changed without the keys opens nothing.

Keys of one text alone, and those that are spent; codes beside rounds and seats; seals bound to what they are;
notes without their writers. What is there already is sealed and coded anew, which takes the keys.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from bot.settings import SettingsError
from bot.store import Moment
from bot.vault import Gone, Vault, WrongKeys

revision = "0005"
down_revision = "0004"

Anew = Callable[[str, bytes, str, str], bytes]  # owner, sealed, identity of then and of now
_SAYS = (
    "team", "id", "feature", "kind", "status", "step", "host_id", "subject_id", "channel_id", "since",
    "ends_at", "paused_by", "facts",
)  # fmt: skip


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "spent",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("destroyed", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("team", "owner"),
    )
    op.add_column("replies", sa.Column("under", sa.String(length=200), server_default="", nullable=False))
    for table in ("rounds", "seats"):
        op.add_column(table, sa.Column("code", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("notes") as notes:
        notes.alter_column(
            "person_id",
            new_column_name="mark",
            existing_type=sa.String(length=32),
            type_=sa.String(length=64),
        )
    if op.get_bind().execute(sa.text("SELECT 1 FROM rounds LIMIT 1")).first():
        _as_ours()


def downgrade() -> None:
    raise NotImplementedError("what was sealed anew does not open as it did")


def _as_ours() -> None:
    """What stands here now counts as ours: the last time that anything is taken as it is."""
    vault: Vault | None = context.config.attributes["vault"]
    if vault is None:
        raise SettingsError("ENCRYPTION_KEYS are needed once, to seal anew what is there")
    keys: sa.Connection = context.config.attributes["keys"]

    def anew(owner: str, sealed: bytes, was: str, now: str) -> bytes:
        with suppress(Gone, WrongKeys):  # forgotten, or changed: it stays as it is
            return vault.seal(keys, owner, vault.unseal(keys, owner, sealed, was), now)
        return sealed

    _rounds(vault)
    _seats(vault)
    _replies(anew)
    _notes(vault, keys, anew)


def _rounds(vault: Vault) -> None:
    rounds = _table("rounds", *_SAYS, "code", moments=("since", "ends_at"))
    for row in _all(rounds):
        said = json.dumps([_plain(row[name]) for name in _SAYS])
        _change(rounds, {"team": row["team"], "id": row["id"]}, code=vault.code(said))


def _seats(vault: Vault) -> None:
    seats = _table(
        "seats", "team", "round_id", "person_id", "step", "left_at", "facts", "code", moments=("left_at",)
    )
    for row in _all(seats):
        left = _plain(row["left_at"]) or ""
        said = ["seat", row["team"], row["round_id"], row["person_id"], row["step"], left, row["facts"]]
        which = {name: row[name] for name in ("team", "round_id", "person_id")}
        _change(seats, which, code=vault.code(json.dumps(said)))


def _replies(anew: Anew) -> None:
    replies = _table("replies", "team", "round_id", "id", "author_id", "kind", "about", "owner", "sealed")
    for row in _all(replies):
        bound = [row[name] for name in ("team", "round_id", "id", "author_id", "kind", "about")]
        was = f"v1|{row['team']}|reply|{row['round_id']}|{row['id']}|{row['author_id']}|text"
        sealed = anew(row["owner"], row["sealed"], was, f"v2|reply|{json.dumps(bound)}")
        _change(replies, {name: row[name] for name in ("team", "round_id", "id")}, sealed=sealed)


def _notes(vault: Vault, keys: sa.Connection, anew: Anew) -> None:
    notes = _table("notes", "team", "record_id", "mark", "channel_id", "sealed")
    for row in _all(notes):
        owner = f"channel:{row['team']}:{row['channel_id']}"
        mark = vault.mark(keys, owner, f"note|{row['record_id']}|{row['mark']}")
        of = f"{row['team']}|note|{row['channel_id']}|{row['record_id']}"
        sealed = anew(owner, row["sealed"], f"v1|{of}|{row['mark']}", f"v2|{of}|{mark}")
        which = {name: row[name] for name in ("team", "record_id", "mark")}
        if mark:
            _change(notes, which, mark=mark, sealed=sealed)
        else:  # its channel was forgotten
            op.get_bind().execute(sa.delete(notes).where(*_which(notes, which)))


def _table(name: str, *columns: str, moments: tuple[str, ...] = ()) -> Any:
    return sa.table(name, *(sa.column(one, Moment() if one in moments else None) for one in columns))


def _all(table: Any) -> Any:
    return op.get_bind().execute(sa.select(table)).mappings().all()


def _change(table: Any, which: dict[str, str], **values: object) -> None:
    op.get_bind().execute(sa.update(table).where(*_which(table, which)).values(**values))


def _which(table: Any, which: dict[str, str]) -> list[Any]:
    return [table.c[name] == value for name, value in which.items()]


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value

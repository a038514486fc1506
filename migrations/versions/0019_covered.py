"""What rounds remember, how people stand in them and who paused them gets a place where it is sealed.

The version before, which may run beside this one for a minute, reads and writes it as it stood. So where
anybody is known already, it stands like that for an hour more, and is sealed then
(`rounds.keeping.covering`).
"""

import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.exc import OperationalError

from bot.store import Moment

revision = "0019"
down_revision = "0018"

_BESIDE = timedelta(hours=1)  # far longer than two versions run side by side
_BOTH = sa.text("LOCK TABLE rounds, seats IN ACCESS EXCLUSIVE MODE NOWAIT")
_TRIES, _WAIT = 500, 0.02  # seconds


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    _both_at_once()
    for table in ("rounds", "seats"):
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
    if op.get_bind().execute(sa.text("SELECT 1 FROM rounds UNION ALL SELECT 1 FROM people LIMIT 1")).first():
        now = datetime.now(UTC)
        paces = sa.table(
            "paces",
            sa.column("team"),
            sa.column("what"),
            sa.column("since", Moment),
            sa.column("until", Moment),
        )
        op.execute(sa.insert(paces).values(team="", what="in the clear", since=now, until=now + _BESIDE))


def _both_at_once() -> None:
    """It waits for neither with the other in hand: whoever reads both would wait for that one."""
    if op.get_bind().dialect.name == "postgresql":
        for _ in range(_TRIES):
            try:
                with op.get_bind().begin_nested():
                    op.get_bind().execute(_BOTH)
            except OperationalError:
                time.sleep(_WAIT)
            else:
                return


def downgrade() -> None:
    raise NotImplementedError("what is sealed is not written in the clear again")

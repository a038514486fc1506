"""What somebody brings is sealed, under their own key; "kind" stays for the version before, while it runs."""

import sqlalchemy as sa
from alembic import context, op

from bot.settings import SettingsError
from bot.vault import Vault
from bot.vault import keys as keys_table

revision = "0017"
down_revision = "0016"

_WIDTH = len("professional")


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.add_column("people", sa.Column("brings", sa.LargeBinary(), nullable=True))
    people = sa.table("people", *map(sa.column, ("team", "id", "kind", "brings", "deleted")))
    said = op.get_bind().execute(sa.select(people).where(people.c.kind != "unsaid")).all()
    vault: Vault | None = context.config.attributes["vault"]
    if said and vault is None:
        raise SettingsError("ENCRYPTION_KEYS are needed once, to seal what is there")
    keys: sa.Connection = context.config.attributes["keys"]
    for row in said:
        owner, sealed = f"person:{row.team}:{row.id}", None
        known = keys.execute(sa.select(keys_table.c.owner).where(keys_table.c.owner == owner)).first()
        if vault and (known or not row.deleted):  # who is being forgotten gets no new key
            identity = f"v1|{row.team}|people|{row.id}|brings"
            sealed = vault.seal(keys, owner, row.kind.ljust(_WIDTH), identity)
        which = (people.c.team == row.team, people.c.id == row.id)
        op.get_bind().execute(sa.update(people).where(*which).values(kind="unsaid", brings=sealed))
    if keys is not op.get_bind():
        keys.commit()  # before what is sealed with them


def downgrade() -> None:
    raise NotImplementedError("what was sealed is not written in the clear again")

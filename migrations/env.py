"""Runs the migrations: on the main database, and on the keys' where that is another one."""

from alembic import context
from sqlalchemy import Connection

# Set by bot/cli.py: an open connection, and which tables live there ("main", "keys" or both).
connection: Connection = context.config.attributes["connection"]

context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

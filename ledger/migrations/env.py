"""What alembic runs; the connection, and the transaction around it, come from ledger.migrate."""

from alembic import context

from ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

"""How often a person let the source be read again for a waiting record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count; nothing was read again on request before."""
    op.add_column("stub", sa.Column("pogingen", sa.Integer(), nullable=True))

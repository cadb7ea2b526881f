"""The sealed record itself, for sources that give each change once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add its column; no source of this kind was read before."""
    op.add_column("stub", sa.Column("record", sa.Text(), nullable=True))
    op.add_column("stub_klaar", sa.Column("record", sa.Text(), nullable=True))

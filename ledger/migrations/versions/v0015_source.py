"""A mark of the record that a melding was made of: one that did not change need not be judged."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; what stands gets one when it is next read in full."""
    op.add_column("stand", sa.Column("bronmerk", sa.String(length=32), nullable=True))
    op.add_column("outbox", sa.Column("bronmerk", sa.String(length=32), nullable=True))

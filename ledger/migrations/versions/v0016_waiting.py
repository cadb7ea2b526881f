"""A mark of the record that waits, as what stands has one: it need not be judged each night."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; what waits gets one when it is next read in full."""
    op.add_column("stub", sa.Column("bronmerk", sa.String(length=32), nullable=True))
    op.add_column("stub_klaar", sa.Column("bronmerk", sa.String(length=32), nullable=True))

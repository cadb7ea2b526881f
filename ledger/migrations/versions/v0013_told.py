"""What is taken over from the backend is told to the municipality once, as what a run freed is."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the return file that told it."""
    op.add_column("overname", sa.Column("bestand", sa.String(length=60), nullable=True))

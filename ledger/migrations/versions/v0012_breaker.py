"""The breaker of the way out, and what is counted of a row that fails while others get through."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; every destination begins as one that works."""
    op.create_table(
        "zekering",
        sa.Column("bestemming", sa.String(length=300), nullable=False),
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("mislukt", sa.Integer(), nullable=False),
        sa.Column("sinds", sa.String(length=27), nullable=True),
        sa.Column("laatst_gelukt", sa.String(length=27), nullable=True),
        sa.Column("open_tot", sa.String(length=27), nullable=True),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("bestemming", "gemeente", name="pk_zekering"),
    )
    op.add_column("outbox", sa.Column("vergeefs", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("vergeefs_sinds", sa.String(length=27), nullable=True))

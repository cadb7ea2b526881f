"""Which root keys a ledger was written with, so that another key is noticed before a run."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the next run of each municipality writes its keys down."""
    op.create_table(
        "sleutel",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("proef", sa.String(length=32), nullable=False),
        sa.Column("sinds", sa.String(length=27), nullable=False),
        sa.Column("gestopt", sa.String(length=27), nullable=True),
        sa.Column("kopie_op", sa.String(length=27), nullable=True),
        sa.Column("kopie_kid", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "versie", name="pk_sleutel"),
    )

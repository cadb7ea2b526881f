"""Rows that the audit trail answers for: a salt each, and their digest in its entries."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what there is already is taken over when the ledger is opened for work."""
    op.add_column("audit", sa.Column("inhoud", sa.String(length=140), nullable=True))
    op.create_index("ix_audit_object", "audit", ["object"])
    for table in ("besluit", "staand_besluit", "blokkade"):
        op.add_column(table, sa.Column("zout", sa.LargeBinary(length=32), nullable=True))
    op.execute(
        "INSERT INTO meta (naam, waarde)"
        " SELECT 'over_te_nemen', '1' WHERE EXISTS (SELECT 1 FROM audit)"
    )

"""Decisions of people on waiting records, and the reasons that a waiting record has."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; stubs that wait already have no reasons until they are read again."""
    for table in ("stub", "stub_klaar"):
        op.add_column(table, sa.Column("redenen", sa.Text(), nullable=True))
    op.create_table(
        "staand_besluit",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("zoeksleutel", sa.String(length=64), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("zoekversie", sa.Integer(), nullable=False),
        sa.Column("keuze", sa.String(length=20), nullable=False),
        sa.Column("merk", sa.String(length=64), nullable=False),
        sa.Column("merkversie", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("besluit", sa.Integer(), nullable=False),
        sa.Column("tijd", sa.String(length=27), nullable=False),
        sa.Column("uitwerking", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["besluit"], ["besluit.id"], name="fk_staand_besluit_besluit"),
        sa.PrimaryKeyConstraint("gemeente", "zoeksleutel", "soort", name="pk_staand_besluit"),
    )

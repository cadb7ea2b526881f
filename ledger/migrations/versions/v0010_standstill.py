"""Pausing, catching up, and the source by whose word a melding stands."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what stands, stands by the source of the run that made its newest version."""
    for table in ("stub", "stub_klaar"):
        op.add_column(table, sa.Column("toekenning", sa.String(length=10), nullable=True))
    op.add_column("stand", sa.Column("bronset", sa.String(length=100), nullable=True))
    op.add_column("stand", sa.Column("bron_gezien", sa.String(length=27), nullable=True))
    op.execute(
        "UPDATE stand SET bronset = (SELECT run.bronset FROM run WHERE run.id = stand.run), "
        "bron_gezien = laatst_gezien"
    )
    op.create_table(
        "pauze",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("besluit", sa.Integer(), nullable=False),
        sa.Column("sinds", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["besluit"], ["besluit.id"], name="fk_pauze_besluit"),
        sa.PrimaryKeyConstraint("gemeente", name="pk_pauze"),
    )
    op.create_table(
        "inhaalopdracht",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("vanaf", sa.String(length=10), nullable=False),
        sa.Column("per_nacht", sa.Integer(), nullable=False),
        sa.Column("besluit", sa.Integer(), nullable=False),
        sa.Column("sinds", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["besluit"], ["besluit.id"], name="fk_inhaalopdracht_besluit"),
        sa.PrimaryKeyConstraint("gemeente", name="pk_inhaalopdracht"),
    )

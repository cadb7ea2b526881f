"""Open problems: one row each, who was told of it, and how the mail went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.String(length=27)


def upgrade() -> None:
    """Add the tables; the next look at the installation fills them."""
    op.create_table(
        "openstaand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("melder", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("bron", sa.String(length=100), nullable=False),
        sa.Column("onderwerp", sa.String(length=200), nullable=False),
        sa.Column("probleem", sa.Text(), nullable=False),
        sa.Column("eerst_gezien", _MOMENT, nullable=False),
        sa.Column("laatst_gezien", _MOMENT, nullable=False),
        sa.Column("nachten", sa.Integer(), nullable=False),
        sa.Column("keer", sa.Integer(), nullable=False),
        sa.Column("opgelost_op", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_openstaand"),
        sa.UniqueConstraint(
            *("gemeente", "melder", "code", "bron", "onderwerp"),
            name="uq_openstaand_gemeente_melder_code_bron_onderwerp",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "verteld",
        sa.Column("openstaand", sa.Integer(), nullable=False),
        sa.Column("aan", sa.String(length=10), nullable=False),
        sa.Column("verteld", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            *(["openstaand"], ["openstaand.id"]),
            name="fk_verteld_openstaand_openstaand",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("openstaand", "aan", name="pk_verteld"),
    )
    op.create_table(
        "post",
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("aan", sa.String(length=10), nullable=False),
        sa.Column("geprobeerd", _MOMENT, nullable=True),
        sa.Column("gelukt", _MOMENT, nullable=True),
        sa.Column("mislukt", _MOMENT, nullable=True),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("soort", "aan", name="pk_post"),
    )

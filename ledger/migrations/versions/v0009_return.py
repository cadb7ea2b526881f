"""The way back: feedback of the backend, files for the municipality, and what is taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.String(length=27)
_HMAC = sa.String(length=64)


def _gemeente() -> "sa.Column[str]":
    return sa.Column("gemeente", sa.String(length=4), nullable=False)


def upgrade() -> None:
    """Add the tables; of what was sent before, no municipality was told the referentie."""
    op.add_column("outbox", sa.Column("bestand", sa.String(length=60), nullable=True))
    op.create_index(
        "ix_outbox_ongemeld",
        "outbox",
        ["gemeente"],
        sqlite_where=sa.text("bestand IS NULL"),
        postgresql_where=sa.text("bestand IS NULL"),
    )
    _feedback()
    _files()
    op.create_table(
        "overname",
        _gemeente(),
        sa.Column("referentie", _HMAC, nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("inhoudsmerk", _HMAC, nullable=False),
        sa.Column("zaaknummer", sa.String(length=100), nullable=False),
        sa.Column("ontvangen_op", _MOMENT, nullable=False),
        sa.Column("overgenomen_op", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "referentie", "versie", name="pk_overname"),
    )


def _feedback() -> None:
    op.create_table(
        "terugkoppeling",
        _gemeente(),
        sa.Column(
            "volgnummer",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("referentie", _HMAC, nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("zaaknummer", sa.String(length=100), nullable=False),
        sa.Column("stap", sa.String(length=40), nullable=False),
        sa.Column("advies", sa.String(length=40), nullable=False),
        sa.Column("redencode", sa.String(length=40), nullable=False),
        sa.Column("datum", sa.String(length=10), nullable=False),
        sa.Column("gelezen_op", _MOMENT, nullable=False),
        sa.Column("bestand", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("gemeente", "volgnummer", name="pk_terugkoppeling"),
    )
    op.create_index(
        "ix_terugkoppeling_gemeente_referentie", "terugkoppeling", ["gemeente", "referentie"]
    )
    op.create_table(
        "terugweg",
        _gemeente(),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("gelezen_op", _MOMENT, nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("sinds", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("gemeente", name="pk_terugweg"),
    )


def _files() -> None:
    op.create_table(
        "retourbestand",
        _gemeente(),
        sa.Column("naam", sa.String(length=60), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("regels", sa.Integer(), nullable=False),
        sa.Column("klaar_op", _MOMENT, nullable=False),
        sa.Column("geplaatst_op", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("gemeente", "naam", name="pk_retourbestand"),
    )
    op.create_table(
        "retourstand",
        _gemeente(),
        sa.Column("bronset", sa.String(length=100), nullable=False),
        sa.Column("gelukt_op", _MOMENT, nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("sinds", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("gemeente", "bronset", name="pk_retourstand"),
    )

"""The first schema: runs, outbox, stands, stubs, audit and leases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table; those that point at another come after it."""
    _audit()
    _besluit()
    _checkpoint()
    _lease()
    _meta()
    _run()
    _stand()
    _stub()
    _tijdstip()
    _zout()
    _outbox()
    _stub_klaar()
    _envelop()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("volgnummer", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("tijd", sa.String(length=27), nullable=False),
        sa.Column("actie", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=False),
        sa.Column("resultaat", sa.String(length=100), nullable=False),
        sa.Column("oorsprong", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("volgnummer", name="pk_audit"),
    )


def _besluit() -> None:
    op.create_table(
        "besluit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("soort", sa.String(length=60), nullable=False),
        sa.Column("wie", sa.String(length=200), nullable=False),
        sa.Column("rol", sa.String(length=40), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("tijd", sa.String(length=27), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_besluit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_besluit_gemeente_soort", "besluit", ["gemeente", "soort"], unique=False)


def _checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("bronset", sa.String(length=100), nullable=False),
        sa.Column("snede", sa.String(length=200), nullable=False),
        sa.Column("waarde", sa.Text(), nullable=False),
        sa.Column("gelezen_op", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "bronset", "snede", name="pk_checkpoint"),
    )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("houder", sa.String(length=200), nullable=True),
        sa.Column("tot", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", name="pk_lease"),
    )
    op.create_index("ix_lease_houder", "lease", ["houder"], unique=False)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("naam", sa.String(length=40), nullable=False),
        sa.Column("waarde", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("naam", name="pk_meta"),
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("bronset", sa.String(length=100), nullable=False),
        sa.Column("dag", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("slotnaam", sa.String(length=60), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=20), nullable=False),
        sa.Column("mapping_merk", sa.String(length=64), nullable=False),
        sa.Column("regelversie", sa.String(length=100), nullable=False),
        sa.Column("begonnen", sa.String(length=27), nullable=False),
        sa.Column("geeindigd", sa.String(length=27), nullable=True),
        sa.Column("resultaat", sa.String(length=20), nullable=True),
        sa.Column("vrij_op", sa.String(length=27), nullable=True),
        sa.Column("wacht_sinds", sa.String(length=27), nullable=True),
        sa.Column("besloten_door", sa.String(length=200), nullable=False),
        sa.Column("gelezen", sa.Integer(), nullable=True),
        sa.Column("nieuw", sa.Integer(), nullable=True),
        sa.Column("telling", sa.Text(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("problemen", sa.Text(), nullable=True),
        sa.Column("nog_te_doen", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.UniqueConstraint(
            "gemeente", "bronset", "dag", "slot", name="uq_run_gemeente_bronset_dag_slot"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_run_gemeente_bronset_slotnaam", "run", ["gemeente", "bronset", "slotnaam"], unique=False
    )
    op.create_index("ix_run_gemeente_resultaat", "run", ["gemeente", "resultaat"], unique=False)


def _stand() -> None:
    op.create_table(
        "stand",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("referentie", sa.String(length=64), nullable=False),
        sa.Column("zoeksleutel", sa.String(length=64), nullable=False),
        sa.Column("zoekversie", sa.Integer(), nullable=False),
        sa.Column("dossiersleutel", sa.String(length=64), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("inhoudsmerk", sa.String(length=64), nullable=False),
        sa.Column("merkversie", sa.Integer(), nullable=False),
        sa.Column("groepmerken", sa.Text(), nullable=False),
        sa.Column("clientmerk", sa.String(length=64), nullable=False),
        sa.Column("clientversie", sa.Integer(), nullable=False),
        sa.Column("staat", sa.String(length=20), nullable=False),
        sa.Column("mapping_merk", sa.String(length=64), nullable=False),
        sa.Column("afgeleverd", sa.Boolean(), nullable=False),
        sa.Column("zaaknummer", sa.String(length=100), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "referentie", name="pk_stand"),
        sa.UniqueConstraint("gemeente", "zoeksleutel", name="uq_stand_gemeente_zoeksleutel"),
    )


def _stub() -> None:
    op.create_table(
        "stub",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("zoeksleutel", sa.String(length=64), nullable=False),
        sa.Column("bronset", sa.String(length=100), nullable=False),
        sa.Column("zoekversie", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("plaats", sa.Text(), nullable=False),
        sa.Column("snede", sa.String(length=200), nullable=False),
        sa.Column("merk", sa.String(length=64), nullable=False),
        sa.Column("merkversie", sa.Integer(), nullable=False),
        sa.Column("clientmerk", sa.String(length=64), nullable=False),
        sa.Column("clientversie", sa.Integer(), nullable=False),
        sa.Column("herkenning", sa.Text(), nullable=True),
        sa.Column("uiterlijk", sa.String(length=10), nullable=True),
        sa.Column("eerst_gezien", sa.String(length=27), nullable=False),
        sa.Column("laatst_gezien", sa.String(length=27), nullable=False),
        sa.Column("gemist", sa.Integer(), nullable=False),
        sa.Column("gesloten_op", sa.String(length=27), nullable=True),
        sa.Column("gesloten_reden", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "zoeksleutel", name="pk_stub"),
    )
    op.create_index(
        "ix_stub_gemeente_bronset_snede", "stub", ["gemeente", "bronset", "snede"], unique=False
    )
    op.create_index(
        "ix_stub_gemeente_gesloten_op_soort",
        "stub",
        ["gemeente", "gesloten_op", "soort"],
        unique=False,
    )


def _tijdstip() -> None:
    op.create_table(
        "tijdstip",
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("bron", sa.String(length=100), nullable=False),
        sa.Column("laatste", sa.String(length=17), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "bron", name="pk_tijdstip"),
    )


def _zout() -> None:
    op.create_table(
        "zout",
        sa.Column("referentie", sa.String(length=64), nullable=False),
        sa.Column("zout", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("referentie", name="pk_zout"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("gemeente", sa.String(length=4), nullable=False),
        sa.Column("zoeksleutel", sa.String(length=64), nullable=False),
        sa.Column("zoekversie", sa.Integer(), nullable=False),
        sa.Column("referentie", sa.String(length=64), nullable=False),
        sa.Column("dossiersleutel", sa.String(length=64), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("gemeentecode", sa.String(length=4), nullable=False),
        sa.Column("schemaversie", sa.String(length=20), nullable=False),
        sa.Column("inhoudsmerk", sa.String(length=64), nullable=False),
        sa.Column("merkversie", sa.Integer(), nullable=False),
        sa.Column("groepmerken", sa.Text(), nullable=False),
        sa.Column("clientmerk", sa.String(length=64), nullable=False),
        sa.Column("clientversie", sa.Integer(), nullable=False),
        sa.Column("aangemaakt_op", sa.String(length=27), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("volgende_poging", sa.String(length=27), nullable=False),
        sa.Column("houder", sa.String(length=200), nullable=True),
        sa.Column("claim_tot", sa.String(length=27), nullable=True),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("zaaknummer", sa.String(length=100), nullable=False),
        sa.Column("ontvangen_op", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_outbox_run"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("run", "zoeksleutel", name="uq_outbox_run_zoeksleutel"),
    )
    op.create_index(
        "ix_outbox_gemeente_referentie_versie",
        "outbox",
        ["gemeente", "referentie", "versie"],
        unique=False,
    )
    op.create_index("ix_outbox_gemeente_status", "outbox", ["gemeente", "status"], unique=False)
    op.create_index(
        "ix_outbox_onderweg",
        "outbox",
        ["gemeente", "volgende_poging"],
        unique=False,
        sqlite_where=sa.text("status = 'klaargezet'"),
        postgresql_where=sa.text("status = 'klaargezet'"),
    )


def _stub_klaar() -> None:
    op.create_table(
        "stub_klaar",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("zoeksleutel", sa.String(length=64), nullable=False),
        sa.Column("zoekversie", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("plaats", sa.Text(), nullable=False),
        sa.Column("snede", sa.String(length=200), nullable=False),
        sa.Column("merk", sa.String(length=64), nullable=False),
        sa.Column("merkversie", sa.Integer(), nullable=False),
        sa.Column("clientmerk", sa.String(length=64), nullable=False),
        sa.Column("clientversie", sa.Integer(), nullable=False),
        sa.Column("herkenning", sa.Text(), nullable=True),
        sa.Column("uiterlijk", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_stub_klaar_run"),
        sa.PrimaryKeyConstraint("run", "zoeksleutel", name="pk_stub_klaar"),
    )


def _envelop() -> None:
    op.create_table(
        "envelop",
        sa.Column("outbox", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("inhoud", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox"], ["outbox.id"], name="fk_envelop_outbox", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("outbox", name="pk_envelop"),
    )

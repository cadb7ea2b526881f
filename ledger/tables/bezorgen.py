"""What is on its way to the backend."""

from datetime import timedelta

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    literal_column,
)

from ledger.shapes.standen import OutboxStatus
from ledger.tables.kolommen import HMAC, NUMBER, Moment, gemeente_kolom, metadata

_UNTOLD = column("bestand").is_(None)
_UNDER_WAY = column("status") == literal_column(f"'{OutboxStatus.KLAARGEZET.value}'")

outbox = Table(
    "outbox",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    gemeente_kolom(),
    Column("zoeksleutel", HMAC, nullable=False),
    Column("zoekversie", Integer, nullable=False),
    Column("referentie", HMAC, nullable=False),
    Column("dossiersleutel", HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("gemeentecode", String(4), nullable=False),
    Column("schemaversie", String(20), nullable=False),
    Column("inhoudsmerk", HMAC, nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("groepmerken", Text, nullable=False),
    Column("clientmerk", String(64), nullable=False),
    Column("clientversie", Integer, nullable=False),
    Column("aangemaakt_op", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("pogingen", Integer, nullable=False),
    # rises with every claim, and never falls: the fencing token of a claim
    Column("claim", Integer, nullable=False),
    Column("volgende_poging", Moment, nullable=False),
    Column("houder", String(200)),
    Column("claim_tot", Moment),
    Column("code", String(100), nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("ontvangen_op", Moment),
    # the return file that told the municipality its referentie; NULL = none yet
    Column("bestand", String(60)),
    # attempts that failed while the destination answered others; NULL: none did
    Column("vergeefs", Integer),
    Column("vergeefs_sinds", Moment),
    # of the record that this version was made of, for its stand
    Column("bronmerk", String(32)),
    UniqueConstraint("run", "zoeksleutel"),
    Index(None, "gemeente", "referentie", "versie"),
    # On PostgreSQL these are partial too (migrations/versions/): saying so here would load all of
    # that dialect, for a ledger in a file as well.
    Index("ix_outbox_onderweg", "gemeente", "volgende_poging", sqlite_where=_UNDER_WAY),
    Index(None, "gemeente", "status"),
    Index("ix_outbox_ongemeld", "gemeente", sqlite_where=_UNTOLD),
)

#: No claim or waiting lasts this long: a moment further on was noted by a wrong clock.
NOOIT_LATER = timedelta(hours=2)
#: Spelled out, not as a parameter: only then may the partial index be used.
WAITING = outbox.c.status == literal_column(f"'{OutboxStatus.KLAARGEZET.value}'")

# A table of its own: the big texts go at delivery, the small rows stay.
envelop = Table(
    "envelop",
    metadata,
    Column(
        "outbox",
        NUMBER,
        ForeignKey("outbox.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("inhoud", Text, nullable=False),
)

# gemeente "": the destination as a whole. Else what holds for one municipality there: its access.
zekering = Table(
    "zekering",
    metadata,
    Column("bestemming", String(300), primary_key=True),
    Column("gemeente", String(4), primary_key=True),
    Column("mislukt", Integer, nullable=False),
    Column("sinds", Moment),
    Column("laatst_gelukt", Moment),
    # NULL: not out
    Column("open_tot", Moment),
    Column("code", String(100), nullable=False),
)

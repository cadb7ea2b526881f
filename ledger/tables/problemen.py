"""What is wrong now, who knows of it, and their mail."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from ledger.tables.kolommen import Moment, gemeente_kolom, metadata

# What is wrong now: one row per problem, however often it is reported.
openstaand = Table(
    "openstaand",
    metadata,
    Column("id", Integer, primary_key=True),
    # "" = of the installation
    gemeente_kolom(),
    Column("melder", String(100), nullable=False),
    Column("code", String(6), nullable=False),
    Column("bron", String(100), nullable=False),
    Column("onderwerp", String(200), nullable=False),
    Column("probleem", Text, nullable=False),
    Column("eerst_gezien", Moment, nullable=False),
    Column("laatst_gezien", Moment, nullable=False),
    Column("nachten", Integer, nullable=False),
    Column("keer", Integer, nullable=False),
    Column("opgelost_op", Moment),
    UniqueConstraint("gemeente", "melder", "code", "bron", "onderwerp"),
    # a mail is remembered by these numbers: never give one out twice
    sqlite_autoincrement=True,
)

# Who knows of a problem: "beheer", or the municipality's code. The row goes once they were told
# that it is over.
verteld = Table(
    "verteld",
    metadata,
    Column("openstaand", ForeignKey("openstaand.id", ondelete="CASCADE"), primary_key=True),
    Column("aan", String(10), primary_key=True),
    Column("verteld", Moment, nullable=False),
)

post = Table(
    "post",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("aan", String(10), primary_key=True),
    Column("geprobeerd", Moment),
    Column("gelukt", Moment),
    Column("mislukt", Moment),
    Column("pogingen", Integer, nullable=False),
)

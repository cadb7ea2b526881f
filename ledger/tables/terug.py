"""The way back: what the backend told, and the files for the municipality."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from ledger.tables.kolommen import HMAC, NUMBER, Dag, Moment, metadata

# What the backend told of its cases, as codes; one row per step, for ever under its number.
terugkoppeling = Table(
    "terugkoppeling",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("volgnummer", NUMBER, primary_key=True, autoincrement=False),
    Column("referentie", HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("stap", String(40), nullable=False),
    Column("advies", String(40), nullable=False),
    Column("redencode", String(40), nullable=False),
    Column("datum", Dag, nullable=False),
    Column("gelezen_op", Moment, nullable=False),
    # the return file that told it to the municipality; NULL = none yet
    Column("bestand", String(60)),
    Index(None, "gemeente", "referentie"),
)

# How far the backend's feedback was read.
terugweg = Table(
    "terugweg",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("gelezen_op", Moment),
    # of the last attempt, when it failed, and since when they do
    Column("code", String(6), nullable=False),
    Column("sinds", Moment),
)

# The files for the municipality's return place. A row is the promise that its lines were told: from
# then on only its rename is left to do.
retourbestand = Table(
    "retourbestand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("naam", String(60), primary_key=True),
    Column("soort", String(20), nullable=False),
    Column("run", Integer, nullable=False),
    Column("regels", Integer, nullable=False),
    Column("klaar_op", Moment, nullable=False),
    Column("geplaatst_op", Moment),
)

# How giving back went at the last read of a source.
retourstand = Table(
    "retourstand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("gelukt_op", Moment),
    Column("code", String(6), nullable=False),
    Column("sinds", Moment),
)

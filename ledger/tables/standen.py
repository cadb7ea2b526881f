"""What was last released of each provision, and what was taken over from the backend."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from ledger.tables.kolommen import HMAC, Dag, Moment, metadata

stand = Table(
    "stand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("referentie", HMAC, primary_key=True),
    Column("zoeksleutel", HMAC, nullable=False),
    Column("zoekversie", Integer, nullable=False),
    Column("dossiersleutel", HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("inhoudsmerk", String(64), nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("groepmerken", Text, nullable=False),
    Column("clientmerk", String(64), nullable=False),
    Column("clientversie", Integer, nullable=False),
    Column("staat", String(20), nullable=False),
    Column("mapping_merk", String(64), nullable=False),
    Column("afgeleverd", Boolean, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("run", Integer, nullable=False),
    # whose word it stands by: the source that its newest version was read from. NULL = not known
    Column("bronset", String(100)),
    # NULL: by the run that made its newest version
    Column("laatst_gezien", Moment),
    # likewise, but by a read of its own source
    Column("bron_gezien", Moment),
    # the day of the step `afgesloten` at the Regresloket
    Column("afgesloten_op", Dag),
    # of the record as it came when it was last read in full; NULL: it is read in full next time
    Column("bronmerk", String(32)),
    UniqueConstraint("gemeente", "zoeksleutel"),
)

# What the backend has and this ledger lost: joined to a lookup key by the read that meets it.
overname = Table(
    "overname",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("referentie", HMAC, primary_key=True),
    Column("versie", Integer, primary_key=True),
    Column("soort", String(20), nullable=False),
    Column("inhoudsmerk", HMAC, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("ontvangen_op", Moment, nullable=False),
    Column("overgenomen_op", Moment, nullable=False),
    # the return file that told it since; NULL = none yet, and before is not known here
    Column("bestand", String(60)),
)

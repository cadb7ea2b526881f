"""What people decided, and what they set going or stopped."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from ledger.tables.kolommen import HMAC, Dag, Moment, gemeente_kolom, metadata, zout_kolom

besluit = Table(
    "besluit",
    metadata,
    Column("id", Integer, primary_key=True),
    gemeente_kolom(),
    Column("soort", String(60), nullable=False),
    Column("wie", String(200), nullable=False),
    Column("rol", String(40), nullable=False),
    Column("reden", Text, nullable=False),
    Column("tijd", Moment, nullable=False),
    Column("gegevens", Text, nullable=False),
    # NULL: reason and data were erased
    zout_kolom(),
    Index(None, "gemeente", "soort"),
    sqlite_autoincrement=True,
)

# What a person decided and a read must act on. By kind too: a record that was judged to be an
# accident may then be held, and what is decided about that must not undo the first. By source too:
# two that share a key say it each with fields of their own.
staand_besluit = Table(
    "staand_besluit",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("zoeksleutel", HMAC, primary_key=True),
    Column("soort", String(20), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("zoekversie", Integer, nullable=False),
    Column("keuze", String(20), nullable=False),
    Column("merk", String(64), nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("codes", Text, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("tijd", Moment, nullable=False),
    Column("uitwerking", String(20), nullable=False),
    # NULL: no read has met the record since it was decided
    Column("laatst_gezien", Moment),
    zout_kolom(),
)

# Who objected: one row per version of the key that the mark was made under.
blokkade = Table(
    "blokkade",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("clientmerk", HMAC, primary_key=True),
    Column("clientversie", Integer, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
    # the number of the decision that lifted it; reads must hear of that too
    Column("opgeheven", Integer),
    zout_kolom(),
)

# A municipality that stands still until someone lets it go on: one row while it does.
pauze = Table(
    "pauze",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
)

# The order to catch up: one row while it stands. What was done is counted from its runs.
inhaalopdracht = Table(
    "inhaalopdracht",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("vanaf", Dag, nullable=False),
    Column("per_nacht", Integer, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
)

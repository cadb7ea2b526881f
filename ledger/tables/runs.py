"""Runs, who may write, and how far was read."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, UniqueConstraint

from ledger.tables.kolommen import Dag, Moment, gemeente_kolom, metadata

meta = Table(
    "meta",
    metadata,
    Column("naam", String(40), primary_key=True),
    Column("waarde", Text, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("token", BigInteger, nullable=False),
    # NULL = let go; the token stays, so that it only ever rises
    Column("houder", String(200)),
    Column("tot", Moment, nullable=False),
    Index(None, "houder"),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    gemeente_kolom(),
    Column("bronset", String(100), nullable=False),
    Column("dag", Dag, nullable=False),
    Column("slot", String(60), nullable=False),
    Column("slotnaam", String(60), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("stand", String(20), nullable=False),
    Column("mapping_merk", String(64), nullable=False),
    Column("regelversie", String(100), nullable=False),
    Column("begonnen", Moment, nullable=False),
    Column("geeindigd", Moment),
    Column("resultaat", String(20)),
    Column("vrij_op", Moment),
    Column("wacht_sinds", Moment),
    Column("besloten_door", String(200), nullable=False),
    # beside the telling, because the brake asks for these two over 30 runs
    Column("gelezen", Integer),
    Column("nieuw", Integer),
    # beside the telling too, because a page shows these of every night of every municipality
    Column("aangewezen", Integer),
    Column("quarantaine", Integer),
    Column("telling", Text),
    Column("proof", Text),
    Column("problemen", Text),
    # what a released batch must still do: checkpoint, slices, stubs to close
    Column("nog_te_doen", Text),
    UniqueConstraint("gemeente", "bronset", "dag", "slot"),
    Index(None, "gemeente", "resultaat"),
    Index(None, "gemeente", "bronset", "slotnaam"),
    # all that a list of nights shows: the rows themselves are large, and lie far apart
    Index(
        "ix_run_nacht",
        *("dag", "slotnaam", "gemeente", "bronset", "resultaat"),
        *("begonnen", "gelezen", "aangewezen", "quarantaine"),
    ),
    # run numbers are named in audit entries: never give one out twice
    sqlite_autoincrement=True,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("snede", String(200), primary_key=True),
    Column("waarde", Text, nullable=False),
    Column("gelezen_op", Moment, nullable=False),
)

tijdstip = Table(
    "tijdstip",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bron", String(100), primary_key=True),
    Column("laatste", String(17), nullable=False),
)

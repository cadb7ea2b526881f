"""What waits for a person."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from ledger.tables.kolommen import HMAC, Dag, Moment, metadata


def _stub_columns() -> tuple[Column[object], ...]:
    """Give what a stub and a staged stub have in common."""
    return (
        Column("zoekversie", Integer, nullable=False),
        Column("soort", String(20), nullable=False),
        Column("codes", Text, nullable=False),
        Column("plaats", Text, nullable=False),
        Column("snede", String(200), nullable=False),
        Column("merk", String(64), nullable=False),
        Column("merkversie", Integer, nullable=False),
        Column("clientmerk", String(64), nullable=False),
        Column("clientversie", Integer, nullable=False),
        Column("herkenning", Text),
        Column("uiterlijk", Dag),
        # NULL: noted before reasons were kept
        Column("redenen", Text),
        # of a delta source only: the record itself, sealed for the inzagesleutel
        Column("record", Text),
        # of what waits for catching up only: the day by which `inhalen --vanaf` chooses
        Column("toekenning", Dag),
        # of the record as it came when it was last read in full; NULL: it is read in full next time
        Column("bronmerk", String(32)),
    )


stub_klaar = Table(
    "stub_klaar",
    metadata,
    Column("run", Integer, ForeignKey("run.id"), primary_key=True),
    Column("zoeksleutel", HMAC, primary_key=True),
    *_stub_columns(),
)

stub = Table(
    "stub",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("zoeksleutel", HMAC, primary_key=True),
    Column("bronset", String(100), nullable=False),
    *_stub_columns(),
    Column("eerst_gezien", Moment, nullable=False),
    Column("laatst_gezien", Moment, nullable=False),
    Column("gemist", Integer, nullable=False),
    # NULL: nobody let its source be read again
    Column("pogingen", Integer),
    Column("gesloten_op", Moment),
    Column("gesloten_reden", String(60), nullable=False),
    Index(None, "gemeente", "gesloten_op", "soort"),
    Index(None, "gemeente", "bronset", "snede"),
)

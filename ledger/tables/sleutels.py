"""Root keys: what each is recognised by, never a key."""

from sqlalchemy import Column, Integer, String, Table

from ledger.tables.kolommen import Moment, metadata

# Which root keys this ledger was written with: what each is recognised by, never a key.
sleutel = Table(
    "sleutel",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    # 0 = the blijvende sleutel
    Column("versie", Integer, primary_key=True),
    Column("proef", String(32), nullable=False),
    Column("sinds", Moment, nullable=False),
    Column("gestopt", Moment),
    Column("kopie_op", Moment),
    Column("kopie_kid", String(64), nullable=False),
)

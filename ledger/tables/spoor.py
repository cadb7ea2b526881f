"""The audit trail."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from ledger.tables.kolommen import HMAC, NUMBER, metadata

# One salt per referentie: throwing it away makes the audit of that referentie anonymous.
zout = Table(
    "zout",
    metadata,
    Column("referentie", HMAC, primary_key=True),
    Column("zout", LargeBinary(32), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("volgnummer", NUMBER, primary_key=True, autoincrement=False),
    Column("tijd", String(27), nullable=False),
    Column("actie", String(60), nullable=False),
    Column("object", String(200), nullable=False),
    Column("resultaat", String(100), nullable=False),
    Column("oorsprong", String(200), nullable=False),
    Column("actor", String(200), nullable=False),
    # digest of the row that the entry answers for; NULL: of none
    Column("inhoud", String(140)),
    Column("hash", HMAC, nullable=False),
    Index(None, "object"),
)

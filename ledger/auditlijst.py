"""Reading the audit trail: which entries there are, newest first."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, false, literal, or_, select

from ledger import audit
from ledger.shapes.audit import AuditRegel, AuditVraag
from ledger.tables import audit as entries
from ledger.tables import besluit, moment_text, zout
from ledger.tables import run as runs

_NAMES = (
    "volgnummer",
    "tijd",
    "actie",
    "object",
    "resultaat",
    "oorsprong",
    "actor",
    "hash",
    "inhoud",
)


def listed(conn: Connection, vraag: AuditVraag) -> list[AuditRegel]:
    """Give the entries that were asked for, newest first."""
    wanted = (
        select(*(entries.c[name] for name in _NAMES))
        .where(*_which(conn, vraag))
        .order_by(entries.c.volgnummer.desc())
        .limit(vraag.aantal)
    )
    return [AuditRegel(*row) for row in conn.execute(wanted)]


def _which(conn: Connection, vraag: AuditVraag) -> Iterator[ColumnElement[bool]]:
    for name in ("actie", "actor", "oorsprong", "volgnummer"):
        value = getattr(vraag, name)
        if value is not None:
            yield entries.c[name] == value
    if vraag.van is not None:
        yield entries.c.tijd >= moment_text(vraag.van)
    if vraag.tot is not None:
        yield entries.c.tijd < moment_text(vraag.tot)
    if vraag.referentie is not None:
        yield _about(conn, vraag.referentie)
    if vraag.gemeente is not None:
        yield _of(vraag.gemeente)


def _about(conn: Connection, referentie: str) -> ColumnElement[bool]:
    salt = conn.scalar(select(zout.c.zout).where(zout.c.referentie == referentie))
    return entries.c.object == audit.hidden(salt, referentie) if salt else false()


def _of(gemeente: str) -> ColumnElement[bool]:
    """Tell of an entry whether it is about this municipality; who looked names only a role."""
    run = select(literal("run:") + runs.c.id.cast(entries.c.object.type)).where(
        runs.c.gemeente == gemeente
    )
    decided = select(literal("besluit:") + besluit.c.id.cast(entries.c.object.type)).where(
        besluit.c.gemeente == gemeente
    )
    return or_(
        entries.c.oorsprong == f"gemeente:{gemeente}",
        entries.c.oorsprong.in_(run),
        entries.c.object.in_(run),
        entries.c.oorsprong.in_(decided),
        entries.c.object.in_(decided),
    )

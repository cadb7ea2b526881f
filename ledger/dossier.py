"""What is remembered of one client, found by the client's marks; a named person asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from ledger import audit, auditlijst, marks, outbox, words
from ledger.shapes.audit import AuditVraag
from ledger.shapes.dossier import (
    Dossier,
    DossierBesluit,
    DossierMelding,
    DossierStub,
    DossierVersie,
    Gevonden,
    Merk,
)
from ledger.shapes.standen import StandStaat
from ledger.tables import besluit, blokkade, staand_besluit, stand, stub
from ledger.tables import outbox as rows
from ledger.tables import run as runs
from regres import Handelend, SoortMelding

INZAGE, RECTIFICATIE = "subject_inzage", "subject_rectificatie"


def show(
    conn: Connection,
    gemeente: str,
    merken: Sequence[Merk],
    soort: str,
    door: Handelend,
    now: datetime,
) -> tuple[Dossier, int]:
    """Give all that is remembered, after noting who asked; and the number of that note."""
    found = _collect(conn, gemeente, [merk.waarde for merk in merken])
    versions = {one.referentie: one.versies[-1].versie for one in found.meldingen if one.versies}
    what = {"meldingen": versions, "wachtend": len(found.wachtend)}
    number = marks.note_decision(conn, gemeente, soort, door, now, what)
    for hidden in audit.objects(conn, [one.referentie for one in found.meldingen]):
        origin = f"besluit:{number}"
        audit.note(conn, soort, "getoond", now, object_=hidden, oorsprong=origin, actor=door.wie)
    return found, number


def gevonden(conn: Connection, gemeente: str, merken: Sequence[Merk]) -> Gevonden:
    """Count what fits these marks; nothing is shown, so nothing is noted."""
    waarden = [merk.waarde for merk in merken]
    waits = and_(
        stub.c.gemeente == gemeente, stub.c.clientmerk.in_(waarden), stub.c.gesloten_op.is_(None)
    )
    count = conn.scalar(select(func.count()).select_from(stub).where(waits)) or 0
    return Gevonden(len(_referenties(conn, gemeente, waarden)), count)


def _collect(conn: Connection, gemeente: str, waarden: list[str]) -> Dossier:
    names = _referenties(conn, gemeente, waarden)
    mine = and_(stub.c.gemeente == gemeente, stub.c.clientmerk.in_(waarden))
    stubs = conn.execute(select(stub).where(mine).order_by(stub.c.eerst_gezien)).all()
    meldingen = tuple(_melding(conn, gemeente, name) for name in names)
    keys = [row.zoeksleutel for row in stubs] + _sleutels(conn, gemeente, names)
    blocked = and_(
        blokkade.c.gemeente == gemeente,
        blokkade.c.clientmerk.in_(waarden),
        blokkade.c.opgeheven.is_(None),
    )
    since = conn.scalar(select(blokkade.c.sinds).where(blocked).limit(1))
    besluiten = _besluiten(conn, gemeente, keys)
    return Dossier(meldingen, tuple(map(_stub, stubs)), besluiten, since)


def _referenties(conn: Connection, gemeente: str, waarden: list[str]) -> list[str]:
    """Give the provisions that are the client's now, or were when a version was made."""
    found: set[str] = set()
    for table in (stand, rows):
        mine = and_(table.c.gemeente == gemeente, table.c.clientmerk.in_(waarden))
        found |= set(conn.scalars(select(table.c.referentie).where(mine)))
    return sorted(found)


def _sleutels(conn: Connection, gemeente: str, names: list[str]) -> list[str]:
    mine = and_(stand.c.gemeente == gemeente, stand.c.referentie.in_(names))
    return list(conn.scalars(select(stand.c.zoeksleutel).where(mine)))


def _melding(conn: Connection, gemeente: str, name: str) -> DossierMelding:
    mine = and_(stand.c.gemeente == gemeente, stand.c.referentie == name)
    row = conn.execute(select(stand).where(mine)).one_or_none()
    wanted = (
        select(rows, runs.c.resultaat, runs.c.bronset)
        .join(runs, runs.c.id == rows.c.run)
        .where(rows.c.gemeente == gemeente, rows.c.referentie == name)
        .order_by(rows.c.versie, rows.c.id)
    )
    versions = conn.execute(wanted).all()
    vraag = AuditVraag(referentie=name, aantal=1000)
    return DossierMelding(
        referentie=name,
        staat=StandStaat(row.staat) if row else None,
        zaaknummer=row.zaaknummer if row else "",
        bronset=versions[-1].bronset if versions else "",
        laatst_gezien=row.laatst_gezien if row else None,
        afgesloten_op=row.afgesloten_op if row else None,
        versies=tuple(map(_versie, versions)),
        handelingen=tuple(auditlijst.listed(conn, vraag)[::-1]),
    )


def _versie(row: Row[Any]) -> DossierVersie:
    return DossierVersie(
        versie=row.versie,
        soort=SoortMelding(row.soort),
        aangemaakt_op=row.aangemaakt_op,
        status=outbox.status_of(row),
        ontvangen_op=row.ontvangen_op,
    )


def _stub(row: Row[Any]) -> DossierStub:
    return DossierStub(
        soort=row.soort,
        codes=tuple(words.load(row.codes)),
        bronset=row.bronset,
        plaats=row.plaats,
        eerst_gezien=row.eerst_gezien,
        laatst_gezien=row.laatst_gezien,
        gesloten_op=row.gesloten_op,
        gesloten_reden=row.gesloten_reden,
    )


def _besluiten(conn: Connection, gemeente: str, keys: list[str]) -> tuple[DossierBesluit, ...]:
    """Give the decisions that stand about the client's records."""
    mine = and_(staand_besluit.c.gemeente == gemeente, staand_besluit.c.zoeksleutel.in_(keys))
    wanted = (
        select(staand_besluit.c.keuze, staand_besluit.c.tijd, besluit.c.wie, besluit.c.rol)
        .join(besluit, besluit.c.id == staand_besluit.c.besluit)
        .where(mine)
        .order_by(staand_besluit.c.besluit)
        .distinct()
    )
    return tuple(DossierBesluit(*row) for row in conn.execute(wanted))

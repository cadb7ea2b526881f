"""The outbox: what becomes of freed versions on their way to the backend, and what lies in it."""

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from ledger import audit, claims, marks, problems, standen, stubs
from ledger.dialect import Vast
from ledger.shapes.bezorgen import Bezorgstand, Zekering
from ledger.shapes.runs import Resultaat
from ledger.shapes.sleutels import Rekey
from ledger.shapes.standen import OutboxRow, OutboxStatus, Outgoing
from ledger.tables import WAITING, envelop, moment_text, outbox
from ledger.tables import run as runs
from regres import Receipt, SoortMelding

#: What is on its way: freed, and no end to it yet.
ONDERWEG = frozenset({OutboxStatus.VRIJ, OutboxStatus.VERSTUURD})


def delivered(
    conn: Connection, received: Sequence[tuple[Outgoing, Receipt]], now: datetime
) -> list[Receipt]:
    """Keep receipts and let their envelopes go; gives those that were kept.

    A row whose claim was taken over is left to whoever has it now.
    """
    rows = claims.still_claimed(conn, [outgoing for outgoing, _ in received])
    kept = [(rows[outgoing.id], receipt) for outgoing, receipt in received if outgoing.id in rows]
    if any((one.referentie, one.versie) != (row.referentie, row.versie) for row, one in kept):
        raise problems.receipt_mismatch()
    if kept:
        told = [{"nummer": one.zaaknummer, "moment": one.ontvangenOp} for _, one in kept]
        _end(conn, [row for row, _ in kept], OutboxStatus.ONTVANGEN, told)
        standen.delivered(conn, kept)
        _audit(conn, [row for row, _ in kept], OutboxStatus.ONTVANGEN.value, now)
    return [receipt for _, receipt in kept]


def retry_later(
    conn: Connection, outgoing: Outgoing, op: datetime, code: str, now: datetime, *, eigen: bool
) -> None:
    """Give the row back until `op`; the same bytes will be offered again.

    eigen  the answer before this one was usable: it may lie in this row, and that is counted
    """
    row = claims.claimed(conn, outgoing)
    own: dict[str, Any] = {}
    if eigen:
        since = row.vergeefs_sinds or now
        own = {"vergeefs": (row.vergeefs or 0) + 1, "vergeefs_sinds": since}
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(volgende_poging=max(op, now), code=code, houder=None, claim_tot=None, **own)
    )


def refused(conn: Connection, outgoing: Outgoing, code: str, now: datetime) -> None:
    """Take a clear no, and ask a person to look by a quarantine stub.

    The stand keeps this version and its merk: the next read does not offer the same content again.
    """
    row = claims.claimed(conn, outgoing)
    _end(conn, [row], OutboxStatus.GEWEIGERD, [{"code": code}])
    stubs.note_refused(conn, row, code, now)
    _audit(conn, [row], f"{OutboxStatus.GEWEIGERD.value} {code}", now)


def voided(
    conn: Connection, outgoing: Outgoing, now: datetime, laatste_versie: int | None, code: str
) -> None:
    """Let an envelope lapse that cannot be used; the next read seals the provision again.

    That read must come: a file that did not change would be skipped, so its mark is forgotten.

    laatste_versie   the backend's own (409): the next one will be one higher. None = no one could
                     open it (sleutel-onbekend): its number is used again.
    """
    row = claims.claimed(conn, outgoing)
    _end(conn, [row], OutboxStatus.VERVALLEN, [{"code": code}])
    if laatste_versie is None:
        standen.roll_back(conn, row)
    else:
        standen.seal_again(conn, row, laatste_versie)
    marks.forget_checkpoints(conn, row.run, now)
    _audit(conn, [row], f"{OutboxStatus.VERVALLEN.value} {code}", now)


def rekey(conn: Connection, gemeente: str, keys: Sequence[Rekey]) -> None:
    """Write lookup keys anew in the rows of records with a referentie, which has an index."""
    which = and_(
        outbox.c.gemeente == gemeente,
        outbox.c.referentie == bindparam("ref"),
        outbox.c.zoeksleutel == bindparam("old"),
    )
    rows = [
        {"ref": key.referentie, "old": key.oud, "new": key.nieuw, "version": key.zoekversie}
        for key in keys
        if key.referentie
    ]
    if rows:
        values: dict[str, Any] = {
            "zoeksleutel": bindparam("new"),
            "zoekversie": bindparam("version"),
        }
        conn.execute(update(outbox).where(which).values(values), rows)


def newest(conn: Connection, gemeente: str, limit: int) -> list[OutboxRow]:
    """Give rows, newest first."""
    found = conn.execute(
        select(outbox, runs.c.resultaat)
        .join(runs, runs.c.id == outbox.c.run)
        .where(outbox.c.gemeente == gemeente)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [_row(row) for row in found]


def counts(conn: Connection, gemeente: str) -> dict[OutboxStatus, int]:
    """Count rows by status, zeros included; klaargezet = of runs that are not released."""
    offered = outbox.c.pogingen > 0
    found = conn.execute(
        select(outbox.c.status, runs.c.resultaat, offered, func.count())
        .join(runs, runs.c.id == outbox.c.run)
        .where(outbox.c.gemeente == gemeente)
        .group_by(outbox.c.status, runs.c.resultaat, offered)
    )
    total = dict.fromkeys(OutboxStatus, 0)
    for status, resultaat, was_offered, count in found:
        total[status_van(status, resultaat, int(was_offered))] += count
    return total


def oldest_waiting(conn: Connection, gemeente: str, now: datetime) -> timedelta | None:
    """Give how long the oldest freed row waits for delivery; None when nothing waits."""
    since = conn.scalar(
        select(func.min(runs.c.vrij_op))
        .join(outbox, outbox.c.run == runs.c.id)
        .where(claims.under_way(gemeente))
    )
    return None if since is None else now - since


def bezorgstand(conn: Connection, gemeente: str, door: Zekering, eigen: Zekering) -> Bezorgstand:
    """Tell what waits of a municipality, beside how its destination stands."""
    waits, oldest = conn.execute(
        select(func.count(), func.min(runs.c.vrij_op))
        .select_from(outbox.join(runs, runs.c.id == outbox.c.run))
        .where(claims.under_way(gemeente))
    ).one()
    return Bezorgstand(waits, oldest, eigen.laatst_gelukt, eigen.code or door.code)


def sealed_for(conn: Connection) -> dict[str, int]:
    """Count what is not delivered yet by the key id in its envelope, over all municipalities."""
    wanted = select(envelop.c.inhoud).join(outbox, outbox.c.id == envelop.c.outbox).where(WAITING)
    return dict(Counter(_kid(text) for text in conn.scalars(wanted)))


def _kid(envelope: str) -> str:
    part = envelope.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))).get("kid", ""))


_EINDE = Vast(
    update(outbox)
    .where(outbox.c.id == bindparam("rij"))
    .values(
        status=bindparam("wat"),
        houder=None,
        claim_tot=None,
        code=bindparam("waarom"),
        zaaknummer=bindparam("nummer"),
        ontvangen_op=bindparam("moment"),
    )
)
_ZONDER_ENVELOP = Vast(delete(envelop).where(envelop.c.outbox == bindparam("rij")))


def _end(
    conn: Connection,
    rows: Sequence[Row[Any]],
    status: OutboxStatus,
    told: Sequence[Mapping[str, Any]],
) -> None:
    """End rows: of each what is `told` of it (code, nummer, moment), and its envelope goes."""
    ends = [
        {
            "rij": row.id,
            "wat": status.value,
            "waarom": also.get("code", row.code),
            "nummer": also.get("nummer", ""),
            "moment": None if (moment := also.get("moment")) is None else moment_text(moment),
        }
        for row, also in zip(rows, told, strict=True)
    ]
    _EINDE.many(conn, ends)
    _ZONDER_ENVELOP.many(conn, [{"rij": row.id} for row in rows])


def _audit(conn: Connection, rows: Sequence[Row[Any]], resultaat: str, now: datetime) -> None:
    told = [(row.referentie, f"run:{row.run}") for row in rows]
    audit.note_meldingen(conn, "aflevering", told, resultaat, now)


def status_of(row: Row[Any]) -> OutboxStatus:
    """Give the status of a row that was joined with the result of its run."""
    return status_van(row.status, row.resultaat, row.pogingen)


def status_van(stored: str, resultaat: str | None, pogingen: int) -> OutboxStatus:
    """Give the status of rows that are stored so, of a run that ended so, offered so often."""
    status = OutboxStatus(stored)
    if status is not OutboxStatus.KLAARGEZET or resultaat != Resultaat.VRIJ.value:
        return status
    return OutboxStatus.VERSTUURD if pogingen else OutboxStatus.VRIJ


def _row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        run=row.run,
        referentie=row.referentie,
        versie=row.versie,
        soort=SoortMelding(row.soort),
        status=status_of(row),
        pogingen=row.pogingen,
        volgende_poging=row.volgende_poging,
        code=row.code,
        zaaknummer=row.zaaknummer,
        ontvangen_op=row.ontvangen_op,
    )

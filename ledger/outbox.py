"""The outbox: freed versions on their way to the backend, claimed, offered, and marked.

Per referentie versions go in order, one at a time. A claim runs out; each has a number of its own
as fencing token, so that a holder who comes back late can no longer mark the row.
"""

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from ledger import audit, houders, marks, problems, standen, stubs
from ledger.dialect import Vast, porties, reeks
from ledger.shapes.bezorgen import Bezorgstand, Zekering
from ledger.shapes.runs import Resultaat
from ledger.shapes.sleutels import Rekey
from ledger.shapes.standen import OutboxRow, OutboxStatus, Outgoing
from ledger.tables import NOOIT_LATER, WAITING, envelop, moment_text, outbox, text_moment
from ledger.tables import run as runs
from regres import Kop, Receipt, SealedMelding, SoortMelding

#: What is on its way: freed, and no end to it yet.
ONDERWEG = frozenset({OutboxStatus.VRIJ, OutboxStatus.VERSTUURD})
_run = runs.alias("its_run")
#: What of a row is needed to offer it.
_AANGEBODEN = (
    "id", "referentie", "dossiersleutel", "versie", "soort", "gemeentecode", "schemaversie",
    "inhoudsmerk", "aangemaakt_op", "pogingen", "claim", "clientmerk", "clientversie", "vergeefs",
    "vergeefs_sinds",
)  # fmt: skip
_FREED = exists().where(_run.c.id == outbox.c.run, _run.c.resultaat == Resultaat.VRIJ.value)


def due(
    conn: Connection, gemeente: str, now: datetime, limit: int, holder: str, seconds: int
) -> list[Outgoing]:
    """Claim freed rows whose turn it is, oldest first; each for `seconds`.

    A claim that ran out is free, and so is that of a process that died on this machine.
    """
    asked = {
        "van": gemeente,
        "nu": moment_text(now),
        "later": moment_text(now + NOOIT_LATER),
        "hoeveel": limit,
    }
    found = _VRIJ.ask(conn, **asked).all()
    if len(found) < limit and _laat_los(conn, gemeente):
        found = _VRIJ.ask(conn, **asked).all()
    until = moment_text(now + timedelta(seconds=seconds))
    _NEEM.many(conn, [{"rij": row.id, "wie": holder, "tot": until} for row in found])
    return [_outgoing(row) for row in found]


def _laat_los(conn: Connection, gemeente: str) -> bool:
    """Let go of what processes of this machine held that died; tells whether there was any.

    Asked when too little is free without: it looks at all that is on its way.
    """
    dead = [who for (who,) in _HOUDERS.ask(conn, van=gemeente) if houders.overleden(who)]
    _LOS.many(conn, [{"van": gemeente, "wie": who} for who in dead])
    return bool(dead)


def _outgoing(row: Row[Any]) -> Outgoing:
    since = row.vergeefs_sinds
    return Outgoing(
        id=row.id,
        sealed=_sealed(row),
        pogingen=row.pogingen + 1,
        claim=row.claim + 1,
        clientmerk=row.clientmerk,
        clientversie=row.clientversie,
        vergeefs=row.vergeefs or 0,
        vergeefs_sinds=None if since is None else text_moment(since),
    )


def delivered(
    conn: Connection, received: Sequence[tuple[Outgoing, Receipt]], now: datetime
) -> list[Receipt]:
    """Keep receipts and let their envelopes go; gives those that were kept.

    A row whose claim was taken over is left to whoever has it now.
    """
    rows = _still_claimed(conn, [outgoing for outgoing, _ in received])
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
    row = _claimed(conn, outgoing)
    own: dict[str, Any] = {}
    if eigen:
        since = row.vergeefs_sinds or now
        own = {"vergeefs": (row.vergeefs or 0) + 1, "vergeefs_sinds": since}
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(volgende_poging=max(op, now), code=code, houder=None, claim_tot=None, **own)
    )


def give_back(conn: Connection, rows: Sequence[Outgoing]) -> None:
    """Give rows back that were claimed and not offered: as if this claim had not been.

    One whose claim was taken over meanwhile stays with its new holder.
    """
    if rows:
        _TERUG.many(conn, [{"rij": one.id, "beurt": one.claim} for one in rows])


def refused(conn: Connection, outgoing: Outgoing, code: str, now: datetime) -> None:
    """Take a clear no, and ask a person to look by a quarantine stub.

    The stand keeps this version and its merk: the next read does not offer the same content again.
    """
    row = _claimed(conn, outgoing)
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
    row = _claimed(conn, outgoing)
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
        .where(_under_way(gemeente))
    )
    return None if since is None else now - since


def due_for(conn: Connection, now: datetime, gemeente: str | None) -> list[str]:
    """Give the municipalities of which a freed row's turn has come, claimed or not."""
    which = and_(WAITING, _FREED, _aan_de_beurt(now, now + NOOIT_LATER))
    if gemeente is not None:
        which = and_(which, outbox.c.gemeente == gemeente)
    return sorted(conn.scalars(select(outbox.c.gemeente).where(which).distinct()))


def _aan_de_beurt(
    now: datetime | BindParameter[Any], later: datetime | BindParameter[Any]
) -> ColumnElement[bool]:
    """Its moment has come, or is so far on that it was noted while the clock was wrong."""
    moment = outbox.c.volgende_poging
    return or_(moment <= now, moment > later)


def bezorgstand(conn: Connection, gemeente: str, door: Zekering, eigen: Zekering) -> Bezorgstand:
    """Tell what waits of a municipality, beside how its destination stands."""
    waits, oldest = conn.execute(
        select(func.count(), func.min(runs.c.vrij_op))
        .select_from(outbox.join(runs, runs.c.id == outbox.c.run))
        .where(_under_way(gemeente))
    ).one()
    return Bezorgstand(waits, oldest, eigen.laatst_gelukt, eigen.code or door.code)


def sealed_for(conn: Connection) -> dict[str, int]:
    """Count what is not delivered yet by the key id in its envelope, over all municipalities."""
    wanted = select(envelop.c.inhoud).join(outbox, outbox.c.id == envelop.c.outbox).where(WAITING)
    return dict(Counter(_kid(text) for text in conn.scalars(wanted)))


def _kid(envelope: str) -> str:
    part = envelope.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))).get("kid", ""))


# Asked for every melding: to build a question takes as long as to ask it.
def _vrij() -> Vast:
    """Put together what gives freed rows whose turn it is and nobody has claimed."""
    older, freed = outbox.alias("older"), runs.alias("freed")
    first_in_line = ~exists().where(
        older.c.gemeente == outbox.c.gemeente,
        older.c.referentie == outbox.c.referentie,
        older.c.versie < outbox.c.versie,
        older.c.status == OutboxStatus.KLAARGEZET.value,
        freed.c.id == older.c.run,
        freed.c.resultaat == Resultaat.VRIJ.value,
    )
    now: BindParameter[datetime] = bindparam("nu")
    later: BindParameter[datetime] = bindparam("later")
    unclaimed = or_(
        outbox.c.claim_tot.is_(None), outbox.c.claim_tot <= now, outbox.c.claim_tot > later
    )
    return Vast(
        select(*(outbox.c[name] for name in _AANGEBODEN), envelop.c.inhoud)
        .join(envelop, envelop.c.outbox == outbox.c.id)
        .where(_under_way(bindparam("van")), _aan_de_beurt(now, later), unclaimed, first_in_line)
        .order_by(outbox.c.id)
        .limit(bindparam("hoeveel"))
    )


def _under_way(gemeente: str | BindParameter[Any]) -> ColumnElement[bool]:
    return and_(outbox.c.gemeente == gemeente, WAITING, _FREED)


_VRIJ = _vrij()
_NEEM = Vast(
    update(outbox)
    .where(outbox.c.id == bindparam("rij"))
    .values(
        pogingen=outbox.c.pogingen + 1,
        claim=outbox.c.claim + 1,
        houder=bindparam("wie"),
        claim_tot=bindparam("tot"),
    )
)
_HELD = and_(outbox.c.gemeente == bindparam("van"), WAITING, outbox.c.houder.is_not(None))
_HOUDERS = Vast(select(outbox.c.houder).where(_HELD).distinct())
_LOS = Vast(
    update(outbox)
    .where(_HELD, outbox.c.houder == bindparam("wie"))
    .values(houder=None, claim_tot=None)
)
_GECLAIMD = and_(
    outbox.c.status == OutboxStatus.KLAARGEZET.value,
    outbox.c.claim_tot.is_not(None),
)
_TERUG = Vast(
    update(outbox)
    .where(outbox.c.id == bindparam("rij"), outbox.c.claim == bindparam("beurt"), _GECLAIMD)
    .values(pogingen=outbox.c.pogingen - 1, houder=None, claim_tot=None)
)
_RIJEN = Vast(
    select(
        *(outbox.c[name] for name in ("id", "claim", "run", "gemeente", "referentie", "versie")),
        outbox.c.code,
    )
    .where(outbox.c.id.in_(reeks("rij")), _GECLAIMD)
    .with_for_update()
)
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


def _claimed(conn: Connection, outgoing: Outgoing) -> Row[Any]:
    """Give the row, provided that this claim is still the latest one on it."""
    mine = and_(outbox.c.id == outgoing.id, outbox.c.claim == outgoing.claim, _GECLAIMD)
    found = conn.execute(select(outbox).where(mine).with_for_update()).one_or_none()
    if found is None:
        raise problems.claim_lost(outgoing.claim)
    return found


def _still_claimed(conn: Connection, given: Sequence[Outgoing]) -> dict[int, Row[Any]]:
    """Give the rows by number of which this claim is still the latest one, as they are stored."""
    claims = {outgoing.id: outgoing.claim for outgoing in given}
    found = chain.from_iterable(_RIJEN.ask(conn, **some) for some in porties("rij", list(claims)))
    return {row.id: row for row in found if row.claim == claims[row.id]}


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


def _sealed(row: Row[Any]) -> SealedMelding:
    kop = Kop(
        schemaVersie=row.schemaversie,
        referentie=row.referentie,
        dossiersleutel=row.dossiersleutel,
        versie=row.versie,
        soortMelding=SoortMelding(row.soort),
        gemeenteCode=row.gemeentecode,
        inhoudsmerk=row.inhoudsmerk,
        aangemaaktOp=text_moment(row.aangemaakt_op),
    )
    return SealedMelding(kop, row.inhoud)


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

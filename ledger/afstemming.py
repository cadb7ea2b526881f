"""Comparing with the backend, and what follows: rows that lapse, and versions taken over.

A version that the backend lacks or has otherwise is not sent again as it was: its envelope is gone.
Its row lapses, and the next read seals the provision one version higher.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select, update

from ledger import audit, leases, marks, standen, terug, wisjournaal
from ledger.bewijs import Bewijsmap
from ledger.shapes.afstemming import (
    Aansluiting,
    Boekstand,
    Geboekt,
    Ingreep,
    Overgenomen,
    Overname,
    Reparatie,
)
from ledger.shapes.runs import Lease, Resultaat
from ledger.shapes.standen import OutboxStatus, StandStaat
from ledger.tables import WAITING, envelop, outbox, overname, stand
from ledger.tables import run as runs
from ledger.wissen import vingerafdruk
from regres import SoortMelding
from regres.terug import OntvangenMelding

#: Why a row lapsed, and the action in the audit trail.
CODE, ACTIE = "R-0703", "afstemming"
#: The key version of a mark that the backend gave: it does not say under which it was made.
ONBEKEND = 0


def boekstand(conn: Connection, gemeente: str) -> Boekstand:
    """Give what was released here."""
    rows = conn.execute(
        select(outbox.c.referentie, outbox.c.versie, outbox.c.soort, outbox.c.inhoudsmerk)
        .add_columns(outbox.c.zaaknummer, outbox.c.status)
        .join(runs, runs.c.id == outbox.c.run)
        .where(outbox.c.gemeente == gemeente, runs.c.resultaat == Resultaat.VRIJ.value)
    ).all()
    taken = conn.execute(select(overname).where(overname.c.gemeente == gemeente)).all()
    there = [row for row in rows if row.status == OutboxStatus.ONTVANGEN.value]
    delivered: dict[str, list[Geboekt]] = defaultdict(list)
    for row in (*there, *taken):
        kind = SoortMelding(row.soort)
        one = Geboekt(row.versie, kind, row.inhoudsmerk, row.zaaknummer)
        delivered[row.referentie].append(one)
    current = conn.execute(select(stand).where(stand.c.gemeente == gemeente)).all()
    return Boekstand(
        geleverd={
            name: tuple(sorted(found, key=lambda one: one.versie))
            for name, found in delivered.items()
        },
        bekend=frozenset((row.referentie, row.versie, row.inhoudsmerk) for row in (*rows, *taken)),
        standen={row.referentie: row.versie for row in current},
        herlezen=frozenset(row.referentie for row in current if not row.inhoudsmerk),
    )


# -- repairing ------------------------------------------------------------------------------------


def herstel(
    conn: Connection, lease: Lease, reparaties: Sequence[Reparatie], now: datetime, wie: str
) -> None:
    """Let rows lapse, or take the backend's case number over; the sources are read in full."""
    leases.check(conn, lease)
    for one in reparaties:
        _een(conn, lease.gemeente, one, now, wie)
    if any(one.verzegel_na is not None for one in reparaties):
        marks.read_again(conn, lease.gemeente, now)


def _een(conn: Connection, gemeente: str, one: Reparatie, now: datetime, wie: str) -> None:
    for versie, ingreep in sorted(one.ingrepen.items()):
        for table in (outbox, overname):
            mine = and_(
                table.c.gemeente == gemeente,
                table.c.referentie == one.referentie,
                table.c.versie == versie,
            )
            if ingreep is Ingreep.ZAAKNUMMER:
                conn.execute(update(table).where(mine).values(zaaknummer=one.zaaknummer))
            elif table is overname:
                conn.execute(delete(overname).where(mine))
            else:
                lapsed = {"status": OutboxStatus.VERVALLEN.value, "code": CODE}
                arrived = outbox.c.status == OutboxStatus.ONTVANGEN.value
                conn.execute(update(outbox).where(mine, arrived).values(lapsed))
        told = f"versie {versie} {ingreep.value}"
        origin = f"gemeente:{gemeente}"
        audit.note_meldingen(conn, ACTIE, [(one.referentie, origin)], told, now, wie)
    if one.zaaknummer:
        standen.set_case(conn, gemeente, one.referentie, one.zaaknummer)
    if one.verzegel_na is not None:
        standen.again(conn, gemeente, one.referentie, one.verzegel_na)


# -- taking over ----------------------------------------------------------------------------------


def neem_over(
    conn: Connection,
    lease: Lease,
    ledger_id: str,
    bewijs: Bewijsmap | None,
    lijst: Iterable[OntvangenMelding],
    now: datetime,
    wie: str,
) -> Overgenomen:
    """Take over what the backend has and this ledger does not know; what was erased stays so.

    A stand that is there follows the backend's latest version. One that is not is made by the read
    that meets the provision. Rows that wait here for what has arrived already get their receipt,
    and older ones lapse.
    """
    leases.check(conn, lease)
    gemeente = lease.gemeente
    erased = _gewist(conn, ledger_id, bewijs)
    there: dict[str, list[OntvangenMelding]] = defaultdict(list)
    for one in lijst:
        there[one.referentie].append(one)
    gone = [name for name in there if erased(name) and not _bekend(conn, gemeente, name)]
    taken = sum(
        _neem(conn, gemeente, name, versions, now)
        for name, versions in there.items()
        if name not in gone
    )
    if taken:
        marks.read_again(conn, gemeente, now)
    told = f"overgenomen {taken}, gewist {len(gone)}"
    audit.note(conn, ACTIE, told, now, oorsprong=f"gemeente:{gemeente}", actor=wie)
    return Overgenomen(taken, len(gone))


def _neem(
    conn: Connection,
    gemeente: str,
    referentie: str,
    versions: Sequence[OntvangenMelding],
    now: datetime,
) -> int:
    mine = (outbox.c.gemeente == gemeente, outbox.c.referentie == referentie)
    rows = {row.versie: row for row in conn.execute(select(outbox).where(*mine))}
    last = max(versions, key=lambda one: one.versie)
    _afgerond(conn, gemeente, referentie, versions)
    known = {
        versie
        for versie, row in rows.items()
        if row.status != OutboxStatus.VERVALLEN.value
        and any((one.versie, one.inhoudsmerk) == (versie, row.inhoudsmerk) for one in versions)
    }
    kept = set(
        conn.scalars(
            select(overname.c.versie).where(
                overname.c.gemeente == gemeente, overname.c.referentie == referentie
            )
        )
    )
    fresh = [one for one in versions if one.versie not in known | kept]
    if fresh:
        conn.execute(insert(overname), [_overname(gemeente, one, now) for one in fresh])
    _stand(conn, gemeente, last)
    return len(fresh)


def _afgerond(
    conn: Connection, gemeente: str, referentie: str, versions: Sequence[OntvangenMelding]
) -> None:
    """Give rows that wait for what has arrived their receipt; let older ones lapse."""
    last = max(one.versie for one in versions)
    there = {(one.versie, one.inhoudsmerk): one for one in versions}
    waiting = and_(
        outbox.c.gemeente == gemeente, outbox.c.referentie == referentie, outbox.c.versie <= last
    )
    freed = exists().where(runs.c.id == outbox.c.run, runs.c.resultaat == Resultaat.VRIJ.value)
    for row in conn.execute(select(outbox).where(waiting, WAITING, freed)).all():
        arrived = there.get((row.versie, row.inhoudsmerk))
        values: dict[str, Any] = {"houder": None, "claim_tot": None}
        if arrived is None:
            values |= {"status": OutboxStatus.VERVALLEN.value, "code": CODE}
        else:
            values |= {"status": OutboxStatus.ONTVANGEN.value, "zaaknummer": arrived.zaaknummer}
            values |= {"ontvangen_op": arrived.ontvangenOp}
        conn.execute(update(outbox).where(outbox.c.id == row.id).values(values))
        conn.execute(delete(envelop).where(envelop.c.outbox == row.id))


def _stand(conn: Connection, gemeente: str, last: OntvangenMelding) -> None:
    mine = and_(stand.c.gemeente == gemeente, stand.c.referentie == last.referentie)
    row = conn.execute(select(stand).where(mine)).one_or_none()
    if row is None:
        return
    values: dict[str, Any] = {"afgeleverd": True, "zaaknummer": last.zaaknummer}
    same = (row.versie, row.inhoudsmerk) == (last.versie, last.inhoudsmerk)
    if row.versie <= last.versie and not same:
        values |= {"versie": last.versie, "inhoudsmerk": last.inhoudsmerk, "groepmerken": "{}"}
        values |= {"merkversie": ONBEKEND, "staat": _staat(last.soort).value}
    conn.execute(update(stand).where(mine).values(values))


def overnames(conn: Connection, gemeente: str) -> dict[str, Overname]:
    """Give what waits for a read to meet it: taken over, and no stand is there."""
    here = exists().where(stand.c.gemeente == gemeente, stand.c.referentie == overname.c.referentie)
    wanted = select(overname).where(overname.c.gemeente == gemeente, ~here)
    found = conn.execute(wanted.order_by(overname.c.versie))
    return {row.referentie: _shape(row) for row in found}


def sluit_aan(conn: Connection, lease: Lease, run: int, met: Sequence[Aansluiting]) -> None:
    """Make the stands of provisions that a read met: neutral, so it stays when the run fails."""
    row = leases.open_run(conn, lease, run)
    for one in met:
        closed = terug.afgesloten_op(conn, lease.gemeente, one.overname.referentie)
        standen.found(conn, row, one, _staat(one.overname.soort), closed)


def wacht(conn: Connection, gemeente: str) -> int:
    """Count the meldingen that a read must meet: to be sealed again, or taken over."""
    again = select(func.count()).select_from(stand)
    anew = again.where(stand.c.gemeente == gemeente, stand.c.inhoudsmerk == "")
    return int(conn.scalar(anew) or 0) + _unmet(conn, gemeente)


def _unmet(conn: Connection, gemeente: str) -> int:
    here = exists().where(stand.c.gemeente == gemeente, stand.c.referentie == overname.c.referentie)
    wanted = select(func.count(overname.c.referentie.distinct()))
    return int(conn.scalar(wanted.where(overname.c.gemeente == gemeente, ~here)) or 0)


def _gewist(conn: Connection, ledger_id: str, bewijs: Bewijsmap | None) -> Any:
    """Give what tells of a referentie whether the journal says that it was erased."""
    if bewijs is None:
        return lambda name: False
    lines = [one for one in wisjournaal.lees(bewijs) if one.soort == wisjournaal.WISSEN]
    prints = {
        (one.grootboek, mark)
        for one in lines
        for mark in one.inhoud["wat"].get("voorzieningen", ())
    }
    ledgers = {ledger for ledger, _ in prints}
    return lambda name: any((one, vingerafdruk(one, name)) in prints for one in ledgers)


def _bekend(conn: Connection, gemeente: str, referentie: str) -> bool:
    tables = (stand, outbox)
    mine = (
        select(table.c.referentie)
        .where(table.c.gemeente == gemeente, table.c.referentie == referentie)
        .limit(1)
        for table in tables
    )
    return any(conn.scalar(wanted) is not None for wanted in mine)


def _overname(gemeente: str, one: OntvangenMelding, now: datetime) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "referentie": one.referentie,
        "versie": one.versie,
        "soort": one.soort.value,
        "inhoudsmerk": one.inhoudsmerk,
        "zaaknummer": one.zaaknummer,
        "ontvangen_op": one.ontvangenOp,
        "overgenomen_op": now,
        "bestand": None,
    }


def _shape(row: Row[Any]) -> Overname:
    soort = SoortMelding(row.soort)
    return Overname(row.referentie, row.versie, soort, row.inhoudsmerk, row.zaaknummer)


def _staat(soort: SoortMelding) -> StandStaat:
    withdrawn = soort is SoortMelding.INTREKKING
    return StandStaat.INGETROKKEN if withdrawn else StandStaat.STAAND

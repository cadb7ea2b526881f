"""Return files: which lines are still to be told, and the promise that a file tells them.

A file is written aside at its place first. Then this ledger promises that its lines were told, and
only then the file gets its name. So no kill between two steps tells a line twice or not at all:
what was promised is only renamed, and what was not is written anew.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    insert,
    select,
    update,
)

from ledger import audit, dialect, leases
from ledger.shapes.runs import Lease, Resultaat
from ledger.shapes.standen import OutboxStatus
from ledger.shapes.terug import Retourbestand, Retoursoort
from ledger.tables import outbox, overname, retourbestand, retourstand, stand, terugkoppeling
from ledger.tables import run as runs

_SOME = 500
_NIET = (OutboxStatus.INGEHAALD.value, OutboxStatus.VERVALLEN.value)


def te_melden(conn: Connection, gemeente: str) -> set[str]:
    """Give the referentie of every freed version that no return file told of.

    And of what was taken over from the backend: whether it was told before is not known here.
    """
    wanted = select(outbox.c.referentie).where(_untold(gemeente)).distinct()
    return set(conn.scalars(wanted)) | set(conn.scalars(_taken_over(gemeente)))


def naam_voor(conn: Connection, gemeente: str, soort: Retoursoort, dag: date, run: int) -> str:
    """Give a name that this municipality never had: `verzonden-<run>.csv`, `terug-<dag>.csv`."""
    begin = f"verzonden-{run}" if soort is Retoursoort.VERZONDEN else f"terug-{dag.isoformat()}"
    mine = (retourbestand.c.gemeente == gemeente, retourbestand.c.naam.startswith(begin))
    known = set(conn.scalars(select(retourbestand.c.naam).where(*mine)))
    number, name = 1, f"{begin}.csv"
    while name in known:
        number, name = number + 1, f"{begin}-{number + 1}.csv"
    return name


def beloof_verzonden(
    conn: Connection,
    lease: Lease,
    bestand: Retourbestand,
    referenties: Sequence[str],
    now: datetime,
) -> None:
    """Promise that this file tells these meldingen."""
    leases.check(conn, lease)
    gemeente = lease.gemeente
    for some in _batches(referenties):
        mine = and_(_untold(gemeente), outbox.c.referentie.in_(some))
        rows = select(outbox.c.id).where(mine)
        told = update(outbox).where(outbox.c.id.in_(rows))
        conn.execute(told.values(bestand=bestand.naam))
        taken = and_(overname.c.gemeente == gemeente, overname.c.referentie.in_(some))
        untold = update(overname).where(taken, overname.c.bestand.is_(None))
        conn.execute(untold.values(bestand=bestand.naam))
    _beloof(conn, gemeente, bestand, now)


def beloof_terug(
    conn: Connection, lease: Lease, bestand: Retourbestand, nummers: Sequence[int], now: datetime
) -> None:
    """Promise that this file tells these steps."""
    leases.check(conn, lease)
    meld(conn, lease.gemeente, bestand.naam, nummers)
    _beloof(conn, lease.gemeente, bestand, now)


def was_beloofd(
    conn: Connection, gemeente: str, bestand: Retourbestand, nummers: Sequence[int], op: datetime
) -> None:
    """Take over what lies outside the database: a file that was promised, and a backup forgot.

    Whether it got its name is not known here; the next run looks.
    """
    meld(conn, gemeente, bestand.naam, nummers)
    made = dialect.upsert(conn, retourbestand).values(**_row(gemeente, bestand, op))
    conn.execute(made.on_conflict_do_nothing())


def meld(conn: Connection, gemeente: str, naam: str, nummers: Sequence[int]) -> None:
    """Mark steps as told by a file; what another file told stays that one's."""
    for some in _batches(nummers):
        mine = and_(
            terugkoppeling.c.gemeente == gemeente,
            terugkoppeling.c.volgnummer.in_(some),
            terugkoppeling.c.bestand.is_(None),
        )
        conn.execute(update(terugkoppeling).where(mine).values(bestand=naam))


def open_bestanden(conn: Connection, gemeente: str) -> list[Retourbestand]:
    """Give the files that were promised and may not have their name yet, oldest first."""
    mine = (retourbestand.c.gemeente == gemeente, retourbestand.c.geplaatst_op.is_(None))
    wanted = select(retourbestand).where(*mine).order_by(retourbestand.c.klaar_op)
    return [
        Retourbestand(row.naam, Retoursoort(row.soort), row.run, row.regels, row.geplaatst_op)
        for row in conn.execute(wanted)
    ]


def geplaatst(conn: Connection, gemeente: str, naam: str, now: datetime) -> None:
    """Note that a file has its name."""
    mine = (retourbestand.c.gemeente == gemeente, retourbestand.c.naam == naam)
    conn.execute(update(retourbestand).where(*mine).values(geplaatst_op=now))


def gelukt(conn: Connection, gemeente: str, bronset: str, now: datetime) -> None:
    """Note that a read of this source gave back all that it met."""
    _note(conn, gemeente, bronset, gelukt_op=now, code="", sinds=None)


def mislukt(conn: Connection, gemeente: str, bronset: str, code: str, now: datetime) -> None:
    """Note that giving back failed; since when is kept."""
    mine = (retourstand.c.gemeente == gemeente, retourstand.c.bronset == bronset)
    since = conn.scalar(select(retourstand.c.sinds).where(*mine))
    _note(conn, gemeente, bronset, code=code, sinds=since or now)


def wacht(conn: Connection, gemeente: str, bronset: str) -> bool:
    """Tell whether a read of this source would have something to give back.

    That is when the last attempt failed, when there are steps to tell, or when versions of it were
    freed since: by a person, for what a read frees it tells itself.
    """
    mine = (retourstand.c.gemeente == gemeente, retourstand.c.bronset == bronset)
    row = conn.execute(select(retourstand).where(*mine)).one_or_none()
    if row is not None and row.sinds is not None:
        return True
    later = [runs.c.vrij_op > row.gelukt_op] if row is not None and row.gelukt_op else []
    of_source = exists().where(runs.c.id == outbox.c.run, runs.c.bronset == bronset, *later)
    freed = select(outbox.c.id).where(_untold(gemeente), of_source).limit(1)
    return _steps(conn, gemeente, bronset) or conn.scalar(freed) is not None


def fouten(conn: Connection, gemeente: str) -> dict[str, tuple[str, datetime]]:
    """Give the sources whose giving back fails, with the code and since when."""
    mine = (retourstand.c.gemeente == gemeente, retourstand.c.sinds.is_not(None))
    return {
        row.bronset: (row.code, row.sinds)
        for row in conn.execute(select(retourstand).where(*mine).order_by(retourstand.c.bronset))
    }


def aantal_te_melden(conn: Connection, gemeente: str) -> tuple[int, int]:
    """Count the meldingen and the steps that no return file told."""
    mine = (terugkoppeling.c.gemeente == gemeente, terugkoppeling.c.bestand.is_(None))
    steps = conn.scalar(select(func.count()).select_from(terugkoppeling).where(*mine))
    rows = select(func.count(outbox.c.referentie.distinct())).where(_untold(gemeente))
    return int(conn.scalar(rows) or 0), int(steps or 0)


def _steps(conn: Connection, gemeente: str, bronset: str) -> bool:
    of_other = select(stand.c.referentie).where(
        stand.c.gemeente == gemeente, stand.c.bronset != bronset
    )
    mine = (
        terugkoppeling.c.gemeente == gemeente,
        terugkoppeling.c.bestand.is_(None),
        terugkoppeling.c.referentie.not_in(of_other),
    )
    return conn.scalar(select(terugkoppeling.c.volgnummer).where(*mine).limit(1)) is not None


def _taken_over(gemeente: str) -> Select[tuple[str]]:
    mine = (overname.c.gemeente == gemeente, overname.c.bestand.is_(None))
    return select(overname.c.referentie).where(*mine).distinct()


def _untold(gemeente: str) -> ColumnElement[bool]:
    freed = exists().where(runs.c.id == outbox.c.run, runs.c.resultaat == Resultaat.VRIJ.value)
    return and_(
        outbox.c.gemeente == gemeente,
        outbox.c.bestand.is_(None),
        outbox.c.status.not_in(_NIET),
        freed,
    )


def _beloof(conn: Connection, gemeente: str, bestand: Retourbestand, now: datetime) -> None:
    conn.execute(insert(retourbestand).values(_row(gemeente, bestand, now)))
    told = f"{bestand.regels} regels, run {bestand.run}"
    origin = f"gemeente:{gemeente}"
    audit.note(conn, "retour", told, now, object_=bestand.naam, oorsprong=origin)


def _row(gemeente: str, bestand: Retourbestand, now: datetime) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "naam": bestand.naam,
        "soort": bestand.soort.value,
        "run": bestand.run,
        "regels": bestand.regels,
        "klaar_op": now,
        "geplaatst_op": None,
    }


def _batches(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + _SOME] for start in range(0, len(items), _SOME)]


def _note(conn: Connection, gemeente: str, bronset: str, **values: Any) -> None:
    first = {"code": ""} | values
    made = dialect.upsert(conn, retourstand).values(gemeente=gemeente, bronset=bronset, **first)
    keys = [retourstand.c.gemeente, retourstand.c.bronset]
    conn.execute(made.on_conflict_do_update(index_elements=keys, set_=values))

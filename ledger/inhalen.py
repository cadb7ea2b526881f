"""What waits for catching up, and how far that is: counted from stubs and runs, kept nowhere else.

So there is nothing to resume: what was sent has no stub any more, and what was not has one.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from ledger.shapes.regie import Inhaalkandidaat, Inhaalstand, Inhaaltermijn
from ledger.shapes.runs import INHALEN, Resultaat
from ledger.shapes.stubs import StubSoort
from ledger.tables import run as runs
from ledger.tables import stub

#: Days that a deadline may still be away, for each band of the list; what is later has no band.
BANDEN = ((Inhaaltermijn.MAAND, 30), (Inhaaltermijn.KWARTAAL, 91), (Inhaaltermijn.JAAR, 365))


def kandidaten(
    conn: Connection,
    gemeente: str,
    bronnen: Sequence[str],
    vanaf: date,
    hoogstens: int,
    vandaag: date,
) -> list[Inhaalkandidaat]:
    """Give what is to be taken next, most urgent first.

    The deadline that comes first, then what has none, then what has passed already, the latest of
    those first: a case that is lost need not go before one that can still be saved. Of a sliding
    window nothing is taken: such a read does not say where a record will be met again.
    """
    passed = stub.c.uiterlijk < vandaag
    wanted = (
        select(stub)
        .where(
            _waits(gemeente),
            stub.c.bronset.in_(list(bronnen)),
            stub.c.toekenning >= vanaf,
            stub.c.snede != "",
        )
        .order_by(
            case((stub.c.uiterlijk.is_(None), 1), (passed, 2), else_=0),
            case((passed, None), else_=stub.c.uiterlijk),
            stub.c.uiterlijk.desc(),
            stub.c.eerst_gezien,
            stub.c.zoeksleutel,
        )
        .limit(hoogstens)
    )
    return [
        Inhaalkandidaat(row.zoeksleutel, row.bronset, row.snede, row.uiterlijk)
        for row in conn.execute(wanted)
    ]


def ingehaald(conn: Connection, gemeente: str, dag: date | None = None) -> int:
    """Count the meldingen that catch-up freed, on one day or ever."""
    which = and_(
        runs.c.gemeente == gemeente,
        runs.c.slotnaam == INHALEN,
        runs.c.resultaat == Resultaat.VRIJ.value,
    )
    if dag is not None:
        which = and_(which, runs.c.dag == dag)
    return int(conn.scalar(select(func.coalesce(func.sum(runs.c.nieuw), 0)).where(which)) or 0)


def stand(conn: Connection, gemeente: str, vanaf: date, vandaag: date) -> Inhaalstand:
    """Count what waits for catching up by how near its deadline is."""
    rows = conn.execute(
        select(stub.c.uiterlijk, stub.c.snede, stub.c.toekenning).where(_waits(gemeente))
    )
    termijnen = dict.fromkeys(Inhaaltermijn, 0)
    wacht = later = ervoor = 0
    for row in rows:
        if row.toekenning is None or row.toekenning < vanaf:
            ervoor += 1
            continue
        wacht += 1
        later += row.snede == ""
        termijnen[_termijn(row.uiterlijk, vandaag)] += 1
    last = select(func.max(runs.c.dag)).where(
        runs.c.gemeente == gemeente, runs.c.slotnaam == INHALEN
    )
    day = conn.scalar(last)
    return Inhaalstand(
        wacht=wacht,
        wacht_op_rondgang=later,
        voor_vanaf=ervoor,
        termijnen=termijnen,
        ingehaald=ingehaald(conn, gemeente),
        laatste_nacht=day,
        die_nacht=0 if day is None else ingehaald(conn, gemeente, day),
    )


def wachtend(conn: Connection, gemeente: str) -> int:
    """Count what waits for catching up, whatever its day."""
    return int(conn.scalar(select(func.count()).select_from(stub).where(_waits(gemeente))) or 0)


def _waits(gemeente: str) -> ColumnElement[bool]:
    return and_(
        stub.c.gemeente == gemeente,
        stub.c.gesloten_op.is_(None),
        stub.c.soort == StubSoort.VASTGEHOUDEN.value,
        stub.c.toekenning.is_not(None),
    )


def _termijn(uiterlijk: date | None, vandaag: date) -> Inhaaltermijn:
    if uiterlijk is None:
        return Inhaaltermijn.ONBEKEND
    days = (uiterlijk - vandaag).days
    if days < 0:
        return Inhaaltermijn.VERSTREKEN
    return next((name for name, within in BANDEN if days <= within), Inhaaltermijn.LATER)

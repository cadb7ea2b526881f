"""What was sent, and how far the backend is with it: for whoever asks after his meldingen."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from ledger import outbox
from ledger.shapes.meldingen import Melding, Meldingvraag, Stap
from ledger.shapes.standen import StandStaat
from ledger.tables import outbox as rows
from ledger.tables import run as runs
from ledger.tables import stand, terugkoppeling


def listed(conn: Connection, asked: Meldingvraag) -> list[Melding]:
    """Give what was asked for, last sent first, each with its steps in order."""
    found = conn.execute(_wanted(asked).limit(asked.hoogstens)).all()
    steps = _steps(conn, [row.referentie for row in found])
    return [_melding(row, steps.get((row.gemeente, row.referentie), ())) for row in found]


def counted(conn: Connection, asked: Meldingvraag) -> int:
    """Count what was asked for."""
    wanted = select(func.count()).select_from(stand).where(*_which(asked))
    return int(conn.scalar(wanted) or 0)


def _wanted(asked: Meldingvraag) -> Select[Any]:
    newest = (
        select(func.max(rows.c.id))
        .where(rows.c.gemeente == stand.c.gemeente, rows.c.referentie == stand.c.referentie)
        .correlate(stand)
        .scalar_subquery()
    )
    return (
        select(
            *(stand.c[name] for name in ("gemeente", "referentie", "zaaknummer", "versie")),
            stand.c.staat,
            stand.c.zoeksleutel,
            rows.c.status,
            rows.c.aangemaakt_op,
            rows.c.ontvangen_op,
            rows.c.pogingen,
            rows.c.claim,
            rows.c.soort,
            runs.c.resultaat,
        )
        .outerjoin(rows, rows.c.id == newest)
        .outerjoin(runs, runs.c.id == rows.c.run)
        .where(*_which(asked))
        .order_by(rows.c.id.desc(), stand.c.referentie)
    )


def _which(asked: Meldingvraag) -> Sequence[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [stand.c.gemeente.in_(list(asked.gemeenten))]
    if asked.zoek:
        begins = [
            column.startswith(asked.zoek, autoescape=True)
            for column in (stand.c.referentie, stand.c.zaaknummer)
        ]
        which.append(or_(*begins))
    if asked.stap:
        which.append(_stands_at(asked.stap))
    return which


def _stands_at(stap: str) -> ColumnElement[bool]:
    """Tell of a melding that this is its last step."""
    later = terugkoppeling.alias("later")
    mine = and_(
        terugkoppeling.c.gemeente == stand.c.gemeente,
        terugkoppeling.c.referentie == stand.c.referentie,
    )
    # Of the step, not of the stand: a question in a question knows only the one right around it.
    after = and_(
        later.c.gemeente == terugkoppeling.c.gemeente,
        later.c.referentie == terugkoppeling.c.referentie,
        later.c.volgnummer > terugkoppeling.c.volgnummer,
    )
    last = and_(mine, terugkoppeling.c.stap == stap, ~exists().where(after))
    return exists().where(last).correlate(stand)


def _steps(conn: Connection, names: Collection[str]) -> dict[tuple[str, str], list[Stap]]:
    wanted = (
        select(terugkoppeling)
        .where(terugkoppeling.c.referentie.in_(list(names)))
        .order_by(terugkoppeling.c.volgnummer)
    )
    found: dict[tuple[str, str], list[Stap]] = {}
    for row in conn.execute(wanted):
        step = Stap(row.stap, row.datum, row.advies, row.redencode)
        found.setdefault((row.gemeente, row.referentie), []).append(step)
    return found


def _melding(row: Row[Any], steps: Sequence[Stap]) -> Melding:
    return Melding(
        gemeente=row.gemeente,
        referentie=row.referentie,
        zaaknummer=row.zaaknummer,
        versie=row.versie,
        staat=StandStaat(row.staat),
        status=outbox.status_of(row) if row.status else None,
        verstuurd=row.aangemaakt_op,
        ontvangen=row.ontvangen_op,
        stappen=tuple(steps),
    )

"""The open problems: opened and closed by what is reported, one row each, and who knows of them.

Whoever looks after something (`melder`) reports all that is wrong with it, each time anew; what it
no longer reports is over. So nothing has to remember that it once complained, and a restart or a
missed look changes nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from ledger import words
from ledger.dialect import upsert
from ledger.shapes.openstaand import WANKEL, Gemeld, OpenProbleem, Vertelling
from ledger.tables import openstaand, verteld
from regres import Problem
from regres.dag import lokale_dag
from regres.waarde import dataclass

#: A problem that stays is noted as seen at most this often: a look that finds nothing new writes
#: nothing.
_OPNIEUW = timedelta(hours=1)
#: What has been over for so long goes: no person is in it, and nobody asks for it any more.
BEWAARD = timedelta(days=400)

Sleutel = tuple[str, str, str, str]
Gemeldingen = Mapping[str, Sequence[Gemeld]]


@dataclass(frozen=True, slots=True)
class Verschil:
    """What a report changes: new and returning problems, those seen again, and those over."""

    nieuw: Mapping[Sleutel, Problem]
    terug: Mapping[int, Problem]
    gezien: Mapping[int, Problem]
    weg: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.nieuw or self.terug or self.gezien or self.weg)


def verschil(conn: Connection, gemeente: str, gemeld: Gemeldingen, now: datetime) -> Verschil:
    """Compare a report with what is known; writes nothing."""
    reported = dict(_per_sleutel(gemeld))
    rows = {_sleutel(row): row for row in conn.execute(_van(gemeente, gemeld))}
    known = {key: rows[key] for key in reported.keys() & rows.keys()}
    there = {key: row for key, row in known.items() if row.opgelost_op is None}
    return Verschil(
        nieuw={key: reported[key] for key in reported if key not in rows},
        terug={row.id: reported[key] for key, row in known.items() if key not in there},
        gezien={
            row.id: reported[key]
            for key, row in there.items()
            if _anders(row, reported[key]) or now - row.laatst_gezien >= _OPNIEUW
        },
        weg=tuple(
            row.id for key, row in rows.items() if key not in reported and row.opgelost_op is None
        ),
    )


def meld(conn: Connection, gemeente: str, gemeld: Gemeldingen, now: datetime) -> None:
    """Open, renew and close problems so that they are what was reported."""
    found = verschil(conn, gemeente, gemeld, now)
    for key, problem in found.nieuw.items():
        _open(conn, gemeente, key, problem, now)
    for row, problem in {**found.terug, **found.gezien}.items():
        _zie(conn, row, problem, now)
    for row in found.weg:
        conn.execute(update(openstaand).where(openstaand.c.id == row).values(opgelost_op=now))
    conn.execute(delete(openstaand).where(openstaand.c.opgelost_op < now - BEWAARD))


def openstaande(conn: Connection, gemeente: str | None = None) -> list[OpenProbleem]:
    """Give what is open, longest first; of one municipality, of the installation (""), or all."""
    wanted = select(openstaand).where(openstaand.c.opgelost_op.is_(None))
    if gemeente is not None:
        wanted = wanted.where(openstaand.c.gemeente == gemeente)
    found = conn.execute(wanted.order_by(openstaand.c.eerst_gezien, openstaand.c.id))
    return [_probleem(row) for row in found]


def vertellingen(conn: Connection, aan: str, gemeenten: Collection[str]) -> list[Vertelling]:
    """Give what these readers should know: all that is open, and what is over since they heard."""
    about = verteld.c.openstaand == openstaand.c.id
    wanted = (
        select(openstaand, verteld.c.verteld.label("sinds"))
        .outerjoin(verteld, about & (verteld.c.aan == aan))
        .where(
            openstaand.c.gemeente.in_(gemeenten),
            or_(openstaand.c.opgelost_op.is_(None), verteld.c.verteld.is_not(None)),
        )
        .order_by(openstaand.c.eerst_gezien, openstaand.c.id)
    )
    return [Vertelling(_probleem(row), row.sinds) for row in conn.execute(wanted)]


def vertel(
    conn: Connection, aan: str, er: Sequence[int], weg: Sequence[int], now: datetime
) -> None:
    """Note that these readers were told what is there, and what is over."""
    for row in er:
        told = {"openstaand": row, "aan": aan, "verteld": now}
        new = upsert(conn, verteld).values(told)
        conn.execute(
            new.on_conflict_do_update(index_elements=["openstaand", "aan"], set_={"verteld": now})
        )
    conn.execute(delete(verteld).where(verteld.c.aan == aan, verteld.c.openstaand.in_(weg)))


def _per_sleutel(gemeld: Gemeldingen) -> Iterator[tuple[Sleutel, Problem]]:
    for melder, found in gemeld.items():
        for one in found:
            yield (melder, one.problem.code, one.bron[:100], one.onderwerp[:200]), one.problem


def _van(gemeente: str, gemeld: Gemeldingen) -> Select[Any]:
    return select(openstaand).where(
        openstaand.c.gemeente == gemeente, openstaand.c.melder.in_(list(gemeld))
    )


def _sleutel(row: Row[Any]) -> Sleutel:
    return row.melder, row.code, row.bron, row.onderwerp


def _anders(row: Row[Any], problem: Problem) -> bool:
    return bool(row.probleem != _tekst(problem))


def _open(conn: Connection, gemeente: str, key: Sleutel, problem: Problem, now: datetime) -> None:
    melder, code, bron, onderwerp = key
    conn.execute(
        insert(openstaand).values(
            gemeente=gemeente,
            melder=melder,
            code=code,
            bron=bron,
            onderwerp=onderwerp,
            probleem=_tekst(problem),
            eerst_gezien=now,
            laatst_gezien=now,
            nachten=1,
            keer=1,
        )
    )


def _zie(conn: Connection, number: int, problem: Problem, now: datetime) -> None:
    row = conn.execute(select(openstaand).where(openstaand.c.id == number)).one()
    seen = {"probleem": _tekst(problem), "laatst_gezien": now}
    if row.opgelost_op is None:
        seen["nachten"] = row.nachten + (lokale_dag(now) > lokale_dag(row.laatst_gezien))
    else:
        soon = now - row.opgelost_op < WANKEL
        seen |= {"eerst_gezien": now, "nachten": 1, "opgelost_op": None}
        seen["keer"] = row.keer + 1 if soon else 1
    conn.execute(update(openstaand).where(openstaand.c.id == number).values(seen))


def _tekst(problem: Problem) -> str:
    return words.dump(problem.as_json())


def _probleem(row: Row[Any]) -> OpenProbleem:
    return OpenProbleem(
        id=row.id,
        gemeente=row.gemeente,
        melder=row.melder,
        bron=row.bron,
        onderwerp=row.onderwerp,
        problem=Problem.van_json(words.load(row.probleem)),
        eerst_gezien=row.eerst_gezien,
        laatst_gezien=row.laatst_gezien,
        nachten=row.nachten,
        keer=row.keer,
        opgelost_op=row.opgelost_op,
    )

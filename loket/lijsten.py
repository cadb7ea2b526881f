"""The handlers' lists: which cases, in which order; one query each, whatever the list is.

The order puts first what may be lost soonest for most money: the middle of a case's amount band,
divided by the days that are left. What has passed counts as a year away: it may be lost, or the
term may have begun later, so it must be looked at, but not before what can still be saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from loket.database import zaak
from loket.inhoud import BEDRAGKLASSEN, HOOGSTE_KLASSE
from loket.zaken import OPEN

BLAD: Final = 50
#: Euro in the middle of a band; without amounts a case is not the least, for nobody looked yet.
_MIDDEN = dict(zip(BEDRAGKLASSEN, (2_000, 500, 5_500, 30_000), strict=False)) | {
    HOOGSTE_KLASSE: 75_000
}
_VERSTREKEN, _ONBEKEND = 365, 1826


class Soort(StrEnum):
    """Which list. INHAAL holds what a municipality caught up from before it began."""

    NIEUW = "nieuw"
    INHAAL = "inhaal"
    MIJN = "mijn"
    ALLE = "alle"


class Volgorde(StrEnum):
    """In which order."""

    WAARDE = "waarde"
    TERMIJN = "termijn"
    BINNEN = "binnen"
    GEMEENTE = "gemeente"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """What is asked for.

    codes        gemeentecodes that the asker may see, predecessors too
    behandelaar  whose cases; "" = everyone's
    binnen       only terms that end within so many days
    aandacht     only what asks for a second look
    """

    soort: Soort
    codes: frozenset[str] = field(repr=False)
    behandelaar: str = ""
    uitkomst: str = ""
    binnen: int | None = None
    aandacht: bool = False
    volgorde: Volgorde = Volgorde.WAARDE
    blad: int = 1


@dataclass(frozen=True, slots=True)
class Rij:
    """One case in a list; as the database holds it."""

    zaaknummer: str
    gemeente: str
    behandelaar: str
    status: str
    geopend_op: Any
    aantal: int
    categorieen: str
    uitkomst: str
    termijn_op: date | None
    termijn_zeker: bool
    bedragklasse: str
    inhaalslag: bool
    stap: str
    advies: str
    aandacht: str


_KOLOMMEN = tuple(zaak.c[name] for name in Rij.__dataclass_fields__)


def zoek(tx: Connection, keuze: Keuze, vandaag: date) -> tuple[list[Rij], int]:
    """Give one page of a list, and how many cases it has in all."""
    chosen = _select(keuze, vandaag).add_columns(func.count().over().label("totaal"))
    page = chosen.limit(BLAD).offset(BLAD * (keuze.blad - 1))
    rows = tx.execute(page).all()
    return [Rij(*row[:-1]) for row in rows], int(rows[0].totaal) if rows else 0


def alle(tx: Connection, keuze: Keuze, vandaag: date) -> list[Rij]:
    """Give a list from beginning to end, for a file; its page is not looked at."""
    return [Rij(*row) for row in tx.execute(_select(keuze, vandaag))]


@dataclass(frozen=True, slots=True)
class Maanden:
    """Open cases by the month in which their term ends, "2027-03" -> how many."""

    aantallen: dict[str, int]
    verstreken: int
    onbekend: int


def termijnen(tx: Connection, codes: frozenset[str], wie: str, vandaag: date) -> Maanden:
    """Count the open cases of these municipalities per month; of one handler, or of all ("")."""
    month = func.strftime("%Y-%m", zaak.c.termijn_op)
    kind = case((zaak.c.termijn_op.is_(None), ""), (_dagen(vandaag) < 0, "-"), else_=month)
    rules = [zaak.c.gemeente.in_(codes), zaak.c.status == OPEN]
    if wie:
        rules.append(zaak.c.behandelaar == wie)
    counted = select(kind, func.count()).where(*rules).group_by(kind)
    found = {str(name): int(count) for name, count in tx.execute(counted)}
    return Maanden(found, found.pop("-", 0), found.pop("", 0))


@dataclass(frozen=True, slots=True)
class Buur:
    """A case beside another."""

    zaaknummer: str
    gemeente: str


def buren(
    tx: Connection, keuze: Keuze, zaaknummer: str, vandaag: date
) -> tuple[Buur | None, Buur | None]:
    """Give the cases before and after one in a list; None where there is none."""
    order = _volgorde(keuze.volgorde, vandaag)
    beside = [
        side(column).over(order_by=order).label(f"{name}_{column.name}")
        for name, side in (("voor", func.lag), ("na", func.lead))
        for column in (zaak.c.zaaknummer, zaak.c.gemeente)
    ]
    listed = select(zaak.c.zaaknummer, *beside).where(*_regels(keuze, vandaag)).subquery()
    row = tx.execute(select(listed).where(listed.c.zaaknummer == zaaknummer)).first()
    if row is None:
        return None, None
    before, after = tuple(row[1:3]), tuple(row[3:5])
    return (Buur(*before) if before[0] else None), (Buur(*after) if after[0] else None)


def tellingen(tx: Connection, codes: frozenset[str], wie: str) -> dict[str, int]:
    """Count the lists that stand beside each other: new, caught up, mine, and mine with news."""
    new = (zaak.c.advies == "") & (zaak.c.status == OPEN)
    mine = (zaak.c.behandelaar == wie) & (zaak.c.status == OPEN)
    counted = {
        "nieuw": new & ~zaak.c.inhaalslag,
        "inhaal": new & zaak.c.inhaalslag,
        "mijn": mine,
        "aandacht": mine & (zaak.c.aandacht != ""),
    }
    sums = [func.coalesce(func.sum(case((rule, 1), else_=0)), 0) for rule in counted.values()]
    row = tx.execute(select(*sums).where(zaak.c.gemeente.in_(codes))).one()
    return {name: int(count) for name, count in zip(counted, row, strict=True)}


def _select(keuze: Keuze, vandaag: date) -> Select[Any]:
    order = _volgorde(keuze.volgorde, vandaag)
    return select(*_KOLOMMEN).where(*_regels(keuze, vandaag)).order_by(*order)


def _regels(keuze: Keuze, vandaag: date) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = [zaak.c.gemeente.in_(keuze.codes)]
    match keuze.soort:
        case Soort.NIEUW | Soort.INHAAL:
            caught_up = zaak.c.inhaalslag.is_(keuze.soort is Soort.INHAAL)
            rules += [zaak.c.status == OPEN, zaak.c.advies == "", caught_up]
        case Soort.MIJN:
            rules += [zaak.c.status == OPEN]
    if keuze.behandelaar:
        rules.append(zaak.c.behandelaar == keuze.behandelaar)
    if keuze.uitkomst:
        rules.append(zaak.c.uitkomst == keuze.uitkomst)
    if keuze.aandacht:
        rules.append(zaak.c.aandacht != "")
    if keuze.binnen is not None:
        rules.append(_dagen(vandaag).between(0, keuze.binnen))
    return rules


def _dagen(vandaag: date) -> ColumnElement[Any]:
    return func.julianday(zaak.c.termijn_op) - func.julianday(vandaag.isoformat())


def _volgorde(volgorde: Volgorde, vandaag: date) -> Sequence[ColumnElement[Any]]:
    match volgorde:
        case Volgorde.TERMIJN:
            return (zaak.c.termijn_op.is_(None), zaak.c.termijn_op, zaak.c.id)
        case Volgorde.BINNEN:
            return (zaak.c.geopend_op.desc(), zaak.c.id.desc())
        case Volgorde.GEMEENTE:
            return (zaak.c.gemeente, zaak.c.termijn_op, zaak.c.id)
    days = _dagen(vandaag)
    weigh = case(
        (zaak.c.termijn_op.is_(None), _ONBEKEND), (days < 0, _VERSTREKEN), (days < 1, 1), else_=days
    )
    value = case(_MIDDEN, value=zaak.c.bedragklasse, else_=_MIDDEN[""])
    return ((1.0 * value / weigh).desc(), zaak.c.termijn_op, zaak.c.id)

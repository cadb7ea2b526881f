"""What a report counts: per municipality how its cases stand; never a person, never an amount."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, distinct, func, select

from loket.database import terugkoppeling, zaak
from loket.stappen import NIET_VERDER, VERDER
from loket.zaken import INGETROKKEN, OPEN
from regres.terug import AFGESLOTEN

#: name -> which cases it counts. In the order of the page.
_TELT: Final[Mapping[str, ColumnElement[bool]]] = {
    "zaken": zaak.c.samengevoegd_in.is_(None),
    "open": zaak.c.status == OPEN,
    "zonder_quickscan": (zaak.c.status == OPEN) & (zaak.c.advies == ""),
    "verder": zaak.c.advies == VERDER,
    "niet_verder": zaak.c.advies == NIET_VERDER,
    "afgesloten": zaak.c.status == AFGESLOTEN,
    "ingetrokken": zaak.c.status == INGETROKKEN,
}
#: Steps of the brochure that a report counts: cases that ever reached them.
_STAPPEN: Final = ("aansprakelijk_gesteld", "vordering_ingediend", "betaling")
NAMEN: Final = (*_TELT, *_STAPPEN)
#: Counts of everybody together below this are not shown (docs/architecture.md).
MINSTENS: Final = 5

Telling = dict[str, int]


def per_gemeente(tx: Connection) -> dict[str, Telling]:
    """Give the counts of every gemeentecode that has a case; two queries."""
    sums = [func.sum(case((rule, 1), else_=0)) for rule in _TELT.values()]
    rows = tx.execute(select(zaak.c.gemeente, *sums).group_by(zaak.c.gemeente))
    found = {
        row[0]: dict(zip(_TELT, map(int, row[1:]), strict=True)) | dict.fromkeys(_STAPPEN, 0)
        for row in rows
    }
    steps = (
        select(terugkoppeling.c.gemeente, terugkoppeling.c.stap)
        .add_columns(func.count(distinct(terugkoppeling.c.zaaknummer)))
        .where(terugkoppeling.c.stap.in_(_STAPPEN))
        .group_by(terugkoppeling.c.gemeente, terugkoppeling.c.stap)
    )
    for code, step, count in tx.execute(steps):
        found.setdefault(code, dict.fromkeys(NAMEN, 0))[step] = int(count)
    return found


def samen(tellingen: list[Telling]) -> Telling:
    """Add counts up."""
    return {name: sum(one[name] for one in tellingen) for name in NAMEN}


def alle_samen(alles: Telling, eigen: Telling) -> dict[str, int | None]:
    """Give the counts of everybody together; None where that would show a few of others.

    A number is kept back when it is below five, and when what is left of it after the asker's own
    is: he can take his own away.
    """
    return {
        name: alles[name] if _veilig(alles[name], alles[name] - eigen[name]) else None
        for name in NAMEN
    }


def _veilig(count: int, of_others: int) -> bool:
    return (count == 0 or count >= MINSTENS) and (of_others == 0 or of_others >= MINSTENS)

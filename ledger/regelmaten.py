"""What rules did: how often each was counted, and what people said of the records they pointed at.

Only counts: which record it was does not leave this module.
"""

import re
from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, and_, func, select

from ledger import words
from ledger.shapes.besluiten import Keuze
from ledger.shapes.stubs import StubSoort
from ledger.tables import run as runs
from ledger.tables import staand_besluit as staand
from ledger.tables import stand, stub, terugkoppeling
from regres.waarde import dataclass

_QUICKSCAN = "quickscan"


@dataclass(frozen=True, slots=True)
class Regelmaat:
    """How often a rule was counted, and how often people agreed with it.

    ja, nee              judgements of consulenten about records it pointed at
    verder, niet_verder  verdicts of handlers about the meldingen that came of them
    """

    geteld: int = 0
    ja: int = 0
    nee: int = 0
    verder: int = 0
    niet_verder: int = 0


def sinds(conn: Connection, gemeenten: Collection[str], dag: date) -> dict[str, Regelmaat]:
    """Give the counts of each rule that was counted since a day, or was ever judged."""
    counted = _geteld(conn, gemeenten, dag)
    said: dict[str, Counter[str]] = {}
    for reasons, choice, verdict in _oordelen(conn, gemeenten):
        for rule in {reason.regel for reason in words.load_reasons(reasons)}:
            said.setdefault(rule, Counter()).update(filter(None, [choice, verdict]))
    return {
        rule: Regelmaat(counted[rule], *(said.get(rule, Counter())[word] for word in _WOORDEN))
        for rule in sorted({*counted, *said})
    }


_WOORDEN = (Keuze.JA.value, Keuze.NEE.value, "verder", "niet_verder")


def _geteld(conn: Connection, gemeenten: Collection[str], dag: date) -> Counter[str]:
    which = [runs.c.dag >= dag, runs.c.telling.is_not(None)]
    if len(gemeenten) <= _WEINIG:
        which.append(runs.c.gemeente.in_(list(gemeenten)))
    found: Counter[str] = Counter()
    for gemeente, text in conn.execute(select(runs.c.gemeente, runs.c.telling).where(*which)):
        if gemeente in gemeenten:
            found.update(_codes(text))
    return found


def _codes(telling: str) -> dict[str, int]:
    """Read the codes out of a telling; of ten thousand of them the rest is not taken apart."""
    part = _DEEL.search(telling)
    codes: dict[str, int] = words.load(part[1]) if part else words.load(telling)["codes"]
    return codes


#: Only codes of plain signs; what has others is read as a whole.
_DEEL = re.compile(r'"codes":\s*(\{(?:\s*"[\w.:-]*"\s*:\s*\d+\s*,?)*\s*\})')


#: With more codes than this in the question each is looked up by itself, with all of its years.
_WEINIG = 20


def _oordelen(
    conn: Connection, gemeenten: Collection[str]
) -> list[tuple[str | None, str, str | None]]:
    """Give of each judged record its reasons, the choice, and the handler's last verdict."""
    same = and_(
        stub.c.gemeente == staand.c.gemeente,
        stub.c.zoeksleutel == staand.c.zoeksleutel,
        stub.c.bronset == staand.c.bronset,
    )
    sent = and_(stand.c.gemeente == staand.c.gemeente, stand.c.zoeksleutel == staand.c.zoeksleutel)
    last = (
        select(
            terugkoppeling.c.gemeente,
            terugkoppeling.c.referentie,
            func.max(terugkoppeling.c.volgnummer).label("nummer"),
        )
        .where(terugkoppeling.c.stap == _QUICKSCAN)
        .group_by(terugkoppeling.c.gemeente, terugkoppeling.c.referentie)
        .subquery()
    )
    newest = and_(last.c.gemeente == stand.c.gemeente, last.c.referentie == stand.c.referentie)
    step = and_(
        terugkoppeling.c.gemeente == last.c.gemeente,
        terugkoppeling.c.volgnummer == last.c.nummer,
    )
    wanted = (
        select(stub.c.redenen, staand.c.keuze, terugkoppeling.c.advies)
        .join(stub, same)
        .outerjoin(stand, sent)
        .outerjoin(last, newest)
        .outerjoin(terugkoppeling, step)
        .where(staand.c.gemeente.in_(list(gemeenten)))
        .where(staand.c.soort == StubSoort.BEOORDELEN.value)
        .where(staand.c.keuze.in_([Keuze.JA.value, Keuze.NEE.value]))
    )
    return [tuple(row) for row in conn.execute(wanted)]

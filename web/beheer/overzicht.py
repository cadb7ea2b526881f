"""Overzicht: what asks for attention, and how every municipality's nights went."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import scheduler
from ledger import Nachtrij, OpenProbleem, StubSoort
from settings import GemeenteInstelling
from web.beheer.nacht import MERKJE, ergste, teken
from web.look.blad import Toon, Verzoek
from web.look.rollen import Rol
from web.look.tekening import Nacht, Teken, icoon, legenda, strook
from web.wereld import Wereld, vandaag
from web.woorden import MERK, lange_dag, moment

BEHEER = frozenset({Rol.BEHEER})
NACHTEN = 14
#: A night is compared with those of the same weekday so long back.
TERUG = timedelta(weeks=8)
_KAARTEN = 6


@dataclass(frozen=True, slots=True)
class Rij:
    """One municipality in the list.

    gelezen     in the last night in which something was read, for one unchanged file says nothing
    aangewezen  provisions with an accident in that night; None when there was none
    gewoon      the median of `gelezen` of the same weekday, eight weeks back; None without history
    """

    code: str
    naam: str
    stand: str
    staat: str
    reden: str
    laatste: datetime | None
    run: int | None
    gelezen: int | None
    gewoon: int | None
    aangewezen: int | None
    quarantaine: int
    volgende: datetime | None
    nachten: tuple[dict[str, Any], ...]


def overzicht(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show what asks for attention first, then every municipality."""
    mine, today = wereld.van(vraag, BEHEER), vandaag(vraag.now)
    codes = [een.identiteit for een in mine]
    names = {een.identiteit: een.blok.naam for een in mine}
    since = today - TERUG
    rows: dict[str, list[Nachtrij]] = defaultdict(list)
    for row in wereld.ledger.nachten(codes, since):
        rows[row.gemeente].append(row)
    waits = wereld.ledger.open_per_gemeente()
    problems = [one for one in wereld.ledger.openstaand() if one.gemeente in {"", *codes}]
    next_turns = _volgende(wereld, vraag.now)
    found = [_rij(een, rows[een.identiteit], waits, problems, next_turns, today) for een in mine]
    gegevens = {
        "op": vraag.now,
        "aandacht": [_kaart(one, names) for one in problems],
        "gemeenten": found,
    }
    tekenen = {
        "wanneer": lange_dag(vraag.now),
        "kaarten": _KAARTEN,
        "moment": lambda when: moment(when, vraag.now),
        "stroken": {rij.code: _strook(rij) for rij in found},
        "merk": {rij.code: _merk(rij) for rij in found},
        "legenda": list(legenda()),
    }
    return Toon("beheer/overzicht.html", "Overzicht", gegevens, tekenen)


def _rij(
    een: GemeenteInstelling,
    rows: Sequence[Nachtrij],
    waits: Mapping[str, Mapping[StubSoort, int]],
    problems: Sequence[OpenProbleem],
    next_turns: Mapping[str, datetime],
    today: date,
) -> Rij:
    code = een.identiteit
    nights = _nachten(rows, today)
    last = max(rows, key=lambda row: row.begonnen, default=None)
    read = max((row for row in rows if row.gelezen), key=lambda row: row.begonnen, default=None)
    worst = next((one for one in problems if one.gemeente == code), None)
    return Rij(
        code=code,
        naam=een.blok.naam,
        stand=een.blok.stand,
        staat=next((one["teken"] for one in reversed(nights) if one["run"]), Teken.GEPLAND),
        reden=worst.problem.wat if worst else "",
        laatste=last.begonnen if last else None,
        run=last.run if last else None,
        gelezen=read.gelezen if read else None,
        gewoon=_gewoon(rows, read),
        aangewezen=_aangewezen(rows, read),
        quarantaine=waits.get(code, {}).get(StubSoort.QUARANTAINE, 0),
        volgende=next_turns.get(code),
        nachten=tuple(nights),
    )


def _nachten(rows: Sequence[Nachtrij], today: date) -> list[dict[str, Any]]:
    """Give the last 14 nights: the worst state of each, and what was read in it."""
    per_day: dict[date, list[Nachtrij]] = defaultdict(list)
    for row in rows:
        per_day[row.dag].append(row)
    return [_nacht(day, per_day[day]) for day in _dagen(today)]


def _dagen(today: date) -> Iterator[date]:
    return (today - timedelta(days=back) for back in range(NACHTEN - 1, -1, -1))


def _nacht(day: date, rows: Sequence[Nachtrij]) -> dict[str, Any]:
    worst = ergste(teken(row.resultaat, row.quarantaine) for row in rows)
    return {
        "dag": day,
        "teken": worst,
        "gelezen": sum(row.gelezen or 0 for row in rows),
        "run": max((row.run for row in rows), default=None),
    }


def _gewoon(rows: Sequence[Nachtrij], last: Nachtrij | None) -> int | None:
    """Give what is usual on this weekday for this source."""
    if last is None:
        return None
    same = [
        row.gelezen
        for row in rows
        if row.gelezen and row.bronset == last.bronset and row.dag.weekday() == last.dag.weekday()
        if row.run != last.run
    ]
    return round(median(same)) if same else None


def _aangewezen(rows: Sequence[Nachtrij], last: Nachtrij | None) -> int | None:
    """Count the provisions with an accident in the last night, over its sources."""
    if last is None:
        return None
    told = [row.telling.j for row in rows if row.telling and row.dag == last.dag]
    return sum(told) if told else None


def _volgende(wereld: Wereld, now: datetime) -> dict[str, datetime]:
    """Give per municipality when its next turn is, as the scheduler itself computes it."""
    found: dict[str, datetime] = {}
    for turn in scheduler.beurten(wereld.settings):
        due = scheduler.trigger(turn).get_next_fire_time(None, now)
        if due is not None and (turn.gemeente not in found or due < found[turn.gemeente]):
            found[turn.gemeente] = due
    return found


def _kaart(one: OpenProbleem, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "gemeente": one.gemeente,
        "naam": names.get(one.gemeente, "Alle gemeenten"),
        "code": one.problem.code,
        "wat": one.problem.wat,
        "gevolg": one.problem.gevolg,
        "doe": one.problem.doe,
        "sinds": one.eerst_gezien,
    }


def _strook(rij: Rij) -> Any:
    most = max((night["gelezen"] for night in rij.nachten), default=0) or 1
    marks = [
        Nacht(
            night["dag"],
            night["teken"],
            night["gelezen"] / most,
            f"{night['dag']:%d-%m}: {night['teken']}, {night['gelezen']} gelezen",
        )
        for night in rij.nachten
    ]
    bad = sum(night["teken"] not in {Teken.GELUKT, Teken.GEPLAND} for night in rij.nachten)
    return strook(marks, f"14 nachten van {rij.naam}: {bad} niet gewoon gelukt")


def _merk(rij: Rij) -> tuple[str, str, Any]:
    kind, word = MERKJE[Teken(rij.staat)]
    return kind, word, icoon(MERK[kind])

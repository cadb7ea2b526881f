"""Termijnen: which open cases run out in the coming twelve months, and what has passed."""

from datetime import date
from typing import Any

from loket import lijsten
from loket.lijsten import Keuze, Soort, Volgorde
from loket.paginas.lijst import rij_van
from loket.paginas.wereld import Wereld, vandaag
from regres.termijn import plus_maanden
from web.look.blad import Toon, Uitkomst, Verzoek
from web.look.tekening import dag, stippen

_MAANDEN = 12
#: More rows than this nobody reads; the list of all cases pages on.
_EERSTE = lijsten.BLAD


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show the months and the first cases to run out."""
    mine, today = wereld.mijn(vraag), vandaag(vraag.now)
    codes = frozenset().union(*(g.codes for g in mine))
    who = vraag.bezoeker.naam if vraag.vraag.get("wie") == "mij" else ""
    end = plus_maanden(today.replace(day=1), _MAANDEN)
    keuze = Keuze(
        soort=Soort.MIJN,
        codes=codes,
        behandelaar=who,
        binnen=(end - today).days - 1,
        volgorde=Volgorde.TERMIJN,
    )
    with wereld.archief.lezen() as tx:
        found = lijsten.termijnen(tx, codes, who, today)
        rows, total = lijsten.zoek(tx, keuze, today)
    by_code = {code: g for g in mine for code in g.codes}
    months = _maanden(today, found.aantallen)
    gegevens: dict[str, Any] = {
        "op_naam_van": who,
        "maanden": months,
        "binnen_jaar": total,
        "verstreken": found.verstreken,
        "onbekend": found.onbekend,
        "zaken": [rij_van(row, by_code[row.gemeente], today, vraag) for row in rows],
    }
    html = {
        "strook": stippen([(month["naam"], month["aantal"]) for month in months]),
        "eerste": _EERSTE,
        "dag": dag,
    }
    return Toon("termijnen.html", "Termijnen", gegevens, html)


def _maanden(today: date, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Give the coming twelve months, this one first: name, and how many cases end in it."""
    firsts = [plus_maanden(today.replace(day=1), n) for n in range(_MAANDEN)]
    return [
        {
            "maand": f"{first:%Y-%m}",
            "naam": _naam(first, today),
            "aantal": counts.get(f"{first:%Y-%m}", 0),
        }
        for first in firsts
    ]


def _naam(first: date, today: date) -> str:
    month, year = dag(first).split()[1:]
    return f"{month} {year[2:]}" if first.year != today.year and first.month == 1 else month

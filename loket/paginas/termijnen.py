"""Termijnen: which open cases run out in the coming twelve months, and what has passed."""

from datetime import date
from typing import Any

from loket import lijsten
from loket.agenda import Afspraak, kalender
from loket.lijsten import Keuze, Rij, Soort, Volgorde
from loket.paginas import woorden
from loket.paginas.lijst import rij_van
from loket.paginas.wereld import Wereld, vandaag
from regres.termijn import plus_maanden
from web.look.blad import Bestand, Toon, Uitkomst, Verzoek
from web.look.tekening import dag, stippen

_MAANDEN = 12
#: More rows than this nobody reads; the list of all cases pages on.
_EERSTE = lijsten.BLAD


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show the months and the first cases to run out."""
    mine, today = wereld.mijn(vraag), vandaag(vraag.now)
    keuze = _keuze(wereld, vraag)
    who = keuze.behandelaar
    with wereld.archief.lezen() as tx:
        found = lijsten.termijnen(tx, keuze.codes, who, today)
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


def agenda(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Give every case that runs out in those months as a calendar file."""
    today, keuze = vandaag(vraag.now), _keuze(wereld, vraag)
    names = {code: g.naam for g in wereld.mijn(vraag) for code in g.codes}
    with wereld.archief.lezen() as tx:
        rows = lijsten.alle(tx, keuze, today)
    days = [
        Afspraak(
            kenmerk=f"{row.zaaknummer}@{row.gemeente}.regresloket",
            dag=row.termijn_op,
            wat=f"{row.zaaknummer} ({names[row.gemeente]}): termijn loopt af",
            toelichting=_toelichting(row),
        )
        for row in rows
        if row.termijn_op is not None
    ]
    name = f"termijnen-{today}.ics"
    return Bestand(name, "text/calendar; charset=utf-8", kalender(days, vraag.now))


def _keuze(wereld: Wereld, vraag: Verzoek) -> Keuze:
    """Choose the open cases whose term ends in the coming months, first one first."""
    today = vandaag(vraag.now)
    end = plus_maanden(today.replace(day=1), _MAANDEN)
    return Keuze(
        soort=Soort.MIJN,
        codes=frozenset().union(*(g.codes for g in wereld.mijn(vraag))),
        behandelaar=vraag.bezoeker.naam if vraag.vraag.get("wie") == "mij" else "",
        binnen=(end - today).days - 1,
        volgorde=Volgorde.TERMIJN,
    )


def _toelichting(row: Rij) -> str:
    sure = "" if row.termijn_zeker else "Te bevestigen: het begin van de termijn is niet zeker.\n"
    amount = row.bedragklasse or "niet bekend"
    return f"{sure}{woorden.voorzieningen(row.categorieen)}, bedrag in euro: {amount}"


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

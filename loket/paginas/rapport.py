"""Rapport: per municipality how its cases stand, beside all of them together."""

from typing import Any, Final

from loket import rapporten
from loket.paginas.wereld import Wereld, vandaag
from web.look.blad import Toon, Uitkomst, Verzoek
from web.look.tekening import dag

_KOPPEN: Final = {
    "zaken": "Zaken",
    "open": "Lopend",
    "zonder_quickscan": "Zonder quickscan",
    "verder": "VERDER",
    "niet_verder": "NIET VERDER",
    "aansprakelijk_gesteld": "Aansprakelijk gesteld",
    "vordering_ingediend": "Vordering ingediend",
    "betaling": "Betaald",
    "afgesloten": "Afgesloten",
    "ingetrokken": "Ingetrokken",
}


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show the asker's own municipalities, and everybody's together with small counts kept back."""
    mine = wereld.mijn(vraag)
    with wereld.archief.lezen() as tx:
        found = rapporten.per_gemeente(tx)
    rows: list[dict[str, Any]] = []
    for gemeente in mine:
        counts = rapporten.samen([found[code] for code in gemeente.codes if code in found])
        rows.append({"code": gemeente.code, "gemeente": gemeente.naam, **counts})
    own = rapporten.samen(rows)
    together = rapporten.alle_samen(rapporten.samen(list(found.values())), own)
    gegevens = {
        "peildatum": vandaag(vraag.now),
        "gemeenten": rows,
        "samen": own,
        "hele_loket": together,
        "weggelaten_onder": rapporten.MINSTENS,
    }
    html = {"koppen": _KOPPEN, "dag": dag, "anderen": len(mine) < len(wereld.settings.gemeenten)}
    return Toon("rapport.html", "Rapport", gegevens, html)

"""The table of the handlers' pages: every path, and what makes it. All are of role behandelaar."""

from collections.abc import Callable
from functools import partial

from loket.paginas import handelen, invoeren, inzien, lijst, rapport, samen, termijnen, zaakblad
from loket.paginas.wereld import BEHANDELAAR, Wereld
from web.look.blad import Blad, Uitkomst, Verzoek

_Doe = Callable[[Wereld, Verzoek], Uitkomst]
_ZAAK = "/zaken/{gemeente}/{nummer}"
_HANDELINGEN = {
    "quickscan": handelen.geef_oordeel,
    "stap": handelen.zet_stap,
    "begin": handelen.zet_begin,
    "verband": handelen.zet_verband,
    "gezien": handelen.zie,
    "behandelaar": handelen.wijs_toe,
    "samenvoegen": samen.voeg_samen,
    "splitsen": samen.splits,
    "niet-dezelfde": samen.niet_dezelfde,
}


def bladen(wereld: Wereld) -> list[Blad]:
    """Give every page of the loket; what is not in this table does not exist."""
    return [
        Blad("/", BEHANDELAAR, partial(lijst.nieuw, wereld), menu="Nieuw binnen"),
        Blad("/mijn", BEHANDELAAR, partial(lijst.mijn, wereld), menu="Mijn zaken"),
        Blad("/ingehaald", BEHANDELAAR, partial(lijst.ingehaald, wereld), menu="Ingehaald"),
        Blad("/zaken", BEHANDELAAR, partial(lijst.alle, wereld), menu="Alle zaken"),
        Blad("/termijnen", BEHANDELAAR, partial(termijnen.toon, wereld), menu="Termijnen"),
        Blad("/termijnen.ics", BEHANDELAAR, partial(termijnen.agenda, wereld)),
        Blad("/rapport", BEHANDELAAR, partial(rapport.toon, wereld), menu="Rapport"),
        Blad("/invoeren", BEHANDELAAR, partial(invoeren.toon, wereld)),
        Blad("/invoeren", BEHANDELAAR, partial(invoeren.neem_op, wereld), "POST"),
        Blad(_ZAAK, BEHANDELAAR, partial(_van_ons, wereld, zaakblad.toon)),
        *(
            Blad(f"{_ZAAK}/{name}", BEHANDELAAR, partial(_van_ons, wereld, do), "POST")
            for name, do in _HANDELINGEN.items()
        ),
        Blad(f"{_ZAAK}/samen", BEHANDELAAR, partial(_van_ons, wereld, samen.toon)),
        Blad(
            f"{_ZAAK}/inzien", BEHANDELAAR, partial(_van_ons, wereld, inzien.vraag_reden), vers=True
        ),
        Blad(
            f"{_ZAAK}/inzien",
            BEHANDELAAR,
            partial(_van_ons, wereld, inzien.toon),
            "POST",
            vers=True,
        ),
    ]


def _van_ons(wereld: Wereld, do: _Doe, vraag: Verzoek) -> Uitkomst:
    """Do it for a municipality of this loket only; raises Weg before a form is looked at."""
    wereld.gemeente(vraag)
    return do(wereld, vraag)

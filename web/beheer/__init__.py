"""The pages of the administrator: counts, codes and places, and nothing of a person."""

from functools import partial

from web.beheer import gemeente, overzicht, run, verbinding
from web.look.blad import Blad
from web.wereld import Wereld

_GEMEENTE = "/gemeenten/{gemeente}"
_RUN = f"{_GEMEENTE}/runs/{{run}}"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of this area."""
    test = verbinding.Verbindingstest(wereld)
    return [
        Blad("/", overzicht.BEHEER, partial(overzicht.overzicht, wereld), menu="Overzicht"),
        Blad(_GEMEENTE, gemeente.ROLLEN, partial(gemeente.gemeente, wereld)),
        Blad(f"{_GEMEENTE}/verbinding", verbinding.ROLLEN, test, methode="POST"),
        Blad(_RUN, run.LEZERS, partial(run.toon, wereld)),
        Blad(f"{_RUN}/besluit", run.VRIJGEVERS, partial(run.beslis, wereld), methode="POST"),
    ]

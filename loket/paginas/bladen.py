"""The table of the handlers' pages: every path, and what makes it. All are of role behandelaar."""

from functools import partial

from loket.paginas import lijst
from loket.paginas.wereld import BEHANDELAAR, Wereld
from web.look.blad import Blad


def bladen(wereld: Wereld) -> list[Blad]:
    """Give every page of the loket; what is not in this table does not exist."""
    return [
        Blad("/", BEHANDELAAR, partial(lijst.nieuw, wereld), menu="Nieuw binnen"),
        Blad("/mijn", BEHANDELAAR, partial(lijst.mijn, wereld), menu="Mijn zaken"),
        Blad("/ingehaald", BEHANDELAAR, partial(lijst.ingehaald, wereld), menu="Ingehaald"),
        Blad("/zaken", BEHANDELAAR, partial(lijst.alle, wereld), menu="Alle zaken"),
    ]

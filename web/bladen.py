"""The table of the console's pages: every path, who may have it, and what makes it.

Every row here has its row in tests/acceptance/test_routes.py, where each role asks for it.
"""

from functools import partial

from web.beheer.overzicht import BEHEER, overzicht
from web.beheer.run import LEZERS, VRIJGEVERS, beslis, toon
from web.look.blad import Blad
from web.wereld import Wereld

_RUN = "/gemeenten/{gemeente}/runs/{run}"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give every page of the console; what is not in this table does not exist."""
    return [
        Blad("/", BEHEER, partial(overzicht, wereld), menu="Overzicht"),
        Blad(_RUN, LEZERS, partial(toon, wereld)),
        Blad(f"{_RUN}/besluit", VRIJGEVERS, partial(beslis, wereld), methode="POST"),
    ]

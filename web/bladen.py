"""The table of the console's pages: every path, who may have it, and what makes it.

Every row here has its row in tests/acceptance/test_routes.py, where each role asks for it.
"""

from web import beheer, consulent, privacy, regels, wachten, werkbank
from web.look.blad import Blad
from web.wereld import Wereld


def bladen(wereld: Wereld) -> list[Blad]:
    """Give every page of the console; what is not in this table does not exist."""
    return [
        *beheer.bladen(wereld),
        *werkbank.bladen(wereld),
        *wachten.bladen(wereld),
        *consulent.bladen(wereld),
        *regels.bladen(wereld),
        *privacy.bladen(wereld),
    ]

"""The workbench: a mapping is changed, tried on a sample and taken home as a patch."""

from functools import partial
from threading import BoundedSemaphore

from web.look.blad import Blad
from web.look.rollen import Rol
from web.wereld import Wereld
from web.werkbank.pagina import doe, toon

BEHEER = frozenset({Rol.BEHEER})
#: Looks that take seconds, at one time: a whole file, a comparison, a source of somebody else.
_TEGELIJK = 2
_PAD = "/gemeenten/{gemeente}/werkbank"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of the workbench."""
    lang = BoundedSemaphore(_TEGELIJK)
    return [
        Blad(_PAD, BEHEER, partial(toon, wereld)),
        Blad(_PAD, BEHEER, partial(doe, wereld, lang), methode="POST"),
    ]

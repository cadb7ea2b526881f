"""The rules that find an accident: what each did, and trying a sentence."""

from functools import partial

from web.look.blad import Blad
from web.regels import lijst, proef
from web.wachten.rollen import BEHEER
from web.wereld import Wereld


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of this area."""
    return [
        Blad("/ongevalsregels", BEHEER, partial(lijst.toon, wereld), menu="Ongevalsregels"),
        Blad("/ongevalsregels/proef", BEHEER, partial(proef.toon, wereld), "POST"),
    ]

"""The privacy officer's pages: register, terms, keys, and who saw what. No personal data."""

from functools import partial

from web.look.blad import Blad
from web.look.rollen import Rol
from web.privacy import inzage, register
from web.wereld import Wereld

LEZERS = frozenset({Rol.BEHEER, Rol.FG})
#: The audit trail names people at work: for who guards the rules.
FG = frozenset({Rol.FG})
_GEMEENTE = "/gemeenten/{gemeente}"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of this area."""
    return [
        Blad("/privacy", LEZERS, partial(register.begin, wereld, LEZERS), menu="Privacy"),
        Blad(f"{_GEMEENTE}/privacy", LEZERS, partial(register.gemeente, wereld)),
        Blad(f"{_GEMEENTE}/inzage", FG, partial(inzage.toon, wereld)),
        Blad(f"{_GEMEENTE}/inzage.csv", FG, partial(inzage.bestand, wereld)),
    ]

"""Who may see what waits, and who may decide about it."""

from web.look.rollen import Rol

BEHEER = frozenset({Rol.BEHEER})
LEZERS = frozenset({Rol.BEHEER, Rol.CONSULENT, Rol.FG})
#: Letting a melding go is for who knows the client or guards the rules; never beheer alone.
LOSLATERS = frozenset({Rol.CONSULENT, Rol.FG})
CONSULENT = frozenset({Rol.CONSULENT})
#: In this order somebody who holds several roles acts in the first that may.
VOORRANG = (Rol.CONSULENT, Rol.FG, Rol.BEHEER)

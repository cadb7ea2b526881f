"""What the pages of what waits share: the record in the path, who acts, and a refusal in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from privacy.handelend import handelend
from regres import Handelend, RegresbrugError, UsageProblem
from settings.lijsten.wachtlijst import Gevonden, vind
from web.look.blad import Mis, Verzoek, Weg
from web.look.rollen import Rol
from web.wachten.rollen import VOORRANG
from web.wereld import Wereld

#: Of a key of 64 hex digits: enough that no two are alike, as `vind` checks.
KENMERK = 16


def gevonden(wereld: Wereld, vraag: Verzoek) -> Gevonden:
    """Give the record in the path; raises Weg when nothing waits or was decided under it."""
    try:
        return vind(wereld.ledger, [wereld.gemeente(vraag)], vraag.pad["kenmerk"])
    except UsageProblem:
        raise Weg from None


def wie(wereld: Wereld, vraag: Verzoek, rollen: frozenset[Rol]) -> Handelend:
    """Give who acts and why, as the form says.

    Raises Mis for a reason that cannot be kept, Weg for a municipality that is not there.
    """
    gemeente = wereld.gemeente(vraag).identiteit
    rol = next(one for one in VOORRANG if one in rollen and mag(vraag, one, gemeente))
    with of_mis():
        return handelend(vraag.bezoeker.naam, rol.value, vraag.formulier.get("reden"))


def mag(vraag: Verzoek, rol: Rol, gemeente: str) -> bool:
    """Tell whether the visitor holds a role here."""
    return vraag.bezoeker.mag(frozenset({rol}), gemeente)


@contextmanager
def of_mis() -> Iterator[None]:
    """Turn what goes wrong on purpose into a page that says what to do."""
    try:
        yield
    except RegresbrugError as wrong:
        told = [f"{one.code}: {one.wat}. {one.gevolg} {one.doe}" for one in wrong.problems]
        raise Mis(" ".join(told).replace("..", ".")) from wrong

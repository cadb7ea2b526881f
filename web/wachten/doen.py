"""What the pages of what waits share: the record in the path, who acts, and a refusal in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger import Keuze, Resultaat
from privacy import Inzagesleutel
from privacy.handelend import handelend
from regres import Handelend, RegresbrugError, UsageProblem
from settings.lijsten.doorzetten import besluit
from settings.lijsten.wachtlijst import Gevonden, vind
from web.look.blad import Mis, Verzoek, Weg
from web.look.rollen import Rol
from web.wachten.rollen import VOORRANG
from web.wereld import Wereld

#: How a run that carried a kept record on ended.
_VERLOOP = {
    Resultaat.VRIJ: "Het record is verder gegaan",
    Resultaat.WACHT_OP_VRIJGAVE: "Het wacht op vrijgave; tot dan blijft het record bewaard",
}
_MISLUKT = "De run mislukte; het record is nog bewaard. Zie de pagina Runs"
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


def besluit_over(
    wereld: Wereld, vraag: Verzoek, found: Gevonden, keuze: Keuze, door: Handelend
) -> str:
    """Keep a decision; of a kept record carry it out with the key in the form.

    Gives what became of it, or "" when the next read says. Raises Mis with what went wrong.
    """
    text = vraag.formulier.get("inzagesleutel", "").strip()
    with of_mis():
        key = Inzagesleutel.van(text.encode(), "inzagesleutel") if text else None
        done = besluit(wereld.settings, wereld.ledger, found, keuze, door, lambda: vraag.now, key)
    if done.verslag is None:
        return ""
    return _VERLOOP.get(done.verslag.resultaat, _MISLUKT)

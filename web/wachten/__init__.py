"""The pages of what waits: quarantine and held meldingen, and what a person may do about them."""

from functools import partial

from web.look.blad import Blad
from web.wachten import quarantaine, vastgehouden
from web.wachten.rollen import BEHEER, LEZERS, LOSLATERS
from web.wereld import Wereld

_QUARANTAINE = "/gemeenten/{gemeente}/quarantaine"
_VASTGEHOUDEN = "/gemeenten/{gemeente}/vastgehouden/{kenmerk}"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of this area."""
    return [
        Blad("/quarantaine", BEHEER, partial(quarantaine.lijst, wereld), menu="Quarantaine"),
        Blad(f"{_QUARANTAINE}/{{kenmerk}}", BEHEER, partial(quarantaine.een, wereld)),
        Blad(f"{_QUARANTAINE}/vooruit", BEHEER, partial(quarantaine.vooruit, wereld), "POST"),
        Blad(f"{_QUARANTAINE}/opnieuw", BEHEER, partial(quarantaine.opnieuw, wereld), "POST"),
        Blad(f"{_QUARANTAINE}/{{kenmerk}}/weg", BEHEER, partial(quarantaine.weg, wereld), "POST"),
        Blad("/vastgehouden", LEZERS, partial(vastgehouden.lijst, wereld), menu="Vastgehouden"),
        Blad(_VASTGEHOUDEN, LEZERS, partial(vastgehouden.een, wereld)),
        Blad(
            f"{_VASTGEHOUDEN}/laat-los", LOSLATERS, partial(vastgehouden.laat_los, wereld), "POST"
        ),
    ]

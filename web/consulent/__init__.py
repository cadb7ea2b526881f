"""The pages of the consulent: judging what is not sure, and following what was sent."""

from functools import partial

from web.consulent import beoordelen, meldingen, openen
from web.look.blad import Blad
from web.wachten.rollen import CONSULENT
from web.wereld import Wereld

_RECORD = "/gemeenten/{gemeente}/beoordelen/{kenmerk}"
_MELDING = "/gemeenten/{gemeente}/meldingen/{referentie}"


def bladen(wereld: Wereld) -> list[Blad]:
    """Give the pages of this area."""
    open_ = f"{_RECORD}/openen"
    return [
        Blad("/beoordelen", CONSULENT, partial(beoordelen.lijst, wereld), menu="Beoordelen"),
        Blad(_RECORD, CONSULENT, partial(beoordelen.een, wereld)),
        Blad(f"{_RECORD}/besluit", CONSULENT, partial(beoordelen.beslis, wereld), "POST"),
        Blad(open_, CONSULENT, partial(openen.vraag, wereld), vers=True),
        Blad(open_, CONSULENT, partial(openen.toon, wereld), "POST", vers=True),
        Blad("/meldingen", CONSULENT, partial(meldingen.lijst, wereld), menu="Mijn meldingen"),
        Blad(_MELDING, CONSULENT, partial(meldingen.een, wereld)),
        Blad(
            f"{_MELDING}/toch-geen-ongeval",
            CONSULENT,
            partial(meldingen.toch_geen_ongeval, wereld),
            "POST",
        ),
    ]

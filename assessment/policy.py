"""What happens with a melding of each outcome: sent, or held in the municipality's own list."""

from enum import StrEnum
from typing import assert_never

from regres import Uitkomst
from regres.waarde import dataclass


class Handeling(StrEnum):
    """What to do with a melding."""

    STUREN = "sturen"
    VASTHOUDEN = "vasthouden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instelling:
    """A municipality's choice per outcome; the defaults are those of the Regresloket.

    A possibly expired claim is sent, because an interruption the source does not know may save it.
    """

    kansrijk: Handeling = Handeling.STUREN
    onderzoek: Handeling = Handeling.STUREN
    mogelijk_verjaard: Handeling = Handeling.STUREN
    waarschijnlijk_niet: Handeling = Handeling.VASTHOUDEN


STANDAARD = Instelling()


def beleid(uitkomst: Uitkomst, instelling: Instelling = STANDAARD) -> Handeling:
    """Say what to do. Total: a new outcome does not pass the type check before it stands here.

    `stop` and `reeds_gemeld` are no melding, so no municipality can choose to send them.
    """
    match uitkomst:
        case Uitkomst.KANSRIJK:
            return instelling.kansrijk
        case Uitkomst.ONDERZOEK:
            return instelling.onderzoek
        case Uitkomst.MOGELIJK_VERJAARD:
            return instelling.mogelijk_verjaard
        case Uitkomst.WAARSCHIJNLIJK_NIET:
            return instelling.waarschijnlijk_niet
        case Uitkomst.REEDS_GEMELD | Uitkomst.STOP:
            return Handeling.VASTHOUDEN
    assert_never(uitkomst)

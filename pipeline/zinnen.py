"""What a code on a list means, in one Dutch sentence."""

from assessment import zin
from pipeline.besluiten import HEROPEND, JA, LAAT_LOS, NEE
from pipeline.bezwaren import GEBLOKKEERD
from pipeline.landing import (
    BUITEN_INHAALSLAG,
    INHAALSLAG,
    INHALEN,
    LATER_BERICHT,
    TE_GROOT,
    VERVALLEN,
    VERWIJDERD,
)
from pipeline.woord import ANDERE_BRON
from regres import Uitkomst
from regres.berichten import OPEN, algemeen

_EIGEN = {
    GEBLOKKEERD: "De cliënt maakt bezwaar: er wordt niets verstuurd.",
    HEROPEND: "Hierover is eerder besloten, maar het record is daarna veranderd.",
    INHALEN: "Het besluit over de voorziening is ouder dan de dag waarop uw gemeente begon.",
    INHAALSLAG: "Deze melding van vroeger is ingehaald.",
    BUITEN_INHAALSLAG: "Deze run haalde alleen gekozen meldingen in; deze niet.",
    ANDERE_BRON: "De melding staat op het woord van een andere bron; deze verandert er niets aan.",
    "verlopen": "Het record is na 30 dagen gewist; laat de bron het opnieuw aanleveren.",
    VERWIJDERD: "De bron heeft deze voorziening verwijderd; er was niets van verstuurd.",
    LATER_BERICHT: "Een later bericht in dezelfde levering zegt hoe het nu is.",
    TE_GROOT: "Het record is te groot om te bewaren; laat de bron het opnieuw aanleveren.",
    VERVALLEN: "De melding is verstuurd, maar wat op een ongeval wees is nu leeg.",
    JA: "Een mens heeft besloten dat er een ongeval was.",
    NEE: "Een mens heeft besloten dat er geen ongeval was.",
    LAAT_LOS: "Een mens heeft de vastgehouden melding losgelaten.",
} | {
    uitkomst.value: f"Het advies is {uitkomst.value.replace('_', ' ')}; "
    "uw gemeente houdt zulke meldingen vast."
    for uitkomst in Uitkomst
}
_WOORD = "Dit woord is gevonden."


def zin_van(code: str) -> str:
    """Give the sentence of a code or rule; of a group of words only that a word was found."""
    return _EIGEN.get(code) or zin(code) or _probleem(code) or _WOORD


def _probleem(code: str) -> str:
    """Give what the code of a problem says of any record; "" when it is no such code."""
    try:
        told = algemeen(code).wat.removeprefix(OPEN).lstrip(" :")
    except KeyError:
        return ""
    return told[:1].upper() + told[1:]

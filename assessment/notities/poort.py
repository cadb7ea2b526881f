"""What a rule of context needs a word of: of most rules a note has none, and they are not asked."""

from collections.abc import Callable
from typing import NamedTuple

_ANDER = ("ander_m", "ander_v", "ander_o")


class Poort(NamedTuple):
    """Per rule the classes, as bits, without which it says nothing.

    Of bijna, ontkenning, voorwaarde, vrees, onzeker and wie the word stands in the sentence of the
    hit; of the others anywhere in the note. Of sindsdien and oorzaak_onbekend it is the other way
    around: with such a word a rule says nothing.
    """

    bijna: int
    stuk: int
    ontkenning: int
    niets_gebeurd: int
    antwoord_nee: int
    voorwaarde: int
    vraagwerk: int
    vrees: int
    getuige: int
    wie: int
    overkomen: int
    los: int
    los_ver: int
    nu_anders: int
    gewoonte: int
    onzeker: int
    ziekte: int
    licht: int
    botziekte: int
    twijfel: int
    sindsdien: int
    oorzaak_onbekend: int


def poort(som: Callable[[tuple[str, ...]], int]) -> Poort:
    """Make it of what puts classes together as bits."""
    return Poort(
        bijna=som(("bijna",)),
        stuk=som(("stuk",)),
        ontkenning=som(("ontkenning", "ontkenning_na")),
        niets_gebeurd=som(("niets_gebeurd",)),
        antwoord_nee=som(("antwoord_nee",)),
        voorwaarde=som(("voorwaarde", "kunnen", "als", "hulpww_actief", "men")),
        vraagwerk=som(("vraagwerk",)),
        vrees=som(("vrees", "preventie_na")),
        getuige=som(("getuige",)),
        wie=som((*_ANDER, "dood", "ding", "dier", "voornaamw_m", "voornaamw_v")),
        overkomen=som(("overkomen",)),
        los=som(("los",)),
        los_ver=som(("los_vast", "niets")),
        nu_anders=som(("nu_anders",)),
        gewoonte=som(("gewoonte",)),
        onzeker=som(("onzeker", "onzeker_na")),
        ziekte=som(("ziekte",)),
        licht=som(("licht",)),
        botziekte=som(("botziekte",)),
        twijfel=som(("twijfel_vast", "volgens", "onzeker", "onzeker_na", "weetniet")),
        sindsdien=som(("sindsdien_vast",)),
        oorzaak_onbekend=som(("oorzaak_onbekend",)),
    )

"""Illnesses that explain nothing: those a note denies, and those that come after an injury.

Most of what a note says of an accident falls when it names an illness. "Geen slijtage" names none,
and a thrombosis beside a broken leg is what came of it.
"""

from functools import reduce
from operator import or_

from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import Lezing

# A negation stands at most so far before the illness that it denies.
_VER = 4
# What may stand between them.
_TUSSEN = frozenset(
    ["door", "van", "sprake", "de", "een", "het", "ziekte", "of", "en", "noch", "dus", "gewone"]
)
# In a sentence "niet" denies more than the illness: "niet alleen MS".
_NIET = frozenset(["geen", "niet", "noch"])
# Beside one of these, what may follow an injury follows it.
_GEBEURD = ("letsel", "lijfschade", "werk_zelf", "werk_doet", "werk_deel", "valwoord", "foutwoord")


def streep_door(lezing: Lezing, boek: Woordenboek) -> None:
    """Take the class of an illness from words that name none here."""
    bits, ziekte, nasleep = lezing.bits, boek.bit["ziekte"], boek.bit["nasleep"]
    ziek = [i for i, een in enumerate(bits) if een & ziekte]
    volgt = [i for i in ziek if bits[i] & nasleep]
    er_is_iets = volgt and reduce(or_, bits) & boek.sommen[_GEBEURD]
    for i in ziek:
        if (er_is_iets and i in volgt) or _ontkend(lezing, ziekte, i):
            bits[i] ^= ziekte


def _ontkend(lezing: Lezing, ziekte: int, i: int) -> bool:
    """Tell whether "geen" or "niet" stands right before an illness, or before a row of them."""
    for j in range(i - 1, max(-1, i - 1 - _VER), -1):
        woord = lezing.woorden[j]
        if woord in _NIET:
            return True
        if woord not in _TUSSEN and not lezing.bits[j] & ziekte:
            return False
    return False

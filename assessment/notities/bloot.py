"""Parts of the body that stand alone: "Heup en pols." is an injury, told in telegram style.

Whoever writes so leaves out the verb, the injury and often the client; what happened stands in the
sentence before it. In a note that names an illness it may as well be a complaint.
"""

from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import STERK, Lezing

_ZIN = frozenset(".!?\n")
# What may stand between parts of the body in such a row, or beside them.
_TUSSEN = frozenset(
    ["en", ",", "/", "+", "&", "-", "li", "re", "lk", "links", "rechts", "linker", "rechter"]
) | frozenset(["beide", "bdz", "l", "r", "twee", "drie", "vier", "vijf", "zijn", "haar", "de", "het"])
# What such a row may stop at, and what it may start behind. Behind ":" stands what was asked.
_NA, _VOOR = _ZIN | STERK | {","}, _ZIN | {";", "("}
# What makes a part of the body behind a comma a complaint.
_KLACHT = ("klacht", "klacht_lijf", "ziekte", "ontkenning", "lichaamsdeel")
# A row has at most so many words.
_RIJ = 12


def merk(lezing: Lezing, boek: Woordenboek) -> None:
    """Mark parts of the body that stand alone as damaged, and as bare where nothing explains it."""
    bit, bits = boek.bit, lezing.bits
    lijf, ziekte = bit["lichaamsdeel"], bit["ziekte"]
    klacht = sum(bit[naam] for naam in _KLACHT)
    ziek = any(een & ziekte for een in bits)
    i = 0
    while i < len(bits):
        if not bits[i] & lijf:
            i += 1
            continue
        a, b = _rij(lezing, lijf, i)
        i = b
        if b < len(bits) and lezing.woorden[b] not in _NA and lezing.woorden[b - 1] != ",":
            continue
        voor = lezing.woorden[a - 1] if a else "."
        komma = voor == "," and not any(een & klacht for een in bits[lezing.zin(a)[0] : a])
        if voor in _VOOR or komma:
            extra = bit["lijfschade"] | (0 if ziek or komma or not a else bit["bloot"])
            for j in range(a, b):
                if bits[j] & lijf:
                    bits[j] |= extra


def _rij(lezing: Lezing, lijf: int, i: int) -> tuple[int, int]:
    """Give the row of parts of the body around token i, without the comma before it."""
    woorden, bits = lezing.woorden, lezing.bits
    a, b = i, i + 1
    while a and i - a < _RIJ and woorden[a - 1] != "," and woorden[a - 1] in _TUSSEN:
        a -= 1
    while b < len(bits) and b - i < _RIJ and (bits[b] & lijf or woorden[b] in _TUSSEN):
        b += 1
    return a, b

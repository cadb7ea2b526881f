"""Which encoding a file was written in: proposed with its reason, never used without being seen.

General detectors are not used: they take Dutch cp1252 for cp775. Four questions suffice here,
because a municipality's export is UTF-8 or one of a handful of Western code pages.
"""

import codecs
import re
from typing import Final

from mappings.verkenning.oordeel import Oordeel, Zekerheid
from regres import UsageProblem
from regres.berichten import bericht

#: The code pages that are weighed, the commonest first: a tie goes to the first.
_PAGINAS: Final = ("cp1252", "cp850", "mac-roman", "iso8859-15")
_GEWOON: Final = frozenset("éëèêïíîöóòôüúùûäáàâçñÉËÈÊÏÍÎÖÓÒÔÜÚÙÛÄÁÀÂÇÑßøØåÅæÆšŠžŽ€’‘“”–—…°§²³½´")  # noqa: RUF001  signs that stand in exports
_STUUR = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HOOFD_IN_WOORD = re.compile(r"[a-zà-ÿ][À-ÖØ-Þ]")
_KLEINE_LETTER: Final = (
    "tussen gewone letters staan alleen tekens die in Nederlandse namen voorkomen"
)


def raad_codering(hoofd: bytes, *, heel: bool) -> Oordeel:
    """Propose the encoding of a file by its first bytes.

    heel  these are all its bytes; else the last character may be cut off
    Raises UsageProblem (M-0042) for UTF-16, which no mapping can declare.
    """
    if hoofd.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in hoofd:
        raise UsageProblem(bericht("M-0042"))
    if hoofd.startswith(codecs.BOM_UTF8):
        return Oordeel("utf-8", Zekerheid.ZEKER, "het bestand begint met het merk van UTF-8")
    if hoofd.isascii():
        reden = (
            "in dit deel staan alleen gewone letters; bij een letter met een accent blijkt het pas"
        )
        return Oordeel("utf-8", Zekerheid.NAKIJKEN, reden)
    if _is_utf8(hoofd, heel=heel):
        reden = "de letters met accenten zijn geldig UTF-8; in een andere codering is dat toeval"
        return Oordeel("utf-8", Zekerheid.ZEKER, reden)
    return _pagina(hoofd)


def _is_utf8(hoofd: bytes, *, heel: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(hoofd, heel)
    except UnicodeDecodeError:
        return False
    return True


def _pagina(hoofd: bytes) -> Oordeel:
    scores = {page: _score(hoofd, page) for page in _PAGINAS}
    best = max(scores, key=scores.__getitem__)
    others = [
        score for page, score in scores.items() if page != best and not _zelfde(hoofd, page, best)
    ]
    if scores[best] == 1.0 and all(score < 0.8 for score in others):
        return Oordeel(best, Zekerheid.ZEKER, f"geen UTF-8; als {best} gelezen {_KLEINE_LETTER}")
    reden = f"geen UTF-8; als {best} gelezen ziet de tekst er het gewoonst uit"
    return Oordeel(best, Zekerheid.NAKIJKEN, reden)


def _zelfde(hoofd: bytes, one: str, other: str) -> bool:
    """Tell whether two pages read these bytes alike: then it does not matter which it is."""
    return hoofd.decode(one, "replace") == hoofd.decode(other, "replace")


def _score(hoofd: bytes, pagina: str) -> float:
    """Give the share of signs beyond ASCII that are usual, at a usual place."""
    try:
        text = hoofd.decode(pagina)
    except UnicodeDecodeError:
        return 0.0
    special = [sign for sign in text if sign > "\x7f"]
    if _STUUR.search(text.replace("\t", "").replace("\n", "").replace("\r", "")):
        return 0.0
    odd = sum(sign not in _GEWOON for sign in special) + len(_HOOFD_IN_WOORD.findall(text))
    return max(0.0, 1 - odd / len(special))

"""How an expectation that was not met is told; of personal data never what either text is.

Two dates of a person have one shape, so a shape alone says nothing. What differs can be said
without saying what stands there: that day and month are swapped, or where two texts part.
"""

import re
from collections.abc import Sequence

from mappings.problems import vorm
from regres.berichten import Zin, zin

_DATUM = re.compile(r"\A([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
#: Year, month and day: which of them are the same -> the sentence that says so.
_DELEN = {
    (True, True, False): "andere_dag",
    (True, False, True): "andere_maand",
    (False, True, True): "ander_jaar",
}


def als_tekst(texts: Sequence[str], hide: bool) -> str | Zin:
    """Give texts as a word of a sentence; of what must be hidden, the shapes."""
    told = [text for text in texts if text]
    if not told:
        return zin("niets")
    if hide:
        return zin("van_vorm", vorm=", ".join(map(vorm, told)))
    return ", ".join(told)


def als_verschil(texts: Sequence[str], got: Sequence[str], hide: bool) -> str | Zin:
    """Give what came as a word of a sentence that began with what was expected."""
    one, other = [text for text in texts if text], [text for text in got if text]
    if hide and len(one) == len(other) == 1 and vorm(one[0]) == vorm(other[0]):
        return _zelfde_vorm(one[0], other[0])
    return als_tekst(got, hide)


def _zelfde_vorm(expected: str, got: str) -> Zin:
    wanted, found = _DATUM.match(expected), _DATUM.match(got)
    if wanted and found:
        if (wanted[1], wanted[2], wanted[3]) == (found[1], found[3], found[2]):
            return zin("dag_en_maand_verwisseld")
        same = (wanted[1] == found[1], wanted[2] == found[2], wanted[3] == found[3])
        return zin(_DELEN.get(same, "andere_datum"))
    if expected.casefold() == got.casefold():
        return zin("andere_hoofdletters")
    if sorted(expected) == sorted(got):
        return zin("andere_volgorde")
    if len(expected) != len(got):
        return zin("andere_lengte", verwacht=len(expected), gekregen=len(got))
    pairs = enumerate(zip(expected, got, strict=True), 1)
    return zin("vanaf_teken", plek=next(at for at, (a, b) in pairs if a != b))

"""What changed in a source since its last good run; warnings only, they stop nothing.

Like is compared with like: the same source and the same kind of slot, and of each column only what
was counted in the same way. The thresholds are here, and in docs/handboek/aansluiten.md.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final

from mappings.kolomstand import Kolomteller
from regres import Problem
from regres.berichten import bericht

#: Codes of these warnings: a person should look.
CODES: Final = frozenset({"R-0501", "R-0502", "R-0503", "R-0504"})
#: Fewer rows in either run prove nothing.
MINSTE: Final = 50
#: A share of empty cells that is this much more or less; and what is much for a column that was
#: always filled.
LEEG: Final = 0.20
ALTIJD_GEVULD, LEEG_DAARNA = 0.01, 0.05
#: So many filled cells were to be expected, and there are none.
VERWACHT: Final = 10
#: Cells that the mapping cannot read: as many at least, and this much more of a date.
VREEMD: Final = 5
ONLEESBAAR: Final = 0.05


def veranderd(teller: Kolomteller, toen: Mapping[str, Any], waar: str) -> tuple[Problem, ...]:
    """Compare the counts of this read with those of the last good run; {} = there was none."""
    nu = teller.as_json()
    if not nu or not toen:
        return ()
    found = [*_kop(nu["kop"], toen["kop"], waar)]
    for adres, stand in nu["kolommen"].items():
        before = toen["kolommen"].get(adres)
        if before and before["soort"] == stand["soort"] and _genoeg(stand, before):
            found += _kolom(adres, stand, before, teller, waar)
    return tuple(found)


def _genoeg(*standen: Mapping[str, Any]) -> bool:
    return all(stand["rijen"] >= MINSTE for stand in standen)


def _kolom(
    adres: str, nu: Mapping[str, Any], toen: Mapping[str, Any], teller: Kolomteller, waar: str
) -> Iterator[Problem]:
    empty, before = _deel(nu, "leeg", "rijen"), _deel(toen, "leeg", "rijen")
    always = before <= ALTIJD_GEVULD and empty >= LEEG_DAARNA
    if always or abs(empty - before) >= LEEG or _verstomd(nu, toen):
        words = {"nu": _procent(empty), "toen": _procent(before)}
        yield bericht("R-0501", waar=waar, kolom=adres, **words)
    if nu["soort"] == "lijst" and _meer_vreemd(nu, toen):
        yield bericht("R-0502", waar=waar, kolom=adres, nieuw=teller.nieuw(adres))
    if nu["soort"] == "datum":
        yield from _datum(adres, nu, toen, waar)


def _verstomd(nu: Mapping[str, Any], toen: Mapping[str, Any]) -> bool:
    """Tell whether nothing is left of a column that was seldom filled, as most flags are."""
    filled: int = toen["rijen"] - toen["leeg"]
    expected: bool = nu["rijen"] * filled >= VERWACHT * toen["rijen"]
    return nu["leeg"] == nu["rijen"] and expected


def _meer_vreemd(nu: Mapping[str, Any], toen: Mapping[str, Any]) -> bool:
    """Tell whether words that the table lacks come twice as often as they did."""
    share = _deel(nu, "vreemd", "bekeken")
    return nu["vreemd"] >= VREEMD and share > 2 * _deel(toen, "vreemd", "bekeken")


def _datum(
    adres: str, nu: Mapping[str, Any], toen: Mapping[str, Any], waar: str
) -> Iterator[Problem]:
    now, before = _gewoonst(nu), _gewoonst(toen)
    worse = _deel(nu, "vreemd", "bekeken") - _deel(toen, "vreemd", "bekeken")
    unread = nu["vreemd"] >= VREEMD and worse >= ONLEESBAAR
    if unread or (now and before and now != before):
        words = {"nu": now or "-", "toen": before or "-", "vreemd": nu["vreemd"]}
        yield bericht("R-0503", waar=waar, kolom=adres, **words)


def _gewoonst(stand: Mapping[str, Any]) -> str:
    """Give the shape that more than half of the dates have; "" when none does, or hardly any."""
    shapes: Mapping[str, int] = stand["vormen"]
    best = max(shapes, key=shapes.__getitem__, default="")
    enough = stand["bekeken"] >= VREEMD and best
    return best if enough and shapes[best] * 2 > stand["bekeken"] else ""


def _kop(nu: list[str], toen: list[str], waar: str) -> Iterator[Problem]:
    """Tell which columns came, went or moved, in a header that was accepted."""
    if nu == toen:
        return
    new = [name for name in nu if name not in toen]
    gone = [name for name in toen if name not in nu]
    blocks = SequenceMatcher(None, toen, nu, autojunk=False).get_matching_blocks()
    stayed = {place for block in blocks for place in range(block.b, block.b + block.size)}
    moved = [name for at, name in enumerate(nu) if at not in stayed and name not in new]
    words = {"nieuw": new, "weg": gone, "verplaatst": moved}
    told = {word: ", ".join(f"'{name}'" for name in names) or "-" for word, names in words.items()}
    yield bericht("R-0504", waar=waar, **told)


def _deel(stand: Mapping[str, Any], part: str, whole: str) -> float:
    total: int = stand[whole]
    count: int = stand[part]
    return count / total if total else 0.0


def _procent(share: float) -> str:
    return f"{share * 100:.0f}%"

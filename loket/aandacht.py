"""When a case that was judged asks for a second look: only what can change the verdict does.

A new name, a corrected description or another amount of the same size does not call anybody back.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, update

from loket.database import zaak
from loket.inhoud import BEDRAGKLASSEN
from loket.zaken import OPEN
from regres import SoortMelding
from regres.terug import AFGESLOTEN
from regres.words import Groep

#: code -> what the handler reads. In the order in which they are told.
REDENEN: Final[Mapping[str, str]] = {
    "ingetrokken": "De gemeente trok een melding in",
    "nieuwe_melding": "Er kwam een voorziening bij",
    "ongeval": "Het ongeval is gewijzigd",
    "aansprakelijkheid": "De aansprakelijkheid is gewijzigd",
    "uitkomst": "Het voorstel van de regels is anders",
    "termijn": "De termijn loopt eerder af",
    "bedrag": "Het bedrag is van een andere klasse",
}
_GROEPEN = (Groep.ONGEVAL.value, Groep.AANSPRAKELIJKHEID.value)


def groepen(inhoud: Mapping[str, Any]) -> list[str]:
    """Give the groups of facts that a version says are changed."""
    found = inhoud.get("gewijzigd")
    return [item for item in (found if isinstance(found, list) else ()) if item in _GROEPEN]


def redenen(
    soort: SoortMelding,
    voor: Mapping[str, Any],
    na: Mapping[str, Any],
    gewijzigd: Collection[str],
) -> list[str]:
    """Give why a version asks for a second look at a case; [] when it does not."""
    found = set(gewijzigd)
    if soort is SoortMelding.INTREKKING:
        found = {"ingetrokken"}
    elif soort is SoortMelding.NIEUW:
        found = {"nieuwe_melding"}
    if na["aantal"]:
        found |= {"uitkomst"} if voor["uitkomst"] != na["uitkomst"] else set()
        found |= {"termijn"} if _earlier(voor["termijn_op"], na["termijn_op"]) else set()
        found |= {"bedrag"} if _band(voor) != _band(na) else set()
    return [code for code in REDENEN if code in found]


def merk_op(
    tx: Connection,
    zaak_id: int,
    soort: SoortMelding,
    voor: Mapping[str, Any],
    na: Mapping[str, Any],
    gewijzigd: Collection[str],
) -> None:
    """Note it in the case, if it was judged or closed; what already waits stays.

    What matters opens a closed case again.
    """
    if not voor["advies"] and voor["status"] != AFGESLOTEN:
        return
    new = {*voor["aandacht"].split(), *redenen(soort, voor, na, gewijzigd)}
    codes = " ".join(code for code in REDENEN if code in new)
    status = OPEN if codes and na["status"] == AFGESLOTEN else na["status"]
    tx.execute(update(zaak).where(zaak.c.id == zaak_id).values(aandacht=codes, status=status))


def _earlier(was: Any, is_now: Any) -> bool:
    return is_now is not None and (was is None or is_now < was)


def _band(case: Mapping[str, Any]) -> int:
    return BEDRAGKLASSEN.index(case["bedragklasse"])

"""What one zakLk01 says: a zaak that is new, one that changed, or one that was taken away.

mutatiesoort (StUF 3.01, 5.2) and verwerkingssoort of the object decide:

    T   one object T                   the zaak as it is
    W   two objects W: was, wordt      the second, as it is from now on
    W   two objects I                  only relations changed; the second, held to the same
    V   one object V                   a withdrawal; only its key is read
    C, F, and an object E, O, R or S   another history or another identity: a person must look
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from connectors.stuf_zkn.namen import VERWERKINGSSOORT, VOORBIJ, stuf, zkn
from connectors.stuf_zkn.velden import Paden
from regres import Problem, SourceRefused
from regres.berichten import bericht

#: mutatiesoort -> how many objects, and what each of them may be.
_VORM: Mapping[str, tuple[int, frozenset[str]]] = {
    "T": (1, frozenset({"T"})),
    "W": (2, frozenset({"W", "I"})),
    "V": (1, frozenset({"V"})),
}
_BEKEND: Final = frozenset("TWVCFS")


@dataclass(frozen=True, slots=True)
class Mutatie:
    """The object to read, whether it is a withdrawal, and why it cannot be carried on, if so."""

    zaak: etree._Element
    verwijderd: bool = False
    gebrek: Problem | None = None


def lees(message: etree._Element, paden: Paden, waar: str, *, weggelaten_is_leeg: bool) -> Mutatie:
    """Give what a message says.

    weggelaten_is_leeg  the supplier sends a whole zaak with each change, and leaves out what is
                        empty; else what is not there is not known, and a change that lacks a field
                        of the mapping cannot be carried on (B-0613)

    Raises SourceRefused (B-0608) for a message that is none of its kind: no mutatiesoort of the
    standard or two, no object, or something that is none of the parts of a zakLk01.
    """
    soort = _soort(message)
    zaken = message.findall(zkn("object"))
    known = {zkn(name) for name in ("stuurgegevens", "parameters", "object")}
    strange = any(child.tag not in known for child in message.iterchildren("*"))
    if soort not in _BEKEND or not zaken or strange:
        raise SourceRefused(bericht("B-0608", waar=waar))
    zaak = zaken[-1] if soort == "W" else zaken[0]
    if not _klopt(soort, zaken):
        return Mutatie(zaak, gebrek=bericht("B-0611", waar=waar))
    if soort == "V":
        return Mutatie(zaak, verwijderd=True)
    if soort == "W" and _wie(zaken[0]) != _wie(zaak):
        return Mutatie(zaak, gebrek=bericht("B-0612", waar=waar))
    _zonder_voorbij(zaak)
    strict = soort == "W" and not (weggelaten_is_leeg and _verwerking(zaak) == "W")
    lacks = _ontbreekt(zaak, paden) if strict else []
    if lacks:
        return Mutatie(zaak, gebrek=bericht("B-0613", waar=waar, velden=", ".join(lacks)))
    return Mutatie(zaak)


def _soort(message: etree._Element) -> str:
    found = message.findall(f"{zkn('parameters')}/{stuf('mutatiesoort')}")
    if len(found) != 1 or len(found[0]) or len(message.findall(zkn("parameters"))) != 1:
        return ""
    return (found[0].text or "").strip()


def _klopt(soort: str, zaken: list[etree._Element]) -> bool:
    if soort not in _VORM:
        return False
    count, allowed = _VORM[soort]
    kinds = {_verwerking(zaak) for zaak in zaken}
    return len(zaken) == count and len(kinds) == 1 and kinds <= allowed


def _verwerking(element: etree._Element) -> str:
    return element.get(VERWERKINGSSOORT, "")


def _wie(zaak: etree._Element) -> str:
    return (zaak.findtext(zkn("identificatie")) or "").strip()


def _zonder_voorbij(zaak: etree._Element) -> None:
    """Take relations that ended out, so that no XPath of a mapping finds the one before."""
    for child in [one for one in zaak.iterdescendants("*") if _verwerking(one) in VOORBIJ]:
        parent = child.getparent()
        if parent is not None:
            parent.remove(child)


def _ontbreekt(zaak: etree._Element, paden: Paden) -> list[str]:
    """Name the addresses without any element, not even one that says it is empty."""
    return [adres for adres, ways in paden.items() if not any(way.xpath(zaak) for way in ways)]

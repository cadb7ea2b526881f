"""Which parts of a zaak are asked for: exactly what the mapping points at, and what paging needs.

An address of the mapping is an XPath. Only simple location paths can be turned into a scope: names
with prefixes, "/" between them, attributes as [@naam='...'], [1], and /text() or an attribute at
the end. Anything cleverer would ask for other data than it reads, and is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from connectors.stuf_zkn.namen import ENTITEITTYPE, NIL, NSMAP, STUF, ZKN
from connectors.stuf_zkn.volgorde import ENTITEITEN, VOLGORDE, ZONDER_TYPE
from regres import ConfigProblem, XmlLayout
from regres.berichten import bericht

_STAP = re.compile(
    r"""(?P<prefix>[A-Za-z_][\w.-]*):(?P<naam>[A-Za-z_][\w.-]*)
        (?P<kenmerken>(?:\[@[\w.:-]+=(?:'[^'\[\]]*'|"[^"\[\]]*")\])*)
        (?:\[1\])?\Z""",
    re.VERBOSE | re.ASCII,
)
_NAAM = re.compile(r"""\[@naam=(?:'(?P<enkel>[^']+)'|"(?P<dubbel>[^"]+)")\]""")
_DEEL = re.compile(r"""(?:[^/'"]|'[^']*'|"[^"]*")+""")  # a "/" between quotes is no step
_LAATSTE = re.compile(r"(?:text\(\)|@(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)\Z", re.ASCII)

_AANVULLEND = f"{{{STUF}}}aanvullendeElementen"

#: Asked for whatever the mapping says: without these nothing can be filtered or paged.
ALTIJD = (
    "ZKN:identificatie",
    "ZKN:startdatum",
    "ZKN:isVan/ZKN:gerelateerde/ZKN:code",
)


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of a location path: the element's name, and `naam` for an extraElement."""

    tag: str
    extra: str = ""


@dataclass(slots=True)
class _Knoop:
    kinderen: dict[Stap, "_Knoop"] = field(default_factory=dict)


def stappen(xpath: str, namespaces: Mapping[str, str]) -> tuple[Stap, ...] | None:
    """Take a simple location path apart; None when it is not simple.

    "" of steps (only an attribute of the object itself) gives ().
    """
    bare = xpath.strip().removeprefix("./")
    parts = _DEEL.findall(bare)
    if "/".join(parts) != bare or not parts:
        return None
    if _LAATSTE.match(parts[-1]):
        parts.pop()
    found = [_stap(part, namespaces) for part in parts]
    return None if None in found else tuple(stap for stap in found if stap is not None)


def _stap(part: str, namespaces: Mapping[str, str]) -> Stap | None:
    match = _STAP.match(part)
    if match is None or match["prefix"] not in namespaces:
        return None
    extra = _NAAM.search(match["kenmerken"])
    tag = f"{{{namespaces[match['prefix']]}}}{match['naam']}"
    return Stap(tag, (extra["enkel"] or extra["dubbel"]) if extra else "")


class Omvang(StrEnum):
    """What is asked of each object (StUF 3.01, 6.3.2.3)."""

    VELDEN = "velden"
    """exactly what the mapping reads; what nobody reads does not travel"""
    ALLES = "alles"
    """everything: for a server that takes no list of elements, or for aanvullendeElementen"""
    ALLES_ZONDER_METAGEGEVENS = "allesZonderMetagegevens"
    """everything but registration times and the like"""


def scope(layout: XmlLayout, omvang: Omvang = Omvang.VELDEN) -> etree._Element:
    """Build <scope> for every address and alias of the mapping, in the order of the schema.

    Raises:
        ConfigProblem: with every address that is not a simple location path.

    """
    paths = _paden(layout)
    if omvang is not Omvang.VELDEN:
        return zet_scope((), ZKN, "ZAK", omvang)
    # Elements of nobody's schema cannot be named in a question; they come with scope "alles".
    named = [path for path in paths if all(stap.tag != _AANVULLEND for stap in path)]
    return zet_scope(named, ZKN, "ZAK")


def zet_scope(
    paden: Iterable[Sequence[Stap]], model: str, entiteit: str, omvang: Omvang = Omvang.VELDEN
) -> etree._Element:
    """Build <scope> for these location paths inside an object of this kind."""
    root = _Knoop()
    for path in paden:
        node = root
        for stap in path:
            node = node.kinderen.setdefault(stap, _Knoop())
    element = etree.Element(f"{{{model}}}scope", nsmap=NSMAP)
    asked = etree.SubElement(element, f"{{{model}}}object")
    if omvang is Omvang.VELDEN:
        _schrijf(asked, root, entiteit)
    else:
        asked.set(ENTITEITTYPE, entiteit)
        asked.set(f"{{{STUF}}}scope", str(omvang))
    return element


def _paden(layout: XmlLayout) -> list[tuple[Stap, ...]]:
    own = [stappen(xpath, NSMAP) for xpath in ALTIJD]
    asked = {
        (adres, xpath): stappen(xpath, layout.namespaces)
        for adres, xpaths in layout.adressen.items()
        for xpath in xpaths
    }
    wrong = [adres for (adres, _), path in asked.items() if path is None]
    if wrong:
        raise ConfigProblem(*(bericht("B-0360", waar=f"adres {adres}") for adres in wrong))
    return [path for path in (*own, *asked.values()) if path]


def _schrijf(element: etree._Element, node: _Knoop, entiteit: str) -> None:
    """Fill an element with what is asked inside it; an element with nothing inside is nil."""
    if entiteit and entiteit not in ZONDER_TYPE:
        element.set(ENTITEITTYPE, entiteit)
    if not node.kinderen:
        element.set(NIL, "true")
    for stap in _op_volgorde(node.kinderen, entiteit):
        child = etree.SubElement(element, stap.tag)
        if stap.extra:
            child.set("naam", stap.extra)
        inside = ENTITEITEN.get((entiteit, etree.QName(stap.tag).localname), "")
        _schrijf(child, node.kinderen[stap], inside)


def _op_volgorde(found: Iterable[Stap], entiteit: str) -> list[Stap]:
    order = VOLGORDE.get(entiteit, ())

    def rank(stap: Stap) -> tuple[int, str, str]:
        name = etree.QName(stap.tag)
        known = name.localname in order
        place = order.index(name.localname) if known else len(order)
        return place, "" if name.namespace == STUF else name.localname, stap.extra

    return sorted(found, key=rank)

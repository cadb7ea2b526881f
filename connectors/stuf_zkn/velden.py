"""Reading one value out of a live XML object, only when it is asked for.

What StUF says about a value that is not there decides what is read (StUF 3.01, 3.4.1):

    geenWaarde, waardeOnbekend, vastgesteldOnbekend, no element     ""
    nietGeautoriseerd, nietOndersteund                              SourceRefused

The second kind never arrives, however long one waits: as "" it would look like "no accident".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from lxml import etree

from connectors.stuf_zkn.kenmerken import GEEN, GEWEIGERD, is_nil, vreemd
from connectors.stuf_zkn.namen import NO_VALUE, ONVOLLEDIG, STUF
from connectors.stuf_zkn.paden import Boom, Wandeling
from connectors.stuf_zkn.scope import Stap, stappen
from regres import ConfigProblem, Plaats, SourceRefused, XmlLayout
from regres.berichten import bericht

#: Between two values of one place; no closed shape of the mapping language holds it.
_SAMEN = " <> "
#: What nearly every element has in the way of attributes: nothing, or the name of an extraElement.
_STIL: Final[tuple[list[str], ...]] = ([], ["naam"])
_PERSOON = "{*}natuurlijkPersoon"
_GEWEIGERD = etree.XPath(
    ".//*[@s:noValue='nietGeautoriseerd' or @s:noValue='nietOndersteund'"
    " or @noValue='nietGeautoriseerd' or @noValue='nietOndersteund']",
    namespaces={"s": STUF},
)


@dataclass(frozen=True, slots=True)
class Pad:
    """One XPath of an address, compiled; `stappen` when it is a simple location path.

    nummer   where `boom` walks to instead; None = only the XPath itself will do
    persoon  it leads into a natuurlijkPersoon
    """

    xpath: etree.XPath
    stappen: tuple[Stap, ...] | None
    boom: Boom = field(repr=False, compare=False)
    nummer: int | None = None
    persoon: bool = False


Paden = Mapping[str, tuple[Pad, ...]]


def compileer(layout: XmlLayout) -> Paden:
    """Compile every address once.

    Raises:
        ConfigProblem: with every address that is not an XPath.

    """
    wrong: list[str] = []
    boom = Boom()
    paden = {
        adres: tuple(_compileer(adres, xpath, layout.namespaces, boom, wrong) for xpath in xpaths)
        for adres, xpaths in layout.adressen.items()
    }
    if wrong:
        raise ConfigProblem(*(bericht("B-0363", waar=f"adres {adres}") for adres in wrong))
    return {adres: tuple(pad for pad in found if pad) for adres, found in paden.items()}


def _compileer(
    adres: str, xpath: str, namespaces: Mapping[str, str], boom: Boom, wrong: list[str]
) -> Pad | None:
    try:
        return Pad(
            etree.XPath(xpath, namespaces=dict(namespaces)),
            stappen(xpath, namespaces),
            boom,
            boom.nummer(xpath, namespaces),
            "natuurlijkPersoon" in xpath,
        )
    except etree.XPathError:
        wrong.append(adres)
        return None


class XmlFields:
    """The fields of one object.

    meervoudig  counts addresses that were found more than once
    bekend      the values at some addresses, as `text` gives them
    """

    __slots__ = (
        "_geweigerd",
        "_meer",
        "_meervoudig",
        "_object",
        "_paden",
        "_rivalen",
        "_teksten",
        "_waar",
        "_wandeling",
    )

    def __init__(
        self,
        element: etree._Element,
        paden: Paden,
        waar: Plaats,
        meervoudig: Counter[str],
        bekend: Mapping[str, str] | None = None,
    ) -> None:
        self._object = element
        self._paden = paden
        self._waar = waar
        self._meervoudig = meervoudig
        self._meer = False
        self._geweigerd: list[etree._Element] | None = None
        self._wandeling: Wandeling | None = None
        self._rivalen: list[etree._Element] = []
        # Keys and signals are read once by the mapping and once more to count what is empty.
        self._teksten: dict[str, str] = {**bekend} if bekend else {}

    def text(self, adres: str) -> str:
        """Give the value as it came, joined from all its text; "" when there is none.

        An element that stands twice in one place with two values has no value that can be chosen:
        both come, joined, so that no code, flag, date or amount can be read from them.

        Raises:
            SourceRefused: the source may not or cannot give it, or it is not a plain value.

        """
        kept = self._teksten.get(adres)
        if kept is None:
            kept = self._teksten[adres] = self._lees(adres)
        return kept

    def _lees(self, adres: str) -> str:
        found = self._vind(adres)
        if found is None:
            return ""
        if isinstance(found, etree._Element):
            if not self._rivalen:
                return self._waarde(found, adres)
            return _SAMEN.join(self._waarden(found, adres))
        return str(found)  # a plain str: lxml's own kind keeps the whole object alive

    def onvolledig(self, adres: str) -> str:
        """Give "J", "M" or "D" (year, month, day unknown); "" for a whole date or no date."""
        found = self._vind(adres)
        if isinstance(found, etree._ElementUnicodeResult):
            found = found.getparent()
        mark = "V"
        if isinstance(found, etree._Element):
            self._keur_kenmerken(found, adres)
            mark = found.get(ONVOLLEDIG, "V")
        if mark not in {"V", "D", "M", "J"}:
            raise self._fout("B-0353", adres, kenmerk="indOnvolledigeDatum")
        return "" if mark == "V" else mark

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        """Give the whole object as it came; None when an address may lead out of it.

        None too once an address was found more than once: that is counted at every read.
        """
        del adressen
        pads = next(iter(self._paden.values()), ())
        if self._meer or not pads or not pads[0].boom.volledig:
            return None
        # Canonical, for an object out of a tree and one that was read as text are one object.
        try:
            return etree.tostring(self._object, method="c14n", exclusive=True)
        except etree.C14NError:  # a name space that is no absolute address
            return None

    def _noteer_meer(self, adres: str, aantal: int = 1) -> None:
        self._meervoudig[adres] += aantal
        self._meer = True

    def _vind(self, adres: str) -> object | None:
        """Find the first alias that exists; one that is not supported gives way to the next."""
        refused: object | None = None
        self._rivalen = []
        for pad in self._paden[adres]:
            found = self._loop(pad) if pad.nummer is not None else pad.xpath(self._object)
            if not isinstance(found, list):
                return str(found)
            if found:
                first = self._eerste(found, adres)
                if pad.persoon and self._van_een_ander(first):
                    self._noteer_meer(adres, len(found) == 1)
                    continue
                if not _is_geweigerd(first):
                    return first
                refused = first
        if refused is None:
            self._let_op_weigering(adres)
        return refused

    def _van_een_ander(self, found: object) -> bool:
        """Tell whether a value is of a second person in a role, of which the first says nothing.

        It would make one person of two: the name of the first with the BSN of the second.
        """
        if not isinstance(found, etree._Element):
            return False
        chain = [found, *found.iterancestors()]
        if self._object not in chain[1:]:
            return False
        role = chain[chain.index(self._object) - 1]
        earlier = role.itersiblings(str(role.tag), preceding=True)
        return any(len(person) for one in earlier for person in one.iter(_PERSOON))

    def _loop(self, pad: Pad) -> list[etree._Element]:
        if self._wandeling is None:
            self._wandeling = Wandeling(pad.boom, self._object)
        return self._wandeling.vind(pad.nummer or 0)

    def _eerste(self, found: Sequence[object], adres: str) -> object:
        """Take the first of several; text() that was cut in pieces is no list of values."""
        first = found[0]
        if len(found) == 1:
            return first
        if not isinstance(first, etree._Element):
            raise self._fout("B-0351", adres)
        self._noteer_meer(adres)
        self._rivalen = [
            one
            for one in found[1:]
            if isinstance(one, etree._Element) and one.getparent() is first.getparent()
        ]
        return first

    def _waarden(self, element: etree._Element, adres: str) -> list[str]:
        """Give the different values in this one place; as a rule there is one."""
        found = [self._waarde(one, adres) for one in (element, *self._rivalen)]
        return list(dict.fromkeys(found))

    def _waarde(self, element: etree._Element, adres: str) -> str:
        if element.keys() not in _STIL:
            self._keur_kenmerken(element, adres)
            reason = element.get(NO_VALUE)
            if reason is not None or is_nil(element):
                return self._geen_waarde(element, adres, reason)
        if len(element):
            # lxml's .text stops at the first child: a comment would cut a BSN in two.
            groep = any(isinstance(child.tag, str) for child in element)
            raise self._fout("B-0352" if groep else "B-0351", adres)
        return element.text or ""

    def _geen_waarde(self, element: etree._Element, adres: str, reason: str | None) -> str:
        if reason in GEWEIGERD:
            raise self._fout("B-0350", adres, reden=reason)
        known = reason is None or reason in GEEN
        if not known or (element.text or "").strip():
            raise self._fout("B-0353", adres, kenmerk="noValue")
        return ""

    def _keur_kenmerken(self, element: etree._Element, adres: str) -> None:
        if wrong := vreemd(element):
            raise self._fout("B-0353", adres, "naamruimte", kenmerk=wrong)

    def _let_op_weigering(self, adres: str) -> None:
        """Refuse when an element higher up says that nothing below it may be seen."""
        if self._geweigerd is None:
            self._geweigerd = cast(list[etree._Element], _GEWEIGERD(self._object))
        for element in self._geweigerd:
            above = tuple(_stappen_tot(element, self._object))
            for pad in self._paden[adres]:
                if pad.stappen and pad.stappen[: len(above)] == above:
                    self._keur_kenmerken(element, adres)
                    raise self._fout("B-0350", adres, reden=str(element.get(NO_VALUE)))

    def _fout(self, code: str, adres: str, geval: str = "", **woorden: str) -> SourceRefused:
        return SourceRefused(bericht(code, geval, waar=f"{self._waar}, {adres}", **woorden))


def _is_geweigerd(found: object) -> bool:
    return isinstance(found, etree._Element) and found.get(NO_VALUE) in GEWEIGERD


def _stappen_tot(element: etree._Element, root: etree._Element) -> Iterator[Stap]:
    """Give the steps from the object down to an element."""
    chain = [element, *element.iterancestors()]
    for step in reversed(chain[: chain.index(root)]):
        yield Stap(str(step.tag), step.get("naam") or "")

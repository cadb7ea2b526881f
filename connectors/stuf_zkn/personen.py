"""Names and addresses that a zaak does not hold, from the municipality's own register of persons.

Asked (npsLv01, StUF-BG 03.10) per person, by BSN, only for a record that is on its way to be sent,
and only when a field of it is empty: whoever had no accident is never asked about. What comes back
stays in memory with its record, and is sealed with it.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from connectors.beveiliging import Bewaker
from connectors.stuf_zkn.bron import StufSource
from connectors.stuf_zkn.lijn import Lijn
from connectors.stuf_zkn.namen import BG, NSMAP
from connectors.stuf_zkn.schematoets import Vraagtoets
from connectors.stuf_zkn.scope import stappen, zet_scope
from connectors.stuf_zkn.soap import Kanaal
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding
from connectors.stuf_zkn.uitwisseling import Uitwisseling
from connectors.stuf_zkn.velden import Paden, XmlFields, compileer
from connectors.stuf_zkn.vraag import Vraag
from regres import Fields, Plaats, SourceRefused, XmlLayout
from regres.berichten import bericht

_PERSOON = re.compile(r"\A(?P<wie>.*natuurlijkPersoon)(?:\[1\])?/(?P<rest>.+)\Z", re.DOTALL)
_BSN = re.compile(r"\A[0-9]{9}\Z", re.ASCII)
_BSN_PAD = "BG:inp.bsn"


@dataclass(frozen=True, slots=True)
class Persoonsvelden:
    """What the mapping reads of persons, compiled once.

    wie     address -> the person in a zaak it belongs to
    samen   address -> the addresses that are one thing with it: a name, a place to live
    paden   address -> where it stands in an answer of the register
    bsn     person in a zaak -> the XPath of the BSN
    scope   what is asked of the register: these addresses and no more
    """

    wie: Mapping[str, str]
    samen: Mapping[str, tuple[str, ...]]
    paden: Paden
    bsn: Mapping[str, etree.XPath]
    scope: etree._Element


def persoonsvelden(layout: XmlLayout) -> Persoonsvelden:
    """Find the addresses of a mapping that lie in a person; the BSN itself is never asked for."""
    found = {
        adres: match
        for adres, xpaths in layout.adressen.items()
        for xpath in xpaths[:1]
        if (match := _PERSOON.match(xpath)) and not match["rest"].endswith("inp.bsn")
    }
    asked = XmlLayout(layout.namespaces, {adres: (m["rest"],) for adres, m in found.items()})
    who = {match["wie"] for match in found.values()}
    spaces = {**layout.namespaces, "BG": BG}
    paths = [stappen(match["rest"], layout.namespaces) for match in found.values()]
    bsn = stappen(_BSN_PAD, NSMAP)
    things = {adres: (match["wie"], _ding(match["rest"])) for adres, match in found.items()}
    return Persoonsvelden(
        samen={
            adres: tuple(other for other, one in things.items() if one == thing)
            for adres, thing in things.items()
        },
        wie={adres: match["wie"] for adres, match in found.items()},
        paden=compileer(asked),
        bsn={one: etree.XPath(f"string({one}/{_BSN_PAD})", namespaces=spaces) for one in who},
        scope=zet_scope([path for path in (bsn, *paths) if path], BG, "NPS"),
    )


def _ding(rest: str) -> str:
    """Tell which thing a path in a person is a part of: a group, or a surname with its prefix."""
    first, _, deeper = rest.partition("/")
    return first if deeper else first.replace("voorvoegselGeslachtsnaam", "geslachtsnaam")


class Persoonsregister:
    """The register during one read; nothing connects before the first person is asked about.

    gevraagd  how many persons were asked about
    """

    def __init__(
        self,
        bron: StufSource,
        velden: Persoonsvelden,
        tijdstip: Callable[[], str],
        slaap: Callable[[float], None],
        bewaker: Bewaker,
    ) -> None:
        self._bewaker = bewaker
        self._bron = bron
        self._velden = velden
        self._tijdstip = tijdstip
        self._slaap = slaap
        self._weg: tuple[Kanaal, Uitwisseling] | None = None
        self.gevraagd = 0

    def vul_aan(self, eigen: XmlFields, element: etree._Element, plaats: Plaats) -> Fields:
        """Give the fields of a zaak, completed from the register where they are empty."""
        return MetPersoon(eigen, element, plaats, self, self._velden)

    def persoon(self, bsn: str) -> etree._Element | None:
        """Ask about one person; None when the register does not know the BSN.

        Raises:
            SourceDown: no answer.
            SourceRefused: no answer that can be believed, or about someone else.

        """
        self.gevraagd += 1
        waar = f"persoonsregister, vraag {self.gevraagd}"
        vraag = Vraag(tijdstip=self._tijdstip(), maximum=2, nummer=bsn)
        found = list(self._uitwisseling().objecten(vraag, waar))
        if not found:
            return None
        if len(found) > 1 or (found[0].findtext(f"{{{BG}}}inp.bsn") or "").strip() != bsn:
            raise SourceRefused(bericht("B-0380", waar=waar))
        return found[0]

    def sluit(self) -> None:
        """Close the connection, if there is one."""
        if self._weg is not None:
            self._weg[0].sluit()

    def _uitwisseling(self) -> Uitwisseling:
        if self._weg is None:
            bron = self._bron
            toets = Vraagtoets(bron)
            verbinding = Verbinding(bron.tls, Termijn(bron.grenzen.totaal), bron.grenzen.lezen)
            lijn = Lijn(bron, verbinding, bron.uitgaand(bron.host, bron.poort))
            kanaal = Kanaal(bron, lijn, self._bewaker)
            scope = self._velden.scope
            exchange = Uitwisseling(bron, kanaal, verbinding, scope, self._slaap, toets)
            self._weg = (kanaal, exchange)
        return self._weg[1]


@dataclass(slots=True)
class MetPersoon:
    """The fields of a zaak; what is empty there of a person is looked up in the register.

    A name or address is taken as a whole: half of an old one and half of a new one is nobody's.
    """

    _eigen: XmlFields
    _element: etree._Element = field(repr=False)
    _plaats: Plaats
    _register: Persoonsregister
    _velden: Persoonsvelden
    _gevonden: dict[str, XmlFields | None] = field(default_factory=dict, repr=False)

    def text(self, adres: str) -> str:
        """Give the value as it came, from the zaak or else from the register."""
        person = None if self._staat_er(adres) else self._persoon(adres)
        return (person or self._eigen).text(adres)

    def onvolledig(self, adres: str) -> str:
        """Give the mark of an incomplete date, from where its text comes."""
        person = None if self._staat_er(adres) else self._persoon(adres)
        return (person or self._eigen).onvolledig(adres)

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        """Give None: what the register says may change while the zaak does not."""
        del adressen
        return None

    def _staat_er(self, adres: str) -> bool:
        """Tell whether the zaak says anything of the thing that an address is a part of."""
        return any(self._eigen.text(one) for one in self._velden.samen.get(adres, (adres,)))

    def _persoon(self, adres: str) -> XmlFields | None:
        who = self._velden.wie.get(adres)
        if who is None:
            return None
        if who not in self._gevonden:
            self._gevonden[who] = self._vraag(who)
        return self._gevonden[who]

    def _vraag(self, who: str) -> XmlFields | None:
        bsn = str(self._velden.bsn[who](self._element)).strip()
        if not _BSN.match(bsn):
            return None
        found = self._register.persoon(bsn)
        if found is None:
            return None
        return XmlFields(found, self._velden.paden, self._plaats, Counter())

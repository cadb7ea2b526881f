"""Pages of StUF, read with moulds and by the parser alone: they must come out the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from connectors.stuf_zkn.antwoord import Antwoord, Verwacht
from connectors.stuf_zkn.blok import Objectoogst
from connectors.stuf_zkn.mallen import Mallen
from connectors.stuf_zkn.pagina import inhoud
from connectors.stuf_zkn.tekstobject import Tekstobject, als_element, op_regel
from connectors.stuf_zkn.toleranties import Tolerantie
from connectors.stuf_zkn.uittreksel import Uittreksel, gevraagd
from connectors.stuf_zkn.velden import compileer
from connectors.stuf_zkn.voorlezer import Voorlezer
from connectors.stuf_zkn.zeef import Zeef
from regres import SourceError, XmlLayout
from tests.tools import stuf

PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon"
ADRESSEN = {
    "nummer": ("ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie",),
    "vlag": (stuf.extra_element("vlag"), stuf.extra_element("oud")),
    "notitie": ("ZKN:toelichting",),
    "bsn": (f"{PERSOON}/BG:inp.bsn",),
}
LAYOUT = XmlLayout(stuf.NAMESPACES, ADRESSEN, tuple(ADRESSEN))
KOP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<ZKN:zakLa01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310"'
    ' xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310"'
    ' xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{opmerking}'
    "<ZKN:stuurgegevens><StUF:berichtcode>La01</StUF:berichtcode>"
    "<StUF:crossRefnummer>v</StUF:crossRefnummer></ZKN:stuurgegevens>"
    "<ZKN:parameters><StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag>"
    "</ZKN:parameters><ZKN:antwoord>"
)
STAART = "</ZKN:antwoord></ZKN:zakLa01></s:Body></s:Envelope>"
NIL = 'xsi:nil="true" StUF:noValue="geenWaarde"'

Gelezen = list[tuple[list[str] | None, bytes, int]]


def mallen(vanaf: int = 0, proeven: int = 1) -> Mallen:
    wat = gevraagd(compileer(LAYOUT), LAYOUT.altijd)
    assert wat is not None
    return Mallen(Uittreksel(wat), vanaf, proeven)


class Lezer:
    """Reads pages, and remembers how many objects were never parsed."""

    def __init__(self, known: Mallen, tolerant: bool = False) -> None:
        self.mallen = known
        allowed = {Tolerantie.LEEG_ANTWOORDOBJECT} if tolerant else ()
        self._bron = stuf.bron("https://zaken.invalid", toleranties=frozenset(allowed))
        self.als_tekst = 0

    def lees(self, pieces: Sequence[bytes]) -> tuple[Gelezen, Any]:
        """Give what was read, and the refusal when there was one."""
        antwoord = Antwoord(Verwacht(self._bron, "v", "bericht 1"))
        zeef = Zeef("", date(2020, 1, 1), date(2030, 1, 1))
        oogst = Objectoogst(self.mallen._uittreksel, self.mallen, zeef)
        found: Gelezen = []
        try:
            for together in Voorlezer(antwoord, oogst, bundel=1).groepen(pieces):
                found += map(self._gezien, together)
        except SourceError as error:
            return found, [[(type(error), one.code, one.waar) for one in error.problems]]
        return found, [antwoord.vervolg]

    def _gezien(self, one: tuple[Any, Sequence[str] | None]) -> tuple[list[str] | None, bytes, int]:
        self.als_tekst += isinstance(one[0], Tekstobject) and one[0]._element is None
        taken = None if one[1] is None else list(one[1])
        return taken, inhoud(als_element(one[0])).encode(), op_regel(one[0])


def pagina(objecten: Sequence[str], opmerking: str = "") -> bytes:
    return (KOP.format(opmerking=opmerking) + "".join(objecten) + STAART).encode()


def in_stukken(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


DELEN = (
    ("<ZKN:toelichting>Rolstoel {n}</ZKN:toelichting>",),
    ("<ZKN:startdatum>20260301</ZKN:startdatum>",),
    ("<StUF:extraElementen>",),
    ('<StUF:extraElement naam="vlag">N</StUF:extraElement>',),
    (f'<StUF:extraElement naam="x" {NIL}/>',),
    ("</StUF:extraElementen>",),
    ("<ZKN:isVan><ZKN:gerelateerde><ZKN:code>W{n}</ZKN:code></ZKN:gerelateerde></ZKN:isVan>",),
    ("<ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon>",),
    ("<BG:inp.bsn>9999{n:05}</BG:inp.bsn>",),
    ("</ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>",),
    ("<ZKN:leidtTot><ZKN:gerelateerde>",),
    ("<ZKN:identificatie>B{n}</ZKN:identificatie>",),
    ("</ZKN:gerelateerde></ZKN:leidtTot>",),
)


def zaak(number: int, parts: Sequence[str] | None = None, regel: str = "") -> str:
    inside = regel.join(parts or [part[0] for part in DELEN]).replace("{n:05}", f"{number:05}")
    inside = inside.replace("{n}", str(number))
    return (
        f'<ZKN:object StUF:entiteittype="ZAK" StUF:sleutelVerzendend="S{number}">'
        f"{regel}{inside}{regel}</ZKN:object>"
    )


def beide(
    *pages: bytes, size: int = 700, tolerant: bool = False, streng: bool = True
) -> tuple[Lezer, list[Any]]:
    """Read pages with moulds and without; they must come out the same.

    streng  also which of several wrong things close together is told
    """
    without, with_ = Lezer(mallen(10**9), tolerant), Lezer(mallen(), tolerant)
    one = [without.lees(in_stukken(page, size)) for page in pages]
    other = [with_.lees(in_stukken(page, size)) for page in pages]
    assert without.als_tekst == 0
    for old, new in zip(one, other, strict=True):
        assert old[1] == new[1] or (not streng and _anders_geweigerd(old[1], new[1]))
        # What comes before a refusal is never handed on with less than a page behind it.
        assert old[0] == new[0] or isinstance(old[1][0], list)
    return with_, other


def _anders_geweigerd(een: list[Any], ander: list[Any]) -> bool:
    """Tell whether both were refused, over different things."""
    refused = isinstance(een[0], list) and isinstance(ander[0], list)
    return refused and een[0][0][1] != ander[0][0][1]

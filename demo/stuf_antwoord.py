"""How the fictional zaaksysteem answers a zakLv01: selecting, paging, refusing what is wrong."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4
from xml.sax.saxutils import escape

from lxml import etree

from demo.stuf_zaak import Deel, Scope, Zaak, als_xml

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
STUF = "http://www.egem.nl/StUF/StUF0301"
ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
BG = "http://www.egem.nl/StUF/sector/bg/0310"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"soap": SOAP, "s": STUF, "z": ZKN}

_XMLNS = f'xmlns:ZKN="{ZKN}" xmlns:BG="{BG}" xmlns:StUF="{STUF}" xmlns:xsi="{XSI}"'
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body>'
)
_TAIL = "</soapenv:Body></soapenv:Envelope>\n"
#: Elements that hold others but carry no StUF:entiteittype.
_GROEPEN = {"verblijfsadres": "ADRES"}


class Fout(Exception):
    """A question that cannot be answered, with the StUF code that says why."""

    def __init__(self, code: str, omschrijving: str) -> None:
        super().__init__(code)
        self.code = code
        self.omschrijving = omschrijving


@dataclass(frozen=True, slots=True)
class _Systeem:
    organisatie: str
    applicatie: str
    administratie: str


@dataclass(frozen=True, slots=True)
class _Vraag:
    zender: _Systeem
    ontvanger: _Systeem
    referentie: str
    tijdstip: str
    maximum: int
    zaaktype: str
    van: date
    tot: date
    scope: Scope
    start: str | None


@dataclass(slots=True)
class Zaaksysteem:
    """All zaken of one municipality, in the order of sortering 5.

    applicatie   the name it answers to; another receiver gets StUF010
    laatste      per sender: the last time and number, for StUF019 (a message sent again is allowed)
    """

    zaken: Sequence[Zaak]
    applicatie: str = "WmoRegistratie"
    schema: etree.XMLSchema | None = None
    laatste: dict[_Systeem, tuple[str, str]] = field(default_factory=dict)
    _op_sleutel: dict[str, Zaak] = field(default_factory=dict)
    _xml: dict[tuple[Scope, str], bytes] = field(default_factory=dict)
    _keuzes: dict[tuple[str, date, date], list[Zaak]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.vervang(self.zaken)

    def vervang(self, zaken: Iterable[Zaak]) -> None:
        """Take other zaken: the next day has come."""
        self.zaken = sorted(
            zaken, key=lambda zaak: (-zaak.startdatum.toordinal(), zaak.omschrijving, zaak.sleutel)
        )
        self._op_sleutel = {zaak.sleutel: zaak for zaak in self.zaken}
        self._xml.clear()
        self._keuzes.clear()

    def antwoord(self, bericht: bytes) -> tuple[int, bytes]:
        """Give the HTTP status and the SOAP message that answer a SOAP message."""
        try:
            vraag = self._lees(bericht)
            return 200, self._zakla01(vraag)
        except Fout as fout:
            return 500, _fault(fout)

    def _lees(self, bericht: bytes) -> _Vraag:
        zaklv01 = _zaklv01(bericht)
        if self.schema is not None and not self.schema.validate(zaklv01):
            raise Fout("StUF055", "Berichtbody is niet conform schema in sectormodel")
        vraag = _vraag(zaklv01)
        if vraag.ontvanger.applicatie != self.applicatie:
            raise Fout("StUF010", "Ontvanger is niet bekend")
        self._keur_tijdstip(vraag)
        return vraag

    def _keur_tijdstip(self, vraag: _Vraag) -> None:
        now = (vraag.tijdstip, vraag.referentie)
        before = self.laatste.get(vraag.zender)
        if before is not None and before != now and vraag.tijdstip <= before[0]:
            raise Fout("StUF019", "Tijdstip van het bericht ligt niet na dat van het vorige")
        self.laatste[vraag.zender] = now

    def _zakla01(self, vraag: _Vraag) -> bytes:
        chosen = self._keuze(vraag)
        begin = self._na_start(chosen, vraag.start)
        page = chosen[begin : begin + vraag.maximum]
        more = begin + len(page) < len(chosen)
        objects = b"".join(self._object(zaak, vraag.scope) for zaak in page)
        head = (
            f"{_HEAD}<ZKN:zakLa01 {_XMLNS}>{_stuurgegevens(vraag)}<ZKN:parameters>"
            f"<StUF:indicatorVervolgvraag>{str(more).lower()}</StUF:indicatorVervolgvraag>"
            f"<StUF:aantalVoorkomens>{len(chosen)}</StUF:aantalVoorkomens></ZKN:parameters>"
        ).encode()
        answer = b"<ZKN:antwoord>\n" + objects + b"</ZKN:antwoord>" if page else b""
        return head + answer + f"</ZKN:zakLa01>{_TAIL}".encode()

    def _keuze(self, vraag: _Vraag) -> list[Zaak]:
        key = (vraag.zaaktype, vraag.van, vraag.tot)
        if key not in self._keuzes:
            self._keuzes[key] = [
                zaak
                for zaak in self.zaken
                if vraag.van <= zaak.startdatum <= vraag.tot
                and vraag.zaaktype in {"", zaak.zaaktype}
            ]
        return self._keuzes[key]

    def _na_start(self, chosen: Sequence[Zaak], start: str | None) -> int:
        if start is None:
            return 0
        last = self._op_sleutel.get(start)
        if last is None:
            raise Fout("StUF106", "Het object in start is niet bekend")

        def rank(zaak: Zaak) -> tuple[int, str, str]:
            return -zaak.startdatum.toordinal(), zaak.omschrijving, zaak.sleutel

        place = bisect_left(chosen, rank(last), key=rank)
        return place + (place < len(chosen) and chosen[place].sleutel == start)

    def _object(self, zaak: Zaak, scope: Scope) -> bytes:
        key = (scope, zaak.sleutel)
        if key not in self._xml:
            self._xml[key] = als_xml(zaak, scope)
        return self._xml[key]


def _zaklv01(bericht: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(bericht, parser)
    except etree.XMLSyntaxError:
        raise Fout("StUF055", "Bericht is geen geldige XML") from None
    body = root.find("soap:Body", NS)
    found = None if body is None else body.find("z:zakLv01", NS)
    if found is None or root.getroottree().docinfo.internalDTD is not None:
        raise Fout("StUF055", "Bericht is geen zakLv01")
    return found


def _vraag(zaklv01: etree._Element) -> _Vraag:
    kop, parameters = _verplicht(zaklv01, "z:stuurgegevens"), _verplicht(zaklv01, "z:parameters")
    if _tekst(kop, "s:berichtcode") != "Lv01" or _tekst(kop, "s:entiteittype") != "ZAK":
        raise Fout("StUF022", "Berichtcode of entiteittype klopt niet")
    if _tekst(parameters, "s:sortering") != "5":
        raise Fout("StUF055", "Alleen sortering 5 wordt ondersteund")
    return _Vraag(
        zender=_systeem(kop, "s:zender"),
        ontvanger=_systeem(kop, "s:ontvanger"),
        referentie=_tekst(kop, "s:referentienummer"),
        tijdstip=_tekst(kop, "s:tijdstipBericht"),
        maximum=int(_tekst(parameters, "s:maximumAantal") or 15),
        zaaktype=_tekst(zaklv01, "z:gelijk/z:isVan/z:gerelateerde/z:code"),
        van=_dag(zaklv01, "z:vanaf/z:startdatum"),
        tot=_dag(zaklv01, "z:totEnMet/z:startdatum"),
        scope=_scope(zaklv01.find("z:scope/z:object", NS)),
        start=_start(zaklv01, _tekst(parameters, "s:indicatorVervolgvraag") == "true"),
    )


def _verplicht(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path, NS)
    if found is None:
        raise Fout("StUF055", f"{path.rpartition(':')[2]} ontbreekt")
    return found


def _tekst(parent: etree._Element, path: str) -> str:
    return (parent.findtext(path, namespaces=NS) or "").strip()


def _systeem(kop: etree._Element, path: str) -> _Systeem:
    found = _verplicht(kop, path)
    return _Systeem(
        *(_tekst(found, f"s:{deel}") for deel in ("organisatie", "applicatie", "administratie"))
    )


def _dag(zaklv01: etree._Element, path: str) -> date:
    try:
        return date.fromisoformat(_tekst(zaklv01, path))
    except ValueError:
        raise Fout("StUF076", "vanaf en totEnMet op startdatum zijn verplicht") from None


def _start(zaklv01: etree._Element, follow_up: bool) -> str | None:
    if not follow_up:
        return None
    found = zaklv01.find("z:start/z:object", NS)
    key = None if found is None else found.get(f"{{{STUF}}}sleutelOntvangend")
    if key is None:
        raise Fout("StUF103", "start ontbreekt in de vervolgvraag")
    return key


def _scope(asked: etree._Element | None) -> Scope:
    if asked is None:
        return None
    return frozenset(_deel(leaf) for leaf in asked.iter("*") if not len(leaf))


def _deel(leaf: etree._Element) -> Deel:
    if leaf.tag == f"{{{STUF}}}extraElement":
        return "EXTRA", leaf.get("naam") or ""
    parent = leaf.getparent()
    above = leaf if parent is None else parent
    group = _GROEPEN.get(etree.QName(above).localname, "")
    return above.get(f"{{{STUF}}}entiteittype") or group, etree.QName(leaf).localname


def _stuurgegevens(vraag: _Vraag) -> str:
    return (
        "<ZKN:stuurgegevens><StUF:berichtcode>La01</StUF:berichtcode>"
        f"{_als_systeem('zender', vraag.ontvanger)}{_als_systeem('ontvanger', vraag.zender)}"
        f"<StUF:referentienummer>{uuid4()}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{escape(vraag.tijdstip)}</StUF:tijdstipBericht>"
        f"<StUF:crossRefnummer>{escape(vraag.referentie)}</StUF:crossRefnummer>"
        "<StUF:entiteittype>ZAK</StUF:entiteittype></ZKN:stuurgegevens>"
    )


def _als_systeem(rol: str, systeem: _Systeem) -> str:
    parts = "".join(
        f"<StUF:{deel}>{escape(text)}</StUF:{deel}>"
        for deel in ("organisatie", "applicatie", "administratie")
        if (text := getattr(systeem, deel))
    )
    return f"<StUF:{rol}>{parts}</StUF:{rol}>"


def _fault(fout: Fout) -> bytes:
    words = escape(fout.omschrijving)
    return (
        f"{_HEAD}<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>{words}"
        f'</faultstring><detail><StUF:Fo02Bericht xmlns:StUF="{STUF}"><StUF:stuurgegevens>'
        "<StUF:berichtcode>Fo02</StUF:berichtcode></StUF:stuurgegevens><StUF:body>"
        f"<StUF:code>{fout.code}</StUF:code><StUF:plek>client</StUF:plek>"
        f"<StUF:omschrijving>{words}</StUF:omschrijving></StUF:body></StUF:Fo02Bericht>"
        f"</detail></soapenv:Fault>{_TAIL}"
    ).encode()

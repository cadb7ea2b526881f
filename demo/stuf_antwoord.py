"""How the fictional zaaksysteem answers: selecting, paging, refusing what is wrong."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4
from xml.sax.saxutils import escape

from lxml import etree

from demo.stuf_zaak import Deel, Scope, Zaak, als_xml, persoon_xml

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
STUF = "http://www.egem.nl/StUF/StUF0301"
ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
BG = "http://www.egem.nl/StUF/sector/bg/0310"
ZDS = "http://www.stufstandaarden.nl/koppelvlak/zds0120"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"s": STUF, "z": ZKN}

_XMLNS = (
    f'xmlns:ZKN="{ZKN}" xmlns:ZDS="{ZDS}" xmlns:BG="{BG}" xmlns:StUF="{STUF}" xmlns:xsi="{XSI}"'
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
class _Kop:
    """Who asks, and under which number; what comes back says the same."""

    zender: _Systeem
    ontvanger: _Systeem
    referentie: str
    tijdstip: str


@dataclass(frozen=True, slots=True)
class _Vraag:
    maximum: int
    zaaktype: str
    van: date
    tot: date
    scope: Scope
    start: str | None


@dataclass(slots=True)
class Zaaksysteem:
    """All zaken of one municipality, in the order of sortering 5.

    personen     whom its register of persons knows; None = those of the zaken
    applicatie   the name it answers to; another receiver gets StUF010
    laatste      per sender: the last time and number, for StUF019 (a message sent again is allowed)
    """

    zaken: Sequence[Zaak]
    applicatie: str = "WmoRegistratie"
    schema: etree.XMLSchema | None = None
    personen: Sequence[Zaak] | None = None
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
        envelope = SOAP12 if SOAP12.encode() in bericht[:2000] else SOAP
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<soapenv:Envelope xmlns:soapenv="{envelope}"><soapenv:Body>'
        ).encode()
        try:
            return 200, head + self._beantwoord(_eerste(bericht, envelope)) + _TAIL.encode()
        except Fout as fout:
            return 500, head + _fault(fout, envelope) + _TAIL.encode()

    def _beantwoord(self, gevraagd: etree._Element) -> bytes:
        if self.schema is not None and not self.schema.validate(gevraagd):
            raise Fout("StUF055", "Berichtbody is niet conform schema in sectormodel")
        match gevraagd.tag:
            case str(tag) if tag == f"{{{ZKN}}}zakLv01":
                return self._zakla01(self._kop(gevraagd, ZKN, "ZAK"), _vraag(gevraagd))
            case str(tag) if tag == f"{{{ZDS}}}geefZaakdetails_ZakLv01":
                return self._details(self._kop(gevraagd, ZKN, "ZAK"), gevraagd)
            case str(tag) if tag == f"{{{BG}}}npsLv01":
                return self._persoon(self._kop(gevraagd, BG, "NPS"), gevraagd)
        raise Fout("StUF055", "Bericht is geen vraag die beantwoord wordt")

    def _kop(self, gevraagd: etree._Element, model: str, entiteit: str) -> _Kop:
        kop = _kop(gevraagd, model, entiteit)
        if kop.ontvanger.applicatie != self.applicatie:
            raise Fout("StUF010", "Ontvanger is niet bekend")
        self._keur_tijdstip(kop)
        return kop

    def _keur_tijdstip(self, kop: _Kop) -> None:
        now = (kop.tijdstip, kop.referentie)
        before = self.laatste.get(kop.zender)
        if before is not None and before != now and kop.tijdstip <= before[0]:
            raise Fout("StUF019", "Tijdstip van het bericht ligt niet na dat van het vorige")
        self.laatste[kop.zender] = now

    def _details(self, kop: _Kop, gevraagd: etree._Element) -> bytes:
        nummer = _tekst(gevraagd, "z:gelijk/z:identificatie")
        scope = _scope(gevraagd.find("z:scope/z:object", NS))
        found = [als_xml(zaak, scope) for zaak in self.zaken if zaak.identificatie == nummer]
        return _la01(kop, "ZDS:geefZaakdetails_ZakLa01", "ZKN", found[:1])

    def _persoon(self, kop: _Kop, gevraagd: etree._Element) -> bytes:
        """Answer of a person what a municipality's own register knows, asked or not."""
        bsn = (gevraagd.findtext(f"{{{BG}}}gelijk/{{{BG}}}inp.bsn") or "").strip()
        known = self.personen if self.personen is not None else self.zaken
        found = [persoon_xml(zaak) for zaak in known if zaak.bsn == bsn]
        return _la01(kop, "BG:npsLa01", "BG", found[:1])

    def _zakla01(self, kop: _Kop, vraag: _Vraag) -> bytes:
        chosen = self._keuze(vraag)
        begin = self._na_start(chosen, vraag.start)
        page = chosen[begin : begin + vraag.maximum]
        more = begin + len(page) < len(chosen)
        objects = b"".join(self._object(zaak, vraag.scope) for zaak in page)
        head = (
            f"<ZKN:zakLa01 {_XMLNS}>{_stuurgegevens(kop, 'ZKN')}<ZKN:parameters>"
            f"<StUF:indicatorVervolgvraag>{str(more).lower()}</StUF:indicatorVervolgvraag>"
            f"<StUF:aantalVoorkomens>{len(chosen)}</StUF:aantalVoorkomens></ZKN:parameters>"
        ).encode()
        answer = b"<ZKN:antwoord>\n" + objects + b"</ZKN:antwoord>" if page else b""
        return head + answer + b"</ZKN:zakLa01>"

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


def _eerste(bericht: bytes, envelope: str) -> etree._Element:
    """Give the one element in the body of a SOAP message."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(bericht, parser)
    except etree.XMLSyntaxError:
        raise Fout("StUF055", "Bericht is geen geldige XML") from None
    found = root.find(f"{{{envelope}}}Body/*")
    if found is None or root.getroottree().docinfo.internalDTD is not None:
        raise Fout("StUF055", "Bericht is geen vraag")
    return found


def _kop(gevraagd: etree._Element, model: str, entiteit: str) -> _Kop:
    kop = gevraagd.find(f"{{{model}}}stuurgegevens")
    if kop is None:
        raise Fout("StUF055", "stuurgegevens ontbreekt")
    if _tekst(kop, "s:berichtcode") != "Lv01" or _tekst(kop, "s:entiteittype") != entiteit:
        raise Fout("StUF022", "Berichtcode of entiteittype klopt niet")
    return _Kop(
        zender=_systeem(kop, "s:zender"),
        ontvanger=_systeem(kop, "s:ontvanger"),
        referentie=_tekst(kop, "s:referentienummer"),
        tijdstip=_tekst(kop, "s:tijdstipBericht"),
    )


def _vraag(zaklv01: etree._Element) -> _Vraag:
    parameters = _verplicht(zaklv01, "z:parameters")
    if _tekst(parameters, "s:sortering") != "5":
        raise Fout("StUF055", "Alleen sortering 5 wordt ondersteund")
    return _Vraag(
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


def _la01(kop: _Kop, naam: str, model: str, objecten: Sequence[bytes]) -> bytes:
    """Write the answer to a question for one object."""
    inside = b"".join(objecten).decode()
    answer = f"<{model}:antwoord>{inside}</{model}:antwoord>" if inside else ""
    return (
        f"<{naam} {_XMLNS}>{_stuurgegevens(kop, model)}<{model}:parameters>"
        f"<StUF:indicatorVervolgvraag>false</StUF:indicatorVervolgvraag></{model}:parameters>"
        f"{answer}</{naam}>"
    ).encode()


def _stuurgegevens(kop: _Kop, model: str) -> str:
    entiteit = "NPS" if model == "BG" else "ZAK"
    return (
        f"<{model}:stuurgegevens><StUF:berichtcode>La01</StUF:berichtcode>"
        f"{_als_systeem('zender', kop.ontvanger)}{_als_systeem('ontvanger', kop.zender)}"
        f"<StUF:referentienummer>{uuid4()}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{escape(kop.tijdstip)}</StUF:tijdstipBericht>"
        f"<StUF:crossRefnummer>{escape(kop.referentie)}</StUF:crossRefnummer>"
        f"<StUF:entiteittype>{entiteit}</StUF:entiteittype></{model}:stuurgegevens>"
    )


def _als_systeem(rol: str, systeem: _Systeem) -> str:
    parts = "".join(
        f"<StUF:{deel}>{escape(text)}</StUF:{deel}>"
        for deel in ("organisatie", "applicatie", "administratie")
        if (text := getattr(systeem, deel))
    )
    return f"<StUF:{rol}>{parts}</StUF:{rol}>"


def _fault(fout: Fout, envelope: str) -> bytes:
    words = escape(fout.omschrijving)
    fo02 = (
        f'<StUF:Fo02Bericht xmlns:StUF="{STUF}"><StUF:stuurgegevens>'
        "<StUF:berichtcode>Fo02</StUF:berichtcode></StUF:stuurgegevens><StUF:body>"
        f"<StUF:code>{fout.code}</StUF:code><StUF:plek>client</StUF:plek>"
        f"<StUF:omschrijving>{words}</StUF:omschrijving></StUF:body></StUF:Fo02Bericht>"
    )
    if envelope == SOAP12:
        said = (
            "<soapenv:Code><soapenv:Value>soapenv:Sender</soapenv:Value></soapenv:Code>"
            f'<soapenv:Reason><soapenv:Text xml:lang="nl">{words}</soapenv:Text></soapenv:Reason>'
            f"<soapenv:Detail>{fo02}</soapenv:Detail>"
        )
    else:
        said = (
            f"<faultcode>soapenv:Client</faultcode><faultstring>{words}</faultstring>"
            f"<detail>{fo02}</detail>"
        )
    return f"<soapenv:Fault>{said}</soapenv:Fault>".encode()

"""SOAP: well-formed XML that is not the answer to our question, and faults."""

import re
from collections.abc import Callable, Iterator

from tests.faults.vijandig.geval import Geval, Verwacht, aanvaard, leeg, weiger
from tests.faults.vijandig.soapserver import Beurt, Http, http

Maak = Callable[[Beurt], "bytes | Http"]
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
_STUF = "http://www.egem.nl/StUF/StUF0301"


def gevallen() -> Iterator[Geval]:
    """Give every row."""
    for klasse, rows in (
        ("een andere wortel", _WORTEL),
        ("niet voor ons", _VREEMD),
        ("bladeren", _BLADEREN),
        ("fouten", _FOUTEN),
    ):
        yield from (Geval(klasse, name, make, want) for name, make, want in rows)


def _met(*pairs: tuple[str, str], keer: int = 1) -> Maak:
    return lambda turn: turn.met(*pairs, keer=keer)


def _zonder(naam: str, keer: int = 1) -> Maak:
    """Leave an element out, with all that is in it."""
    pattern = re.compile(rf"<{naam}>.*?</{naam}>".encode(), re.DOTALL)

    def make(turn: Beurt) -> bytes:
        body, count = pattern.subn(b"", turn.goed, keer)
        assert count
        return body

    return make


def _deel(turn: Beurt, naam: str) -> str:
    text = turn.goed.decode()
    return text[text.index(f"<{naam}") : text.index(f"</{naam}>") + len(naam) + 3]


def _dubbel(naam: str) -> Maak:
    return lambda t: t.met((f"</{naam}>", f"</{naam}>{_deel(t, naam)}"))


def _anders(oud: str, nieuw: str) -> Maak:
    return lambda t: t.goed.replace(oud.encode(), nieuw.encode())


_WORTEL: list[tuple[str, Maak, Verwacht]] = [
    ("zakLa02", _anders("zakLa01", "zakLa02"), weiger("B-0332")),
    ("zakLa01 in kleine letters", _anders("zakLa01", "zakla01"), weiger("B-0332")),
    ("npsLa01", _anders("zakLa01", "npsLa01"), weiger("B-0332")),
    ("onze eigen vraag terug", _anders("zakLa01", "zakLv01"), weiger("B-0332")),
    ("ZKN 03.20", _anders("sector/zkn/0310", "sector/zkn/0320"), weiger("B-0332")),
    ("StUF 02.04", _anders("StUF/StUF0301", "StUF/StUF0204"), weiger("B-0332", "B-0333", "B-0334")),
    (
        "zonder naamruimte",
        _anders(' xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310"', ' xmlns:ZKN="urn:x"'),
        weiger("B-0332"),
    ),
    ("een envelop van SOAP 1.2", _anders(_SOAP, _SOAP12), weiger("B-0332")),
    ("een envelop van niemand", _anders(_SOAP, "urn:x"), weiger("B-0332")),
    ("zonder envelop", lambda t: _deel(t, "ZKN:zakLa01").encode(), weiger("B-0332")),
    (
        "zonder Body",
        lambda t: t.goed.replace(b"<soapenv:Body>", b"").replace(b"</soapenv:Body>", b""),
        weiger("B-0332"),
    ),
    (
        "een lege Body",
        lambda t: t.goed.replace(_deel(t, "ZKN:zakLa01").encode(), b""),
        weiger("B-0332"),
    ),
    (
        "een envelop in een envelop",
        _met(
            ("<soapenv:Body>", "<soapenv:Body><soapenv:Envelope><soapenv:Body>"),
            ("</soapenv:Body>", "</soapenv:Body></soapenv:Envelope></soapenv:Body>"),
        ),
        weiger("B-0332"),
    ),
    ("twee antwoorden in een Body", _dubbel("ZKN:zakLa01"), weiger("B-0332")),
    (
        "een Body na de Body",
        _met(("</soapenv:Body>", "</soapenv:Body><soapenv:Body/>")),
        weiger("B-0332"),
    ),
    (
        "een antwoord in de Header",
        lambda t: t.met(
            (
                "<soapenv:Body>",
                f"<soapenv:Header>{_deel(t, 'ZKN:zakLa01')}</soapenv:Header><soapenv:Body>",
            )
        ),
        weiger("B-0332"),
    ),
    (
        "een Header",
        _met(("<soapenv:Body>", "<soapenv:Header><a/></soapenv:Header><soapenv:Body>")),
        aanvaard(),
    ),
    # SOAP 1.1, 4.2.3 lets us refuse it; no header can change what the Body says to us.
    (
        "een Header die begrepen moet worden",
        _met(
            (
                "<soapenv:Body>",
                '<soapenv:Header><a soapenv:mustUnderstand="1"/></soapenv:Header><soapenv:Body>',
            )
        ),
        aanvaard(),
    ),
    (
        "XHTML",
        lambda _: http(b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'),
        weiger("B-0332"),
    ),
    (
        "een WSDL",
        lambda _: http(b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>'),
        weiger("B-0332"),
    ),
    ("een leeg element", lambda _: http(b"<x/>"), weiger("B-0332")),
]

_VREEMD: list[tuple[str, Maak, Verwacht]] = [
    (
        "een antwoord op een andere vraag",
        _met(("<StUF:crossRefnummer>", "<StUF:crossRefnummer>9")),
        weiger("B-0334"),
    ),
    (
        "het antwoord van de vorige keer",
        lambda t: t.vorige or t.met(("<StUF:crossRefnummer>", "<StUF:crossRefnummer>8")),
        weiger("B-0334"),
    ),
    ("zonder crossRefnummer", _zonder("StUF:crossRefnummer"), weiger("B-0334")),
    (
        "een leeg crossRefnummer",
        lambda t: t.met((f"<StUF:crossRefnummer>{t.referentie.decode()}", "<StUF:crossRefnummer>")),
        weiger("B-0334"),
    ),
    (
        "twee crossRefnummers",
        lambda t: t.met(
            (
                "<StUF:crossRefnummer>",
                "<StUF:crossRefnummer>9</StUF:crossRefnummer><StUF:crossRefnummer>",
            )
        ),
        weiger("B-0332"),
    ),
    (
        "ons nummer eerst, dan een ander",
        lambda t: t.met(
            (
                "</StUF:crossRefnummer>",
                "</StUF:crossRefnummer><StUF:crossRefnummer>9</StUF:crossRefnummer>",
            )
        ),
        weiger("B-0332", "B-0334"),
    ),
    (
        "crossRefnummer in hoofdletters",
        lambda t: t.met(
            (
                f"<StUF:crossRefnummer>{t.referentie.decode()}",
                f"<StUF:crossRefnummer>{t.referentie.decode().upper()}",
            )
        ),
        weiger("B-0334"),
    ),
    (
        "voor een andere gemeente",
        lambda t: t.met(("<StUF:organisatie>Regresloket", "<StUF:organisatie>9902")),
        weiger("B-0335"),
    ),
    (
        "van een andere gemeente",
        lambda t: t.met(("<StUF:organisatie>9901", "<StUF:organisatie>9902")),
        weiger("B-0335"),
    ),
    (
        "voor een andere applicatie",
        lambda t: t.met(("<StUF:applicatie>Regresbrug", "<StUF:applicatie>Ander")),
        weiger("B-0335"),
    ),
    (
        "van een andere applicatie",
        lambda t: t.met(("<StUF:applicatie>WmoRegistratie", "<StUF:applicatie>Ander")),
        weiger("B-0335"),
    ),
    (
        "twee ontvangers",
        lambda t: t.met(
            (
                "</StUF:ontvanger>",
                "</StUF:ontvanger><StUF:ontvanger><StUF:applicatie>Ander</StUF:applicatie>"
                "</StUF:ontvanger>",
            )
        ),
        weiger("B-0332", "B-0335"),
    ),
    (
        "zonder zender en ontvanger, met ons nummer",
        lambda t: re.sub(rb"<StUF:(zender|ontvanger)>.*?</StUF:\1>", b"", t.goed),
        aanvaard(),
    ),
    ("berichtcode La02", _met((">La01<", ">La02<")), weiger("B-0333")),
    ("berichtcode Lv01", _met((">La01<", ">Lv01<")), weiger("B-0333")),
    ("berichtcode Bv03", _met((">La01<", ">Bv03<")), weiger("B-0333")),
    ("berichtcode la01", _met((">La01<", ">la01<")), weiger("B-0333")),
    ("zonder berichtcode", _zonder("StUF:berichtcode"), weiger("B-0333")),
    (
        "twee berichtcodes",
        _met(
            ("</StUF:berichtcode>", "</StUF:berichtcode><StUF:berichtcode>Fo02</StUF:berichtcode>")
        ),
        weiger("B-0332", "B-0333"),
    ),
    ("twee keer stuurgegevens", _dubbel("ZKN:stuurgegevens"), weiger("B-0332")),
    ("zonder stuurgegevens", _zonder("ZKN:stuurgegevens"), weiger("B-0332")),
    ("twee keer parameters", _dubbel("ZKN:parameters"), weiger("B-0332")),
    ("zonder parameters", _zonder("ZKN:parameters"), weiger("B-0332", "B-0336")),
    ("twee keer antwoord", _dubbel("ZKN:antwoord"), weiger("B-0332")),
    (
        "zaken voor de stuurgegevens",
        lambda t: t.goed.replace(_deel(t, "ZKN:antwoord").encode(), b"").replace(
            b"<ZKN:stuurgegevens>", _deel(t, "ZKN:antwoord").encode() + b"<ZKN:stuurgegevens>"
        ),
        weiger("B-0332"),
    ),
    (
        "een zaak van een ander zaaktype",
        _met(("<ZKN:code>WMO-VOORZ", "<ZKN:code>PARKEREN")),
        aanvaard(geen_ongeval=2, buiten_bereik=1),
    ),
    (
        "een zaak van buiten de periode",
        lambda t: t.met(
            (f"<ZKN:startdatum>{t.zaak.startdatum:%Y%m%d}", "<ZKN:startdatum>19990101")
        ),
        aanvaard(geen_ongeval=2, buiten_bereik=1),
    ),
]


def _vervolg(text: str) -> Maak:
    return _met((">false</StUF:indicatorVervolgvraag>", f">{text}</StUF:indicatorVervolgvraag>"))


def _meer_en_niets(turn: Beurt) -> bytes:
    nothing = turn.goed.replace(_deel(turn, "ZKN:antwoord").encode(), b"")
    return nothing.replace(b">false<", b">true<")


class _Herhaler:
    """Gives the first page again and again, each time as the answer to the question at hand."""

    def __init__(self) -> None:
        self._eerste = Beurt(0, b"", b"", None)  # type: ignore[arg-type]  # nothing came yet

    def __call__(self, turn: Beurt) -> bytes:
        if turn.nummer == 1:
            self._eerste = turn
        again = _vervolg("true")(self._eerste)
        assert isinstance(again, bytes)
        return again.replace(self._eerste.referentie, turn.referentie)


_BLADEREN: list[tuple[str, Maak, Verwacht]] = [
    ("zonder indicatorVervolgvraag", _zonder("StUF:indicatorVervolgvraag"), weiger("B-0336")),
    ("indicatorVervolgvraag ja", _vervolg("ja"), weiger("B-0336")),
    ("indicatorVervolgvraag leeg", _vervolg(""), weiger("B-0336")),
    ("indicatorVervolgvraag FALSE", _vervolg("FALSE"), weiger("B-0336")),
    ("indicatorVervolgvraag 0", _vervolg("0"), aanvaard()),
    ("steeds dezelfde pagina", _Herhaler(), weiger("B-0337")),
    ("er is meer, maar er komt niets", _meer_en_niets, weiger("B-0339")),
    ("niets gevonden", _zonder("ZKN:antwoord"), leeg()),
    (
        "een leeg antwoord",
        lambda t: t.goed.replace(_deel(t, "ZKN:antwoord").encode(), b"<ZKN:antwoord/>"),
        leeg(),
    ),
    (
        "een leeg object",
        lambda t: t.met(("<ZKN:antwoord>", '<ZKN:antwoord><ZKN:object StUF:entiteittype="ZAK"/>')),
        weiger("B-0329"),
    ),
    (
        "een object dat niets is",
        lambda t: t.met(("<ZKN:antwoord>", '<ZKN:antwoord><ZKN:object xsi:nil="true"/>')),
        weiger("B-0329"),
    ),
    (
        "een miljard zaken aangekondigd",
        _met((">3</StUF:aantalVoorkomens>", ">1000000000</StUF:aantalVoorkomens>")),
        aanvaard(),
    ),
    (
        "een aantal van 400 cijfers",
        _met((">3</StUF:aantalVoorkomens>", f">{'9' * 400}</StUF:aantalVoorkomens>")),
        aanvaard(),
    ),
    (
        "een aantal van 10.000 cijfers",
        _met((">3</StUF:aantalVoorkomens>", f">{'9' * 10_000}</StUF:aantalVoorkomens>")),
        aanvaard(),
    ),
    (
        "een aantal onder nul",
        _met((">3</StUF:aantalVoorkomens>", ">-3</StUF:aantalVoorkomens>")),
        aanvaard(),
    ),
    (
        "een melding met stuurtekens",
        _met(("</ZKN:parameters>", "</ZKN:parameters><ZKN:melding>\u202e999900006</ZKN:melding>")),
        aanvaard(),
    ),
    (
        "een melding: startdatum genegeerd",
        _met(
            (
                "</ZKN:parameters>",
                "</ZKN:parameters><ZKN:melding>StUF0001: startdatum</ZKN:melding>",
            )
        ),
        aanvaard(),
    ),
    (
        "50.000 meldingen",
        _met(("</ZKN:parameters>", "</ZKN:parameters>" + "<ZKN:melding>x</ZKN:melding>" * 50_000)),
        aanvaard(),
    ),
]


def fo02(code: str, ruimte: str = _STUF) -> str:
    """Write an Fo02 that quotes a person."""
    return (
        f'<Fo02Bericht xmlns="{ruimte}"><stuurgegevens><berichtcode>Fo02</berichtcode>'
        "</stuurgegevens>"
        f"<body><code>{code}</code><plek>server</plek><omschrijving>Kanarie7Geheim 999900006"
        f"</omschrijving><details>Kanarie7Geheim</details></body></Fo02Bericht>"
    )


def fault(detail: str, faultcode: str = "s:Client", soap: str = _SOAP) -> bytes:
    """Write a fault."""
    return (
        f'<s:Envelope xmlns:s="{soap}"><s:Body><s:Fault><faultcode>{faultcode}</faultcode>'
        f"<faultstring>Kanarie7Geheim 999900006</faultstring><detail>{detail}</detail></s:Fault>"
        f"</s:Body></s:Envelope>"
    ).encode()


_SLOT = b"</s:Body></s:Envelope>"


def _fout(body: bytes, status: int = 500) -> Maak:
    return lambda _: http(body, status)


_CODES = {
    **dict.fromkeys(("046", "049", "058", "960"), "B-0340"),
    "052": "B-0341",
    **dict.fromkeys(("010", "013"), "B-0342"),
    "055": "B-0343",
    **dict.fromkeys(("001", "004", "007"), "B-0344"),
    **dict.fromkeys(("016", "019"), "B-0345"),
    **dict.fromkeys(("022", "031", "040", "043", "076", "079", "103", "106"), "B-0346"),
    "999": "B-0347",
}
_FOUTEN: list[tuple[str, Maak, Verwacht]] = [
    *(
        (f"StUF{code}", _fout(fault(fo02(f"StUF{code}"))), weiger(ours))
        for code, ours in _CODES.items()
    ),
    *(
        (f"StUF055 met status {status}", _fout(fault(fo02("StUF055")), status), weiger("B-0343"))
        for status in (200, 400)
    ),
    ("een code van een miljoen tekens", _fout(fault(fo02("9" * 1_000_000))), weiger("B-0347")),
    (
        "een code met cijfers in breed schrift",
        _fout(fault(fo02("StUF\uff10\uff15\uff18"))),
        weiger("B-0347"),
    ),
    ("een fout zonder Fo02, van hen", _fout(fault("", "s:Server")), weiger("B-0348")),
    ("een fout zonder Fo02, van ons", _fout(fault("<x>Policy Falsified</x>")), weiger("B-0349")),
    ("een fout zonder iets", _fout(fault("", "")), weiger("B-0348")),
    ("een StUF-code in faultcode", _fout(fault("", "s:StUF058")), weiger("B-0329")),
    ("een fout in SOAP 1.2", _fout(fault(fo02("StUF058"), soap=_SOAP12)), weiger("B-0329")),
    ("een kale Fo02", _fout(fo02("StUF058").encode()), weiger("B-0329")),
    (
        "een Fo02 in de Body",
        _fout(fault("").partition(b"<s:Fault>")[0] + fo02("StUF058").encode() + _SLOT),
        weiger("B-0329"),
    ),
    ("een Fo02 met een DTD", _fout(b"<!DOCTYPE x>" + fault(fo02("StUF058"))), weiger("B-0331")),
    ("een Fo02 die afbreekt", _fout(fault(fo02("StUF058"))[:-30]), weiger("B-0305", "B-0323")),
    ("een goed antwoord met status 500", lambda t: http(t.goed, 500), weiger("B-0323")),
    (
        "een fout na de zaken",
        _met(
            (
                "</soapenv:Body>",
                "<soapenv:Fault><faultcode>x</faultcode></soapenv:Fault></soapenv:Body>",
            )
        ),
        weiger("B-0332", "B-0348"),
    ),
    (
        "een fout voor de zaken",
        _met(
            (
                "<soapenv:Body>",
                "<soapenv:Body><soapenv:Fault><faultcode>x</faultcode></soapenv:Fault>",
            )
        ),
        weiger("B-0332", "B-0348"),
    ),
    (
        "een proxy die zijn fout XML noemt",
        lambda _: http(b"<h1>Bad gateway", 502),
        weiger("B-0323"),
    ),
]

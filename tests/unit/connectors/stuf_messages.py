"""zakLa01 messages to spoil: good ones unless a part is asked to be otherwise."""

from connectors.stuf_zkn import Systeem
from demo.stuf_zaak import als_xml
from tests.tools import stuf

REFERENTIE = "9f0e4f0c-6a0f-4c5c-9a0e-0d8a5b6c7d01"
_WIJ = Systeem("Regresbrug", "9901", "test")
_ZIJ = Systeem("WmoRegistratie", "9901", "test")
_XMLNS = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **stuf.NAMESPACES,
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }.items()
)


def bericht(
    *,
    objecten: int = 3,
    inhoud: str | None = None,
    berichtcode: str = "La01",
    crossref: str | None = REFERENTIE,
    zender: Systeem | None = _ZIJ,
    ontvanger: Systeem | None = _WIJ,
    vervolg: str | None = "false",
    aantal: str | None = None,
    melding: str | None = None,
) -> bytes:
    """Write a SOAP message with an answer; None leaves a part out."""
    kop = "".join(
        [
            _blad("StUF:berichtcode", berichtcode),
            _systeem("zender", zender),
            _systeem("ontvanger", ontvanger),
            _blad("StUF:crossRefnummer", crossref),
            _blad("StUF:entiteittype", "ZAK"),
        ]
    )
    parameters = _blad("StUF:indicatorVervolgvraag", vervolg) + _blad(
        "StUF:aantalVoorkomens", aantal
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<soapenv:Body><ZKN:zakLa01 {_XMLNS}>"
        f"<ZKN:stuurgegevens>{kop}</ZKN:stuurgegevens>"
        f"<ZKN:parameters>{parameters}</ZKN:parameters>{_blad('ZKN:melding', melding)}"
        f"{_antwoord(objecten) if inhoud is None else inhoud}"
        "</ZKN:zakLa01></soapenv:Body></soapenv:Envelope>\n"
    ).encode()


def _antwoord(count: int) -> str:
    if not count:
        return ""
    objects = b"".join(als_xml(stuf.zaak(number), None) for number in range(count))
    return f"<ZKN:antwoord>\n{objects.decode()}</ZKN:antwoord>"


def _blad(name: str, text: str | None) -> str:
    return "" if text is None else f"<{name}>{text}</{name}>"


def _systeem(rol: str, systeem: Systeem | None) -> str:
    if systeem is None:
        return ""
    parts = "".join(
        _blad(f"StUF:{deel}", getattr(systeem, deel) or None)
        for deel in ("organisatie", "applicatie", "administratie")
    )
    return f"<StUF:{rol}>{parts}</StUF:{rol}>"

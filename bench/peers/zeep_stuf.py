"""Peer: a zeep client that lets zeep deserialise the answer, as its documentation shows."""

import sys
from pathlib import Path

import zeep
from stuf_vraag import gekozen, sessie
from zelfde import schrijf

_DIENST = "{http://www.egem.nl/StUF/sector/zkn/0310}Binding"


def objecten(url, tls):
    """Give the objects of page after page."""
    transport = zeep.Transport(session=sessie(tls))
    client = zeep.Client(str(Path(__file__).with_name("zkn_klein.wsdl")), transport=transport)
    service = client.create_service(_DIENST, url)
    start = zeep.xsd.SkipValue
    while True:
        answer = service.zakLv01(referentienummer="1", start=start)
        yield from answer.antwoord.object
        if not answer.parameters.indicatorVervolgvraag:
            return
        start = {"sleutelOntvangend": answer.antwoord.object[-1].sleutelVerzendend}


def main(url: str, tls: str, target: str) -> None:
    """Filter and write."""
    schrijf(filter(None, map(gekozen, objecten(url, tls))), target)


if __name__ == "__main__":
    main(*sys.argv[1:])

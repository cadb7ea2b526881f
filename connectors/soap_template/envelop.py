"""The envelope around a question, the HTTP headers that go with it, and what is in an answer's."""

from lxml import etree

from connectors.soap_template.bron import SoapSource, Soapversie
from connectors.soap_template.vulling import Vulling
from connectors.stuf_zkn.fouten import geen_toegang
from regres import SourceDown, SourceError, SourceRefused
from regres.berichten import bericht

#: The other end did something wrong itself (SOAP 1.1, 4.4.1; SOAP 1.2 part 1, 5.4.6).
_STORING = frozenset({"server", "receiver"})


def maak(bron: SoapSource, vulling: Vulling) -> bytes:
    """Put the filled templates in an envelope."""
    space = bron.soap.namespace
    envelope = etree.Element(f"{{{space}}}Envelope", nsmap={"soap": space})
    if bron.koppen:
        header = etree.SubElement(envelope, f"{{{space}}}Header")
        header.extend(kop.vul(vulling.tekst) for kop in bron.koppen)
    body = etree.SubElement(envelope, f"{{{space}}}Body")
    body.append(bron.sjabloon.vul(vulling.tekst))
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def kopregels(bron: SoapSource) -> dict[str, str]:
    """Give the HTTP headers: SOAP 1.2 has the action in its content type (RFC 3902)."""
    if bron.soap is Soapversie.SOAP12:
        media = "application/soap+xml"
        action = f'; action="{bron.soapaction}"' if bron.soapaction else ""
        return {"Content-Type": f"{media}; charset=utf-8{action}", "Accept": media}
    return {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{bron.soapaction}"'}


def body(envelope: etree._Element, bron: SoapSource, waar: str) -> etree._Element:
    """Give the one element in the Body; it may be a fault.

    Raises:
        SourceRefused: no envelope of the agreed version, or not one element in it.

    """
    space = f"{{{bron.soap.namespace}}}"
    bodies = envelope.findall(f"{space}Body") if envelope.tag == f"{space}Envelope" else []
    content = [child for found in bodies for child in found.iterchildren("*")]
    if len(bodies) != 1 or len(content) != 1:
        raise SourceRefused(bericht("B-0707", waar=waar, versie=bron.soap.value))
    return content[0]


def is_fout(element: etree._Element, bron: SoapSource) -> bool:
    """Tell whether what is in the Body is a fault."""
    return str(element.tag) == f"{{{bron.soap.namespace}}}Fault"


def uit_fout(fault: etree._Element, waar: str) -> SourceError:
    """Make the error that a fault stands for; its words may name a person and are not told."""
    found = fault.findtext("{*}Code/{*}Value") or fault.findtext("faultcode") or ""
    code = found.strip().rpartition(":")[2].partition(".")[0].lower()
    if geen_toegang(fault):
        return SourceRefused(bericht("B-0321", "fault", waar=waar))
    if code in _STORING:
        return SourceDown(bericht("B-0709", waar=waar))
    return SourceRefused(bericht("B-0710", waar=waar))

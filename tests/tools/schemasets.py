"""A small schema set of our own: one namespace spread over two files, as StUF does it."""

from pathlib import Path

from connectors.schemaset import Schemabron, bereken, schrijf_lijst
from connectors.schemaset.pinnen import lees_map, pin

NS = "urn:regresbrug:proef"
ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
VRAAG = f"{{{NS}}}vraag"
WSDL = f"""\
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:p="{NS}"
             xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
             xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NS}">
  <types><xs:schema>
    <xs:import namespace="{NS}" schemaLocation="../berichten/vraag.xsd"/>
    <xs:import namespace="{NS}" schemaLocation="../berichten/antwoord.xsd"/>
  </xs:schema></types>
  <message name="vraag"><part name="body" element="p:vraag"/></message>
  <message name="antwoord"><part name="body" element="p:antwoord"/></message>
  <portType name="BeantwoordVraag"><operation name="vraag">
    <input message="p:vraag"/><output message="p:antwoord"/>
  </operation></portType>
  <binding name="BeantwoordVraag" type="p:BeantwoordVraag">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="vraag">
      <soap:operation soapAction="urn:vraag"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
    </operation>
  </binding>
  <service name="BeantwoordVraag"><port name="BeantwoordVraag" binding="p:BeantwoordVraag">
    <soap:address location="http://127.0.0.1:9/"/>
  </port></service>
</definitions>
"""
VRAAG_XSD = f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="{NS}" targetNamespace="{NS}"
           elementFormDefault="qualified">
  <xs:element name="vraag"><xs:complexType><xs:sequence>
    <xs:element name="nummer" type="xs:integer"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"""
ANTWOORD_XSD = f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="{NS}" targetNamespace="{NS}"
           elementFormDefault="qualified">
  <xs:element name="antwoord" type="xs:string"/>
</xs:schema>
"""
BESTANDEN = {
    "diensten/proef.wsdl": WSDL,
    "berichten/vraag.xsd": VRAAG_XSD,
    "berichten/antwoord.xsd": ANTWOORD_XSD,
}


def schrijf(config: Path, naam: str = "proef", **anders: str) -> Path:
    """Write the set into config/wsdl; a keyword replaces "berichten/<naam>.xsd" by that text."""
    folder = config / "wsdl" / naam
    other = {f"berichten/{name}.xsd": text for name, text in anders.items()}
    for name, text in {**BESTANDEN, **other}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def gepind(folder: Path) -> Schemabron:
    """Pin a set as it now lies there."""
    written = schrijf_lijst(bereken(lees_map(folder, folder.name)))
    folder.with_name(f"{folder.name}.sha256").write_bytes(written)
    return Schemabron(folder, pin(written))


def zaakset(config: Path, naam: str = "zaken") -> Path:
    """Write a set that knows zakLv01, of which it thinks that it holds no more than a number."""
    folder = schrijf(config, naam)
    for path in [path for path in folder.rglob("*.*") if path.is_file()]:
        text = path.read_text(encoding="utf-8").replace(NS, ZKN)
        text = text.replace('"vraag"', '"zakLv01"').replace('p:vraag"', 'p:zakLv01"')
        path.write_text(text, encoding="utf-8")
    return folder

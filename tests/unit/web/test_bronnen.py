"""The page of a municipality's sources knows every kind of source."""

from datetime import date
from pathlib import Path

from settings import load
from tests.unit.settings.map import GEMEENTEBESTAND, Map
from web.beheer.bronnen import bronnen

SOAP = """\
  dienst:
    soort: soap_template
    mapping: zaken
    adres: https://zaken.example/dienst
    ca: tls/ca.pem
    clientcertificaat: tls/wij.pem
    clientsleutel: geheim/wij.key
    sjabloon: sjablonen/vraag.xml
    antwoord: Antwoord
    record: Record
"""


def test_a_service_of_a_supplier_is_named_with_its_address(tmp_path: Path) -> None:
    made = Map(tmp_path)
    made.teksten[GEMEENTEBESTAND] += SOAP + "    vanaf: 2026-01-01\n"
    made.schrijf()
    (een,) = load(made.pad).gemeenten

    shown = {one.naam: one for one in bronnen(een, (), date(2026, 3, 15))}

    assert set(shown) == {"zaaksysteem", "export", "map", "dienst"}
    assert (shown["dienst"].soort, shown["dienst"].waar) == ("SOAP", "https://zaken.example/dienst")
    assert shown["dienst"].gezien.maanden == 3


def test_without_a_period_it_is_seen_as_a_whole(tmp_path: Path) -> None:
    made = Map(tmp_path)
    made.teksten[GEMEENTEBESTAND] += SOAP
    made.schrijf()
    (een,) = load(made.pad).gemeenten

    shown = {one.naam: one for one in bronnen(een, (), date(2026, 3, 15))}

    assert shown["dienst"].gezien.maanden == 0

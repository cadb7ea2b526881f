"""Files the demo did not make: exports of fictional suppliers, and the example of the standards."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from mappings import Mapped, Peek, Plan, load
from regres import (
    CsvLayout,
    Datum,
    Feiten,
    Flag,
    Indicatie,
    Plaats,
    Row,
    SourceRecord,
    XmlLayout,
)
from regres.words import Frequentie, IndicatieBron, KostenSoort, Leveringsvorm
from tests.unit.mappings.support import VANDAAG, J

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "tests" / "acceptance" / "mappings"
SAMPLES = ROOT / "tests" / "data" / "csv"
EXAMPLE = ROOT / "tests" / "data" / "stuf" / "02-zakLa01-antwoord-pagina-1.xml"
VERSIONS = (1, 2, 4, 5)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_mapping_loads(path: Path) -> None:
    assert load(path).naam == path.stem


def rows(plan: Plan, version: int) -> Iterator[SourceRecord]:
    """Read a sample the way its mapping declares it; the line is the last of the record."""
    layout = plan.layout
    assert isinstance(layout, CsvLayout)
    path = SAMPLES / f"A_zorgvenster_v{version}.csv"
    with path.open(encoding=layout.codering, newline="") as file:
        reader = csv.reader(file, delimiter=layout.scheidingsteken, strict=True)
        header = next(reader)
        assert tuple(header) == layout.alle_kolommen
        index = {name: place for place, name in enumerate(header)}
        for cells in reader:
            yield SourceRecord("9901", Plaats(path.name, reader.line_num), Row(cells, index))


def flag_of(found: Peek) -> Flag:
    answer = found.signals.items[0].waarde
    return (
        replace(J, indicatie=answer) if answer else Flag(Indicatie.N, IndicatieBron.EXPLICIET, ())
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_of_a_sample_is_mapped(version: int) -> None:
    plan = load(MAPPINGS / f"zorgvenster-v{version}.yaml")
    keys = []

    for record in rows(plan, version):
        found = plan.peek(record)
        assert isinstance(found, Peek)
        keys.append(found.sleutel)
        assert found.client is not None
        assert found.client[0] == "bsn"
        whole = plan.feiten(record, flag_of(found), VANDAAG)
        assert isinstance(whole, Mapped)
        assert len(whole.feiten.voorziening.kosten) == 1
        assert {problem.code for problem in whole.waarschuwingen} <= {"M-0204"}

    assert len(keys) == len(set(keys)) == 6


def fact(version: int, number: int) -> tuple[Peek, Feiten]:
    plan = load(MAPPINGS / f"zorgvenster-v{version}.yaml")
    record = list(rows(plan, version))[number]
    found = plan.peek(record)
    assert isinstance(found, Peek)
    whole = plan.feiten(record, flag_of(found), VANDAAG)
    assert isinstance(whole, Mapped)
    return found, whole.feiten


def test_a_row_of_v1_read_by_hand() -> None:
    found, facts = fact(1, 2)

    assert found.sleutel == ("B020011", "12C03", "01-12-2024")
    assert [item.waarde for item in found.signals.items[:1]] == [Indicatie.J]
    assert found.signals.peildag == date(2022, 5, 12)
    assert facts.client.geslachtsnaam == "Çelik"
    assert facts.client.voorletters == "É."
    assert facts.client.geboortedatum == Datum(1951, 12, 12)
    assert facts.ongeval.datum == Datum(2024, 8, 6)
    assert facts.voorziening.productcategorie == "12"
    assert facts.voorziening.leveringsvorm is Leveringsvorm.ONBEKEND
    assert facts.voorziening.einddatum is None
    (line,) = facts.voorziening.kosten
    assert (line.bedrag, line.soort) == (Decimal("2999.99"), KostenSoort.EENMALIG)


def test_a_row_of_v2_read_by_hand() -> None:
    found, facts = fact(2, 3)

    assert found.client == ("bsn", "900010642")
    assert facts.ongeval.datum == Datum(2022, 10, 8)
    assert facts.voorziening.einddatum == date(2026, 12, 31)
    (line,) = facts.voorziening.kosten
    assert (line.bedrag, line.frequentie) == (Decimal("89.25"), Frequentie.WEEK)


def test_thousands_and_a_line_break_in_a_note_of_v4() -> None:
    _, facts = fact(4, 0)
    assert facts.voorziening.kosten[0].bedrag == Decimal("4350.50")

    found, facts = fact(4, 5)
    assert found.signals.items[1].tekst == "Onbekend; navragen\nbij cliënt"
    assert facts.client.clientnummer == "C00123"


def test_an_empty_flag_of_v5_says_nothing() -> None:
    found, _ = fact(5, 4)

    assert found.signals.items[0].waarde is None
    assert found.signals.items[0].tekst == ""


class ElementFields:
    """The fields of one object, by lxml alone: no noValue rules, those are the connector's."""

    def __init__(self, element: etree._Element, layout: XmlLayout) -> None:
        self._element = element
        self._layout = layout

    def _first(self, adres: str) -> etree._Element | None:
        for path in self._layout.adressen[adres]:
            found = self._element.xpath(path, namespaces=dict(self._layout.namespaces))
            if isinstance(found, list) and found and isinstance(found[0], etree._Element):
                return found[0]
        return None

    def text(self, adres: str) -> str:
        found = self._first(adres)
        return "" if found is None else found.text or ""

    def onvolledig(self, adres: str) -> str:
        found = self._first(adres)
        name = f"{{{self._layout.namespaces['StUF']}}}indOnvolledigeDatum"
        return "" if found is None else str(found.get(name, ""))

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        del adressen
        return None


def zaken(plan: Plan) -> list[SourceRecord]:
    assert isinstance(plan.layout, XmlLayout)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.parse(EXAMPLE, parser).getroot()
    objects = root.iter(f"{{{plan.layout.namespaces['ZKN']}}}object")
    return [
        SourceRecord("9901", Plaats(bericht="1", regel=1), ElementFields(element, plan.layout))
        for element in objects
    ]


#: A mapping -> the number it takes as key: that of the zaak, or that of the decision.
STUF_MAPPINGS = {
    MAPPINGS / "stuf-voorbeeld-02.yaml": "0384WMO2026000123",
    ROOT / "config/mappings/duinrand-stuf.yaml": "0384BSL2026000077",
}


@pytest.mark.parametrize("path", STUF_MAPPINGS, ids=lambda path: path.stem)
def test_the_objects_of_the_stuf_example_read_by_hand(path: Path) -> None:
    plan = load(path)
    first, second = zaken(plan)

    peeked, other = plan.peek(first), plan.peek(second)
    assert isinstance(peeked, Peek)
    assert isinstance(other, Peek)
    assert peeked.sleutel == (STUF_MAPPINGS[path], "13X21")
    assert peeked.client == ("bsn", "999900006")
    assert peeked.signals.items[0].waarde is Indicatie.J
    assert other.signals.items[0].waarde is Indicatie.N

    whole = plan.feiten(first, J, VANDAAG)
    assert isinstance(whole, Mapped)
    facts = whole.feiten
    assert facts.ongeval.datum == Datum(2025, 11)
    assert facts.client.voorvoegsel == "de"
    assert facts.datumAanvraag == date(2026, 2, 27)
    assert facts.voorziening.datumToekenning == date(2026, 2, 28)
    assert facts.voorziening.ingangsdatum == date(2026, 3, 1)
    assert facts.voorziening.einddatum is None
    assert facts.voorziening.omschrijving == "Traplift, rechte trap"
    assert facts.voorziening.leveringsvorm is Leveringsvorm.ZIN

    later = plan.feiten(second, J, VANDAAG)
    assert isinstance(later, Mapped)
    assert later.feiten.client.geboortedatum == Datum(1954, 6)
    assert later.feiten.voorziening.kosten == ()

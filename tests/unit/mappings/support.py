"""A small mapping that is right, and how tests change it, load it and feed it records."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from mappings import Mapped, Peek, Plan, Unmappable, load
from regres import (
    ConfigProblem,
    CsvLayout,
    Feiten,
    Flag,
    Indicatie,
    Plaats,
    Problem,
    Reden,
    Row,
    SourceRecord,
)
from regres.words import IndicatieBron

VANDAAG = date(2026, 3, 2)
_HIT = Reden(regel="aangereden", veld="Memo", term="aangereden", positie=0)
J = Flag(Indicatie.J, IndicatieBron.EXPLICIET, (_HIT,))

#: Line 1 of the file is the line after the opening quotes.
KLEIN = """\
bron: csv
levering: volledig
sleutelruimte: proef
sleutel: [beschikkingnummer]
bestand: {codering: utf-8, scheidingsteken: ";"}
standaard:
  datum: dd-mm-jjjj
  bedrag: "1.234,56"
  ja_nee: {ja: J, nee: N, onbekend: O}
signalen:
  vlag: {kolom: Ongeval}
velden:
  client:
    clientnummer: {kolom: Nr}
  voorziening:
    beschikkingnummer: {kolom: Beschikking}
    productcode: {kolom: Code}
    datumToekenning: {kolom: Besluit}
    besluitstatus: {vast: toegekend, waarom: "alleen toegekende"}
    wet: {vast: Wmo, waarom: "alleen Wmo"}
    leveringsvorm: {vast: zin, waarom: "alleen zin"}
"""
KLEINE_RIJ = {
    "Ongeval": "J",
    "Nr": "17",
    "Beschikking": "B-1",
    "Code": "13A04",
    "Besluit": "01-02-2024",
}

KLEIN_XML = (
    KLEIN.replace("bron: csv", "bron: xml")
    .replace('bestand: {codering: utf-8, scheidingsteken: ";"}\n', "")
    .replace("dd-mm-jjjj", "stuf")
    .replace("kolom: Besluit", 'xpath: "ZKN:startdatum"')
    .replace("kolom:", "extra:")
)


def with_field(field: str, mapping: str = KLEIN) -> str:
    """Add lines to `velden:`, written at the left margin."""
    lines = "".join(f"  {line}\n" for line in field.strip("\n").splitlines())
    return mapping.replace("velden:\n", "velden:\n" + lines)


def load_text(tmp_path: Path, text: str, presets: Path | None = None) -> Plan:
    path = tmp_path / "proef.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, presets)


def problems(tmp_path: Path, text: str, presets: Path | None = None) -> tuple[Problem, ...]:
    """Load a mapping that is wrong."""
    with pytest.raises(ConfigProblem) as caught:
        load_text(tmp_path, text, presets)
    return caught.value.problems


def told(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Give (code, line:column) of each problem, in order."""
    return [(problem.code, problem.waar.rpartition(".yaml:")[2]) for problem in found]


def row(cells: Mapping[str, str], regel: int = 7) -> SourceRecord:
    names = list(cells)
    index = {name: place for place, name in enumerate(names)}
    place = Plaats(bestand="export.csv", regel=regel)
    return SourceRecord("9901", place, Row(list(cells.values()), index))


class XmlFields:
    """Fields of an XML object as a test writes them: address -> (text, indOnvolledigeDatum)."""

    def __init__(self, cells: Mapping[str, tuple[str, str]]) -> None:
        self._cells = cells

    def text(self, adres: str) -> str:
        return self._cells.get(adres, ("", ""))[0]

    def onvolledig(self, adres: str) -> str:
        return self._cells.get(adres, ("", ""))[1]

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        del adressen
        return None


def zaak(cells: Mapping[str, tuple[str, str]]) -> SourceRecord:
    place = Plaats(bericht="2", regel=118, xpath="/object[3]")
    return SourceRecord("9901", place, XmlFields(cells))


def kolommen(plan: Plan) -> tuple[str, ...]:
    assert isinstance(plan.layout, CsvLayout)
    return plan.layout.kolommen


def peeked(plan: Plan, record: SourceRecord) -> Peek:
    found = plan.peek(record)
    assert isinstance(found, Peek), found
    return found


def mapped(
    plan: Plan, record: SourceRecord, flag: Flag = J, *, bsn: bool = False, toedracht: bool = True
) -> Mapped:
    found = plan.feiten(record, flag, VANDAAG, bsn=bsn, toedracht=toedracht)
    assert isinstance(found, Mapped), found
    return found


def facts(plan: Plan, record: SourceRecord, flag: Flag = J) -> Feiten:
    return mapped(plan, record, flag).feiten


def unmappable(found: Peek | Mapped | Unmappable) -> tuple[Problem, ...]:
    assert isinstance(found, Unmappable), found
    return found.problems
